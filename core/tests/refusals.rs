//! Rejections and their reasons, misconfiguration, and secrets and their rotation.

#![allow(clippy::unwrap_used, missing_docs)]

use core::time::Duration;
use verihook::{
    Any, Bytes, ConfigFault, FieldSink, Form, Head, Json, PlainHead, Rejection, RejectionKind,
    SecretFault, Secrets, Signer, SigningSecret, SwappableSecrets, UnixTime, Verifier,
    VerifierBuilder,
    providers::{
        CentrePointBasic, CentrePointBearer, GitHub, Shopify, Slack, StandardWebhooks, Stripe,
        Terra,
    },
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);
const CANARY: &str = "canary-6f1d0c8e2b";

fn terra(header: &str) -> Result<(), Rejection> {
    let headers = [("x-terra-signature", header)];
    let verifier = Verifier::<Terra>::new(CANARY).unwrap();
    verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).map(|_| ())
}

#[test]
fn a_hostile_signature_header_has_a_reason_and_no_panic() {
    const NAME: &str = "x-terra-signature";
    let zeros = "0".repeat(64);
    let long = format!("t=1795000000{}", ",v1=".repeat(100_000));
    for (header, why) in [
        ("", Rejection::UnsupportedSignature(NAME)),
        ("t=1795000000", Rejection::UnsupportedSignature(NAME)),
        (&format!("t=1795000000,v0={zeros}"), Rejection::UnsupportedSignature(NAME)),
        ("t=1795000000,v1=", Rejection::MalformedField(NAME)),
        ("t=1795000000,v1=zz", Rejection::MalformedField(NAME)),
        (&format!("t=1795000000,v1={zeros}"), Rejection::SignatureMismatch),
        (&format!("v1={zeros}"), Rejection::MissingField(NAME)),
        (&format!("t=,v1={zeros}"), Rejection::MalformedField(NAME)),
        (&format!("t=-9223372036854775808,v1={zeros}"), Rejection::MalformedField(NAME)),
        (&format!("t=9223372036854775807,v1={zeros}"), Rejection::TimestampAhead),
        (&format!("t=9999999999999999999,v1={zeros}"), Rejection::TimestampAhead),
        (&format!("t={},v1={zeros}", "/".repeat(18)), Rejection::MalformedField(NAME)),
        (&format!("t={},v1={zeros}", "z".repeat(19)), Rejection::MalformedField(NAME)),
        (&format!("t=0,v1={zeros}"), Rejection::TimestampStale),
        (&format!("t=1795000000,t=1795000000,v1={zeros}"), Rejection::RepeatedField(NAME)),
        (&format!("t=1795000000{}", ",v1=00".repeat(17)), Rejection::TooManySignatures),
        (&long, Rejection::HeaderTooLong(NAME)),
        (&"=".repeat(16 * 1024), Rejection::UnsupportedSignature(NAME)),
        (&"=".repeat(16 * 1024 + 1), Rejection::HeaderTooLong(NAME)),
        (&"v1=".repeat(5_000), Rejection::MalformedField(NAME)),
        (&"=".repeat(16_000), Rejection::UnsupportedSignature(NAME)),
        (&",".repeat(16_000), Rejection::TooManySignatures),
        (&",v0=".repeat(32), Rejection::TooManySignatures),
        (&format!("t=1795000000,v1={zeros}{}", ",".repeat(30)), Rejection::SignatureMismatch),
        (&format!("t=1795000000,v1={zeros}{}", ",".repeat(31)), Rejection::TooManySignatures),
        ("\u{0}\u{ff}\u{1f389}", Rejection::UnsupportedSignature(NAME)),
    ] {
        assert_eq!(terra(header), Err(why), "{}", header.chars().take(60).collect::<String>());
    }
}

/// The reason names the header field that was received, not another name of it.
#[test]
fn a_reason_names_the_field_that_was_found() {
    let verifier = Verifier::<Terra>::new(CANARY).unwrap();
    let headers = [("terra-signature", "t=1795000000,v1=zz")];
    let refused = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).unwrap_err();
    assert_eq!(refused, Rejection::MalformedField("terra-signature"));
}

/// A clock at either end of its range causes neither a panic nor a false acceptance.
#[test]
fn extreme_clocks() {
    let verifier = Verifier::<Terra>::new(CANARY).unwrap();
    for now in [0, 1, u64::MAX / 2, u64::MAX] {
        let now = UnixTime::from_seconds(now);
        for signed in [0, NOW.seconds(), 9_999_999_999_999_999_999] {
            let signed = UnixTime::from_seconds(signed);
            let headers = Signer::<Terra>::new(CANARY).unwrap().sign(b"{}", signed).unwrap();
            let head = PlainHead::new("POST", "/", &headers);
            let fresh = now.seconds().abs_diff(signed.seconds()) <= 300;
            assert_eq!(verifier.verify(&head, b"{}", now).is_ok(), fresh);
        }
    }
}

