//! Reasons not to explain a request.

use core::fmt;

/// The reason a request is not explained.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotExplained {
    /// The body is longer than 1 MiB.
    BodyTooLarge,
    /// There are more than 16 secrets.
    TooManySecrets,
    /// The scheme signs the public URL, and none is set.
    NoPublicUrl,
    /// The public URL is not an absolute URL.
    PublicUrl,
}

impl fmt::Display for NotExplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BodyTooLarge => "the body is longer than 1 MiB, the limit of an explanation",
            Self::TooManySecrets => "there are more than 16 secrets",
            Self::NoPublicUrl => "the provider signs the endpoint's URL: give the public URL",
            Self::PublicUrl => "the public URL is not an absolute http or https URL",
        })
    }
}

impl core::error::Error for NotExplained {}
