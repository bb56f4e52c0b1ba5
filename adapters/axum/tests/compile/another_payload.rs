//! The framework's `Json` reads requests, not verified bytes.

use verihook_axum::{VerifiedWebhook, providers::GitHub};

fn read(_: VerifiedWebhook<GitHub, axum::Json<u32>>) {}

fn main() {}
