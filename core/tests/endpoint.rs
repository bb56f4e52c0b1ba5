//! Conditions that an endpoint requires in addition to a signature, and the facts about providers
//! that their documentation gives.

#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

use std::time::Duration;
use verihook::providers::{
    ALL, CentrePoint, CentrePointBasic, CentrePointBearer, GitHub, Okta, StandardWebhooks, Stripe,
    Terra, Texture, TradeLens,
};
use verihook::{
    Any, ConfigFault, Encoding, GeneratedSecret, Part, Peer, Place, PlainHead, Provider,
    ProviderEntry, Rejection, RejectionKind, ResolveError, Scheme, Secrets, SecretsFuture, Signer,
    SigningSecret, Tenant, TimestampFormat, TrustedProxies, UnixTime, Verifier, VerifierBuilder,
};

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
const SECRET: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";

type Headers = Vec<(&'static str, String)>;

fn signed<P: Provider>(body: &[u8]) -> Headers {
    Signer::<P>::new(SECRET).unwrap().sign(body, NOW).unwrap()
}

fn builder<P: Provider>() -> VerifierBuilder<P> {
    Verifier::<P>::builder().secret(SECRET)
}

fn fault<P>(builder: VerifierBuilder<P>) -> ConfigFault {
    builder.build().unwrap_err().fault().clone()
}

fn from(address: &str) -> Peer {
    Peer::new(address.parse().unwrap())
}

#[test]
fn documented_addresses_are_data_and_heeded_on_demand() {
    let [newer, older] = Terra::SCHEME.sources() else { panic!("Terra has two lists") };
    assert_eq!((newer.addresses.len(), older.addresses.len()), (10, 9));
    assert!(older.addresses.iter().all(|address| newer.addresses.contains(address)));
    assert!(newer.addresses.contains(&"35.214.229.114"));
    assert!(!older.addresses.contains(&"35.214.229.114"));
    for scheme in [CentrePoint::SCHEME, CentrePointBasic::SCHEME, CentrePointBearer::SCHEME] {
        assert_eq!(scheme.sources().iter().map(|list| list.addresses.len()).sum::<usize>(), 9);
    }

    let headers = signed::<Terra>(b"{}");
    let head = || PlainHead::new("POST", "/", &headers);
    let anybody = builder::<Terra>().build().unwrap();
    assert!(anybody.verify(&head(), b"{}", NOW).is_ok(), "sources are not restricted by default");
    let listed =
        builder::<Terra>().documented_sources().sources(["203.0.113.0/24"]).build().unwrap();
    for (address, allowed) in [
        ("35.214.229.114", true),
        ("18.133.218.210", true),
        ("::ffff:18.133.218.210", true),
        ("203.0.113.200", true),
        ("18.133.218.211", false),
    ] {
        let judged = listed.verify(&head().with_peer(from(address)), b"{}", NOW);
        assert_eq!(judged.err(), (!allowed).then_some(Rejection::SourceNotAllowed), "{address}");
    }
    assert_eq!(listed.verify(&head(), b"{}", NOW).unwrap_err(), Rejection::PeerUnknown);
    assert_eq!(Rejection::PeerUnknown.kind(), RejectionKind::Misconfigured);
    assert_eq!(listed.answer(Rejection::SourceNotAllowed).status(), 403);
}

#[test]
fn every_documented_list_can_be_heeded() {
    for (entry, builder) in signing() {
        let none = entry.scheme.sources().is_empty();
        assert_eq!(builder.documented_sources().build().is_err(), none, "{}", entry.slug);
    }
    for (entry, _) in signing() {
        for list in entry.scheme.sources() {
            assert!(list.document.starts_with("https://") && !list.dated.is_empty());
            let (_, builder) = signing().find(|(other, _)| other.slug == entry.slug).unwrap();
            assert!(
                builder.sources(list.addresses.iter().copied()).build().is_ok(),
                "{}",
                entry.slug
            );
        }
    }
}

/// Returns each provider that signs bodies with a secret that can be generated here, with a builder
/// for its endpoint.
fn signing() -> impl Iterator<Item = (&'static ProviderEntry, VerifierBuilder<Any>)> {
    ALL.iter().filter(|entry| entry.scheme.binds_body()).filter_map(|entry| {
        // Only the provider can generate a key pair.
        let secret = GeneratedSecret::new(entry.scheme).ok()?;
        let builder = Verifier::<Any>::of(entry).unwrap();
        Some((entry, builder.secret(secret).public_url("https://hooks.example.com/")))
    })
}

#[test]
fn conditions_that_mean_nothing_are_not_built() {
    let no_sources: [&str; 0] = [];
    assert_eq!(fault(builder::<GitHub>().sources(no_sources)), ConfigFault::NoSources);
    assert_eq!(fault(builder::<GitHub>().documented_sources()), ConfigFault::NoDocumentedSources);
    for text in ["", "example.com", "192.0.2.0/33", "192.0.2.7:80", "*"] {
        let network = ConfigFault::Network(text.to_owned());
        assert_eq!(fault(builder::<GitHub>().sources([text])), network);
        let proxies = TrustedProxies::x_forwarded_for([text]);
        assert_eq!(fault(builder::<GitHub>().trusted_proxies(proxies)), network);
    }
    let proxies = TrustedProxies::forwarded(no_sources);
    assert_eq!(fault(builder::<GitHub>().trusted_proxies(proxies)), ConfigFault::NoProxies);
    assert!(builder::<GitHub>().require_header("x.a!~", "v").build().is_ok());
    for name in ["", "Authorization", "x site", "x:y", "é"] {
        assert_eq!(
            fault(builder::<GitHub>().require_header(name, "v")),
            ConfigFault::HeaderName(name)
        );
    }
    for value in ["", " ", " padded", "line\n"] {
        let fault = fault(builder::<GitHub>().require_header("x-site", value));
        assert!(
            matches!(&fault, ConfigFault::Secret { name, .. } if name == "x-site"),
            "{value:?}: {fault}"
        );
    }
}

#[test]
fn a_password_beside_a_signature_has_its_time() {
    let password = |text: &'static str| SigningSecret::new(text);
    let end = UnixTime::from_seconds(NOW.seconds() - 1);
    let passwords =
        Secrets::<CentrePointBasic>::new([password("u:old").not_after(end), password("u:new")])
            .unwrap();
    let verifier = builder::<CentrePoint>().require_credential(&passwords).build().unwrap();
    let judge = |credential: &str| {
        let mut headers = signed::<CentrePoint>(b"{}");
        headers.push(("authorization", credential.to_owned()));
        verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).err()
    };
    assert_eq!(judge("Basic dTpuZXc="), None);
    assert_eq!(judge("Basic dTpvbGQ="), Some(Rejection::CredentialMismatch));

    let ended = Secrets::<CentrePointBearer>::new([password("token").not_after(end)]).unwrap();
    let verifier = builder::<CentrePoint>().require_credential(&ended).build().unwrap();
    let mut headers = signed::<CentrePoint>(b"{}");
    headers.push(("authorization", "Bearer token".to_owned()));
    let judged = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW);
    assert_eq!(
        judged.unwrap_err(),
        Rejection::NoActiveSecret,
        "an expired credential never passes"
    );
}

