//! A password proves the sender but nothing about the body, so it makes an `AuthenticatedWebhook`,
//! not a `VerifiedWebhook`.

use verihook_rocket::{AuthenticatedWebhook, Bytes, VerifiedWebhook, providers::CentrePointBasic, providers::GitHub};

fn ask(_: VerifiedWebhook<CentrePointBasic, Bytes>) {}

fn promote(hook: AuthenticatedWebhook<CentrePointBasic, Bytes>) -> VerifiedWebhook<GitHub, Bytes> {
    hook
}

fn main() {}
