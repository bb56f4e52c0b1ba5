//! Replaces `explain` when the feature `explain` is off.

use crate::refusal::Refusal;
use core::pin::Pin;
use verihook::{Head, UnixTime, Verifier};

pub(crate) fn recorded<P, S>(_: &Verifier<P>, _: &dyn Head, _: Option<UnixTime>, body: S) -> S {
    body
}

pub(crate) const fn explain<P, S>(_: Pin<&mut S>, _: &Verifier<P>, _: &Refusal) {}
