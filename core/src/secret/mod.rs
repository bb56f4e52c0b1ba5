//! Signing secrets, which an endpoint shares with its provider.

pub(crate) mod credential;
#[cfg(feature = "generate")]
pub(crate) mod generate;
pub(crate) mod key;
#[cfg_attr(not(feature = "std"), path = "no_policy.rs")]
pub(crate) mod policy;
#[cfg(all(feature = "sign", any(feature = "ecdsa", feature = "ed25519", feature = "rsa")))]
pub(crate) mod private_key;
pub(crate) mod resolve;
pub(crate) mod weakness;

use crate::codec::encoding::decode_hex;
use crate::error::{ConfigError, ConfigFault, SecretFault};
use crate::provider::{AnyProvider, Provider, ProviderEntry};
use crate::scheme::time::UnixTime;
use crate::scheme::{Algorithm, Scheme, SecretForm};
use crate::secret::key::Key;
use crate::secret::weakness::{Weakness, weakness};
use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use core::fmt;
use core::marker::PhantomData;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A signing secret, in the form in which the provider shows it.
///
/// It can have a name and a period of validity. Strings convert into it, so most code never names
/// this type. The memory of a secret is wiped when it is dropped. A secret is never printed, cannot
/// be cloned and cannot be compared:
///
/// ```
/// use verihook::{SigningSecret, UnixTime};
///
/// let old = SigningSecret::new("hunter2hunter2").named("2026-08").not_after(UnixTime::from_seconds(1_800_000_000));
/// assert!(!format!("{old:?}").contains("hunter2"));
/// ```
///
/// ```compile_fail,E0599
/// let copy = verihook::SigningSecret::new("s").clone();
/// ```
///
/// ```compile_fail,E0277
/// println!("{}", verihook::SigningSecret::new("s"));
/// ```
///
/// The secret is checked when a [`Verifier`](crate::Verifier) or a set of [`Secrets`] is built.
/// These secrets are rejected:
///
/// - an empty or blank secret,
/// - one that cannot be decoded,
/// - one that begins or ends with white space, nearly always the newline of a file (see
///   [`SigningSecret::verbatim`]),
/// - one that is shorter than any that the provider generates (see [`SigningSecret::allow_short`]).
pub struct SigningSecret {
    text: Zeroizing<String>,
    name: Option<String>,
    not_before: Option<UnixTime>,
    not_after: Option<UnixTime>,
    verbatim: bool,
    allow_short: bool,
}

