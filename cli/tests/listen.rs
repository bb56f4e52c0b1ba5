//! Runs `verihook listen` and sends to it over sockets.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod listener;

use listener::{Listener, PATIENCE, SECRET, Server, exchange, github, post, spawn, verihook};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use tempfile::tempdir;

/// Returns the bytes that were stored of a request.
fn stored(folder: &Path, line: &Value) -> Vec<u8> {
    fs::read(folder.join(line["file"].as_str().unwrap())).unwrap()
}

const GITHUB: [&str; 4] = ["--provider", "github", "--secret-env", "THE_SECRET"];

#[test]
fn requests_are_stored_byte_for_byte() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let binary: Vec<u8> = (0..=255).chain([0, 13, 10]).collect();
    let chunked =
        b"PUT /a%20b?x=1&x=2 HTTP/1.1\r\nhOST: Some.Example\r\nX-Twice: 1\r\nx-odd: \xe9\r\n\
        X-TWICE:2\r\nTransfer-Encoding: chunked\r\n\r\n2;ext=1\r\n{}\r\n0003\r\n\r\n!\r\n0\r\n\
        X-Trailer: t\r\n\r\n";
    let bare = b"DELETE /thing HTTP/1.1\r\nHost: a\r\n\r\n";
    let large = post("/large", &[], &binary.repeat(4000));
    let requests =
        [(&post("/binary", &[], &binary)[..], 259), (chunked, 5), (bare, 0), (&large, 1_036_000)];
    for (id, (request, length)) in (1..).zip(requests) {
        let (head, body) = listener.send(request);
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && body.is_empty(), "{head}");
        let line = listener.next();
        assert_eq!((&line["id"], &line["bytes"]), (&id.into(), &length.into()));
        assert_eq!(line["verdict"]["result"], "unchecked");
        assert!(stored(folder.path(), &line) == request, "request {id} differs");
        let (head, raw) = listener.get(&format!("/_verihook/requests/{id}/raw"));
        assert!(raw == request && head.contains("content-disposition: attachment;"), "{head}");
    }
    let details = listener.json("/_verihook/requests/2");
    assert_eq!(details["body"]["text"], "{}\r\n!");
    assert_eq!(details["headers"][1], serde_json::json!(["X-Twice", "1"]));
    assert_eq!(details["headers"][3], serde_json::json!(["X-TWICE", "2"]));
    assert_eq!(details["entry"]["target"], "/a%20b?x=1&x=2");
    assert!(listener.json("/_verihook/requests/1")["body"]["text"].is_null());
}

#[test]
fn a_long_target_is_cut_in_the_index_but_not_in_the_file() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let request = post(&format!("/{}", "a".repeat(50_000)), &[], b"");
    assert!(listener.send(&request).0.starts_with("HTTP/1.1 200 "));
    let line = listener.next();
    let target = line["target"].as_str().unwrap();
    assert!(target.starts_with("/aaa") && target.ends_with("a…"), "{target}");
    assert_eq!(target.chars().count(), 2001);
    assert!(stored(folder.path(), &line) == request);
}

/// The answer is not delayed and the next request is not stored with this one.
#[test]
fn bytes_after_the_request_are_left_out() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let request = post("/", &[], b"abc");
    let (head, _) = listener.send(&[&request[..], b"GET /next HTTP/1.1\r\n"].concat());
    assert!(head.contains("connection: close"), "{head}");
    assert_eq!(stored(folder.path(), &listener.next()), request);
}

