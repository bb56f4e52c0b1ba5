//! `verihook send`, run as a process against real servers.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "send/receiver.rs"]
mod receiver;

use receiver::{Raw, Receiver};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use verihook::providers;
use verihook_conformance::signing_secrets_of;

const TAMPERS: [&str; 9] = [
    "body",
    "signature",
    "timestamp",
    "header-case",
    "whitespace",
    "secret",
    "missing-signature",
    "duplicate-signature",
    "truncate",
];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verihook"));
    command.arg("send").args(arguments).stdin(Stdio::null());
    command
}

/// Returns the exit status, standard output and standard error.
fn send(arguments: &[&str]) -> (i32, String, String) {
    parts(command(arguments).output().unwrap())
}

fn parts(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Sends a delivery of this provider, signed with the secret of the receiver.
fn send_as(receiver: &Receiver, slug: &str, more: &[&str]) -> (i32, String, String) {
    let (url, secret) = (receiver.url(slug), signing_secrets_of(slug)[1]);
    send(&[&[&*url, "--provider", slug, "--secret", secret], more].concat())
}

fn events(slug: &str) -> Vec<String> {
    let (status, listed, _) = send(&["--provider", slug, "--list-events"]);
    assert_eq!(status, 0);
    listed.lines().map(str::to_owned).collect()
}

/// Runs this for each provider, on a few threads.
fn for_each_provider(check: impl Fn(&'static str) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(entry) = providers::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check(entry.slug);
                }
            });
        }
    });
}

#[test]
fn a_receiver_accepts_every_sample_of_every_provider() {
    let receiver = Receiver::start();
    for_each_provider(|slug| {
        let events = events(slug);
        for event in &events {
            let (status, told, errors) = send_as(&receiver, slug, &["--event", event]);
            assert_eq!(status, 0, "{slug} {event}: {told}{errors}");
            assert!(
                told.starts_with(&format!(
                    "POST {}\nevent: {event}\n200 OK in ",
                    receiver.url(slug)
                )),
                "{told}"
            );
            assert!(!told.contains(signing_secrets_of(slug)[1]), "{slug}");
        }
        let (status, first, errors) = send_as(&receiver, slug, &[]);
        assert_eq!(status, 0, "{slug}: {first}{errors}");
        if let Some(event) = events.first() {
            assert!(first.contains(&format!("\nevent: {event}\n")), "{first}");
        }
    });
    let total: usize = providers::ALL.iter().map(|entry| events(entry.slug).len() + 1).sum();
    // The adapter answers Slack's `url_verification` and Discord's `ping` itself.
    let handshakes = 2;
    assert_eq!(receiver.arrivals().len(), total - handshakes);
}

/// Where the scheme knows header fields of the event and the id, they are sent.
#[test]
fn header_fields_name_the_event_and_the_id() {
    let receiver = Receiver::start();
    for_each_provider(|slug| {
        for event in events(slug) {
            assert_eq!(send_as(&receiver, slug, &["--event", &event]).0, 0);
            let all = receiver.arrivals();
            let mine: Vec<_> = all.iter().filter(|arrival| arrival.slug == slug).collect();
            // Handshakes do not arrive at the handler.
            let Some(last) = mine.last() else { continue };
            if let Some(named) = &last.event {
                assert_eq!(*named, event, "{slug}");
            }
        }
    });
    let arrivals = receiver.arrivals();
    let with = |has: fn(&receiver::Arrival) -> bool| -> BTreeSet<&str> {
        arrivals.iter().filter(|arrival| has(arrival)).map(|arrival| arrival.slug).collect()
    };
    let named = with(|arrival| arrival.event.is_some());
    for slug in [
        "github",
        "gitlab",
        "gitlab-signed",
        "bitbucket",
        "buildkite",
        "circleci",
        "linear",
        "sentry",
        "shopify",
        "twitch",
        "woocommerce",
        "centrepoint",
        "centrepoint-basic",
        "cloudevents",
    ] {
        assert!(named.contains(slug), "{slug}");
    }
    let identified = with(|arrival| arrival.id.is_some());
    for entry in providers::ALL.iter().filter(|entry| !events(entry.slug).is_empty()) {
        let has_id = entry.scheme.id_is_signed().is_some();
        assert_eq!(identified.contains(entry.slug), has_id, "{}", entry.slug);
    }
}

