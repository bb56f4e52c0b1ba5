//! The framework's `Json` reads requests, not verified bytes.

use verihook_actix::{VerifiedWebhook, providers::GitHub};

fn read(_: VerifiedWebhook<GitHub, actix_web::web::Json<u32>>) {}

fn main() {}
