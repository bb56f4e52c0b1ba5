//! The only file that holds keys, makes MACs and compares them.

use crate::buffer::Buffer;
use crate::scheme::{Check, Hash};
use hmac::{Hmac, KeyInit as _, Mac};
#[cfg(feature = "sha1")]
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use subtle::{Choice, ConstantTimeEq as _};
use zeroize::Zeroize as _;

/// A signing secret made ready: for a MAC the state of the hash after the key, for a credential its digest.
/// All of these wipe themselves when dropped.
#[allow(clippy::large_enum_variant, reason = "a few of them per process, and never moved")]
pub(crate) enum Key {
    #[cfg(feature = "sha1")]
    HmacSha1(Hmac<Sha1>),
    HmacSha256(Hmac<Sha256>),
    HmacSha512(Hmac<Sha512>),
    Credential(Credential),
}

/// The signatures that a request lists: decoded, all of one length.
#[derive(Clone)]
pub(crate) struct Candidates {
    bytes: Buffer<128>,
    length: usize,
}

impl Key {
    /// `None` if the bytes cannot be a key of this kind.
    pub(crate) fn new(check: Check, bytes: &[u8]) -> Option<Self> {
        match check {
            #[cfg(feature = "sha1")]
            Check::Mac(Hash::Sha1) => Hmac::new_from_slice(bytes).map(Self::HmacSha1).ok(),
            Check::Mac(Hash::Sha256) => Hmac::new_from_slice(bytes).map(Self::HmacSha256).ok(),
            Check::Mac(Hash::Sha512) => Hmac::new_from_slice(bytes).map(Self::HmacSha512).ok(),
            Check::Token | Check::Bearer => Some(Self::Credential(Credential::token(bytes))),
            Check::Basic => Credential::user_password(bytes).map(Self::Credential),
        }
    }

    /// Whether one of the candidates is the MAC of what `feed` feeds. It is made once, however many there are.
    pub(crate) fn signs(&self, candidates: &Candidates, feed: Feed<'_>) -> bool {
        self.mac(feed, |expected| candidates.contain(expected)).unwrap_or(false)
    }

    /// Whether the request presents this credential.
    pub(crate) fn is_credential(&self, presented: &Credential) -> bool {
        match self {
            Self::Credential(credential) => credential.equals(presented),
            _ => false,
        }
    }

    /// Makes the MAC of what `feed` feeds, lends it to `look` and wipes it; `None` if this key makes none.
    pub(crate) fn mac<T>(&self, feed: Feed<'_>, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        match self {
            #[cfg(feature = "sha1")]
            Self::HmacSha1(keyed) => Some(finish(keyed.clone(), feed, look)),
            Self::HmacSha256(keyed) => Some(finish(keyed.clone(), feed, look)),
            Self::HmacSha512(keyed) => Some(finish(keyed.clone(), feed, look)),
            Self::Credential(_) => None,
        }
    }
}

/// Hands signed content, piece by piece, to whoever hashes it.
pub(crate) type Feed<'a> = &'a dyn Fn(&mut dyn FnMut(&[u8]));

fn finish<M: Mac, T>(mut mac: M, feed: Feed<'_>, look: impl FnOnce(&[u8]) -> T) -> T {
    feed(&mut |piece| mac.update(piece));
    let mut expected = mac.finalize().into_bytes();
    let seen = look(&expected);
    expected.as_mut_slice().zeroize();
    seen
}

impl Candidates {
    /// None yet, for signatures of `length` bytes.
    pub(crate) const fn of_length(length: usize) -> Self {
        Self { bytes: Buffer::new(), length }
    }

    /// Where a decoder may put the next one.
    pub(crate) const fn room(&mut self) -> &mut Buffer<128> {
        &mut self.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.len() == 0
    }

    /// Compares every candidate, in constant time, whichever of them fits.
    fn contain(&self, expected: &[u8]) -> bool {
        let candidates = self.bytes.as_slice().chunks(self.length);
        let equal = candidates.fold(Choice::from(0), |any, one| any | one.ct_eq(expected));
        equal.into()
    }
}

/// A token, or a user name and a password, as SHA-256 digests: comparing digests tells nothing about
/// the length of what was compared.
#[derive(Clone)]
pub(crate) struct Credential {
    first: [u8; 32],
    second: [u8; 32],
}

impl Credential {
    pub(crate) fn token(token: &[u8]) -> Self {
        Self { first: digest(token), second: digest(b"") }
    }

    /// `None` if there is no colon, or nothing on one of its sides.
    pub(crate) fn user_password(text: &[u8]) -> Option<Self> {
        let colon = text.iter().position(|&byte| byte == b':')?;
        let (user, password) = (text.get(..colon)?, text.get(colon + 1..)?);
        if user.is_empty() || password.is_empty() {
            return None;
        }
        Some(Self { first: digest(user), second: digest(password) })
    }

    fn equals(&self, other: &Self) -> bool {
        let equal = self.first.ct_eq(&other.first) & self.second.ct_eq(&other.second);
        equal.into()
    }
}

impl Drop for Credential {
    fn drop(&mut self) {
        self.first.zeroize();
        self.second.zeroize();
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(list: &[&[u8]]) -> Candidates {
        let mut candidates = Candidates::of_length(32);
        for one in list {
            candidates.room().extend(one);
        }
        candidates
    }

    fn mac_of(key: &Key, content: &[u8]) -> alloc::vec::Vec<u8> {
        key.mac(&|each| each(content), <[u8]>::to_vec).unwrap()
    }

    /// RFC 4231, test case 2.
    #[test]
    fn known_answer() {
        let key = Key::new(Check::Mac(Hash::Sha256), b"Jefe").unwrap();
        let mac = mac_of(&key, b"what do ya want for nothing?");
        assert_eq!(mac.first_chunk(), Some(&[0x5b, 0xdc, 0xc1, 0x46]));
        assert_eq!(mac.last_chunk(), Some(&[0x64, 0xec, 0x38, 0x43]));
    }

    #[test]
    fn every_single_bit_counts() {
        let key = Key::new(Check::Mac(Hash::Sha256), b"k").unwrap();
        let good = mac_of(&key, b"content");
        assert!(key.signs(&candidates(&[&good]), &|each| each(b"content")));
        for bit in 0..256 {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!key.signs(&candidates(&[&flipped]), &|each| each(b"content")), "bit {bit}");
            assert!(key.signs(&candidates(&[&flipped, &good]), &|each| each(b"content")));
        }
        assert!(!key.signs(&candidates(&[]), &|each| each(b"content")));
    }

    #[test]
    fn a_credential_is_compared_in_both_parts() {
        let right = Credential::user_password(b"user:pass:word").unwrap();
        for (text, equal) in [
            (&b"user:pass:word"[..], true),
            (b"user:pass", false),
            (b"user:pass:word ", false),
            (b"User:pass:word", false),
            (b"user:", false),
            (b":pass:word", false),
            (b"userpass", false),
        ] {
            let presented = Credential::user_password(text);
            assert_eq!(presented.is_some_and(|other| right.equals(&other)), equal, "{text:?}");
        }
    }
}
