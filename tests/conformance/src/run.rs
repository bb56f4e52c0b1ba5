//! Runs cases against servers that are started for them.

use crate::cases::Case;
use crate::setup::Setup;
use crate::target::{Failure, Target};
use crate::{CASES, HTTP2_CASES, HTTP2_ORIGIN_CASES, ORIGIN_CASES, SOURCE_CASES};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use verihook::{AnyProvider, Bytes, Verifier};

/// A record of every verified body that a handler saw, in order.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<Vec<Bytes>>>);

impl Ledger {
    /// Records that a handler ran with these bytes.
    pub fn record(&self, body: Bytes) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    }

    pub(crate) fn runs(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(crate) fn take(&self) -> Vec<Bytes> {
        core::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A one-time signal that the server listens.
#[derive(Debug)]
pub struct Ready(mpsc::Sender<SocketAddr>);

impl Ready {
    /// Signals that the server listens on this address.
    pub fn at(self, address: SocketAddr) {
        // An error means that the case has given up waiting, and has already failed.
        let _ = self.0.send(address);
    }
}

/// For servers that the suite does not start itself: their address is sent to this channel.
impl From<mpsc::Sender<SocketAddr>> for Ready {
    fn from(sender: mpsc::Sender<SocketAddr>) -> Self {
        Self(sender)
    }
}

/// A function that starts the receiver under test, which serves `/raw` and `/json` until the
/// process ends.
pub type Serve<P> = fn(Verifier<P>, Ledger, Ready);

/// A case in which a framework cannot meet the requirement, its actual behaviour, and the reason.
///
/// The test fails as soon as the framework meets the requirement, so that the deviation is removed.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made to be written down by adapters")]
pub struct Deviation {
    /// The id of the case.
    pub case: &'static str,
    /// The statuses that the receiver answers, including interim ones. Empty if it never answers.
    pub statuses: &'static [u16],
    /// The reason.
    pub reason: &'static str,
}

const TABLES: [&[Case]; 5] = [CASES, ORIGIN_CASES, SOURCE_CASES, HTTP2_CASES, HTTP2_ORIGIN_CASES];

/// Returns every case of every table.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    TABLES.into_iter().flatten()
}

/// Returns the HTTP/1 cases for any server whose endpoint is set up for this provider.
pub fn cases_of(provider: &str) -> impl Iterator<Item = &'static Case> {
    plain_cases().filter(move |case| case.endpoint == provider)
}

/// Returns the slugs of the providers that [`cases_of`] has cases for.
#[must_use]
pub fn providers() -> BTreeSet<&'static str> {
    plain_cases().map(|case| case.endpoint).collect()
}

fn plain_cases() -> impl Iterator<Item = &'static Case> {
    let tables = CASES.iter().chain(ORIGIN_CASES).chain(SOURCE_CASES);
    tables.filter(|case| Setup::of(case.endpoint).is_plain())
}

/// Runs one case against a receiver.
///
/// # Panics
/// If the receiver does not meet the requirement or deviate as declared, or if a deviation is
/// declared for a case that does not exist.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn run<P: AnyProvider>(id: &str, serve: Serve<P>, deviations: &[Deviation]) {
    let is_case = |deviation: &&Deviation| cases().any(|case| case.id == deviation.case);
    if let Some(stray) = deviations.iter().find(|deviation| !is_case(deviation)) {
        panic!("a deviation is declared for `{}`, which is not a case", stray.case);
    }
    run_with(id, deviations, serve).unwrap_or_else(|failure| panic!("{failure}"));
}

/// Runs one case against a receiver that a closure starts.
///
/// # Errors
/// Returns what the receiver did instead of meeting the requirement.
///
/// # Panics
/// If there is no such case, or the receiver does not start.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn run_with<P: AnyProvider>(
    id: &str,
    deviations: &[Deviation],
    serve: impl FnOnce(Verifier<P>, Ledger, Ready) + Send + 'static,
) -> Result<(), Failure> {
    let Some(case) = cases().find(|case| case.id == id) else { panic!("no case `{id}`") };
    let ledger = Ledger::default();
    let address = start(serve, Setup::of(case.endpoint).verifier(), ledger.clone());
    let deviation = deviations.iter().find(|deviation| deviation.case == id);
    Target::with_ledger(address, ledger).check_deviating(case, deviation)
}

#[allow(clippy::panic, reason = "a test fails by panicking")]
fn start<P: AnyProvider>(
    serve: impl FnOnce(Verifier<P>, Ledger, Ready) + Send + 'static,
    verifier: Verifier<P>,
    ledger: Ledger,
) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || serve(verifier, ledger, Ready(sender)));
    let address = receiver.recv_timeout(Duration::from_secs(10));
    address.unwrap_or_else(|error| panic!("the server did not start: {error}"))
}
