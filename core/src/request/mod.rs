//! The parts of a request that a verifier reads.

pub(crate) mod field_index;
pub(crate) mod head;
pub(crate) mod indexed_head;
pub(crate) mod indexed_place;
#[cfg_attr(not(feature = "network"), path = "no_network.rs")]
pub(crate) mod network;
pub(crate) mod peer;
pub(crate) mod url;
