//! Every code, from a request that was signed for real and changed on its way.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[allow(dead_code, reason = "each test uses a part of it")]
mod support;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use flate2::write::{GzEncoder, ZlibEncoder};
use flate2::{Compression, GzBuilder};
use std::collections::BTreeSet;
use std::io::Write as _;
use support::{Case, JSON, NOW, SECRET, URL, signed, signed_at};
use verihook::UnixTime;
use verihook_explain::{Certainty, Code};

/// Asserts the first code of each case, and that the cause was found and not guessed.
fn certain(code: Code, cases: impl IntoIterator<Item = Case>) -> Code {
    for (number, case) in cases.into_iter().enumerate() {
        let found = case.explain();
        let first = found.first().unwrap_or_else(|| panic!("{code} {number}: it verifies"));
        assert_eq!(
            (first.code, first.certainty),
            (code, Certainty::Certain),
            "{number}: {found:?}"
        );
        assert_eq!(found.len(), 1, "{code} {number}: {found:?}");
    }
    code
}

fn likely(code: Code, cases: impl IntoIterator<Item = Case>) -> Code {
    for (number, case) in cases.into_iter().enumerate() {
        let found = case.explain();
        let first = found.first().unwrap_or_else(|| panic!("{code} {number}: it verifies"));
        assert_eq!((first.code, first.certainty), (code, Certainty::Likely), "{number}: {found:?}");
    }
    code
}

fn github(body: &[u8]) -> Case {
    signed("github", SECRET, body)
}

fn hex(text: &[u8]) -> String {
    text.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_request_that_verifies_has_no_findings() {
    for entry in verihook::providers::ALL {
        if entry.scheme.takes_public_key() {
            continue;
        }
        let secret = verihook::GeneratedSecret::new(entry.scheme).unwrap();
        // The timestamps of Linear and Infisical are in the body.
        let times = r#"{"webhookTimestamp":1795000000000,"timestamp":1795000000000,"#;
        let body = JSON.replacen('{', times, 1);
        let case = signed(entry.slug, secret.text(), body.as_bytes());
        assert_eq!(case.codes(), [], "{}", entry.slug);
    }
}

#[test]
fn every_code_has_a_case() {
    let mut produced: BTreeSet<Code> = bodies().into_iter().collect();
    produced.extend(secrets());
    produced.extend(headers());
    produced.extend(times());
    produced.extend(urls());
    produced.extend(others());
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !produced.contains(code)).collect();
    assert_eq!(missing, Vec::<&Code>::new());
}

