//! The small grammar of signature fields: an algorithm that the sender names, lists with positions,
//! lists in groups, and tokens in the URL. The signatures were made by Python's `hmac`.

#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, missing_docs)]

use verihook::{
    ConfigFault, Encoding, Endpoint, Hash, Part, Place, PlainHead, Provider, Rejection, Scheme,
    SecretFault, Signer, TimestampFormat, UnixTime, Verifier, VerifierBuilder,
};

/// 2026-11-25T12:00:00Z.
const NOW: UnixTime = UnixTime::from_seconds(1_795_608_000);
const SECRET: &str = "a secret";
const BODY: &[u8] = br#"{"a":1}"#;

type Headers<'a> = &'a [(&'a str, &'a str)];

fn outcome<P: Provider>(
    verifier: &Verifier<P>,
    target: &str,
    headers: Headers<'_>,
) -> Result<(), Rejection> {
    verifier.verify(&PlainHead::new("POST", target, headers), BODY, NOW).map(|_| ())
}

/// Signs a request as the provider does, and verifies it.
fn round_trip<P: Provider>(secret: &str) {
    let signer = Signer::<P>::new(secret).unwrap().target("/hook");
    let headers = signer.sign(BODY, NOW).unwrap();
    let target = signer.sign_target(BODY, NOW).unwrap();
    let head = PlainHead::new("POST", &target, &headers);
    Verifier::<P>::new(secret).unwrap().verify(&head, BODY, NOW).unwrap();
}

fn fault<P: Endpoint>(builder: VerifierBuilder<P>) -> ConfigFault {
    builder.build().unwrap_err().fault().clone()
}

const MACS: [(&str, &str); 4] = [
    ("sha1", "4a23902f07079b899e8ec3d6afefc35c82e14c5c"),
    ("sha256", "ff20670a6975d835a6fb88fbbeacf0bd39983c4facc1004f9f9186053157b786"),
    (
        "sha384",
        "5ec39eb2ce85eb0af5a2bbce120767ff844057153e4fd2ec2c5220921b4ad9fb54e36f28e99e9c073bd8694de99daa9d",
    ),
    (
        "sha512",
        "092826df1d5f3bec44988b505436a45552f915a08bc4fc2bb6aa74559da2ce92f8779c0d74ca25d4452edd3e2538b61b665bf4d30871351a113e29fe475a2e1c",
    ),
];

const SIGNATURE: Place = Place::header("acme-signature");

mod named {
    use super::*;

    const HASHES: &[(&str, Hash)] =
        &[("sha256=", Hash::Sha256), ("sha384=", Hash::Sha384), ("sha512=", Hash::Sha512)];

    verihook::provider! {
        /// Names its algorithm before the signature.
        pub Before: "before", BodySigned,
        Scheme::hmac_of(HASHES, SIGNATURE, Encoding::Hex).signs(&[Part::Body]).build()
    }

    verihook::provider! {
        /// Names its algorithm in a field of its own.
        pub Beside: "beside", BodySigned,
        Scheme::hmac_of(
            &[("HS256", Hash::Sha256), ("HS512", Hash::Sha512)],
            SIGNATURE,
            Encoding::Hex,
        )
        .algorithm_name(Place::header("acme-algorithm"))
        .signs(&[Part::Body])
        .build()
    }

    #[test]
    fn the_name_chooses_the_algorithm() {
        let verifier = Verifier::<Before>::new(SECRET).unwrap();
        for (name, mac) in MACS {
            for (other, _) in MACS {
                let verdict =
                    outcome(&verifier, "/", &[("acme-signature", &format!("{other}={mac}"))]);
                let right = match () {
                    () if other == "sha1" => Err(Rejection::UnsupportedSignature("acme-signature")),
                    () if other == name => Ok(()),
                    () => Err(Rejection::MalformedField("acme-signature")),
                };
                assert_eq!(verdict, right, "{other}={mac}");
            }
        }
        round_trip::<Before>(SECRET);
    }