#[test]
fn the_head_is_judged_before_the_body() {
    let verifier = Verifier::<Terra>::builder().secret(CANARY).body_limit(10).build().unwrap();
    let begin = |method: &str, headers: &[(&str, &str)]| {
        verifier.open(&PlainHead::new(method, "/", headers), NOW).map(|_| ()).unwrap_err()
    };
    assert_eq!(begin("GET", &[]), Rejection::MethodNotAllowed);
    assert_eq!(begin("post", &[]), Rejection::MethodNotAllowed);
    assert_eq!(begin("POST", &[("content-length", "11")]), Rejection::BodyTooLarge);
    assert_eq!(begin("POST", &[("content-length", "1000000000000000")]), Rejection::BodyTooLarge);
    for length in ["", "-1", "+1", " 1", "1x", "//////////////////", "99999999999999999999"] {
        assert_eq!(
            begin("POST", &[("content-length", length)]),
            Rejection::MalformedLength,
            "{length:?}"
        );
    }
    let twice = [("content-length", "1"), ("content-length", "2")];
    assert_eq!(begin("POST", &twice), Rejection::MalformedLength);
    let same = [("content-length", "1"), ("content-length", "1")];
    assert_eq!(begin("POST", &same), Rejection::MissingField("x-terra-signature"));
    for coding in ["gzip", "GZIP", "identity, br", "zstd", "x"] {
        assert_eq!(
            begin("POST", &[("content-encoding", coding)]),
            Rejection::ContentCoded,
            "{coding}"
        );
    }
    assert_eq!(begin("POST", &[]), Rejection::MissingField("x-terra-signature"));
    // A chunked body marks its own end, so a length next to it is ignored.
    let chunked = [("transfer-encoding", "chunked"), ("content-length", "99")];
    assert_eq!(begin("POST", &chunked), Rejection::MissingField("x-terra-signature"));
}

#[test]
fn the_body_is_limited_and_whole() {
    let verifier = Verifier::<GitHub>::builder().secret(CANARY).body_limit(5).build().unwrap();
    let signer = Signer::<GitHub>::new(CANARY).unwrap();
    for (body, verdict) in
        [(&b""[..], Ok(())), (b"12345", Ok(())), (b"123456", Err(Rejection::BodyTooLarge))]
    {
        let headers = signer.sign(body, NOW).unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        assert_eq!(verifier.verify(&head, body, NOW).map(|_| ()), verdict);
        let mut verification = verifier.open(&head, NOW).unwrap().into_verification().unwrap();
        let mut streamed = Ok(());
        for byte in body {
            streamed =
                streamed.and_then(|()| verification.update(Bytes::copy_from_slice(&[*byte])));
        }
        assert_eq!(streamed.and_then(|()| verification.finish().map(|_| ())), verdict);
    }
    // A correct signature of the first bytes does not make a cut body complete.
    let mut headers = signer.sign(b"123", NOW).unwrap();
    headers.push(("content-length", "5".into()));
    let mut verification = verifier
        .open(&PlainHead::new("POST", "/", &headers), NOW)
        .unwrap()
        .into_verification()
        .unwrap();
    verification.update(Bytes::from("123")).unwrap();
    assert_eq!(verification.finish().unwrap_err(), Rejection::BodyIncomplete);
}

/// If the framework hides that a body was cut, a credential alone requires a declared length; a
/// signature does not.
#[test]
fn a_framework_that_hides_cut_bodies_must_know_the_length() {
    struct Hiding<'a>(PlainHead<'a, &'static str, String>);

    impl Head for Hiding<'_> {
        fn method(&self) -> &str {
            self.0.method()
        }
        fn target(&self) -> &str {
            self.0.target()
        }
        fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
            self.0.fields(sink);
        }
        fn hides_cut_bodies(&self) -> bool {
            true
        }
    }

    let verifier = Verifier::<CentrePointBasic>::new("u:p").unwrap();
    let mut headers = Signer::<CentrePointBasic>::new("u:p").unwrap().sign(b"", NOW).unwrap();
    let refused =
        verifier.verify(&Hiding(PlainHead::new("POST", "/", &headers)), b"{}", NOW).unwrap_err();
    assert_eq!((refused, verifier.answer(refused).status()), (Rejection::LengthRequired, 411));
    assert!(verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).is_ok());
    headers.push(("content-length", "2".into()));
    assert!(verifier.verify(&Hiding(PlainHead::new("POST", "/", &headers)), b"{}", NOW).is_ok());

    let headers = Signer::<GitHub>::new("s").unwrap().sign(b"{}", NOW).unwrap();
    let signed = Verifier::<GitHub>::new("s").unwrap();
    assert!(signed.verify(&Hiding(PlainHead::new("POST", "/", &headers)), b"{}", NOW).is_ok());
}

#[test]
fn a_body_in_one_chunk_is_not_copied() {
    let body = Bytes::from(vec![b'x'; 4096]);
    let headers = Signer::<GitHub>::new(CANARY).unwrap().sign(&body, NOW).unwrap();
    let verifier = Verifier::<GitHub>::new(CANARY).unwrap();
    let mut verification = verifier
        .open(&PlainHead::new("POST", "/", &headers), NOW)
        .unwrap()
        .into_verification()
        .unwrap();
    verification.update(Bytes::new()).unwrap();
    verification.update(body.clone()).unwrap();
    verification.update(Bytes::new()).unwrap();
    let verified = verification.finish().unwrap().parse::<Bytes>().unwrap().into_payload();
    assert_eq!(verified.as_ptr(), body.as_ptr());
}

