//! Hostile and huge requests: bounded, without a panic, and without showing anything.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[allow(dead_code, reason = "each test uses a part of it")]
mod support;

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::num::NonZero;
use std::thread::{self, available_parallelism};
use support::{Case, JSON, NOW, SECRET, entry, signed};
use verihook::providers::ALL;
use verihook::{GeneratedSecret, ProviderEntry};
use verihook_explain::{Code, Explainer, NotExplained, Request};

#[test]
fn too_much_work_is_refused() {
    let explainer = Explainer::new(entry("github")).secret(SECRET);
    let body = vec![b'a'; 1024 * 1024 + 1];
    let refused = explainer.explain(&Request::new("POST", "/", &[], &body), NOW);
    assert_eq!(refused.unwrap_err(), NotExplained::BodyTooLarge);
    let explainer = (0..17).fold(Explainer::new(entry("github")), |explainer, number| {
        explainer.secret(format!("{SECRET}{number}"))
    });
    let refused = explainer.explain(&Request::new("POST", "/", &[], b""), NOW);
    assert_eq!(refused.unwrap_err(), NotExplained::TooManySecrets);
}

#[test]
fn a_url_that_is_signed_must_be_known() {
    let case = signed("square", SECRET, JSON.as_bytes());
    let explain = |url: Option<&str>, host: bool| {
        let explainer = Explainer::new(entry("square")).secret(SECRET);
        let explainer = url.into_iter().fold(explainer, Explainer::public_url);
        let mut headers = case.headers.clone();
        if host {
            headers.push(("host".to_owned(), b"hooks.example.com".to_vec()));
        }
        explainer.explain(&Request::new("POST", &case.target, &headers, &case.body), NOW)
    };
    assert_eq!(explain(None, false).unwrap_err(), NotExplained::NoPublicUrl);
    assert_eq!(explain(Some("hooks.example.com"), false).unwrap_err(), NotExplained::PublicUrl);
    // What the request says is a guess, but a good one.
    assert!(explain(None, true).is_ok());
    // But no reason to call it verified: an endpoint without its URL cannot be built.
    let found = explain(None, true).unwrap();
    assert_eq!(found.first().map(|finding| finding.code), Some(Code::UrlHost));
}

/// A gateway that no longer changes the path is a reason for a rejection, and not for none.
#[test]
fn the_path_of_arrival_is_required() {
    let case = signed("hubspot", SECRET, JSON.as_bytes());
    let explainer = Explainer::new(entry("hubspot")).secret(SECRET);
    let explainer = explainer.public_url(support::URL).arrival_path("/inner");
    let explain = |target: &str| {
        let request = Request::new(&case.method, target, &case.headers, &case.body);
        explainer.explain(&request, NOW).unwrap()
    };
    assert!(explain("/inner?tenant=7&mode=live").is_empty());
    assert!(!explain(&case.target).is_empty());
}

/// Up to a MiB. What nothing explains is shorter, because the search takes longer in debug.
#[test]
fn large_bodies_are_explained() {
    let members: Vec<String> =
        (0..8_000).map(|number| format!("\"k{number}\":\"v{number}\"")).collect();
    let json = format!("{{{}}}", members.join(","));
    let newline = format!("{json}\n");
    assert_eq!(large(json.as_bytes(), newline.as_bytes()), Some(Code::BodyNewlineAdded));
    let spaced = json.replace(',', ", ").replace(':', ": ");
    assert_eq!(large(json.as_bytes(), spaced.as_bytes()), Some(Code::BodyJsonReserialised));
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|number| (number % 251) as u8).collect();
    assert_eq!(large(&bytes, &[&bytes[..], b"\n"].concat()), Some(Code::BodyNewlineAdded));
    let nested = "[".repeat(30_000);
    assert!(large(b"{}", nested.as_bytes()).is_some());
    let deep = [&b"[".repeat(100)[..], &b"]".repeat(100)].concat();
    assert_eq!(large(&deep, &[&deep[..], b"\n"].concat()), Some(Code::BodyNewlineAdded));
    let form = "a=%20&".repeat(5_000);
    assert!(large(b"{}", form.as_bytes()).is_some());
}

