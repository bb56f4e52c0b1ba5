//! Every adapter logs why a request does not verify (feature `explain`).

#![allow(clippy::unwrap_used, missing_docs)]

use std::io;
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use verihook::{Any, Signer, UnixTime, Verifier, providers};
use verihook_agreement::first_contact::{ADAPTERS, SECRET};
use verihook_agreement::servers::{Served, digest, start_with};
use verihook_conformance::wire::{Step, exchange, request};

/// The endpoints of each server, because an endpoint explains one rejection in an interval.
const NEWLINE: [&str; 5] =
    ["newline-axum", "newline-actix", "newline-rocket", "newline-tower", "newline-warp"];
const CODED: [&str; 5] = ["coded-axum", "coded-actix", "coded-rocket", "coded-tower", "coded-warp"];

static ENDPOINTS: LazyLock<Vec<Served>> = LazyLock::new(|| {
    let slugs = NEWLINE.into_iter().chain(CODED);
    slugs.map(|slug| Served::Signed(slug, explained_verifier(slug))).collect()
});

fn explained_verifier(slug: &'static str) -> Verifier<Any> {
    let mut entry = *providers::by_slug("github").unwrap();
    entry.slug = slug;
    let verifier = Verifier::<Any>::of(&entry).unwrap().secret(SECRET).build().unwrap();
    let interval = Duration::from_secs(3600);
    // Each adapter exports the same type.
    match slug {
        "newline-axum" => explain(verihook_axum::RejectionExplainer::new(&verifier), interval),
        "newline-actix" => explain(verihook_actix::RejectionExplainer::new(&verifier), interval),
        "newline-rocket" => explain(verihook_rocket::RejectionExplainer::new(&verifier), interval),
        "newline-tower" => explain(verihook_tower::RejectionExplainer::new(&verifier), interval),
        _ => explain(verihook_warp::RejectionExplainer::new(&verifier), interval),
    }
    verifier
}

fn explain(explainer: verihook_axum::RejectionExplainer<Any>, interval: Duration) {
    explainer.secret(SECRET).interval(interval).start();
}

/// The log of the process, as an application prints it.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the explanations that this endpoint has logged.
fn explanations(endpoint: &str) -> Vec<String> {
    let text = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    let endpoint = format!(" endpoint=\"{endpoint}\" ");
    let is_one =
        |line: &&str| line.contains("webhook rejection explained") && line.contains(&endpoint);
    text.lines().filter(is_one).map(str::to_owned).collect()
}

fn wait_for_explanation(endpoint: &str) -> String {
    let begin = Instant::now();
    while explanations(endpoint).is_empty() {
        assert!(begin.elapsed() < Duration::from_secs(60), "{endpoint} explains nothing");
        thread::sleep(Duration::from_millis(5));
    }
    let mut all = explanations(endpoint);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn every_adapter_logs_what_changed_a_request() {
    tracing_subscriber::fmt().with_ansi(false).with_writer(|| Log).init();
    let servers = start_with(|| ENDPOINTS.clone());
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let body = b"{\"a\":1}";
    let signed = Signer::<Any>::by_slug("github", SECRET).unwrap().sign(body, now).unwrap();
    let signed: Vec<(String, String)> =
        signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let coded = [&signed[..], &[("content-encoding".to_owned(), "br".to_owned())]].concat();
    assert_eq!(servers.len(), ADAPTERS.len());
    for (number, (adapter, address)) in servers.iter().enumerate() {
        let send = |slug, headers: &[(String, String)], body: &[u8]| {
            let sent = request("POST", &format!("/{slug}"), headers, body);
            let mut answers = exchange(*address, &[Step::Send(sent)]);
            assert_eq!(answers.len(), 1, "{adapter}");
            answers.remove(0)
        };
        let slug = NEWLINE[number];
        let genuine = send(slug, &signed, body);
        assert_eq!((genuine.status, &*genuine.body), (200, digest(body).as_bytes()), "{adapter}");
        assert_eq!(send(slug, &signed, &[body, &b"\n"[..]].concat()).status, 401, "{adapter}");
        let line = wait_for_explanation(slug);
        let code = "code=body.newline-added certainty=\"certain\" evidence=";
        assert!(line.contains(" WARN verihook: ") && line.contains(code), "{adapter}: {line}");
        assert!(line.contains(" remedy=Verify the bytes as they arrived."), "{adapter}: {line}");

        // The head rejects this one. The body is only drained, and known all the same.
        let slug = CODED[number];
        assert_eq!(send(slug, &coded, body).status, 415, "{adapter}");
        let line = wait_for_explanation(slug);
        let code = "code=body.decompressed certainty=\"certain\" evidence=";
        assert!(line.contains(code), "{adapter}: {line}");
    }
    let log = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    assert!(log.contains("webhook rejected") && !log.contains(SECRET));
    assert!(!log.contains(&signed[0].1[10..]) && !log.contains("\"a\":1"), "{log}");
}
