//! Requests from raw HTTP messages and HTTP archives.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod process;

use process::run;
use serde_json::{Value, json};

/// GitHub's published example.
const FIELD: &str =
    "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
const BODY: &str = "Hello, World!";

fn verify(more: &[&str], input: &[u8]) -> (i32, String, String) {
    let own = ["verify", "--provider", "github", "--secret-env", "THE_SECRET"];
    run(&[&own[..], more].concat(), input)
}

#[track_caller]
fn accepts(flag: &[&str], input: &[u8]) {
    let (status, told, error) = verify(flag, input);
    assert_eq!(status, 0, "{told}{error}");
    assert!(told.starts_with("verified: github, 13 bytes\n"), "{told}");
}

#[track_caller]
fn refuses(flag: &[&str], input: &[u8], expected: &str) {
    let (status, told, error) = verify(flag, input);
    assert_eq!((status, told.as_str()), (2, ""), "{error}");
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_raw_request_has_any_line_ends_and_framing() {
    for head in [
        format!("POST /hook HTTP/1.1\r\nhost: a\r\n{FIELD}\r\ncontent-length: 13\r\n\r\n"),
        format!("POST /hook HTTP/1.1\n{FIELD}\nContent-Length: 13\n\n"),
        format!(
            "POST /hook HTTP/1.1\r\nContent-Length: 13\r\ncontent-length: 13\r\n{FIELD}\r\n\r\n"
        ),
        format!("POST http://a.example/hook?x HTTP/1.1\r\n{FIELD}\r\n\r\n"),
        format!("POST /hook HTTP/1.0\n{FIELD}\n\n"),
    ] {
        accepts(&["--raw", "-"], format!("{head}{BODY}").as_bytes());
    }
    let head = format!("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n{FIELD}\r\n\r\n");
    for chunks in [
        "d\r\nHello, World!\r\n0\r\n\r\n",
        "5\r\nHello\r\n8;name=value\r\n, World!\r\n0\r\n\r\n",
        "D\r\nHello, World!\r\n0\r\nx-trailer: 1\r\n\r\n",
    ] {
        accepts(&["--raw", "-"], format!("{head}{chunks}").as_bytes());
    }
    let (status, told, _) =
        verify(&["--raw", "-"], format!("{head}1\r\nH\r\n0\r\n\r\n").as_bytes());
    assert_eq!((status, told.as_str()), (1, "rejected: signature mismatch\n"));
}

#[test]
fn a_raw_request_that_is_cut_or_too_long_is_an_error() {
    let raw = |rest: &str| format!("POST / HTTP/1.1\r\n{FIELD}\r\n{rest}").into_bytes();
    for (rest, expected) in [
        ("content-length: 14\r\n\r\nHello, World!", "declares 14 bytes, and 13 follow"),
        (
            "content-length: 13\r\n\r\nHello, World!\n",
            "declares 13 bytes, and 14 follow the head; remove the newline",
        ),
        ("content-length: 2\r\n\r\nHello, World!", "declares 2 bytes, and 13 follow"),
        ("content-length: x\r\n\r\n", "`Content-Length` is malformed"),
        ("content-length: +1\r\n\r\na", "`Content-Length` is malformed"),
        ("content-length: 1\r\ncontent-length: 2\r\n\r\na", "`Content-Length` is malformed"),
        ("content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", "has both"),
        ("transfer-encoding: gzip\r\n\r\n", "expected `chunked`"),
        ("transfer-encoding: chunked\r\n\r\n5\r\nHel", "cut after 0 bytes"),
        ("transfer-encoding: chunked\r\n\r\n3\r\nHel\r\n", "cut after 3 bytes"),
        ("transfer-encoding: chunked\r\n\r\n3\r\nHello\r\n0\r\n\r\n", "another size"),
        ("transfer-encoding: chunked\r\n\r\nx\r\n", "malformed"),
        ("transfer-encoding: chunked\r\n\r\n0\r\n\r\nmore", "4 bytes follow"),
        ("transfer-encoding: chunked\r\n\r\n0\r\n", "does not end"),
        ("a: b\r\n", "the head of the request does not end"),
        ("no colon\r\n\r\n", "line 3: not a header field"),
    ] {
        refuses(&["--raw", "-"], &raw(rest), expected);
    }
    refuses(&["--raw", "-"], b"Hello, World!", "expected a first line like `POST /path HTTP/1.1`");
    refuses(&["--raw", "-"], b"POST / HTTP/2\r\n\r\n", "not a raw HTTP/1.1 request");
    refuses(&["--raw", "-"], b"", "the head of the request does not end");
    refuses(&["--raw", "/no/such/file"], b"", "/no/such/file: ");
}

/// The value of a field is bytes, also those that are not UTF-8.
#[test]
fn a_field_of_any_bytes_is_read() {
    let head = format!("POST / HTTP/1.1\r\nx-name: \u{e9}\r\n{FIELD}\r\n\r\n");
    let latin = [head.as_bytes(), b"Hello, World!"].concat();
    let at = latin.windows(2).position(|pair| pair == "\u{e9}".as_bytes()).unwrap();
    let latin = [&latin[..at], b"\xe9", &latin[at + 2..]].concat();
    accepts(&["--raw", "-"], &latin);
}

/// A scheme that signs the query takes it from the target of the raw request.
#[test]
fn the_target_of_a_raw_request_is_signed() {
    let url = "https://hooks.example.com/in";
    let own = ["--provider", "hubspot", "--secret", "a-secret", "--public-url", url];
    let sign = ["--body", "{}", "--target", "/in?a=b", "--format", "raw"];
    let (status, raw, error) = run(&[&["sign"], &own[..], &sign].concat(), b"");
    assert_eq!(status, 0, "{error}");
    let verify = [&["verify"], &own[..], &["--raw", "-"]].concat();
    let (status, told, _) = run(&verify, raw.as_bytes());
    assert_eq!(status, 0, "{told}");
    let absolute = raw.replace("POST /in?", "POST http://10.0.0.1:8080/in?");
    assert_eq!(run(&verify, absolute.as_bytes()).0, 0);
    let other = raw.replace("/in?a=b", "/in?a=c");
    let (status, told, _) = run(&verify, other.as_bytes());
    assert_eq!(status, 1);
    let reason = "rejected: signature mismatch\n  checked with the public URL `https://hooks.example.com/in`\n";
    assert_eq!(told, reason);
}

fn entry(method: &str, url: &str, more: Value) -> Value {
    let mut request = json!({
        "method": method,
        "url": url,
        "httpVersion": "h2",
        "cookies": [],
        "headers": [],
        "queryString": [],
        "headersSize": -1,
        "bodySize": 0,
    });
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    json!({
        "startedDateTime": "2026-11-18T10:26:40.000Z",
        "time": 1.0,
        "request": request,
        "response": {
            "status": 200, "statusText": "OK", "httpVersion": "h2", "cookies": [], "headers": [],
            "content": {"size": 0, "mimeType": "text/plain"}, "redirectURL": "",
            "headersSize": -1, "bodySize": 0,
        },
        "cache": {},
        "timings": {"send": 0.0, "wait": 0.0, "receive": 0.0},
    })
}

fn archive(version: &str, entries: &[Value]) -> Vec<u8> {
    let creator = json!({"name": "test", "version": "1"});
    json!({"log": {"version": version, "creator": creator, "entries": entries}})
        .to_string()
        .into_bytes()
}

fn delivery(data: Value) -> Value {
    let (name, value) = FIELD.split_once(": ").unwrap();
    let headers = json!([
        {"name": ":authority", "value": "hooks.example.com"},
        {"name": name, "value": value},
    ]);
    let more = json!({"headers": headers, "postData": data});
    entry("POST", "https://user:pass@hooks.example.com/hook?token=t#f", more)
}

#[test]
fn an_archive_has_one_delivery_among_other_requests() {
    let text = json!({"mimeType": "text/plain", "text": BODY});
    let base64 =
        json!({"mimeType": "text/plain", "text": "SGVsbG8sIFdvcmxkIQ==", "encoding": "base64"});
    for version in ["1.2", "1.3"] {
        for data in [&text, &base64] {
            let page = entry("GET", "https://example.com/", json!({}));
            let entries = [page.clone(), delivery(data.clone()), page];
            accepts(&["--har", "-"], &archive(version, &entries));
            accepts(&["--har", "-", "--entry", "2"], &archive(version, &entries));
            let marked = ["\u{feff}".as_bytes(), &archive(version, &entries)].concat();
            accepts(&["--har", "-"], &marked);
        }
    }
}

#[test]
fn several_entries_are_listed_without_their_queries() {
    let data = json!({"mimeType": "text/plain", "text": BODY});
    let entries = [
        delivery(data),
        entry("GET", "https://example.com/", json!({})),
        entry("PUT", "https://example.com/\u{1b}[31mb?key=k", json!({})),
    ];
    let archive = archive("1.2", &entries);
    let (status, _, error) = verify(&["--har", "-"], &archive);
    assert_eq!(status, 2);
    let list =
        "\n  1 POST https://hooks.example.com/hook\n  3 PUT https://example.com/\\u{1b}[31mb\n";
    assert!(error.ends_with(list), "{error}");
    accepts(&["--har", "-", "--entry", "1"], &archive);
    for number in ["0", "4"] {
        refuses(&["--har", "-", "--entry", number], &archive, "the archive has 3 entries");
    }
}

/// A form whose text is missing is serialised, with a warning.
#[test]
fn a_form_without_its_text_is_serialised() {
    let own =
        ["--provider", "twilio", "--secret", "a-secret", "--public-url", "https://a.example/"];
    let sign = ["sign", "--body", "Body=Gr%C3%BC%C3%9Fe+%26&To=1", "--format", "json"];
    let (_, signed, _) = run(&[&sign[..], &own].concat(), b"");
    let signed: Value = serde_json::from_str(&signed).unwrap();
    let fields = signed["headers"].as_array().unwrap();
    let headers: Vec<_> =
        fields.iter().map(|field| json!({"name": field[0], "value": field[1]})).collect();
    let form = |media: &str| {
        let params = json!([{"name": "Body", "value": "Grüße &"}, {"name": "To", "value": "1"}]);
        let data = json!({"mimeType": media, "params": params});
        let more = json!({"headers": headers, "postData": data});
        archive("1.2", &[entry("POST", "https://a.example/", more)])
    };
    let verify = [&["verify", "--har", "-"], &own[..]].concat();
    let (status, told, error) = run(&verify, &form("application/x-www-form-urlencoded"));
    assert_eq!(status, 0, "{told}{error}");
    assert!(error.starts_with("warning: the archive has no text of the body"), "{error}");
    let (status, _, error) = run(&verify, &form("multipart/form-data"));
    assert_eq!(status, 2);
    assert!(error.contains("expected `postData.text`"), "{error}");
}

#[test]
fn what_is_not_an_archive_is_said() {
    let get = entry("GET", "https://example.com/", json!({}));
    let unknown = json!({"mimeType": "text/plain", "text": "x", "encoding": "rot13"});
    let broken = json!({"mimeType": "text/plain", "text": "?", "encoding": "base64"});
    let mut incomplete = get.clone();
    incomplete["request"].as_object_mut().unwrap().remove("method");
    for (input, expected) in [
        (b"{".to_vec(), "not JSON at line 1, column 1"),
        (b"{}".to_vec(), "there is no `log`"),
        (b"{\"log\":{}}".to_vec(), "there is no `log.version`"),
        (archive("1.1", &[]), "`log.version` is not 1.2 or 1.3"),
        (archive("1.2", &[]), "none of the 0 entries is a POST"),
        (archive("1.2", &[get]), "none of the 1 entries is a POST"),
        (archive("1.2", &[incomplete]), "missing field `method`"),
        (archive("1.2", &[delivery(unknown)]), "unknown encoding"),
        (archive("1.2", &[delivery(broken)]), "not valid Base64"),
    ] {
        refuses(&["--har", "-"], &input, expected);
    }
}

#[test]
fn a_body_file_can_be_standard_input() {
    accepts(&["-H", FIELD, "--body-file", "-"], BODY.as_bytes());
}
