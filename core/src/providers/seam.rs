use super::svix::EITHER_NAMES;

crate::provider! {
    /// Seam, which sends through Svix: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/seam.md")]
    pub Seam: "seam", BodySigned,
    EITHER_NAMES
        .docs("https://docs.seam.co/latest/developer-tools/webhooks")
        .last_verified("2026-11-27")
        .build()
}
