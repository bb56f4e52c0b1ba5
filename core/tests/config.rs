//! Schemes that are read from configuration at run time.

#![cfg(all(feature = "config", feature = "form", feature = "json", feature = "sha1"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use std::panic::{UnwindSafe, catch_unwind};
use std::{fs, path::Path};
use verihook::{
    Any, AnyOrigin, BodyDigest, ConfigFault, DigestAlgorithm, Encoding, Hash, Part, Place,
    PlainHead, ProviderEntry, Rejection, Scheme, SchemeBuilder, SchemeConfig, Signer, Syntax,
    TimestampFormat, UnixTime, Verifier, VerifierBuilder, providers,
};

fn config(value: &Value) -> SchemeConfig {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

fn entry(value: &Value) -> ProviderEntry {
    ProviderEntry::from_config("acme", &config(value)).unwrap()
}

fn event_id(name: &str) -> Value {
    let syntax = json!({ "characters": "visible", "min": 1, "max": 256 });
    json!({ "place": { "json": [name] }, "syntax": syntax })
}

/// The schemes of listed providers, as configuration.
fn known() -> Vec<(&'static str, Value)> {
    let standard = |prefix: &str| {
        json!({
            "algorithm": "hmac-sha256",
            "signature": { "header": format!("{prefix}-signature"), "separated-by": " ", "prefix": "v1," },
            "encoding": "base64",
            "id": {
                "place": { "header": format!("{prefix}-id") },
                "syntax": { "characters": "visible", "except": ".", "min": 1, "max": 256 }
            },
            "timestamp": { "place": { "header": format!("{prefix}-timestamp") }, "format": "seconds" },
            "signs": ["id", { "literal": "." }, "timestamp", { "literal": "." }, "body"],
            "secret": { "base64": "whsec_" },
            "shortest-secret": 24
        })
    };
    vec![
        (
            "github",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "x-hub-signature-256", "prefix": "sha256=" },
                "encoding": "hex",
                "signs": ["body"],
                "unsigned-event": { "header": "x-github-event" },
                "unsigned-id": { "header": "x-github-delivery" },
                "answer-deadline-seconds": 10,
                "body-limit": 26_214_400,
                "docs": "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
                "last-verified": "2026-11-25"
            }),
        ),
        (
            "stripe",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "stripe-signature", "separated-by": ",", "prefix": "v1=" },
                "encoding": "hex",
                "timestamp": {
                    "place": { "header": "stripe-signature", "separated-by": ",", "prefix": "t=" },
                    "format": "seconds"
                },
                "signs": ["timestamp", { "literal": "." }, "body"],
                "id": event_id("id")
            }),
        ),
        (
            "slack",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "x-slack-signature", "prefix": "v0=" },
                "encoding": "hex",
                "timestamp": { "place": { "header": "x-slack-request-timestamp" }, "format": "seconds" },
                "signs": [{ "literal": "v0:" }, "timestamp", { "literal": ":" }, "body"],
                "id": event_id("event_id")
            }),
        ),
        ("standard-webhooks", standard("webhook")),
        (
            "twilio",
            json!({
                "algorithm": "hmac-sha1",
                "signature": { "header": "x-twilio-signature" },
                "encoding": "base64",
                "signs": ["url-with-query", "sorted-form"],
                "body-digest": { "query": "bodySHA256", "encoding": "hex" },
                "ambiguous": "nothing separates the names and the values",
                "methods": ["POST", "GET"],
                "either-port": true,
                "unsigned-id": { "header": "i-twilio-idempotency-token" }
            }),
        ),
        (
            "cloudinary",
            json!({
                "algorithm": "sha1",
                "signature": { "header": "x-cld-signature" },
                "encoding": "hex",
                "timestamp": { "place": { "header": "x-cld-timestamp" }, "format": "seconds" },
                "signs": ["body", "timestamp", "secret"],
                "tolerance-seconds": 7200
            }),
        ),
        (
            "square",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "x-square-hmacsha256-signature" },
                "encoding": "base64",
                "signs": ["url", "body"],
                "id": event_id("event_id")
            }),
        ),
        (
            "hubspot",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "x-hubspot-signature-v3" },
                "encoding": "base64",
                "timestamp": {
                    "place": { "header": "x-hubspot-request-timestamp" },
                    "format": "milliseconds"
                },
                "signs": ["method", "url-with-query", "body", "timestamp"],
                "decodes-in-url": ":/?@!$'()*,;",
                "json-bodies": true,
                "methods": ["POST", "GET"]
            }),
        ),
        (
            "box",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "any-of": ["box-signature-primary", "box-signature-secondary"] },
                "encoding": "base64",
                "timestamp": { "place": { "header": "box-delivery-timestamp" }, "format": "rfc3339" },
                "signs": ["body", "timestamp"],
                "requires": [
                    { "place": { "header": "box-signature-version" }, "value": "1" },
                    { "place": { "header": "box-signature-algorithm" }, "value": "HmacSHA256" }
                ],
                "tolerance-seconds": 600,
                "id": event_id("id")
            }),
        ),
        (
            "adyen",
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "hmacsignature" },
                "encoding": "base64",
                "signs": ["body"],
                "secret": "hex"
            }),
        ),
    ]
}

