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

/// The example of each published crate's README is compiled as a test. (`verihook-conformance`
/// compiles its own.)
#[cfg(doctest)]
mod readmes {
    #[doc = include_str!("../../../core/README.md")]
    struct Core;
    #[doc = include_str!("../../../events/README.md")]
    struct Events;
    #[doc = include_str!("../../../adapters/receive/README.md")]
    struct Receive;
    #[doc = include_str!("../../../adapters/axum/README.md")]
    struct Axum;
    #[doc = include_str!("../../../adapters/actix/README.md")]
    struct Actix;
    #[doc = include_str!("../../../adapters/rocket/README.md")]
    struct Rocket;
    #[doc = include_str!("../../../adapters/tower/README.md")]
    struct Tower;
    #[doc = include_str!("../../../adapters/warp/README.md")]
    struct Warp;
    #[doc = include_str!("../../../cli/README.md")]
    struct Cli;
}
