//! What a provider sends before its first delivery is answered alike by every adapter, and what is
//! nearly that is rejected.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;
use std::time::SystemTime;
use verihook::{Any, Encoding, Part, Place, ProviderEntry, Scheme, Signer, UnixTime, providers};
use verihook_agreement::first_contact::{
    ADAPTERS, Challenge, Delivered, Json, Probes, SECRET, Silent, endpoints,
};
use verihook_agreement::servers::{Servers, digest, public_url, start_with};
use verihook_conformance::wire::{Answer, Step, exchange, request};

static SERVERS: LazyLock<Servers> = LazyLock::new(|| start_with(endpoints));

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
const NOT_AUTHENTIC: (u16, &str) = (401, "webhook not authentic\n");

struct Sent<'a>(&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8]);

impl Sent<'_> {
    fn bytes(&self) -> Vec<u8> {
        let Self(method, target, headers, body) = *self;
        let headers: Vec<_> =
            headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        request(method, target, &headers, body)
    }

    /// Requires the same answer from every adapter, and returns one of them.
    fn is_answered(&self, (status, body): (u16, &str)) -> Answer {
        let answers: Vec<Answer> = SERVERS
            .iter()
            .map(|(adapter, address)| {
                let mut answers = exchange(*address, &[Step::Send(self.bytes())]);
                assert_eq!(answers.len(), 1, "{adapter}: {} {}", self.0, self.1);
                let answer = answers.remove(0);
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                assert_eq!(
                    (answer.status, &*text),
                    (status, body),
                    "{adapter}: {} {}",
                    self.0,
                    self.1
                );
                answer
            })
            .collect();
        answers.into_iter().next().unwrap()
    }
}

fn signer(entry: &ProviderEntry) -> Signer<Any> {
    Signer::<Any>::of(entry, SECRET).unwrap()
}

fn now() -> UnixTime {
    UnixTime::try_from(SystemTime::now()).unwrap()
}

fn signed(signer: &Signer<Any>, body: &[u8]) -> Vec<(&'static str, String)> {
    signer.sign(body, now()).unwrap()
}

fn refs<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// A delivery that looks like a probe but for its signature reaches the handler, or is rejected if
/// the signature is wrong.
fn assert_delivered(entry: &ProviderEntry, target: &str, headers: &[(&str, &str)], body: &[u8]) {
    let own = signed(&signer(entry), body);
    let genuine = [headers, &refs(&own)].concat();
    Sent("POST", target, &genuine, body).is_answered((200, &digest(body)));
    let forged: Vec<_> = own.iter().map(|(name, value)| (*name, flipped(value))).collect();
    let forged = [headers, &refs(&forged)].concat();
    Sent("POST", target, &forged, body).is_answered(NOT_AUTHENTIC);
}

/// Changes the last hexadecimal digit.
fn flipped(value: &str) -> String {
    let (rest, last) = value.split_at(value.len() - 1);
    format!("{rest}{}", if last == "0" { "1" } else { "0" })
}

#[test]
fn a_head_probe_is_answered_where_the_scheme_says_so() {
    Sent("HEAD", "/probes", &[], b"").is_answered((200, ""));
    // `silent` has no such probe.
    for (adapter, address) in &*SERVERS {
        let bytes = Sent("HEAD", "/silent", &[], b"").bytes();
        let answers = exchange(*address, &[Step::Send(bytes)]);
        assert_eq!(answers.first().map(|answer| answer.status), Some(405), "{adapter}");
    }
}

