//! A password proves who sent it and nothing about the body: it makes an `AuthenticatedWebhook`,
//! and no `VerifiedWebhook`.

use verihook_warp::{AuthenticatedWebhook, Bytes, VerifiedWebhook, providers::CentrePointBasic, providers::GitHub};

fn ask(_: VerifiedWebhook<CentrePointBasic, Bytes>) {}

fn promote(hook: AuthenticatedWebhook<CentrePointBasic, Bytes>) -> VerifiedWebhook<GitHub, Bytes> {
    hook
}

fn main() {}
