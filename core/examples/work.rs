//! Prints the highest cost of one forged request, and of one hash of the same bytes.
//!
//! Run it with `scripts/work`.

use sha2::{Digest as _, Sha256};
use std::hint::black_box;
use std::time::{Duration, Instant};
use verihook::providers::{GitHub, StandardWebhooksV1a};
use verihook::{
    BodySigned, PlainHead, Provider, Rejection, SigningSecret, UnixTime, Verifier, VerifierBuilder,
};

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
/// The base point and the scalar 0: a well-formed signature that only hashing can reject.
const FORGED: &str =
    "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmYAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

fn main() {
    println!("{:<42} {:>9} {:>9} {:>7}  ends with", "forged request", "ms", "hash, ms", "ratio");
    for (secrets, length) in [(1, 25 * MIB), (4, 25 * MIB), (16, 8 * MIB), (16, 25 * MIB)] {
        let secrets = (0..secrets).map(|number| SigningSecret::new(format!("secret {number}")));
        let verifier = secrets.fold(Verifier::<GitHub>::builder(), VerifierBuilder::secret).build();
        let headers = [("x-hub-signature-256", format!("sha256={}", "0".repeat(64)))];
        print(&format!("HMAC, {} bodies", label(length)), verifier, &headers, length);
    }
    for (listed, length) in [(1, MIB), (4, MIB), (16, 255 * KIB), (16, MIB)] {
        let key = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
        let verifier = Verifier::<StandardWebhooksV1a>::builder().secret(key).build();
        let signature = format!("v1a,{FORGED} ").repeat(listed);
        let headers = [
            ("webhook-id", "msg_1".to_owned()),
            ("webhook-timestamp", NOW.seconds().to_string()),
            ("webhook-signature", signature),
        ];
        print(
            &format!("Ed25519, {listed} signatures, {}", label(length)),
            verifier,
            &headers,
            length,
        );
    }
}

fn label(length: usize) -> String {
    if length < MIB { format!("{} KiB", length / KIB) } else { format!("{} MiB", length / MIB) }
}

fn print<P: Provider<Proves = BodySigned>>(
    row: &str,
    verifier: Result<Verifier<P>, verihook::ConfigError>,
    headers: &[(&str, String)],
    length: usize,
) {
    let Ok(verifier) = verifier else { return };
    let count =
        verifier.secrets().map_or(0, |secrets| format!("{secrets:?}").matches(',').count() + 1);
    let body = vec![b'x'; length];
    let head = PlainHead::new("POST", "/", headers);
    let refused = verifier.verify(&head, body.as_slice(), NOW).err();
    let forged = fastest(|| drop(black_box(verifier.verify(&head, body.as_slice(), NOW))));
    let hash = fastest(|| {
        black_box(Sha256::digest(&body));
    });
    let (forged, hash) = (forged.as_secs_f64() * 1e3, hash.as_secs_f64() * 1e3);
    let reason = refused.map_or_else(String::new, |refused: Rejection| refused.to_string());
    let row = format!("{row}, {count} secret(s)");
    println!("{row:<42} {forged:>9.3} {hash:>9.3} {:>7.2}  {reason}", forged / hash);
}

fn fastest(mut run: impl FnMut()) -> Duration {
    let runs = (0..5).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    runs.min().unwrap_or_default()
}