#[test]
fn a_form_is_a_probe_only_if_it_is_exactly_that_form() {
    Sent("POST", "/woocommerce", &[FORM], b"webhook_id=5").is_answered((200, ""));
    let with_charset = ("content-type", "application/x-www-form-urlencoded; charset=UTF-8");
    Sent("POST", "/woocommerce", &[with_charset], b"webhook_id=123").is_answered((200, ""));
    for body in [
        &b""[..],
        b"webhook_id=",
        b"webhook_id=x",
        b"webhook_id=5&a=b",
        b"webhook_id=5&webhook_id=5",
        b"webhook_id=5&",
        b"id=5",
        b"webhook_id=5\n",
        b"webhook%5fid=5",
        &[b'x'; 20_000],
    ] {
        Sent("POST", "/woocommerce", &[FORM], body).is_answered(NOT_AUTHENTIC);
    }
    Sent("POST", "/woocommerce", &[JSON], b"webhook_id=5").is_answered(NOT_AUTHENTIC);
    Sent("POST", "/woocommerce", &[], b"webhook_id=5").is_answered(NOT_AUTHENTIC);
    let signed = ("x-wc-webhook-signature", "AAAA");
    Sent("POST", "/woocommerce", &[FORM, signed], b"webhook_id=5").is_answered(NOT_AUTHENTIC);
    for probe in [&b"type=ping&id=7"[..], b"id=7&type=ping"] {
        Sent("POST", "/probes", &[FORM], probe).is_answered((200, ""));
        assert_delivered(&ProviderEntry::of::<Probes>(), "/probes", &[FORM], probe);
    }
    Sent("POST", "/probes", &[FORM], b"type=ping").is_answered(NOT_AUTHENTIC);
    Sent("POST", "/probes", &[FORM], b"type=pong&id=7").is_answered(NOT_AUTHENTIC);
}

#[test]
fn a_header_field_is_a_probe_only_without_a_signature() {
    Sent("POST", "/bitbucket", &[("x-event-key", "diagnostics:ping")], b"{\"test\":true}")
        .is_answered((200, ""));
    Sent("POST", "/probes", &[("x-event", "ping")], b"").is_answered((204, ""));
    Sent("POST", "/probes", &[("x-event", "pong")], b"").is_answered(NOT_AUTHENTIC);
    let event = [("x-event", "ping")];
    assert_delivered(&ProviderEntry::of::<Probes>(), "/probes", &event, b"{}");
}

#[test]
fn a_token_in_the_query_of_a_post_is_repeated_decoded() {
    let target =
        "/query?validationToken=Validation%3a+Testing+client+application%2C+Id%3A+1%2B1%3D2";
    let answer = Sent("POST", target, &[], b"")
        .is_answered((200, "Validation: Testing client application, Id: 1+1=2"));
    assert!(answer.has_header("content-type", "text/plain; charset=utf-8"));
    assert!(answer.has_header("x-content-type-options", "nosniff"));
    for odd in ["%3Cscript%3E", "", "%00", "a%0D%0Ab", "%C3%A4", "%22", "a&validationToken=b"] {
        let target = format!("/query?validationToken={odd}");
        Sent("POST", &target, &[], b"").is_answered(NOT_AUTHENTIC);
    }
    Sent("POST", "/query", &[], b"").is_answered(NOT_AUTHENTIC);
    // With a token it is a delivery, right or wrong.
    let token = [("x-token", SECRET)];
    Sent("POST", target, &token, b"{}").is_answered((200, &digest(b"{}")));
    Sent("POST", target, &[("x-token", "wrong")], b"{}").is_answered(NOT_AUTHENTIC);
}

fn mac(text: &str, encoding: Encoding) -> String {
    verihook::provider! {
        /// HMAC-SHA256 in Base64.
        Base64: "base64", BodySigned,
        Scheme::hmac_sha256(Place::header("s"), Encoding::Base64).signs(&[Part::Body]).build()
    }
    verihook::provider! {
        /// HMAC-SHA256 in hexadecimal digits.
        Hex: "hex", BodySigned,
        Scheme::hmac_sha256(Place::header("s"), Encoding::Hex).signs(&[Part::Body]).build()
    }
    let entry = match encoding {
        Encoding::Base64 => ProviderEntry::of::<Base64>(),
        _ => ProviderEntry::of::<Hex>(),
    };
    signed(&signer(&entry), text.as_bytes()).remove(0).1
}

