//! Measures how often the first finding is the true cause.
//!
//! ```sh
//! cargo run --release -p verihook-explain --example rate
//! ```
//!
//! It signs requests of every provider with a shared secret, does to each what commonly happens to
//! one, alone and in pairs, and prints the rate for each code. It exits with 1 if fewer than 9 of
//! 10 are right.

#![allow(clippy::unwrap_used, reason = "an example")]

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;
use verihook::{Any, GeneratedSecret, ProviderEntry, Signer, UnixTime, providers};
use verihook_explain::{Code, Explainer, Request};

const NOW: u64 = 1_795_000_000;
const URL: &str = "https://hooks.example.com/in/shop?tenant=7";

/// The bodies of deliveries: as compact as most providers send them, and as people write them. The
/// members are sorted, because `serde_json` sorts them when it writes them again.
const BODIES: [&str; 3] = [
    r#"{"id":"evt_1","list":[1,2.5,{}],"url":"https://example.com/a","webhookTimestamp":1795000000000}"#,
    "{\n  \"name\": \"Jürgen <j@example.com>\",\n  \"webhookTimestamp\": 1795000000000\n}",
    r#"{"key": "k_7", "n": null, "text": "caf\u00e9 \/ bar", "webhookTimestamp": 1795000000000}"#,
];

#[derive(Clone)]
struct Case {
    entry: &'static ProviderEntry,
    secret: String,
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    url: Option<String>,
    now: u64,
}

type Happening = (Code, fn(&mut Case) -> Option<()>);

/// What happens to requests. `None` if it cannot happen to this one.
const HAPPENINGS: [Happening; 34] = [
    (Code::BodyNewlineAdded, |case| body(case, |body| [body, b"\n"].concat())),
    (Code::BodyNewlineAdded, |case| body(case, |body| [body, b"\r\n"].concat())),
    (Code::BodyCrlf, |case| text(case, |text| text.replace('\n', "\r\n"))),
    (Code::BodyBom, |case| body(case, |body| [b"\xef\xbb\xbf", body].concat())),
    (Code::BodyJsonReserialised, |case| json(case, serde_json::to_string)),
    (Code::BodyJsonReserialised, |case| json(case, serde_json::to_string_pretty)),
    (Code::BodyBase64, |case| body(case, |body| BASE64_STANDARD.encode(body).into_bytes())),
    (Code::BodyStringEscaped, |case| text(case, |text| serde_json::to_string(text).unwrap())),
    (Code::BodyCharset, |case| text(case, |text| text.bytes().map(char::from).collect())),
    (Code::BodyCompressed, |case| body(case, gzip)),
    (Code::BodyEmpty, |case| body(case, |_| Vec::new())),
    (Code::BodyTruncated, |case| body(case, |body| body.get(..body.len() / 2).unwrap().to_vec())),
    (Code::SecretWhitespace, |case| secret(case, |text| format!("{text}\n"))),
    (Code::SecretWhitespace, |case| secret(case, |text| format!(" {text}"))),
    (Code::SecretQuoted, |case| secret(case, |text| format!("\"{text}\""))),
    (Code::SecretQuoted, |case| secret(case, |text| format!("'{text}'"))),
    (Code::SecretPrefix, |case| secret(case, |text| format!("WEBHOOK_SECRET={text}"))),
    (Code::SecretDecoding, |case| secret(case, |text| BASE64_STANDARD.encode(text))),
    (Code::SecretWrong, |case| {
        case.secret = GeneratedSecret::new(case.entry.scheme).unwrap().text().to_owned();
        Some(())
    }),
    (Code::HeaderMissing, |case| {
        let name = signature(case)?;
        case.headers.retain(|(given, _)| *given != name);
        Some(())
    }),
    (Code::HeaderRenamed, |case| rename(case, |name| format!("HTTP_{}", name.replace('-', "_")))),
    (Code::HeaderRenamed, |case| rename(case, |name| format!("x-original-{name}"))),
    (Code::HeaderRepeated, |case| {
        let name = signature(case)?;
        let (_, value) = case.headers.iter().find(|(given, _)| *given == name)?.clone();
        case.headers.push((name, value));
        Some(())
    }),
    (Code::HeaderMerged, |case| value(case, |value| format!("{value}, {value}"))),
    (Code::HeaderEncoding, |case| value(case, |value| format!("\"{value}\""))),
    (Code::HeaderTruncated, |case| {
        value(case, |value| value.get(..value.len() * 3 / 4).unwrap().to_owned())
    }),
    (Code::HeaderPrefix, |case| {
        let prefix = case.entry.scheme.signature().prefix_text();
        let is_whole = case.entry.scheme.signature().separator().is_none();
        (!prefix.is_empty() && is_whole).then_some(())?;
        value(case, |value| value.split_once('=').unwrap_or(("", value)).1.to_owned())
    }),
    (Code::HeaderPlusAsSpace, |case| value(case, |value| value.replace('+', " "))),
    (Code::TimeStale, |case| later(case, |now| now + 86_400)),
    (Code::TimeAhead, |case| later(case, |now| now - 86_400)),
    (Code::UrlScheme, |case| url(case, |url| url.replace("https", "http"))),
    (Code::UrlPort, |case| url(case, |url| url.replace(".com", ".com:8443"))),
    (Code::UrlTrailingSlash, |case| url(case, |url| url.replace("/shop", "/shop/"))),
    (Code::Method, |case| {
        let is_signed = case.entry.scheme.methods().any(|method| method == "GET");
        case.method = "GET".to_owned();
        (!is_signed).then_some(())
    }),
];