impl SigningSecret {
    /// Creates a secret from the text that the provider shows.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: Zeroizing::new(text.into()),
            name: None,
            not_before: None,
            not_after: None,
            verbatim: false,
            allow_short: false,
        }
    }

    /// Sets the name that the proof and the log use for the secret. The name is not secret.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    pub(crate) fn or_named(mut self, name: &str) -> Self {
        self.name.get_or_insert_with(|| name.to_string());
        self
    }

    /// Sets the time before which the secret is not tried.
    #[must_use]
    pub fn not_before(mut self, time: UnixTime) -> Self {
        self.not_before = Some(time);
        self
    }

    /// Sets the time after which the secret is not tried.
    #[must_use]
    pub fn not_after(mut self, time: UnixTime) -> Self {
        self.not_after = Some(time);
        self
    }

    /// Keeps white space at the beginning and end as part of the secret.
    ///
    /// A token cannot have any, because it arrives in a header field.
    #[must_use]
    pub fn verbatim(mut self) -> Self {
        self.verbatim = true;
        self
    }

    /// Allows a secret that is shorter than any that the provider generates.
    ///
    /// The secret must still not be empty.
    #[must_use]
    pub fn allow_short(mut self) -> Self {
        self.allow_short = true;
        self
    }

    #[cfg(feature = "sign")]
    pub(crate) fn text(&self) -> Zeroizing<String> {
        self.text.clone()
    }

    /// Decodes and checks the secret. An error names it, or its index in the list.
    pub(crate) fn into_active(
        mut self,
        scheme: &Scheme,
        index: usize,
    ) -> Result<ActiveKey, ConfigFault> {
        let name = self.name.take().unwrap_or_else(|| index.to_string());
        match self.key(scheme) {
            Ok((key, fingerprint)) => Ok(ActiveKey {
                key,
                fingerprint,
                weakness: match scheme.check.takes_public_key() {
                    true => None,
                    false => weakness(self.characters(scheme.secret), names_of_providers()),
                },
                name: name.into(),
                not_before: self.not_before,
                not_after: self.not_after,
            }),
            Err(fault) => Err(ConfigFault::Secret { name, fault }),
        }
    }

    /// Returns the part of the text that must be hard to guess.
    fn characters(&self, form: SecretForm) -> &str {
        match form {
            SecretForm::Base64(prefix) => self.text.strip_prefix(prefix).unwrap_or(&self.text),
            SecretForm::UserPassword => {
                self.text.split_once(':').map_or(self.text.as_str(), |(_, password)| password)
            }
            _ => &self.text,
        }
    }

    fn key(&self, scheme: &Scheme) -> Result<(Key, Fingerprint), SecretFault> {
        let trimmed = self.text.trim_matches(is_invisible);
        let hidden = self.characters(scheme.secret);
        if trimmed.is_empty() || (!hidden.is_empty() && hidden.chars().all(is_invisible)) {
            return Err(SecretFault::Blank);
        }
        // White space around a header field is not part of the token.
        let is_token = matches!(scheme.check, Algorithm::Bearer | Algorithm::Token);
        // PEM ends with a newline.
        let is_exact = is_token || !(self.verbatim || scheme.check.takes_public_key());
        if is_exact && trimmed.len() != self.text.len() {
            return Err(SecretFault::SurroundingWhiteSpace);
        }
        let bytes = decode(&self.text, scheme.secret).ok_or(SecretFault::Undecodable)?;
        // HMAC pads a short key with zeros, so a key of zeros equals the empty key.
        let is_invisible_text =
            core::str::from_utf8(&bytes).is_ok_and(|text| text.chars().all(is_invisible));
        if is_invisible_text || bytes.iter().all(|byte| *byte == 0) {
            return Err(SecretFault::Blank);
        }
        if bytes.len() < scheme.shortest_secret && !self.allow_short {
            return Err(SecretFault::TooShort { shortest: scheme.shortest_secret });
        }
        let key = Key::new(scheme.check, &bytes).ok_or(SecretFault::Undecodable)?;
        Ok((key, Fingerprint::of(self.characters(scheme.secret).as_bytes())))
    }
}

fn names_of_providers() -> impl weakness::Names {
    crate::providers::ALL.iter().flat_map(|entry| entry.slug.split('-'))
}

/// Returns `true` for a character that is not visible.
///
/// These are white space, control characters, and the characters that Unicode calls
/// default-ignorable, such as the byte order mark and the zero-width space
/// ([DerivedCoreProperties](https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt)).
/// A secret that consists only of them is nearly always a mistake, and the first that an attacker
/// would try.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fff8}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Decodes into memory that is wiped, even if the text is malformed.
pub(crate) fn decode(text: &str, form: SecretForm) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(text.as_bytes().to_vec());
    let length = match form {
        SecretForm::Text | SecretForm::UserPassword => text.len(),
        SecretForm::Base64(prefix) => {
            let text = text.strip_prefix(prefix).unwrap_or(text);
            let padded = BASE64_STANDARD.decode_slice(text, &mut bytes);
            padded.or_else(|_| BASE64_STANDARD_NO_PAD.decode_slice(text, &mut bytes)).ok()?
        }
        #[cfg(any(feature = "ecdsa", feature = "rsa"))]
        SecretForm::PublicKey => {
            let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
            let text: String = lines.collect();
            BASE64_STANDARD.decode_slice(text, &mut bytes).ok()?
        }
        SecretForm::Hex => {
            let space = bytes.get_mut(..text.len() / 2)?;
            decode_hex(text.as_bytes(), space).then_some(text.len() / 2)?
        }
    };
    bytes.truncate(length);
    Some(bytes)
}

