//! A proof passed off as one of another provider, as one of another endpoint, and a password's
//! proof passed off as a signature's.

use verihook_tower::{
    Authenticated, Bytes, Verified, endpoint, providers::CentrePointBasic, providers::GitHub, providers::Stripe,
};

endpoint! {
    /// The billing service's repository.
    pub Billing: GitHub
}

fn for_another_provider(hook: Verified<GitHub, Bytes>) -> Verified<Stripe, Bytes> {
    hook
}

fn for_another_endpoint(hook: Verified<GitHub, Bytes>) -> Verified<Billing, Bytes> {
    hook
}

fn promote(hook: Authenticated<CentrePointBasic, Bytes>) -> Verified<CentrePointBasic, Bytes> {
    hook
}

fn main() {}