/// Verifies a line of `vectors/*.jsonl` as this provider.
fn verdict(entry: &ProviderEntry, vector: &Value) -> Result<(), Rejection> {
    use base64ct::{Base64, Encoding as _};
    let mut builder: VerifierBuilder<Any> = Verifier::<Any>::of(entry).unwrap();
    for secret in vector["secrets"].as_array().unwrap() {
        builder = builder.secret(secret.as_str().unwrap());
    }
    if let Some(seconds) = vector["tolerance"].as_u64().filter(|_| entry.scheme.is_timed()) {
        builder = builder.tolerance(std::time::Duration::from_secs(seconds));
    }
    let url = vector["url"].as_str();
    if let Some(url) = url {
        builder = builder.public_url(url);
    }
    let target = url.and_then(|url| url.splitn(4, '/').nth(3));
    let target = format!("/{}", target.unwrap_or_default());
    let headers: Vec<(String, String)> = serde_json::from_value(vector["headers"].clone()).unwrap();
    let head = PlainHead::new(vector["method"].as_str().unwrap(), &target, &headers);
    let body = Base64::decode_vec(vector["body_base64"].as_str().unwrap()).unwrap();
    let now = UnixTime::from_seconds(vector["now"].as_u64().unwrap());
    builder.build().unwrap().verify(&head, &body[..], now).map(|_| ())
}

#[test]
fn a_configured_scheme_verifies_what_the_listed_one_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    for (slug, value) in known() {
        let (own, listed) = (entry(&value), providers::by_slug(slug).unwrap());
        // The description has all that decides about a request, except the handshake.
        let described = listed.scheme.to_string();
        let decides =
            |line: &&str| !line.starts_with("handshake") && !line.starts_with("body of a retry");
        let described: Vec<&str> = described.lines().filter(decides).collect();
        assert_eq!(own.scheme.to_string().lines().collect::<Vec<_>>(), described, "{slug}");
        let text = fs::read_to_string(folder.join(format!("{slug}.jsonl"))).unwrap();
        let mut counts = [0, 0];
        for line in text.lines() {
            let vector: Value = serde_json::from_str(line).unwrap();
            let verdict_of_own = verdict(&own, &vector);
            assert_eq!(verdict_of_own, verdict(listed, &vector), "{}", vector["id"]);
            counts[usize::from(verdict_of_own.is_ok())] += 1;
        }
        assert!(counts.iter().all(|count| *count > 0), "{slug}: {counts:?}");
    }
}

