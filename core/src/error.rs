//! Errors in the configuration of an endpoint.

use crate::secret::weakness::Weakness;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// An error in the configuration of an endpoint.
///
/// A server that gets this error should not start. The message names the endpoint. `Debug` prints
/// the same text as `Display`, because a `main` that returns the error prints `Debug`.
///
/// ```
/// use verihook::{Verifier, providers::Terra};
///
/// let error = Verifier::<Terra>::new("").unwrap_err();
/// assert_eq!(format!("{error:?}"), "endpoint `terra`: signing secret 1 is blank");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    endpoint: String,
    fault: ConfigFault,
}

impl ConfigError {
    pub(crate) fn unknown_provider(name: &str) -> Self {
        let similar = crate::providers::similar_to(name).collect();
        Self::new(name, ConfigFault::UnknownProvider { similar })
    }

    pub(crate) fn new(endpoint: impl Into<String>, fault: ConfigFault) -> Self {
        Self { endpoint: endpoint.into(), fault }
    }

    /// Returns the name of the endpoint, or the slug that was looked up.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the fault in the configuration.
    #[must_use]
    pub const fn fault(&self) -> &ConfigFault {
        &self.fault
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "endpoint `{}`: {}", self.endpoint, self.fault)
    }
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for ConfigError {}

