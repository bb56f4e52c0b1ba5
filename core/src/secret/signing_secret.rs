//! A signing secret as the provider shows it.

use crate::codec::encoding::decode_hex;
use crate::error::{ConfigFault, SecretFault};
use crate::scheme::time::UnixTime;
use crate::scheme::{Algorithm, Scheme, SecretForm};
use crate::secret::active_key::{ActiveKey, Fingerprint};
use crate::secret::key::Key;
use crate::secret::weakness::{self, Weakness, is_quoted, weakness};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use core::fmt;
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
/// The secret is checked when a [`Verifier`](crate::Verifier) or a set of
/// [`Secrets`](crate::Secrets) is built. These secrets are rejected:
///
/// - an empty or blank secret,
/// - one that cannot be decoded,
/// - one that begins or ends with white space, nearly always the newline of a file (see
///   [`SigningSecret::verbatim`]),
/// - one that is shorter than any that the provider generates (see [`SigningSecret::allow_short`]),
/// - the one that the provider publishes for its test (see [`Handshake::signed_with`]).
///
/// A secret in quotes is used with them, and logged as weak ([`Weakness::Quoted`]).
///
/// [`Weakness::Quoted`]: crate::Weakness::Quoted
/// [`Handshake::signed_with`]: crate::Handshake::signed_with
pub struct SigningSecret {
    text: Zeroizing<String>,
    name: Option<String>,
    not_before: Option<UnixTime>,
    not_after: Option<UnixTime>,
    verbatim: bool,
    allow_short: bool,
    /// The text is the Base64 of the key, whatever the form in which the provider shows it.
    is_key: bool,
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
            is_key: false,
        }
    }

    /// Creates a secret from the bytes of the key itself.
    ///
    /// Use it for a key that a key store keeps as bytes, already decoded. For a scheme with
    /// passwords or tokens, the bytes are those of the text.
    ///
    /// ```
    /// use verihook::{SigningSecret, Verifier, providers::Svix};
    ///
    /// // The provider shows this key as `whsec_` and Base64.
    /// let key = [0x5c, 0x3a, 0x91, 0x07].repeat(6);
    /// Verifier::<Svix>::new(SigningSecret::from_key(key))?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn from_key(key: impl Into<Vec<u8>>) -> Self {
        let key = Zeroizing::new(key.into());
        Self { is_key: true, ..Self::new(BASE64_STANDARD.encode(&*key)) }
    }

    /// Sets the name that the proof and the log use for the secret. The name is not secret.
    ///
    /// A secret without a name is called by its number in the list: `secret 1` is the first.
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

    /// Returns the secret as the provider shows it, for a credential that is sent as it is.
    #[cfg(feature = "sign")]
    pub(crate) fn text(&self) -> Zeroizing<String> {
        let key = self.key_bytes().and_then(|key| String::from_utf8(key.to_vec()).ok());
        key.map_or_else(|| self.text.clone(), Zeroizing::new)
    }

    /// Returns the key, if the secret was made of it.
    #[cfg(feature = "sign")]
    pub(crate) fn key_bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        self.is_key.then(|| decode(&self.text, SecretForm::Base64(""))).flatten()
    }

    /// Decodes and checks the secret. An error names it, by its number if it has no name.
    pub(crate) fn into_active(
        mut self,
        scheme: &Scheme,
        index: usize,
    ) -> Result<ActiveKey, ConfigFault> {
        let name = self.name.take().unwrap_or_else(|| unnamed(index));
        match self.keys(scheme) {
            Ok((key, other_key)) => Ok(ActiveKey {
                key,
                other_key,
                fingerprint: Fingerprint::of(self.characters(self.form(scheme)).as_bytes()),
                weakness: self.weakness(scheme),
                name: name.into(),
                not_before: self.not_before,
                not_after: self.not_after,
            }),
            Err(fault) => Err(ConfigFault::Secret { name, fault }),
        }
    }

    /// Rejects the secret that the provider publishes for its test.
    ///
    /// Anyone can sign with it. A test that it signs is recognised without it.
    pub(crate) fn check_unpublished(
        &self,
        scheme: &Scheme,
        index: usize,
    ) -> Result<(), ConfigFault> {
        let is_published = |published: &str| published == self.text.as_str();
        if !scheme.handshakes().any(|test| test.test_secret.is_some_and(is_published)) {
            return Ok(());
        }
        let name = self.name.clone().unwrap_or_else(|| unnamed(index));
        let fault = SecretFault::Weak(Weakness::Predictable);
        Err(ConfigFault::Secret { name, fault })
    }

    fn weakness(&self, scheme: &Scheme) -> Option<Weakness> {
        let hidden = self.characters(self.form(scheme));
        if scheme.check.takes_public_key() {
            None
        } else if is_quoted(&self.text) || is_quoted(hidden) {
            Some(Weakness::Quoted)
        } else {
            weakness(hidden, names_of_providers())
        }
    }

    /// Returns the form of the text.
    const fn form(&self, scheme: &Scheme) -> SecretForm {
        if self.is_key { SecretForm::Base64("") } else { scheme.secret }
    }

    /// Returns the part of the text that must be hard to guess.
    fn characters(&self, form: SecretForm) -> &str {
        match form {
            SecretForm::Base64(prefix) => without_prefix(&self.text, prefix),
            SecretForm::Base64OrText(prefix) => {
                self.text.strip_prefix(prefix).unwrap_or(&self.text)
            }
            SecretForm::UserPassword => {
                self.text.split_once(':').map_or(self.text.as_str(), |(_, password)| password)
            }
            _ => &self.text,
        }
    }

    fn keys(&self, scheme: &Scheme) -> Result<(Key, Option<Key>), SecretFault> {
        let trimmed = self.text.trim_matches(is_invisible);
        let form = self.form(scheme);
        let hidden = self.characters(form);
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
        let SecretForm::Base64OrText(prefix) = form else {
            return Ok((self.key(scheme, form)?, None));
        };
        let text = self.key(scheme, SecretForm::Text)?;
        if !self.text.starts_with(prefix) {
            return Ok((text, None));
        }
        match self.key(scheme, SecretForm::Base64(prefix)) {
            Ok(decoded) => Ok((decoded, Some(text))),
            Err(SecretFault::Undecodable { .. }) => Ok((text, None)),
            Err(fault) => Err(fault),
        }
    }

    /// Decodes the secret in this form.
    fn key(&self, scheme: &Scheme, form: SecretForm) -> Result<Key, SecretFault> {
        let undecodable = || SecretFault::Undecodable { expected: expected(scheme.check, form) };
        let bytes = decode(&self.text, form).ok_or_else(undecodable)?;
        if !scheme.signature.is_header() && scheme.check.is_credential() && !is_of_url(&bytes) {
            let expected = "letters, digits and `-._~`, which a URL contains as they are".into();
            return Err(SecretFault::Undecodable { expected });
        }
        // HMAC pads a short key with zeros, so a key of zeros equals the empty key.
        // A decoded key can consist of control characters, such as the bytes from 1 to 31.
        let is_blank = |character: char| {
            is_invisible(character) && (character.is_whitespace() || !character.is_control())
        };
        let is_blank_text =
            core::str::from_utf8(&bytes).is_ok_and(|text| text.chars().all(is_blank));
        if is_blank_text || bytes.iter().all(|byte| *byte == 0) {
            return Err(SecretFault::Blank);
        }
        if bytes.len() < scheme.shortest_secret && !self.allow_short {
            return Err(SecretFault::TooShort { shortest: scheme.shortest_secret });
        }
        Key::new(scheme.check, &bytes).ok_or_else(undecodable)
    }
}