#[test]
fn every_key_is_the_method_of_its_name() {
    const PLACE: Place = Place::any_of(&["a", "b"]).separated_by(',').optional_prefix("v1=");
    const SCHEME: Scheme = Scheme::hmac_sha512(PLACE, Encoding::Base64UrlPadded)
        .signs(&[
            Part::Method,
            Part::Literal("\n"),
            Part::Path,
            Part::Literal("\n"),
            Part::Header("topic", Syntax::HEX.and("-").length(2, 8)),
            Part::Literal("\n"),
            Part::Timestamp,
            Part::BodyDigest(DigestAlgorithm::Sha512, Encoding::HexUpper),
        ])
        .timestamp(Place::query("at"), TimestampFormat::Iso8601Basic)
        .id(Place::json(&["data", "id"]), Syntax::DIGITS)
        .unsigned_timestamp(Place::also_named(&["t", "u"]))
        .unsigned_event(Place::header("event"))
        .methods("POST, PUT")
        .tolerance_seconds(60)
        .body_limit(2048)
        .answer_deadline_seconds(3)
        .retry_horizon_seconds(4)
        .varying_body("`attempt` counts")
        .docs("https://example.com")
        .last_verified("2026-11-26")
        .build();
    let own = entry(&json!({
        "algorithm": "hmac-sha512",
        "signature": { "any-of": ["a", "b"], "separated-by": ",", "optional-prefix": "v1=" },
        "encoding": "base64-url-padded",
        "signs": [
            "method",
            { "literal": "\n" },
            "path",
            { "literal": "\n" },
            { "header": { "name": "topic", "syntax": { "characters": "hex", "and": "-", "min": 2, "max": 8 } } },
            { "literal": "\n" },
            "timestamp",
            { "body-digest": { "algorithm": "sha512", "encoding": "hex-upper" } },
        ],
        "timestamp": { "place": { "query": "at" }, "format": "iso8601-basic" },
        "id": { "place": { "json": ["data", "id"] }, "syntax": { "characters": "digits" } },
        "unsigned-timestamp": { "also-named": ["t", "u"] },
        "unsigned-event": { "header": "event" },
        "methods": ["POST", "PUT"],
        "tolerance-seconds": 60,
        "body-limit": 2048,
        "answer-deadline-seconds": 3,
        "retry-horizon-seconds": 4,
        "varying-body": "`attempt` counts",
        "docs": "https://example.com",
        "last-verified": "2026-11-26"
    }));
    assert_eq!(format!("{:?}", own.scheme), format!("{SCHEME:?}"));
    for (name, format) in [
        ("seconds", TimestampFormat::Seconds),
        ("milliseconds", TimestampFormat::Milliseconds),
        ("rfc3339", TimestampFormat::Rfc3339),
        ("date-time-utc", TimestampFormat::DateTimeUtc),
        ("date-time-utc-spaced", TimestampFormat::DateTimeUtcSpaced),
        ("iso8601-basic", TimestampFormat::Iso8601Basic),
        ("http-date", TimestampFormat::HttpDate),
    ] {
        let own = entry(&json!({
            "algorithm": "hmac-sha256",
            "signature": { "header": "sig" },
            "encoding": "hex",
            "timestamp": { "place": { "header": "time" }, "format": name },
            "signs": ["timestamp", { "literal": "\n" }, "body"]
        }));
        let code = Scheme::hmac_sha256(Place::header("sig"), Encoding::Hex)
            .timestamp(Place::header("time"), format)
            .signs(&[Part::Timestamp, Part::Literal("\n"), Part::Body])
            .build();
        assert_eq!(format!("{:?}", own.scheme), format!("{code:?}"));
    }
    for (name, encoding) in [
        ("hex", Encoding::Hex),
        ("hex-upper", Encoding::HexUpper),
        ("base64", Encoding::Base64),
        ("base64-unpadded", Encoding::Base64Unpadded),
        ("base64-url", Encoding::Base64Url),
        ("base64-url-padded", Encoding::Base64UrlPadded),
    ] {
        let own = entry(&json!({
            "algorithm": "hmac-sha256",
            "signature": { "header": "sig", "multiple": true },
            "encoding": name,
            "signs": ["body"]
        }));
        let place = Place::header("sig").multiple();
        let code = Scheme::hmac_sha256(place, encoding).signs(&[Part::Body]).build();
        assert_eq!(format!("{:?}", own.scheme), format!("{code:?}"));
    }
}