#[test]
fn every_fault_has_the_expected_outcome() {
    let receiver = Receiver::start();
    for_each_provider(|slug| {
        let entry = providers::by_slug(slug).unwrap();
        for kind in TAMPERS {
            let mut more = vec!["--tamper", kind];
            if kind == "secret" {
                more.extend(["--secret", signing_secrets_of(slug)[0]]);
            }
            let (status, told, errors) = send_as(&receiver, slug, &more);
            if kind == "timestamp" && !entry.scheme.is_timed() {
                assert_eq!(status, 2, "{slug}: {told}");
                assert!(errors.contains("does not sign a timestamp"), "{errors}");
                continue;
            }
            assert_eq!(status, 0, "{slug} {kind}: {told}{errors}");
            assert!(told.contains("\nchanged: "), "{told}");
            let binds = entry.scheme.binds_body();
            let accepted = match kind {
                "header-case" => true,
                "body" | "whitespace" | "truncate" => !binds,
                "duplicate-signature" => slug == "mollie",
                _ => false,
            };
            let (word, code) = if accepted { ("accepted", "\n200 ") } else { ("rejected", "\n4") };
            assert!(told.contains(&format!("\nexpected: {word}\n")), "{slug} {kind}: {told}");
            assert!(told.contains(code), "{slug} {kind}: {told}");
        }
    });
}

#[test]
fn another_secret_is_made_from_the_first_one_where_that_is_possible() {
    let receiver = Receiver::start();
    for_each_provider(|slug| {
        let (status, told, errors) = send_as(&receiver, slug, &["--tamper", "secret"]);
        if ["kick", "sendgrid", "wise"].contains(&slug) {
            assert_eq!(status, 2, "{slug}: {told}");
            assert!(errors.contains("second --secret"), "{errors}");
        } else {
            assert_eq!(status, 0, "{slug}: {told}{errors}");
            assert!(told.contains("expected: rejected\n401 "), "{slug}: {told}");
        }
    });
}