fn bodies() -> Vec<Code> {
    let json = JSON.as_bytes();
    let lines = b"{\n  \"a\": 1,\n  \"b\": 2\n}\n";
    let crlf = b"{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n";
    let spaced = r#"{"id": "evt_71", "ok": true, "items": [1, 2.50, {}], "text": "caf\u00e9 <b>"}"#;
    let compact = r#"{"id":"evt_71","ok":true,"items":[1,2.50,{}],"text":"café <b>"}"#;
    let pretty = "{\n  \"id\": \"evt_71\",\n  \"list\": [\n    1,\n    2\n  ]\n}";
    let form = "token=a%2Fb&text=Hello%2C+world%21&name=J%C3%BCrgen&empty=";
    let gzip = |body: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    };
    let named_gzip = |body: &[u8]| {
        let mut encoder = GzBuilder::new()
            .mtime(1_795_000_000)
            .filename("body.json")
            .write(Vec::new(), Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    };
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(json).unwrap();
    let zlib = zlib.finish().unwrap();
    let utf16: Vec<u8> = compact.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = compact.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    let mojibake: String = compact.bytes().map(char::from).collect();
    let event = serde_json::json!({ "body": JSON, "isBase64Encoded": false }).to_string();
    let quoted = serde_json::to_string(JSON).unwrap();
    vec![
        certain(
            Code::BodyNewlineAdded,
            [
                github(json).body([json, b"\n"].concat()),
                github(json)
                    .header("content-length", JSON.len().to_string())
                    .body([json, b"\r\n"].concat()),
                signed("stripe", "whsec_abc", json).body([json, b"\r\n"].concat()),
                signed("hubspot", SECRET, json).body([b"\n", json].concat()),
            ],
        ),
        certain(
            Code::BodyNewlineRemoved,
            [
                github(&[json, b"\n"].concat()).body(json),
                signed("shopify", SECRET, &[json, b"\r\n"].concat()).body(json),
            ],
        ),
        certain(Code::BodyCrlf, [github(lines).body(crlf), github(crlf).body(lines)]),
        certain(
            Code::BodyBom,
            [
                github(json).body([b"\xef\xbb\xbf", json].concat()),
                github(&[b"\xef\xbb\xbf", json].concat()).body(json),
            ],
        ),
        certain(
            Code::BodyJsonReserialised,
            [
                github(spaced.as_bytes()).body(compact),
                github(compact.as_bytes()).body(spaced),
                signed("linear", SECRET, br#"{"webhookTimestamp":1795000000000,"a":[1,2]}"#)
                    .body(r#"{"webhookTimestamp": 1795000000000, "a": [1, 2]}"#),
                github(pretty.as_bytes()).body(pretty.replace([' ', '\n'], "")),
                github(br#"{"url":"https:\/\/example.com\/"}"#)
                    .body(r#"{"url":"https://example.com/"}"#),
                github(br#"{"amount":10.0}"#).body(r#"{"amount":10}"#),
            ],
        ),
        likely(
            Code::BodyJsonReserialised,
            [
                github(json).body("[object Object]"),
                github(json).body("{'id': 'evt_71', 'ok': True}"),
            ],
        ),
        certain(
            Code::BodyBase64,
            [
                github(json).body(BASE64_STANDARD.encode(json)),
                signed("stripe", "whsec_abc", json).body(BASE64_URL_SAFE_NO_PAD.encode(json)),
            ],
        ),
        certain(
            Code::BodyStringEscaped,
            [
                github(json).body(&quoted),
                github(json).body(&quoted[1..quoted.len() - 1]),
                github(json).body(event),
            ],
        ),
        certain(
            Code::BodyCharset,
            [
                github(compact.as_bytes()).body(latin),
                github(compact.as_bytes()).body(mojibake),
                github(compact.as_bytes()).body(utf16),
            ],
        ),
        likely(
            Code::BodyCharset,
            [github(compact.as_bytes()).body(compact.replace('é', "\u{fffd}"))],
        ),
        certain(
            Code::BodyCompressed,
            [
                github(json).body(gzip(json)).header("content-encoding", "gzip"),
                github(json).body(gzip(json)),
                github(json).body(zlib).header("content-encoding", "deflate"),
            ],
        ),
        certain(Code::BodyDecompressed, [github(json).header("content-encoding", "gzip")]),
        likely(
            Code::BodyDecompressed,
            [github(&named_gzip(json)).body(json).header("content-encoding", "gzip")],
        ),
        certain(
            Code::BodyFormDecoded,
            [
                signed("slack", SECRET, form.as_bytes())
                    .body("token=a/b&text=Hello, world!&name=Jürgen&empty="),
                signed("slack", SECRET, form.as_bytes())
                    .body("token=a%2Fb&text=Hello%2C%20world!&name=J%c3%bcrgen&empty="),
                signed("slack", SECRET, form.as_bytes())
                    .body(r#"{"token":"a/b","text":"Hello, world!","name":"Jürgen","empty":""}"#),
                github(b"payload=%7B%22a%22%3A1%7D").body(r#"{"a":1}"#),
            ],
        ),
        likely(
            Code::BodyEmpty,
            [github(json).body(""), signed("stripe", "whsec_abc", json).body("")],
        ),
        likely(
            Code::BodyTruncated,
            [
                github(json).body(&JSON[..40]),
                github(b"plain text").header("content-length", "10").body("plain"),
            ],
        ),
    ]
}

fn secrets() -> Vec<Code> {
    let json = JSON.as_bytes();
    let whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let key = BASE64_STANDARD.decode(&whsec[6..]).unwrap();
    vec![
        certain(
            Code::SecretWhitespace,
            [
                github(json).secret(&format!("{SECRET}\n")),
                signed("stripe", "whsec_abc", json).secret(" whsec_abc"),
                signed("github", &format!("{SECRET}\n"), json).secret(SECRET),
                github(json).secret(&format!("{SECRET}\\n")),
            ],
        ),
        certain(
            Code::SecretQuoted,
            [
                github(json).secret(&format!("\"{SECRET}\"")),
                github(json).secret(&format!("'{SECRET}'")),
            ],
        ),
        certain(
            Code::SecretPrefix,
            [
                signed("stripe", "whsec_abc", json).secret("abc"),
                github(json).secret(&format!("whsec_{SECRET}")),
                github(json).secret(&format!("WEBHOOK_SECRET={SECRET}")),
            ],
        ),
        certain(
            Code::SecretDecoding,
            [
                github(json).secret(&hex(SECRET.as_bytes())),
                github(json).secret(&BASE64_STANDARD.encode(SECRET)),
                signed("svix", whsec, json).secret(&hex(&key)),
            ],
        ),
        certain(
            Code::SecretUnusable,
            [{
                let mut blank = github(json);
                blank.secrets.push(String::new());
                blank
            }],
        ),
        likely(
            Code::SecretWrong,
            [
                github(json).secret("another-secret-of-this-length"),
                signed("standard-webhooks", whsec, json)
                    .secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
                signed("gitlab", SECRET, json).secret("another-token"),
                signed("centrepoint-basic", "user:password-1", json).secret("user:password-2"),
            ],
        ),
    ]
}

fn headers() -> Vec<Code> {
    let json = JSON.as_bytes();
    let sig = "x-hub-signature-256";
    let svix = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let plus = |slug, name: &str| {
        // A body whose signature has a plus sign.
        let signed =
            (0..).map(|number| signed(slug, SECRET, format!("{{\"n\":{number}}}").as_bytes()));
        signed.into_iter().find(|case| case.value(name).contains('+')).unwrap()
    };
    let sha1 = "sha1=5a6f0b7e3c1d9a8b7c6d5e4f3a2b1c0d9e8f7a6b";
    vec![
        likely(
            Code::HeaderMissing,
            [
                github(json).without(sig),
                signed("slack", SECRET, json).without("x-slack-request-timestamp"),
            ],
        ),
        certain(
            Code::HeaderRenamed,
            [
                github(json).rename(|name| name.replace('-', "_").to_uppercase()),
                github(json).rename(|name| format!("http-{name}")),
                signed("slack", SECRET, json).rename(|name| format!("x-original-{name}")),
                signed("standard-webhooks", svix, json)
                    .rename(|name| name.replace("webhook", "svix")),
            ],
        ),
        certain(
            Code::HeaderRepeated,
            [github(json).header(sig, "sha256=00"), {
                let case = signed("slack", SECRET, json);
                let time = case.value("x-slack-request-timestamp");
                case.header("x-slack-request-timestamp", time)
            }],
        ),
        certain(
            Code::HeaderMerged,
            [
                github(json).change(sig, |value| format!("{value}, {value}")),
                signed("stripe", "whsec_abc", json)
                    .change("stripe-signature", |value| format!("{value}, {value}")),
                signed("slack", SECRET, json)
                    .change("x-slack-signature", |value| format!("{value},{value}"))
                    .change("x-slack-request-timestamp", |value| format!("{value},{value}")),
            ],
        ),
        certain(
            Code::HeaderPlusAsSpace,
            [plus("shopify", "x-shopify-hmac-sha256")
                .change("x-shopify-hmac-sha256", |value| value.replace('+', " "))],
        ),
        certain(
            Code::HeaderEncoding,
            [
                signed("shopify", SECRET, json).change("x-shopify-hmac-sha256", |value| {
                    hex(&BASE64_STANDARD.decode(value).unwrap())
                }),
                github(json).change(sig, |value| format!("\"{value}\"")),
                github(json).change(sig, |value| value.replace('=', "%3D")),
            ],
        ),
        likely(
            Code::HeaderTruncated,
            [
                signed("slack", SECRET, json)
                    .change("x-slack-request-timestamp", |value| value[..6].to_owned()),
                github(json).change(sig, |value| value[..50].to_owned()),
                signed("stripe", "whsec_abc", json)
                    .change("stripe-signature", |value| value[..40].to_owned()),
                signed("shopify", SECRET, json)
                    .change("x-shopify-hmac-sha256", |value| value[..20].to_owned()),
            ],
        ),
        certain(
            Code::HeaderPrefix,
            [
                github(json).change(sig, |value| value.replace("sha256=", "")),
                github(json).change(sig, |value| value.replace("sha256=", "sha256=sha256=")),
                signed("texture", SECRET, br#"{"key":"k1"}"#)
                    .change("texture-signature", |value| format!("sha256={value}")),
                signed("stripe", "whsec_abc", json)
                    .change("stripe-signature", |value| value.replace("v1=", "v0=")),
                signed("centrepoint-bearer", SECRET, json)
                    .change("authorization", |value| value.replace("Bearer ", "")),
            ],
        ),
        certain(Code::HeaderLegacy, [signed("tradelens-sha1", SECRET, json).slug("tradelens")]),
        likely(Code::HeaderLegacy, [github(json).without(sig).header("x-hub-signature", sha1)]),
        certain(
            Code::HeaderLength,
            [
                github(json).header("content-length", "7"),
                github(json)
                    .header("content-length", JSON.len().to_string())
                    .body(format!("{JSON}GET / ")),
            ],
        ),
    ]
}

fn times() -> Vec<Code> {
    let json = JSON.as_bytes();
    let at =
        |slug, secret, seconds| signed_at(slug, secret, json, URL, UnixTime::from_seconds(seconds));
    let now = NOW.seconds();
    vec![
        certain(
            Code::TimeStale,
            [
                at("stripe", "whsec_abc", now - 3600),
                at("slack", SECRET, now - 301),
                at("hubspot", SECRET, now - 86_400),
            ],
        ),
        certain(
            Code::TimeAhead,
            [at("stripe", "whsec_abc", now + 3600), at("terra", SECRET, now + 301)],
        ),
        certain(
            Code::TimeUnit,
            [at("stripe", "whsec_abc", now * 1000), {
                let mut case = signed("slack", SECRET, json);
                case.now = UnixTime::from_seconds(now * 1000);
                case
            }],
        ),
    ]
}

fn urls() -> Vec<Code> {
    let form = b"Body=Hello&From=%2B14155550100";
    let square = |url: &str| signed_at("square", SECRET, JSON.as_bytes(), url, NOW);
    let twilio = |url: &str| signed_at("twilio", SECRET, form, url, NOW);
    let hubspot = |url: &str| signed_at("hubspot", SECRET, JSON.as_bytes(), url, NOW);
    vec![
        certain(
            Code::UrlScheme,
            [
                square(URL).url(&URL.replace("https", "http")),
                twilio(URL).url(&URL.replace("https", "http")),
            ],
        ),
        certain(
            Code::UrlHost,
            [
                square(URL)
                    .url(&URL.replace("hooks", "10.0.0.7"))
                    .header("host", "hooks.example.com"),
                hubspot(URL)
                    .url(&URL.replace("hooks.example.com", "backend"))
                    .header("x-forwarded-host", "hooks.example.com"),
                square("https://www.example.com/in").url("https://example.com/in"),
            ],
        ),
        certain(
            Code::UrlPort,
            [
                square(&URL.replace(".com", ".com:8443")).url(URL),
                square(URL).url(&URL.replace(".com", ".com:3000")),
            ],
        ),
        certain(
            Code::UrlPath,
            [
                square(URL)
                    .url("https://hooks.example.com/?tenant=7&mode=live")
                    .target("/in/shop?tenant=7&mode=live"),
                hubspot(URL).target("/shop?tenant=7&mode=live"),
            ],
        ),
        certain(
            Code::UrlTrailingSlash,
            [
                square("https://hooks.example.com/in/").url("https://hooks.example.com/in"),
                square("https://hooks.example.com/in").url("https://hooks.example.com/in/"),
            ],
        ),
        certain(
            Code::UrlQuery,
            [
                square(URL)
                    .url("https://hooks.example.com/in/shop")
                    .target("/in/shop?tenant=7&mode=live"),
                hubspot(URL)
                    .target("/in/shop?mode=live&tenant=7&utm=1")
                    .target("/in/shop?tenant=7&mode=live&utm=1"),
            ],
        ),
        certain(
            Code::UrlDecoded,
            [
                hubspot("https://hooks.example.com/in?name=J%C3%BCrgen+K")
                    .target("/in?name=J%C3%BCrgen%20K"),
                square("https://hooks.example.com/a%20b").url("https://hooks.example.com/a+b"),
            ],
        ),
    ]
}

/// GitHub sends the old signature beside the new one, and so the new one may be what was changed.
#[test]
fn an_old_signature_beside_the_new_one_is_no_cause() {
    let body = b"Hello, World!";
    // GitHub's published secret, and the HMAC-SHA1 that Python's `hmac` makes of the body.
    let secret = "It's a Secret to Everybody";
    let old = ("x-hub-signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59");
    let genuine = signed("github", secret, body);
    let alone = genuine.clone().without("x-hub-signature-256").header(old.0, old.1);
    assert_eq!(alone.codes(), [Code::HeaderLegacy]);
    let renamed = genuine.clone().rename(|name| name.replace('-', "_")).header(old.0, old.1);
    assert_eq!(renamed.codes(), [Code::HeaderRenamed]);
    let cut = genuine.change("x-hub-signature-256", |value| value[..40].to_owned());
    assert_eq!(cut.header(old.0, old.1).codes().first(), Some(&Code::HeaderTruncated));
}

fn others() -> Vec<Code> {
    let json = JSON.as_bytes();
    let mut get = github(json);
    get.method = "GET".to_owned();
    let mut put = signed("hubspot", SECRET, json);
    put.method = "GET".to_owned();
    vec![
        certain(Code::Method, [get, put]),
        certain(
            Code::ProviderOther,
            [
                signed("gitlab", SECRET, json).slug("github"),
                signed("linear", SECRET, br#"{"webhookTimestamp":1795000000000}"#).slug("github"),
            ],
        ),
        likely(
            Code::ProviderOther,
            [signed("slack", SECRET, json).slug("github").secret("another-secret")],
        ),
        // The signature is right, and the timestamp that the scheme needs is not in the body.
        certain(Code::Other, [signed("linear", SECRET, b"{}")]),
    ]
}

impl Case {
    fn slug(mut self, slug: &'static str) -> Self {
        self.slug = slug;
        self
    }
}

#[test]
fn pairs_are_found() {
    let json = JSON.as_bytes();
    let with_newline = [json, b"\n"].concat();
    let two = |mut case: Case| {
        case.secrets.insert(0, "the-secret-of-another-endpoint".to_owned());
        case
    };
    let crlf = "{\r\n  \"a\": 1\r\n}";
    for (number, (case, codes)) in [
        (two(github(json).body(&with_newline)), vec![Code::BodyNewlineAdded]),
        (
            github(json).body(&with_newline).secret(&format!("\"{SECRET}\"")),
            vec![Code::BodyNewlineAdded, Code::SecretQuoted],
        ),
        (
            github(json).body(BASE64_STANDARD.encode(&with_newline)),
            vec![Code::BodyBase64, Code::BodyNewlineAdded],
        ),
        (
            github(json)
                .change("x-hub-signature-256", |value| value.replace("sha256=", ""))
                .body(&with_newline),
            vec![Code::HeaderPrefix, Code::BodyNewlineAdded],
        ),
        (
            github(crlf.as_bytes()).body(crlf.replace("\r\n", "\n")).secret(&format!("{SECRET}\n")),
            vec![Code::BodyCrlf, Code::SecretWhitespace],
        ),
        (
            signed_at(
                "stripe",
                "whsec_abc",
                json,
                URL,
                UnixTime::from_seconds(NOW.seconds() - 900),
            )
            .body(&with_newline),
            vec![Code::BodyNewlineAdded, Code::TimeStale],
        ),
        (
            signed("square", SECRET, json)
                .url(&URL.replace("https", "http").replace(".com", ".com:8080")),
            vec![Code::UrlScheme, Code::UrlPort],
        ),
        (
            signed("square", SECRET, json).url(&URL.replace("https", "http")).body(&with_newline),
            vec![Code::UrlScheme, Code::BodyNewlineAdded],
        ),
        (
            signed("slack", SECRET, json)
                .rename(|name| format!("http_{}", name.replace('-', "_")))
                .body(JSON.replace(',', ", ").replace(':', ": ")),
            vec![Code::HeaderRenamed, Code::BodyJsonReserialised],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let found = case.explain();
        let first: BTreeSet<Code> = found.iter().take(2).map(|finding| finding.code).collect();
        assert!(codes.iter().all(|code| first.contains(code)), "{number}: {codes:?}: {found:?}");
        assert!(found.iter().all(|finding| finding.certainty == Certainty::Certain), "{number}");
    }
}
