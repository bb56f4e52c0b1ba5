//! Checks every vector of `vectors/*.jsonl`, as a whole and in chunks of every size from 1 to 64
//! bytes (of a few sizes for public keys). Vectors of providers whose feature is off are skipped.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path, time::Duration};
use verihook::{
    Any, AnyOrigin, Bytes, ConfigError, Endpoint, FieldSink, Head, PlainHead, Proof, ProofOf,
    Rejection, UnixTime, Verifier, VerifierBuilder, providers,
};

#[derive(Deserialize)]
struct Vector {
    id: String,
    provider: String,
    secrets: Vec<String>,
    now: u64,
    tolerance: Option<u64>,
    method: String,
    url: Option<String>,
    headers: Vec<(String, String)>,
    body_base64: String,
    expect: String,
    comment: String,
}

impl Vector {
    fn body(&self) -> Bytes {
        use base64ct::{Base64, Encoding as _};
        Base64::decode_vec(&self.body_base64).unwrap().into()
    }

    fn now(&self) -> UnixTime {
        UnixTime::from_seconds(self.now)
    }

    fn verifier<P>(&self, builder: Result<VerifierBuilder<P>, ConfigError>) -> Verifier<P> {
        let mut builder = builder.unwrap_or_else(|error| panic!("{}: {error}", self.id));
        for secret in &self.secrets {
            builder = builder.secret(secret.as_str());
        }
        let entry = providers::by_slug(&self.provider).unwrap();
        // A vector may set a tolerance for a scheme without a signed timestamp; `build` rejects it.
        if let Some(seconds) = self.tolerance.filter(|_| entry.scheme.is_timed()) {
            builder = builder.tolerance(Duration::from_secs(seconds));
        }
        if let Some(url) = &self.url {
            builder = builder.public_url(url.as_str());
        }
        builder.build().unwrap_or_else(|error| panic!("{}: {error}", self.id))
    }

    /// Verifies the vector as a whole and in all chunk sizes. All must return the same verdict and
    /// the same bytes.
    fn judge<P: Endpoint>(&self, verifier: &Verifier<P>) -> Result<(), Rejection> {
        let target = self.url.as_deref().and_then(|url| url.splitn(4, '/').nth(3));
        let target = format!("/{}", target.unwrap_or_default());
        let head = PlainHead::new(&self.method, &target, &self.headers);
        let body = self.body();
        if self.is_gzip() {
            return self.judge_decoded(verifier, &head, &body);
        }
        let whole = verifier.verify(&head, &*body, self.now()).map(|proof| {
            assert_eq!(proof.into_parts().0, body, "{}", self.id);
        });
        // A head that cannot list its fields gives the same verdict.
        let asked = verifier.verify(&Asked(&head), &*body, self.now()).map(|_| ());
        assert_eq!(asked, whole, "{} with a head that only finds fields by name", self.id);
        // Public keys are slow, and always get the whole content, so a few sizes are enough.
        let takes_long = [
            "discord",
            "discord-events",
            "kick",
            "sendgrid",
            "standard-webhooks-v1a",
            "svix-v1a",
            "telnyx",
            "wise",
        ];
        let step = if takes_long.contains(&self.provider.as_str()) { 31 } else { 1 };
        for size in (1..=64).step_by(step) {
            let chunked = self.in_chunks(verifier, &head, &body, size).map(|proof| {
                assert_eq!(proof.into_parts().0, body, "{}", self.id);
            });
            assert_eq!(chunked, whole, "{} in chunks of {size}", self.id);
        }
        whole
    }

    /// Returns `true` for a body that is verified decoded, which its payload is too.
    fn is_gzip(&self) -> bool {
        let coded = |(name, value): &(String, String)| {
            name.eq_ignore_ascii_case("content-encoding") && value == "gzip"
        };
        let entry = providers::by_slug(&self.provider).unwrap();
        entry.scheme.has_gzip_bodies() && self.headers.iter().any(coded)
    }