impl From<&str> for SigningSecret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for SigningSecret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningSecret").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The signing secrets of an endpoint that are valid together, in the order in which to try them.
///
/// During a rotation these are the old secret and the new one. A set has at most 16.
///
/// Create the set once and share it: a clone is a reference to the same set. The keys are wiped
/// when the last clone is dropped.
///
/// ```
/// use verihook::{Secrets, providers::Terra};
///
/// let secrets = Secrets::<Terra>::new(["new secret", "old secret"])?;
/// assert!(Secrets::<Terra>::new([""]).is_err());
/// assert!(Secrets::<Terra>::new([] as [&str; 0]).is_err());
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub struct Secrets<P> {
    pub(crate) active: Arc<[ActiveKey]>,
    /// The slug of the provider for which they were decoded.
    pub(crate) slug: &'static str,
    provider: PhantomData<fn() -> P>,
}

/// The maximum number of secrets that are valid together.
const MAX_SECRETS: usize = 16;

impl<P: Provider> Secrets<P> {
    /// Creates a set of these secrets.
    ///
    /// # Errors
    /// [`ConfigFault::NoSecret`] or [`ConfigFault::TooManySecrets`] if there are no secrets or more
    /// than 16, and [`ConfigFault::Secret`] if one of them is unusable for the provider's scheme.
    pub fn new(
        secrets: impl IntoIterator<Item = impl Into<SigningSecret>>,
    ) -> Result<Self, ConfigError> {
        let read = Self::for_entry(&ProviderEntry::of::<P>(), secrets);
        read.map_err(|fault| ConfigError::new(P::ENDPOINT, fault))
    }
}

impl<P: AnyProvider> Secrets<P> {
    /// Creates a set of these secrets for the provider with this slug.
    ///
    /// # Errors
    /// As for [`Secrets::new`], and [`ConfigFault::UnknownProvider`] if there is no such provider.
    pub fn by_slug(
        slug: &str,
        secrets: impl IntoIterator<Item = impl Into<SigningSecret>>,
    ) -> Result<Self, ConfigError> {
        let entry = crate::providers::by_slug(slug).ok_or(ConfigFault::UnknownProvider);
        let read = entry.and_then(|entry| Self::for_entry(entry, secrets));
        read.map_err(|fault| ConfigError::new(slug, fault))
    }
}

impl<P> Secrets<P> {
    pub(crate) fn for_entry(
        entry: &ProviderEntry,
        secrets: impl IntoIterator<Item = impl Into<SigningSecret>>,
    ) -> Result<Self, ConfigFault> {
        let active: Arc<[ActiveKey]> = secrets
            .into_iter()
            .enumerate()
            .map(|(index, secret)| secret.into().into_active(entry.scheme, index))
            .collect::<Result<_, _>>()?;
        match active.len() {
            0 => Err(ConfigFault::NoSecret),
            1..=MAX_SECRETS => Ok(Self { active, slug: entry.slug, provider: PhantomData }),
            _ => Err(ConfigFault::TooManySecrets),
        }
    }
}

impl<P> Secrets<P> {
    /// Creates a set that verifies nothing.
    ///
    /// It is for requests that are rejected in any case, but must not be rejected earlier than
    /// others.
    pub(crate) fn placeholder(entry: &ProviderEntry) -> Self {
        let secret = ActiveKey {
            key: Key::placeholder(entry.scheme.check),
            fingerprint: Fingerprint::of(b""),
            name: Box::default(),
            weakness: None,
            not_before: None,
            not_after: None,
        };
        Self { active: Arc::new([secret]), slug: entry.slug, provider: PhantomData }
    }
}

