//! The parts of a request that a verifier reads.

pub(crate) mod head;
pub(crate) mod index;
#[cfg(feature = "network")]
pub(crate) mod network;
pub(crate) mod peer;
pub(crate) mod url;