#[test]
fn deliveries_are_verified_and_answered_as_adapters_do() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    assert!(listener.send(&github("/hook", b"{}")).0.starts_with("HTTP/1.1 200 OK\r\n"));
    let line = listener.next();
    assert_eq!((&line["verdict"]["result"], &line["status"]), (&"verified".into(), &200.into()));
    assert_eq!(line["verdict"]["event"], "push");

    let mut changed = github("/hook", b"{}");
    *changed.last_mut().unwrap() = b' ';
    let (head, body) = listener.send(&changed);
    assert!(head.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{head}");
    assert_eq!(body, b"webhook not authentic\n");
    let line = listener.next();
    assert_eq!(line["verdict"]["result"], "rejected");
    assert_eq!(line["verdict"]["reason"], "signature mismatch");

    let (head, _) = listener.send(b"GET /hook HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 405 ") && head.contains("\r\nallow: POST\r\n"), "{head}");
    assert_eq!(listener.next()["status"], 405);
    let (head, _) = listener.send(&post("/", &[("x-gitlab-token", "t")], b"{}"));
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    assert!(listener.next()["verdict"]["detail"].as_str().unwrap().contains("`gitlab`"));
}

#[test]
fn a_chosen_status_is_answered_but_not_to_handshakes() {
    let folder = tempdir().unwrap();
    let arguments = ["--provider", "centrepoint", "--secret", "a passcode", "--status", "202"];
    let listener = Listener::start(folder.path(), &arguments);
    let (head, _) = listener.send(&post("/", &[], b"{}"));
    assert!(head.starts_with("HTTP/1.1 202 "), "{head}");
    assert_eq!(listener.next()["verdict"]["result"], "rejected");
    let fields =
        [("X-ActiGraph-Event", "validation"), ("X-ActiGraph-Hook-Secret", "1d3ad7a1-91c9")];
    let (head, _) = listener.send(&post("/", &fields, b""));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.contains("x-actigraph-hook-secret: 1d3ad7a1-91c9\r\n"), "{head}");
    let line = listener.next();
    assert_eq!((&line["verdict"]["result"], &line["status"]), (&"handshake".into(), &200.into()));
}

#[test]
fn a_handshake_in_a_body_is_answered() {
    let folder = tempdir().unwrap();
    let listener =
        Listener::start(folder.path(), &["--provider", "woocommerce", "--secret", SECRET]);
    let fields = [("content-type", "application/x-www-form-urlencoded")];
    let (head, _) = listener.send(&post("/", &fields, b"webhook_id=5"));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(listener.next()["verdict"]["result"], "handshake");
    let (head, _) = listener.send(&post("/", &fields, b"something=5"));
    assert!(head.starts_with("HTTP/1.1 40"), "{head}");
    assert_eq!(listener.next()["verdict"]["result"], "rejected");
}

#[test]
fn providers_are_guessed_by_their_header_fields() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    listener.send(&github("/", b"{\"zen\":1}"));
    let line = listener.next();
    let similar = line["verdict"]["similar"].as_array().unwrap();
    assert!(similar.contains(&"github".into()), "{line}");
    assert_eq!(line["verdict"]["event"], "push");
    listener.send(&post("/", &[], b"{\"type\":\"invoice.paid\"}"));
    let line = listener.next();
    assert_eq!(line["verdict"]["event"], "invoice.paid");
    assert!(line["verdict"]["similar"].is_null(), "{line}");
}

const TEAPOT: &[u8] = b"HTTP/1.1 418 I'm a teapot\r\nSet-Cookie: a=1\r\nX-Own: yes\r\n\
    Set-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\x00\xff!\r\n0\r\n\r\n";

