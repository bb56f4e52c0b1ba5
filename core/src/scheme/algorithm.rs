//! The algorithms of schemes, and the forms of their secrets.

/// The algorithm that verifies a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Basic,
    Bearer,
    /// ECDSA on P-256 with SHA-256; signatures in DER.
    #[cfg(feature = "ecdsa")]
    EcdsaP256,
    #[cfg(feature = "ed25519")]
    Ed25519,
    /// A plain hash, with the secret as part of the hashed content.
    Hash(Hash),
    Mac(Hash),
    /// One of several MACs, which the sender names.
    NamedMac(&'static [(&'static str, Hash)]),
    /// RSA, PKCS#1 v1.5, with SHA-256.
    #[cfg(feature = "rsa")]
    RsaSha256,
    Token,
}

impl Algorithm {
    /// Returns `true` if a credential, not a signature, is the proof.
    pub(crate) const fn is_credential(self) -> bool {
        matches!(self, Self::Basic | Self::Bearer | Self::Token)
    }

    /// Returns the length of a signature in bytes, or 0 if it depends on the key.
    pub(crate) const fn signature_length(self) -> usize {
        match self {
            Self::Hash(hash) | Self::Mac(hash) => hash.length(),
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256 => 64,
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => 64,
            _ => 0,
        }
    }

    /// Returns `true` if the content must be hashed again for each listed signature.
    pub(crate) const fn hashes_per_candidate(self) -> bool {
        match self {
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => true,
            #[cfg(feature = "rsa")]
            Self::RsaSha256 => true,
            _ => false,
        }
    }

    /// Returns `true` if the secret is a public key, which need not be hard to guess.
    pub(crate) const fn takes_public_key(self) -> bool {
        match self {
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256 => true,
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => true,
            #[cfg(feature = "rsa")]
            Self::RsaSha256 => true,
            _ => false,
        }
    }
}

/// The hash function of a MAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hash {
    /// SHA-1, for providers that still use it. HMAC-SHA1 is not broken.
    #[cfg(feature = "sha1")]
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// Returns the length of a MAC with this hash, in bytes.
    pub(crate) const fn length(self) -> usize {
        match self {
            #[cfg(feature = "sha1")]
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// The form in which the provider shows its secret.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SecretForm {
    /// The text is the key, as UTF-8.
    Text,
    /// Base64 after an optional prefix.
    Base64(&'static str),
    /// The Base64 after a prefix, if there is one, and the whole text: two keys.
    Base64OrText(&'static str),
    Hex,
    /// A public key, as SPKI in Base64, with or without PEM armour.
    #[cfg(any(feature = "ecdsa", feature = "rsa"))]
    PublicKey,
    /// `user:password`.
    UserPassword,
}
