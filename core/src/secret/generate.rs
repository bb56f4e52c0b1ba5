//! Generation of signing secrets.

use crate::scheme::{Scheme, SecretForm};
use crate::secret::SigningSecret;
use alloc::format;
use alloc::string::String;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use core::fmt;
use zeroize::Zeroizing;

/// A new signing secret: 32 random bytes, in the form in which the provider shows its secrets.
///
/// The bytes come from the operating system. Use it for providers that let users choose the secret.
///
/// Give its [text](Self::text) to the provider, and store it where your server reads its secrets.
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
    /// Generates a secret in the form that this scheme uses.
    ///
    /// For a user name and password, only the password is random.
    ///
    /// # Errors
    /// [`NotGenerated::NoRandomness`] if the operating system has no random bytes, and
    /// [`NotGenerated::PublicKey`] if the scheme's secret is a public key.
    pub fn new(scheme: &Scheme) -> Result<Self, NotGenerated> {
        if scheme.check.takes_public_key() {
            return Err(NotGenerated::PublicKey);
        }
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| NotGenerated::NoRandomness)?;
        let text = match scheme.secret {
            SecretForm::Text => BASE64_URL_SAFE_NO_PAD.encode(bytes.as_slice()),
            SecretForm::Base64(prefix) | SecretForm::Base64OrText(prefix) => {
                let encoded = Zeroizing::new(BASE64_STANDARD.encode(bytes.as_slice()));
                format!("{prefix}{}", encoded.as_str())
            }
            SecretForm::Hex => crate::codec::encoding::Encoding::Hex.encode(bytes.as_slice()),
            #[cfg(any(feature = "ecdsa", feature = "rsa"))]
            SecretForm::PublicKey => return Err(NotGenerated::PublicKey),
            SecretForm::UserPassword => {
                let encoded = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(bytes.as_slice()));
                format!("webhook:{}", encoded.as_str())
            }
        };
        Ok(Self(Zeroizing::new(text)))
    }

    /// Returns the secret itself, to give to the provider.
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

/// Leaves out the secret.
impl fmt::Debug for GeneratedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneratedSecret").finish_non_exhaustive()
    }
}

/// The error for a secret that could not be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotGenerated {
    /// The operating system has no random bytes.
    NoRandomness,
    /// The secret is a public key, which only the provider can generate.
    PublicKey,
}

impl fmt::Display for NotGenerated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRandomness => "the operating system has no random bytes",
            Self::PublicKey => "the secret is a public key, which only the provider can generate",
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
