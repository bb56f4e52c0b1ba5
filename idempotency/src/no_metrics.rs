//! Replaces `metrics` when the feature `metrics` is off.

use core::time::Duration;

pub(crate) const fn delivery(_: &'static str, _: &'static str, _: &'static str) {}
pub(crate) const fn store_latency(_: &'static str, _: &'static str, _: Duration) {}
pub(crate) const fn handler_time(_: &'static str, _: &'static str, _: Duration) {}
pub(crate) const fn in_flight(_: usize) {}
