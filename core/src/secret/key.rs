//! Keys, MACs and their comparison, which are only in this file.

use crate::codec::encoding::Encoding;
use crate::scheme::{Algorithm, Hash};
use alloc::vec::Vec;
use constant_time_eq::constant_time_eq;
use hmac::KeyInit as _;
use hmac::block_api::HmacCore;
use hmac::digest::Output;
use hmac::digest::block_api::{Buffer as Blocks, FixedOutputCore};
#[cfg(feature = "sha1")]
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use smallvec::SmallVec;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

/// A signing secret, prepared for verification.
///
/// For a MAC this is the state of the hash after the key, for a credential its digest, and for an
/// asymmetric signature the public key. All but the public keys wipe themselves when dropped.
#[allow(clippy::large_enum_variant, reason = "a process has few of them, and never moves them")]
pub(crate) enum Key {
    /// One key for each of the MACs that the sender can name, of different lengths.
    AnyOf(Vec<Self>),
    #[cfg(feature = "ecdsa")]
    EcdsaP256(p256::ecdsa::VerifyingKey),
    #[cfg(feature = "ed25519")]
    Ed25519(ed25519_dalek::VerifyingKey),
    /// The secret of a plain hash.
    Hash(Hash, Zeroizing<Vec<u8>>),
    #[cfg(feature = "sha1")]
    HmacSha1(HmacCore<Sha1>),
    HmacSha256(HmacCore<Sha256>),
    HmacSha384(HmacCore<Sha384>),
    HmacSha512(HmacCore<Sha512>),
    Credential(Credential),
    /// A public key, as PKCS#1.
    #[cfg(feature = "rsa")]
    RsaSha256(Vec<u8>),
}

/// The decoded signatures that a request lists, all of one length.
#[derive(Clone)]
pub(crate) struct Candidates {
    bytes: SmallVec<[u8; 64]>,
    length: usize,
}

impl Key {
    /// Returns a key, or `None` if the bytes cannot be a key of this kind.
    pub(crate) fn new(check: Algorithm, bytes: &[u8]) -> Option<Self> {
        match check {
            #[cfg(feature = "ecdsa")]
            Algorithm::EcdsaP256 => {
                use p256::pkcs8::DecodePublicKey as _;
                p256::ecdsa::VerifyingKey::from_public_key_der(bytes).map(Self::EcdsaP256).ok()
            }
            #[cfg(feature = "ed25519")]
            Algorithm::Ed25519 => {
                let key = ed25519_dalek::VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
                // Anyone can sign for a key of small order.
                (!key.is_weak()).then_some(Self::Ed25519(key))
            }
            Algorithm::Hash(hash) => Some(Self::Hash(hash, Zeroizing::new(bytes.to_vec()))),
            #[cfg(feature = "sha1")]
            Algorithm::Mac(Hash::Sha1) => HmacCore::new_from_slice(bytes).map(Self::HmacSha1).ok(),
            Algorithm::Mac(Hash::Sha256) => {
                HmacCore::new_from_slice(bytes).map(Self::HmacSha256).ok()
            }
            Algorithm::Mac(Hash::Sha384) => {
                HmacCore::new_from_slice(bytes).map(Self::HmacSha384).ok()
            }
            Algorithm::NamedMac(names) => {
                let keys = names.iter().map(|(_, hash)| Self::new(Algorithm::Mac(*hash), bytes));
                keys.collect::<Option<_>>().map(Self::AnyOf)
            }
            Algorithm::Mac(Hash::Sha512) => {
                HmacCore::new_from_slice(bytes).map(Self::HmacSha512).ok()
            }
            #[cfg(feature = "rsa")]
            Algorithm::RsaSha256 => {
                let key = spki::SubjectPublicKeyInfoRef::try_from(bytes).ok()?;
                let bytes = key.subject_public_key.as_bytes()?.to_vec();
                (key.algorithm.oid == RSA_ENCRYPTION).then_some(Self::RsaSha256(bytes))
            }
            Algorithm::Token | Algorithm::Bearer => {
                Some(Self::Credential(Credential::token(bytes)))
            }
            Algorithm::Basic => Credential::user_password(bytes).map(Self::Credential),
        }
    }

