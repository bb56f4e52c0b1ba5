//! A guard that is not said to take the body.

use verihook_rocket::{Bytes, VerifiedWebhook, providers::GitHub};

#[rocket::post("/")]
fn on_push(hook: VerifiedWebhook<GitHub, Bytes>) {}

fn main() {}