/// A fault in the configuration of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigFault {
    /// The path of arrival does not begin with `/`, or is not a path in visible ASCII.
    ArrivalPath,
    /// The set of secrets was built for another provider.
    ForeignSecrets,
    /// Conflicting conditions on one header field, which no request could meet.
    ///
    /// These are two conditions, or a condition and the signature.
    ConflictingConditions(&'static str),
    /// The handshake token is unusable.
    ///
    /// Either the provider's handshake sends no token, or the token is not 1 to 1024 visible ASCII
    /// characters and spaces.
    HandshakeToken,
    /// A required header field does not have a valid lower-case name, as HTTP/2 sends it.
    HeaderName(&'static str),
    /// This is neither an IP address nor a network (such as `192.0.2.0/24`).
    Network(String),
    /// The provider documents no source addresses.
    NoDocumentedSources,
    /// The list of trusted proxies is empty.
    NoProxies,
    /// An additional credential is a signature, which only the provider's own proof can be.
    NotACredential,
    /// The scheme signs the public URL, but none was set.
    NoPublicUrl,
    /// No signing secret was set.
    NoSecret,
    /// A secret exchange was set, but the provider never delivers a secret in a request.
    NoSecretExchange,
    /// The list of allowed source addresses is empty.
    NoSources,
    /// A timestamp tolerance was set, but the scheme signs no timestamp.
    NoTimestamp,
    /// A token validator was set, but the scheme has no token.
    NoToken,
    /// The name of a query parameter has characters other than letters, digits and `-._~`.
    ParameterName(&'static str),
    /// The public URL is not an absolute URL in visible ASCII without a fragment.
    ///
    /// Its scheme is `https`, `http`, `wss` or `ws`.
    PublicUrl,
    /// A signing secret is unusable.
    Secret {
        /// The name of the secret, or its number in the list: `secret 1` is the first.
        name: String,
        /// The fault in the secret.
        fault: SecretFault,
    },
    /// A status for rejections is not between 400 and 599.
    Status(u16),
    /// The header field of the signature was set, but it cannot be chosen.
    ///
    /// The signature of the scheme is not a single header field, apart from a fixed prefix.
    SignatureHeader,
    /// The header field of the timestamp was set, but it cannot be chosen.
    ///
    /// Either the scheme signs no timestamp, or its timestamp is not a single header field, apart
    /// from a fixed prefix.
    TimestampHeader,
    /// The place of the token was set, but it cannot be chosen.
    ///
    /// Either the scheme has no static token, or a token validator reads it, or one place is in the
    /// URL and the other one is not.
    TokenPlace,
    /// The timestamp tolerance is not a whole number of seconds, or exceeds 366 days.
    Tolerance,
    /// More than 16 signing secrets were set.
    TooManySecrets,
    /// Both single secrets and another source of secrets were set.
    TwoSecretSources,
    /// No provider has this slug or alias, or its crate feature is off.
    UnknownProvider {
        /// The most similar names.
        similar: Vec<&'static str>,
    },
    /// The provider signs no body where the verifier requires it, or the other way round.
    WrongAssurance,
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ArrivalPath => f.write_str(
                "the path of arrival is not a path: expected `/` and visible ASCII without `?`",
            ),
            Self::ForeignSecrets => f.write_str("the secrets were built for another provider"),
            Self::ConflictingConditions(name) => {
                write!(f, "`{name}` is already used by the signature or another condition")
            }
            Self::HandshakeToken => f.write_str(
                "the handshake token is unusable: the provider's handshake sends none, or this one \
                 is not visible ASCII",
            ),
            Self::HeaderName(name) => {
                write!(f, "`{name}` is not a header name: expected lower case, as in `x-signature`")
            }
            Self::Network(text) => write!(
                f,
                "`{text}` is not an IP address or network: expected `192.0.2.1` or `192.0.2.0/24`"
            ),
            Self::NoDocumentedSources => f.write_str(
                "the provider documents no source addresses: list the allowed ones yourself",
            ),
            Self::NoSecretExchange => f.write_str(
                "a secret exchange is set, but the provider delivers no secret in a request",
            ),
            Self::NotACredential => f.write_str(
                "an additional credential is a signature: expected a password or a token",
            ),
            Self::NoProxies => f.write_str("the list of trusted proxies is empty"),
            Self::NoPublicUrl => {
                f.write_str("the scheme signs the public URL, but no public URL is set")
            }
            Self::NoSecret => f.write_str("no signing secret is set"),
            Self::NoSources => f.write_str("the list of allowed source addresses is empty"),
            Self::NoTimestamp => {
                f.write_str("a timestamp tolerance is set, but the scheme signs no timestamp")
            }
            Self::NoToken => f.write_str("a token validator is set, but the scheme has no token"),
            Self::ParameterName(name) => write!(
                f,
                "`{name}` is not the name of a query parameter: expected letters, digits and `-._~`"
            ),
            Self::PublicUrl => f.write_str(
                "the public URL is malformed: expected an absolute http or https URL in visible \
                 ASCII without a fragment",
            ),
            Self::Secret { name, fault } => match name.strip_prefix("secret ") {
                Some(number) => write!(f, "signing secret {number} {fault}"),
                None => write!(f, "signing secret `{name}` {fault}"),
            },
            Self::Status(status) => {
                write!(f, "{status} is not a status for rejections: expected 400 to 599")
            }
            Self::Tolerance => f.write_str(
                "the timestamp tolerance is invalid: expected whole seconds up to 366 days",
            ),
            Self::SignatureHeader => f.write_str(
                "the header field of the signature cannot be chosen: the signature of the scheme \
                 is not a single header field",
            ),
            Self::TimestampHeader => f.write_str(
                "the header field of the timestamp cannot be chosen: the scheme signs no \
                 timestamp, or its timestamp is not a single header field",
            ),
            Self::TokenPlace => f.write_str(
                "the place of the token cannot be chosen: the scheme has no static token, or a \
                 token validator reads it, or only one of the two places is in the URL",
            ),
            Self::TooManySecrets => f.write_str("more than 16 signing secrets are set"),
            Self::TwoSecretSources => f.write_str(
                "single secrets and another source of secrets are set: expected one of them",
            ),
            Self::UnknownProvider { similar } => {
                f.write_str("no provider has this name, or its crate feature is off")?;
                for (number, name) in similar.iter().enumerate() {
                    let before = if number == 0 { "; similar names: " } else { ", " };
                    write!(f, "{before}`{name}`")?;
                }
                f.write_str("; to describe a provider of your own, use `verihook::provider!`")
            }
            Self::WrongAssurance => f.write_str(
                "the verifier does not match the provider: use `Any` for a provider that signs \
                 bodies, `AnyOrigin` for one that does not",
            ),
        }
    }
}

/// A fault in a signing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretFault {
    /// It is empty, or only white space, invisible characters or zero bytes.
    Blank,
    /// It begins or ends with white space or an invisible character, probably a newline.
    SurroundingWhiteSpace,
    /// It is shorter than any secret that the provider generates.
    TooShort {
        /// The minimum length in bytes.
        shortest: usize,
    },
    /// It is not in the form in which the provider shows its secrets.
    Undecodable {
        /// The form, in words.
        expected: String,
    },
    /// It is weak, and the application's policy rejects weak secrets; or the provider publishes it,
    /// which needs no policy.
    Weak(Weakness),
}

impl fmt::Display for SecretFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("is blank"),
            Self::SurroundingWhiteSpace => {
                f.write_str("begins or ends with white space or an invisible character: remove it")
            }
            Self::TooShort { shortest } => {
                write!(f, "is too short: expected the provider's minimum of {shortest} bytes")
            }
            Self::Undecodable { expected } => {
                write!(f, "is not in the provider's format: expected {expected}")
            }
            Self::Weak(weakness) => weakness.fmt(f),
        }
    }
}
