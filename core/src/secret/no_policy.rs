//! Replaces `policy` when the feature `std` is off.

use crate::error::ConfigError;
use crate::secret::ActiveKey;
use crate::secret::weakness::Weakness;
use alloc::string::String;
use alloc::vec::Vec;

#[derive(Clone)]
pub(crate) enum SecretPolicy {}

impl SecretPolicy {
    pub(crate) const fn check(
        &self,
        _: &str,
        _: &[&ActiveKey],
    ) -> Result<Vec<(String, Weakness)>, ConfigError> {
        match *self {}
    }
}
