//! Verifiers, and the engine behind them.

mod body;
pub(crate) mod budget;
mod build;
mod builder;
mod chunks;
mod claims;
mod condition;
mod construct;
pub(crate) mod content;
#[cfg_attr(not(feature = "gzip"), path = "no_decoder.rs")]
mod decoder;
mod diagnosis;
pub(crate) mod digest;
mod engine;
mod exchange;
#[cfg_attr(not(feature = "std"), path = "no_first_secret.rs")]
mod first_secret;
mod framing;
mod handshake;
mod head;
#[cfg_attr(not(feature = "tracing"), path = "no_log.rs")]
mod log;
mod next_step;
mod other_provider;
pub(crate) mod places;
pub(crate) mod plan;
mod question;
mod resolution;
mod shared;
mod signatures;
mod verification;
mod verifier;
mod work;

pub use builder::VerifierBuilder;
pub use exchange::{PendingExchange, SecretOffer};
pub use next_step::NextStep;
pub use question::{Question, QuestionOutcome};
pub use resolution::{Resolution, UnresolvedVerification};
pub use verification::Verification;
pub use verifier::Verifier;