    #[test]
    fn no_other_name_is_accepted() {
        let verifier = Verifier::<Before>::new(SECRET).unwrap();
        let mac = MACS[1].1;
        for (value, rejection) in [
            (mac.to_owned(), Rejection::UnsupportedSignature("acme-signature")),
            (format!("SHA256={mac}"), Rejection::UnsupportedSignature("acme-signature")),
            (format!("md5={mac}"), Rejection::UnsupportedSignature("acme-signature")),
            (format!("sha256={mac},sha512={mac}"), Rejection::MalformedField("acme-signature")),
            (format!("sha256= {mac}"), Rejection::MalformedField("acme-signature")),
            ("sha256=".to_owned(), Rejection::MalformedField("acme-signature")),
            (format!("sha256={}", mac.replace('f', "e")), Rejection::SignatureMismatch),
        ] {
            assert_eq!(
                outcome(&verifier, "/", &[("acme-signature", &value)]),
                Err(rejection),
                "{value}"
            );
        }
        assert_eq!(outcome(&verifier, "/", &[]), Err(Rejection::MissingField("acme-signature")));
    }

    #[test]
    fn the_name_can_be_in_another_field() {
        let verifier = Verifier::<Beside>::new(SECRET).unwrap();
        let given = |name, mac| {
            outcome(&verifier, "/", &[("acme-algorithm", name), ("acme-signature", mac)])
        };
        assert_eq!(given("HS256", MACS[1].1), Ok(()));
        assert_eq!(given("HS512", MACS[3].1), Ok(()));
        assert_eq!(given("HS512", MACS[1].1), Err(Rejection::MalformedField("acme-signature")));
        assert_eq!(
            given("none", MACS[1].1),
            Err(Rejection::UnsupportedSignature("acme-algorithm"))
        );
        let missing = outcome(&verifier, "/", &[("acme-signature", MACS[1].1)]);
        assert_eq!(missing, Err(Rejection::MissingField("acme-algorithm")));
        let twice = [
            ("acme-algorithm", "HS256"),
            ("acme-algorithm", "HS256"),
            ("acme-signature", MACS[1].1),
        ];
        assert_eq!(
            outcome(&verifier, "/", &twice),
            Err(Rejection::RepeatedField("acme-algorithm"))
        );
        round_trip::<Beside>(SECRET);
    }

    #[test]
    fn unsound_names_are_rejected() {
        let reason = |names, place: Place| {
            let builder = Scheme::hmac_of(names, place, Encoding::Hex).signs(&[Part::Body]);
            builder.try_build().err().map_or("", |unsound| unsound.reason())
        };
        assert_eq!(reason(HASHES, SIGNATURE), "");
        assert!(reason(&[], SIGNATURE).contains("at least one algorithm"));
        assert!(reason(&[("", Hash::Sha256)], SIGNATURE).contains("must not be empty"));
        let prefixed = &[("sha", Hash::Sha256), ("sha512=", Hash::Sha512)];
        assert!(reason(prefixed, SIGNATURE).contains("begin with another"));
        assert!(reason(HASHES, SIGNATURE.separated_by(',')).contains("whole header field"));
        assert!(reason(HASHES, SIGNATURE.multiple()).contains("single signature"));
        assert!(reason(HASHES, Place::query("sig")).contains("in a header field"));
        let beside = |names| {
            let scheme = Scheme::hmac_of(names, SIGNATURE, Encoding::Hex).signs(&[Part::Body]);
            scheme.algorithm_name(Place::header("alg")).try_build().is_ok()
        };
        let exact = &[("SHA512", Hash::Sha512), ("SHA512/256", Hash::Sha256)];
        assert!(beside(exact), "a name elsewhere is compared as a whole");
        assert!(!beside(&[("SHA512", Hash::Sha512), ("SHA512", Hash::Sha256)]));
        let single = Scheme::hmac_sha256(SIGNATURE, Encoding::Hex).signs(&[Part::Body]);
        let unsound = single.algorithm_name(Place::header("a")).try_build().unwrap_err();
        assert!(unsound.reason().contains("hmac_of"));
    }
}

mod lists {
    use super::*;

    const LIST: Place = SIGNATURE.separated_by(',');
    const GROUPS: Place = LIST.grouped_by(' ');
    const SIGNED: &[Part] = &[Part::Timestamp, Part::Literal("."), Part::Body];
    const MAC: &str = "b52192d611b9e5ca92cf8b8045e3eb6ac70f8e81773e04af2f1dc55a237efbe7";
    const LATER: &str = "68b0775d1cb4fb5b22d6b46cec7cf4b34d7728f082068290144bdad3e0d5edfc";
    const WRONG: &str = "0000000000000000000000000000000000000000000000000000000000000000";

