//! Signing secrets, which an endpoint shares with its provider.

pub(crate) mod active_key;
pub(crate) mod credential;
pub(crate) mod exchange;
#[cfg(feature = "generate")]
pub(crate) mod generate;
pub(crate) mod key;
#[cfg_attr(not(feature = "std"), path = "no_policy.rs")]
pub(crate) mod policy;
#[cfg(all(feature = "sign", any(feature = "ecdsa", feature = "ed25519", feature = "rsa")))]
pub(crate) mod private_key;
pub(crate) mod resolve;
pub(crate) mod secrets;
pub(crate) mod signing_secret;
#[cfg(feature = "std")]
pub(crate) mod swappable;
pub(crate) mod weakness;

pub(crate) use active_key::ActiveKey;
pub use secrets::Secrets;
pub use signing_secret::SigningSecret;
#[cfg(feature = "std")]
pub use swappable::SwappableSecrets;
