//! Where secrets come from: files and environment variables, and look-ups whose results are cached.
//! Adapters re-export all of it.

#[cfg(feature = "cache")]
mod cache;
mod stored;

#[cfg(feature = "cache")]
pub use cache::{CachedSecrets, CachedSecretsBuilder};
pub use stored::{ReadError, SecretPlace, StoredSecrets, secret_from_env};
