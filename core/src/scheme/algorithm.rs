//! What is computed for a scheme, and the form of its secrets.

/// What a scheme does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Basic,
    Bearer,
    /// ECDSA on P-256 with SHA-256; signatures in DER.
    #[cfg(feature = "ecdsa")]
    EcdsaP256,
    #[cfg(feature = "ed25519")]
    Ed25519,
    /// A plain hash, with the secret among what is hashed.
    Hash(Hash),
    Mac(Hash),
    /// RSA, PKCS#1 v1.5, with SHA-256.
    #[cfg(feature = "rsa")]
    RsaSha256,
    Token,
}

impl Algorithm {
    /// Whether a credential proves it, and no signature.
    pub(crate) const fn is_credential(self) -> bool {
        matches!(self, Self::Basic | Self::Bearer | Self::Token)
    }

    /// The length of a signature, in bytes; 0 where that depends on the key.
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

    /// Whether each listed signature needs a hash of the content of its own.
    pub(crate) const fn hashes_per_candidate(self) -> bool {
        match self {
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => true,
            #[cfg(feature = "rsa")]
            Self::RsaSha256 => true,
            _ => false,
        }
    }

    /// Whether its secret is a public key, which nobody need guess.
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    #[cfg(feature = "sha1")]
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    /// The length of a MAC made with this hash, in bytes.
    pub(crate) const fn length(self) -> usize {
        match self {
            #[cfg(feature = "sha1")]
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

/// In which form the provider shows its secret.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SecretForm {
    /// The text is the key, as UTF-8.
    Text,
    /// Base64 after an optional prefix.
    Base64(&'static str),
    Hex,
    /// A public key, as SPKI in Base64, with or without PEM's armour.
    #[cfg(any(feature = "ecdsa", feature = "rsa"))]
    PublicKey,
    /// `user:password`.
    UserPassword,
}
