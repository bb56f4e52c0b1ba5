//! The suite that every webhook receiver can be held against.
//!
//! A case is one sentence of requirement and the exact bytes that try it. They go over a real TCP
//! connection, because a framework's own test client quietly mends what it is given: one drops
//! repeated header fields, another writes the length itself. Judged are the status, the exact text
//! of a refusal, and what the handler saw: the signed bytes once, or nothing at all; then that a
//! genuine request still gets through.
//!
//! An adapter's test is a function that serves, and one line for each table of cases:
//!
//! ```
//! use verihook::{Any, AnyOrigin, Verifier};
//! use verihook_conformance::{Ledger, Ready};
//!
//! fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
//!     // Start a server that verifies with `verifier`: under `/raw` with `Bytes` for a payload, under `/json` with
//!     // `Json<serde_json::Map<String, serde_json::Value>>`. Both handlers call `ledger.record(bytes of the body)`.
//!     // Once it listens, call `ready.at(address)`; and do not return.
//! }
//!
//! fn serve_origin(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
//!     // The same, with handlers that take an `AuthenticatedWebhook`.
//! }
//!
//! verihook_conformance::suite!(serve);
//! verihook_conformance::source_suite!(serve);
//! verihook_conformance::origin_suite!(serve_origin);
//! verihook_conformance::http2_suite!(serve); // where the server speaks HTTP/2 without TLS
//! verihook_conformance::http2_origin_suite!(serve_origin);
//! # fn main() {}
//! ```
//!
//! | table | cases | what it tries |
//! |---|---|---|
//! | `suite!` | [`CASES`] | schemes that sign the body, over HTTP/1 |
//! | `source_suite!` | [`SOURCE_CASES`] | source addresses, trusted proxies, further credentials, handshakes |
//! | `origin_suite!` | [`ORIGIN_CASES`] | passwords and tokens |
//! | `http2_suite!` | [`HTTP2_CASES`] | what only HTTP/2 can do |
//! | `http2_origin_suite!` | [`HTTP2_ORIGIN_CASES`] | passwords over HTTP/2 |
//!
//! A server that is not made of this code, in whatever language, is held against the same cases by
//! its address: see [`Target`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod canary;
mod cases;
pub mod deviations;
mod evidence;
pub mod faults;
pub mod http2;
mod log;
pub mod receiver;
mod run;
mod sender;
mod setup;
mod shapes;
mod target;
pub mod wire;

pub use canary::Canary;
pub use cases::{
    CASES, Case, HTTP2_CASES, HTTP2_ORIGIN_CASES, ORIGIN_CASES, Outcome, SOURCE_CASES,
};
pub use log::Log;
pub use run::{Deviation, Ledger, Ready, Serve, cases, cases_of, providers, run, run_with};
pub use setup::{
    BODY_DEADLINE, BODY_LIMIT, HANDSHAKE_TOKEN, Proven, SECRETS, TENANT_PATHS, secrets_of,
    signing_secrets_of, tenant_of,
};
pub use target::{Failure, Target};

/// Makes a test of what must not compile: every file of `tests/compile` is refused in the words
/// beside it, and those of `tests/compile/sound` are not. Each compiler has its own words, so they
/// are compared on the one only that this text of a `rust-toolchain.toml` names; on another it is
/// said that they are ignored. It needs `trybuild` under `[dev-dependencies]`.
#[macro_export]
macro_rules! misuse_suite {
    ($toolchain:expr) => {
        #[test]
        fn misuse_does_not_compile() {
            if !$crate::compiler_is_pinned($toolchain) {
                $crate::say("ignored: the compiler's words are compared on the pinned one only");
                return;
            }
            let cases = ::trybuild::TestCases::new();
            cases.pass("tests/compile/sound/*.rs");
            cases.compile_fail("tests/compile/*.rs");
        }
    };
}

/// Says why a test does not test: to whoever runs it, past what is captured of tests that pass.
#[doc(hidden)]
pub fn say(why: &str) {
    use std::io::Write as _;
    // Where nobody listens nobody is told.
    let _ = writeln!(std::io::stderr(), "{why}");
}

/// Whether the compiler is the one that this text of a `rust-toolchain.toml` names.
///
/// ```
/// assert!(!verihook_conformance::compiler_is_pinned("[toolchain]\nchannel = \"1.0.0\"\n"));
/// ```
///
/// # Panics
/// If the text names none.
#[must_use]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
pub fn compiler_is_pinned(toolchain: &str) -> bool {
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = "));
    let pinned = channel.expect("a toolchain file names its channel").trim_matches('"');
    let output = std::process::Command::new("rustc").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.is_ok_and(|text| text.split(' ').nth(1) == Some(pinned))
}

/// The README's examples, which are compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