/// Verifying an ordinary delivery does not touch the heap.
#[test]
fn the_accept_path_allocates_nothing() {
    fn count<P: verihook::Provider>(secret: &str) -> u64 {
        let body = [b'x'; 1024];
        let headers = Signer::<P>::new(secret).unwrap().sign(&body, NOW).unwrap();
        let verifier = Verifier::<P>::new(secret).unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        let info = allocation_counter::measure(|| {
            assert!(verifier.verify(&head, &body, NOW).is_ok());
        });
        info.count_total
    }
    assert_eq!(count::<GitHub>(CANARY), 0);
    assert_eq!(count::<Shopify>(CANARY), 0);
    assert_eq!(count::<Slack>(CANARY), 0);
    assert_eq!(count::<Stripe>(CANARY), 0);
    assert_eq!(count::<Terra>(CANARY), 0);
    assert_eq!(count::<StandardWebhooks>("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), 0);
    // The counter works: Basic decodes a string of any length.
    assert!(count::<CentrePointBasic>("user:password") > 0);
}

fn fault<P: verihook::Provider>(secret: impl Into<SigningSecret>) -> Option<SecretFault> {
    let error = Verifier::<P>::new(secret).err()?;
    match error.fault() {
        ConfigFault::Secret { name, fault } if name == "secret 1" => Some(fault.clone()),
        other => unreachable!("{other}"),
    }
}

#[test]
fn an_unfit_secret_does_not_make_a_verifier() {
    for blank in [
        "",
        " ",
        "\n",
        "\t \r\n",
        "\u{a0}",
        "\u{feff}",
        "\u{200b}",
        "\u{200b}\u{feff}",
        "\u{2060} ",
        "\u{0}\u{7f}",
        "\u{ad}",
        "\u{180e}",
        "\u{3164}",
        "\u{2800}",
        "\u{fe0f}",
        "\u{e0020}",
    ] {
        assert_eq!(fault::<GitHub>(blank), Some(SecretFault::Blank), "{blank:?}");
        assert_eq!(fault::<CentrePointBasic>(blank), Some(SecretFault::Blank));
        assert_eq!(fault::<CentrePointBearer>(blank), Some(SecretFault::Blank));
        assert_eq!(fault::<StandardWebhooks>(blank), Some(SecretFault::Blank));
        assert_eq!(fault::<GitHub>(SigningSecret::new(blank).verbatim()), Some(SecretFault::Blank));
    }
    for blank in ["study:\u{feff}", "study: ", "study:\u{200b}\u{200b}"] {
        assert_eq!(fault::<CentrePointBasic>(blank), Some(SecretFault::Blank), "{blank:?}");
    }
    // The byte order mark in Base64, nine times.
    let marks = format!("whsec_{}", "77u/".repeat(9));
    assert_eq!(fault::<StandardWebhooks>(marks), Some(SecretFault::Blank));
    // The bytes from 0 to 31 are control characters, and may be a real key.
    let counted = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assert_eq!(fault::<StandardWebhooks>(counted), None);
    // HMAC pads keys with zeros, so these are the empty key.
    assert_eq!(fault::<GitHub>("\0\0"), Some(SecretFault::Blank));
    let zeros = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_eq!(fault::<StandardWebhooks>(zeros), Some(SecretFault::Blank));
    for file in ["secret\n", " secret", "secret\r\n", "\u{feff}secret", "secret\u{200b}"] {
        assert_eq!(fault::<GitHub>(file), Some(SecretFault::SurroundingWhiteSpace), "{file:?}");
        assert_eq!(fault::<GitHub>(SigningSecret::new(file).verbatim()), None);
    }
    assert_eq!(fault::<StandardWebhooks>("whsec_"), Some(SecretFault::Blank));
    let short = "whsec_c2hvcnQ=";
    assert_eq!(fault::<StandardWebhooks>(short), Some(SecretFault::TooShort { shortest: 24 }));
    assert_eq!(fault::<StandardWebhooks>(SigningSecret::new(short).allow_short()), None);
    assert_eq!(fault::<CentrePointBasic>("user:password"), None);
}

#[test]
fn a_misconfigured_endpoint_is_not_built() {
    let github = || Verifier::<GitHub>::builder();
    let error = |builder: VerifierBuilder<GitHub>| builder.build().unwrap_err().fault().clone();
    assert_eq!(error(github()), ConfigFault::NoSecret);
    let too_many = (0..17).fold(github(), |builder, index| builder.secret(format!("s{index}")));
    assert_eq!(error(too_many), ConfigFault::TooManySecrets);
    let second = ConfigFault::Secret { name: "secret 2".into(), fault: SecretFault::Blank };
    assert_eq!(error(github().secret("good").secret("")), second);
    let set = Secrets::new(["good"]).unwrap();
    assert_eq!(error(github().secrets(&set).secret("good")), ConfigFault::TwoSecretSources);
    let for_ever = Duration::from_secs(367 * 86_400);
    let stripe = || Verifier::<Stripe>::builder().secret("whsec_good");
    let fault = |tolerance| stripe().tolerance(tolerance).build().unwrap_err().fault().clone();
    assert_eq!(fault(for_ever), ConfigFault::Tolerance);
    assert_eq!(fault(Duration::MAX), ConfigFault::Tolerance);
    let minute = Duration::from_secs(60);
    assert_eq!(error(github().secret("good").tolerance(minute)), ConfigFault::NoTimestamp);
    let part_of_a_second = Duration::from_millis(999);
    assert_eq!(fault(part_of_a_second), ConfigFault::Tolerance);
    assert_eq!(error(github().secret("good").public_url("/hooks")), ConfigFault::PublicUrl);
    for status in [0, 200, 204, 302, 399, 600] {
        let chosen = github().secret("good").status(RejectionKind::NotAuthentic, status);
        assert_eq!(error(chosen), ConfigFault::Status(status));
    }
    let unknown = Verifier::<Any>::by_slug("no-such-provider").unwrap_err();
    let told = unknown.to_string();
    let begins = "endpoint `no-such-provider`: no provider has this name, or its crate feature is off; \
                  similar names: `no";
    assert!(told.starts_with(begins), "{told}");
    assert!(
        told.ends_with("to describe a provider of your own, use `verihook::provider!`"),
        "{told}"
    );
    let none = Verifier::<Any>::by_slug("").unwrap_err();
    assert!(!none.to_string().contains("similar"), "{none}");
    let weaker = Verifier::<Any>::by_slug("centrepoint-bearer").unwrap_err();
    assert_eq!(weaker.fault(), &ConfigFault::WrongAssurance);
    assert!(Secrets::<Any>::by_slug("github", ["s"]).is_ok());
    assert!(Secrets::<Any>::by_slug("no-such-provider", ["s"]).is_err());
}

#[test]
fn a_secret_is_tried_only_in_its_window() {
    let at =
        |seconds: i64| UnixTime::from_seconds(NOW.seconds().checked_add_signed(seconds).unwrap());
    let verifier = Verifier::<GitHub>::builder()
        .secret(SigningSecret::new("old").named("2026-08").not_after(at(10)))
        .secret(SigningSecret::new("new").named("2026-11").not_before(at(-10)))
        .build()
        .unwrap();
    let verify = |secret: &str, now| {
        let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", NOW).unwrap();
        let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", now)?;
        Ok::<_, Rejection>(hook.delivery().secret().to_owned())
    };
    assert_eq!(verify("old", at(-11)), Ok("2026-08".into()));
    assert_eq!(verify("old", at(10)), Ok("2026-08".into()));
    assert_eq!(verify("old", at(11)), Err(Rejection::SignatureMismatch));
    assert_eq!(verify("new", at(-11)), Err(Rejection::SignatureMismatch));
    assert_eq!(verify("new", at(-10)), Ok("2026-11".into()));
    assert_eq!(verify("new", at(1_000_000)), Ok("2026-11".into()));

    let expired = Verifier::<GitHub>::new(SigningSecret::new("old").not_after(at(-1))).unwrap();
    let headers = Signer::<GitHub>::new("old").unwrap().sign(b"{}", NOW).unwrap();
    let refused = expired.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).unwrap_err();
    assert_eq!(refused, Rejection::NoActiveSecret);
    assert_eq!(expired.answer(refused).status(), 500);
}

/// The name of each secret is stored before its signature is known to match, and is replaced by the
/// next one's, whatever their lengths.
#[test]
fn the_proof_names_the_secret_that_fitted() {
    let names =
        ["a name ".repeat(40), "b".into(), "\u{e9}".repeat(60), "2026-11".into(), "x".repeat(96)];
    let secret = |at: usize| format!("whsec_{}", "BBBB".repeat(8 + at));
    let builder = names
        .iter()
        .enumerate()
        .fold(Verifier::<StandardWebhooks>::builder(), |builder, (at, name)| {
            builder.secret(SigningSecret::new(secret(at)).named(name))
        });
    let verifier = builder.build().unwrap();
    for (at, name) in names.iter().enumerate() {
        let signer = Signer::<StandardWebhooks>::new(secret(at)).unwrap().id("msg_7");
        let headers = signer.sign(b"{}", NOW).unwrap();
        let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).unwrap();
        let delivery = hook.delivery();
        assert_eq!((delivery.secret(), delivery.id()), (name.as_str(), Some("msg_7")));
        assert_eq!(delivery.timestamp(), Some(NOW));
    }
}

