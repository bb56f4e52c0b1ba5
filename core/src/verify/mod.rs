//! Verifiers, and the engine behind them.

mod body;
pub(crate) mod budget;
mod builder;
mod chunks;
mod claims;
mod condition;
mod construct;
pub(crate) mod content;
mod diagnosis;
pub(crate) mod digest;
mod engine;
mod framing;
mod handshake;
mod head;
#[cfg_attr(not(feature = "tracing"), path = "no_log.rs")]
mod log;
mod next_step;
pub(crate) mod plan;
mod resolution;
mod shared;
mod signatures;
mod verification;
mod verifier;
mod work;

pub use builder::VerifierBuilder;
pub use next_step::NextStep;
pub use resolution::{Resolution, UnresolvedVerification};
pub use verification::Verification;
pub use verifier::Verifier;
