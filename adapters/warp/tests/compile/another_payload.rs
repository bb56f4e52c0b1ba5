//! A text is no payload: what is not UTF-8 is signed, too.

use verihook_warp::{VerifiedWebhook, providers::GitHub};

fn read(_: VerifiedWebhook<GitHub, String>) {}

fn main() {}