#[test]
fn credentials_prove_the_origin_only() {
    for value in [
        json!({ "algorithm": "basic" }),
        json!({ "algorithm": "bearer" }),
        json!({ "algorithm": "token", "signature": { "header": "x-token" } }),
    ] {
        let entry = entry(&value);
        let secret = "user:password";
        let now = UnixTime::from_seconds(1_795_000_000);
        let headers = Signer::of(&entry, secret).unwrap().sign(b"", now).unwrap();
        let verifier = Verifier::<AnyOrigin>::of(&entry).unwrap().secret(secret).build().unwrap();
        let length = [("content-length", "0".to_owned())];
        let headers: Vec<_> = headers.into_iter().chain(length).collect();
        verifier.verify(&PlainHead::new("POST", "/", &headers), b"", now).unwrap();
        // As in code, a token cannot be passed off as a signature.
        let error = Verifier::<Any>::of(&entry).unwrap_err();
        assert_eq!(*error.fault(), ConfigFault::WrongAssurance);
    }
}

/// TOML has the same keys.
#[test]
fn toml_is_read_too() {
    let text = r#"
        algorithm = "hmac-sha256"
        signature = { query = "sig" }
        encoding = "base64-url"
        signs = ["timestamp", "path", { literal = "\n" }, "body"]

        [timestamp]
        place = { query = "ts" }
        format = "seconds"
    "#;
    let config: SchemeConfig = toml::from_str(text).unwrap();
    let acme = ProviderEntry::from_config("acme", &config).unwrap();
    let now = UnixTime::from_seconds(1_795_000_000);
    let url = "https://example.com/hook";
    let signer = Signer::of(&acme, "a secret").unwrap().public_url(url).unwrap();
    let (headers, target) =
        (signer.sign(b"{}", now).unwrap(), signer.sign_target(b"{}", now).unwrap());
    let verifier = Verifier::<Any>::of(&acme).unwrap().secret("a secret").public_url(url);
    let verifier = verifier.build().unwrap();
    let head = PlainHead::new("POST", &target, &headers);
    verifier.verify(&head, b"{}", now).unwrap();
    assert_eq!(verifier.verify(&head, b"[]", now).unwrap_err(), Rejection::SignatureMismatch);
}

#[test]
fn what_is_not_a_scheme_is_not_read() {
    let sound = json!({
        "algorithm": "hmac-sha256",
        "signature": { "header": "sig" },
        "encoding": "hex",
        "signs": ["body"]
    });
    config(&sound);
    let with = |pointer: &str, key: &str, value: Value| {
        let mut changed = sound.clone();
        changed.pointer_mut(pointer).unwrap()[key] = value;
        serde_json::from_value::<SchemeConfig>(changed).unwrap_err().to_string()
    };
    assert!(with("", "sign", json!(["body"])).starts_with("unknown field `sign`, expected"));
    assert!(with("", "algorithm", json!("md5")).starts_with("unknown variant `md5`, expected"));
    assert!(with("", "tolerance_seconds", json!(1)).starts_with("unknown field"));
    assert!(with("", "tolerance-seconds", json!(-1)).starts_with("invalid value"));
    assert!(with("/signature", "name", json!("x")).starts_with("unknown field `name`"));
    assert!(with("/signature", "separated-by", json!("ab")).starts_with("invalid value"));
    assert!(with("", "signs", json!(["Body"])).starts_with("unknown variant `Body`"));
    assert!(with("", "signs", json!([{ "literal": ".", "header": {} }])).contains("expected"));
    let digest = json!([{ "body-digest": { "algorithm": "sha1", "encoding": "hex" } }]);
    assert!(with("", "signs", digest).starts_with("unknown variant `sha1`"));
    assert!(
        serde_json::from_str::<SchemeConfig>("{}").unwrap_err().to_string().contains("algorithm")
    );
}

/// Returns the message with which code for this scheme does not compile.
fn message(builder: impl FnOnce() -> SchemeBuilder + UnwindSafe) -> String {
    let panic = catch_unwind(|| builder().build()).unwrap_err();
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap()
}

fn reason(value: &Value) -> String {
    ProviderEntry::from_config("acme", &config(value)).unwrap_err().to_string()
}

/// A scheme with these keys beside, or instead of, those of a sound one.
fn changed(keys: Value) -> Value {
    let mut value = json!({
        "algorithm": "hmac-sha256",
        "signature": { "header": "sig" },
        "encoding": "hex",
        "signs": ["body"]
    });
    for (key, new) in keys.as_object().unwrap() {
        value[key] = new.clone();
    }
    value
}

