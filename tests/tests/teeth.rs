//! The suite has teeth: a plain receiver passes it, and each flawed copy of that one is caught by the case that is
//! named beside its flaw.

#![allow(clippy::unwrap_used, missing_docs)]

use std::panic::catch_unwind;
use std::thread;
use verihook::{Any, Verifier};
use verihook_conformance::faults::{FLAWS, Flaw, serve};
use verihook_conformance::{CASES, run_with};

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
