//! The forms of signing secrets: what is accepted, and what a rejection says.

#![cfg(all(feature = "ecdsa", feature = "ed25519", feature = "rsa", feature = "sign"))]
#![allow(clippy::unwrap_used, missing_docs)]

use verihook::providers::{
    Adyen, CentrePointBasic, Clerk, Discord, GitHub, Polar, SendGrid, StandardWebhooks,
    StandardWebhooksV1a, Stripe, Telnyx, Wise,
};
use verihook::{
    Encoding, Part, Place, PlainHead, Provider, Rejection, Scheme, SecretPolicy, Secrets, Signer,
    SigningSecret, UnixTime, Verifier, Weakness,
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);
const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

/// Returns `true` if a request that is signed under one secret verifies under the other.
fn verifies<P: Provider, Q: Provider>(signed: &str, known: &str) -> bool {
    let body = b"{}".as_slice();
    let headers = Signer::<P>::new(signed).unwrap().sign(body, NOW).unwrap();
    let verifier = Verifier::<Q>::new(known).unwrap();
    match verifier.verify(&PlainHead::new("POST", "/", &headers), body, NOW) {
        Ok(_) => true,
        Err(rejection) => {
            assert_eq!(rejection, Rejection::SignatureMismatch);
            false
        }
    }
}

#[test]
fn a_secret_may_have_the_label_of_its_signatures() {
    let bare = format!("whsec_{KEY}");
    for shown in [format!("v1,whsec_{KEY}"), bare.clone(), KEY.to_owned()] {
        assert!(verifies::<StandardWebhooks, StandardWebhooks>(&bare, &shown), "{shown}");
        assert!(verifies::<Clerk, Clerk>(&bare, &shown), "{shown}");
    }
    // A label alone, another label, and the label of a secret that is text mean nothing.
    for odd in [format!("v1,{KEY}"), format!("v2,whsec_{KEY}"), format!("v1, whsec_{KEY}")] {
        assert!(Verifier::<StandardWebhooks>::new(odd.as_str()).is_err(), "{odd}");
    }
    assert!(!verifies::<Stripe, Stripe>(&bare, &format!("v1,whsec_{KEY}")));
}

#[test]
fn a_rejected_secret_names_the_form() {
    fn said<P: Provider>(secret: &str) -> String {
        Verifier::<P>::new(secret).unwrap_err().to_string()
    }
    let key = "of the 32 bytes of a public key";
    let cases = [
        (said::<StandardWebhooks>("whsec_%%%"), "`whsec_` and Base64".to_owned()),
        (said::<StandardWebhooks>("\"whsec_AAAA\""), "`whsec_` and Base64".to_owned()),
        (said::<StandardWebhooksV1a>("whpk_c2hv"), format!("`whpk_` and Base64 {key}")),
        (said::<Telnyx>("?"), format!("Base64 {key}")),
        (said::<Discord>("abcd"), format!("hexadecimal digits {key}")),
        (said::<Adyen>("not hexadecimal"), "hexadecimal digits".to_owned()),
        (said::<SendGrid>("c2hv"), "an ECDSA public key on P-256 (SPKI), in Base64 or PEM".into()),
        (said::<Wise>("c2hv"), "an RSA public key (SPKI), in Base64 or PEM".into()),
        (said::<CentrePointBasic>("no colon"), "`user:password`, neither of them empty".into()),
        (said::<CentrePointBasic>("user:"), "`user:password`, neither of them empty".into()),
        (said::<CentrePointBasic>(":password"), "`user:password`, neither of them empty".into()),
    ];
    for (said, form) in cases {
        let expected = format!("signing secret 1 is not in the provider's format: expected {form}");
        assert!(said.ends_with(&expected), "{said}");
    }
}