#[test]
fn a_swapped_secret_is_refused_on_the_very_next_request() {
    let secrets = SwappableSecrets::new(Secrets::<Terra>::new(["old"]).unwrap());
    let verifier = Verifier::<Terra>::builder().swappable_secrets(&secrets).build().unwrap();
    let verify = |verifier: &Verifier<Terra>, secret: &str| {
        let headers = Signer::<Terra>::new(secret).unwrap().sign(b"{}", NOW).unwrap();
        verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).is_ok()
    };
    let clone = verifier.clone();
    for (now_valid, old, new) in
        [(&["old"][..], true, false), (&["new", "old"], true, true), (&["new"], false, true)]
    {
        secrets.replace(Secrets::new(now_valid.iter().copied()).unwrap());
        for verifier in [&verifier, &clone] {
            assert_eq!((verify(verifier, "old"), verify(verifier, "new")), (old, new));
        }
    }
    assert!(Secrets::<Terra>::new([""]).is_err(), "an invalid set cannot be swapped in");
}

#[test]
fn another_tenants_secrets() {
    let verifier = Verifier::<GitHub>::new("own").unwrap();
    let tenant = Secrets::<GitHub>::new(["tenant"]).unwrap();
    let begin = |secret: &str| {
        let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"", NOW).unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        verifier
            .open_with(&tenant, &head, NOW)
            .unwrap()
            .into_verification()
            .unwrap()
            .finish()
            .map(|_| ())
    };
    assert_eq!(begin("tenant"), Ok(()));
    assert_eq!(begin("own"), Err(Rejection::SignatureMismatch));
}