const SIG: Place = Place::header("sig");
const TIME: Place = Place::header("time");

const fn mac(content: &'static [Part]) -> SchemeBuilder {
    Scheme::hmac_sha256(SIG, Encoding::Hex).signs(content)
}

fn at(place: Place) -> SchemeBuilder {
    Scheme::hmac_sha256(place, Encoding::Hex).signs(BODY)
}

const BODY: &[Part] = &[Part::Body];

/// The examples of the documentation that do not compile, and one of each other kind.
#[test]
fn the_reasons_are_those_of_the_compiler() {
    type Case = (Value, fn() -> SchemeBuilder);
    let time = json!({ "place": { "header": "time" }, "format": "seconds" });
    let cases: [Case; 20] = [
        // `SchemeBuilder`
        (changed(json!({ "timestamp": time })), || {
            mac(BODY).timestamp(TIME, TimestampFormat::Seconds)
        }),
        // `BodyDigest`
        (
            changed(
                json!({ "signs": ["method"], "body-digest": { "header": "d", "encoding": "hex" } }),
            ),
            || mac(&[Part::Method]).body_digest(BodyDigest::header("d", Encoding::Hex)),
        ),
        (changed(json!({ "body-digest": { "header": "D", "encoding": "hex" } })), || {
            mac(BODY).body_digest(BodyDigest::header("D", Encoding::Hex))
        }),
        // `Place`
        (changed(json!({ "signature": { "header": "X-Hub-Signature" } })), || {
            at(Place::header("X-Hub-Signature"))
        }),
        (changed(json!({ "signature": { "header": "" } })), || at(Place::header(""))),
        (changed(json!({ "signature": { "query": "sig" }, "signs": ["url-with-query"] })), || {
            Scheme::hmac_sha256(Place::query("sig"), Encoding::Hex).signs(&[Part::UrlWithQuery])
        }),
        (changed(json!({ "signature": { "query": "a b" } })), || at(Place::query("a b"))),
        (changed(json!({ "signature": { "also-named": [] } })), || at(Place::also_named(&[]))),
        (changed(json!({ "signature": { "json": [] } })), || at(Place::json(&[]))),
        (changed(json!({ "signature": { "json": ["a"] } })), || at(Place::json(&["a"]))),
        (changed(json!({ "signature": { "header": "sig", "separated-by": "é" } })), || {
            at(SIG.separated_by('é'))
        }),
        (
            changed(
                json!({ "signature": { "header": "sig", "separated-by": ",", "prefix": "v1," } }),
            ),
            || at(SIG.separated_by(',').prefix("v1,")),
        ),
        (changed(json!({ "signature": { "query": "sig", "multiple": true } })), || {
            at(Place::query("sig").multiple())
        }),
        (changed(json!({ "signature": { "json": ["sig"], "optional-prefix": "a" } })), || {
            at(Place::json(&["sig"]).optional_prefix("a"))
        }),
        // `Syntax`
        (
            changed(json!({
                "signs": [{ "header": { "name": "h", "syntax": { "characters": "visible", "min": 0 } } }]
            })),
            || mac(&[]).id(TIME, Syntax::visible().length(0, 1024)),
        ),
        (
            changed(json!({
                "id": { "place": { "header": "i" }, "syntax": { "characters": "hex", "and": "ü" } }
            })),
            || mac(BODY).id(TIME, Syntax::HEX.and("ü")),
        ),
        // Rules about the whole.
        (changed(json!({ "signs": ["url-with-query", "body"] })), || {
            mac(&[Part::UrlWithQuery, Part::Body])
        }),
        (changed(json!({ "methods": ["POST", "put"] })), || mac(BODY).methods("POST, put")),
        (changed(json!({ "tolerance-seconds": u64::MAX })), || {
            mac(BODY).tolerance_seconds(u64::MAX)
        }),
        (changed(json!({ "signs": [] })), || mac(&[])),
    ];
    for (value, code) in cases {
        assert_eq!(reason(&value), message(code), "{value}");
    }
}

