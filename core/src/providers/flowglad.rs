use super::svix::EITHER_NAMES;

crate::provider! {
    /// Flowglad, which sends through Svix: Standard Webhooks.
    ///
    /// Its library allows 60 seconds for timestamps in the future; this crate allows 300.
    ///
    #[doc = include_str!("schemes/flowglad.md")]
    pub Flowglad: "flowglad", BodySigned,
    EITHER_NAMES
        .docs("https://github.com/flowglad/flowglad")
        .last_verified("2026-11-27")
        .build()
}