/// Conditions that no request could meet are reported when the verifier is built.
#[test]
fn conditions_that_contradict_each_other_are_not_built() {
    let basic = Secrets::<CentrePointBasic>::new(["u:p"]).unwrap();
    let bearer = Secrets::<CentrePointBearer>::new(["token"]).unwrap();
    let conflict = ConfigFault::ConflictingConditions;
    assert_eq!(
        fault(builder::<CentrePoint>().require_credential(&basic).require_credential(&bearer)),
        conflict("authorization")
    );
    let twice = builder::<CentrePoint>()
        .require_credential(&basic)
        .require_header("authorization", "Bearer x");
    assert_eq!(fault(twice), conflict("authorization"));
    let own = builder::<GitHub>().require_header("x-hub-signature-256", "sha256=00");
    assert_eq!(fault(own), conflict("x-hub-signature-256"));
    let other_name = builder::<Terra>().require_header("terra-signature", "t=1");
    assert_eq!(fault(other_name), conflict("terra-signature"));
}

verihook::provider! {
    /// Signs only a timestamp, so it proves the origin of a request and not its body.
    Gate: "gate", OriginOnly,
    Scheme::hmac_sha256(Place::header("x-gate"), Encoding::Hex)
        .timestamp(Place::header("x-gate-time"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp])
        .build()
}

