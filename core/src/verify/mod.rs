//! Verifiers, and the engine behind them.

pub(crate) mod budget;
mod builder;
mod chunks;
pub(crate) mod condition;
pub(crate) mod content;
pub(crate) mod credential;
pub(crate) mod engine;
mod framing;
pub(crate) mod handshake;
mod next_step;
mod resolution;
mod signatures;
mod verification;
mod verifier;
pub(crate) mod work;

pub use builder::VerifierBuilder;
pub use next_step::NextStep;
pub use resolution::{Resolution, UnresolvedVerification};
pub use verification::{Settled, Verification};
pub use verifier::Verifier;