/// Secrets of one provider cannot be used in another's verifier through `Any`.
#[test]
fn foreign_secrets() {
    let github = Verifier::<Any>::by_slug("github").unwrap().secret("x").build().unwrap();
    let standard = || Verifier::<Any>::by_slug("standard-webhooks").unwrap();
    let built = standard().secrets(&github.secrets().unwrap()).build();
    assert_eq!(built.unwrap_err().fault(), &ConfigFault::ForeignSecrets);

    let own = standard().secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").build().unwrap();
    let head = PlainHead::<&str, &str>::new("POST", "/", &[]);
    let begun = own.open_with(&github.secrets().unwrap(), &head, NOW);
    assert_eq!(begun.map(|_| ()).unwrap_err(), Rejection::ForeignSecrets);

    // Nor does a handshake use them, whose answer could contain a MAC under them.
    let dropbox = Verifier::<Any>::by_slug("dropbox").unwrap().secret("own").build().unwrap();
    let asks = PlainHead::<&str, &str>::new("GET", "/?challenge=abc", &[]);
    let begun = dropbox.open_with(&github.secrets().unwrap(), &asks, NOW);
    assert_eq!(begun.map(|_| ()).unwrap_err(), Rejection::ForeignSecrets);
    assert!(dropbox.open(&asks, NOW).unwrap().into_answer().is_some());

    let shared = SwappableSecrets::new(own.secrets().unwrap());
    let swapped = standard().swappable_secrets(&shared).build().unwrap();
    shared.replace(github.secrets().unwrap());
    assert_eq!(swapped.verify(&head, b"", NOW).unwrap_err(), Rejection::ForeignSecrets);
    assert_eq!(swapped.answer(Rejection::ForeignSecrets).status(), 500);
}

/// A body without one of its chunks is not verified.
#[test]
fn after_a_refused_chunk_nothing_is_verified() {
    let verifier =
        Verifier::<CentrePointBasic>::builder().secret("u:p").body_limit(8).build().unwrap();
    let headers = Signer::<CentrePointBasic>::new("u:p").unwrap().sign(b"", NOW).unwrap();
    let mut verification = verifier
        .open(&PlainHead::new("POST", "/", &headers), NOW)
        .unwrap()
        .into_verification()
        .unwrap();
    verification.update(Bytes::from("head")).unwrap();
    assert_eq!(verification.update(Bytes::from("too long")), Err(Rejection::BodyTooLarge));
    assert_eq!(verification.update(Bytes::from("tail")), Ok(()));
    assert_eq!(verification.finish().unwrap_err(), Rejection::BodyTooLarge);
}

#[test]
fn a_proof_tells_signed_from_unsigned() {
    let body = b"{}";
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let headers =
        Signer::<StandardWebhooks>::new(secret).unwrap().id("msg_7").sign(body, NOW).unwrap();
    let verifier = Verifier::<StandardWebhooks>::new(secret).unwrap();
    let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap();
    let delivery = hook.delivery();
    assert_eq!((delivery.id(), delivery.unsigned_id()), (Some("msg_7"), None));
    assert_eq!((delivery.timestamp(), delivery.unsigned_timestamp()), (Some(NOW), None));
    assert_eq!((delivery.provider(), delivery.secret()), ("standard-webhooks", "secret 1"));

    let signer = Signer::<Shopify>::new("s").unwrap();
    let signer =
        signer.header("shopify-webhook-id", "b54557e4").header("x-shopify-triggered-at", "2020");
    let headers = signer.sign(body, NOW).unwrap();
    let verifier = Verifier::<Shopify>::new("s").unwrap();
    let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap();
    let delivery = hook.delivery();
    assert_eq!((delivery.id(), delivery.unsigned_id()), (None, Some("b54557e4")));
    assert_eq!((delivery.timestamp(), delivery.unsigned_timestamp()), (None, Some("2020")));
}

