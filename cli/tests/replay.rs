//! Runs `verihook replay` on stored requests.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod listener;

use listener::{Listener, SECRET, Server, github, post, signed, verihook};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;
use verihook::{Signer, UnixTime};

/// Returns the exit status, standard output and standard error of `replay`.
fn replay(arguments: &[&str]) -> (i32, String, String) {
    let output = verihook().arg("replay").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

const NO_CONTENT: &[u8] = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

#[test]
fn a_stored_request_is_sent_again_as_it_was() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let body: Vec<u8> = (0..=255).chain(b"\r\n0\r\n\r\n".iter().copied()).collect();
    let chunk = format!("{:x}\r\n", body.len());
    let head = "PATCH /in/a%20b?x=1&y HTTP/1.1\r\nHost: a\r\nX-Twice: 1\r\nx-one: 2\r\n\
        X-Twice: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
    let request = [head.as_bytes(), chunk.as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    listener.send(&request);
    let file = path(folder.path(), listener.next()["file"].as_str().unwrap());
    let folder = folder.path().to_str().unwrap();

    let server = Server::start(NO_CONTENT);
    for arguments in [
        &["1", &server.url, "--folder", folder][..],
        &[&file, &server.url, "--as-it-was"],
        &[&file, &format!("{}/", server.url)],
    ] {
        let (status, printed, error) = replay(arguments);
        assert_eq!(status, 0, "{printed}{error}");
        assert!(printed.starts_with("204 No Content in "), "{printed}");
        let (head, received) = server.next();
        assert!(head.starts_with("PATCH /in/a%20b?x=1&y HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nx-twice: 1\r\nx-twice: 3\r\n"), "{head}");
        assert!(head.contains("\r\nx-one: 2\r\n") && !head.contains("chunked"), "{head}");
        assert!(received == body);
    }
    let (status, ..) = replay(&[&file, &format!("{}/other?z", server.url)]);
    assert_eq!(status, 0);
    assert!(server.next().0.starts_with("PATCH /other?z HTTP/1.1\r\n"));
}

#[test]
fn the_answer_is_printed() {
    let folder = tempdir().unwrap();
    let file = path(folder.path(), "request");
    fs::write(&file, post("/", &[], b"{}")).unwrap();
    let server = Server::start(
        b"HTTP/1.1 422 Unprocessable Entity\r\nX-Own: 1\r\nContent-Length: 9\r\n\
        Connection: close\r\n\r\na\x1b[2Jb\ncd",
    );
    let (status, printed, _) = replay(&[&file, &server.url]);
    assert_eq!(status, 1);
    let lines: Vec<_> = printed.lines().collect();
    assert!(lines[0].starts_with("422 Unprocessable Entity in ") && lines[0].ends_with(" ms"));
    assert_eq!(lines[1..], ["a\u{fffd}[2Jb", "cd"]);
    let (status, printed, _) = replay(&[&file, &server.url, "--json"]);
    assert_eq!(status, 1);
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&answer["status"], &answer["body"]), (&422.into(), &"a\u{1b}[2Jb\ncd".into()));
    assert_eq!(answer["headers"][0], serde_json::json!(["x-own", "1"]));

    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", unused.local_addr().unwrap());
    drop(unused);
    let (status, printed, _) = replay(&[&file, &url]);
    assert_eq!(status, 1);
    assert!(printed.starts_with("no answer: ") && printed.contains("refused"), "{printed}");
}

#[test]
fn a_delivery_verifies_as_it_was_if_it_has_no_timestamp() {
    let folder = tempdir().unwrap();
    let first = Listener::start(&folder.path().join("first"), &[]);
    first.send(&github("/hook?x=1", b"{ \"n\": 1 }\n"));
    let file = path(&folder.path().join("first"), first.next()["file"].as_str().unwrap());
    let arguments = ["--provider", "github", "--secret", SECRET];
    let second = Listener::start(&folder.path().join("second"), &arguments);
    let (status, printed, _) = replay(&[&file, &second.url]);
    assert_eq!(status, 0, "{printed}");
    let line = second.next();
    assert_eq!(line["verdict"]["result"], "verified");
    assert_eq!((&line["target"], &line["verdict"]["event"]), (&"/hook?x=1".into(), &"push".into()));
}

/// Stores a delivery that was signed an hour ago with another secret, and returns its file.
fn old_delivery(folder: &Path, slug: &str, secret: &str, id: Option<&str>) -> String {
    let now = UnixTime::try_from(std::time::SystemTime::now()).unwrap().seconds();
    let mut signer = Signer::by_slug(slug, secret).unwrap();
    if let Some(id) = id {
        signer = signer.id(id);
    }
    let fields = signer.sign(b"{\"n\":1}", UnixTime::from_seconds(now - 3600)).unwrap();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = [&[("x-kept", "1")], &fields[..]].concat();
    let file = path(folder, &format!("{slug}.http"));
    fs::write(&file, post("/hook", &fields, b"{\"n\":1}")).unwrap();
    file
}

