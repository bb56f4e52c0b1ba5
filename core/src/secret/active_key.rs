//! A secret that is ready to verify with.

use crate::scheme::time::UnixTime;
use crate::secret::key::{Candidates, Content, Key};
use crate::secret::weakness::Weakness;
use alloc::boxed::Box;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A secret that has been decoded and keyed.
pub(crate) struct ActiveKey {
    pub(crate) key: Key,
    /// The other key, if the provider signs under one of two that the secret yields.
    pub(crate) other_key: Option<Key>,
    #[cfg_attr(not(feature = "std"), allow(dead_code, reason = "policies need std"))]
    pub(crate) fingerprint: Fingerprint,
    pub(crate) name: Box<str>,
    pub(super) weakness: Option<Weakness>,
    pub(super) not_before: Option<UnixTime>,
    pub(super) not_after: Option<UnixTime>,
}

impl ActiveKey {
    /// Returns the number of keys that the secret yields.
    pub(crate) fn keys(&self) -> usize {
        1 + usize::from(self.other_key.is_some())
    }

    /// Returns `true` if one of the candidates is a signature of this content.
    #[inline]
    pub(crate) fn signs(&self, candidates: &Candidates, content: &impl Content) -> bool {
        self.key.signs(candidates, content)
            || self.other_key.as_ref().is_some_and(|key| key.signs(candidates, content))
    }

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