/// A signature is not accepted as an additional credential: it is checked only after the body.
#[test]
fn a_further_credential_is_no_signature() {
    let gate = Secrets::<Gate>::new([SECRET]).unwrap();
    assert_eq!(fault(builder::<GitHub>().require_credential(&gate)), ConfigFault::NotACredential);
}

/// Checks every condition before the tenant is looked up.
#[test]
fn a_resolver_runs_only_where_every_condition_is_met() {
    fn find(_: &dyn verihook::Head) -> SecretsFuture<CentrePoint> {
        Box::pin(async { Err(ResolveError::Unavailable) })
    }
    let basic = Secrets::<CentrePointBasic>::new(["u:p"]).unwrap();
    let verifier = Verifier::<CentrePoint>::builder()
        .secret_resolver(find)
        .require_credential(&basic)
        .require_header("x-site", "one")
        .sources(["192.0.2.7"])
        .trusted_proxies(TrustedProxies::forwarded(["10.0.0.1"]))
        .require_tls()
        .build()
        .unwrap();
    let mut headers = signed::<CentrePoint>(b"{}");
    headers.push(("authorization", "Basic dTpw".to_owned()));
    headers.push(("x-site", "one".to_owned()));
    headers.push(("forwarded", "for=192.0.2.7;proto=https".to_owned()));
    let head = PlainHead::new("POST", "/", &headers).with_peer(from("10.0.0.1"));
    for missing in ["x-actigraph-signature", "authorization", "x-site", "forwarded"] {
        let mut headers = headers.clone();
        headers.retain(|(name, _)| *name != missing);
        let head = PlainHead::new("POST", "/", &headers).with_peer(from("10.0.0.1"));
        assert!(verifier.open(&head, NOW).is_err(), "{missing}");
    }
    let (_, unresolved) = verifier.open(&head, NOW).unwrap().into_look_up().unwrap().into_parts();
    let secrets = Secrets::<CentrePoint>::new([SECRET]).unwrap();
    let mut verification = unresolved.with(Ok(Tenant::new("one", secrets))).unwrap();
    verification.update("{}".into()).unwrap();
    assert!(verification.finish().is_ok());
}