    verihook::provider! {
        /// Lists a timestamp and then signatures, without names.
        pub Positional: "positional", BodySigned,
        Scheme::hmac_sha256(LIST.items_from(1), Encoding::Hex)
            .timestamp(LIST.item_at(0), TimestampFormat::Seconds)
            .signs(SIGNED)
            .build()
    }

    verihook::provider! {
        /// Repeats the list for each secret.
        pub Grouped: "grouped", BodySigned,
        Scheme::hmac_sha256(GROUPS.prefix("v1="), Encoding::Hex)
            .timestamp(GROUPS.prefix("t="), TimestampFormat::Seconds)
            .signs(SIGNED)
            .build()
    }

    fn verdict<P: Provider>(value: &str) -> Result<(), Rejection> {
        let verifier = Verifier::<P>::new(SECRET).unwrap();
        outcome(&verifier, "/", &[("acme-signature", value)])
    }

    verihook::provider! {
        /// Lists something else before the signature.
        pub Preceded: "preceded", BodySigned,
        Scheme::hmac_sha256(LIST.item_at(2), Encoding::Hex).signs(&[Part::Body]).build()
    }

    #[test]
    fn items_that_are_not_read_may_precede_the_signature() {
        let mac = MACS[1].1;
        assert_eq!(verdict::<Preceded>(&format!("a,b,{mac},c")), Ok(()));
        let absent = Err(Rejection::UnsupportedSignature("acme-signature"));
        assert_eq!(verdict::<Preceded>(&format!("a,{mac}")), absent);
        round_trip::<Preceded>(SECRET);
    }

    #[test]
    fn positions_tell_the_timestamp_from_signatures() {
        let malformed = Err(Rejection::MalformedField("acme-signature"));
        for (value, right) in [
            (format!("1795608000,{MAC}"), Ok(())),
            (format!("1795608000, {MAC} "), Ok(())),
            (format!("1795608000,{WRONG},{MAC}"), Ok(())),
            (format!("1795608000,{MAC},{WRONG}"), Ok(())),
            (format!("1795608000,{WRONG}"), Err(Rejection::SignatureMismatch)),
            (format!("1795608001,{MAC}"), Err(Rejection::SignatureMismatch)),
            (format!("{MAC},1795608000"), malformed),
            (format!(",1795608000,{MAC}"), Err(Rejection::MissingField("acme-signature"))),
            (MAC.to_owned(), Err(Rejection::UnsupportedSignature("acme-signature"))),
            ("1795608000".to_owned(), Err(Rejection::UnsupportedSignature("acme-signature"))),
            (String::new(), Err(Rejection::UnsupportedSignature("acme-signature"))),
            (format!("1795600000,{MAC}"), Err(Rejection::TimestampStale)),
            (format!("1795608000,{}{MAC}", format!("{WRONG},").repeat(15)), Ok(())),
            (
                format!("1795608000,{}{MAC}", format!("{WRONG},").repeat(16)),
                Err(Rejection::TooManySignatures),
            ),
        ] {
            assert_eq!(verdict::<Positional>(&value), right, "{value}");
        }
        round_trip::<Positional>(SECRET);
    }

    #[test]
    fn any_group_may_contain_the_right_signature() {
        for (value, right) in [
            (format!("t=1795608000,v1={MAC}"), Ok(())),
            (format!("t=1795608000,v1={MAC} t=1795608000,v1={WRONG}"), Ok(())),
            (format!("t=1795608000,v1={WRONG} t=1795608000,v1={MAC}"), Ok(())),
            (format!("t=1795608000,v1={WRONG}  v1={MAC}"), Ok(())),
            (
                format!("t=1795608000,v1={MAC} t=1795608001,v1={LATER}"),
                Err(Rejection::RepeatedField("acme-signature")),
            ),
            (
                format!("t=1795608000,v1={WRONG} t=1795608000,v1={WRONG}"),
                Err(Rejection::SignatureMismatch),
            ),
            (format!("v1={MAC}"), Err(Rejection::MissingField("acme-signature"))),
            (
                format!("t=1795608000,{}", format!("v1={MAC} ").repeat(17)),
                Err(Rejection::TooManySignatures),
            ),
        ] {
            assert_eq!(verdict::<Grouped>(&value), right, "{value}");
        }
        round_trip::<Grouped>(SECRET);
    }

