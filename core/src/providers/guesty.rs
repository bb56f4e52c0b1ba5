use super::svix::EITHER_NAMES;

crate::provider! {
    /// Guesty, which sends through Svix: Standard Webhooks in `svix-` or `webhook-` header fields.
    ///
    /// The secret of an endpoint is at `GET /v1/webhooks-v2/secret`.
    ///
    #[doc = include_str!("schemes/guesty.md")]
    pub Guesty: "guesty", BodySigned,
    EITHER_NAMES
        .docs("https://open-api-docs.guesty.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
