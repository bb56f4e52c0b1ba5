//! Explains a request.

use crate::candidate::{Candidate, Change, Key};
use crate::code::Code;
use crate::error::NotExplained;
use crate::explanation::Explanation;
use crate::finding::Finding;
use crate::oracle::{Oracle, Verdict};
use crate::request::Request;
use crate::secret::Configured;
use crate::url;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::rc::Rc;
use verihook::{Bytes, ProviderEntry, UnixTime};
use zeroize::Zeroizing;

/// The longest body that is explained, in bytes: 1 MiB.
pub const MAX_BODY: usize = 1024 * 1024;

/// The most secrets of an endpoint.
const MAX_SECRETS: usize = 16;

/// Explains why requests to one endpoint do not verify.
///
/// It keeps its own copy of the text of the secrets, which is wiped when it is dropped.
pub struct Explainer {
    provider: ProviderEntry,
    secrets: Vec<Configured>,
    public_url: Option<String>,
    arrival_path: Option<String>,
    tolerance: Option<Duration>,
}

impl fmt::Debug for Explainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explainer")
            .field("provider", &self.provider.slug)
            .field("secrets", &self.secrets.len())
            .finish_non_exhaustive()
    }
}

impl Explainer {
    /// Creates an explainer for an endpoint of this provider.
    #[must_use]
    pub const fn new(provider: &ProviderEntry) -> Self {
        Self {
            provider: *provider,
            secrets: Vec::new(),
            public_url: None,
            arrival_path: None,
            tolerance: None,
        }
    }

    /// Adds a signing secret, in the form in which it is configured.
    ///
    /// Without a secret, only what the request itself shows is reported.
    #[must_use]
    pub fn secret(self, text: impl Into<String>) -> Self {
        let name = format!("secret {}", self.secrets.len() + 1);
        self.named_secret(name, text)
    }

    /// Adds a signing secret with the name that the evidence calls it by, which is not secret: that
    /// of an environment variable, for example.
    #[must_use]
    pub fn named_secret(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = Zeroizing::new(text.into());
        self.secrets.push(Configured { name: name.into(), text });
        self
    }

    /// Sets the public URL of the endpoint, for schemes that sign it.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Sets the path at which requests arrive, if a gateway changes the path of the public URL.
    #[must_use]
    pub fn arrival_path(mut self, path: impl Into<String>) -> Self {
        self.arrival_path = Some(path.into());
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
    /// [`NotExplained::BodyTooLarge`] and [`NotExplained::TooManySecrets`] if it would be too much
    /// work. [`NotExplained::NoPublicUrl`] and [`NotExplained::PublicUrl`] if the scheme signs a
    /// URL that is not set, or not a URL.
    pub fn explain(
        &self,
        request: &Request<'_>,
        now: UnixTime,
    ) -> Result<Vec<Finding>, NotExplained> {
        if request.body.is_some_and(|body| body.len() > MAX_BODY) {
            return Err(NotExplained::BodyTooLarge);
        }
        if self.secrets.len() > MAX_SECRETS {
            return Err(NotExplained::TooManySecrets);
        }
        let received = self.candidate(request)?;
        let mut oracle = Oracle::new(now, self.tolerance);
        let texts: Vec<&str> = self.secrets.iter().map(|secret| secret.text.as_str()).collect();
        let has_body = request.body.is_some();
        let verdict = match texts.as_slice() {
            // An endpoint without its public URL verifies nothing, whatever the request says.
            _ if !received.changes.is_empty() => None,
            texts if has_body && !texts.is_empty() => {
                let arrived = Candidate { target: request.target.into(), ..received.clone() };
                Some(oracle.judge(&arrived, texts, self.arrival_path.as_deref()))
            }
            _ => None,
        };
        if matches!(verdict, Some(Verdict::Verified)) {
            return Ok(Vec::new());
        }
        let (secrets, tolerance) = (self.secrets.as_slice(), self.tolerance);
        let explanation = Explanation { received, secrets, tolerance, has_body, now, verdict };
        Ok(explanation.findings(&mut oracle))
    }

    fn candidate(&self, request: &Request<'_>) -> Result<Candidate, NotExplained> {
        let mut candidate = Candidate {
            entry: self.provider,
            method: request.method.into(),
            target: self.public_target(request.target).into(),
            headers: Rc::new(request.headers.to_vec()),
            body: Bytes::copy_from_slice(request.body.unwrap_or_default()),
            url: self.public_url.as_deref().map(Rc::from),
            keys: self.secrets.iter().map(|secret| Key::text(&secret.text)).collect(),
            changes: Vec::new(),
        };
        if self.provider.scheme.signs_url() {
            match &candidate.url {
                None => {
                    let url = url::of_request(&candidate).ok_or(NotExplained::NoPublicUrl)?;
                    let evidence = "no public URL is configured, and the provider signs it";
                    let candidate = &mut candidate;
                    candidate.changes.push(Change::new(Code::UrlHost, evidence));
                    candidate.url = Some(url);
                }
                Some(url) if !url.contains("://") => return Err(NotExplained::PublicUrl),
                Some(_) => {}
            }
        } else {
            candidate.url = None;
        }
        Ok(candidate)
    }

    /// Returns the target as it was before the gateway changed its path.
    fn public_target<'t>(&self, target: &'t str) -> Cow<'t, str> {
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        let url = self.public_url.as_deref().filter(|_| self.arrival_path.as_deref() == Some(path));
        let Some((_, rest)) = url.and_then(|url| url.split_once("://")) else {
            return target.into();
        };
        let rest = rest.split('?').next().unwrap_or_default();
        let public = rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/");
        format!("{public}{query}").into()
    }
}