#[test]
fn every_reason_of_a_kind_gets_the_same_answer() {
    let verifier = Verifier::<CentrePointBasic>::builder()
        .secret("user:password")
        .status(RejectionKind::TooLarge, 400)
        .build()
        .unwrap();
    let challenge = Some(("www-authenticate", "Basic realm=\"webhook\", charset=\"UTF-8\""));
    for why in [
        Rejection::MissingField("authorization"),
        Rejection::CredentialMismatch,
        Rejection::RepeatedField("authorization"),
        Rejection::TimestampStale,
    ] {
        let answer = verifier.answer(why);
        assert_eq!((answer.status(), answer.header()), (401, challenge));
        assert_eq!(answer, verifier.answer(Rejection::SignatureMismatch));
    }
    assert_eq!(verifier.answer(Rejection::BodyTooLarge).status(), 400);
    assert_eq!(verifier.answer(Rejection::MethodNotAllowed).header(), Some(("allow", "POST")));
    let head = PlainHead::new("POST", "/", &[("expect", "100-continue")]);
    assert!(verifier.drain(&head, Some(Rejection::CredentialMismatch)).is_none());
    let head = PlainHead::<&str, &str>::new("POST", "/", &[]);
    assert_eq!(verifier.drain(&head, Some(Rejection::CredentialMismatch)).unwrap().bytes, 65_536);
    let eight_times = 8 * verifier.body_limit() as u64;
    let rest = verifier.drain_rest(Some(Rejection::BodyTooLarge)).unwrap();
    assert_eq!((rest.bytes, rest.time), (eight_times, verifier.body_deadline()));
    for (declared, bytes) in [
        (None, Some(eight_times)),
        (Some(eight_times), Some(eight_times)),
        (Some(eight_times + 1), None),
    ] {
        let declared = declared.map(|length| ("content-length", length.to_string()));
        let headers: Vec<_> = declared.into_iter().collect();
        let head = PlainHead::new("POST", "/", &headers);
        let drain = verifier.drain(&head, Some(Rejection::BodyTooLarge));
        assert_eq!(drain.map(|drain| drain.bytes), bytes, "{headers:?}");
    }
    for broken in [
        Rejection::BodyConsumed,
        Rejection::BodyDeadlineExceeded,
        Rejection::BodyIncomplete,
        Rejection::EndUnconfirmed,
    ] {
        assert!(verifier.drain_rest(Some(broken)).is_none(), "{broken}");
    }
}

#[test]
fn a_verified_body_may_still_be_no_payload() {
    #[derive(serde::Deserialize)]
    struct Event {
        id: u32,
    }
    let parse = |body: &[u8]| {
        let headers = Signer::<GitHub>::new("s").unwrap().sign(body, NOW).unwrap();
        let verifier = Verifier::<GitHub>::new("s").unwrap();
        let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW).unwrap();
        hook.parse::<Json<Event>>().map(|hook| hook.into_payload().0.id)
    };
    assert_eq!(parse(br#"{"id":7,"more":null}"#).unwrap(), 7);
    assert_eq!(parse(b"\xef\xbb\xbf{\"id\":7}").unwrap(), 7, "a byte order mark is read past");
    let deep = "[".repeat(100_000);
    for body in [
        &b"{nope"[..],
        b"",
        b"\xef\xbb\xbf\xef\xbb\xbf{\"id\":7}",
        b"\xff",
        br#"{"id":"secret text"}"#,
        deep.as_bytes(),
    ] {
        let error = parse(body).unwrap_err();
        let printed = error.to_string();
        assert!(
            printed.starts_with(
                "the verified body is not the JSON that the handler expects, at line 1 "
            )
        );
        assert!(!printed.contains("secret text"), "the error can be logged");
        assert!(std::error::Error::source(&error).is_some());
    }
    let headers = Signer::<GitHub>::new("s").unwrap().sign(b"id=1&id=2", NOW).unwrap();
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let hook = verifier.verify(&PlainHead::new("POST", "/", &headers), b"id=1&id=2", NOW).unwrap();
    assert!(hook.parse::<Form<Event>>().is_err());
}

/// No output contains the secret, in any encoding.
#[test]
fn no_secret_is_printed() {
    let headers = Signer::<GitHub>::new(CANARY).unwrap().sign(b"{}", NOW).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let secrets = SwappableSecrets::new(Secrets::<GitHub>::new([CANARY]).unwrap());
    let verifier = Verifier::<GitHub>::builder().swappable_secrets(&secrets).build().unwrap();
    let printed = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {}",
        SigningSecret::new(CANARY),
        Secrets::<GitHub>::new([CANARY]).unwrap(),
        secrets,
        verifier,
        Verifier::<GitHub>::builder().secret(CANARY),
        Signer::<GitHub>::new(CANARY).unwrap(),
        verifier.open(&head, NOW).unwrap().into_verification().unwrap(),
        verifier.verify(&head, b"{}", NOW).unwrap(),
        Verifier::<CentrePointBasic>::new(CANARY).unwrap_err(),
        Verifier::<StandardWebhooks>::new(CANARY).unwrap_err(),
    );
    let signature = headers[0].1.trim_start_matches("sha256=");
    let hex: String = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect();
    let bytes = format!("{:?}", CANARY.as_bytes());
    for needle in [CANARY, &hex, &hex.to_uppercase(), bytes.trim_matches(['[', ']']), signature] {
        assert!(!printed.contains(needle), "{printed}");
    }
}