#[test]
fn a_question_is_answered_with_a_mac_that_signs_no_delivery() {
    let token = mac("9b4507b3-9040", Encoding::Base64);
    let answer = Sent("GET", "/crc?crc_token=9b4507b3-9040&nonce=1", &[], b"")
        .is_answered((200, &format!("{{\"response_token\":\"sha256={token}\"}}")));
    assert!(answer.has_header("content-type", "application/json"));
    let token = mac("a/b=", Encoding::Base64);
    Sent("GET", "/crc?crc_token=a%2Fb%3D", &[], b"")
        .is_answered((200, &format!("{{\"response_token\":\"sha256={token}\"}}")));
    let response = mac("890e4665-4dfe", Encoding::Hex);
    Sent("GET", "/challenge?challengeCode=890e4665-4dfe&applicationId=1", &[], b"").is_answered((
        200,
        &format!("{{\"challengeCode\":\"890e4665-4dfe\",\"challengeResponse\":\"{response}\"}}"),
    ));
    // JSON is never signed as a token.
    for odd in ["%7B%7D", "%7B%22a%22%3A1%7D", "", "a%20b", "a:b", "%22"] {
        let status = exchange_status("GET", &format!("/crc?crc_token={odd}"));
        assert!(status.iter().all(|status| matches!(status, 401 | 405)), "{odd}: {status:?}");
    }
}

fn exchange_status(method: &str, target: &str) -> Vec<u16> {
    let statuses = SERVERS.iter().map(|(_, address)| {
        let bytes = Sent(method, target, &[], b"").bytes();
        exchange(*address, &[Step::Send(bytes)]).remove(0).status
    });
    statuses.collect()
}

/// The answer to a question is no signature of a delivery, whatever the token.
#[test]
fn an_endpoint_with_a_question_is_no_signing_oracle() {
    for token in ["123", "true", "null", "x", "hmacsha256=123", "hmacsha256=x"] {
        let signature = format!("sha256={}", mac(token, Encoding::Base64));
        Sent("POST", "/crc", &[("x-signature", &signature)], token.as_bytes())
            .is_answered(NOT_AUTHENTIC);
    }
    for body in ["123", "x"] {
        let oracle = mac(&format!("hmacsha256={body}"), Encoding::Hex);
        Sent("POST", "/challenge", &[("x-signature", &oracle)], body.as_bytes())
            .is_answered(NOT_AUTHENTIC);
    }
    assert_delivered_hex(b"{\"a\":1}");
    let genuine = format!("sha256={}", mac("{\"a\":1}", Encoding::Base64));
    Sent("POST", "/crc", &[("x-signature", &genuine)], b"{\"a\":1}")
        .is_answered((200, &digest(b"{\"a\":1}")));
}

fn assert_delivered_hex(body: &[u8]) {
    let own = signed(&signer(&ProviderEntry::of::<Challenge>()), body);
    Sent("POST", "/challenge", &refs(&own), body).is_answered((200, &digest(body)));
}