#[test]
fn the_key_of_an_event_is_its_signed_id_and_a_batch_has_none() {
    let verifier = builder::<Texture>().build().unwrap();
    let id = |body: &str| {
        let headers = signed::<Texture>(body.as_bytes());
        let head = PlainHead::new("POST", "/", &headers);
        let hook = verifier.verify(&head, body.as_bytes(), NOW).unwrap();
        assert_eq!(hook.delivery().unsigned_id(), None);
        hook.delivery().id().map(str::to_owned)
    };
    assert_eq!(id(r#"{"type":"site.created","key":"cc0e387d"}"#).as_deref(), Some("cc0e387d"));
    assert_eq!(id(r#"{"key":"one","key":"two"}"#).as_deref(), Some("one"), "the first counts");
    for body in [
        r#"[{"key":"cc0e387d"}]"#,
        r#"{"data":{"key":"deep"}}"#,
        r#"{"key":""}"#,
        r#"{"key":"with space"}"#,
        r#"{"key":null}"#,
        "not JSON",
        "",
    ] {
        assert_eq!(id(body), None, "{body}");
    }
}

#[test]
fn an_endpoint_chooses_the_header_of_a_token() {
    let okta = || builder::<Okta>();
    let status = |verifier: &Verifier<Okta>, name: &str, token: &str| {
        let headers = [(name, token)];
        verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).map(|_| ())
    };
    let own = okta().token_header("x-okta-key").build().unwrap();
    let usual = okta().build().unwrap();
    assert_eq!(status(&own, "X-Okta-Key", SECRET), Ok(()));
    assert_eq!(status(&own, "X-Okta-Key", "another"), Err(Rejection::CredentialMismatch));
    assert_eq!(status(&own, "authorization", SECRET), Err(Rejection::MissingField("x-okta-key")));
    assert_eq!(status(&usual, "authorization", SECRET), Ok(()));
    assert_eq!(status(&usual, "x-okta-key", SECRET), Err(Rejection::MissingField("authorization")));
    let twice = [("x-okta-key", SECRET), ("x-okta-key", SECRET)];
    let verdict = own.verify(&PlainHead::new("POST", "/", &twice), b"{}", NOW).map(|_| ());
    assert_eq!(verdict, Err(Rejection::RepeatedField("x-okta-key")));

    assert_eq!(fault(okta().token_header("X-Okta")), ConfigFault::HeaderName("X-Okta"));
    assert_eq!(fault(builder::<GitHub>().token_header("x-key")), ConfigFault::TokenPlace);
    assert_eq!(
        fault(builder::<CentrePointBearer>().token_header("x-key")),
        ConfigFault::TokenPlace
    );
    let validated = Verifier::<Okta>::builder()
        .token_validator(|_: &str| -> verihook::ValidationFuture { Box::pin(async { Ok(true) }) });
    assert_eq!(fault(validated.token_header("x-key")), ConfigFault::TokenPlace);
    let both = okta().token_header("x-key").require_header("x-key", "value");
    assert_eq!(fault(both), ConfigFault::ConflictingConditions("x-key"));
    let beside = okta().token_header("x-key").require_header("authorization", SECRET);
    assert!(beside.build().is_ok());
}

#[test]
fn a_required_value_is_checked_before_the_signature() {
    verihook::provider! {
        /// Names its version in one field and its algorithm in another.
        Versioned: "versioned", BodySigned,
        Scheme::hmac_sha256(Place::header("sig"), Encoding::Hex)
            .signs(&[Part::Body])
            .requires(&[
                (Place::header("sig-version"), "2"),
                (Place::header("sig-settings").separated_by(',').prefix("alg="), "sha256"),
            ])
            .build()
    }
    let verifier = builder::<Versioned>().build().unwrap();
    let verdict = |changes: &[(&'static str, Option<&str>)]| {
        let mut headers = signed::<Versioned>(b"{}");
        for (name, value) in changes {
            headers.retain(|(other, _)| other != name);
            headers.extend(value.map(|value| (*name, value.to_owned())));
        }
        verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).map(|_| ())
    };
    assert_eq!(verdict(&[]), Ok(()));
    assert_eq!(verdict(&[("sig-settings", Some("key=1, alg=sha256"))]), Ok(()));
    for (name, value, rejection) in [
        ("sig-version", None, Rejection::MissingField("sig-version")),
        ("sig-version", Some("3"), Rejection::UnsupportedSignature("sig-version")),
        ("sig-version", Some(""), Rejection::UnsupportedSignature("sig-version")),
        ("sig-settings", None, Rejection::MissingField("sig-settings")),
        ("sig-settings", Some("key=1"), Rejection::MissingField("sig-settings")),
        ("sig-settings", Some("alg=SHA256"), Rejection::UnsupportedSignature("sig-settings")),
        ("sig-settings", Some("alg=sha256,alg=sha256"), Rejection::RepeatedField("sig-settings")),
    ] {
        assert_eq!(verdict(&[(name, value), ("sig", Some("00"))]), Err(rejection), "{value:?}");
    }
}

#[test]
fn an_unsigned_event_and_id_are_handed_on_under_their_names() {
    let verifier = builder::<CentrePoint>().build().unwrap();
    let mut headers = signed::<CentrePoint>(b"{}");
    headers.push(("X-ActiGraph-Event", "upload".to_owned()));
    headers.push(("X-ActiGraph-Delivery", "38a1d5a7-d3df-b80f-48a1-0535801b687b".to_owned()));
    let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).unwrap();
    let delivery = hook.delivery();
    assert_eq!(delivery.unsigned_event(), Some("upload"));
    assert_eq!(delivery.unsigned_id(), Some("38a1d5a7-d3df-b80f-48a1-0535801b687b"));
    assert_eq!(delivery.id(), None);
}

/// A malformed unsigned value reads as `None` and does not fail an authentic delivery.
#[test]
fn an_odd_unsigned_event_is_not_there() {
    let verifier = builder::<CentrePoint>().build().unwrap();
    let event = |value: &[u8]| {
        let mut headers: Vec<(&str, Vec<u8>)> = signed::<CentrePoint>(b"{}")
            .into_iter()
            .map(|(name, value)| (name, value.into_bytes()))
            .collect();
        headers.push(("x-actigraph-event", value.to_vec()));
        let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).unwrap();
        hook.delivery().unsigned_event().map(str::to_owned)
    };
    assert_eq!(event(b" an upload ").as_deref(), Some("an upload"));
    assert_eq!(event(&[b'x'; 256]).as_deref(), Some("x".repeat(256).as_str()));
    for odd in [&b""[..], b" ", b"up\tload", b"\x7f", "\u{e9}".as_bytes(), b"\xff", &[b'x'; 257]] {
        assert_eq!(event(odd), None, "{odd:?}");
    }
}

#[test]
fn what_the_documents_say_of_answers_is_data() {
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(Terra::SCHEME.answer_deadline(), seconds(8));
    assert_eq!(Texture::SCHEME.answer_deadline(), seconds(10));
    assert_eq!(TradeLens::SCHEME.answer_deadline(), seconds(5));
    assert_eq!(CentrePoint::SCHEME.answer_deadline(), None);
    assert!(Terra::SCHEME.retry_horizon() > seconds(86_400));
    assert_eq!(TradeLens::SCHEME.retry_horizon(), seconds(7 * 86_400));
    assert_eq!(CentrePoint::SCHEME.retry_horizon(), seconds(2 * 86_400));
    assert_eq!(Terra::SCHEME.default_body_limit(), 10 * 1024 * 1024);
}

/// A provider that expects a 2xx status treats a redirect as a failure.
#[test]
fn no_answer_is_a_redirect_and_no_refusal_an_acknowledgement() {
    use RejectionKind::{
        ContentCoded, Forbidden, LengthRequired, Malformed, MethodNotAllowed, Misconfigured,
        NotAuthentic, Payload, TimedOut, TooLarge, Unavailable,
    };
    let kinds = [
        ContentCoded,
        Forbidden,
        LengthRequired,
        Malformed,
        MethodNotAllowed,
        Misconfigured,
        NotAuthentic,
        Payload,
        TimedOut,
        TooLarge,
        Unavailable,
    ];
    assert!(signing().count() > 60);
    for (entry, builder) in signing() {
        let verifier = builder.build().unwrap();
        for kind in kinds {
            assert!(
                (400..=599).contains(&verifier.answer_kind(kind).status()),
                "{} {kind:?}",
                entry.slug
            );
        }
    }
    for kind in kinds {
        for status in [0, 100, 200, 204, 301, 302, 304, 307, 399, 600] {
            let built = builder::<GitHub>().status(kind, status).build();
            assert_eq!(built.unwrap_err().fault(), &ConfigFault::Status(status));
        }
    }
}

#[test]
fn where_the_body_of_a_retry_can_differ_is_data() {
    assert!(Stripe::SCHEME.varying_body().is_some());
    assert_eq!(StandardWebhooks::SCHEME.varying_body(), None);
    for entry in ALL {
        let Some(reason) = entry.scheme.varying_body() else { continue };
        // Without a signed id, the body itself tells deliveries apart.
        assert_eq!(entry.scheme.id_is_signed(), Some(true), "{}", entry.slug);
        assert!(reason.contains('(') && reason.ends_with(')'), "names its source: {reason}");
    }
}
