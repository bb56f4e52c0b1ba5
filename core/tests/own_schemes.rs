//! Schemes of forms that no listed provider has, against signatures that Python's `hmac` made.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, missing_docs)]

use verihook::{
    DigestAlgorithm, Encoding, Part, Place, PlainHead, Provider, Rejection, Scheme, SchemeBuilder,
    Signer, Syntax, TimestampFormat, UnixTime, Verifier,
};

/// 2026-11-25T12:00:00Z.
const NOW: UnixTime = UnixTime::from_seconds(1_795_608_000);
const SECRET: &str = "a secret";
const BODY: &[u8] = br#"{"a":1}"#;
const URL: &str = "https://example.com/hooks/acme";
const SIGNATURE: Place = Place::header("acme-signature");
const TIME: Place = Place::header("acme-timestamp");
const LINE: Part = Part::Literal("\n");

const fn mac(content: &'static [Part]) -> SchemeBuilder {
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex).signs(content)
}

type Headers<'a> = &'a [(&'a str, &'a str)];

fn verifier<P: Provider<Proves = verihook::BodySigned>>() -> Verifier<P> {
    Verifier::<P>::builder().secret(SECRET).public_url(URL).build().unwrap()
}

/// Verifies a request, and returns the rejection.
fn outcome<P: Provider<Proves = verihook::BodySigned>>(
    (method, target, headers, body): (&str, &str, Headers<'_>, &[u8]),
) -> Result<(), Rejection> {
    let head = PlainHead::new(method, target, headers);
    verifier::<P>().verify(&head, body, NOW).map(|_| ())
}

/// Signs a request as the provider does, and verifies it.
fn round_trip<P: Provider<Proves = verihook::BodySigned>>(target: &str) -> Result<(), Rejection> {
    let signer = Signer::<P>::new(SECRET).unwrap().public_url(URL).unwrap().target(target);
    let (headers, target) = (signer.sign(BODY, NOW)?, signer.sign_target(BODY, NOW)?);
    let head = PlainHead::new("POST", &target, &headers);
    verifier::<P>().verify(&head, BODY, NOW).map(|_| ())
}

mod path_and_digest {
    use super::*;

    verihook::provider! {
        /// Signs the method, the path, the time and a digest of the body, each on a line.
        pub Lines: "lines", BodySigned,
        mac(&[
            Part::Method,
            LINE,
            Part::Path,
            LINE,
            Part::Timestamp,
            LINE,
            Part::BodyDigest(DigestAlgorithm::Sha256, Encoding::Hex),
        ])
        .timestamp(TIME, TimestampFormat::Seconds)
        .methods("POST, PUT")
        .id(Place::json(&["id"]), Syntax::visible())
        .build()
    }

    verihook::provider! {
        /// Signs the path with the query, and another digest.
        pub Query: "query", BodySigned,
        mac(&[
            Part::PathWithQuery,
            LINE,
            Part::BodyDigest(DigestAlgorithm::Sha512, Encoding::Base64),
        ])
        .build()
    }

    const SIGNED: Headers<'_> = &[
        ("acme-timestamp", "1795608000"),
        ("acme-signature", "b6c275c4702c93f7173d59399f55cccc91d3b36e6ea01146b7294f2dc688e9a3"),
    ];

    #[test]
    fn every_signed_part_counts() {
        assert_eq!(outcome::<Lines>(("POST", "/hooks/acme", SIGNED, BODY)), Ok(()));
        // Only the path is signed, so the query is free.
        assert_eq!(outcome::<Lines>(("POST", "/hooks/acme?a=b", SIGNED, BODY)), Ok(()));
        for (request, rejection) in [
            (("PUT", "/hooks/acme", SIGNED, BODY), Rejection::SignatureMismatch),
            (("GET", "/hooks/acme", SIGNED, BODY), Rejection::MethodNotAllowed),
            (("POST", "/hooks/other", SIGNED, BODY), Rejection::PathMismatch),
            (("POST", "/hooks/acme/", SIGNED, BODY), Rejection::PathMismatch),
            (("POST", "/hooks/%61cme", SIGNED, BODY), Rejection::PathMismatch),
            (("POST", "//hooks/acme", SIGNED, BODY), Rejection::PathMismatch),
            (("POST", "/hooks/acme", SIGNED, br#"{"a":2}"#), Rejection::SignatureMismatch),
            (("POST", "/hooks/acme", SIGNED, b""), Rejection::SignatureMismatch),
        ] {
            assert_eq!(outcome::<Lines>(request), Err(rejection), "{request:?}");
        }
        let later: Headers<'_> = &[("acme-timestamp", "1795608001"), SIGNED[1]];
        let request = ("POST", "/hooks/acme", later, BODY);
        assert_eq!(outcome::<Lines>(request), Err(Rejection::SignatureMismatch));
    }

    #[test]
    fn the_query_is_signed_as_received() {
        let signature = "1ac203af29937d6b932750920bbbb94ee186557255ec4c7cba8225d9bcd6101e";
        let signed: Headers<'_> = &[("acme-signature", signature)];
        assert_eq!(outcome::<Query>(("POST", "/hooks/acme?b=2&a=1", signed, BODY)), Ok(()));
        for (target, rejection) in [
            ("/hooks/acme?a=1&b=2", Rejection::SignatureMismatch),
            ("/hooks/acme", Rejection::SignatureMismatch),
            ("/hooks/acme?b=2&a=1&", Rejection::SignatureMismatch),
            ("/hooks/acme?b=2&%61=1", Rejection::SignatureMismatch),
            ("/hooks?b=2&a=1", Rejection::PathMismatch),
        ] {
            assert_eq!(
                outcome::<Query>(("POST", target, signed, BODY)),
                Err(rejection),
                "{target}"
            );
        }
    }

    #[test]
    fn the_signer_signs_what_the_verifier_reads() {
        assert_eq!(round_trip::<Lines>("/hooks/acme"), Ok(()));
        assert_eq!(round_trip::<Query>("/hooks/acme?b=2"), Ok(()));
        // The signer signs for another path; the verifier does not accept it.
        assert_eq!(round_trip::<Lines>("/other"), Err(Rejection::PathMismatch));
        assert_eq!(
            Signer::<Lines>::new(SECRET).unwrap().sign(BODY, NOW),
            Err(Rejection::PathMismatch)
        );
    }

    #[test]
    fn the_public_url_is_required() {
        for error in [
            Verifier::<Lines>::new(SECRET).unwrap_err(),
            Verifier::<Query>::new(SECRET).unwrap_err(),
        ] {
            assert_eq!(*error.fault(), verihook::ConfigFault::NoPublicUrl);
        }
        let root = Verifier::<Lines>::builder().secret(SECRET).public_url("https://example.com");
        let root = root.build().unwrap();
        let signer = Signer::<Lines>::new(SECRET).unwrap();
        let signer = signer.public_url("https://example.com").unwrap();
        let headers = signer.sign(BODY, NOW).unwrap();
        root.verify(&PlainHead::new("POST", "/", &headers), BODY, NOW).unwrap();
        let refused = root.verify(&PlainHead::new("POST", "", &headers), BODY, NOW).unwrap_err();
        assert_eq!(refused, Rejection::PathMismatch);
    }

    /// The digest binds the body, so what is in the body is signed.
    #[test]
    fn an_id_in_a_digested_body_is_signed() {
        let body = br#"{"id":"evt_1"}"#;
        let signer = Signer::<Lines>::new(SECRET).unwrap().public_url(URL).unwrap();
        let headers = signer.sign(body, NOW).unwrap();
        let head = PlainHead::new("POST", "/hooks/acme", &headers);
        let hook = verifier::<Lines>().verify(&head, body, NOW).unwrap();
        assert_eq!(hook.delivery().id(), Some("evt_1"));
    }

    #[test]
    fn the_description_shows_the_parts() {
        let text = Lines::SCHEME.to_string();
        let content = "`{method}\n{path}\n{timestamp}\n{SHA-256 of the body, hexadecimal digits}`";
        assert!(text.contains(content), "{text}");
        let text = Query::SCHEME.to_string();
        assert!(text.contains("`{path with the query}\n{SHA-512 of the body, Base64}`"), "{text}");
    }
}

mod query {
    use super::*;

    const CONTENT: &[Part] = &[
        Part::Timestamp,
        Part::Literal("."),
        Part::Id,
        Part::Literal("."),
        Part::Path,
        LINE,
        Part::Body,
    ];

    verihook::provider! {
        /// Has the signature, the time and the id in the query.
        pub InQuery: "in-query", BodySigned,
        Scheme::hmac_sha256(Place::query("sig"), Encoding::Base64)
            .timestamp(Place::query("ts"), TimestampFormat::Seconds)
            .id(Place::query("id"), Syntax::visible().except("."))
            .signs(CONTENT)
            .build()
    }

    const AT: UnixTime = UnixTime::from_seconds(1_795_608_004);
    const SIG: &str = "vrw/W95uI6p+Vk9oyf24i3JaYEQ6wqm5DNRzcsC4TYQ=";
    const ENCODED: &str = "vrw%2FW95uI6p%2BVk9oyf24i3JaYEQ6wqm5DNRzcsC4TYQ%3D";

    fn verdict(query: &str) -> Result<Option<String>, Rejection> {
        let target = format!("/hooks/acme?{query}");
        let head = PlainHead::new("POST", target.as_str(), &[("host", "example.com")]);
        let hook = verifier::<InQuery>().verify(&head, BODY, AT)?;
        Ok(hook.delivery().id().map(str::to_owned))
    }

    #[test]
    fn a_signature_is_taken_plain_or_encoded() {
        let lower = ENCODED.to_ascii_lowercase();
        let mixed = ENCODED.replace("%2F", "/").replace("%3D", "%3d");
        for sig in [SIG, ENCODED, mixed.as_str()] {
            for query in [
                format!("ts=1795608004&id=evt_1&sig={sig}"),
                format!("sig={sig}&x=1&id=evt_1&ts=1795608004"),
            ] {
                assert_eq!(verdict(&query), Ok(Some("evt_1".to_owned())), "{query}");
            }
        }
        let decoded_twice = ENCODED.replace('%', "%25");
        let spaced = ENCODED.replace("%2B", "%20");
        let letter = ENCODED.replace("vrw", "%76rw");
        for sig in [lower, decoded_twice, spaced, letter, String::new(), "%".into(), "%2".into()] {
            let query = format!("ts=1795608004&id=evt_1&sig={sig}");
            assert!(
                matches!(
                    verdict(&query),
                    Err(Rejection::MalformedField("sig") | Rejection::SignatureMismatch)
                ),
                "{query}"
            );
        }
    }

    #[test]
    fn a_parameter_is_there_once() {
        let whole = format!("ts=1795608004&id=evt_1&sig={ENCODED}");
        for name in ["ts", "id", "sig"] {
            let parameters = whole.split('&');
            let others: Vec<&str> =
                parameters.filter(|pair| !pair.starts_with(&format!("{name}="))).collect();
            assert_eq!(verdict(&others.join("&")), Err(Rejection::MissingField(name)), "{name}");
            let twice = format!("{whole}&{name}=1");
            assert_eq!(verdict(&twice), Err(Rejection::MalformedField(name)), "{name}");
        }
        // A header field of the same name is not the parameter.
        let headers = [("sig", SIG), ("ts", "1795608004"), ("id", "evt_1")];
        let head = PlainHead::new("POST", "/hooks/acme", &headers);
        let refused = verifier::<InQuery>().verify(&head, BODY, AT).unwrap_err();
        assert_eq!(refused, Rejection::MissingField("sig"));
    }

    #[test]
    fn what_is_in_the_query_is_checked() {
        for (query, rejection) in [
            ("ts=1795608005&id=evt_1", Rejection::SignatureMismatch),
            ("ts=1795608004&id=evt_2", Rejection::SignatureMismatch),
            ("ts=1795600000&id=evt_1", Rejection::TimestampStale),
            ("ts=179560%38004&id=evt_1", Rejection::MalformedField("ts")),
            ("ts=1795608004&id=evt.1", Rejection::MalformedField("id")),
            ("ts=1795608004&id=", Rejection::MalformedField("id")),
        ] {
            assert_eq!(verdict(&format!("{query}&sig={ENCODED}")), Err(rejection), "{query}");
        }
        let long = format!("ts=1795608004&id=evt_1&sig={}", "A".repeat(20_000));
        assert_eq!(verdict(&long), Err(Rejection::HeaderTooLong("sig")));
    }

    #[test]
    fn the_signer_writes_the_query() {
        let signer = Signer::<InQuery>::new(SECRET).unwrap().public_url(URL).unwrap().id("evt_1");
        assert_eq!(signer.sign(BODY, AT), Ok(vec![]));
        let own = format!("/hooks/acme?id=evt_1&ts=1795608004&sig={ENCODED}");
        assert_eq!(signer.sign_target(BODY, AT), Ok(own));
        let target = signer.target("/hooks/acme?a=b").sign_target(BODY, AT).unwrap();
        assert!(target.starts_with("/hooks/acme?a=b&id=evt_1&ts="), "{target}");
        assert_eq!(round_trip::<InQuery>("/hooks/acme?a=b"), Ok(()));
    }

    #[test]
    fn the_description_names_the_parameters() {
        let text = InQuery::SCHEME.to_string();
        assert!(text.contains("Base64, in the query parameter `sig`"), "{text}");
        assert!(text.contains("timestamp: the query parameter `ts`, in seconds"), "{text}");
        assert!(text.contains("delivery id: the query parameter `id`, signed"), "{text}");
    }
}

mod timestamps {
    use super::*;

    macro_rules! timed {
        ($($name:ident: $slug:literal, $format:ident;)*) => {$(
            verihook::provider! {
                /// Signs a timestamp in this format directly before the body.
                pub $name: $slug, BodySigned,
                mac(&[Part::Timestamp, Part::Body]).timestamp(TIME, TimestampFormat::$format).build()
            }
        )*};
    }

    timed! {
        Zoneless: "zoneless", DateTimeUtc;
        Spaced: "spaced", DateTimeUtcSpaced;
        Basic: "basic", Iso8601Basic;
        Http: "http", HttpDate;
    }

    fn verdict<P: Provider<Proves = verihook::BodySigned>>(
        time: &str,
        signature: &str,
        body: &[u8],
    ) -> Result<(), Rejection> {
        let headers = [("acme-timestamp", time), ("acme-signature", signature)];
        outcome::<P>(("POST", "/hooks/acme", &headers, body))
    }

    fn is_strict<P: Provider<Proves = verihook::BodySigned>>(time: &str, signature: &str) {
        assert_eq!(verdict::<P>(time, signature, BODY), Ok(()), "{time}");
        assert_eq!(verdict::<P>(time, signature, b"{}"), Err(Rejection::SignatureMismatch));
        let malformed = Err(Rejection::MalformedField("acme-timestamp"));
        // The end of the time moved to the body, and the beginning of the body to the time.
        let (head, tail) = time.split_at(time.len() - 1);
        let moved = BODY.strip_prefix(b"{").unwrap();
        assert_eq!(verdict::<P>(head, signature, &[tail.as_bytes(), BODY].concat()), malformed);
        assert_eq!(verdict::<P>(&format!("{time}{{"), signature, moved), malformed);
        for other in ["1795608000", "2026-11-25T12:00:00Z", ""] {
            assert_eq!(verdict::<P>(other, signature, BODY), malformed, "{other}");
        }
        let year = time.replace("2026", "2020");
        assert_ne!(verdict::<P>(&year, signature, BODY), Ok(()), "{year}");
        assert_eq!(round_trip::<P>("/"), Ok(()));
    }

    #[test]
    fn every_format_is_verified() {
        is_strict::<Zoneless>(
            "2026-11-25T12:00:00",
            "c6feb30e89ab158ec37b875860cb9b2ae63616c3eabcabcec840a4c021638845",
        );
        is_strict::<Spaced>(
            "2026-11-25 12:00:00",
            "e0b20ef365f6f84a6911aba920718b4c6b5119acbe48b5657b0133c37be29512",
        );
        is_strict::<Basic>(
            "20261125T120000Z",
            "d3256e5ac65d4b0feafefee8630dd35da36ece38e288938663165de5ea9bf438",
        );
        is_strict::<Http>(
            "Wed, 25 Nov 2026 12:00:00 GMT",
            "c786a259045c15be58277a0daf4bc818a2b0d15b55036f3f48ebdf93f7b8df28",
        );
    }

    #[test]
    fn a_fresh_time_is_required() {
        let stale = Err(Rejection::TimestampStale);
        assert_eq!(verdict::<Http>("Wed, 25 Nov 2026 11:54:59 GMT", &"0".repeat(64), BODY), stale);
        let ahead = Err(Rejection::TimestampAhead);
        assert_eq!(verdict::<Spaced>("2026-11-25 12:05:01", &"0".repeat(64), BODY), ahead);
    }

    #[test]
    fn the_description_shows_the_format() {
        for (text, format) in [
            (Zoneless::SCHEME.to_string(), "as `2026-11-25T12:00:00` in UTC;"),
            (Spaced::SCHEME.to_string(), "as `2026-11-25 12:00:00` in UTC;"),
            (Basic::SCHEME.to_string(), "as `20261125T120000Z`;"),
            (Http::SCHEME.to_string(), "as an HTTP date;"),
        ] {
            assert!(text.contains(format), "{text}");
        }
    }
}

mod encodings {
    use super::*;

    macro_rules! encoded {
        ($($name:ident: $slug:literal, $encoding:ident;)*) => {$(
            verihook::provider! {
                /// Encodes the signature so.
                pub $name: $slug, BodySigned,
                Scheme::hmac_sha256(SIGNATURE, Encoding::$encoding).signs(&[Part::Body]).build()
            }
        )*};
    }

    encoded! {
        Upper: "upper", HexUpper;
        Unpadded: "unpadded", Base64Unpadded;
        Padded: "padded", Base64UrlPadded;
    }

    const UPPER: &str = "FF20670A6975D835A6FB88FBBEACF0BD39983C4FACC1004F9F9186053157B786";
    const UNPADDED: &str = "/yBnCml12DWm+4j7vqzwvTmYPE+swQBPn5GGBTFXt4Y";
    const PADDED: &str = "_yBnCml12DWm-4j7vqzwvTmYPE-swQBPn5GGBTFXt4Y=";

    fn is_strict<P: Provider<Proves = verihook::BodySigned>>(own: &str, words: &str) {
        let lower = UPPER.to_ascii_lowercase();
        let bare = PADDED.trim_end_matches('=');
        let standard = format!("{UNPADDED}=");
        for text in [UPPER, UNPADDED, PADDED, &lower, bare, &standard, &format!("{own}=")] {
            let headers = [("acme-signature", text)];
            let expected =
                if text == own { Ok(()) } else { Err(Rejection::MalformedField("acme-signature")) };
            assert_eq!(outcome::<P>(("POST", "/", &headers, BODY)), expected, "{text}");
        }
        let other = [("acme-signature", own)];
        let refused = outcome::<P>(("POST", "/", &other, b"{}"));
        assert_eq!(refused, Err(Rejection::SignatureMismatch));
        let signed = Signer::<P>::new(SECRET).unwrap().sign(BODY, NOW).unwrap();
        assert_eq!(signed, [("acme-signature", own.to_owned())]);
        let text = P::SCHEME.to_string();
        assert!(text.contains(&format!("HMAC-SHA256, {words}, in `acme-signature`")), "{text}");
    }

    #[test]
    fn every_encoding_is_the_only_one_accepted() {
        is_strict::<Upper>(UPPER, "hexadecimal digits in upper case");
        is_strict::<Unpadded>(UNPADDED, "Base64 without padding");
        is_strict::<Padded>(PADDED, "Base64 for URLs with padding");
    }
}