    /// Returns a key that takes as long as a real one.
    ///
    /// Its bytes are public, so a request that it verifies must be rejected.
    pub(crate) fn placeholder(check: Algorithm) -> Self {
        let key = match check {
            #[cfg(feature = "ecdsa")]
            Algorithm::EcdsaP256 => {
                p256::ecdsa::VerifyingKey::from_affine(p256::AffinePoint::GENERATOR)
                    .map(Self::EcdsaP256)
                    .ok()
            }
            // The base point, compressed (RFC 8032, section 5.1).
            #[cfg(feature = "ed25519")]
            Algorithm::Ed25519 => {
                let mut point = [0x66; 32];
                point[0] = 0x58;
                Self::new(check, &point)
            }
            // A modulus of 2048 bits, all of them set, and the exponent 65537 (RFC 8017, appendix
            // A.1.1).
            #[cfg(feature = "rsa")]
            Algorithm::RsaSha256 => {
                let mut der = alloc::vec![0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00];
                der.extend([0xff; 256]);
                der.extend([0x02, 0x03, 0x01, 0x00, 0x01]);
                Some(Self::RsaSha256(der))
            }
            Algorithm::Basic => Self::new(check, b"placeholder:placeholder"),
            _ => Self::new(check, b"placeholder"),
        };
        key.unwrap_or_else(|| Self::Credential(Credential::token(b"placeholder")))
    }

    /// Returns `true` if one of the candidates is a signature of this content.
    ///
    /// A MAC is computed once for all candidates.
    #[inline]
    pub(crate) fn signs(&self, candidates: &Candidates, content: &impl Content) -> bool {
        match self {
            Self::HmacSha256(keyed) => {
                finish(keyed, content, |expected| candidates.contain(expected))
            }
            _ => self.signs_otherwise(candidates, content),
        }
    }

    /// Does the same for the algorithms that few providers use.
    #[inline(never)]
    fn signs_otherwise(&self, candidates: &Candidates, content: &impl Content) -> bool {
        match self {
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256(key) => {
                use p256::ecdsa::Signature;
                use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
                let digest = hashed(Sha256::new(), b"", content);
                candidates.each().any(|candidate| {
                    let signature = Signature::from_slice(candidate);
                    signature.is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok())
                })
            }
            #[cfg(feature = "ed25519")]
            Self::Ed25519(key) => {
                let content = gathered(content);
                candidates.each().any(|candidate| {
                    let signature = ed25519_dalek::Signature::from_slice(candidate);
                    signature.is_ok_and(|signature| key.verify_strict(&content, &signature).is_ok())
                })
            }
            #[cfg(feature = "rsa")]
            Self::RsaSha256(key) => {
                use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
                let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key);
                let content = gathered(content);
                candidates.each().any(|candidate| key.verify(&content, candidate).is_ok())
            }
            Self::AnyOf(keys) => {
                let named = keys.iter().find(|key| key.mac_length() == candidates.length);
                named.is_some_and(|key| key.signs(candidates, content))
            }
            _ => self.mac(content, |expected| candidates.contain(expected)).unwrap_or(false),
        }
    }

    /// Returns the length of a MAC under this key, or 0.
    const fn mac_length(&self) -> usize {
        match self {
            #[cfg(feature = "sha1")]
            Self::HmacSha1(_) => Hash::Sha1.length(),
            Self::HmacSha256(_) => Hash::Sha256.length(),
            Self::HmacSha384(_) => Hash::Sha384.length(),
            Self::HmacSha512(_) => Hash::Sha512.length(),
            _ => 0,
        }
    }

    /// Returns `true` if the request presents this credential.
    pub(crate) fn is_credential(&self, presented: &Credential) -> bool {
        match self {
            Self::Credential(credential) => credential.equals(presented),
            _ => false,
        }
    }

    /// Computes the MAC (or the hash) of this content, lends it to `look` and wipes it.
    ///
    /// Returns `None` if the key is neither for a MAC nor for a hash.
    #[inline]
    pub(crate) fn mac<T>(
        &self,
        content: &impl Content,
        look: impl FnOnce(&[u8]) -> T,
    ) -> Option<T> {
        match self {
            #[cfg(feature = "sha1")]
            Self::Hash(Hash::Sha1, secret) => {
                Some(wiped(hashed(Sha1::new(), secret, content), look))
            }
            Self::Hash(Hash::Sha256, secret) => {
                Some(wiped(hashed(Sha256::new(), secret, content), look))
            }
            Self::Hash(Hash::Sha384, secret) => {
                Some(wiped(hashed(Sha384::new(), secret, content), look))
            }
            Self::Hash(Hash::Sha512, secret) => {
                Some(wiped(hashed(Sha512::new(), secret, content), look))
            }
            #[cfg(feature = "sha1")]
            Self::HmacSha1(keyed) => Some(finish(keyed, content, look)),
            Self::HmacSha256(keyed) => Some(finish(keyed, content, look)),
            Self::HmacSha384(keyed) => Some(finish(keyed, content, look)),
            Self::HmacSha512(keyed) => Some(finish(keyed, content, look)),
            Self::AnyOf(keys) => keys.first()?.mac(content, look),
            _ => None,
        }
    }
}

