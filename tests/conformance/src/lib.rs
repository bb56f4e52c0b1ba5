//! A conformance suite for webhook receivers.
//!
//! A case is a requirement of one sentence and the exact bytes that test it. The bytes are sent
//! over a real TCP connection, because a framework's own test client silently repairs its input:
//! one drops repeated headers, another writes the length itself. The suite checks the status, the
//! exact text of a rejection, and the bytes that the handler saw: the signed bytes once, or nothing
//! at all. Afterwards, a genuine request must still get through.
//!
//! An adapter's test is a function that starts a server, and one line for each table of cases:
//!
//! ```
//! use verihook::{Any, AnyOrigin, Verifier};
//! use verihook_conformance::{Ledger, Ready};
//!
//! fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
//!     // Start a server that verifies with `verifier`. The payload under `/raw` is `Bytes`, and under
//!     // `/json` it is `Json<serde_json::Map<String, serde_json::Value>>`. Both handlers call
//!     // `ledger.record(body)`. Call `ready.at(address)` when the server listens, and do not return.
//! }
//!
//! fn serve_origin(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
//!     // The same, with handlers that take an `AuthenticatedWebhook`.
//! }
//!
//! verihook_conformance::suite!(serve);
//! verihook_conformance::source_suite!(serve);
//! verihook_conformance::origin_suite!(serve_origin);
//! verihook_conformance::http2_suite!(serve); // if the server speaks HTTP/2 without TLS
//! verihook_conformance::http2_origin_suite!(serve_origin);
//! # fn main() {}
//! ```
//!
//! | macro | cases | scope |
//! |---|---|---|
//! | `suite!` | [`CASES`] | schemes that sign the body, over HTTP/1 |
//! | `source_suite!` | [`SOURCE_CASES`] | source addresses, trusted proxies, further credentials, handshakes |
//! | `origin_suite!` | [`ORIGIN_CASES`] | passwords and tokens |
//! | `http2_suite!` | [`HTTP2_CASES`] | schemes that sign the body, over HTTP/2 |
//! | `http2_origin_suite!` | [`HTTP2_ORIGIN_CASES`] | passwords over HTTP/2 |
//!
//! A server in any language can be tested with the same cases, by its address: [`Target`] requires
//! verihook's own setup and answers, and [`Server`] what any sound server would answer.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod canary;
mod cases;
pub mod deviations;
mod evidence;
mod facts;
pub mod faults;
pub mod http2;
mod log;
mod play;
pub mod receiver;
mod run;
mod sender;
mod server;
mod setup;
mod shapes;
mod target;
mod traits;
pub mod wire;

pub use canary::Canary;
pub use cases::{
    CASES, Case, HTTP2_CASES, HTTP2_ORIGIN_CASES, ORIGIN_CASES, Outcome, SOURCE_CASES,
};
pub use log::Log;
pub use run::{Deviation, Ledger, Ready, Serve, cases, cases_of, providers, run, run_with};
pub use server::{Breach, BreachKind, Server, SetupError, Verdict};
pub use setup::{
    BODY_DEADLINE, BODY_LIMIT, HANDSHAKE_TOKEN, SECRETS, TENANT_PATHS, secrets_of,
    signing_secrets_of, tenant_of,
};
pub use target::{Failure, Target};
pub use traits::Category;

/// Defines a test of code that must not compile.
///
/// Every file in `tests/compile` must fail with the error messages in the `.stderr` file next to
/// it. Sound programs, in a folder below and a module of the test, show that each of the others
/// fails for its own reason. Messages differ between compilers, so the test compares them only on
/// the toolchain that the argument, the content of a `rust-toolchain.toml`, names. On any other, it
/// prints that it is ignored. It needs `trybuild` under `[dev-dependencies]`.
#[macro_export]
macro_rules! misuse_suite {
    ($toolchain:expr) => {
        #[test]
        fn misuse_does_not_compile() {
            if !$crate::compiler_is_pinned($toolchain) {
                $crate::say("ignored: compiler messages are compared only on the pinned toolchain");
                return;
            }
            let cases = ::trybuild::TestCases::new();
            cases.compile_fail("tests/compile/*.rs");
        }
    };
}

/// Prints why a test is ignored, bypassing the output capture of passing tests.
#[doc(hidden)]
pub fn say(why: &str) {
    use std::io::Write as _;
    // Standard error may be closed.
    let _ = writeln!(std::io::stderr(), "{why}");
}

/// Returns `true` if the compiler is the one that this `rust-toolchain.toml` content names.
///
/// ```
/// assert!(!verihook_conformance::compiler_is_pinned("[toolchain]\nchannel = \"1.0.0\"\n"));
/// ```
///
/// # Panics
/// If the content names no channel.
#[must_use]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
pub fn compiler_is_pinned(toolchain: &str) -> bool {
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = "));
    let pinned = channel.expect("a toolchain file names its channel").trim_matches('"');
    let output = std::process::Command::new("rustc").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.is_ok_and(|text| text.split(' ').nth(1) == Some(pinned))
}

/// Compiles the README's examples as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
