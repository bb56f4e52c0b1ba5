//! Handles each webhook delivery once, on one machine or many.
//!
//! Providers retry deliveries, and an attacker can replay a captured one. Both have a valid
//! signature. This crate remembers deliveries in a [`Store`], so that a handler runs for each one
//! until it succeeds, and not again after that.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use verihook::{Verifier, providers::Stripe};
//! use verihook_idempotency::{Idempotency, MemoryStore};
//!
//! let idempotency = Idempotency::new(MemoryStore::new());
//! let stripe = Verifier::<Stripe>::new("whsec_a_secret_that_is_long_enough")?;
//! let stripe = idempotency.wrap(stripe); // give this to the adapter's `webhook`
//! # let _ = stripe;
//! # Ok(())
//! # }
//! ```
//!
//! To receive webhooks, use an adapter such as `verihook-axum` with its feature `idempotency`; its
//! documentation shows the whole program.
//!
//! # How it works
//!
//! 1. A verified, fresh delivery is claimed in the store, under a key of what identifies it
//!    ([`Identity`]). Of any number of concurrent claims, one gets a lease.
//! 2. The handler runs in a task of its own, and the lease is renewed while it runs.
//! 3. A status of 200 to 299 completes the delivery. Any other status and a panic release it. If the
//!    process is killed, the lease ends by itself, and a retry is handled.
//!
//! A delivery that was handled before gets the status of the first answer. One that is being handled
//! gets 503 with `Retry-After`.
//!
//! # Stores
//!
//! | store | feature | promise |
//! |---|---|---|
//! | [`MemoryStore`] | | once, in one process, until it ends |
//! | `SqliteStore` | `sqlite` | once, for all processes of one machine |
//! | `PostgresStore`, `SqlxStore` | `tokio-postgres`, `sqlx` | once, for many machines |
//! | `RedisStore` | `redis`, `redis-tls` | at least once, for many machines: a server that restarts or evicts keys can forget |
//!
//! A process can be killed between the effect of a handler and the completion. The delivery is then
//! handled again, unless both are one transaction: see [`Lease::complete_in`] and
//! [`Lease::statement`]. Implement [`Store`] for another database.
//!
//! # Features
//!
//! All are off by default. `metrics` counts deliveries and times through the facade of that name.
//! `sqlx` needs Rust 1.94; everything else needs 1.89.
//!
//! # Caveats
//!
//! - A handler that blocks the only thread of its runtime, as each worker of actix-web has one,
//!   also stops the renewal of its lease.
//! - Call [`Idempotency::drain`] when the server stops, because servers do not wait for detached
//!   handlers.
//! - Two endpoints of one provider need two names: see [`Idempotency::wrap`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod causes;
mod endpoint;
mod engine;
mod fence;
mod key;
mod lease;
#[cfg_attr(not(feature = "metrics"), path = "no_metrics.rs")]
mod metrics;
mod store;

pub use endpoint::{Claims, IdempotentVerifier, Unclaimed};
pub use engine::{Drained, Idempotency, IdempotencyBuilder};
pub use fence::{FenceError, FencedTransaction};
pub use key::{BodyDigest, Identity, Key, Owner};
pub use lease::{Lease, RunningLease, Statement, Unanswered};
pub use store::memory::MemoryStore;
#[cfg(any(feature = "sqlx", feature = "tokio-postgres"))]
pub use store::postgres::PostgresTables;
#[cfg(feature = "sqlx")]
pub use store::postgres::with_sqlx::SqlxStore;
#[cfg(feature = "tokio-postgres")]
pub use store::postgres::with_tokio_postgres::PostgresStore;
#[cfg(feature = "redis")]
pub use store::redis::{RedisRisk, RedisStore, RedisStoreBuilder};
#[cfg(feature = "sqlite")]
pub use store::sqlite::SqliteStore;
pub use store::{Claim, Claimed, Ownership, Store, StoreError, StoreFuture};
pub use verihook;
