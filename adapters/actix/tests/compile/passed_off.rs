//! A webhook passed off as one of another provider, and as one of another endpoint.

use verihook_actix::{Bytes, VerifiedWebhook, endpoint, providers::GitHub, providers::Stripe};

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
