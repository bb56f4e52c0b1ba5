//! What the example applications share: their settings, and a store of deliveries in SQLite.
//!
//! A delivery is stored before it is acknowledged, so that none is lost, and once, however often it
//! comes: providers send again what they think was lost. Where it cannot be stored the answer is
//! 503, and the provider comes again.

mod settings;
mod store;
#[cfg(feature = "trial")]
pub mod trial;

pub use settings::{Settings, Unfit};
pub use store::{Inbox, NotStored, Stored};