#[test]
fn a_delivery_is_signed_anew() {
    let folder = tempdir().unwrap();
    let (old, new) = (
        "whsec_b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xkIA==",
        "whsec_bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IA==",
    );
    for (slug, id) in [
        ("stripe", None),
        ("slack", None),
        ("standard-webhooks", Some("msg_own")),
        ("svix", Some("msg_own")),
        ("twilio", None),
        ("hubspot", None),
    ] {
        let base = ["--provider", slug, "--secret", new];
        let needs_url = ["twilio", "hubspot"].contains(&slug);
        let file = if needs_url {
            let file = path(folder.path(), &format!("{slug}.http"));
            let name =
                if slug == "twilio" { "X-Twilio-Signature" } else { "X-HubSpot-Signature-v3" };
            fs::write(&file, post("/hook", &[("x-kept", "1"), (name, "old")], b"{\"n\":1}"))
                .unwrap();
            file
        } else {
            old_delivery(folder.path(), slug, old, id)
        };
        let url = ["--public-url", "https://public.example/hook"];
        let all = if needs_url { [&base[..], &url].concat() } else { base.to_vec() };
        let listener = Listener::start(&folder.path().join(slug), &all);
        let (status, ..) = replay(&[&file, &listener.url]);
        assert_eq!(status, 1, "{slug}: the old signature does not verify");
        assert_eq!(listener.next()["verdict"]["result"], "rejected", "{slug}");

        let (status, printed, error) =
            replay(&[&[&file, &listener.url, "--sign"], &all[..]].concat());
        let line = listener.next();
        assert_eq!(status, 0, "{slug}: {printed}{error}{line}");
        assert_eq!(line["verdict"]["result"], "verified", "{slug}: {line}");
        if let Some(id) = id {
            assert_eq!(
                line["verdict"]["delivery_id"], id,
                "{slug}: the id is that of the delivery"
            );
            let arguments = [&[&file, &listener.url, "--sign", "--id", "msg_new"], &all[..]];
            assert_eq!(replay(&arguments.concat()).0, 0, "{slug}");
            assert_eq!(listener.next()["verdict"]["delivery_id"], "msg_new");
        }
        let details = listener.json("/_verihook/requests/2");
        let fields = details["headers"].as_array().unwrap();
        assert!(fields.contains(&serde_json::json!(["x-kept", "1"])), "{slug}: {fields:?}");

        let arguments = [&[&file, &listener.url, "--sign", "--now", "1700000000"], &all[..]];
        let (status, ..) = replay(&arguments.concat());
        // Twilio signs no timestamp.
        assert_eq!(status == 0, slug == "twilio", "{slug}");
    }
}

/// A credential is replaced too.
#[test]
fn a_credential_is_replaced() {
    let folder = tempdir().unwrap();
    let fields = signed("gitlab", "the old token of the tests", b"{}");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let file = path(folder.path(), "gitlab.http");
    fs::write(&file, post("/", &fields, b"{}")).unwrap();
    let base = ["--provider", "gitlab", "--secret", SECRET];
    let listener = Listener::start(&folder.path().join("gitlab"), &base);
    assert_eq!(replay(&[&file, &listener.url]).0, 1);
    assert_eq!(replay(&[&[&file, &listener.url, "--sign"], &base[..]].concat()).0, 0);
}

#[test]
fn usage_errors_say_what_to_do() {
    let folder = tempdir().unwrap();
    let own = folder.path().to_str().unwrap();
    let good = path(folder.path(), "good");
    fs::write(&good, post("/", &[], b"{}")).unwrap();
    let bad = path(folder.path(), "bad");
    fs::write(&bad, [&post("/", &[], b"{}")[..], b"\n"].concat()).unwrap();
    let url = "http://127.0.0.1:9";
    for (arguments, expected) in [
        (&["7", url, "--folder", own][..], "no request has the id 7"),
        (&["/no/such/file", url], "/no/such/file: "),
        (&[&bad, url], "the body is too long"),
        (&[&good, "localhost"], "expected a URL such as"),
        (&[&good, url, "--sign"], "--provider"),
        (&[&good, url, "--sign", "--provider", "github"], "no signing secret"),
        (&[&good, url, "--secret", "hidden"], "a signing secret needs --sign"),
        (&[&good, url, "--sign", "--as-it-was"], "cannot be used with"),
        (
            &[&good, url, "--sign", "--provider", "stripe", "--secret", "a", "--secret", "hidden"],
            "more than one signing secret",
        ),
    ] {
        let (status, _, error) = replay(arguments);
        assert_eq!(status, 2, "{arguments:?}: {error}");
        assert!(error.contains(expected) && !error.contains("hidden"), "{arguments:?}: {error}");
    }
}