    #[test]
    fn only_lists_have_positions_and_groups() {
        for place in [
            || SIGNATURE.item_at(0),
            || SIGNATURE.items_from(1),
            || SIGNATURE.grouped_by(' '),
            || GROUPS.item_at(0),
            || LIST.items_from(1).grouped_by(' '),
        ] {
            assert!(std::panic::catch_unwind(place).is_err());
        }
    }
}

mod in_the_url {
    use super::*;

    verihook::provider! {
        /// Signs nothing; the token is in the query.
        pub InQuery: "in-query", OriginOnly, Scheme::token(Place::query("secret")).build()
    }

    verihook::provider! {
        /// Signs nothing; the token ends the path.
        pub InPath: "in-path", OriginOnly, Scheme::token(Place::last_segment()).build()
    }

    const TOKEN: &str = "6f1ed002ab5595859014ebf0951522d9";

    #[test]
    fn a_token_in_the_query_is_compared_as_received() {
        let verifier = Verifier::<InQuery>::new(TOKEN).unwrap();
        let verdict = |target: &str| outcome(&verifier, target, &[]);
        let missing = Err(Rejection::MissingField("secret"));
        assert_eq!(verdict(&format!("/hook?secret={TOKEN}")), Ok(()));
        assert_eq!(verdict(&format!("/hook?a=b&secret={TOKEN}&c")), Ok(()));
        assert_eq!(verdict(&format!("/hook?secret={TOKEN}x")), Err(Rejection::CredentialMismatch));
        assert_eq!(verdict("/hook?secret="), Err(Rejection::CredentialMismatch));
        assert_eq!(verdict(&format!("/hook?SECRET={TOKEN}")), missing);
        assert_eq!(verdict(&format!("/hook/{TOKEN}")), missing);
        let encoded = format!("/hook?secret=%36{}", &TOKEN[1..]);
        assert_eq!(verdict(&encoded), Err(Rejection::CredentialMismatch));
        let twice = format!("/hook?secret={TOKEN}&secret={TOKEN}");
        assert_eq!(verdict(&twice), Err(Rejection::MalformedField("secret")));
        let long = format!("/hook?secret={}", "a".repeat(100_000));
        assert_eq!(verdict(&long), Err(Rejection::HeaderTooLong("secret")));
        round_trip::<InQuery>(TOKEN);
    }

    #[test]
    fn a_token_in_the_path_is_its_last_segment() {
        let verifier = Verifier::<InPath>::new(TOKEN).unwrap();
        let verdict = |target: &str| outcome(&verifier, target, &[]);
        let missing = Err(Rejection::MissingField("last segment of the path"));
        assert_eq!(verdict(&format!("/hook/{TOKEN}")), Ok(()));
        assert_eq!(verdict(&format!("/hook/{TOKEN}?a=/b")), Ok(()));
        assert_eq!(verdict(&format!("https://example.com/hook/{TOKEN}")), Ok(()));
        assert_eq!(verdict(&format!("/{TOKEN}/hook")), Err(Rejection::CredentialMismatch));
        assert_eq!(verdict(&format!("/hook?/{TOKEN}")), Err(Rejection::CredentialMismatch));
        assert_eq!(verdict(&format!("/hook/{TOKEN}/")), missing);
        assert_eq!(verdict("/"), missing);
        round_trip::<InPath>(TOKEN);
    }

    #[test]
    fn a_token_in_a_url_has_no_character_that_is_encoded_there() {
        for secret in ["a+b", "a b", "a/b", "a%2Fb", "a&b", "ä"] {
            let built = Verifier::<InQuery>::new(secret);
            let Err(error) = built else { panic!("{secret} is accepted") };
            let ConfigFault::Secret { fault: SecretFault::Undecodable { expected }, .. } =
                error.fault()
            else {
                panic!("{error}");
            };
            assert!(expected.contains("letters, digits"), "{expected}");
        }
    }