/// Returns `true` for characters that no sender encodes in a URL (RFC 3986, section 2.3).
fn is_of_url(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte))
}

/// Returns the name of a secret without one: `secret 1` for the first.
fn unnamed(index: usize) -> String {
    format!("secret {}", index + 1)
}

/// Returns the form in which a provider shows its secret, for error messages.
pub(crate) fn expected(algorithm: Algorithm, form: SecretForm) -> String {
    let length = match algorithm {
        #[cfg(feature = "ed25519")]
        Algorithm::Ed25519 => " of the 32 bytes of a public key",
        _ => "",
    };
    match form {
        SecretForm::Text => format!("text{length}"),
        SecretForm::Base64("") => format!("Base64{length}"),
        SecretForm::Base64(prefix) => format!("`{prefix}` and Base64{length}"),
        SecretForm::Base64OrText(prefix) => format!("`{prefix}` and Base64, or any text"),
        SecretForm::Hex => format!("hexadecimal digits{length}"),
        #[cfg(any(feature = "ecdsa", feature = "rsa"))]
        SecretForm::PublicKey => match algorithm {
            #[cfg(feature = "ecdsa")]
            Algorithm::EcdsaP256 => "an ECDSA public key on P-256 (SPKI), in Base64 or PEM".into(),
            _ => "an RSA public key (SPKI), in Base64 or PEM".into(),
        },
        SecretForm::UserPassword => "`user:password`, neither of them empty".into(),
    }
}

/// Returns the secret without the prefix that the provider puts before it.
///
/// Some providers also show the scheme of the signatures: `v1,whsec_…` (Supabase).
fn without_prefix<'t>(text: &'t str, prefix: &str) -> &'t str {
    let labelled = ["v1,", "v1a,"].iter().find_map(|label| text.strip_prefix(label));
    let labelled = labelled.and_then(|rest| rest.strip_prefix(prefix));
    match labelled {
        Some(rest) if !prefix.is_empty() => rest,
        _ => text.strip_prefix(prefix).unwrap_or(text),
    }
}

fn names_of_providers() -> impl weakness::Names {
    crate::providers::SLUGS.iter().flat_map(|slug| slug.split('-'))
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
        SecretForm::Text | SecretForm::UserPassword | SecretForm::Base64OrText(_) => text.len(),
        SecretForm::Base64(prefix) => {
            let text = without_prefix(text, prefix);
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
