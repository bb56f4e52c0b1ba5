//! New signing secrets.

use crate::scheme::{Scheme, SecretForm};
use crate::secret::SigningSecret;
use alloc::format;
use alloc::string::String;
use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use core::fmt;
use zeroize::Zeroizing;

/// A new signing secret: 32 random bytes of the operating system, in the form in which the provider
/// shows its secrets. For providers that let their users choose.
///
/// Its [text](Self::text) goes to the provider and to wherever the server reads its secrets from.
///
/// ```
/// use verihook::{GeneratedSecret, Provider as _, Verifier, providers::TradeLens};
///
/// let secret = GeneratedSecret::new(&TradeLens::SCHEME)?;
/// assert_eq!(secret.text().len(), 43);
/// let verifier = Verifier::<TradeLens>::new(secret)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct GeneratedSecret(Zeroizing<String>);

impl GeneratedSecret {
    /// A new secret in the form that this scheme uses. Of a user name and a password only the
    /// latter is random.
    ///
    /// # Errors
    /// If the operating system has no random bytes to give, or the secret is a public key.
    pub fn new(scheme: &Scheme) -> Result<Self, NotGenerated> {
        if scheme.check.takes_public_key() {
            return Err(NotGenerated::PublicKey);
        }
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| NotGenerated::NoRandomness)?;
        let text = match scheme.secret {
            SecretForm::Text => Base64UrlUnpadded::encode_string(bytes.as_slice()),
            SecretForm::Base64(prefix) => {
                let encoded = Zeroizing::new(Base64::encode_string(bytes.as_slice()));
                format!("{prefix}{}", encoded.as_str())
            }
            SecretForm::Hex => crate::codec::encoding::Encoding::Hex.encode(bytes.as_slice()),
            #[cfg(any(feature = "ecdsa", feature = "rsa"))]
            SecretForm::PublicKey => return Err(NotGenerated::PublicKey),
            SecretForm::UserPassword => {
                let encoded = Zeroizing::new(Base64UrlUnpadded::encode_string(bytes.as_slice()));
                format!("webhook:{}", encoded.as_str())
            }
        };
        Ok(Self(Zeroizing::new(text)))
    }

    /// The secret itself, to be told to the provider.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl From<GeneratedSecret> for SigningSecret {
    fn from(secret: GeneratedSecret) -> Self {
        Self::new(secret.text())
    }
}

/// Prints nothing of the secret.
impl fmt::Debug for GeneratedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneratedSecret").finish_non_exhaustive()
    }
}

/// Why there is no new secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotGenerated {
    /// The operating system has no random bytes to give.
    NoRandomness,
    /// The secret is a public key of the provider's, which only it can make.
    PublicKey,
}

impl fmt::Display for NotGenerated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRandomness => "the operating system has no random bytes to give",
            Self::PublicKey => "the secret is a public key, which only the provider can make",
        })
    }
}

impl core::error::Error for NotGenerated {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secrets;

    #[test]
    fn generated_secrets_are_fit_strong_and_new() {
        let chosen = |entry: &&crate::ProviderEntry| !entry.scheme.check.takes_public_key();
        for entry in crate::providers::ALL.iter().filter(chosen) {
            let (one, other) = (
                GeneratedSecret::new(entry.scheme).unwrap(),
                GeneratedSecret::new(entry.scheme).unwrap(),
            );
            assert_ne!(one.text(), other.text());
            assert!(!format!("{one:?}").contains(one.text()));
            let secrets = Secrets::<()>::for_entry(entry, [one]).unwrap();
            assert_eq!(secrets.weak().count(), 0, "{}", entry.slug);
        }
    }
}