#[test]
fn stale_and_future_timestamps_are_rejected() {
    let receiver = Receiver::start();
    for_each_provider(|slug| {
        let scheme = providers::by_slug(slug).unwrap().scheme;
        let far = format!("{}s", scheme.default_tolerance_seconds() + 30);
        for flag in ["--stale", "--ahead"] {
            let (status, told, errors) = send_as(&receiver, slug, &[flag, &far]);
            if !scheme.is_timed() {
                assert_eq!(status, 2, "{slug}");
                assert!(errors.contains("does not sign a timestamp"), "{errors}");
                continue;
            }
            assert_eq!(status, 0, "{slug} {flag}: {told}{errors}");
            assert!(told.contains("expected: rejected\n401 Unauthorized"), "{slug} {flag}: {told}");
        }
    });
    for (slug, flag, distance, expected) in [
        ("stripe", "--stale", "10m", "rejected\n401"),
        ("stripe", "--stale", "1m 30s", "accepted\n200"),
        ("stripe", "--ahead", "90", "accepted\n200"),
        ("elevenlabs", "--stale", "10m", "accepted\n200"),
        ("linear", "--stale", "9h", "rejected\n401"),
    ] {
        let (status, told, _) = send_as(&receiver, slug, &[flag, distance]);
        assert_eq!(status, 0, "{slug}: {told}");
        assert!(told.contains(&format!("\nexpected: {expected} ")), "{slug}: {told}");
    }
    let own = ["--stale", "10m", "--body", r#"{"webhookTimestamp":1}"#];
    let (status, _, errors) = send_as(&receiver, "linear", &own);
    assert_eq!(status, 2);
    assert!(errors.contains("timestamp in the body"), "{errors}");
}

/// A receiver that accepts everything is wrong, and the exit status says so.
#[test]
fn an_unexpected_outcome_fails() {
    let raw = Raw::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let to = [&*raw.url, "--provider", "github", "--secret", "s3cret"];
    for more in [&["--tamper", "body"][..], &["--tamper", "missing-signature"]] {
        let (status, told, _) = send(&[&to[..], more].concat());
        assert_eq!(status, 1, "{told}");
        assert!(told.contains("not as expected: a correct receiver answers 4xx"), "{told}");
    }
    assert_eq!(send(&[&to[..], &["--tamper", "header-case"]].concat()).0, 0);

    let broken = Raw::start("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n");
    let to = [&*broken.url, "--provider", "github", "--secret", "s3cret"];
    assert_eq!(send(&to).0, 1);
    let (status, told, _) = send(&[&to[..], &["--tamper", "body"]].concat());
    assert_eq!(status, 1, "500 does not say that the delivery was rejected: {told}");
}

#[test]
fn a_replay_is_the_same_request_byte_for_byte() {
    let raw = Raw::start("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    for slug in ["github", "stripe", "sendgrid"] {
        let secret = signing_secrets_of(slug)[1];
        let to = [&*raw.url, "--provider", slug, "--secret", secret, "--replay"];
        let (status, told, _) = send(&to);
        assert_eq!(status, 0, "{told}");
        assert_eq!(told.matches("200 OK in").count(), 2, "{told}");
        let requests = raw.take();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0], requests[1]);
        assert!(requests[0].starts_with("POST /hook?a=1 HTTP/1.1\r\nhost: 127.0.0.1:"));

        let (_, told, _) = send(&[&to[..], &["--json"]].concat());
        assert_eq!(told.lines().count(), 2, "an object for each answer: {told}");
        assert_ne!(raw.take()[0], requests[0], "another run has another id or time");
    }
}

#[test]
fn header_names_reach_the_wire_in_upper_case() {
    let raw = Raw::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let to = [&*raw.url, "--provider", "github", "--secret", "s3cret", "--id", "one"];
    let (_, told, _) = send(&[&to[..], &["--tamper", "header-case"]].concat());
    assert!(told.contains("expected: accepted"), "{told}");
    assert_eq!(send(&to).0, 0);
    let requests = raw.take();
    let [upper, lower] = &requests[..] else { panic!("{requests:?}") };
    let (head, body) = upper.split_once("\r\n\r\n").unwrap();
    let names = head.lines().skip(1).map(|line| line.split_once(':').unwrap().0);
    let names: Vec<_> = names.collect();
    assert!(names.contains(&"X-HUB-SIGNATURE-256") && names.contains(&"HOST"), "{head}");
    assert!(names.iter().all(|name| *name == name.to_uppercase()), "{head}");
    assert!(lower.contains("\r\nx-hub-signature-256: sha256="), "{lower}");
    assert!(head.contains("\r\nX-GITHUB-EVENT: push"), "values are unchanged: {head}");
    assert_eq!(lower.split_once("\r\n\r\n").unwrap().1.len(), body.len());
}

#[test]
fn a_dry_run_prints_what_is_sent() {
    let raw = Raw::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    for (slug, more) in [
        ("stripe", &["--event", "invoice.paid"][..]),
        ("slack", &["--event", "slash-command"]),
        ("twilio", &["-H", "X-Test: yes", "-H", "user-agent: me"]),
        ("github", &["--tamper", "header-case"]),
        ("github", &["--method", "GET", "--body", ""]),
        ("texture", &["--tamper", "duplicate-signature"]),
    ] {
        let secret = signing_secrets_of(slug)[1];
        let fixed = ["--now", "1795500000", "--id", "delivery-1"];
        let to = [&*raw.url, "--provider", slug, "--secret", secret];
        let (to, fixed) = (&to[..], if slug == "slack" { &fixed[..2] } else { &fixed[..] });
        // Without an id of its own, each run has another one in the body.
        let fixed = if slug == "slack" { &[fixed, &["--body", "a=1"]].concat() } else { fixed };
        let (status, printed, errors) = send(&[to, fixed, more, &["--dry-run"]].concat());
        assert_eq!(status, 0, "{errors}");
        assert_eq!(raw.take(), [""; 0], "nothing is sent");
        send(&[to, fixed, more].concat());
        assert_eq!(raw.take(), [printed], "{slug}");
    }
}