#[test]
fn a_secret_in_quotes_is_weak() {
    let inner = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";
    let refusing = SecretPolicy::refusing();
    for (open, close) in
        [("\"", "\""), ("'", "'"), ("`", "`"), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»")]
    {
        let quoted = format!("{open}{inner}{close}");
        let secrets = Secrets::<GitHub>::new([quoted.as_str()]).unwrap();
        assert_eq!(secrets.weak().next(), Some(("secret 1", &Weakness::Quoted)), "{quoted}");
        let builder = Verifier::<GitHub>::builder().secret(quoted.as_str());
        let error = builder.secret_policy(&refusing).build().unwrap_err().to_string();
        assert!(error.contains("signing secret 1 is in quotes: remove them"), "{error}");
        // It is used as given, in case the quotes belong to it.
        assert!(verifies::<GitHub, GitHub>(&quoted, &quoted));
        assert!(!verifies::<GitHub, GitHub>(inner, &quoted));
    }
    let inside = format!("{inner}\"\"{inner}");
    for other in
        [inner, &format!("\"{inner}"), &format!("{inner}\""), &format!("\"{inner}'"), &inside]
    {
        assert_eq!(Secrets::<GitHub>::new([other]).unwrap().weak().next(), None, "{other}");
    }
    let password = Secrets::<CentrePointBasic>::new([format!("\"study:{inner}\"")]).unwrap();
    assert_eq!(password.weak().next(), Some(("secret 1", &Weakness::Quoted)));
}

#[test]
fn a_secret_without_a_name_has_a_number() {
    let verifier = Verifier::<GitHub>::builder()
        .secret("the first")
        .secret(SigningSecret::new("the second").named("2026-11"))
        .secret("the third")
        .build()
        .unwrap();
    for (secret, name) in
        [("the first", "secret 1"), ("the second", "2026-11"), ("the third", "secret 3")]
    {
        let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"", NOW).unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        assert_eq!(verifier.verify(&head, b"", NOW).unwrap().delivery().secret(), name);
    }
}

verihook::provider! {
    /// Polar as it signed until 2026-09: under the whole text.
    PolarOfText: "polar-of-text", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").separated_by(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("webhook-id"), verihook::Syntax::visible().except("."))
        .timestamp(Place::header("webhook-timestamp"), verihook::TimestampFormat::Seconds)
        .signs(&[Part::Id, Part::Literal("."), Part::Timestamp, Part::Literal("."), Part::Body])
        .build()
}

#[test]
fn polar_signs_under_one_of_two_keys() {
    let standard = format!("whsec_{KEY}");
    assert!(verifies::<StandardWebhooks, Polar>(&standard, &standard));
    assert!(verifies::<PolarOfText, Polar>(&standard, &standard));
    // Neither the Base64 itself nor another secret is a key.
    assert!(!verifies::<PolarOfText, Polar>(KEY, &standard));
    assert!(!verifies::<StandardWebhooks, Polar>(
        &format!("whsec_{}", KEY.replace('M', "N")),
        &standard
    ));
    // A secret without the prefix, or that is not Base64, is text alone.
    for text in ["polar_whs_yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a", "whsec_not-Base64-at-all", KEY] {
        assert!(verifies::<PolarOfText, Polar>(text, text), "{text}");
    }
    assert!(!verifies::<StandardWebhooks, Polar>(KEY, KEY));
    // The empty key is never one of the two.
    for blank in ["whsec_", "", " ", "whsec_AAAA"] {
        let error = Verifier::<Polar>::new(blank).unwrap_err().to_string();
        assert!(error.ends_with("signing secret 1 is blank"), "{error}");
    }
    let named = SigningSecret::new(standard.as_str()).named("2026-11");
    let verifier = Verifier::<Polar>::builder().secret("another").secret(named).build().unwrap();
    let headers = Signer::<PolarOfText>::new(standard).unwrap().sign(b"", NOW).unwrap();
    let proof = verifier.verify(&PlainHead::new("POST", "/", &headers), b"", NOW).unwrap();
    assert_eq!(proof.delivery().secret(), "2026-11");
}
