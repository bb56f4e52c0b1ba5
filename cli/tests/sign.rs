//! Signs as every provider, and verifies the result with the other verbs.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use serde_json::Value;
use std::fs;
use verihook::providers;

const URL: &str = "https://hooks.example.com/in";
const NOW: &str = "1795000000";

/// Returns a body that this provider could send.
fn body_of(slug: &str) -> &'static str {
    match slug {
        "linear" => r#"{"webhookTimestamp":1795000000000}"#,
        "texture" => r#"{"key":"evt_1"}"#,
        slug if slug.starts_with("twilio") => "AccountSid=AC1&Body=Hello",
        _ => r#"{"id":"evt_1","type":"ping","text":"grüße","timestamp":1795000000000}"#,
    }
}

/// Returns the rest of the line with this label.
fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    text.lines().find_map(|line| line.strip_prefix(label))
}

fn sign(slug: &str, more: &[&str]) -> (i32, String, String) {
    let own = ["sign", "--provider", slug, "--public-url", URL, "--now", NOW];
    run(&[&own[..], more].concat(), b"")
}

/// The generated secret, or the public key, is all that the endpoint needs.
#[test]
fn every_provider_signs_what_verify_accepts() {
    for entry in providers::ALL {
        let (slug, body) = (entry.slug, body_of(entry.slug));
        let (status, raw, shown) = sign(slug, &["--body", body, "--format", "raw"]);
        assert_eq!(status, 0, "{slug}: {shown}");
        assert!(!shown.contains("warning"), "{slug}: {shown}");
        let public = labelled(&shown, "public key: ");
        let secret = public.or_else(|| labelled(&shown, "secret: ")).unwrap();
        let own = ["--provider", slug, "--secret", secret, "--public-url", URL, "--now", NOW];
        let verify = [&["verify"], &own[..], &["--raw", "-", "--json"]].concat();
        let (status, verified, error) = run(&verify, raw.as_bytes());
        assert_eq!(status, 0, "{slug}: {verified}{error}");
        let verified: Value = serde_json::from_str(&verified).unwrap();
        assert_eq!((&verified["verified"], &verified["provider"]), (&true.into(), &slug.into()));
        assert_eq!(verified["bytes"], body.len(), "{slug}");
        let (at, age) = (&verified["timestamp"], &verified["age_seconds"]);
        assert_eq!(at.is_null(), !entry.scheme.is_timed(), "{slug}");
        assert_eq!(age.as_i64(), entry.scheme.is_timed().then_some(0), "{slug}");

        // The signature depends on the body, unless a credential is the proof.
        let changed = raw.replace(
            body,
            &body
                .replace("ping", "pong")
                .replace("evt_1", "evt_2")
                .replace("Hello", "Hallo")
                .replace("webhook", "webhoop"),
        );
        let (status, _, _) = run(&verify, changed.as_bytes());
        assert_eq!(status, i32::from(entry.scheme.binds_body()), "{slug}");
    }
}

/// The private key that is printed signs again, for the same public key.
#[test]
fn a_key_pair_can_be_used_again() {
    for slug in ["discord", "svix-v1a", "sendgrid", "wise"] {
        let (_, _, shown) = sign(slug, &["--body", "{}"]);
        let (public, private) =
            (labelled(&shown, "public key: "), labelled(&shown, "private key: ").unwrap());
        let (status, raw, shown) =
            sign(slug, &["--body", "{}", "--secret", private, "--format", "raw"]);
        assert_eq!((status, labelled(&shown, "public key: ")), (0, public), "{slug}");
        assert!(!shown.contains(private), "{slug}");
        let own = ["verify", "--provider", slug, "--secret", public.unwrap(), "--now", NOW];
        let (status, told, _) = run(&[&own[..], &["--raw", "-"]].concat(), raw.as_bytes());
        assert_eq!(status, 0, "{slug}: {told}");
        let (status, _, error) = sign(slug, &["--body", "{}", "--secret", "x"]);
        assert_eq!(status, 2, "{slug}");
        assert!(error.contains("expected the private key"), "{error}");
    }
}