impl<P> Secrets<P> {
    /// Iterates over the weak secrets: the name of each, and its weakness.
    ///
    /// ```
    /// use verihook::{Secrets, SigningSecret, Weakness, providers::GitHub};
    ///
    /// let secrets = Secrets::<GitHub>::new([SigningSecret::new("passw0rd").named("2026-11")])?;
    /// assert_eq!(secrets.weak().next(), Some(("2026-11", &Weakness::Predictable)));
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn weak(&self) -> impl Iterator<Item = (&str, &Weakness)> {
        weak(self.active.iter())
    }
}

pub(crate) fn weak<'a>(
    secrets: impl Iterator<Item = &'a ActiveKey>,
) -> impl Iterator<Item = (&'a str, &'a Weakness)> {
    secrets.filter_map(|secret| Some((&*secret.name, secret.weakness.as_ref()?)))
}

#[cfg(feature = "sign")]
impl<P> Secrets<P> {
    pub(crate) fn single(
        entry: &ProviderEntry,
        secret: SigningSecret,
    ) -> Result<ActiveKey, ConfigError> {
        let read = secret.into_active(entry.scheme, 0);
        read.map_err(|fault| ConfigError::new(entry.slug, fault))
    }
}

impl<P> Clone for Secrets<P> {
    fn clone(&self) -> Self {
        Self { active: Arc::clone(&self.active), slug: self.slug, provider: PhantomData }
    }
}

impl<P> fmt::Debug for Secrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.active.iter().map(|secret| &secret.name);
        f.debug_list().entries(names).finish()
    }
}

/// A secret that has been decoded and keyed.
pub(crate) struct ActiveKey {
    pub(crate) key: Key,
    #[cfg_attr(not(feature = "std"), allow(dead_code, reason = "policies need std"))]
    pub(crate) fingerprint: Fingerprint,
    pub(crate) name: Box<str>,
    weakness: Option<Weakness>,
    not_before: Option<UnixTime>,
    not_after: Option<UnixTime>,
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
    fn of(secret: &[u8]) -> Self {
        Self(Zeroizing::new(Sha256::digest(secret).into()))
    }
}

/// A set of secrets that can be replaced at run time.
///
/// A secret that is no longer in the set is rejected from the next request on.
///
/// Clones share the secrets: give one clone to the verifier and keep one to replace the secrets.
///
/// ```
/// use verihook::{Secrets, SwappableSecrets, Verifier, providers::Terra};
///
/// let secrets = SwappableSecrets::new(Secrets::<Terra>::new(["old"])?);
/// let verifier = Verifier::<Terra>::builder().swappable_secrets(&secrets).build()?;
/// secrets.replace(Secrets::new(["new", "old"])?); // rotation begins
/// secrets.replace(Secrets::new(["new"])?); // and ends
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[cfg(feature = "std")]
pub struct SwappableSecrets<P> {
    current: Arc<std::sync::RwLock<Secrets<P>>>,
}

#[cfg(feature = "std")]
impl<P> SwappableSecrets<P> {
    /// Creates a set that begins with these secrets.
    #[must_use]
    pub fn new(secrets: Secrets<P>) -> Self {
        Self { current: Arc::new(std::sync::RwLock::new(secrets)) }
    }

    /// Replaces the current secrets.
    pub fn replace(&self, secrets: Secrets<P>) {
        // A writer cannot panic halfway, so a poisoned lock still contains a complete set.
        *self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner) = secrets;
    }

    /// Returns the current secrets.
    #[must_use]
    pub fn current(&self) -> Secrets<P> {
        self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

#[cfg(feature = "std")]
impl<P> Clone for SwappableSecrets<P> {
    fn clone(&self) -> Self {
        Self { current: Arc::clone(&self.current) }
    }
}

#[cfg(feature = "std")]
impl<P> fmt::Debug for SwappableSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.current().fmt(f)
    }
}
