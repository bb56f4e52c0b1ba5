//! A layer without a verifier, and one with a string instead of a verifier.

use verihook_tower::{VerifyLayer, providers::GitHub};

fn main() {
    let _ = VerifyLayer::<GitHub>::new();
    let _ = VerifyLayer::<GitHub>::new("a secret");
}
