//! A secret that is ready to verify with.

use crate::scheme::time::UnixTime;
use crate::secret::key::Key;
use crate::secret::weakness::Weakness;
use alloc::boxed::Box;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A secret that has been decoded and keyed.
pub(crate) struct ActiveKey {
    pub(crate) key: Key,
    #[cfg_attr(not(feature = "std"), allow(dead_code, reason = "policies need std"))]
    pub(crate) fingerprint: Fingerprint,
    pub(crate) name: Box<str>,
    pub(super) weakness: Option<Weakness>,
    pub(super) not_before: Option<UnixTime>,
    pub(super) not_after: Option<UnixTime>,
}

impl ActiveKey {
    pub(crate) fn is_valid_at(&self, now: UnixTime) -> bool {
        self.not_before.is_none_or(|start| start <= now)
            && self.not_after.is_none_or(|end| now <= end)
    }
}

/// A digest by which equal secrets are recognised across endpoints and providers.
///
/// User names and the prefixes that providers put before their secrets are left out.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint(Zeroizing<[u8; 32]>);

impl Fingerprint {
    pub(super) fn of(secret: &[u8]) -> Self {
        Self(Zeroizing::new(Sha256::digest(secret).into()))
    }
}

pub(crate) fn weak<'a>(
    secrets: impl Iterator<Item = &'a ActiveKey>,
) -> impl Iterator<Item = (&'a str, &'a Weakness)> {
    secrets.filter_map(|secret| Some((&*secret.name, secret.weakness.as_ref()?)))
}
