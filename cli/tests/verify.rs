//! Times, results and JSON of `verihook verify`.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use serde_json::Value;

#[test]
fn times_and_tolerances_have_two_forms() {
    let sign = ["sign", "--provider", "slack", "--secret", "s", "--body", "{}", "--format", "raw"];
    let (_, raw, _) = run(&[&sign[..], &["--now", "1794997600"]].concat(), b"");
    let own = ["verify", "--provider", "slack", "--secret", "s", "--raw", "-"];
    let of = |more: &[&str]| run(&[&own[..], more].concat(), raw.as_bytes());
    let (status, told, _) = of(&["--now", "2026-11-18T10:28:00Z"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("timestamp: 2026-11-18T10:26:40Z, 1m 20s old\n"), "{told}");
    let late = ["--now", "2026-11-18T11:26:40Z"];
    let (status, told, _) = of(&late);
    assert_eq!(status, 1);
    let reason = "rejected: the timestamp is too old\n  the timestamp is 3600 s old; the tolerance is 300 s\n";
    assert_eq!(told, reason);
    for (tolerance, status) in [("1h", 0), ("3600", 0), ("59m", 1), ("1h 1s", 0)] {
        assert_eq!(of(&[&late[..], &["--tolerance", tolerance]].concat()).0, status, "{tolerance}");
    }
    let (_, json, _) = of(&[&late[..], &["--json"]].concat());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["verified"], &json["code"]), (&false.into(), &"timestamp-stale".into()));
    assert_eq!(
        (&json["kind"], &json["reason"]),
        (&"not-authentic".into(), &"the timestamp is too old".into())
    );
    assert!(json["detail"].as_str().unwrap().contains("3600 s old"), "{json}");
    let (status, _, error) = of(&["--now", "yesterday"]);
    assert_eq!(status, 2);
    assert!(error.contains("expected Unix seconds, or RFC 3339"), "{error}");
    assert!(!error.contains("yesterday"), "{error}");
}

/// A verified request is described with its id, its event and the answer of a handshake.
#[test]
fn a_verified_request_is_described() {
    let of = |slug: &str, body: &str, fields: &[&str]| {
        let own = ["--provider", slug, "--secret", "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a"];
        let sign = ["sign", "--body", body, "--format", "raw"];
        let (_, raw, _) = run(&[&sign[..], &own, fields].concat(), b"");
        run(&[&["verify", "--raw", "-"], &own[..]].concat(), raw.as_bytes()).1
    };
    let fields = ["-H", "x-github-delivery: 7f", "-H", "x-github-event: push"];
    let told = of("github", "{}", &fields);
    assert!(told.contains("\n  delivery id: `7f` (not signed)\n"), "{told}");
    assert!(told.contains("\n  kind of event: `push` (not signed)\n"), "{told}");
    let told = of("texture", r#"{"key":"evt_1"}"#, &[]);
    assert!(told.contains("\n  delivery id: `evt_1` (signed)\n"), "{told}");
    let told = of("slack", r#"{"type":"url_verification","challenge":"abc","token":"t"}"#, &[]);
    assert!(told.contains("\n  handshake: adapters answer it with 200 and `abc`\n"), "{told}");
}