/// The work of one request is bounded: its bytes, the secrets and, for public keys, the signatures
/// that the sender lists.
#[test]
fn bytes_secrets_and_signatures_are_bounded_together() {
    let secrets: Vec<_> =
        (0..16).map(|number| format!("secret number {number} of sixteen")).collect();
    let verifier = |count: usize| {
        let secrets = secrets.iter().take(count).cloned().map(SigningSecret::new);
        let builder = Verifier::<GitHub>::builder();
        secrets.fold(builder, VerifierBuilder::secret).build().unwrap()
    };
    let headers = [("x-hub-signature-256", format!("sha256={}", "0".repeat(64)))];
    let head = PlainHead::new("POST", "/", &headers);
    let mib = 1024 * 1024;
    for (count, length, rejection) in [
        (1, 25 * mib, Rejection::SignatureMismatch),
        (4, 25 * mib, Rejection::SignatureMismatch),
        (16, 8 * mib, Rejection::SignatureMismatch),
        (16, 8 * mib + 1, Rejection::TooMuchWork),
        (1, 25 * mib + 1, Rejection::BodyTooLarge),
    ] {
        let body = vec![b'x'; length];
        let refused = verifier(count).verify(&head, body.as_slice(), NOW).unwrap_err();
        assert_eq!(refused, rejection, "{count} secrets, {length} bytes");
    }
    // A declared length is rejected before the body is read, an undeclared one while it arrives.
    let sixteen = verifier(16);
    let declared = [headers[0].clone(), ("content-length", (9 * mib).to_string())];
    let refused = sixteen.open(&PlainHead::new("POST", "/", &declared), NOW).map(|_| ());
    assert_eq!(refused.unwrap_err(), Rejection::TooMuchWork);
    let mut verification = sixteen.open(&head, NOW).unwrap().into_verification().unwrap();
    verification.update(vec![b'x'; 8 * mib].into()).unwrap();
    assert_eq!(verification.work(), 128 * mib);
    assert_eq!(verification.update("x".into()), Err(Rejection::TooMuchWork));
    assert_eq!(verification.finish().map(|_| ()).unwrap_err(), Rejection::TooMuchWork);
}

#[cfg(feature = "ed25519")]
#[test]
fn public_keys_are_tried_on_a_bounded_number_of_bytes() {
    use verihook::providers::StandardWebhooksV1a;

    let key = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    let verifier = Verifier::<StandardWebhooksV1a>::builder().secret(key).build().unwrap();
    let private = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let signer = Signer::<StandardWebhooksV1a>::new(private).unwrap();
    let wrong = format!("v1a,{}== ", "A".repeat(86));
    let listed = |count: usize, length: usize| {
        let body = vec![b'x'; length];
        let mut headers = signer.sign(&body, NOW).unwrap();
        let (_, signature) =
            headers.iter_mut().find(|(name, _)| *name == "webhook-signature").unwrap();
        *signature = format!("{}{signature}", wrong.repeat(count - 1));
        let head = PlainHead::new("POST", "/", &headers);
        let mut verification = verifier.open(&head, NOW)?.into_verification().unwrap();
        verification.update(body.into())?;
        let work = verification.work();
        verification.finish().map(|_| work)
    };
    let kib = 1024;
    assert_eq!(listed(1, kib), Ok(kib + 64 * kib));
    assert_eq!(listed(4, 1024 * kib), Ok(4 * 1024 * kib + 4 * 64 * kib));
    assert_eq!(listed(16, 256 * kib - 100), Ok(16 * (256 * kib - 100) + 16 * 64 * kib));
    assert_eq!(listed(16, 256 * kib + 1), Err(Rejection::TooMuchWork));
}

