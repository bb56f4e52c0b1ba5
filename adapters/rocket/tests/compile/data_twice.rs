//! Two guards that read the body.

use verihook_rocket::{Bytes, VerifiedWebhook, providers::GitHub};

#[rocket::post("/", data = "<body>", data = "<hook>")]
fn on_push(body: Vec<u8>, hook: VerifiedWebhook<GitHub, Bytes>) {}

fn main() {}
