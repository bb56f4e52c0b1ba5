//! Handles each webhook delivery once, on one machine or many.
//!
//! Providers retry deliveries, and an attacker can replay a captured one. Both have a valid
//! signature. This crate remembers deliveries in a [`Store`], so that a handler runs for each one
//! until it succeeds, and not again after that.

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
