//! Shared code of the example applications: settings, and a delivery store in SQLite.
//!
//! An application stores a delivery before it acknowledges it, so that no delivery is lost.
//! Providers retry deliveries that they believe were lost, so `verihook-idempotency` lets each one
//! through once, and marks it as done in the transaction that stores it. If a delivery cannot be
//! stored, the answer is 503 and the provider retries.

mod settings;
mod stop;
mod store;
#[cfg(feature = "trial")]
pub mod trial;

pub use settings::{Settings, Unfit};
pub use stop::{DRAIN, stopped};
pub use store::{Inbox, NotStored};
