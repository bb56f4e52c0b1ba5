//! A data guard without the `data` attribute.

use verihook_rocket::{Bytes, VerifiedWebhook, providers::GitHub};

#[rocket::post("/")]
fn on_push(hook: VerifiedWebhook<GitHub, Bytes>) {}

fn main() {}