    fn judge_decoded<P: Endpoint>(
        &self,
        verifier: &Verifier<P>,
        head: &PlainHead<'_, String, String>,
        body: &Bytes,
    ) -> Result<(), Rejection> {
        let whole = self.in_chunks(verifier, head, body, usize::MAX);
        let whole = whole.map(|proof| proof.into_parts().0);
        for size in 1..=64 {
            let chunked = self.in_chunks(verifier, head, body, size);
            assert_eq!(chunked.map(|proof| proof.into_parts().0), whole, "{}", self.id);
        }
        whole.map(|decoded| assert_ne!(decoded, body, "{}", self.id))
    }

    fn in_chunks<P: Endpoint>(
        &self,
        verifier: &Verifier<P>,
        head: &PlainHead<'_, String, String>,
        body: &Bytes,
        size: usize,
    ) -> Result<ProofOf<P, Bytes>, Rejection> {
        let mut verification = verifier.open(head, self.now())?.into_verification().unwrap();
        for chunk in body.chunks(size) {
            verification.update(Bytes::copy_from_slice(chunk))?;
        }
        verification.finish()
    }
}

/// A head that can only list its fields.
struct Asked<'a>(&'a dyn Head);

impl Head for Asked<'_> {
    fn method(&self) -> &str {
        self.0.method()
    }

    fn target(&self) -> &str {
        self.0.target()
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        self.0.fields(sink);
    }
}

fn all() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut vectors = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        vectors.extend(text.lines().map(|line| serde_json::from_str::<Vector>(line).unwrap()));
    }
    vectors
}

