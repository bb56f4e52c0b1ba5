use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Google's Gemini API, static webhooks: Standard Webhooks.
    ///
    /// A dynamic webhook, whose URL a single request to the API names, carries a JWT under Google's
    /// keys instead, and is rejected.
    ///
    #[doc = include_str!("schemes/gemini.md")]
    pub Gemini: "gemini", BodySigned,
    STANDARD
        .aliases(&["google-gemini"])
        .docs("https://ai.google.dev/gemini-api/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
