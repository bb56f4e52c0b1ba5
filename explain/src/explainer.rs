//! Explains a request.

use crate::candidate::{Candidate, Change, Key};
use crate::clue;
use crate::code::Code;
use crate::finding::{Certainty, Finding};
use crate::oracle::{Oracle, Verdict};
use crate::secret::Configured;
use crate::{search, time, url};
use core::fmt;
use core::time::Duration;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::rc::Rc;
use verihook::{Bytes, ConfigError, ProviderEntry, Rejection, UnixTime};
use zeroize::Zeroizing;

/// The longest body that is explained, in bytes: 1 MiB.
pub const MAX_BODY: usize = 1024 * 1024;

/// The most secrets of an endpoint.
const MAX_SECRETS: usize = 16;

/// A request, as it arrived.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    method: &'r str,
    target: &'r str,
    headers: &'r [(String, Vec<u8>)],
    /// `None` if it is not known.
    body: Option<&'r [u8]>,
}

impl<'r> Request<'r> {
    /// Creates a request from its method, its path and query, its header fields in the order of
    /// arrival, and its body.
    #[must_use]
    pub const fn new(
        method: &'r str,
        target: &'r str,
        headers: &'r [(String, Vec<u8>)],
        body: &'r [u8],
    ) -> Self {
        Self { method, target, headers, body: Some(body) }
    }

    /// Creates a request whose body is not known, because it was rejected before it was read.
    ///
    /// Only its head is explained: nothing is reported about the body, and no secret is tried.
    #[must_use]
    pub const fn head(method: &'r str, target: &'r str, headers: &'r [(String, Vec<u8>)]) -> Self {
        Self { method, target, headers, body: None }
    }
}

/// Leaves out all values, which may be credentials.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .field("body", &self.body.map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}

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
            texts if has_body && !texts.is_empty() => Some(oracle.judge(&received, texts)),
            _ => None,
        };
        if matches!(verdict, Some(Verdict::Verified)) {
            return Ok(Vec::new());
        }
        let explanation = Explanation { explainer: self, received, has_body, now, verdict };
        Ok(explanation.findings(&self.secrets, &mut oracle))
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
                None => candidate.url = url::of_request(&candidate),
                Some(url) if !url.contains("://") => return Err(NotExplained::PublicUrl),
                Some(_) => {}
            }
            if candidate.url.is_none() {
                return Err(NotExplained::NoPublicUrl);
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

/// An explanation in the making.
struct Explanation<'e> {
    explainer: &'e Explainer,
    received: Candidate,
    /// The body is known. Otherwise that of the candidate is empty, and means nothing.
    has_body: bool,
    now: UnixTime,
    verdict: Option<Verdict>,
}

/// The fields that frame the body. Candidates with another body leave them out.
const FRAMING: [&str; 3] = ["content-length", "transfer-encoding", "expect"];