#[test]
fn requests_are_forwarded_exactly_and_the_answer_is_relayed() {
    let folder = tempdir().unwrap();
    let server = Server::start(TEAPOT);
    let listener = Listener::start(folder.path(), &["--forward", &server.url]);
    let body = [0_u8, 255, b'\r', b'\n', 128];
    let fields = [("X-Twice", "1"), ("Connection", "close"), ("x-other", "o"), ("X-Twice", "2")];
    let (head, answered) = listener.send(&post("/in/a%2Fb?q=%20&r", &fields, &body));
    assert!(head.starts_with("HTTP/1.1 418 "), "{head}");
    assert!(head.contains("\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n"), "{head}");
    assert!(head.contains("\r\nx-own: yes\r\n") && !head.contains("chunked"), "{head}");
    assert_eq!(answered, b"\x00\xff!");
    let (head, received) = server.next();
    assert!(head.starts_with("POST /in/a%2Fb?q=%20&r HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nx-twice: 1\r\nx-twice: 2\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-length: 5\r\n") && head.contains("x-other: o"), "{head}");
    assert_eq!(received, body);
    let line = listener.next();
    assert_eq!((&line["forward"]["status"], &line["status"]), (&418.into(), &418.into()));
    assert!(line["forward"]["ms"].is_u64());
    assert_eq!(listener.json("/_verihook/requests/1")["entry"]["forward"]["status"], 418);
}

/// As `stripe listen --forward-to` does.
#[test]
fn the_path_of_the_url_replaces_that_of_the_request() {
    let folder = tempdir().unwrap();
    let server = Server::start(TEAPOT);
    for (own, forwarded) in [("/app", "/app?q=1"), ("/app?own=2", "/app?own=2"), ("/", "/in?q=1")] {
        let folder = folder.path().join(forwarded.replace(['/', '?'], "-"));
        let url = format!("{}{own}", server.url);
        let listener = Listener::start(&folder, &["--forward", &url]);
        listener.send(&post("/in?q=1", &[], b"{}"));
        let (head, _) = server.next();
        assert!(head.starts_with(&format!("POST {forwarded} HTTP/1.1\r\n")), "{own}: {head}");
    }
}

/// A page whose own name resolves to this machine could read the answers of the server behind.
#[test]
fn a_rebound_page_reaches_no_server() {
    let folder = tempdir().unwrap();
    let server = Server::start(TEAPOT);
    let listener = Listener::start(folder.path(), &["--forward", &server.url]);
    let browser = ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
    let to = |host: &str, fields: &[(&str, &str)]| {
        let request = String::from_utf8(post("/in", fields, b"{}")).unwrap();
        let own = request.lines().find(|line| line.starts_with("Host: ")).unwrap().to_owned();
        listener.send(request.replace(&own, &format!("Host: {host}")).as_bytes()).0
    };
    assert!(to("evil.example", &[browser]).starts_with("HTTP/1.1 403 "));
    assert!(server.is_idle());
    let tunnel = [browser, ("X-Forwarded-For", "192.0.2.1")];
    for (host, fields) in [
        ("evil.example", &[("User-Agent", "GitHub-Hookshot/1")][..]),
        ("abc.tunnel.example", &tunnel),
        ("localhost:4600", &[browser]),
    ] {
        assert!(to(host, fields).starts_with("HTTP/1.1 418 "), "{host}");
        server.next();
    }
}

