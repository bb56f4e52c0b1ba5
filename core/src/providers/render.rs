use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Render: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/render.md")]
    pub Render: "render", BodySigned,
    STANDARD
        .answer_deadline_seconds(15)
        .docs("https://render.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
