use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Formbricks: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/formbricks.md")]
    pub Formbricks: "formbricks", BodySigned,
    STANDARD
        .docs("https://github.com/formbricks/formbricks/blob/main/apps/web/lib/crypto.ts")
        .last_verified("2026-11-27")
        .build()
}