fn main() -> ExitCode {
    let started = Instant::now();
    let genuine: Vec<Case> = providers::ALL
        .iter()
        .filter(|entry| !entry.scheme.takes_public_key())
        .flat_map(|entry| BODIES.iter().map(|body| signed(entry, body)))
        .collect();
    let mut rates: BTreeMap<Code, (usize, usize)> = BTreeMap::new();
    for (code, happen) in &HAPPENINGS {
        for case in &genuine {
            let mut case = case.clone();
            if happen(&mut case).is_none() {
                continue;
            }
            // What makes no difference to the scheme is not a cause.
            let found = case.explain();
            if let Some(first) = found.first() {
                let rate = rates.entry(*code).or_default();
                rate.0 += usize::from(first == code);
                rate.1 += 1;
                if first != code && std::env::var_os("MISSES").is_some() {
                    println!("{} {code}: {found:?}", case.entry.slug);
                }
            }
        }
    }
    for (code, (right, all)) in &rates {
        println!("{code:<24} {right:>4} of {all:>4}");
    }
    let (right, all) = rates.values().fold((0, 0), |sum, rate| (sum.0 + rate.0, sum.1 + rate.1));
    println!("{:<24} {right:>4} of {all:>4}, {:.1} %", "one cause, first", percent(right, all));
    let (both, pairs) = pairs(&genuine);
    println!(
        "{:<24} {both:>4} of {pairs:>4}, {:.1} %",
        "two causes, first two",
        percent(both, pairs)
    );
    println!("in {:.0} s", started.elapsed().as_secs_f64());
    let is_enough = right * 10 >= all * 9 && both * 10 >= pairs * 9;
    if is_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Lets two things happen to each request, of which each alone would be found.
fn pairs(genuine: &[Case]) -> (usize, usize) {
    let (mut both, mut all) = (0, 0);
    let mut number = 0_usize;
    for (at, (first, happen_first)) in HAPPENINGS.iter().enumerate() {
        for (second, happen_second) in HAPPENINGS.iter().skip(at + 1) {
            if area(*first) == area(*second) || is_final(*first) || is_final(*second) {
                continue;
            }
            for _ in 0..4 {
                number += 37;
                let mut case = genuine.get(number % genuine.len()).unwrap().clone();
                if happen_first(&mut case).is_none() || happen_second(&mut case).is_none() {
                    continue;
                }
                let found = case.explain();
                let first_two = found.get(..2).unwrap_or(&found);
                let is_found = first_two.contains(first) && first_two.contains(second);
                // What makes no difference to the scheme leaves one cause.
                if found.len() > 1
                    || !is_found && found.first().is_some_and(|it| it != first && it != second)
                {
                    all += 1;
                    both += usize::from(is_found);
                }
                if !is_found && std::env::var_os("MISSES").is_some() {
                    println!("{} {first}+{second}: {found:?}", case.entry.slug);
                }
            }
        }
    }
    (both, all)
}

fn area(code: Code) -> &'static str {
    code.as_str().split('.').next().unwrap_or_default()
}