#[test]
fn a_url_in_the_query_is_forwarded_as_it_is() {
    let folder = tempdir().unwrap();
    let server = Server::start(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    let listener = Listener::start(folder.path(), &["--forward", &server.url]);
    for (sent, forwarded) in [
        ("/in?next=https://other.example/admin", "/in?next=https://other.example/admin"),
        ("http://other.example/in?next=ftp://a/b", "/in?next=ftp://a/b"),
    ] {
        listener.send(&post(sent, &[], b"{}"));
        let (head, _) = server.next();
        assert!(head.starts_with(&format!("POST {forwarded} HTTP/1.1\r\n")), "{head}");
        assert!(head.contains("\r\nhost: 127.0.0.1"), "{head}");
    }
}

#[test]
fn a_server_that_is_not_there_is_a_bad_gateway() {
    let folder = tempdir().unwrap();
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", unused.local_addr().unwrap());
    drop(unused);
    let listener = Listener::start(folder.path(), &["--forward", &url]);
    assert!(listener.send(&post("/", &[], b"{}")).0.starts_with("HTTP/1.1 502 "));
    let line = listener.next();
    assert_eq!(line["status"], 502);
    assert!(line["forward"]["error"].as_str().unwrap().contains("refused"), "{line}");
    assert_eq!(listener.json("/_verihook/requests")[0]["forward_error"], true);
}

#[test]
fn only_verified_requests_are_forwarded_on_demand() {
    let folder = tempdir().unwrap();
    let server = Server::start(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    let arguments = [&GITHUB[..], &["--forward", &server.url, "--only-verified"]].concat();
    let listener = Listener::start(folder.path(), &arguments);
    assert!(listener.send(&post("/", &[], b"{}")).0.starts_with("HTTP/1.1 401 "));
    assert!(listener.next()["forward"].is_null() && server.is_idle());
    assert!(listener.send(&github("/", b"{}")).0.starts_with("HTTP/1.1 204 "));
    assert_eq!(server.next().1, b"{}");
}

#[test]
fn earlier_requests_are_shown_after_a_restart() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    for body in ["1", "2", "3"] {
        listener.send(&github("/", body.as_bytes()));
        listener.next();
    }
    let before = listener.json("/_verihook/requests");
    assert!(listener.interrupt().success());
    // The last line was cut, and the file of another request was removed.
    let index = folder.path().join("index.jsonl");
    let lines = fs::read_to_string(&index).unwrap();
    fs::write(&index, &lines[..lines.len() - 20]).unwrap();
    let second = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    let second = second.into_iter().find(|path| path.to_str().unwrap().contains("000002-"));
    fs::remove_file(second.unwrap()).unwrap();

    let listener = Listener::start(folder.path(), &GITHUB);
    let after = listener.json("/_verihook/requests");
    let ids: Vec<_> = after.as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [3, 1]);
    assert_eq!((&after[0]["at"], &after[1]), (&before[0]["at"], &before[2]));
    assert_eq!(after[0]["result"], "unchecked", "its verdict was in the line that was cut");
    listener.send(&github("/", b"4"));
    assert_eq!(listener.next()["id"], 4);
    assert_eq!(listener.json("/_verihook/requests?limit=1&before=4")[0]["id"], 3);
}

#[test]
fn a_body_over_the_limit_is_refused_and_not_stored() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &["--body-limit", "1000"]);
    let chunks = format!("3e8\r\n{}\r\n1\r\nx\r\n0\r\n\r\n", "x".repeat(1000));
    let chunked =
        format!("POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: chunked\r\n\r\n{chunks}");
    // The bytes of many chunks are more than those of their body.
    let tiny = "1\r\nx\r\n".repeat(60_000);
    let tiny =
        format!("POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: chunked\r\n\r\n{tiny}0\r\n\r\n");
    let waiting =
        b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n";
    let declared = post("/", &[], &[b'x'; 1001]);
    for request in [&declared[..], chunked.as_bytes(), tiny.as_bytes(), waiting] {
        let (head, _) = listener.send(request);
        assert!(head.starts_with("HTTP/1.1 413 "), "{head}");
        let line = listener.next();
        assert_eq!(line["verdict"]["result"], "incomplete");
        assert!(line["file"].is_null());
    }
    assert!(listener.send(&post("/", &[], &[b'x'; 1000])).0.starts_with("HTTP/1.1 200 "));
    let details = listener.json("/_verihook/requests/1");
    assert!(details["body"].is_null() && details["replay"].is_null());
}

#[test]
fn a_body_that_breaks_off_is_shown() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let mut stream = TcpStream::connect(listener.address).unwrap();
    stream.write_all(b"POST /cut HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let line = listener.next();
    assert_eq!((&line["target"], &line["status"]), (&"/cut".into(), &400.into()));
    assert!(line["verdict"]["reason"].as_str().unwrap().starts_with("body broke off"), "{line}");
    assert!(line["file"].is_null());
}