impl Explanation<'_> {
    fn findings(&self, secrets: &[Configured], oracle: &mut Oracle) -> Vec<Finding> {
        let base = Candidate {
            headers: Rc::new(self.received.without(&FRAMING)),
            keys: self.usable(),
            ..self.received.clone()
        };
        let mut starts = search::starts(&base, oracle);
        starts.extend(self.cut(&base));
        let found = match secrets {
            secrets if self.has_body && !secrets.is_empty() => {
                search::find(&starts, secrets, oracle)
            }
            _ => None,
        };
        match found {
            Some(found) => self.certain(&found, oracle),
            None => self.likely(&base, &starts, secrets, oracle),
        }
    }

    /// Returns the candidate whose body has the declared length, if there is more.
    fn cut(&self, base: &Candidate) -> Option<Candidate> {
        let declared = self.declared_length()?;
        let body = base.body.get(..declared).filter(|body| body.len() < base.body.len())?;
        let evidence = format!(
            "the first {declared} bytes were signed, as `content-length` declares, and {} are there",
            base.body.len()
        );
        let body = Bytes::copy_from_slice(body);
        Some(base.with_body(body, Change::new(Code::HeaderLength, evidence)))
    }

    /// Returns the keys with which heads are checked: those of the endpoint, and a stand-in.
    fn usable(&self) -> Rc<[Key]> {
        let own = self.explainer.secrets.iter().map(|secret| Key::text(&secret.text));
        // A head can be checked with any key of HMAC. It is never compared with a signature.
        let stand_in = (!self.explainer.provider.scheme.takes_public_key()).then_some(Key::StandIn);
        own.chain(stand_in).collect()
    }

    fn certain(&self, found: &Candidate, oracle: &Oracle) -> Vec<Finding> {
        let mut changes: Vec<Change> = Vec::new();
        for change in &found.changes {
            if changes.iter().all(|known| known.code != change.code) {
                changes.push(change.clone());
            }
        }
        // A serialiser decides about the newline at the end, too.
        changes.sort_by_key(|change| {
            matches!(change.code, Code::BodyNewlineAdded | Code::BodyNewlineRemoved)
        });
        // The left-over field of a coding says nothing, if the body is compressed after all.
        if changes.iter().any(|change| change.code == Code::BodyCompressed) {
            changes.retain(|change| change.code != Code::BodyDecompressed);
        }
        for change in self.time(found, oracle) {
            if changes.iter().all(|known| known.code != change.code) {
                changes.push(change);
            }
        }
        if changes.is_empty() {
            changes.push(self.unexplained());
        }
        changes.into_iter().map(|change| Finding::new(change, Certainty::Certain)).collect()
    }

    fn time(&self, candidate: &Candidate, oracle: &Oracle) -> Vec<Change> {
        let claimed = oracle.claimed(candidate);
        let changes = claimed
            .map(|claimed| time::changes(candidate, claimed, self.now, self.explainer.tolerance));
        changes.unwrap_or_default()
    }

    /// Explains why a request whose signature is right is rejected all the same.
    fn unexplained(&self) -> Change {
        match &self.verdict {
            Some(Verdict::NotBuilt(error)) => unusable(error),
            Some(Verdict::Rejected(Rejection::BodyIncomplete | Rejection::MalformedLength)) => {
                let evidence = "`content-length` is not the length of the body, which is whole";
                Change::new(Code::HeaderLength, evidence)
            }
            Some(Verdict::Rejected(rejection)) => Change::new(Code::Other, rejection),
            _ => Change::new(Code::Other, "the request verifies without its framing"),
        }
    }

    fn likely(
        &self,
        base: &Candidate,
        starts: &[Candidate],
        secrets: &[Configured],
        oracle: &mut Oracle,
    ) -> Vec<Finding> {
        let mut found = Findings(Vec::new());
        let head = oracle.head(base);
        if let Some(rejection) = head {
            for change in clue::of_head(base, rejection, starts).into_iter().flatten() {
                found.add(change, Certainty::Likely);
            }
            if rejection == Rejection::MethodNotAllowed {
                // The method is checked first, so the next check may have a reason, too.
                for other in search::methods(base, Code::Method).into_iter().take(1) {
                    let next = oracle.head(&other);
                    let next = next.and_then(|next| clue::of_head(&other, next, starts));
                    for change in next.into_iter().flatten() {
                        found.add(change, Certainty::Likely);
                    }
                }
            }
        }
        for change in self.time(base, oracle) {
            found.add(change, Certainty::Likely);
        }
        if let Some(change) = clue::of_token(base, secrets) {
            found.add(change, Certainty::Likely);
        }
        if self.has_body
            && let Some(change) = clue::of_body(base, self.declared_length())
        {
            found.add(change, Certainty::Likely);
        }
        if let Some(Verdict::NotBuilt(error)) = &self.verdict {
            found.add(spaced(secrets).unwrap_or_else(|| unusable(error)), Certainty::Likely);
        }
        if let Some(change) = clue::of_url(base) {
            found.add(change, Certainty::Possible);
        }
        // Without a usable secret, nothing was tried.
        if head.is_none() && self.has_body && oracle.used() > 0 {
            found.add(wrong(secrets, oracle.used()), Certainty::Likely);
            if let Some(change) = clue::of_json(base) {
                found.add(change, Certainty::Possible);
            }
        }
        if found.0.is_empty() {
            let reason = head.map(|rejection| rejection.to_string());
            let unknown = match self.has_body {
                true => "no secret was given",
                false => "the head shows no reason, and the body is not known",
            };
            let reason = reason.unwrap_or_else(|| unknown.to_owned());
            found.add(Change::new(Code::Other, reason), Certainty::Possible);
        }
        found.0
    }

    fn declared_length(&self) -> Option<usize> {
        self.received.text("content-length").and_then(|length| length.trim().parse().ok())
    }
}

fn unusable(error: &ConfigError) -> Change {
    Change::new(Code::SecretUnusable, error)
}

/// Describes a secret with white space at its ends, with which no endpoint can be built.
fn spaced(secrets: &[Configured]) -> Option<Change> {
    let Configured { name, .. } =
        secrets.iter().find(|secret| secret.text.trim() != secret.text.as_str())?;
    let evidence = format!("{name} has white space at its ends");
    Some(Change::new(Code::SecretWhitespace, evidence))
}

/// Describes secrets with which nothing verifies, without showing them.
fn wrong(secrets: &[Configured], tried: usize) -> Change {
    let shown = |Configured { name, text }: &Configured| {
        let digest = Sha256::digest(text.as_bytes());
        let [first, second, third, ..] = digest.0;
        format!(
            "{name} has {} characters and the fingerprint {first:02x}{second:02x}{third:02x}",
            text.chars().count()
        )
    };
    let secrets = secrets.iter().map(shown).collect::<Vec<_>>().join("; ");
    let evidence = format!("none of {tried} variants matches the signature; {secrets}");
    Change::new(Code::SecretWrong, evidence)
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, change: Change, certainty: Certainty) {
        if self.0.iter().all(|known| known.code != change.code) {
            self.0.push(Finding::new(change, certainty));
        }
    }
}
