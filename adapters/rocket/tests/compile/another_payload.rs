//! A string is not a payload, because signed bodies are not always UTF-8.

use verihook_rocket::{VerifiedWebhook, providers::GitHub};

fn read(_: VerifiedWebhook<GitHub, String>) {}

fn main() {}
