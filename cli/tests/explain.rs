//! Findings of `verihook explain`, from options, a raw request and an archive.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use serde_json::{Value, json};

const SECRET: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";
const BODY: &str = r#"{"action":"opened","number":7}"#;

/// Returns a raw request of this provider, signed at this time.
fn signed(slug: &str, now: &str) -> String {
    let sign = ["sign", "--provider", slug, "--secret", SECRET, "--body", BODY];
    let (status, raw, error) = run(&[&sign[..], &["--now", now, "--format", "raw"]].concat(), b"");
    assert_eq!(status, 0, "{error}");
    raw
}

/// Returns the exit status and the findings of a raw request.
fn findings(slug: &str, secret: &str, raw: &str, more: &[&str]) -> (i32, Value) {
    let own = ["explain", "--json", "--provider", slug, "--secret", secret, "--raw", "-"];
    let (status, told, error) = run(&[&own[..], more].concat(), raw.as_bytes());
    assert!(!told.contains(SECRET) && !error.contains(SECRET), "{told} {error}");
    (status, serde_json::from_str(&told).unwrap_or_default())
}

#[test]
fn a_request_that_verifies_has_no_findings() {
    let raw = signed("github", "1795000000");
    assert_eq!(findings("github", SECRET, &raw, &[]), (0, json!([])));
    let own = ["explain", "--provider", "github", "--secret", SECRET, "--raw", "-"];
    let (status, told, _) = run(&own, raw.as_bytes());
    assert_eq!((status, told.as_str()), (0, "the request verifies\n"));
}

#[test]
fn a_finding_has_a_code_a_certainty_evidence_and_a_remedy() {
    let raw = format!("{}\n", signed("github", "1795000000"));
    let (status, found) = findings("github", SECRET, &raw, &[]);
    assert_eq!((status, found.as_array().unwrap().len()), (1, 1));
    let finding = found[0].as_object().unwrap();
    let names: Vec<_> = finding.keys().map(String::as_str).collect();
    assert_eq!(names, ["certainty", "code", "evidence", "remedy"]);
    assert_eq!(
        (&found[0]["code"], &found[0]["certainty"]),
        (&json!("body.newline-added"), &json!("certain"))
    );
    // A body that was cut is explained, although `verify` does not read it.
    let cut = raw.trim_end().strip_suffix("7}").unwrap();
    let (status, found) = findings("github", SECRET, cut, &[]);
    assert_eq!((status, &found[0]["code"]), (1, &json!("body.truncated")));
    let verify = ["verify", "--provider", "github", "--secret", SECRET, "--raw", "-"];
    assert_eq!(run(&verify, cut.as_bytes()).0, 2);
}

#[test]
fn two_causes_are_both_found() {
    let raw = signed("stripe", "1795000000");
    let quoted = format!("\"{SECRET}\"");
    let (status, found) = findings("stripe", &quoted, &raw, &["--now", "2026-11-18T13:26:40Z"]);
    let codes: Vec<_> = found.as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!((status, codes), (1, vec![&json!("secret.quoted"), &json!("time.stale")]));
    let tolerant = ["--now", "2026-11-18T13:26:40Z", "--tolerance", "4h"];
    assert_eq!(findings("stripe", SECRET, &raw, &tolerant), (0, json!([])));
}

#[test]
fn an_archive_is_explained() {
    let raw = signed("shopify", "1795000000");
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers: Vec<Value> =
        fields.map(|(name, value)| json!({ "name": name, "value": value })).collect();
    // The proxy that saved it wrote the body again.
    let text = BODY.replace(',', ", ").replace(':', ": ");
    let request = json!({
        "method": "POST", "url": "https://shop.example.com/hooks", "httpVersion": "HTTP/1.1",
        "cookies": [], "headers": headers, "queryString": [], "headersSize": -1, "bodySize": -1,
        "postData": { "mimeType": "application/json", "text": text },
    });
    let response = json!({
        "status": 401, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
        "content": { "size": 0, "mimeType": "" }, "redirectURL": "", "headersSize": -1, "bodySize": -1,
    });
    let entry = json!({
        "startedDateTime": "2026-11-18T10:26:40.000Z", "time": 1, "request": request,
        "response": response, "cache": {}, "timings": { "send": 0, "wait": 1, "receive": 0 },
    });
    let archive = json!({ "log": {
        "version": "1.2", "creator": { "name": "a proxy", "version": "1" }, "entries": [entry],
    }});
    let own = ["explain", "--json", "--provider", "shopify", "--secret", SECRET, "--har", "-"];
    let (status, told, error) = run(&own, archive.to_string().as_bytes());
    let found: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((status, &found[0]["code"]), (1, &json!("body.json-reserialised")), "{error}");
}

#[test]
fn what_cannot_be_explained_is_a_usage_error() {
    let own = ["explain", "--provider", "github", "--secret", SECRET];
    let large = vec![b'a'; 1024 * 1024 + 1];
    let (status, told, error) = run(&own, &large);
    assert_eq!((status, told.as_str()), (2, ""));
    assert!(error.contains("longer than 1 MiB"), "{error}");
    let (status, _, error) = run(&["explain", "--provider", "github", "--body", "{}"], b"");
    assert!(status == 2 && error.contains("no signing secret"), "{error}");
    let own = ["explain", "--provider", "square", "--secret", SECRET, "--body", "{}"];
    let (status, _, error) = run(&own, b"");
    assert!(status == 2 && error.contains("public URL"), "{error}");
}
