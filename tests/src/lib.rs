//! The suite that every webhook receiver can be held against.
//!
//! A case is one sentence of requirement and the exact bytes that try it. They go over a real TCP connection,
//! because a framework's own test client quietly mends what it is given: one drops repeated header fields, another
//! writes the length itself. Judged are the status, the exact text of a refusal, and what the handler saw:
//! the signed bytes once, or nothing at all; then that a genuine request still gets through.
//!
//! An adapter's test is a function that serves, and one line:
//!
//! ```
//! use verihook::{Any, Verifier};
//! use verihook_conformance::{Ledger, Ready};
//!
//! fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
//!     // Start a server that verifies with `verifier`, whose handler calls `ledger.record(bytes)`; once it
//!     // listens, call `ready.at(address)`; and do not return.
//! }
//!
//! verihook_conformance::suite!(serve);
//! # fn main() {}
//! ```

mod cases;
pub mod faults;
pub mod receiver;
pub mod wire;

pub use cases::{CASES, Case};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};
use verihook::{
    Any, Bytes, Head, RejectionKind, Resolving, Secrets, Signer, UnixTime, Unresolved, Verifier,
    VerifierBuilder,
};

/// What handlers saw: every verified body, in order.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<Vec<Bytes>>>);

impl Ledger {
    /// A handler ran with these bytes.
    pub fn record(&self, body: Bytes) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    }

    fn take(&self) -> Vec<Bytes> {
        core::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How a server says that it listens.
#[derive(Debug)]
pub struct Ready(mpsc::Sender<SocketAddr>);

impl Ready {
    /// It listens here.
    pub fn at(self, address: SocketAddr) {
        // Nobody waits any more if the case has given up; the server will be told by its own test.
        let _ = self.0.send(address);
    }
}

/// Starts the receiver under test: it serves until the process ends, and takes every path.
pub type Serve = fn(Verifier<Any>, Ledger, Ready);

/// The secrets of the endpoint under test, the one being rotated out first. For providers whose secrets have a form of
/// their own, see [`secrets_of`].
pub const SECRETS: [&str; 2] = ["old", "s3cret"];

/// The secrets of the endpoint under test, in the form in which this provider shows them.
#[must_use]
pub fn secrets_of(provider: &str) -> [&'static str; 2] {
    match provider {
        "standard-webhooks" | "svix" => {
            ["whsec_b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xk", "whsec_bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3"]
        }
        _ => SECRETS,
    }
}

/// The largest body that the endpoint under test takes, in bytes.
pub const BODY_LIMIT: usize = 1000;

/// How long a body may take at the endpoint under test.
pub const BODY_DEADLINE: Duration = Duration::from_secs(1);

/// What must come of a case.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The handler ran once, on these bytes, and its answer came.
    Delivered(Vec<u8>),
    /// The handler did not run, and the answer of this kind came.
    Refused(RejectionKind),
    /// The handler did not run; the HTTP parser refused the request before anybody else saw it.
    RefusedByParser,
}

/// A case that a framework cannot do as required, what it does instead, and why. Should it ever do what is
/// required, the test fails, and the deviation can go.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "made to be written down by adapters")]
pub struct Deviation {
    /// The case.
    pub case: &'static str,
    /// What comes of it, interim responses included; nothing, if no answer ever comes.
    pub statuses: &'static [u16],
    /// Why.
    pub reason: &'static str,
}

/// Runs one case against a receiver.
///
/// # Panics
/// If the receiver does not do what the case requires, or what was declared that it does instead.
pub fn run(id: &str, serve: Serve, deviations: &[Deviation]) {
    run_with(id, deviations, serve);
}

/// [`run`] against a receiver that is a closure.
///
/// # Panics
/// As [`run`].
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn run_with(
    id: &str,
    deviations: &[Deviation],
    serve: impl FnOnce(Verifier<Any>, Ledger, Ready) + Send + 'static,
) {
    let Some(case) = CASES.iter().find(|case| case.id == id) else { panic!("no case `{id}`") };
    let (verifier, ledger) = (verifier(case.provider), Ledger::default());
    let address = start(serve, verifier.clone(), ledger.clone());

    let script = (case.script)(&Sender::new(case.provider));
    let answers = wire::exchange(address, &script.steps);
    match deviations.iter().find(|deviation| deviation.case == id) {
        None => judge(case, &verifier, &script.outcome, &answers, &ledger.take()),
        Some(deviation) => judge_deviation(deviation, &answers, &ledger.take()),
    }

    let sender = Sender::new(case.provider);
    let genuine = sender.request(b"still there");
    let answers = wire::exchange(address, &[wire::Step::Send(genuine)]);
    let seen = ledger.take();
    let through = answers.last().is_some_and(|answer| answer.status == 200);
    assert!(
        through && seen == [&b"still there"[..]],
        "afterwards: {answers:?}, handler saw {seen:?}"
    );
}

/// What a case sends, and what must come of it.
#[derive(Debug)]
pub struct Script {
    steps: Vec<wire::Step>,
    outcome: Outcome,
}

fn judge_deviation(deviation: &Deviation, answers: &[wire::Answer], seen: &[Bytes]) {
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let reason = deviation.reason;
    assert_eq!(statuses, deviation.statuses, "it no longer deviates as declared ({reason})");
    assert!(seen.is_empty(), "a deviation is no excuse for running the handler");
}

