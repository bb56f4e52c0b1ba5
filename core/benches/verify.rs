//! Benchmarks verification, and the hash alone, of the same body: `cargo bench -p verihook`.
//!
//! `scripts/speed` compares both, and other crates, as ratios; `docs/performance.md` lists its
//! output.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::{Bencher, black_box, counter::BytesCount};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use verihook::{BodySigned, PlainHead, Provider, Signer, UnixTime, Verifier, providers};

const SIZES: [usize; 5] = [0, 256, 1024, 64 * 1024, 1024 * 1024];
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES)]
fn hash_alone(bencher: Bencher<'_, '_>, size: usize) {
    let keyed = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let body = vec![b'x'; size];
    bencher.counter(BytesCount::new(size)).bench_local(|| {
        let mut mac = keyed.clone();
        mac.update(black_box(&body));
        mac.finalize()
    });
}

#[divan::bench(types = [providers::GitHub, providers::Shopify, providers::Slack, providers::StandardWebhooks, providers::Stripe, providers::Terra], args = SIZES)]
fn verify<P: Provider<Proves = BodySigned>>(bencher: Bencher<'_, '_>, size: usize) {
    let body = vec![b'x'; size];
    let signer = Signer::<P>::new(SECRET).unwrap();
    let mut headers = signer.sign(&body, NOW).unwrap();
    headers.extend([
        ("host", "hooks.example.com".to_owned()),
        ("content-type", "application/json".to_owned()),
        ("content-length", size.to_string()),
    ]);
    let head = PlainHead::new("POST", "/hooks", &headers);
    let verifier = Verifier::<P>::new(SECRET).unwrap();
    bencher.counter(BytesCount::new(size)).bench_local(|| {
        let verified = verifier.verify(black_box(&head), black_box(&body[..]), NOW);
        assert!(black_box(&verified).is_ok());
    });
}