/// A sender may close its half of the connection once it has sent everything.
#[test]
fn a_half_closed_connection_is_answered() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let mut stream = TcpStream::connect(listener.address).unwrap();
    stream.write_all(&post("/", &[], b"{}")).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn simultaneous_deliveries_are_all_stored() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let address = listener.address;
            scope.spawn(move || {
                for number in 0..20 {
                    let request = github("/", format!("[{thread},{number}]").as_bytes());
                    assert!(exchange(address, &request).0.starts_with("HTTP/1.1 200 "));
                }
            });
        }
    });
    let mut ids: Vec<_> = (0..320).map(|_| listener.next()["id"].as_u64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=320).collect::<Vec<_>>());
    let list = listener.json("/_verihook/requests?limit=1000");
    let list = list.as_array().unwrap();
    assert!(list.len() == 320 && list.iter().all(|one| one["result"] == "verified"));
    let index = fs::read_to_string(folder.path().join("index.jsonl")).unwrap();
    assert_eq!(index.lines().count(), 320);
}

#[test]
fn files_of_other_tools_stay() {
    let folder = tempdir().unwrap();
    let names = ["1-login.http", "2-1-POST.http", "000003-5-POST-old.http", "000004-x-GET.http"];
    for name in names {
        fs::write(folder.path().join(name), post("/", &[], b"{}")).unwrap();
    }
    let listener = Listener::start(folder.path(), &["--keep", "1"]);
    listener.send(&post("/", &[], b"{}"));
    assert_eq!(listener.next()["id"], 1);
    listener.send(&post("/", &[], b"{}"));
    listener.next();
    for name in names {
        assert!(folder.path().join(name).is_file(), "{name} was removed");
    }
    let stored = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(stored, names.len() + 3, "the lock, the index and one request");
}

#[test]
fn the_oldest_requests_are_removed() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &["--keep", "2"]);
    for body in ["1", "2", "3"] {
        listener.send(&post("/", &[], body.as_bytes()));
        listener.next();
    }
    let names = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".http"));
    names.sort();
    assert!(names[0].starts_with("000002-") && names[0].ends_with("-POST.http"), "{names:?}");
    assert_eq!(names.len(), 2);
    assert!(listener.get("/_verihook/requests/1").0.starts_with("HTTP/1.1 404 "));
}

#[test]
fn the_page_is_shown_only_to_browsers_on_this_machine() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    listener.send(&post("/", &[], b"personal"));
    listener.next();
    for path in ["/", "/state", "/events", "/requests", "/requests/1", "/requests/1/raw", "/none"] {
        for field in ["Host: evil.example", "Host: localhost\r\nX-Forwarded-For: 192.0.2.1"] {
            let (head, body) = listener
                .send(format!("GET /_verihook{path} HTTP/1.1\r\n{field}\r\n\r\n").as_bytes());
            assert!(head.starts_with("HTTP/1.1 403 "), "{path}: {head}");
            assert!(!String::from_utf8_lossy(&body).contains("personal"));
        }
        let request = format!("POST /_verihook{path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let (head, _) = listener.send(request.as_bytes());
        assert!(head.starts_with("HTTP/1.1 405 ") && head.contains("allow: GET"), "{head}");
    }
    let (head, page) = listener.get("/_verihook/");
    assert!(head.contains("\r\ncontent-security-policy: default-src 'none'; "), "{head}");
    assert!(head.contains("\r\nx-content-type-options: nosniff\r\n"), "{head}");
    assert!(!head.contains("access-control"), "{head}");
    let nonce = head.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    let page = String::from_utf8(page).unwrap();
    assert_eq!(page.matches(&format!("nonce=\"{nonce}\"")).count(), 2);
    assert!(!listener.get("/_verihook/").0.contains(nonce), "the nonce is new for each page");
    assert_eq!(listener.json("/_verihook/requests").as_array().unwrap().len(), 1);

    let browser = "GET / HTTP/1.1\r\nHost: localhost:1\r\nAccept: text/html,*/*\r\n\r\n";
    let (head, _) = listener.send(browser.as_bytes());
    assert!(head.starts_with("HTTP/1.1 303 ") && head.contains("location: /_verihook/"), "{head}");
    // Any other request is a delivery.
    let foreign = browser.replace("localhost:1", "evil.example");
    assert!(listener.send(foreign.as_bytes()).0.starts_with("HTTP/1.1 200 "));
    assert_eq!(listener.next()["id"], 2);
    assert!(listener.send(&post("/_verihookish", &[], b"")).0.starts_with("HTTP/1.1 200 "));
    assert_eq!(listener.next()["target"], "/_verihookish");
}