#[allow(clippy::panic, reason = "a test fails by panicking")]
fn judge(
    case: &Case,
    verifier: &Verifier<Any>,
    outcome: &Outcome,
    answers: &[wire::Answer],
    seen: &[Bytes],
) {
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    let context = format!("{}\nstatuses {statuses:?}, handler saw {seen:?}", case.requirement);
    let Some(last) = answers.last() else { panic!("no answer: {context}") };
    let interim = answers.len() - 1;
    match outcome {
        Outcome::Delivered(body) => {
            assert_eq!(last.status, 200, "{context}");
            assert!(seen == [body.as_slice()], "{context}");
            assert!(statuses.iter().take(interim).all(|status| *status == 100), "{context}");
        }
        Outcome::Refused(kind) => {
            let right = verifier.answer_kind(*kind);
            assert_eq!(last.status, right.status(), "{context}");
            assert_eq!(last.body, right.body().as_bytes(), "{context}");
            assert!(seen.is_empty() && interim == 0, "{context}");
            if let Some((name, value)) = right.header() {
                assert!(last.has_header(name, value), "{name} is missing: {context}");
            }
        }
        Outcome::RefusedByParser => {
            assert_eq!(last.status / 100, 4, "{context}");
            assert!(seen.is_empty() && interim == 0, "{context}");
        }
    }
}

/// The endpoint under test. `tenant:github` is one that finds its secrets for each request.
#[allow(clippy::panic, reason = "a test fails by panicking")]
fn verifier(provider: &str) -> Verifier<Any> {
    let slug = slug_of(provider);
    let built = Verifier::<Any>::by_slug(slug).and_then(|builder| {
        let builder = builder.body_limit(BODY_LIMIT).body_deadline(BODY_DEADLINE);
        if slug == provider {
            secrets_of(slug).into_iter().fold(builder, VerifierBuilder::secret).build()
        } else {
            builder.resolver(secrets_of_tenant).build()
        }
    });
    built.unwrap_or_else(|error| panic!("{error}"))
}

fn slug_of(provider: &str) -> &str {
    provider.strip_prefix("tenant:").unwrap_or(provider)
}

/// The secret of the tenant that the query names.
pub(crate) const TENANTS_SECRET: &str = "the secret of the shop";

/// Of whom nothing is said, that is the usual endpoint.
fn secrets_of_tenant(head: &dyn Head) -> Resolving<Any> {
    let tenant = head.target().split_once("?tenant=").map(|(_, tenant)| tenant.to_owned());
    Box::pin(async move {
        let secrets = match tenant.as_deref() {
            None => SECRETS.to_vec(),
            Some("shop") => vec![TENANTS_SECRET],
            Some("down") => return Err(Unresolved::Unavailable),
            Some("slow") => core::future::pending().await,
            Some(_) => return Err(Unresolved::Unknown),
        };
        Secrets::<Any>::by_slug("github", secrets).map_err(|_| Unresolved::Unavailable)
    })
}

#[allow(clippy::panic, reason = "a test fails by panicking")]
fn start(
    serve: impl FnOnce(Verifier<Any>, Ledger, Ready) + Send + 'static,
    verifier: Verifier<Any>,
    ledger: Ledger,
) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || serve(verifier, ledger, Ready(sender)));
    let address = receiver.recv_timeout(Duration::from_secs(10));
    address.unwrap_or_else(|error| panic!("the server did not start: {error}"))
}

/// The provider, and others who would like to be.
#[derive(Debug)]
pub struct Sender {
    provider: &'static str,
}

impl Sender {
    const fn new(provider: &'static str) -> Self {
        Self { provider }
    }

    /// The time, in the way of most providers.
    fn now() -> u64 {
        UnixTime::try_from(SystemTime::now()).map_or(0, UnixTime::seconds)
    }

    /// The header fields of a genuine delivery.
    fn headers(&self, body: &[u8]) -> Vec<(String, String)> {
        self.headers_with(secrets_of(self.provider)[1], body, 0)
    }

    /// The header fields of a delivery under another secret, signed so many seconds from now.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    fn headers_with(&self, secret: &str, body: &[u8], seconds: i64) -> Vec<(String, String)> {
        let now = UnixTime::from_seconds(Self::now().saturating_add_signed(seconds));
        let signer = Signer::<Any>::by_slug(slug_of(self.provider), secret);
        let signer = signer.unwrap_or_else(|error| panic!("{error}"));
        let signed = signer.sign(body, now).unwrap_or_else(|error| panic!("{error}"));
        signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The MAC of any text under the current secret, for content that no honest signer makes.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    fn mac(content: &[u8]) -> String {
        Self::mac_with(SECRETS[1], content)
    }

    /// The MAC of any text under any secret.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    fn mac_with(secret: &str, content: &[u8]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
            panic!("HMAC takes keys of any length")
        };
        mac.update(content);
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A genuine delivery with a declared length.
    fn request(&self, body: &[u8]) -> Vec<u8> {
        wire::request("POST", cases::PATH, &self.headers(body), body)
    }
}

/// The README's examples, which are compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
