//! What identifies a delivery, and what an attacker can change without effect.

#![allow(clippy::unwrap_used, missing_docs)]

use verihook::providers::{
    Dropbox, GitHub, HubSpot, Sentry, StandardWebhooks, Stripe, Terra, Zendesk,
};
use verihook::{Delivery, PlainHead, Provider, Signer, UnixTime, Verifier, endpoint};
use verihook_idempotency::{BodyDigest, Identity};

endpoint!(Billing: GitHub);

const NOW: UnixTime = UnixTime::from_seconds(1_790_000_000);
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Headers = Vec<(String, String)>;

fn signed<P: Provider>(body: &str, time: u64) -> Headers {
    let signer = Signer::<P>::new(SECRET).unwrap();
    let now = UnixTime::from_seconds(NOW.seconds() + time);
    let headers = signer.sign(body.as_bytes(), now).unwrap();
    headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn with(mut headers: Headers, name: &str, value: &str) -> Headers {
    headers.retain(|(other, _)| other != name);
    headers.push((name.to_owned(), value.to_owned()));
    headers
}

fn delivery<P: Provider>(headers: &Headers, body: &str) -> Delivery {
    let verifier = Verifier::<P>::new(SECRET).unwrap();
    let head = PlainHead::new("POST", "/", headers);
    let (_, delivery) =
        verihook::Proof::into_parts(verifier.verify(&head, body.as_bytes(), NOW).unwrap());
    delivery
}

fn identity<P: Provider>(headers: &Headers, body: &str) -> Identity {
    Identity::of("", &delivery::<P>(headers, body), body.as_bytes(), &P::SCHEME)
}

#[test]
fn a_signed_id_identifies_and_another_body_is_seen() {
    let one = signed::<StandardWebhooks>("{}", 0);
    let id = one.iter().find(|(name, _)| name == "webhook-id").unwrap().1.clone();
    let signer = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id);
    let other = signer.sign(b"[]", NOW).unwrap();
    let other: Headers = other.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let (one, other) =
        (identity::<StandardWebhooks>(&one, "{}"), identity::<StandardWebhooks>(&other, "[]"));
    assert_eq!(one.key, other.key);
    assert_ne!(one.body, other.body);
    assert_eq!(one.replay, None);
}

#[test]
fn a_body_that_varies_is_no_conflict() {
    let bodies =
        [r#"{"id":"evt_1","pending_webhooks":2}"#, r#"{"id":"evt_1","pending_webhooks":1}"#];
    let [one, other] = bodies.map(|body| identity::<Stripe>(&signed::<Stripe>(body, 0), body));
    assert_eq!(one, other);
    assert_eq!(one.body, BodyDigest::ANY);
    let another = r#"{"id":"evt_2","pending_webhooks":2}"#;
    assert_ne!(identity::<Stripe>(&signed::<Stripe>(another, 0), another).key, one.key);
}

#[test]
fn an_unsigned_id_counts_only_with_the_body() {
    let headers = with(signed::<GitHub>("{}", 0), "x-github-delivery", "one");
    let one = identity::<GitHub>(&headers, "{}");
    let renamed = with(headers, "x-github-delivery", "two");
    assert_ne!(
        one.key,
        identity::<GitHub>(&renamed, "{}").key,
        "an equal body may be another event"
    );
    let other = with(signed::<GitHub>("[]", 0), "x-github-delivery", "one");
    assert_ne!(one.key, identity::<GitHub>(&other, "[]").key, "an attacker chose the id first");
    assert_eq!(one.replay, None, "no time is signed");
}

/// The signed content tells a replay under another id from a new delivery.
fn replays<P: Provider>(id: &str) {
    let headers = with(signed::<P>("{}", 0), id, "one");
    let one = identity::<P>(&headers, "{}");
    let renamed = identity::<P>(&with(headers, id, "two"), "{}");
    assert_ne!(one.key, renamed.key);
    assert!(one.replay.is_some());
    assert_eq!(one.replay, renamed.replay);
    let again = identity::<P>(&with(signed::<P>("{}", 1), id, "one"), "{}");
    assert_eq!(one.key, again.key, "a retry, signed at another time");
    assert_ne!(one.replay, again.replay);
}

#[test]
fn a_replay_under_another_id_is_seen_where_a_time_is_signed() {
    replays::<Terra>("x-terra-trace-id");
    replays::<Zendesk>("x-zendesk-webhook-invocation-id");
}

#[test]
fn the_text_of_a_signature_does_not_matter() {
    let headers = with(signed::<Terra>("{}", 0), "x-terra-trace-id", "one");
    let one = identity::<Terra>(&headers, "{}");
    let (name, value) =
        headers.iter().find(|(name, _)| name.contains("signature")).unwrap().clone();
    let longer = with(headers, &name, &format!("{value},v1={}", "00".repeat(32)));
    assert_eq!(one, identity::<Terra>(&longer, "{}"), "a signature was added");
}

#[test]
fn endpoints_tenants_and_applications_are_apart() {
    let headers = signed::<GitHub>("{}", 0);
    let github = delivery::<GitHub>(&headers, "{}");
    let verifier = Verifier::<Billing>::new(SECRET).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let proof = verifier.verify(&head, "{}".as_bytes(), NOW).unwrap();
    let key = |namespace, delivery| Identity::of(namespace, delivery, b"{}", &GitHub::SCHEME).key;
    assert_ne!(key("", &github), key("", proof.delivery()));
    assert_ne!(key("", &github), key("shop", &github));
    assert_eq!(key("shop", &github), key("shop", &github));
    let sentry = signed::<Sentry>("{}", 0);
    assert_ne!(key("", &github), key("", &delivery::<Sentry>(&sentry, "{}")));
}

#[test]
fn what_is_signed_beside_the_body_tells_deliveries_apart() {
    let identity = |target: &str, time: u64| {
        let url = "https://example.com/hooks";
        let signer = Signer::<HubSpot>::new(SECRET).unwrap().method("GET");
        let signer = signer.public_url(format!("{url}{target}")).unwrap();
        let now = UnixTime::from_seconds(NOW.seconds() + time);
        let headers = signer.sign(b"", now).unwrap();
        let verifier = Verifier::<HubSpot>::builder().secret(SECRET).public_url(url);
        let verifier = verifier.build().unwrap();
        let target = format!("/hooks{target}");
        let proof = verifier.verify(&PlainHead::new("GET", &target, &headers), "".as_bytes(), NOW);
        Identity::of("", proof.unwrap().delivery(), b"", &HubSpot::SCHEME)
    };
    let one = identity("?contact=1", 0);
    assert_ne!(one.key, identity("?contact=2", 0).key, "another query");
    assert_eq!(one.key, identity("?contact=1", 1).key, "a retry, signed at another time");
}

#[test]
fn equal_deliveries_of_a_provider_that_repeats_itself_are_not_duplicates() {
    let body = r#"{"list_folder":{"accounts":["dbid:1"]}}"#;
    let [one, other] = [0, 1].map(|_| identity::<Dropbox>(&signed::<Dropbox>(body, 0), body));
    assert_ne!(one.key, other.key);
}
