//! Generates and checks signing secrets.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use serde_json::Value;
use std::fs;
use verihook::{GeneratedSecret, NotGenerated, providers};

/// A generated secret passes the check, and two are never the same.
#[test]
fn a_generated_secret_is_fine() {
    for entry in providers::ALL {
        let generate = ["secret", "--provider", entry.slug];
        let (status, secret, error) = run(&generate, b"");
        if matches!(GeneratedSecret::new(entry.scheme), Err(NotGenerated::PublicKey)) {
            assert_eq!((status, secret.as_str()), (2, ""), "{}", entry.slug);
            assert!(error.contains("only the provider can generate"), "{error}");
            continue;
        }
        assert_eq!((status, error.as_str()), (0, ""), "{}", entry.slug);
        assert_eq!(secret.lines().count(), 1, "{}", entry.slug);
        let secret = secret.trim_end();
        assert_ne!(secret, run(&generate, b"").1.trim_end());
        let check = ["secret", "--check", "--provider", entry.slug, "--secret", secret];
        let (status, told, _) = run(&check, b"");
        assert_eq!((status, told.as_str()), (0, "fine: secret 1\n"), "{}", entry.slug);
    }
    let (_, json, _) = run(&["secret", "--provider", "svix", "--json"], b"");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert!(json["secret"].as_str().unwrap().starts_with("whsec_"), "{json}");
}

#[test]
fn a_weak_or_unusable_secret_is_described_and_not_shown() {
    for (slug, secret, expected) in [
        ("github", "passw0rd", "weak: secret 1 is predictable"),
        ("github", "k3J!xQ9z", "weak: secret 1 has 8 characters"),
        ("github", "\"yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a\"", "weak: secret 1 is in quotes"),
        ("github", "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a ", "unusable: secret 1 begins or ends with"),
        ("github", " ", "unusable: secret 1 is blank"),
        ("discord", "not-hex-digits", "unusable: secret 1 is not in the provider's format"),
        ("svix", "whsec_?", "unusable: secret 1 is not in the provider's format"),
        (
            "svix",
            "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
            "unusable: secret 1 is not in the provider's format: expected `whsec_` and Base64; it is in \
             quotes",
        ),
        (
            "svix",
            "whsec_MfKQ9r8GKYqrTwjU PD8ILPZIo2LaLaSw",
            "unusable: secret 1 is not in the provider's format: expected `whsec_` and Base64; it \
             contains white space",
        ),
        ("centrepoint-basic", "no-colon-in-it", "unusable: secret 1 is not in the provider's"),
    ] {
        let check = ["secret", "--check", "--provider", slug, "--secret", secret];
        let (status, told, error) = run(&check, b"");
        assert_eq!((status, error.as_str()), (1, ""), "{told}");
        assert!(told.starts_with(expected), "{told}");
        assert!(told.lines().last().unwrap().starts_with("expected form: "), "{told}");
        assert!(secret == " " || !told.contains(secret.trim()), "{told}");
    }
}

#[test]
fn each_secret_is_checked_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    // A newline at the end of a file is not part of the secret, a second one is.
    fs::write(&file, "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a\n").unwrap();
    let path = file.to_str().unwrap();
    let check = ["secret", "--check", "--provider", "github", "--secret-file", path];
    assert_eq!(run(&check, b"").0, 0);
    let both = [&check[..], &["--secret-env", "THE_SECRET", "--json"]].concat();
    let (status, json, _) = run(&both, b"");
    let json: Value = serde_json::from_str(&json).unwrap();
    let secrets = &json["secrets"];
    assert_eq!(status, 1);
    assert_eq!(
        (&secrets[0]["name"], &secrets[0]["verdict"]),
        (&"THE_SECRET".into(), &"weak".into())
    );
    assert_eq!((&secrets[1]["name"], &secrets[1]["verdict"]), (&path.into(), &"fine".into()));
    fs::write(&file, "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a\n\n").unwrap();
    assert_eq!(run(&check, b"").0, 1);
    fs::write(&file, "").unwrap();
    assert_eq!(run(&check, b"").0, 1);
}

#[test]
fn a_check_needs_a_secret_and_a_secret_needs_a_check() {
    let (status, _, error) = run(&["secret", "--check", "--provider", "github"], b"");
    assert_eq!(status, 2);
    assert!(error.contains("no signing secret"), "{error}");
    let (status, _, error) = run(&["secret", "--provider", "github", "--secret", "s"], b"");
    assert_eq!(status, 2);
    assert!(error.contains("add --check"), "{error}");
}
