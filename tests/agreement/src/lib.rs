//! Servers of all adapters, side by side.
//!
//! No adapter depends on another's framework. This package depends on all of them, and no package
//! depends on it. It starts a server for each adapter, with the same endpoints, so that the same
//! bytes can be sent to all: see `tests/agreement.rs`. It also compiles the README, whose examples
//! use every framework.

pub mod odd;
pub mod requests;
pub mod servers;

/// Compiles the README's examples as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// Compiles the examples of the deployment page as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/deployment.md")]
struct Deployment;