/// GitHub's published example, in each format.
#[test]
fn the_formats_have_the_same_fields() {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let own = ["sign", "--provider", "github", "--secret-env", "THE_SECRET"];
    let format = |more: &[&str]| {
        let (status, text, error) = run(&[&own[..], more].concat(), b"Hello, World!");
        assert_eq!((status, error.as_str()), (0, ""));
        text
    };
    let headers = format(&["--body", "Hello, World!", "-H", "X-GitHub-Event: ping"]);
    assert_eq!(headers, format!("x-github-event: ping\nx-hub-signature-256: {signature}\n"));
    let curl = format(&["--format", "curl", "--target", "/a?b=c"]);
    assert_eq!(
        curl,
        format!(
            "curl -X POST 'http://localhost:3000/a?b=c' \\\n  -H 'x-hub-signature-256: {signature}' \
             \\\n  --data-raw 'Hello, World!'\n"
        )
    );
    let json: Value = serde_json::from_str(&format(&["--format", "json"])).unwrap();
    assert_eq!(json["headers"], serde_json::json!([["x-hub-signature-256", signature]]));
    assert_eq!(json["body_base64"], "SGVsbG8sIFdvcmxkIQ==");
    let raw = format(&["--format", "raw", "--public-url", "https://u:p@hooks.example.com:8443/in"]);
    assert_eq!(
        raw,
        format!(
            "POST /in HTTP/1.1\r\nhost: hooks.example.com:8443\r\nx-hub-signature-256: \
             {signature}\r\ncontent-length: 13\r\n\r\nHello, World!"
        )
    );
}

/// The command runs in a shell as it is printed, with any body.
#[cfg(unix)]
#[test]
fn the_curl_command_is_valid_in_a_shell() {
    use std::process::Command;
    let body = "it's \"$HOME\" `x`\n@y \\ ";
    let own = ["--secret-env", "THE_SECRET", "--body", body, "--format", "curl"];
    let (status, command, _) = run(&[&["sign", "--provider", "github"], &own[..]].concat(), b"");
    assert_eq!(status, 0);
    // A function in the place of curl prints its last argument.
    let script = format!("curl() {{ for last; do :; done; printf '%s' \"$last\"; }}\n{command}");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), body);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a body");
    fs::write(&file, [0xff, 0x00]).unwrap();
    let file = file.to_str().unwrap();
    let own = ["--secret-env", "THE_SECRET", "--body-file", file, "--format", "curl"];
    let (_, command, _) = run(&[&["sign", "--provider", "github"], &own[..]].concat(), b"");
    assert!(command.ends_with(&format!("--data-binary '@{file}'\n")), "{command}");
}

#[test]
fn an_id_and_a_time_are_signed() {
    let own = ["sign", "--provider", "svix", "--body", "{}", "--id", "msg_7"];
    let (_, headers, _) = run(&[&own[..], &["--now", "2026-11-18T10:26:40Z"]].concat(), b"");
    assert!(headers.contains("svix-id: msg_7\n"), "{headers}");
    assert!(headers.contains("svix-timestamp: 1794997600\n"), "{headers}");
    assert!(headers.contains("content-type: application/json\n"), "{headers}");
    let (_, headers, _) = sign("twilio", &["--body", "a=b"]);
    assert!(headers.contains("content-type: application/x-www-form-urlencoded\n"), "{headers}");
}

#[test]
fn what_cannot_be_signed_is_said() {
    let of = |arguments: &[&str]| {
        let (status, told, error) = run(&[&["sign", "--body", "{}"], arguments].concat(), b"");
        assert_eq!((status, told.as_str()), (2, ""), "{arguments:?}");
        error
    };
    assert!(of(&["--provider", "square"]).contains("give it with --public-url"));
    assert!(of(&["--provider", "githup"]).contains("similar names: `github`"));
    let two = of(&["--provider", "github", "--secret", "a", "--secret", "b"]);
    assert!(two.contains("more than one secret"), "{two}");
    // The body lacks the timestamp that the endpoint reads.
    let (status, _, error) = run(&["sign", "--provider", "linear", "--body", "{}"], b"");
    assert_eq!(status, 0);
    assert!(error.contains("warning: an endpoint would reject this request"), "{error}");
    assert!(error.contains("`webhookTimestamp`"), "{error}");
}
