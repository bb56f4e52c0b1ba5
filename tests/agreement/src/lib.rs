//! All adapters side by side.
//!
//! No adapter knows another's framework; this package knows all of them, and nobody depends on it.
//! It starts a server of each, with the same endpoints, so that the same bytes can be sent to all:
//! see `tests/agreement.rs`. It also compiles the README, whose examples are of every framework.

pub mod odd;
pub mod requests;
pub mod servers;

/// The README's examples, which are compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// So are those of the page about deployment.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/deployment.md")]
struct Deployment;