/// Configuration can also be wrong in ways that code cannot.
#[test]
fn a_contradiction_is_named() {
    let one = "a place needs exactly one of `header`, `also-named`, `any-of`, `query`, `last-segment` and `json`";
    for (keys, expected) in [
        (json!({ "signature": {} }), one),
        (json!({ "signature": { "header": "a", "query": "b" } }), one),
        (
            json!({ "signature": { "header": "a", "prefix": "b", "optional-prefix": "c" } }),
            "a place has `prefix` or `optional-prefix`, not both",
        ),
        (json!({ "signature": null }), "this algorithm needs a `signature`"),
        (json!({ "encoding": null }), "a signature needs an `encoding`"),
        (json!({ "algorithm": "token" }), "a token or password has no `encoding`: remove it"),
        (
            json!({ "algorithm": "bearer" }),
            "`basic` and `bearer` have their own header field: remove `signature`",
        ),
        (
            json!({ "body-digest": { "encoding": "hex" } }),
            "a body digest needs one of `header` and `query`",
        ),
        (json!({ "signs": vec![json!({ "literal": "a" }); 65] }), "at most 64 parts can be signed"),
    ] {
        assert_eq!(reason(&changed(keys.clone())), expected, "{keys}");
    }
    let sound = config(&changed(json!({})));
    for (slug, expected) in [
        ("", "a provider needs a slug"),
        ("Acme", "a slug consists of lower-case letters, digits and hyphens"),
        ("a b", "a slug consists of lower-case letters, digits and hyphens"),
    ] {
        let unsound = ProviderEntry::from_config(slug, &sound).unwrap_err();
        assert_eq!(unsound.reason(), expected, "{slug}");
    }
}

/// A pseudo-random sequence (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// The parts of a document, by JSON pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(key, member)| pointers(member, &format!("{at}/{key}"), found));
        }
        Value::Array(items) => {
            (0..)
                .zip(items)
                .for_each(|(nth, item): (usize, _)| pointers(item, &format!("{at}/{nth}"), found));
        }
        _ => {}
    }
}

/// Changes one part: removes it, or replaces it by a part of any document or by an odd value.
fn mutate(value: &mut Value, donors: &[Value], random: &mut Random) {
    let odd = [
        json!(null),
        json!(""),
        json!("\u{0}"),
        json!("é"),
        json!(","),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!(true),
        json!("POST"),
        json!("body"),
        json!("path-with-query"),
        json!({ "literal": "" }),
        json!({ "query": "sig" }),
        json!({ "json": ["a", "b"] }),
        json!({ "body-digest": { "algorithm": "sha256", "encoding": "base64-unpadded" } }),
        json!({ "header": { "name": "h", "syntax": { "characters": "visible", "min": 3, "max": 3 } } }),
        json!({ "place": { "query": "ts" }, "format": "http-date" }),
        json!("x".repeat(3000)),
    ];
    let mut found = Vec::new();
    pointers(value, "", &mut found);
    let target = random.of(&found).clone();
    let donor = random.of(donors);
    let mut offered = Vec::new();
    pointers(donor, "", &mut offered);
    let offered = donor.pointer(random.of(&offered).as_str()).unwrap().clone();
    match (random.below(4), value.pointer_mut(&target).unwrap()) {
        (0, Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(random.below(members.len())).unwrap().clone();
            members.remove(&key);
        }
        (0, Value::Array(items)) if !items.is_empty() => {
            let nth = random.below(items.len());
            items.remove(nth);
        }
        (1, Value::Array(items)) => {
            let nth = random.below(items.len() + 1);
            items.insert(nth, offered);
        }
        (1, Value::Object(members)) => {
            let other = random.of(donors).as_object().unwrap();
            let (key, member) = other.iter().nth(random.below(other.len())).unwrap();
            members.insert(key.clone(), member.clone());
        }
        (2, part) => *part = random.of(&odd).clone(),
        (_, part) => *part = offered,
    }
}

