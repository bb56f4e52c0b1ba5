//! One provider's webhook for another's, and one endpoint's for another's.

use verihook_axum::{Bytes, VerifiedWebhook, endpoint, providers::GitHub, providers::Stripe};

endpoint! {
    /// The billing service's repository.
    pub Billing: GitHub
}

fn for_another_provider(hook: VerifiedWebhook<GitHub, Bytes>) -> VerifiedWebhook<Stripe, Bytes> {
    hook
}

fn for_another_endpoint(hook: VerifiedWebhook<GitHub, Bytes>) -> VerifiedWebhook<Billing, Bytes> {
    hook
}

fn main() {}
