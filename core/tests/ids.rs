//! Delivery ids in signed JSON bodies.

#![cfg(all(feature = "ed25519", feature = "json", feature = "sha1", feature = "sign"))]
#![allow(clippy::unwrap_used, missing_docs)]

use verihook::providers::ALL;
use verihook::{
    Any, Bytes, Delivery, PlainHead, Signer, UnixTime, Verified, Verifier,
    providers::{GitHub, Slack, Stripe},
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);

/// The providers whose events have an id in the body, and bodies like theirs.
const BODIES: &[(&str, &str, &str)] = &[
    ("airwallex", r#"{"id":"evt_1","name":"payment.created","data":{"id":"no"}}"#, "evt_1"),
    ("alchemy", r#"{"webhookId":"wh_1","id":"whevt_1","event":{"id":"no"}}"#, "whevt_1"),
    ("authorize-net", r#"{"notificationId":"d0e8e7fe","payload":{"id":"no"}}"#, "d0e8e7fe"),
    (
        "boldsign",
        r#"{"event":{"id":"7c872a5b","eventType":"Sent"},"data":{"documentId":"no"}}"#,
        "7c872a5b",
    ),
    ("box", r#"{"type":"webhook_event","id":"eb0c4e06","webhook":{"id":"no"}}"#, "eb0c4e06"),
    ("btcpay", r#"{"deliveryId":"no","originalDeliveryId":"dQm","isRedelivery":true}"#, "dQm"),
    ("checkout-com", r#"{"id":"evt_1","type":"payment_approved","data":{"id":"no"}}"#, "evt_1"),
    ("checkr", r#"{"id":"1002d6bc","object":"event","data":{"object":{"id":"no"}}}"#, "1002d6bc"),
    (
        "circleci",
        r#"{"type":"workflow-completed","id":"3888f21b","webhook":{"id":"no"}}"#,
        "3888f21b",
    ),
    ("close", r#"{"event":{"id":"ev_2sYK","data":{"id":"no"}},"subscription_id":"no"}"#, "ev_2sYK"),
    (
        "coinbase-commerce",
        r#"{"id":1,"event":{"id":"24934862","type":"charge:created"}}"#,
        "24934862",
    ),
    ("creem", r#"{"id":"evt_1","eventType":"checkout.completed","object":{"id":"no"}}"#, "evt_1"),
    ("customer-io", r#"{"event_id":"01E4C4CT","metric":"sent","data":{"id":"no"}}"#, "01E4C4CT"),
    ("dbt-cloud", r#"{"accountId":1,"eventId":"wev_2L6Z","data":{"jobId":"123"}}"#, "wev_2L6Z"),
    ("discord", r#"{"type":2,"id":"786008729715212338","data":{"id":"no"}}"#, "786008729715212338"),
    ("dub", r#"{"id":"evt_KleiO4HB","event":"link.created","data":{"id":"no"}}"#, "evt_KleiO4HB"),
    ("duffel", r#"{"data":{"object":{"id":"no"}},"id":"eve_1","type":"order.updated"}"#, "eve_1"),
    ("dwolla", r#"{"id":"80d8ff7d","resourceId":"no","topic":"transfer_created"}"#, "80d8ff7d"),
    ("easypost", r#"{"object":"Event","id":"evt_1","result":{"id":"no"}}"#, "evt_1"),
    ("extend", r#"{"eventId":"evt_123","payload":{"id":"no"}}"#, "evt_123"),
    ("fintoc", r#"{"id":"evt_1","type":"link.created","data":{"id":"no"}}"#, "evt_1"),
    ("gocardless", r#"{"events":[{"id":"EV1"}],"meta":{"webhook_id":"WB1"}}"#, "WB1"),
    (
        "heroku",
        r#"{"id":"no","webhook_metadata":{"attempt":{"id":"no"},"event":{"id":"ev1"}}}"#,
        "ev1",
    ),
    ("imagekit-legacy", r#"{"type":"video.ready","id":"58e6d24d","data":{"id":"no"}}"#, "58e6d24d"),
    ("intercom", r#"{"type":"notification_event","id":"notif_1","data":{"id":"no"}}"#, "notif_1"),
    ("launchdarkly", r#"{"_id":"5a1b2c3d","kind":"flag","member":{"_id":"no"}}"#, "5a1b2c3d"),
    ("lettermint", r#"{"id":"del_1","event":"message.sent","data":{"id":"no"}}"#, "del_1"),
    (
        "lightspark",
        r#"{"event_type":"PAYMENT_FINISHED","event_id":"ev_1","entity_id":"no"}"#,
        "ev_1",
    ),
    (
        "mailersend",
        r#"{"type":"activity.sent","data":{"object":"activity","id":"62fb66be"}}"#,
        "62fb66be",
    ),
    ("mercury", r#"{"id":"7a1c3f5e","resourceId":"no","resourceType":"transaction"}"#, "7a1c3f5e"),
    ("metriport", r#"{"meta":{"messageId":"018a","type":"medical.document-download"}}"#, "018a"),
    (
        "metronome",
        r#"{"id":"b2c9e307","type":"widget_created","properties":{"id":"no"}}"#,
        "b2c9e307",
    ),
    ("mollie", r#"{"resource":"event","id":"event_1","entityId":"no"}"#, "event_1"),
    ("mux", r#"{"type":"video.asset.ready","object":{"id":"no"},"id":"3a56ac3d"}"#, "3a56ac3d"),
    ("notion", r#"{"id":"367cba44","attempt_number":1,"entity":{"id":"no"}}"#, "367cba44"),
    ("paddle", r#"{"data":{"id":"no"},"event_id":"evt_1","notification_id":"ntf_1"}"#, "evt_1"),
    (
        "pagerduty",
        r#"{"event":{"id":"01BX","event_type":"incident.triggered","data":{"id":"no"}}}"#,
        "01BX",
    ),
    ("paymongo", r#"{"data":{"id":"evt_1","attributes":{"data":{"id":"no"}}}}"#, "evt_1"),
    ("paymongo-test", r#"{"data":{"id":"evt_1","attributes":{"data":{"id":"no"}}}}"#, "evt_1"),
    ("persona", r#"{"data":{"type":"event","id":"evt_1","attributes":{"id":"no"}}}"#, "evt_1"),
    ("plain", r#"{"id":"pEv_1","payload":{"id":"no"},"webhookMetadata":{"id":"no"}}"#, "pEv_1"),
    ("roblox", r#"{"NotificationId":"n1","EventPayload":{"UserId":1}}"#, "n1"),
    ("samsara", r#"{"eventId":"bf72239c","eventType":"Alert","event":{"id":"no"}}"#, "bf72239c"),
    ("segment", r#"{"type":"track","messageId":"ajs-1","context":{"id":"no"}}"#, "ajs-1"),
    (
        "setu",
        r#"{"eventId":"01HCN2ZE","eventType":"payment.success","data":{"id":"no"}}"#,
        "01HCN2ZE",
    ),
    ("sinch-numbers", r#"{"eventId":"01gr12eh","resourceId":"no"}"#, "01gr12eh"),
    ("slack", r#"{"token":"x","event":{"type":"message"},"event_id":"Ev1","event_time":1}"#, "Ev1"),
    ("square", r#"{"merchant_id":"6SS","event_id":"13b86725","data":{"id":"no"}}"#, "13b86725"),
    ("squarespace", r#"{"topic":"order.create","id":"5c2ba184","data":{"id":"no"}}"#, "5c2ba184"),
    ("stripe", r#"{"id":"evt_1","object":"event","data":{"object":{"id":"no"}}}"#, "evt_1"),
    (
        "telnyx",
        r#"{"data":{"event_type":"call.initiated","id":"0ccc7b54","payload":{"id":"no"}}}"#,
        "0ccc7b54",
    ),
    ("texture", r#"{"type":"site.created","key":"cc0e387d"}"#, "cc0e387d"),
    ("trello", r#"{"action":{"id":"5f3c","data":{"id":"no"}},"model":{"id":"no"}}"#, "5f3c"),
    ("tremendous", r#"{"event":"REWARDS.FLAGGED","uuid":"a1c9","payload":{"id":"no"}}"#, "a1c9"),
    ("typeform", r#"{"event_id":"01EG","event_type":"form_response"}"#, "01EG"),
    ("uber", r#"{"event_id":"a53b019a","meta":{"resource_id":"no"}}"#, "a53b019a"),
    ("vercel", r#"{"id":"uev_1","type":"deployment.created","payload":{"id":"no"}}"#, "uev_1"),
    (
        "whoop",
        r#"{"user_id":456,"id":"no","type":"sleep.updated","trace_id":"e369c784"}"#,
        "e369c784",
    ),
    ("workos", r#"{"id":"event_1","event":"user.created","data":{"id":"no"}}"#, "event_1"),
    ("worldline", r#"{"apiVersion":"v1","id":"97a4fcdf","payment":{"id":"no"}}"#, "97a4fcdf"),
];

const SEED: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const PUBLIC: &str = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";

/// Returns the ids that a body gets as a slice, and as the chunks of a stream.
fn ids(slug: &str, body: &str) -> [Option<String>; 2] {
    use base64ct::{Base64, Encoding as _};
    let coded = |hex: &str| {
        let bytes: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap()).collect();
        Base64::encode_string(&bytes)
    };
    let (private, public) = match slug {
        "close" | "squarespace" => (PUBLIC.to_owned(), PUBLIC.to_owned()),
        "discord" => (SEED.to_owned(), PUBLIC.to_owned()),
        "samsara" => (coded(PUBLIC), coded(PUBLIC)),
        "telnyx" => (coded(SEED), coded(PUBLIC)),
        _ => ("a secret".to_owned(), "a secret".to_owned()),
    };
    let url = "https://hooks.example.com/";
    let mut signer = Signer::by_slug(slug, private).unwrap();
    if matches!(slug, "square" | "trello") {
        signer = signer.public_url(url).unwrap();
    }
    let headers = signer.sign(body.as_bytes(), NOW).unwrap();
    let builder = Verifier::<Any>::by_slug(slug).unwrap().secret(public).public_url(url);
    let verifier = builder.build().unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let whole = verifier.verify(&head, body.as_bytes(), NOW).unwrap();
    let mut verification = verifier.open(&head, NOW).unwrap().into_verification().unwrap();
    for chunk in body.as_bytes().chunks(7) {
        verification.update(Bytes::copy_from_slice(chunk)).unwrap();
    }
    let chunked = verification.finish().unwrap();
    assert_eq!(chunked.delivery().id(), chunked.delivery().id(), "the same each time");
    [whole.delivery(), chunked.delivery()].map(|delivery| delivery.id().map(str::to_owned))
}

#[test]
fn the_id_of_an_event_is_read_from_its_signed_body() {
    for (slug, body, id) in BODIES {
        assert_eq!(ids(slug, body), [Some((*id).to_owned()), Some((*id).to_owned())], "{slug}");
        let later = body.replace(id, "other");
        assert_eq!(ids(slug, &later), [Some("other".to_owned()), Some("other".to_owned())]);
        let marked = format!("\u{feff}{body}");
        assert_eq!(ids(slug, &marked).map(Option::unwrap), [*id, *id], "behind a byte order mark");
    }
}

#[test]
fn a_delivery_without_an_id_is_verified_and_has_none() {
    for (slug, body, id) in BODIES {
        let named = if body.contains(&format!(":\"{id}\"")) {
            format!("\"{id}\"")
        } else {
            (*id).to_owned()
        };
        let odd = |value: &str| body.replace(&named, value);
        let long = format!("\"{}\"", "a".repeat(257));
        for body in [
            odd("null"),
            odd("\"\""),
            odd("\"a b\""),
            odd("\"\u{e9}\""),
            odd("[1]"),
            odd("{}"),
            odd("1.5"),
            odd(&long),
            "{}".to_owned(),
            "[]".to_owned(),
            String::new(),
            "a=1&id=2".to_owned(),
            format!("[{body}]"),
        ] {
            assert_eq!(ids(slug, &body), [None, None], "{slug}: {body:.60}");
        }
    }
}

/// Holds that the table names every provider with an id in the body.
#[test]
fn every_provider_with_an_id_in_the_body_is_tried() {
    let all =
        ALL.iter().filter(|entry| entry.scheme.to_string().contains("of the JSON body, signed"));
    let named: Vec<_> = all.map(|entry| entry.slug).collect();
    let tried: Vec<_> = BODIES.iter().map(|(slug, ..)| *slug).collect();
    assert_eq!(named, tried);
}

#[test]
fn an_id_outlives_the_proof_and_its_payload() {
    const fn is_shared<T: Send + Sync + Clone + 'static>() {}
    is_shared::<Delivery>();
    let body = br#"{"id":"evt_1"}"#.as_slice();
    let headers = Signer::<Stripe>::new("a secret").unwrap().sign(body, NOW).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let verifier = Verifier::<Stripe>::new("a secret").unwrap();
    let hook: Verified<Stripe, Bytes> =
        verifier.verify(&head, Bytes::copy_from_slice(body), NOW).unwrap();
    let copy = hook.clone();
    let (payload, delivery) = hook.into_parts();
    drop(payload);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(delivery.id(), Some("evt_1")));
        }
    });
    assert_eq!(delivery.id(), Some("evt_1"), "a second time");
    assert_eq!(delivery.clone().id(), Some("evt_1"));
    assert!(format!("{:?}", copy.delivery()).contains("evt_1"));
    let parsed = copy.parse::<verihook::Json<serde_json::Value>>().unwrap();
    assert_eq!(parsed.delivery().id(), Some("evt_1"));
}

#[test]
fn a_signed_form_has_no_id_and_an_unsigned_body_is_not_read() {
    let form = b"payload=%7B%22event_id%22%3A1%7D".as_slice();
    let headers = Signer::<Slack>::new("a secret").unwrap().sign(form, NOW).unwrap();
    let slack = Verifier::<Slack>::new("a secret").unwrap();
    let hook = slack.verify(&PlainHead::new("POST", "/", &headers), form, NOW).unwrap();
    assert_eq!(hook.delivery().id(), None);
    let body = br#"{"id":"1"}"#.as_slice();
    let headers = Signer::<GitHub>::new("a secret").unwrap().sign(body, NOW).unwrap();
    let github = Verifier::<GitHub>::new("a secret").unwrap();
    let hook = github.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap();
    assert_eq!(hook.delivery().id(), None, "GitHub documents no id in the body");
}