#[cfg(feature = "rsa")]
const RSA_ENCRYPTION: spki::ObjectIdentifier =
    spki::ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Signed content, which is passed piece by piece to a hash.
pub(crate) trait Content {
    /// Passes each piece, with this secret at its place if the scheme signs [`Part::Secret`].
    ///
    /// [`Part::Secret`]: crate::Part::Secret
    fn feed(&self, secret: &[u8], each: impl FnMut(&[u8]));
}

impl Content for &[u8] {
    fn feed(&self, _: &[u8], mut each: impl FnMut(&[u8])) {
        each(self);
    }
}

/// Finishes a MAC in place.
///
/// `Hmac` does the same, but it is moved to be finished, right after it was written, and this
/// stalls the processor.
#[inline(never)]
fn finish<C: FixedOutputCore + Clone, T>(
    keyed: &C,
    content: &impl Content,
    look: impl FnOnce(&[u8]) -> T,
) -> T {
    let (mut mac, mut blocks) = (keyed.clone(), Blocks::<C>::default());
    content.feed(b"", |piece| blocks.digest_blocks(piece, |whole| mac.update_blocks(whole)));
    let mut expected = Output::<C>::default();
    mac.finalize_fixed_core(&mut blocks, &mut expected);
    wiped(expected, look)
}

fn hashed<D: Digest>(mut hash: D, secret: &[u8], content: &impl Content) -> Output<D> {
    content.feed(secret, |piece| hash.update(piece));
    hash.finalize()
}

#[inline]
fn wiped<T>(mut expected: impl AsMut<[u8]>, look: impl FnOnce(&[u8]) -> T) -> T {
    let expected = expected.as_mut();
    let seen = look(expected);
    expected.zeroize();
    seen
}

/// The whole content, for algorithms that need it twice.
#[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
#[cfg_attr(
    all(feature = "ecdsa", not(any(feature = "ed25519", feature = "rsa", feature = "sign"))),
    allow(dead_code)
)]
/// Returns the whole content, for algorithms that read it twice.
pub(crate) fn gathered(content: &impl Content) -> Vec<u8> {
    let mut all = Vec::new();
    content.feed(b"", |piece| all.extend_from_slice(piece));
    all
}

impl Candidates {
    /// Returns an empty list of signatures of `length` bytes.
    pub(crate) const fn of_length(length: usize) -> Self {
        Self { bytes: SmallVec::new_const(), length }
    }

    #[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
    fn each(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.as_slice().chunks_exact(self.length.max(1))
    }

    /// Returns the number of candidates.
    pub(crate) fn count(&self) -> usize {
        self.bytes.len() / self.length.max(1)
    }

    /// Reads one more signature. A malformed one is ignored.
    #[inline(always)]
    pub(crate) fn read(&mut self, check: Algorithm, encoding: Encoding, text: &[u8]) {
        match check {
            #[cfg(feature = "ecdsa")]
            Algorithm::EcdsaP256 => self.read_der(encoding, text),
            #[cfg(feature = "rsa")]
            Algorithm::RsaSha256 => self.read_long(encoding, text),
            _ => self.read_mac(encoding, text),
        }
    }

