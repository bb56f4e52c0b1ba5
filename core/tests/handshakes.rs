//! Handshakes: the answers that providers expect, and the secrets that no answer may reveal.

#![cfg(all(feature = "json", feature = "sign"))]
#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::{Value, json};
use verihook::{
    Answer, Bytes, NextStep, PlainHead, Provider, Rejection, Signer, UnixTime, Verified, Verifier,
    providers,
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);
const SECRET: &str = "a secret that is long enough";

fn receive<P: Provider<Proves = verihook::BodySigned>>(
    body: impl Into<Vec<u8>>,
) -> Verified<P, Bytes> {
    let (verifier, signer) =
        (Verifier::<P>::new(SECRET).unwrap(), Signer::<P>::new(SECRET).unwrap());
    let body = Bytes::from(body.into());
    let headers = signer.sign(&body, NOW).unwrap();
    verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap()
}

fn answered<P: Provider<Proves = verihook::BodySigned>>(
    body: impl Into<Vec<u8>>,
) -> Option<Answer> {
    receive::<P>(body).delivery().handshake().cloned()
}

fn field(answer: &Answer, name: &str) -> Option<String> {
    answer.headers().find(|field| field.0 == name).map(|field| field.1.to_owned())
}

/// Uses the requests and replies from the providers' documentation.
#[test]
fn signed_questions_are_answered_as_their_documents_say() {
    let slack = answered::<providers::Slack>(
        r#"{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}"#,
    ).unwrap();
    assert_eq!(slack.body(), "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
    assert_eq!((slack.status(), slack.header()), (200, None));
    assert_eq!(field(&slack, "content-type").as_deref(), Some("text/plain; charset=utf-8"));

    let metriport = answered::<providers::Metriport>(
        r#"{"ping":"2cc3ac5e","meta":{"messageId":"1","when":"2026-11-24T00:00:00Z","type":"ping"}}"#,
    );
    let metriport = metriport.unwrap();
    assert_eq!(metriport.body(), r#"{"pong":"2cc3ac5e"}"#);
    assert_eq!(field(&metriport, "content-type").as_deref(), Some("application/json"));

    // HMAC-SHA256("qgg8vlvZRS6UYooatFL8Aw") under SECRET, by `openssl dgst -sha256 -hmac`.
    let zoom = answered::<providers::Zoom>(
        r#"{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}"#,
    );
    let zoom: Value = serde_json::from_str(zoom.unwrap().body()).unwrap();
    let mac = "ca423c5c00a4430030b80a81f316bd8d32abb0ed9b70ba5c5f1d3fcc213267af";
    assert_eq!(zoom, json!({ "plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": mac }));
}

#[test]
fn twitch_is_answered_with_its_challenge_alone() {
    let signer = Signer::<providers::Twitch>::new(SECRET).unwrap();
    let signer = signer.id("f1c2a387-161a-49f9-a165-0f21d7a4e1c4");
    let verifier = Verifier::<providers::Twitch>::new(SECRET).unwrap();
    let answered = |body: &'static [u8]| {
        let headers = signer.sign(body, NOW).unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        verifier.verify(&head, body, NOW).unwrap().delivery().handshake().cloned()
    };
    let asked = answered(
        br#"{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"id":"f1","status":"webhook_callback_verification_pending"}}"#,
    );
    assert_eq!(asked.unwrap().body(), "pogchamp-kappa-360noscope-vohiyo");
    assert_eq!(
        answered(br#"{"challenge":"a","subscription":{"status":"enabled"},"event":{}}"#),
        None
    );
}

#[cfg(feature = "ed25519")]
#[test]
fn discords_ping_is_answered_with_one() {
    // RFC 8032, section 7.1, test 1.
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let signer = Signer::<providers::Discord>::new(seed).unwrap();
    let verifier = Verifier::<providers::Discord>::new(public).unwrap();
    for (body, answer) in [
        (&br#"{"id":"1","token":"aW50","type":1,"version":1}"#[..], Some(r#"{"type":1}"#)),
        // A webhook event, which is not an interaction, and its ping.
        (
            br#"{"version":1,"application_id":"2","type":1,"event":{"type":"ENTITLEMENT_CREATE"}}"#,
            None,
        ),
        (br#"{"version":1,"application_id":"2","type":0}"#, None),
        (br#"{"id":"1","token":"aW50","type":2,"data":{"type":1}}"#, None),
    ] {
        let headers = signer.sign(body, NOW).unwrap();
        let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap();
        assert_eq!(hook.delivery().handshake().map(Answer::body), answer);
    }
}

/// A handshake that cannot be answered is not lost: it goes to the handler.
#[test]
fn what_has_no_plain_code_is_a_delivery() {
    let long = "x".repeat(257);
    for code in ["", "a b", "<a>", "a\"", "\u{e9}", "a\\", "{}", "[1]", "%41", "\n", &long] {
        let body = json!({ "type": "url_verification", "challenge": code }).to_string();
        assert_eq!(answered::<providers::Slack>(body), None, "{code:?}");
    }
    for body in [
        r#"{"type":"url_verification","challenge":["a"]}"#,
        r#"{"type":["url_verification"],"challenge":"a"}"#,
        r#"{"type":"url_verification","type":"url_verification","challenge":"a"}"#,
        r#"{"event":{"type":"url_verification"},"challenge":"a"}"#,
        "",
    ] {
        assert_eq!(answered::<providers::Slack>(body), None, "{body}");
    }
    let coded = json!({ "type": "url_verification", "challenge": "Zm9v+/8=" }).to_string();
    assert_eq!(answered::<providers::Slack>(coded).unwrap().body(), "Zm9v+/8=");
    let padded = json!({ "type": "url_verification", "challenge": "a", "x": "x".repeat(20_000) })
        .to_string();
    assert_eq!(answered::<providers::Slack>(padded), None, "the body is too long for a handshake");
}

/// The MAC in an answer does not verify any suffix of the challenge as a delivery, even if the
/// challenge starts like Zoom's signed content.
#[test]
fn no_answer_is_a_signature_of_anything() {
    let verifier = Verifier::<providers::Zoom>::new(SECRET).unwrap();
    let seconds = NOW.seconds();
    let letters: Vec<char> = ('!'..='~').collect();
    let mut computed = 0;
    let mut state = 7_u64;
    for round in 0..6_000_u32 {
        let mut code = match round % 4 {
            0 => format!("v0:{seconds}:"),
            1 => format!("v0.{seconds}."),
            _ => String::new(),
        };
        for _ in 0..round % 40 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            code.push(letters[(state >> 33) as usize % letters.len()]);
        }
        let asked =
            json!({ "event": "endpoint.url_validation", "payload": { "plainToken": &code } });
        let Some(answer) = answered::<providers::Zoom>(asked.to_string()) else { continue };
        assert!(!code.contains(':'), "{code}");
        computed += 1;
        let answer: Value = serde_json::from_str(answer.body()).unwrap();
        let forged = format!("v0={}", answer["encryptedToken"].as_str().unwrap());
        for timestamp in [seconds.to_string(), "0".to_owned(), String::new()] {
            let headers = [
                ("x-zm-signature", forged.as_str()),
                ("x-zm-request-timestamp", timestamp.as_str()),
            ];
            let head = PlainHead::new("POST", "/", &headers);
            for from in 0..=code.len() {
                assert!(verifier.verify(&head, &code.as_bytes()[from..], NOW).is_err(), "{code}");
            }
        }
    }
    assert!(computed > 300, "only {computed} challenges were answered");
}

/// Smartcar signs the body alone, so the reply to its handshake is the MAC of a possible body. No
/// body that could be a challenge is accepted as a delivery.
#[test]
fn no_answer_is_a_signature_of_a_body_that_is_taken() {
    // A test of Smartcar's SDK for node.
    let (verifier, signer) = (
        Verifier::<providers::Smartcar>::new("amt").unwrap(),
        Signer::<providers::Smartcar>::new("amt").unwrap(),
    );
    let judged = |body: &[u8], mac: &str| {
        let headers = [("sc-signature", mac)];
        let head = PlainHead::new("POST", "/", &headers);
        let hook = verifier.verify(&head, body, NOW)?;
        Ok::<_, Rejection>(hook.delivery().handshake().cloned())
    };
    let sign = |body: &[u8]| signer.sign(body, NOW).unwrap()[0].1.clone();
    let ask = |code: &str| {
        let body = json!({ "eventType": "VERIFY", "data": { "challenge": code } }).to_string();
        judged(body.as_bytes(), &sign(body.as_bytes())).unwrap()
    };
    let mac = "9baf5a7464bd86740ad5a06e439dcf535a075022ed2c92d74efacf646d79328e";
    assert_eq!(ask("challenge").unwrap().body(), json!({ "challenge": mac }).to_string());

    let mut computed = 0;
    for code in (0..=u8::MAX).flat_map(|byte| {
        let text = char::from(byte).to_string();
        [text.clone(), format!("a{text}"), format!("{text}1"), text.repeat(256), text.repeat(257)]
    }) {
        let Some(answer) = ask(&code) else { continue };
        computed += 1;
        let answer: Value = serde_json::from_str(answer.body()).unwrap();
        let forged = answer["challenge"].as_str().unwrap();
        assert_eq!(forged, sign(code.as_bytes()), "the reply is the MAC of the challenge");
        assert_eq!(judged(code.as_bytes(), forged), Err(Rejection::SignatureMismatch), "{code}");
    }
    assert!(computed > 300, "only {computed} challenges were answered");
    for body in [&b"{}"[..], b"", b"a:b", b"[1]"] {
        assert_eq!(judged(body, &sign(body)), Ok(None), "{body:?}");
    }
}

#[test]
fn a_question_that_shows_a_token_is_answered_where_one_is_expected() {
    let headers = [("host", "example.com")];
    let target = "/hook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=mine";
    let head = PlainHead::new("GET", target, &headers);
    let told = |token: Option<&str>| {
        let builder = Verifier::<providers::Meta>::builder().secret(SECRET);
        let builder =
            token.into_iter().fold(builder, |builder, token| builder.handshake_token(token));
        builder.build()
    };
    assert_eq!(told(None).unwrap().open(&head, NOW).unwrap_err(), Rejection::MethodNotAllowed);
    assert_eq!(
        told(Some("mine")).unwrap().open(&head, NOW).unwrap().into_answer().unwrap().body(),
        "1158201444"
    );
    assert_eq!(
        told(Some("mine2")).unwrap().open(&head, NOW).unwrap_err(),
        Rejection::CredentialMismatch
    );
    for (token, sent) in [("a b", "a+b"), ("a%20b", "a%2520b"), ("a+b&c", "a%2Bb%26c")] {
        let verifier = told(Some(token)).unwrap();
        let open = |sent: &str| {
            let target = format!("/hook?hub.challenge=7&hub.verify_token={sent}");
            verifier.open(&PlainHead::new("GET", &target, &headers), NOW).map(|_| ())
        };
        assert_eq!(open(sent), Ok(()), "{token}");
        assert_eq!(open(&format!("{sent}x")), Err(Rejection::CredentialMismatch));
    }
    for token in ["", "\u{e9}", "a\nb", &"x".repeat(1025)] {
        let error = told(Some(token)).unwrap_err();
        assert_eq!(error.fault(), &verihook::ConfigFault::HandshakeToken, "{token}");
    }
    let other = Verifier::<providers::Dropbox>::builder().secret(SECRET).handshake_token("mine");
    assert!(other.build().is_err(), "Dropbox sends no token");
}

#[cfg(feature = "ed25519")]
#[test]
fn the_ping_of_discords_events_is_answered_with_204() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let signer = Signer::<providers::DiscordEvents>::new(seed).unwrap();
    let verifier = Verifier::<providers::DiscordEvents>::new(public).unwrap();
    for (body, status) in [
        (&br#"{"version":1,"application_id":"1234560123453231555","type":0}"#[..], Some(204)),
        (
            br#"{"version":1,"application_id":"2","type":1,"event":{"type":"ENTITLEMENT_CREATE"}}"#,
            None,
        ),
    ] {
        let headers = signer.sign(body, NOW).unwrap();
        let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap();
        assert_eq!(hook.delivery().handshake().map(Answer::status), status);
    }
}

/// A secret is accepted only from a request that meets the endpoint's further conditions.
#[test]
fn a_delivered_secret_meets_every_condition() {
    verihook::provider! {
        /// Delivers the secret in JSON.
        Told: "told", BodySigned,
        verihook::Scheme::hmac_sha256(verihook::Place::header("s"), verihook::Encoding::Hex)
            .signs(&[verihook::Part::Body])
            .handshake(verihook::Handshake::delivers_secret_in_json(&["token"]))
            .build()
    }
    fn store(_: verihook::OfferedSecret) -> verihook::ExchangeFuture {
        Box::pin(async { Ok(()) })
    }
    let asana = Verifier::<providers::Asana>::builder().secret_exchange(store);
    let asana = asana.require_header("x-route", "a").build().unwrap();
    let told = Verifier::<Told>::builder().secret_exchange(store);
    let told = told.require_header("x-route", "a").build().unwrap();
    let body = Bytes::from_static(b"{\"token\":\"0123456789abcdef\"}");
    for (route, accepted) in [(Some("a"), true), (Some("b"), false), (None, false)] {
        let mut headers = vec![("x-hook-secret", "0123456789abcdef")];
        headers.extend(route.map(|route| ("x-route", route)));
        let head = PlainHead::new("POST", "/", &headers);
        let offer = asana.open(&head, NOW).ok().and_then(NextStep::into_offer);
        assert_eq!(offer.is_some(), accepted, "{route:?}");
        let question = told.open(&head, NOW).ok().and_then(NextStep::into_question);
        let outcome = question.and_then(|mut question| {
            question.update(&body).unwrap();
            question.finish().ok()
        });
        let is_offer = matches!(outcome, Some(verihook::QuestionOutcome::StoreSecret(_)));
        assert_eq!(is_offer, accepted, "{route:?}");
    }
    let strict = verihook::SecretPolicy::refusing();
    let asana = Verifier::<providers::Asana>::builder().secret_policy(&strict);
    let asana = asana.secret_exchange(store).build().unwrap();
    for (secret, accepted) in [("passw0rd", false), ("b537207f20cbfa02357cf448134da559", true)] {
        let headers = [("x-hook-secret", secret)];
        let open = asana.open(&PlainHead::new("POST", "/", &headers), NOW);
        assert_eq!(open.is_ok(), accepted, "{secret}");
    }
    let head = PlainHead::<&str, &str>::new("POST", "/", &[]);
    for resolved in [false, true] {
        let builder = Verifier::<Told>::builder().secret_exchange(store);
        let builder = match resolved {
            true => {
                builder.secret_resolver(|_: &dyn verihook::Head| -> verihook::SecretsFuture<Told> {
                    Box::pin(async { Err(verihook::ResolveError::Unknown) })
                })
            }
            false => builder,
        };
        let told = builder.build().unwrap();
        for (token, accepted) in
            [("", false), ("short", false), ("a secret", false), ("0123456789abcdef", true)]
        {
            let mut question = told.open(&head, NOW).unwrap().into_question().unwrap();
            question.update(&Bytes::from(json!({ "token": token }).to_string())).unwrap();
            let outcome = question.finish();
            assert_eq!(outcome.is_ok(), accepted, "{token:?}");
        }
    }
    let other = Verifier::<providers::GitHub>::builder().secret_exchange(store).build();
    assert_eq!(other.unwrap_err().fault(), &verihook::ConfigFault::NoSecretExchange);
}

/// A tenant that has a secret cannot be given another one by an unsigned request.
#[test]
fn a_secret_is_delivered_only_where_there_is_none() {
    fn store(_: verihook::OfferedSecret) -> verihook::ExchangeFuture {
        Box::pin(async { Ok(()) })
    }
    let asana = Verifier::<providers::Asana>::builder().secret_exchange(store).build().unwrap();
    let headers = [("x-hook-secret", "b537207f20cbfa02357cf448134da559")];
    let head = PlainHead::new("POST", "/", &headers);
    let none = asana.secrets().unwrap();
    assert!(asana.open_with(&none, &head, NOW).unwrap().into_offer().is_some());
    let tenant = verihook::Secrets::new([SECRET]).unwrap();
    let opened = asana.open_with(&tenant, &head, NOW);
    assert_eq!(opened.map(|_| ()), Err(Rejection::MissingField("x-hook-signature")));
}

/// A secret that the application declined is not recorded, so it fills no memory.
#[test]
fn a_declined_secret_is_not_recorded_by_the_policy() {
    fn store(_: verihook::OfferedSecret) -> verihook::ExchangeFuture {
        Box::pin(async { Ok(()) })
    }
    const OFFERED: &str = "b537207f20cbfa02357cf448134da559";
    for (stored, is_recorded) in [(Ok(()), true), (Err(verihook::ExchangeError::Declined), false)] {
        let policy = verihook::SecretPolicy::refusing();
        let asana = Verifier::<providers::Asana>::builder().secret_policy(&policy);
        let asana = asana.secret_exchange(store).build().unwrap();
        let headers = [("x-hook-secret", OFFERED)];
        let opened = asana.open(&PlainHead::new("POST", "/", &headers), NOW);
        let (_, pending) = opened.unwrap().into_offer().unwrap().into_parts();
        assert_eq!(pending.with(stored).is_ok(), is_recorded);
        // The policy rejects a secret that it has seen at another endpoint.
        let other = verihook::Secrets::<providers::GitHub>::new([OFFERED]).unwrap();
        assert_eq!(policy.judge("another endpoint", &other).is_err(), is_recorded);
    }
}

/// An unsigned handshake is answered under the field that the endpoint chose for its token.
#[test]
fn a_probe_lacks_the_field_that_the_endpoint_chose() {
    verihook::provider! {
        /// Sends a probe without its token.
        Probes: "probes", OriginOnly,
        verihook::Scheme::token(verihook::Place::header("x-token"))
            .handshake(verihook::Handshake::on_header("x-event", "ping").reply_ok())
            .build()
    }
    let builder = Verifier::<Probes>::builder().secret(SECRET).token_header("x-own");
    let probes = builder.build().unwrap();
    let answer = |headers: &[(&str, &str)]| {
        let opened = probes.open(&PlainHead::new("POST", "/", headers), NOW);
        opened.ok().and_then(NextStep::into_answer).map(|answer| answer.status())
    };
    assert_eq!(answer(&[("x-event", "ping")]), Some(200));
    assert_eq!(answer(&[("x-event", "ping"), ("x-own", "wrong")]), None);
    assert_eq!(answer(&[("x-event", "ping"), ("x-own", SECRET)]), None);
}

/// With the secret that a provider publishes for its test, anyone could sign any delivery.
#[test]
fn a_published_secret_is_not_taken_as_an_own_one() {
    const PUBLISHED: &str = "test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G";
    for secrets in [&[PUBLISHED][..], &[SECRET, PUBLISHED]] {
        let fault = verihook::Secrets::<providers::MailerSend>::new(secrets.iter().copied());
        let fault = fault.unwrap_err().to_string();
        assert!(fault.contains("predictable") && !fault.contains(PUBLISHED), "{fault}");
    }
    assert!(Verifier::<providers::MailerSend>::new(PUBLISHED).is_err());
    assert!(Verifier::<providers::MailerSend>::new(SECRET).is_ok());
    assert!(Verifier::<providers::GitHub>::new(PUBLISHED).is_ok(), "not GitHub's");
    // The test is still acknowledged, and is no delivery.
    let body = br#"{"type":"webhook.test"}"#;
    let signer = Signer::<providers::MailerSend>::new(PUBLISHED).unwrap();
    let headers = signer.sign(body, NOW).unwrap();
    let own = Verifier::<providers::MailerSend>::new(SECRET).unwrap();
    let outcome = own.verify(&PlainHead::new("POST", "/", &headers), body, NOW);
    assert_eq!(outcome.map(|_| ()), Err(Rejection::ProviderTest));
}

#[test]
fn an_unsigned_question_uses_its_own_method_alone() {
    let verifier = Verifier::<providers::Dropbox>::new(SECRET).unwrap();
    let none: [(&str, &str); 0] = [];
    let answer = |method, target| {
        verifier.open(&PlainHead::new(method, target, &none), NOW).map(NextStep::into_answer)
    };
    assert_eq!(answer("GET", "/hook?challenge=abc").unwrap().unwrap().body(), "abc");
    for (method, target) in [
        ("POST", "/hook?challenge=abc"),
        ("HEAD", "/hook?challenge=abc"),
        ("GET", "/hook"),
        ("GET", "/challenge=abc"),
    ] {
        assert!(!matches!(answer(method, target), Ok(Some(_))), "{method} {target}");
    }
    for target in
        ["/?challenge=", "/?challenge=a&challenge=b", "/?challenge=%41", "/?challenge=a%0d"]
    {
        assert_eq!(answer("GET", target), Err(Rejection::MalformedField("challenge")), "{target}");
    }
}

/// The MACs are those of the challenges under `SECRET`, by Python's `hmac`.
#[test]
fn an_unsigned_question_is_answered_with_a_mac() {
    fn body<P: Provider<Proves = verihook::BodySigned>>(target: &str) -> Value {
        let none: [(&str, &str); 0] = [];
        let verifier = Verifier::<P>::new(SECRET).unwrap();
        let step = verifier.open(&PlainHead::new("GET", target, &none), NOW).unwrap();
        serde_json::from_str(step.into_answer().unwrap().body()).unwrap()
    }
    let code = "890e4665-4dfe-4ab1-b689-ed553bceeed0";
    let mac = "32931791c4e1f88be1edb7c078ac2c7cadfbb015c6799cd2bf83324300d2e939";
    let answer =
        body::<providers::LinkedIn>(&format!("/hook?applicationId=1&challengeCode={code}"));
    assert_eq!(answer, json!({ "challengeCode": code, "challengeResponse": mac }));

    let mac = "sha256=M6MofXfculYuqq3BWIbsmES4a5mcZbu8/lgabq435pc=";
    for target in ["/hook?crc_token=NDkyYzE4==", "/hook?nonce=1&crc_token=NDkyYzE4%3D%3D"] {
        assert_eq!(body::<providers::X>(target), json!({ "response_token": mac }));
    }
}