#[test]
fn a_question_in_unsigned_json_is_answered() {
    let ask = br#"{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd"}"#;
    Sent("POST", "/json", &[JSON], ask).is_answered((200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd"));
    Sent("POST", "/json", &[JSON], br#"{"event":{"name":"ping"}}"#).is_answered((200, "{}"));
    for body in [
        &br#"{"type":"url_verification"}"#[..],
        br#"{"type":"url_verification","challenge":"<b>"}"#,
        br#"{"type":"url_verification","challenge":["a"]}"#,
        br#"{"type":"other","challenge":"a"}"#,
        br#"{"type":"url_verification","type":"other","challenge":"a"}"#,
        br#"{"type":"url_verification","challenge":"a"} {}"#,
        br#"[{"type":"url_verification","challenge":"a"}]"#,
        br#"{"type":"url_verification","challenge":"a""#,
    ] {
        Sent("POST", "/json", &[JSON], body).is_answered(NOT_AUTHENTIC);
    }
    let padded = [&ask[..ask.len() - 1], b",\"a\":\"", &[b'x'; 17_000], b"\"}"].concat();
    Sent("POST", "/json", &[JSON], &padded).is_answered(NOT_AUTHENTIC);
    assert_delivered(&ProviderEntry::of::<Json>(), "/json", &[JSON], ask);
}

#[test]
fn a_rejection_has_no_body_where_the_scheme_or_the_endpoint_says_so() {
    let body = b"{\"events\":[]}";
    let own = signed(&signer(&ProviderEntry::of::<Silent>()), body);
    for path in ["/silent", "/bare"] {
        Sent("POST", path, &refs(&own), body).is_answered((200, &digest(body)));
        for (status, headers) in [(401, vec![]), (401, vec![("x-signature", "00")])] {
            let answer = Sent("POST", path, &headers, body).is_answered((status, ""));
            assert!(answer.has_header("content-length", "0"));
            assert!(!answer.has_header("content-type", "text/plain; charset=utf-8"));
        }
        Sent("POST", path, &refs(&own), &[b'x'; 2_000_000]).is_answered((413, ""));
    }
}

/// The secret of MailerSend's test is public, so nothing that it signs may reach a handler.
#[test]
fn a_test_with_a_published_secret_is_acknowledged_and_proves_nothing() {
    let published = "test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G";
    let entry = ProviderEntry::of::<providers::MailerSend>();
    let public = Signer::<Any>::of(&entry, published).unwrap();
    let test = br#"{"type":"webhook.test","message":"This is a test","created_at":"2026-11-26"}"#;
    Sent("POST", "/mailersend", &refs(&signed(&public, test)), test).is_answered((200, ""));
    for body in [
        &br#"{"type":"activity.sent","data":{}}"#[..],
        br#"{"type":"activity.sent","note":"webhook.test"}"#,
        b"webhook.test",
    ] {
        Sent("POST", "/mailersend", &refs(&signed(&public, body)), body).is_answered(NOT_AUTHENTIC);
        let own = signed(&signer(&entry), body);
        Sent("POST", "/mailersend", &refs(&own), body).is_answered((200, &digest(body)));
    }
    let wrong = signed(&public, b"other");
    Sent("POST", "/mailersend", &refs(&wrong), test).is_answered(NOT_AUTHENTIC);
}

#[test]
fn a_first_secret_is_accepted_once_and_then_used() {
    let secret = "b537207f20cbfa02357cf448134da559";
    for (adapter, address) in &*SERVERS {
        assert!(ADAPTERS.contains(adapter));
        let send = |sent: Sent<'_>| exchange(*address, &[Step::Send(sent.bytes())]).remove(0);
        let path = format!("/asana-{adapter}");
        let own = Signer::<providers::Asana>::new(secret).unwrap().sign(b"{}", now()).unwrap();
        let own = own.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
        let early = send(Sent("POST", &path, &own, b"{}"));
        assert_eq!(early.status, 500, "{adapter}: there is no secret yet");
        let declined = [("X-Hook-Secret", "declined-by-the-application")];
        assert_eq!(send(Sent("POST", &path, &declined, b"{}")).status, 401, "{adapter}");
        for odd in ["short", "with space in it", ""] {
            let odd = send(Sent("POST", &path, &[("X-Hook-Secret", odd)], b"{}"));
            assert_eq!(odd.status, 401, "{adapter}");
        }
        let twice = [("X-Hook-Secret", secret), ("X-Hook-Secret", secret)];
        assert_eq!(send(Sent("POST", &path, &twice, b"{}")).status, 401, "{adapter}");
        let first = send(Sent("POST", &path, &[("X-Hook-Secret", secret)], b"{}"));
        assert_eq!((first.status, first.body.len()), (200, 0), "{adapter}");
        assert!(first.has_header("x-hook-secret", secret), "{adapter}");
        let second = [("X-Hook-Secret", "another-secret-of-an-attacker")];
        assert_eq!(send(Sent("POST", &path, &second, b"{}")).status, 401, "{adapter}");
        let delivery = send(Sent("POST", &path, &own, b"{}"));
        assert_eq!((delivery.status, delivery.body), (200, digest(b"{}").into_bytes()));
    }
    // An endpoint without an exchange, and one that has a secret, accept none.
    let offer = [("X-Hook-Secret", secret)];
    Sent("POST", "/asana-closed", &offer, b"{}").is_answered(NOT_AUTHENTIC);
}

#[test]
fn a_first_secret_in_json_is_accepted_once_and_then_used() {
    let secret = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";
    for (adapter, address) in &*SERVERS {
        let send = |sent: Sent<'_>| exchange(*address, &[Step::Send(sent.bytes())]).remove(0);
        let path = format!("/delivered-{adapter}");
        let body = format!("{{\"verification_token\":\"{secret}\"}}");
        let other = b"{\"other\":1}";
        assert_eq!(send(Sent("POST", &path, &[JSON], other)).status, 401, "{adapter}");
        let first = send(Sent("POST", &path, &[JSON], body.as_bytes()));
        assert_eq!((first.status, first.body.len()), (200, 0), "{adapter}");
        assert_eq!(send(Sent("POST", &path, &[JSON], body.as_bytes())).status, 401, "{adapter}");
        let own = Signer::<Delivered>::new(secret).unwrap().sign(other, now()).unwrap();
        assert_eq!(send(Sent("POST", &path, &refs(&own), other)).status, 200, "{adapter}");
    }
}

#[test]
fn a_path_that_a_gateway_changed_is_compared_with_the_path_of_arrival() {
    let entry = ProviderEntry::of::<providers::Twilio>();
    let sign = |url: &str, target: &str| {
        let signer = signer(&entry).public_url(url).unwrap().target(target);
        signer.sign(b"From=1", now()).unwrap()
    };
    let registered = "https://hooks.example.com/api/twilio";
    let own = sign(registered, "/api/twilio?a=b");
    Sent("POST", "/twilio?a=b", &refs(&own), b"From=1").is_answered((200, &digest(b"From=1")));
    Sent("POST", "/twilio?a=c", &refs(&own), b"From=1").is_answered(NOT_AUTHENTIC);
    let other = sign("https://hooks.example.com/twilio", "/twilio?a=b");
    Sent("POST", "/twilio?a=b", &refs(&other), b"From=1").is_answered(NOT_AUTHENTIC);
    let with_port = sign("https://hooks.example.com:443/api/twilio", "/api/twilio?a=b");
    Sent("POST", "/twilio?a=b", &refs(&with_port), b"From=1")
        .is_answered((200, &digest(b"From=1")));
    let odd_port = sign("https://hooks.example.com:8443/api/twilio", "/api/twilio?a=b");
    // Signing without the port is tried too, so sign by hand with the odd one alone.
    Sent("POST", "/twilio?a=b", &refs(&odd_port), b"From=1").is_answered(NOT_AUTHENTIC);
}

#[test]
fn hubspot_signs_get_and_decodes_twelve_characters() {
    let entry = ProviderEntry::of::<providers::HubSpot>();
    let signer = || signer(&entry).public_url(public_url("hubspot")).unwrap();
    let target = "/hubspot?email=ada%40example.com&at=10%3A30&name=a%26b%20c";
    let own = signed(&signer().method("GET").target(target), b"");
    Sent("GET", target, &refs(&own), b"").is_answered((200, &digest(b"")));
    Sent("POST", target, &refs(&own), b"").is_answered(NOT_AUTHENTIC);
    Sent("GET", "/hubspot?email=ada%40example.com&at=10%3A31", &refs(&own), b"")
        .is_answered(NOT_AUTHENTIC);
    let status = exchange_status("PUT", target);
    assert!(status.iter().all(|status| *status == 405));
}
