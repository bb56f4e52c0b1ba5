//! Bytes that nobody verified, and a refusal of nothing.

use verihook_warp::{Bytes, VerifiedWebhook, WebhookRejection, providers::GitHub};

fn bytes_alone(body: Bytes) -> VerifiedWebhook<GitHub, Bytes> {
    VerifiedWebhook::from(body)
}

fn refusal_of_nothing() -> WebhookRejection {
    WebhookRejection(())
}

fn main() {}