/// Opens the stream of events, and returns its lines.
fn events(listener: &Listener, mark: &str) -> impl Iterator<Item = String> + use<> {
    let mut stream = TcpStream::connect(listener.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mark = if mark.is_empty() { String::new() } else { format!("Last-Event-ID: {mark}\r\n") };
    let request = format!("GET /_verihook/events HTTP/1.1\r\nHost: localhost\r\n{mark}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    BufReader::new(stream).lines().map(Result::unwrap)
}

/// Waits for a line with this name, and returns its value.
fn value(lines: &mut impl Iterator<Item = String>, name: &str) -> String {
    lines.find_map(|line| line.strip_prefix(name).map(str::to_owned)).unwrap()
}

#[test]
fn events_continue_after_the_last_one() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let mut first = events(&listener, "");
    let mark = value(&mut first, "id: ");
    assert_eq!(value(&mut first, "event: "), "reset");
    listener.send(&post("/live", &[], b""));
    assert_eq!(value(&mut first, "event: "), "request");
    let data: Value = serde_json::from_str(&value(&mut first, "data: ")).unwrap();
    assert_eq!(data["target"], "/live");
    drop(first);

    listener.send(&post("/missed", &[], b""));
    let mut again = events(&listener, &mark);
    assert_eq!(value(&mut again, "event: "), "ready");
    for target in ["/live", "/missed"] {
        assert_eq!(value(&mut again, "event: "), "request");
        let data: Value = serde_json::from_str(&value(&mut again, "data: ")).unwrap();
        assert_eq!(data["target"], target);
    }
    let mut foreign = events(&listener, "1.1");
    assert_eq!(value(&mut foreign, "event: "), "reset", "another process counted these");
}

#[test]
fn many_open_pages_leave_room_for_deliveries() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let mut streams: Vec<_> = (0..64).map(|_| events(&listener, "")).collect();
    for stream in &mut streams {
        assert!(stream.any(|line| line == "event: reset"));
    }
    let refused = listener.get("/_verihook/events");
    assert!(refused.0.starts_with("HTTP/1.1 503 "), "{}", refused.0);
    assert!(listener.send(&post("/", &[], b"{}")).0.starts_with("HTTP/1.1 200 "));
    drop(streams);
    assert_eq!(listener.next()["id"], 1);
}

#[test]
fn ctrl_c_ends_it_while_the_page_is_open() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let mut events = events(&listener, "");
    assert!(events.any(|line| line == "event: reset"));
    let idle = TcpStream::connect(listener.address).unwrap();
    let started = std::time::Instant::now();
    assert!(listener.interrupt().success());
    assert!(started.elapsed() < std::time::Duration::from_secs(4), "it did not wait for the page");
    drop(idle);
}

/// Neither the sender nor Ctrl-C waits for an explanation, which takes seconds.
#[test]
fn explanations_delay_nothing() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    let signature = format!("sha256={}", "a".repeat(64));
    let body = "é".repeat(500_000);
    let request = post("/", &[("x-hub-signature-256", &signature)], body.as_bytes());
    for _ in 0..3 {
        assert!(listener.send(&request).0.starts_with("HTTP/1.1 401 "));
    }
    let first = listener.json("/_verihook/requests/1");
    assert!(first["entry"]["verdict"]["findings"].is_null(), "it was explained before the answer");
    // Requests that verify are printed while others wait for their explanation.
    listener.send(&github("/", b"{}"));
    assert_eq!(listener.next()["id"], 4);
    assert!(listener.interrupt().success());
}