/// Returns `true` if what was signed is lost, so that a second cause cannot be found.
const fn is_final(code: Code) -> bool {
    matches!(
        code,
        Code::BodyEmpty
            | Code::BodyTruncated
            | Code::HeaderMissing
            | Code::HeaderTruncated
            | Code::SecretWrong
    )
}

#[allow(clippy::cast_precision_loss, reason = "a few thousand")]
fn percent(right: usize, all: usize) -> f64 {
    right as f64 * 100.0 / all.max(1) as f64
}

fn signed(entry: &'static ProviderEntry, body: &str) -> Case {
    let secret = GeneratedSecret::new(entry.scheme).unwrap().text().to_owned();
    let mut signer = Signer::<Any>::of(entry, secret.as_str()).unwrap();
    if entry.scheme.signs_url() {
        signer = signer.public_url(URL).unwrap();
    }
    let now = UnixTime::from_seconds(NOW);
    let headers = signer.sign(body.as_bytes(), now).unwrap().into_iter();
    Case {
        entry,
        secret,
        method: entry.scheme.methods().next().unwrap().to_owned(),
        target: signer.sign_target(body.as_bytes(), now).unwrap(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.into_bytes())).collect(),
        body: body.as_bytes().to_vec(),
        url: entry.scheme.signs_url().then(|| URL.to_owned()),
        now: NOW,
    }
}

impl Case {
    fn explain(&self) -> Vec<Code> {
        let explainer = Explainer::new(self.entry).secret(self.secret.as_str());
        let explainer = match &self.url {
            Some(url) => explainer.public_url(url.as_str()),
            None => explainer,
        };
        let request = Request::new(&self.method, &self.target, &self.headers, &self.body);
        let found = explainer.explain(&request, UnixTime::from_seconds(self.now)).unwrap();
        found.iter().map(|finding| finding.code).collect()
    }
}

fn body(case: &mut Case, change: impl Fn(&[u8]) -> Vec<u8>) -> Option<()> {
    let changed = change(&case.body);
    let is_changed = changed != case.body && case.entry.scheme.binds_body();
    case.body = changed;
    is_changed.then_some(())
}

fn text(case: &mut Case, change: impl Fn(&str) -> String) -> Option<()> {
    let text = String::from_utf8(case.body.clone()).ok()?;
    body(case, |_| change(&text).into_bytes())
}

fn json(
    case: &mut Case,
    write: fn(&serde_json::Value) -> serde_json::Result<String>,
) -> Option<()> {
    let value = serde_json::from_slice(&case.body).ok()?;
    let written = write(&value).ok()?;
    body(case, |_| written.clone().into_bytes())
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn secret(case: &mut Case, change: impl Fn(&str) -> String) -> Option<()> {
    case.secret = change(&case.secret);
    Some(())
}

fn signature(case: &Case) -> Option<String> {
    let names = case.entry.scheme.signature().names();
    let sent = case.headers.iter().find(|(given, _)| names.contains(&given.as_str()));
    sent.map(|(name, _)| name.clone())
}

fn value(case: &mut Case, change: impl Fn(&str) -> String) -> Option<()> {
    let name = signature(case)?;
    let (_, value) = case.headers.iter_mut().find(|(given, _)| *given == name)?;
    let changed = change(core::str::from_utf8(value).ok()?).into_bytes();
    let is_changed = changed != *value;
    *value = changed;
    is_changed.then_some(())
}

fn rename(case: &mut Case, change: impl Fn(&str) -> String) -> Option<()> {
    signature(case)?;
    case.headers.iter_mut().for_each(|(name, _)| *name = change(name));
    Some(())
}

fn later(case: &mut Case, change: impl Fn(u64) -> u64) -> Option<()> {
    case.now = change(case.now);
    case.entry.scheme.is_timed().then_some(())
}

fn url(case: &mut Case, change: impl Fn(&str) -> String) -> Option<()> {
    case.url = Some(change(case.url.as_ref()?));
    Some(())
}
