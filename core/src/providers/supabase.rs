use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Supabase's auth hooks: Standard Webhooks, with commas between signatures.
    ///
    /// A project with two secrets sends `v1,… , v1,…` with `, ` as separator, so the labels are
    /// items of the list too, and are ignored. The secret is shown as `v1,whsec_…`. Each attempt
    /// has another id. Database webhooks are not signed.
    ///
    #[doc = include_str!("schemes/supabase.md")]
    pub Supabase: "supabase", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").separated_by(','), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), TimestampFormat::Seconds)
        .signs(SIGNED)
        .base64_secret("whsec_")
        .shortest_secret(24)
        .answer_deadline_seconds(5)
        .aliases(&["supabase-auth"])
        .docs("https://supabase.com/docs/guides/auth/auth-hooks")
        .last_verified("2026-11-27")
        .build()
}