/// HubSpot signs the query and the body with nothing between them, but no byte of either can be
/// moved into the other.
#[test]
fn a_body_cannot_be_moved_into_the_query() {
    use verihook::providers::HubSpot;

    let url = "https://example.com/hook";
    let verifier = Verifier::<HubSpot>::builder().secret("s").public_url(url).build().unwrap();
    let deliver = |signed: (&str, &str), sent: (&str, &str)| {
        let signer = Signer::<HubSpot>::new("s").unwrap().public_url(url).unwrap();
        let headers = signer.target(signed.0).sign(signed.1.as_bytes(), NOW).unwrap();
        let head = PlainHead::new("POST", sent.0, &headers);
        verifier.verify(&head, sent.1.as_bytes(), NOW).map(|_| ())
    };
    for genuine in [
        ("/hook", r#"[{"a":1}]"#),
        ("/hook", "text"),
        ("/hook", ""),
        ("/hook?a=1", r#"[{"a":1}]"#),
        ("/hook?a=1", "\n{}"),
        ("/hook?a=1&b=%5B", ""),
        ("/hook?", "[]"),
    ] {
        assert_eq!(deliver(genuine, genuine), Ok(()), "{genuine:?}");
    }
    let moved = Err(Rejection::AmbiguousQuery);
    for (signed, sent) in [
        (("/hook?a=1", "[1]"), ("/hook?a=1[1]", "")),
        (("/hook?a=1", "[1]"), ("/hook?a=1[1", "]")),
        (("/hook?a=1", ""), ("/hook?a", "=1")),
        (("/hook?a=1", ""), ("/hook", "?a=1")),
        (("/hook?a=1", r#"{"a":1}"#), ("/hook?a=1{", r#""a":1}"#)),
    ] {
        assert_eq!(deliver(signed, sent), moved, "{sent:?}");
    }
}

/// Twilio signs a body that is not a form by its digest in the query.
#[test]
fn a_digest_in_the_query_binds_the_body() {
    use verihook::providers::Twilio;

    const DIGEST: &str = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    let target = format!("/myapp.php?foo=1&bar=2&bodySHA256={DIGEST}");
    let verifier = Verifier::<Twilio>::builder()
        .secret("12345")
        .public_url("https://mycompany.com/myapp.php")
        .build()
        .unwrap();
    let deliver = |target: &str, signature: &str, body: &str| {
        let headers = [("x-twilio-signature", signature)];
        let head = PlainHead::new("POST", target, &headers);
        verifier.verify(&head, body.as_bytes(), NOW).map(|_| ())
    };
    // The published case: https://www.twilio.com/docs/usage/webhooks/webhooks-security
    let published = "a9nBmqA0ju/hNViExpshrM61xv4=";
    let json = r#"{"property": "value", "boolean": true}"#;
    assert_eq!(deliver(&target, published, json), Ok(()));
    for body in ["", "{}", "foo=1", r#"{"property": "value", "boolean": false}"#] {
        assert_eq!(deliver(&target, published, body), Err(Rejection::DigestMismatch), "{body}");
    }
    let sign = |target: &str, body: &str| {
        let signer = Signer::<Twilio>::new("12345").unwrap();
        let signer = signer.public_url("https://mycompany.com/myapp.php").unwrap().target(target);
        signer.sign(body.as_bytes(), NOW).map(|headers| headers.last().unwrap().1.clone())
    };
    // A form is signed by its fields; a form with the parameter is signed by the digest alone.
    let form = sign("/myapp.php?foo=1", "a=b").unwrap();
    assert_eq!(deliver("/myapp.php?foo=1", &form, "a=b"), Ok(()));
    let url_alone = sign(&target, "").unwrap();
    assert_eq!(deliver(&target, &url_alone, "a=b"), Err(Rejection::DigestMismatch));
    let with_fields = format!("{target}ab");
    let both = sign(&with_fields, "").unwrap_err();
    assert_eq!(both, Rejection::MalformedField("bodySHA256"));
    for malformed in ["bodySHA256=", "bodySHA256=00", &format!("bodySHA256={DIGEST}0")] {
        let target = format!("/myapp.php?{malformed}");
        let refused = deliver(&target, published, json);
        assert_eq!(refused, Err(Rejection::MalformedField("bodySHA256")), "{malformed}");
    }
    // Content that ends in a digest is signed by that digest: it cannot pass for a form, nor a form
    // for it.
    let evil = r#"{"amount":1}"#;
    let of_evil = "c2b11e657e12fd177359627ca89412018e2274d0873cfbfcf1fc50f685582e9e";
    let text = format!("Body=%26bodySHA256%3D{of_evil}%26&From=X");
    let form = sign("/myapp.php?v=1", &text).unwrap();
    assert_eq!(deliver("/myapp.php?v=1", &form, &text), Ok(()));
    let moved = format!("/myapp.php?v=1Body&bodySHA256={of_evil}&FromX");
    let behind = Err(Rejection::MalformedField("bodySHA256"));
    assert_eq!(deliver(&moved, &form, evil), behind);
    let moved = format!("/myapp.php?v=1Body&bodySHA256={of_evil}&xbodySHA256={of_evil}");
    assert_eq!(deliver(&moved, &form, evil), behind);
    let text = format!("Body=%26bodySHA256%3D{of_evil}");
    let form = sign("/myapp.php?v=1", &text).unwrap();
    assert_eq!(deliver("/myapp.php?v=1", &form, &text), Err(Rejection::AmbiguousQuery));
    for (target, body) in [
        ("/myapp.php", format!("%3Ffoo%3D1%26bar%3D2%26bodySHA256%3D{DIGEST}")),
        ("/myapp.php?foo=1", format!("%26bar%3D2%26bodySHA256%3D{DIGEST}=")),
        ("/myapp.php?foo=1&bar=2&bodySHA256", format!("%3D{DIGEST}")),
        ("/myapp.php?foo=1&bar=2&bodySHA", format!("256%3D{DIGEST}")),
    ] {
        assert_eq!(deliver(target, published, &body), Err(Rejection::AmbiguousQuery), "{target}");
    }
    let twice = format!("{target}&bodySHA256={DIGEST}");
    assert_eq!(deliver(&twice, published, json), Err(Rejection::MalformedField("bodySHA256")));
}

/// A rejected chunk ends a verification, also after the body before it was verified.
#[test]
fn a_rejected_chunk_ends_a_verification_that_was_checked() {
    let body = br#"{"pay":1}"#;
    let headers = Signer::<GitHub>::new("s").unwrap().sign(body, NOW).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let limited = Verifier::<GitHub>::builder().secret("s").body_limit(body.len()).build().unwrap();
    let opened = || limited.open(&head, NOW).unwrap().into_verification().unwrap();

    let mut verification = opened();
    verification.update(Bytes::from_static(body)).unwrap();
    verification.check().unwrap();
    assert_eq!(verification.update(Bytes::from("x")), Err(Rejection::BodyTooLarge));
    assert_eq!(verification.check(), Err(Rejection::BodyTooLarge));
    assert_eq!(verification.finish().unwrap_err(), Rejection::BodyTooLarge);

    let mut verification = opened();
    verification.update(Bytes::from_static(b"{")).unwrap();
    assert_eq!(verification.check(), Err(Rejection::SignatureMismatch));
    verification.update(Bytes::from_static(&body[1..])).unwrap();
    verification.check().unwrap();
    assert_eq!(verification.finish().unwrap().payload(), &body[..]);
}
