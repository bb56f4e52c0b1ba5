//! Shared code of the example applications: settings, and a delivery store in SQLite.
//!
//! An application stores a delivery before it acknowledges it, so that no delivery is lost.
//! Providers retry deliveries that they believe were lost, so a delivery is stored only once. If it
//! cannot be stored, the answer is 503 and the provider retries.

mod settings;
mod store;
#[cfg(feature = "trial")]
pub mod trial;

pub use settings::{Settings, Unfit};
pub use store::{Inbox, NotStored, Stored};
