use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Loops: Standard Webhooks.
    ///
    /// Its reference also lists an `Authorization` field, which is not read.
    ///
    #[doc = include_str!("schemes/loops.md")]
    pub Loops: "loops", BodySigned,
    STANDARD
        .docs("https://loops.so/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
