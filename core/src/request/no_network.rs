//! Replaces `network` when that feature is off: requests may come from any address.

use crate::error::ConfigFault;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::scheme::Scheme;

#[derive(Debug)]
pub(crate) struct Access;

impl Access {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "it replaces a check")]
    pub(crate) const fn check(&self, _: &IndexedHead<'_>) -> Result<(), Rejection> {
        Ok(())
    }

    #[allow(clippy::unused_self, reason = "it replaces a setting")]
    pub(crate) const fn fields(&self) -> &'static [&'static str] {
        &[]
    }
}

pub(crate) struct NetworkSettings;

impl NetworkSettings {
    pub(crate) const NONE: Self = Self;

    #[allow(clippy::unnecessary_wraps, reason = "it replaces a check")]
    pub(crate) const fn access(self, _: &Scheme) -> Result<Access, ConfigFault> {
        Ok(Access)
    }
}
