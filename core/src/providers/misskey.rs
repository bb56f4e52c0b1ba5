use crate::{Place, Scheme};

crate::provider! {
    /// Misskey: the secret itself, in `X-Misskey-Hook-Secret`. The body is not signed.
    ///
    /// `X-Misskey-Hook-Id` names the webhook, not the delivery. The `eventId` in the body proves as
    /// little as the rest of the body.
    ///
    #[doc = include_str!("schemes/misskey.md")]
    pub Misskey: "misskey", OriginOnly,
    Scheme::token(Place::header("x-misskey-hook-secret"))
        .docs("https://github.com/misskey-dev/misskey/blob/develop/packages/backend/src/queue/processors/UserWebhookDeliverProcessorService.ts")
        .last_verified("2026-11-27")
        .build()
}