/// No configuration panics, and one that is accepted verifies what its signer signs.
#[test]
fn no_configuration_panics() {
    let donors: Vec<Value> = known().into_iter().map(|(_, value)| value).collect();
    let mut random = Random(1);
    let (mut read, mut sound, mut verified) = (0, 0, 0);
    for _ in 0..80_000 {
        let mut value = random.of(&donors).clone();
        for _ in 0..=random.below(3) {
            mutate(&mut value, &donors, &mut random);
        }
        let Ok(config) = serde_json::from_value::<SchemeConfig>(value.clone()) else { continue };
        read += 1;
        let Ok(entry) = ProviderEntry::from_config("acme", &config) else { continue };
        sound += 1;
        let _ = entry.scheme.to_string();
        if let Some(verdict) = round_trip(&entry) {
            // A round trip may fail for something that the request lacks, but never verify wrongly.
            assert_ne!(verdict, Err(Rejection::SignatureMismatch), "{value}");
            verified += usize::from(verdict.is_ok());
        }
    }
    assert!(read > 5_000 && sound > 4_000 && verified > 3_000, "{read}, {sound}, {verified}");
}

/// Signs and verifies, or returns `None` if the settings of this endpoint are not those of the
/// scheme.
fn round_trip(entry: &ProviderEntry) -> Option<Result<(), Rejection>> {
    const URL: &str = "https://example.com/hook";
    let secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let now = UnixTime::from_seconds(1_795_608_000);
    let body = br#"{"a":{"b":"1"}}"#;
    let method = entry.scheme.to_string();
    let method = method.lines().find_map(|line| line.strip_prefix("methods: "));
    let method = method.and_then(|all| all.split(", ").next()).unwrap_or("POST").to_owned();
    let verifier = Verifier::<Any>::of(entry).ok()?.secret(secret).public_url(URL).build().ok()?;
    let signer = Signer::of(entry, secret).ok()?.public_url(URL).ok()?;
    let headers = match signer.sign(body, now) {
        Ok(headers) => headers,
        Err(rejection) => return Some(Err(rejection)),
    };
    let target = signer.sign_target(body, now).unwrap();
    let head = PlainHead::new(&method, &target, &headers);
    Some(verifier.verify(&head, body, now).map(|_| ()))
}

#[test]
fn the_grammar_of_signature_fields_can_be_configured() {
    const LIST: Place = Place::header("sig").separated_by(',');
    let listed = Scheme::hmac_sha384(LIST.items_from(1), Encoding::Hex)
        .timestamp(LIST.item_at(0), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .build();
    let named = Scheme::hmac_of(
        &[("a", Hash::Sha256), ("b", Hash::Sha384), ("c", Hash::Sha512)],
        Place::header("sig"),
        Encoding::Hex,
    )
    .algorithm_name(Place::header("alg"))
    .signs(&[Part::Body])
    .build();
    let groups = Place::header("sig").separated_by(',').grouped_by(' ').prefix("v1=");
    let grouped = Scheme::hmac_sha256(groups, Encoding::Hex).signs(&[Part::Body]).build();
    let in_path = Scheme::token(Place::last_segment()).build();
    let list = |position: (&str, u8)| json!({ "header": "sig", "separated-by": ",", position.0: position.1 });
    for (own, scheme) in [
        (
            json!({
                "algorithm": "hmac-sha384",
                "signature": list(("items-from", 1)),
                "encoding": "hex",
                "timestamp": { "place": list(("item-at", 0)), "format": "seconds" },
                "signs": ["timestamp", { "literal": "." }, "body"],
            }),
            listed,
        ),
        (
            json!({
                "algorithm": { "hmac-of": [
                    { "name": "a", "hash": "sha256" },
                    { "name": "b", "hash": "sha384" },
                    { "name": "c", "hash": "sha512" },
                ] },
                "algorithm-name": { "header": "alg" },
                "signature": { "header": "sig" },
                "encoding": "hex",
                "signs": ["body"],
            }),
            named,
        ),
        (json!({ "algorithm": "token", "signature": { "last-segment": true } }), in_path),
        (
            json!({
                "algorithm": "hmac-sha256",
                "signature": { "header": "sig", "separated-by": ",", "grouped-by": " ", "prefix": "v1=" },
                "encoding": "hex",
                "signs": ["body"],
            }),
            grouped,
        ),
    ] {
        assert_eq!(entry(&own).scheme.to_string(), scheme.to_string());
    }
}
