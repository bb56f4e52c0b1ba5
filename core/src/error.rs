//! Why an endpoint cannot be set up.

use crate::secret::weakness::Weakness;
use alloc::string::String;
use core::fmt;

/// Why an endpoint cannot be set up. A server that meets one should not start.
///
/// It names the endpoint, and says the same in `Debug` as in `Display`, because a `main` that
/// returns it prints the former.
///
/// ```
/// use verihook::{Verifier, providers::Terra};
///
/// let error = Verifier::<Terra>::new("").unwrap_err();
/// assert_eq!(format!("{error:?}"), "endpoint `terra`: signing secret `0` is blank");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    endpoint: String,
    fault: ConfigFault,
}

impl ConfigError {
    pub(crate) fn new(endpoint: impl Into<String>, fault: ConfigFault) -> Self {
        Self { endpoint: endpoint.into(), fault }
    }

    /// The endpoint, or the slug that was asked for.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What is wrong with it.
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

/// What is wrong with the configuration of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigFault {
    /// The set of secrets was made for another provider.
    ForeignSecrets,
    /// Two conditions, or a condition and the signature, stand in one header field, so that no
    /// request could meet both.
    ConflictingConditions(&'static str),
    /// The provider's handshake shows no token, or the token could not stand in a query as it is.
    HandshakeToken,
    /// A header field is not named in lower case, as HTTP/2 sends it.
    HeaderName(&'static str),
    /// This is neither an IP address nor a network (`192.0.2.0/24`).
    Network(String),
    /// The provider documents no source addresses.
    NoDocumentedSources,
    /// Proxies are trusted, and none is named.
    NoProxies,
    /// A further credential is no credential: its scheme signs something, which only a provider's
    /// own proof may.
    NotACredential,
    /// The scheme signs the public URL, and none was given.
    NoPublicUrl,
    /// No signing secret was given.
    NoSecret,
    /// The addresses from which requests may come were given, and there are none.
    NoSources,
    /// A timestamp tolerance was set, and the scheme signs no timestamp that it could apply to.
    NoTimestamp,
    /// The scheme has no token that could be validated.
    NoToken,
    /// The public URL is not absolute, or holds something that no URL on the wire does.
    PublicUrl,
    /// A signing secret is unfit.
    Secret {
        /// Its name, or its place in the list, from 0.
        name: String,
        /// What is wrong with it.
        fault: SecretFault,
    },
    /// A status for refusals is not between 400 and 599.
    Status(u16),
    /// A timestamp tolerance is a number of whole seconds, and at most 366 days.
    Tolerance,
    /// More than 16 signing secrets were given.
    TooManySecrets,
    /// Single secrets were given and a set of secrets too.
    TwoSecretSources,
    /// No provider has this slug.
    UnknownProvider,
    /// The provider proves where a request comes from but signs no body, or the other way round.
    WrongAssurance,
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForeignSecrets => f.write_str("the secrets are another provider's"),
            Self::ConflictingConditions(name) => {
                write!(f, "two different things are asked of `{name}`")
            }
            Self::HandshakeToken => f.write_str(
                "the provider's handshake shows no token, or this one cannot stand in a query as it is",
            ),
            Self::HeaderName(name) => write!(f, "`{name}` is no header field in lower case"),
            Self::Network(text) => write!(f, "`{text}` is no IP address and no network"),
            Self::NoDocumentedSources => f.write_str("the provider documents no source addresses"),
            Self::NotACredential => f.write_str("a further credential is a signature"),
            Self::NoProxies => f.write_str("proxies are trusted, and none is named"),
            Self::NoPublicUrl => f.write_str("the scheme signs the public URL, and none is set"),
            Self::NoSecret => f.write_str("no signing secret is set"),
            Self::NoSources => f.write_str("requests may come from no address at all"),
            Self::NoTimestamp => {
                f.write_str("a tolerance is set, and the scheme signs no timestamp")
            }
            Self::NoToken => f.write_str("the scheme has no token to validate"),
            Self::PublicUrl => f.write_str("the public URL is not an absolute http or https URL"),
            Self::Secret { name, fault } => write!(f, "signing secret `{name}` {fault}"),
            Self::Status(status) => write!(f, "{status} is not a status for refusals (400 to 599)"),
            Self::Tolerance => {
                f.write_str("the timestamp tolerance is not whole seconds up to 366 days")
            }
            Self::TooManySecrets => f.write_str("more than 16 signing secrets are set"),
            Self::TwoSecretSources => f.write_str("single secrets and a set of secrets are set"),
            Self::UnknownProvider => f.write_str("no provider has this slug"),
            Self::WrongAssurance => f.write_str("the provider does not prove what is asked for"),
        }
    }
}

/// What is wrong with a signing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretFault {
    /// It is empty, or nothing but white space and zeros.
    Blank,
    /// White space stands at an end of it: most likely the newline of a file.
    SurroundingWhiteSpace,
    /// It is shorter than any that the provider makes.
    TooShort {
        /// The fewest bytes that it must have.
        shortest: usize,
    },
    /// It is not in the form in which the provider shows its secrets.
    Undecodable,
    /// It is weak, and the application's rules refuse such.
    Weak(Weakness),
}

impl fmt::Display for SecretFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("is blank"),
            Self::SurroundingWhiteSpace => {
                f.write_str("begins or ends with white space or an invisible character")
            }
            Self::TooShort { shortest } => write!(f, "has fewer than {shortest} bytes"),
            Self::Undecodable => f.write_str("is not in the form that the provider uses"),
            Self::Weak(weakness) => weakness.fmt(f),
        }
    }
}
