//! A webhook made from a genuine proof and other bytes.

use verihook_axum::{Bytes, Verified, VerifiedWebhook, providers::GitHub};

fn other_bytes(proof: Verified<GitHub, Bytes>, body: Bytes) -> VerifiedWebhook<GitHub, Bytes> {
    VerifiedWebhook { proof, body }
}

fn main() {}
