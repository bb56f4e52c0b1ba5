//! A layer without a verifier, and one with a string instead of a verifier.

use verihook_tower::{Verifier, VerifyLayer, providers::GitHub};

fn main() {
    let _ = VerifyLayer::<Verifier<GitHub>>::new();
    let _ = VerifyLayer::<Verifier<GitHub>>::new("a secret");
}
