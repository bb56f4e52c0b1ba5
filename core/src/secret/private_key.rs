//! Private keys, for signing as providers do whose secrets are public keys. Receivers have none.

use crate::scheme::Algorithm;
use crate::secret::key::{Content, gathered};
use alloc::vec::Vec;

/// A private key, which wipes itself when dropped, as far as its crate does.
#[allow(clippy::large_enum_variant, reason = "a few of them per process, and never moved")]
pub(crate) enum PrivateKey {
    #[cfg(feature = "ecdsa")]
    EcdsaP256(p256::ecdsa::SigningKey),
    #[cfg(feature = "ed25519")]
    Ed25519(ed25519_dalek::SigningKey),
    #[cfg(feature = "rsa")]
    RsaSha256(ring::signature::RsaKeyPair),
}

impl PrivateKey {
    /// Reads a key: 32 bytes for Ed25519, PKCS#8 for the others. Returns `None` if it is not a key.
    pub(crate) fn new(check: Algorithm, bytes: &[u8]) -> Option<Self> {
        match check {
            #[cfg(feature = "ecdsa")]
            Algorithm::EcdsaP256 => {
                use p256::pkcs8::DecodePrivateKey as _;
                p256::ecdsa::SigningKey::from_pkcs8_der(bytes).map(Self::EcdsaP256).ok()
            }
            #[cfg(feature = "ed25519")]
            Algorithm::Ed25519 => {
                let seed = bytes.try_into().ok()?;
                Some(Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(seed)))
            }
            #[cfg(feature = "rsa")]
            Algorithm::RsaSha256 => {
                ring::signature::RsaKeyPair::from_pkcs8(bytes).map(Self::RsaSha256).ok()
            }
            _ => None,
        }
    }

    /// Signs this content, or returns `None` if the key cannot.
    pub(crate) fn sign(&self, content: &impl Content) -> Option<Vec<u8>> {
        let content = gathered(content);
        match self {
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256(key) => {
                use p256::ecdsa::signature::Signer as _;
                let signature: p256::ecdsa::Signature = key.try_sign(&content).ok()?;
                Some(signature.to_der().as_bytes().to_vec())
            }
            #[cfg(feature = "ed25519")]
            Self::Ed25519(key) => {
                use ed25519_dalek::Signer as _;
                Some(key.try_sign(&content).ok()?.to_bytes().to_vec())
            }
            #[cfg(feature = "rsa")]
            Self::RsaSha256(key) => {
                use ring::{rand::SystemRandom, signature::RSA_PKCS1_SHA256};
                let mut signature = alloc::vec![0; key.public().modulus_len()];
                let random = SystemRandom::new();
                key.sign(&RSA_PKCS1_SHA256, &random, &content, &mut signature).ok()?;
                Some(signature)
            }
        }
    }
}