fn large(signed_body: &[u8], received: &[u8]) -> Option<Code> {
    signed("github", SECRET, signed_body).body(received).codes().first().copied()
}

#[test]
fn a_decompression_bomb_is_not_unpacked() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..256 {
        encoder.write_all(&[0; 1024 * 1024]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1024 * 1024);
    let case = signed("github", SECRET, JSON.as_bytes()).body(&bomb);
    assert!(!case.header("content-encoding", "gzip").codes().is_empty());
}

/// Changes of every provider's requests: no panic, and nothing is shown that should not be.
#[test]
fn changed_requests_show_nothing() {
    let threads = available_parallelism().map_or(1, NonZero::get);
    // Neighbours may be explained at different costs, so each thread takes every n-th provider.
    thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                for (seed, entry) in (0..).zip(ALL).skip(first).step_by(threads) {
                    changes_show_nothing(entry, &mut fastrand::Rng::with_seed(seed));
                }
            });
        }
    });
}

fn changes_show_nothing(entry: &ProviderEntry, random: &mut fastrand::Rng) {
    if entry.scheme.takes_public_key() {
        return;
    }
    let body = r#"{"webhookTimestamp":1795000000000,"private":"Q7-marker-of-the-body-Q7"}"#;
    let secret = GeneratedSecret::new(entry.scheme).unwrap();
    let genuine = signed(entry.slug, secret.text(), body.as_bytes());
    for _ in 0..3 {
        let changed = change(genuine.clone(), random);
        let shown = format!("{:?}", changed.explain());
        assert!(!shown.contains("marker-of-the-body"), "{}: {shown}", entry.slug);
        for value in secret_parts(&genuine, secret.text()) {
            assert!(!shown.contains(&value), "{}: {shown}", entry.slug);
        }
    }
}

/// Returns what must not be shown: pieces of the secret and of the signature.
fn secret_parts(case: &Case, secret: &str) -> Vec<String> {
    let signature = case.headers.iter().map(|(_, value)| String::from_utf8(value.clone()).unwrap());
    let longest = signature.max_by_key(String::len).unwrap_or_default();
    let pieces = |text: &str| -> Vec<String> {
        let bytes = text.as_bytes().windows(12).step_by(4);
        bytes.map(|piece| String::from_utf8_lossy(piece).into_owned()).collect()
    };
    // The beginning of a secret may be its prefix.
    pieces(secret.get(8..).unwrap_or_default())
        .into_iter()
        .chain(pieces(&longest).into_iter().skip(5))
        .collect()
}

/// Changes up to three bytes or parts.
fn change(mut case: Case, random: &mut fastrand::Rng) -> Case {
    for _ in 0..random.usize(1..=3) {
        match random.usize(0..7) {
            0 => flip(&mut case.body, random),
            1 => case.body.truncate(random.usize(0..=case.body.len())),
            2 => {
                let at = random.usize(0..=case.headers.len());
                case.headers.insert(at, (word(random), word(random).into_bytes()));
            }
            3 => {
                if let Some((_, value)) = random.choice(&mut case.headers) {
                    flip(value, random);
                }
            }
            4 => {
                if let Some((name, _)) = random.choice(&mut case.headers) {
                    *name = word(random);
                }
            }
            5 => case.target = format!("/{}?{}={}", word(random), word(random), word(random)),
            _ => case.method = word(random),
        }
    }
    case
}

fn flip(bytes: &mut [u8], random: &mut fastrand::Rng) {
    if let Some(byte) = random.choice(bytes.iter_mut()) {
        *byte = random.u8(..);
    }
}

fn word(random: &mut fastrand::Rng) -> String {
    let characters = "abcxyzABC019-_=,:; %\"'\\\u{e9}\u{1f980}";
    (0..random.usize(0..20))
        .filter_map(|_| random.choice(characters.chars().collect::<Vec<_>>()))
        .collect()
}
