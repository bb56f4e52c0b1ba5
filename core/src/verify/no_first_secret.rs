//! Replaces `first_secret` when the feature `std` is off. No secret can be replaced then.

use super::shared::Shared;
use crate::rejection::Rejection;
use core::convert::Infallible;
use core::marker::PhantomData;

/// Never exists.
pub(super) struct First<P>(Infallible, PhantomData<P>);

impl<P> First<P> {
    pub(super) const fn reserve(_: &Shared<P>, _: &str) -> Result<Option<Self>, Rejection> {
        Ok(None)
    }

    pub(super) const fn install(self) -> bool {
        match self.0 {}
    }
}
