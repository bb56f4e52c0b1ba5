//! Tests the suite itself: a plain receiver passes it, and each flawed copy is caught by the cases
//! that are listed with its flaw.

#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Mutex, mpsc};
use std::thread;
use verihook::{Any, AnyOrigin, Verifier};
use verihook_conformance::faults::{FLAWS, Flaw, serve, serve_endpoint, serve_http2};
use verihook_conformance::{
    Case, Failure, HTTP2_CASES, HTTP2_ORIGIN_CASES, Ledger, ORIGIN_CASES, Ready, Target, cases,
    cases_of, run_with,
};

/// The endpoints that the plain receiver can be set up for.
const KNOWN: [&str; 14] = [
    "shape-content-digest",
    "shape-digest",
    "shape-query",
    "dropbox",
    "budget:github",
    "github",
    "terra",
    "centrepoint",
    "centrepoint-basic",
    "local:github",
    "paths:github",
    "proxied:github",
    "tenant:github",
    "tenant:terra",
];

fn endpoint_of(case: &str) -> &'static str {
    cases().find(|one| one.id == case).map_or("", |case| case.endpoint)
}

fn run(flaw: Flaw, case: &'static str) -> Result<(), Failure> {
    let is_in = |table: &[Case]| table.iter().any(|one| one.id == case);
    if is_in(HTTP2_ORIGIN_CASES) {
        run_with(case, &[], move |_: Verifier<AnyOrigin>, ledger, ready| {
            serve_http2(flaw, &ledger, ready);
        })
    } else if is_in(HTTP2_CASES) {
        run_with(case, &[], move |_: Verifier<Any>, ledger, ready| {
            serve_http2(flaw, &ledger, ready)
        })
    } else if is_in(ORIGIN_CASES) {
        run_with(case, &[], move |_: Verifier<AnyOrigin>, ledger, ready| {
            serve(flaw, &ledger, ready)
        })
    } else {
        let endpoint = endpoint_of(case);
        run_with(case, &[], move |_: Verifier<Any>, ledger, ready| {
            serve_endpoint(flaw, endpoint, &ledger, ready);
        })
    }
}

/// Runs these, eight at a time. Most of their time is spent waiting.
fn all(pairs: &[(Flaw, &'static str)]) -> Vec<(Flaw, &'static str, Result<(), Failure>)> {
    let (left, judged) = (Mutex::new(pairs.iter()), Mutex::new(Vec::new()));
    let next = || left.lock().unwrap().next().copied();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some((flaw, case)) = next() {
                    let result = run(flaw, case);
                    judged.lock().unwrap().push((flaw, case, result));
                }
            });
        }
    });
    judged.into_inner().unwrap()
}

#[test]
fn a_receiver_without_a_flaw_passes_every_case() {
    let known = cases().filter(|case| KNOWN.contains(&case.endpoint));
    let pairs: Vec<_> = known.map(|case| (Flaw::None, case.id)).collect();
    let failed: Vec<_> = all(&pairs).into_iter().filter_map(|(.., result)| result.err()).collect();
    assert!(failed.is_empty(), "{}", list(&failed));
}

#[test]
fn every_flaw_is_caught_by_its_case() {
    assert!(FLAWS.len() >= 24);
    let judged = all(FLAWS);
    let missed: Vec<_> = judged.iter().filter(|(.., result)| result.is_ok()).collect();
    assert!(missed.is_empty(), "{missed:?}");
    // A flaw must be caught by the case itself, not by the genuine request afterwards.
    let afterwards: Vec<_> = judged
        .iter()
        .filter_map(|(.., result)| result.as_ref().err())
        .filter(|failure| failure.is_afterwards())
        .collect();
    assert!(afterwards.is_empty(), "{afterwards:?}");
}

/// A flawed receiver is correct except for its flaw.
#[test]
fn every_flawed_receiver_takes_a_genuine_delivery() {
    let control = |(flaw, case): &(Flaw, &'static str)| {
        let is_in = |table: &[Case]| table.iter().any(|one| one.id == *case);
        let control = match case {
            _ if is_in(HTTP2_CASES) => "http2_ok",
            _ if is_in(HTTP2_ORIGIN_CASES) => "http2_basic_right",
            _ if is_in(ORIGIN_CASES) => "basic_right",
            _ if endpoint_of(case).starts_with("local:") => "source_allowed",
            _ if endpoint_of(case).starts_with("proxied:") => "proxied_allowed",
            _ => "ok_declared_length",
        };
        (*flaw, control)
    };
    // This flaw rejects every request of the suite, whose header names are in lower case.
    let others = FLAWS.iter().filter(|(flaw, _)| *flaw != Flaw::MindsHeaderCase);
    let pairs: Vec<_> = others.map(control).collect();
    let failed: Vec<_> = all(&pairs).into_iter().filter_map(|(.., result)| result.err()).collect();
    assert!(failed.is_empty(), "{}", list(&failed));
}

fn list(failed: &[Failure]) -> String {
    failed.iter().map(|failure| format!("{failure}\n")).collect()
}

/// Starts a receiver whose ledger is not read, and returns its address.
fn somewhere(flaw: Flaw) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || serve(flaw, &Ledger::default(), Ready::from(sender)));
    receiver.recv().unwrap()
}

/// An address is enough to test a server.
#[test]
fn a_receiver_is_judged_by_its_address() {
    let failed = |flaw: Flaw| -> Vec<&str> {
        let target = Target::at(somewhere(flaw));
        let cases = Mutex::new(["github", "terra"].into_iter().flat_map(cases_of));
        let next = || cases.lock().unwrap().next();
        let judge = || core::iter::from_fn(next).filter_map(|case| target.check(case).err());
        let failed = thread::scope(|scope| {
            let judging: Vec<_> =
                (0..8).map(|_| scope.spawn(|| judge().collect::<Vec<_>>())).collect();
            judging.into_iter().flat_map(|judged| judged.join().unwrap()).collect::<Vec<_>>()
        });
        failed.iter().map(Failure::case).collect()
    };
    assert_eq!(failed(Flaw::None), [""; 0]);
    assert_eq!(failed(Flaw::ComparesText), ["ok_hex_capitals"]);
    assert_eq!(failed(Flaw::TakesAnyMethod).len(), 6);
    assert!(failed(Flaw::ActsBeforeVerifying).contains(&"signature_other_secret"));
}

/// A receiver that does not count the runs of its handler is tested by its answers alone.
#[test]
fn a_receiver_need_not_count() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = Target::at(listener.local_addr().unwrap()).ignoring_text();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream
                .write_all(b"HTTP/1.1 401 no\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let case = cases_of("github").find(|case| case.id == "signature_other_secret").unwrap();
    let failure = target.check(case).unwrap_err();
    assert!(
        failure.is_afterwards(),
        "a receiver that rejects everything must pass a case that requires a rejection: {failure}"
    );
}