#[test]
fn bodies_come_from_the_command_line_files_and_standard_input() {
    let receiver = Receiver::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    std::fs::write(&file, b"{\"a\": 1}\r\n").unwrap();
    let file = file.to_str().unwrap();
    let own = ["--event", "workflow_run", "--body", r#"{"action":"completed"}"#];
    assert_eq!(send_as(&receiver, "github", &own).0, 0);
    assert_eq!(send_as(&receiver, "github", &["--body-file", file]).0, 0);
    let url = receiver.url("github");
    let mut child =
        command(&[&*url, "--provider", "github", "--secret", "s3cret", "--body-file", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"piped").unwrap();
    assert!(child.wait().unwrap().success());

    // Twilio signs a body that is not a form by its digest in the URL.
    let own = ["--body", r#"{"a":1}"#];
    let (status, told, errors) = send_as(&receiver, "twilio", &own);
    assert_eq!(status, 0, "{told}{errors}");
    assert!(told.contains("/hooks/twilio?bodySHA256=015abd7f5cc57a2dd94b7590f04ad808"), "{told}");
    let (status, told, errors) =
        send_as(&receiver, "twilio", &[&own[..], &["--tamper", "body"]].concat());
    assert_eq!(status, 0, "{told}{errors}");

    let mut arrivals = receiver.arrivals();
    assert_eq!(arrivals.pop().unwrap().slug, "twilio");
    let bodies: Vec<_> = arrivals.iter().map(|arrival| arrival.body.as_str()).collect();
    assert_eq!(bodies, [r#"{"action":"completed"}"#, "{\"a\": 1}\r\n", "piped"]);
    let named: Vec<_> = arrivals.iter().map(|arrival| arrival.event.as_deref()).collect();
    assert_eq!(named, [Some("workflow_run"), None, None], "only a named event is sent");
    let types: Vec<_> = arrivals.iter().map(|arrival| arrival.content_type.as_str()).collect();
    assert_eq!(types, ["application/json", "application/json", "text/plain; charset=utf-8"]);
}

#[test]
fn an_id_is_used_wherever_the_delivery_has_one() {
    let receiver = Receiver::start();
    for slug in ["github", "stripe", "svix", "texture", "twilio", "discord"] {
        let (status, told, errors) = send_as(&receiver, slug, &["--id", "my-id-1"]);
        assert_eq!(status, 0, "{slug}: {told}{errors}");
        let last = receiver.arrivals().pop().unwrap();
        assert_eq!((last.slug, last.id.as_deref()), (slug, Some("my-id-1")));
    }
    let own = ["--id", "my-id-1", "--body", "{}"];
    let (status, _, errors) = send_as(&receiver, "stripe", &own);
    assert_eq!(status, 2);
    assert!(errors.contains("--id: no header field"), "{errors}");
}

#[test]
fn each_delivery_of_a_load_is_a_new_one() {
    let receiver = Receiver::start();
    for slug in ["github", "stripe", "svix", "texture"] {
        let more = ["--count", "20", "--concurrency", "4", "--json"];
        let (status, told, errors) = send_as(&receiver, slug, &more);
        assert_eq!(status, 0, "{told}{errors}");
        let summary: Value = serde_json::from_str(&told).unwrap();
        assert_eq!((&summary["sent"], &summary["failed"]), (&20.into(), &0.into()));
        assert_eq!(
            (&summary["statuses"]["200"], &summary["as_expected"]),
            (&20.into(), &20.into())
        );
        let latency = &summary["latency_ms"];
        let latency = ["min", "p50", "p95", "max"].map(|name| latency[name].as_f64().unwrap());
        assert!(latency.is_sorted() && latency[0] > 0.0, "{latency:?}");
        let arrivals = receiver.arrivals();
        let ids: BTreeSet<_> =
            arrivals.iter().filter(|arrival| arrival.slug == slug).map(|one| &one.id).collect();
        assert_eq!(ids.len(), 20, "{slug}");
    }
    let more = ["--count", "3", "--tamper", "signature"];
    let (status, told, _) = send_as(&receiver, "github", &more);
    assert_eq!(status, 0, "{told}");
    assert!(told.starts_with("sent: 3 in ") && told.contains("\n401: 3\n"), "{told}");
    assert!(told.contains("\nas expected (rejected): 3\nlatency: min "), "{told}");
}

/// Each answer waits until three deliveries have arrived, so fewer at a time would not end.
#[test]
fn deliveries_wait_for_answers_side_by_side() {
    let receiver = Receiver::answering_together(3);
    let more = ["--count", "9", "--concurrency", "3"];
    let (status, told, errors) = send_as(&receiver, "github", &more);
    assert_eq!(status, 0, "{told}{errors}");
    assert_eq!((receiver.arrivals().len(), receiver.most_at_a_time()), (9, 3));

    let receiver = Receiver::answering_together(1);
    assert_eq!(send_as(&receiver, "github", &["--count", "5"]).0, 0);
    assert_eq!((receiver.arrivals().len(), receiver.most_at_a_time()), (5, 1));
}

/// At one delivery in 1000 s, the second one is not sent before the run is interrupted.
#[cfg(unix)]
#[test]
fn the_rate_is_kept_and_an_interrupted_run_has_a_summary() {
    let receiver = Receiver::start();
    let url = receiver.url("github");
    let arguments =
        [&*url, "--provider", "github", "--secret", "s3cret", "--count", "5", "--rate", "0.001"];
    let child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while receiver.arrivals().is_empty() {
        std::thread::yield_now();
    }
    // The answer to the delivery may still be on its way, so the summary has it or not.
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let (status, told, _) = parts(child.wait_with_output().unwrap());
    assert_eq!(status, 1, "not all were sent");
    assert!(told.starts_with("sent: 1 in ") || told.starts_with("sent: 0 in "), "{told}");
    assert_eq!(receiver.arrivals().len(), 1);

    // Ten deliveries at 20 a second: the last one starts after 450 ms.
    let started = std::time::Instant::now();
    let more = ["--count", "10", "--rate", "20", "--concurrency", "10"];
    assert_eq!(send_as(&receiver, "github", &more).0, 0);
    assert!(started.elapsed() >= std::time::Duration::from_millis(450));
    assert_eq!(receiver.arrivals().len(), 11);
}

#[test]
fn answers_are_shown_without_control_characters_and_not_whole() {
    let long = "x".repeat(3000);
    let answer = format!(
        "HTTP/1.1 201 Created\r\nx-note: seen\r\ncontent-length: {}\r\n\r\n\x1b[2J{long}",
        long.len() + 4
    );
    let raw = Raw::start(&answer);
    let to = [&*raw.url, "--provider", "stripe", "--secret", "s3cret"];
    let (status, told, _) = send(&to);
    assert_eq!(status, 0);
    assert!(told.contains("\n201 Created in ") && told.contains("\n\\u{1b}[2Jxxx"), "{told}");
    assert!(told.ends_with("xxx\n... and 956 bytes\n"), "{told}");
    assert!(!told.contains("s3cret") && !told.contains("v1="));

    let (_, told, _) = send(&[&to[..], &["--json"]].concat());
    let object: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&object["status"], &object["body_bytes"]), (&201.into(), &3004.into()));
    assert_eq!(object["body"].as_str().unwrap().len(), 2048);
    assert_eq!(object["headers"][0], serde_json::json!(["x-note", "seen"]));
    assert_eq!((&object["provider"], &object["as_expected"]), (&"stripe".into(), &true.into()));
}

#[test]
fn a_failed_connection_and_a_missing_answer_fail() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}/");
    let to = [&*url, "--provider", "github", "--secret", "s3cret"];
    let (status, told, _) = send(&to);
    assert_eq!(status, 1);
    assert!(told.contains("\nfailed: ") && told.contains("refused"), "{told}");
    let (status, told, _) = send(&[&to[..], &["--count", "2"]].concat());
    assert_eq!(status, 1);
    assert!(told.contains("\nfailed: 2 (the first: "), "{told}");
    let (_, told, _) = send(&[&to[..], &["--json", "--tamper", "body"]].concat());
    let object: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(object["as_expected"], false, "no answer is not a rejection");
    assert!(object["error"].as_str().unwrap().contains("refused"));

    // Without root certificates, only TLS fails.
    let raw = Raw::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    for (url, expected) in
        [(raw.url.clone(), "\n200 OK"), (raw.url.replace("http:", "https:"), "\nfailed: ")]
    {
        let mut without = command(&[&*url, "--provider", "github", "--secret", "s3cret"]);
        without.env("SSL_CERT_FILE", "/dev/null").env("SSL_CERT_DIR", "/does/not/exist");
        let (_, told, _) = parts(without.output().unwrap());
        assert!(told.contains(expected), "{told}");
        assert_eq!(told.contains("no root certificates on this machine"), url.starts_with("https"));
    }

    // This server accepts connections, but reads and answers nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let arguments = [&*url, "--provider", "github", "--secret", "s3cret", "--deadline", "0.2s"];
    let (status, told, _) = send(&arguments);
    assert_eq!(status, 1);
    assert!(told.contains("failed: no answer within 0.2 s"), "{told}");
}

#[test]
fn usage_errors_say_what_was_expected() {
    let to = ["http://127.0.0.1:1/", "--provider", "github"];
    let with = |more: &[&'static str]| [&to[..], &["--secret", "s3cret"], more].concat();
    let cases: [(Vec<&str>, &str); 16] = [
        (to.to_vec(), "give --secret, --secret-env or --secret-file"),
        (with(&["--event", "pushed"]), "there are `push`, `ping`, `issues`"),
        (with(&["--stale", "10m"]), "--stale: github does not sign a timestamp"),
        (with(&["--tamper", "timestamp"]), "github does not sign a timestamp"),
        (with(&["--deadline", "soon"]), "expected seconds, or units"),
        (with(&["--deadline", "0"]), "expected more than 0 s"),
        (with(&["--rate", "0"]), "--rate: expected deliveries a second"),
        (with(&["--rate", "fast"]), "--rate: expected deliveries a second"),
        (with(&["--count", "0"]), "expected at least 1"),
        (with(&["-H", "no colon"]), "header field 1: expected `name: value`"),
        (with(&["-H", "a b: c"]), "header field 1: expected `name: value`"),
        (with(&["--body", "", "--tamper", "body"]), "the body is empty"),
        (with(&["--secret", "two"]), "expected one signing secret"),
        (with(&["--now", "253402300800"]), "before the year 10000"),
        (with(&["--id", "a b"]), "--id: expected visible ASCII"),
        (with(&["--body-file", "/does/not/exist"]), "/does/not/exist: "),
    ];
    for (arguments, expected) in cases {
        let (status, told, errors) = send(&arguments);
        assert_eq!((status, told.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains(expected), "{arguments:?}: {errors}");
    }
    for url in ["127.0.0.1:1", "ftp://127.0.0.1/", "/hook", "http://"] {
        let (status, _, errors) = send(&[url, "--provider", "github", "--secret", "s"]);
        assert_eq!(status, 2, "{url}");
        assert!(errors.contains("begins with `http://` or `https://`"), "{url}: {errors}");
    }
    let (status, _, errors) = send(&["--provider", "adyen", "--secret", "xyz", "http://h/"]);
    assert_eq!(status, 2);
    assert!(!errors.contains("xyz"), "{errors}");
    assert_eq!(send(&["--provider", "github"]).0, 2, "a URL is required");
}
