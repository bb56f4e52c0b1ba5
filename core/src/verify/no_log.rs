//! The stand-in for `log` without the feature `tracing`.

use crate::secret::weakness::Weakness;
use alloc::string::String;

pub(super) const fn warn_of_weak(_: &'static str, _: &'static str, _: &[(String, Weakness)]) {}
