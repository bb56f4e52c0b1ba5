//! Replaces `log` when the feature `tracing` is off.

use crate::secret::weakness::Weakness;
use alloc::string::String;

pub(super) const fn warn_of_weak(_: &'static str, _: &'static str, _: &[(String, Weakness)]) {}
