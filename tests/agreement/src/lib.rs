//! Servers of all adapters, side by side.
//!
//! No adapter depends on another's framework. This package depends on all of them, and no package
//! depends on it. It starts a server for each adapter, with the same endpoints, so that the same
//! bytes can be sent to all: see `tests/agreement.rs`. It also compiles the examples of the README
//! and the guide, which use every framework.

pub mod first_contact;
pub mod odd;
pub mod once;
pub mod requests;
pub mod servers;

/// The examples of the README and of the guide, compiled as tests.
#[cfg(doctest)]
mod guide {
    #[doc = include_str!("../../../README.md")]
    struct Readme;

    #[doc = include_str!("../../../docs/adapter.md")]
    struct Adapter;

    #[doc = include_str!("../../../docs/command-line.md")]
    struct CommandLine;

    #[doc = include_str!("../../../docs/conditions.md")]
    struct Conditions;

    #[doc = include_str!("../../../docs/deployment.md")]
    struct Deployment;

    #[doc = include_str!("../../../docs/events.md")]
    struct Events;

    #[doc = include_str!("../../../docs/explain.md")]
    struct Explain;

    #[doc = include_str!("../../../docs/github.md")]
    struct Github;

    #[doc = include_str!("../../../docs/handshakes.md")]
    struct Handshakes;

    #[doc = include_str!("../../../docs/lambda.md")]
    struct Lambda;

    #[doc = include_str!("../../../docs/once.md")]
    struct Once;

    #[doc = include_str!("../../../docs/own-provider.md")]
    struct OwnProvider;

    #[doc = include_str!("../../../docs/proxy.md")]
    struct Proxy;

    #[doc = include_str!("../../../docs/refused.md")]
    struct Refused;

    #[doc = include_str!("../../../docs/rejections.md")]
    struct Rejections;

    #[doc = include_str!("../../../docs/rotation.md")]
    struct Rotation;

    #[doc = include_str!("../../../docs/tenants.md")]
    struct Tenants;

    #[doc = include_str!("../../../docs/testing.md")]
    struct Testing;

    #[doc = include_str!("../../../docs/tour.md")]
    struct Tour;

    #[doc = include_str!("../../../docs/troubleshooting.md")]
    struct Troubleshooting;

    #[doc = include_str!("../../../docs/upgrade.md")]
    struct Upgrade;

    #[doc = include_str!("../../../docs/watch.md")]
    struct Watch;
}

/// The examples of the published crates' READMEs, compiled as tests. `verihook-conformance` compiles
/// its own.
#[cfg(doctest)]
mod readmes {
    #[doc = include_str!("../../../core/README.md")]
    struct Core;

    #[doc = include_str!("../../../events/README.md")]
    struct Events;

    #[doc = include_str!("../../../idempotency/README.md")]
    struct Idempotency;

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
