//! A webhook made from unverified bytes, and a rejection made from nothing.

use verihook_rocket::{Bytes, VerifiedWebhook, WebhookRejection, providers::GitHub};

fn bytes_alone(body: Bytes) -> VerifiedWebhook<GitHub, Bytes> {
    VerifiedWebhook::from(body)
}

fn refusal_of_nothing() -> WebhookRejection {
    WebhookRejection(())
}

fn main() {}