#[test]
fn every_vector_is_judged_as_it_says() {
    let mut wrong = Vec::new();
    for vector in all() {
        let Some(entry) = providers::by_slug(&vector.provider) else { continue };
        if vector.is_gzip() && !cfg!(feature = "gzip") {
            continue;
        }
        let verdict = if entry.scheme.binds_body() {
            vector.judge(&vector.verifier(Verifier::<Any>::by_slug(entry.slug)))
        } else {
            vector.judge(&vector.verifier(Verifier::<AnyOrigin>::by_slug(entry.slug)))
        };
        let said = if verdict.is_ok() { "accept" } else { "reject" };
        if vector.expect != "either" && vector.expect != said {
            wrong.push(format!("{} ({}): {verdict:?}", vector.id, vector.comment));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The first genuine vector of a provider allocates only for the providers listed here.
#[test]
fn what_is_accepted_touches_no_heap_but_where_it_must() {
    fn count<P: Endpoint>(vector: &Vector, verifier: &Verifier<P>) -> u64 {
        let (body, head) = (vector.body(), ("/", &vector.headers));
        let head = PlainHead::new(&vector.method, head.0, head.1);
        let measured = allocation_counter::measure(|| {
            assert!(verifier.verify(&head, &*body, vector.now()).is_ok(), "{}", vector.id);
        });
        measured.count_total
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for vector in all().iter().filter(|vector| vector.expect == "accept" && vector.url.is_none()) {
        let Some(entry) = providers::by_slug(&vector.provider) else { continue };
        if counts.contains_key(entry.slug) {
            continue;
        }
        let count = if entry.scheme.binds_body() {
            count(vector, &vector.verifier(Verifier::<Any>::by_slug(entry.slug)))
        } else {
            count(vector, &vector.verifier(Verifier::<AnyOrigin>::by_slug(entry.slug)))
        };
        counts.insert(entry.slug, count);
    }
    assert!(counts.len() > 40);
    let touching: Vec<&str> =
        counts.iter().filter(|(_, count)| **count > 0).map(|(slug, _)| *slug).collect();
    let reasons = [
        ("azure-devops", "a password of any length is decoded"),
        ("brevo-basic", "a password of any length is decoded"),
        ("centrepoint-basic", "a password of any length is decoded"),
        ("chargebee", "a password of any length is decoded"),
        ("chip", "a public key needs the whole content in one piece"),
        ("discord", "a public key needs the whole content in one piece"),
        ("discord-events", "a public key needs the whole content in one piece"),
        ("dyte", "a public key needs the whole content in one piece"),
        ("infisical", "the timestamp is in the body, as JSON"),
        ("kick", "a public key needs the whole content in one piece"),
        ("linear", "the timestamp is in the body, as JSON"),
        ("mailjet", "a password of any length is decoded"),
        ("mixpanel", "a password of any length is decoded"),
        ("mollie", "the field may be repeated"),
        ("pipedrive", "a password of any length is decoded"),
        ("postmark", "a password of any length is decoded"),
        ("sendgrid", "an ASN.1 signature can have any length"),
        ("sparkpost", "a password of any length is decoded"),
        ("standard-webhooks-v1a", "a public key needs the whole content in one piece"),
        ("svix-v1a", "a public key needs the whole content in one piece"),
        ("telnyx", "a public key needs the whole content in one piece"),
        ("wise", "a public key needs the whole content in one piece"),
    ];
    let is_there = |slug: &&str| providers::by_slug(slug).is_some();
    let expected: Vec<&str> = reasons.iter().map(|(slug, _)| *slug).filter(is_there).collect();
    assert_eq!(touching, expected);
}

#[test]
fn every_provider_has_vectors_of_both_kinds() {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for vector in all() {
        let (accepted, refused) = counts.entry(vector.provider).or_default();
        match vector.expect.as_str() {
            "accept" => *accepted += 1,
            "reject" => *refused += 1,
            _ => {}
        }
    }
    for entry in providers::ALL {
        let (accepted, refused) = counts.get(entry.slug).copied().unwrap_or_default();
        assert!(accepted >= 3 && refused >= accepted, "{}: {accepted}, {refused}", entry.slug);
    }
}

/// The verdict of an official library on a vector, as written by `scripts/oracles`.
#[derive(Deserialize)]
struct Opinion {
    id: String,
    library: String,
    verdict: String,
    difference: String,
}

/// A verdict has a reason if and only if it differs from the vector's.
#[test]
fn every_difference_from_an_official_library_is_named() {
    let vectors = all();
    let expected: BTreeMap<_, _> =
        vectors.iter().map(|vector| (vector.id.as_str(), vector.expect.as_str())).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../oracles");
    let mut opinions = 0;
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for opinion in text.lines().map(|line| serde_json::from_str::<Opinion>(line).unwrap()) {
            let Opinion { id, library, verdict, difference } = opinion;
            let ours = expected.get(id.as_str()).unwrap_or_else(|| panic!("no vector `{id}`"));
            assert_eq!(verdict == *ours, difference.is_empty(), "{id}: {library} says {verdict}");
            opinions += 1;
        }
    }
    assert!(opinions >= 198, "{opinions}");
}

/// Of the deliveries that verihook accepts, Terra's libraries reject only those they cannot read.
#[test]
fn what_is_taken_here_and_not_there_is_only_what_cannot_be_read_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../oracles/terra.jsonl");
    let vectors = all();
    let taken =
        |id: &str| vectors.iter().any(|vector| vector.id == id && vector.expect == "accept");
    let text = fs::read_to_string(folder).unwrap();
    let opinions = text.lines().map(|line| serde_json::from_str::<Opinion>(line).unwrap());
    let stricter: std::collections::BTreeSet<_> = opinions
        .filter(|opinion| opinion.verdict != "accept" && taken(&opinion.id))
        .map(|opinion| opinion.id)
        .collect();
    let names = ["body-empty", "body-kilobyte", "body-not-utf8", "hex-upper"];
    let names = names.map(|name| format!("terra/{name}"));
    assert!(stricter.iter().eq(&names), "{stricter:?}");
}