/// `httparse` and hyper agree on how many header fields there may be.
#[test]
fn too_many_header_fields_are_refused() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &[]);
    let send = |count: usize| {
        let fields = vec![("x-one", "1"); count];
        listener.send(&post("/", &fields, b"")).0
    };
    // `host` and `content-length` count, too.
    assert!(send(254).starts_with("HTTP/1.1 200 "));
    assert_eq!(listener.next()["verdict"]["result"], "unchecked");
    assert!(send(255).starts_with("HTTP/1.1 431 "));
}

#[test]
fn text_is_printed_for_a_terminal() {
    let folder = tempdir().unwrap();
    for (name, variables, is_coloured) in [
        ("pipe", &[][..], false),
        ("forced", &[("CLICOLOR_FORCE", "1")], true),
        ("not wanted", &[("CLICOLOR_FORCE", "0"), ("NO_COLOR", "1")], false),
    ] {
        let mut command = verihook();
        command.args(["listen", "--port", "0", "--folder"]).arg(folder.path().join(name));
        command.args(GITHUB).envs(variables.iter().copied());
        let (_process, lines) = spawn(command);
        let line = || lines.recv_timeout(PATIENCE).unwrap();
        let first = line();
        let address = first.strip_prefix("listening on http://").unwrap().parse().unwrap();
        assert_eq!(line(), format!("page: http://{address}/_verihook/"));
        assert!(line().starts_with("folder: "));
        let body = br#"{"type":"\u001b[2J\u202eevil"}"#;
        exchange(address, &post("/hook?token=hidden&x", &[], body));
        let (first, second) = (line(), line());
        assert_eq!(first.contains('\x1b'), is_coloured, "{name}: {first:?}");
        assert!(!first.contains("hidden") && !first.contains("\x1b[2J"), "{name}: {first:?}");
        if !is_coloured {
            let (time, rest) = first.split_once("  ").unwrap();
            assert_eq!(time.len(), 8, "{first}");
            assert_eq!(
                rest,
                "#1  POST /hook?token=…&…  30 B  ✗ `x-hub-signature-256` is missing or incomplete  \
                 \u{fffd}[2J\u{fffd}evil  401"
            );
            assert_eq!(second.trim(), "expected `x-hub-signature-256: sha256=<hex>`");
        }
    }
}

#[test]
fn usage_errors_say_what_to_do() {
    let folder = tempdir().unwrap();
    let listener = Listener::start(&folder.path().join("used"), &[]);
    let port = listener.address.port().to_string();
    let used = folder.path().join("used");
    let free = folder.path().join("free");
    let (used, free) = (used.to_str().unwrap(), free.to_str().unwrap());
    for (arguments, expected) in [
        (&["--port", "0", "--folder", used][..], "another `verihook listen` uses this folder"),
        (&["--port", &port, "--folder", free], "another with --port"),
        (&["--folder", free, "--secret", "hidden"], "a signing secret needs --provider"),
        (&["--folder", free, "--provider", "github"], "no signing secret"),
        (&["--folder", free, "--provider", "githubb", "--secret", "hidden"], "`github`"),
        (&["--folder", free, "--forward", "localhost:3000"], "expected a URL such as"),
        (&["--folder", free, "--only-verified"], "--forward"),
    ] {
        let output = verihook().arg("listen").args(arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains(expected) && !error.contains("hidden"), "{error}");
    }
    assert!(!Path::new(free).exists(), "a failed start leaves nothing behind");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_stored_requests() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempdir().unwrap();
    let folder = parent.path().join("a").join("b");
    let listener = Listener::start(&folder, &[]);
    listener.send(&post("/", &[], b"personal"));
    listener.next();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    for file in files.collect::<Vec<_>>() {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}
