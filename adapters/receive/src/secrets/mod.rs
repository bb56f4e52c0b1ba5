//! Sources of secrets: files, environment variables, and cached look-ups. Adapters re-export this
//! module.

#[cfg(feature = "cache")]
mod cache;
mod stored;

#[cfg(feature = "cache")]
pub use cache::{CachedSecrets, CachedSecretsBuilder};
pub use stored::{ReadError, SecretPlace, StoredSecrets, secret_from_env};
