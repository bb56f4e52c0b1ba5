//! The suite has teeth: a plain receiver passes it, and each flawed copy of that one is caught by the case that is
//! named beside its flaw.

#![allow(clippy::unwrap_used, missing_docs)]

use std::net::SocketAddr;
use std::panic::catch_unwind;
use std::sync::mpsc;
use std::thread;
use verihook::{Any, Verifier};
use verihook_conformance::faults::{FLAWS, Flaw, serve};
use verihook_conformance::{CASES, Ledger, Ready, Target, cases_of, run_with};

fn passes(case: &'static str, flaw: Flaw) -> bool {
    catch_unwind(|| {
        run_with(case, &[], move |_: Verifier<Any>, ledger, ready| serve(flaw, &ledger, ready));
    })
    .is_ok()
}

/// Runs these at the same time: they wait, for the most part.
fn all(pairs: Vec<(Flaw, &'static str)>) -> Vec<(Flaw, &'static str, bool)> {
    let running: Vec<_> = pairs
        .into_iter()
        .map(|(flaw, case)| (flaw, case, thread::spawn(move || passes(case, flaw))))
        .collect();
    running.into_iter().map(|(flaw, case, run)| (flaw, case, run.join().unwrap())).collect()
}

#[test]
fn a_receiver_without_a_flaw_passes_every_case() {
    let known = CASES.iter().filter(|case| ["github", "terra"].contains(&case.endpoint));
    let judged = all(known.map(|case| (Flaw::None, case.id)).collect());
    let failed: Vec<_> =
        judged.iter().filter(|(.., passed)| !passed).map(|(_, case, _)| case).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn every_flaw_is_caught_by_its_case() {
    let judged = all(FLAWS.to_vec());
    let missed: Vec<_> = judged.iter().filter(|(.., passed)| *passed).collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert!(FLAWS.len() >= 24);
}

/// Starts a receiver that nobody tells anything, and says where.
fn somewhere(flaw: Flaw) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || serve(flaw, &Ledger::default(), Ready::from(sender)));
    receiver.recv().unwrap()
}

/// All that is known of a server may be its address.
#[test]
fn a_receiver_is_judged_by_its_address() {
    let failed = |flaw: Flaw| -> Vec<&str> {
        let target = Target::at(somewhere(flaw));
        let cases: Vec<_> = ["github", "terra"].into_iter().flat_map(cases_of).collect();
        thread::scope(|scope| {
            let judging: Vec<_> =
                cases.iter().map(|case| scope.spawn(|| target.check(case).err())).collect();
            let judged = judging.into_iter().filter_map(|judged| judged.join().unwrap());
            judged.map(|failure| failure.case()).collect()
        })
    };
    assert_eq!(failed(Flaw::None), [""; 0]);
    assert_eq!(failed(Flaw::ComparesText), ["ok_hex_capitals"]);
    assert_eq!(failed(Flaw::TakesAnyMethod).len(), 6);
}
