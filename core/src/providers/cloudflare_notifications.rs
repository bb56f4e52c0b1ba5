use crate::{Place, Scheme};

crate::provider! {
    /// Cloudflare's notifications: a secret that the user chooses. The body is not signed.
    ///
    /// The field contains the secret itself, not a MAC. It is optional: a webhook without a secret
    /// sends no field. Deliveries come from Cloudflare's published IP ranges, which its other
    /// services share.
    ///
    #[doc = include_str!("schemes/cloudflare-notifications.md")]
    pub CloudflareNotifications: "cloudflare-notifications", OriginOnly,
    Scheme::token(Place::header("cf-webhook-auth"))
        .aliases(&["cloudflare"])
        .docs("https://developers.cloudflare.com/notifications/get-started/configure-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
