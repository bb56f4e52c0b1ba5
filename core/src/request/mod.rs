//! The request as a verifier sees it.

pub(crate) mod head;
pub(crate) mod index;
#[cfg(feature = "network")]
pub(crate) mod network;
pub(crate) mod peer;
pub(crate) mod url;