    #[test]
    fn an_endpoint_chooses_the_parameter_or_the_path() {
        let builder = || Verifier::<InQuery>::builder().secret(TOKEN);
        let named = builder().token_parameter("key").build().unwrap();
        assert_eq!(outcome(&named, &format!("/hook?key={TOKEN}"), &[]), Ok(()));
        let usual = outcome(&named, &format!("/hook?secret={TOKEN}"), &[]);
        assert_eq!(usual, Err(Rejection::MissingField("key")));
        let in_path = builder().token_in_path().build().unwrap();
        assert_eq!(outcome(&in_path, &format!("/hook/{TOKEN}"), &[]), Ok(()));
        let in_query = outcome(&in_path, &format!("/hook?secret={TOKEN}"), &[]);
        assert_eq!(in_query, Err(Rejection::CredentialMismatch));

        assert_eq!(fault(builder().token_parameter("a b")), ConfigFault::ParameterName("a b"));
        assert_eq!(fault(builder().token_header("x-key")), ConfigFault::TokenPlace);
        let gitlab = || Verifier::<verihook::providers::GitLab>::builder().secret("a long token");
        assert_eq!(fault(gitlab().token_parameter("key")), ConfigFault::TokenPlace);
        assert_eq!(fault(gitlab().token_in_path()), ConfigFault::TokenPlace);
    }
}

mod chosen_headers {
    use super::*;

    verihook::provider! {
        /// Lets the user choose its header fields.
        pub Chosen: "chosen", BodySigned,
        Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
            .timestamp(Place::header("x-timestamp"), TimestampFormat::Seconds)
            .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
            .build()
    }

    #[test]
    fn an_endpoint_chooses_the_header_fields() {
        let builder = || Verifier::<Chosen>::builder().secret(SECRET);
        let mac = "b52192d611b9e5ca92cf8b8045e3eb6ac70f8e81773e04af2f1dc55a237efbe7";
        let ours = [("x-ours", mac), ("x-our-time", "1795608000")];
        let theirs = [("x-signature", mac), ("x-timestamp", "1795608000")];
        let usual = builder().build().unwrap();
        assert_eq!(outcome(&usual, "/", &theirs), Ok(()));
        assert_eq!(outcome(&usual, "/", &ours), Err(Rejection::MissingField("x-signature")));
        let own = builder().signature_header("x-ours").timestamp_header("x-our-time");
        let own = own.build().unwrap();
        assert_eq!(outcome(&own, "/", &ours), Ok(()));
        assert_eq!(outcome(&own, "/", &theirs), Err(Rejection::MissingField("x-ours")));
        let stale = [("x-ours", mac), ("x-our-time", "1795600000"), ("x-timestamp", "1795608000")];
        assert_eq!(outcome(&own, "/", &stale), Err(Rejection::TimestampStale));

        assert_eq!(fault(builder().signature_header("X-Ours")), ConfigFault::HeaderName("X-Ours"));
        assert_eq!(fault(builder().timestamp_header("")), ConfigFault::HeaderName(""));
        let both = builder().signature_header("x-ours").require_header("x-ours", "value");
        assert_eq!(fault(both), ConfigFault::ConflictingConditions("x-ours"));
        let pinned = builder().timestamp_header("x-ours").require_header("x-ours", "value");
        assert_eq!(fault(pinned), ConfigFault::ConflictingConditions("x-ours"));
        let one = builder().signature_header("x-ours").timestamp_header("x-ours");
        assert_eq!(fault(one), ConfigFault::ConflictingConditions("x-ours"));
        for taken in ["x-timestamp", "content-length", "transfer-encoding"] {
            let fault = fault(builder().signature_header(taken));
            assert_eq!(fault, ConfigFault::ConflictingConditions(taken));
        }
    }

    #[test]
    fn only_a_whole_field_can_be_chosen() {
        use verihook::providers::{GitHub, GitLab, Stripe};
        let github = || Verifier::<GitHub>::builder().secret("a long secret");
        let stripe = || Verifier::<Stripe>::builder().secret("a long secret");
        let gitlab = || Verifier::<GitLab>::builder().secret("a long secret");
        assert!(github().signature_header("x-ours").build().is_ok(), "with its prefix");
        assert_eq!(fault(github().timestamp_header("x-ours")), ConfigFault::TimestampHeader);
        assert_eq!(fault(stripe().signature_header("x-ours")), ConfigFault::SignatureHeader);
        assert_eq!(fault(stripe().timestamp_header("x-ours")), ConfigFault::TimestampHeader);
        assert_eq!(fault(gitlab().signature_header("x-ours")), ConfigFault::SignatureHeader);
    }
}
