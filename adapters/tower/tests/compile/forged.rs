//! A proof that no verifier made.

use verihook_tower::{Bytes, Delivery, Verified, providers::GitHub};

fn forge(delivery: Delivery) -> Verified<GitHub, Bytes> {
    Verified { payload: Bytes::new(), delivery, provider: Default::default() }
}

fn main() {}
