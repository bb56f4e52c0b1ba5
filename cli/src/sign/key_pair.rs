//! Key pairs, for schemes whose secret is the provider's public key.

use crate::UsageError;
use crate::catalogue::fact;
use base64ct::{Base64, Encoding as _};
use getrandom::SysRng;
use p256::elliptic_curve::Generate as _;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};
use verihook::Scheme;
use zeroize::Zeroizing;

/// A new key pair for tests: the private key as a signer takes it, and the public key as the
/// provider shows it.
pub(super) struct KeyPair {
    pub(super) private: Zeroizing<String>,
    pub(super) public: String,
}

/// The size of new RSA keys, the smallest that verifiers accept.
const RSA_BITS: usize = 2048;

impl KeyPair {
    /// Generates a key pair.
    pub(super) fn generate(scheme: &Scheme) -> Result<Self, UsageError> {
        match Kind::of(scheme) {
            Some(Kind::Ed25519) => {
                let mut seed = Zeroizing::new([0; 32]);
                getrandom::fill(seed.as_mut_slice()).map_err(UsageError::new)?;
                let form = Form::of(scheme);
                let private = Zeroizing::new(form.encode(seed.as_slice()));
                Ok(Self { private, public: form.with_prefix(&ed25519_public(&seed)) })
            }
            Some(Kind::EcdsaP256) => {
                let key = p256::SecretKey::try_generate_from_rng(&mut SysRng);
                let key = key.map_err(UsageError::new)?;
                Self::encode(&key, &key.public_key())
            }
            Some(Kind::Rsa) => {
                let key = rsa::PrivateKey::new(&mut SysRng, RSA_BITS).map_err(UsageError::new)?;
                Self::encode(&key, &key.to_public_key())
            }
            None => Err(UsageError::new("no key of this kind can be generated: give --secret")),
        }
    }

    fn encode(
        private: &impl EncodePrivateKey,
        public: &impl EncodePublicKey,
    ) -> Result<Self, UsageError> {
        let private = private.to_pkcs8_der().map_err(UsageError::new)?;
        Ok(Self {
            private: Zeroizing::new(Base64::encode_string(private.as_bytes())),
            public: spki(public).ok_or_else(|| UsageError::new("the public key has no form"))?,
        })
    }
}

/// Returns the public key of a private one, or `None` if it is not one for this scheme.
pub(super) fn public_of(scheme: &Scheme, private: &str) -> Option<String> {
    match Kind::of(scheme)? {
        Kind::Ed25519 => {
            let form = Form::of(scheme);
            let seed = form.decode(private)?;
            let seed = Zeroizing::new(<[u8; 32]>::try_from(seed.as_slice()).ok()?);
            Some(form.with_prefix(&ed25519_public(&seed)))
        }
        Kind::EcdsaP256 => {
            spki(&p256::SecretKey::from_pkcs8_der(&pkcs8(private)?).ok()?.public_key())
        }
        Kind::Rsa => spki(&rsa::PrivateKey::from_pkcs8_der(&pkcs8(private)?).ok()?.to_public_key()),
    }
}

/// Decodes Base64, with or without the PEM armour.
fn pkcs8(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    let text: Zeroizing<String> = Zeroizing::new(lines.collect());
    Base64::decode_vec(&text).ok().map(Zeroizing::new)
}

fn spki(key: &impl EncodePublicKey) -> Option<String> {
    key.to_public_key_der().ok().map(|key| Base64::encode_string(key.as_bytes()))
}

fn ed25519_public(seed: &[u8; 32]) -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

#[derive(Clone, Copy)]
enum Kind {
    Ed25519,
    EcdsaP256,
    Rsa,
}

impl Kind {
    /// Returns the kind of the scheme's keys, or `None` if its secret is not a public key.
    fn of(scheme: &Scheme) -> Option<Self> {
        let signature = fact(scheme, "signature")?;
        let kinds = [("Ed25519", Self::Ed25519), ("ECDSA", Self::EcdsaP256), ("RSA", Self::Rsa)];
        kinds.into_iter().find_map(|(name, kind)| signature.starts_with(name).then_some(kind))
    }
}

/// The form of the 32 bytes of an Ed25519 key.
enum Form {
    /// After a prefix, which is for public keys and may be left out.
    Base64 {
        prefix: String,
    },
    Hex,
}

impl Form {
    fn of(scheme: &Scheme) -> Self {
        let form = fact(scheme, "secret").unwrap_or_default();
        if !form.starts_with("Base64") {
            return Self::Hex;
        }
        Self::Base64 { prefix: form.split('`').nth(1).unwrap_or_default().to_owned() }
    }

    fn encode(&self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 { .. } => Base64::encode_string(bytes),
            Self::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    fn with_prefix(&self, bytes: &[u8]) -> String {
        let prefix = match self {
            Self::Base64 { prefix } => prefix,
            Self::Hex => "",
        };
        format!("{prefix}{}", self.encode(bytes))
    }

    fn decode(&self, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Base64 { prefix } => {
                let text = text.strip_prefix(prefix.as_str()).unwrap_or(text);
                Base64::decode_vec(text).ok().map(Zeroizing::new)
            }
            Self::Hex => {
                let digits = text.as_bytes().chunks(2);
                let byte = |pair: &[u8]| {
                    let digits = core::str::from_utf8(pair).ok()?;
                    u8::from_str_radix(digits, 16).ok()
                };
                digits.map(byte).collect::<Option<Vec<_>>>().map(Zeroizing::new)
            }
        }
    }
}
