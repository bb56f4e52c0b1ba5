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

/// Compiles the examples of the published crates' READMEs as tests. `verihook-conformance` compiles
/// its own.
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