    #[inline]
    fn read_mac(&mut self, encoding: Encoding, text: &[u8]) {
        let mut longest = [0; 64];
        if let Some(signature) = longest.get_mut(..self.length)
            && encoding.decode_exactly(text, signature)
        {
            self.bytes.extend_from_slice(signature);
        }
    }

    /// Reads a signature in DER, whose length varies, as two numbers of 32 bytes.
    #[cfg(feature = "ecdsa")]
    #[cold]
    fn read_der(&mut self, encoding: Encoding, text: &[u8]) {
        let signature = encoding.decode_any(text);
        let signature = signature.and_then(|der| p256::ecdsa::Signature::from_der(&der).ok());
        if let Some(signature) = signature {
            self.bytes.extend_from_slice(&signature.to_bytes());
        }
    }

    /// Reads a signature that is as long as the key.
    ///
    /// The key is not known yet, so all signatures must have the length of the first.
    #[cfg(feature = "rsa")]
    #[cold]
    fn read_long(&mut self, encoding: Encoding, text: &[u8]) {
        let signature = encoding.decode_any(text).unwrap_or_default();
        if self.is_empty() {
            self.length = signature.len();
        }
        if signature.len() == self.length {
            self.bytes.extend_from_slice(&signature);
        }
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Compares every candidate in constant time, without stopping at a match.
    #[inline]
    fn contain(&self, expected: &[u8]) -> bool {
        let candidates = self.bytes.chunks_exact(expected.len().max(1));
        let same = |any: bool, one| any | constant_time_eq(one, expected);
        self.length == expected.len() && candidates.fold(false, same)
    }
}

/// Returns `true` if this is the SHA-256 digest of these bytes, in constant time.
#[inline(never)]
pub(crate) fn is_digest_of(claimed: &[u8; 32], bytes: &[u8]) -> bool {
    constant_time_eq(claimed, &digest(bytes))
}

/// A token, or a user name and a password, as SHA-256 digests.
///
/// Comparing digests reveals nothing about the length of a credential.
#[derive(Clone)]
pub(crate) struct Credential {
    first: [u8; 32],
    second: [u8; 32],
}

impl Credential {
    pub(crate) fn token(token: &[u8]) -> Self {
        Self { first: digest(token), second: digest(b"") }
    }

    /// Returns `None` if there is no colon, or nothing on one side of it.
    pub(crate) fn user_password(text: &[u8]) -> Option<Self> {
        let colon = text.iter().position(|&byte| byte == b':')?;
        let (user, password) = (text.get(..colon)?, text.get(colon + 1..)?);
        if user.is_empty() || password.is_empty() {
            return None;
        }
        Some(Self { first: digest(user), second: digest(password) })
    }

    pub(crate) fn equals(&self, other: &Self) -> bool {
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
            candidates.bytes.extend_from_slice(one);
        }
        candidates
    }

    fn mac_of(key: &Key, content: &[u8]) -> Vec<u8> {
        key.mac(&content, <[u8]>::to_vec).unwrap()
    }

    /// RFC 4231, test case 2.
    #[test]
    fn known_answer() {
        let key = Key::new(Algorithm::Mac(Hash::Sha256), b"Jefe").unwrap();
        let mac = mac_of(&key, b"what do ya want for nothing?");
        assert_eq!(mac.first_chunk(), Some(&[0x5b, 0xdc, 0xc1, 0x46]));
        assert_eq!(mac.last_chunk(), Some(&[0x64, 0xec, 0x38, 0x43]));
    }

    #[test]
    fn every_single_bit_counts() {
        let key = Key::new(Algorithm::Mac(Hash::Sha256), b"k").unwrap();
        let good = mac_of(&key, b"content");
        assert!(key.signs(&candidates(&[&good]), &&b"content"[..]));
        for bit in 0..256 {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!key.signs(&candidates(&[&flipped]), &&b"content"[..]), "bit {bit}");
            assert!(key.signs(&candidates(&[&flipped, &good]), &&b"content"[..]));
        }
        assert!(!key.signs(&candidates(&[]), &&b"content"[..]));
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
