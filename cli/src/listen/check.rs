//! Verifies what arrives.

use super::guess::Guess;
use super::label::{event_of, short};
use crate::UsageError;
use crate::explain::explainer;
use crate::judge::{Step, configured, provider, step};
use crate::request::CapturedRequest;
use crate::secrets::NamedSecret;
use crate::store::{Reason, Verdict, VerdictKind};
use core::time::Duration;
use verihook::{
    Answer, Any, AnyOrigin, ConfigError, Delivery, Endpoint, PlainHead, Rejection, UnixTime,
    Verifier, VerifierBuilder,
};
use verihook_explain::{Explainer, Finding, Request};

/// The maximum number of findings that are kept.
const MAX_FINDINGS: usize = 5;

/// Verifies requests to one endpoint, or guesses their provider.
pub(super) enum Checker {
    Any(Guess),
    Endpoint(Box<EndpointChecker>),
}

pub(super) struct EndpointChecker {
    slug: &'static str,
    verifier: AnyVerifier,
    explainer: Explainer,
}

enum AnyVerifier {
    Body(Verifier<Any>),
    Origin(Verifier<AnyOrigin>),
}

/// What was found about a request, and how an adapter would answer it. `None`: as its handler does.
pub(super) struct Checked {
    pub(super) verdict: Verdict,
    pub(super) answer: Option<Answer>,
}

impl Checker {
    /// Creates a checker that verifies nothing.
    pub(super) fn any() -> Result<Self, UsageError> {
        Guess::new().map(Self::Any)
    }

    /// Creates a checker for an endpoint of the provider with this slug.
    pub(super) fn of(
        slug: &str,
        secrets: &[NamedSecret],
        public_url: Option<&str>,
        tolerance: Option<Duration>,
        body_limit: usize,
    ) -> Result<Self, UsageError> {
        let entry = provider(slug)?;
        let settings = Settings { secrets, public_url, tolerance, body_limit };
        let verifier = if entry.scheme.binds_body() {
            settings.verifier(Verifier::<Any>::of(entry)).map(AnyVerifier::Body)
        } else {
            settings.verifier(Verifier::<AnyOrigin>::of(entry)).map(AnyVerifier::Origin)
        };
        let explainer = explainer(entry, secrets, public_url, tolerance);
        let verifier = verifier.map_err(UsageError::new)?;
        Ok(Self::Endpoint(Box::new(EndpointChecker { slug: entry.slug, verifier, explainer })))
    }

    /// Returns the slug of the provider.
    pub(super) fn provider(&self) -> Option<&'static str> {
        match self {
            Self::Any(_) => None,
            Self::Endpoint(endpoint) => Some(endpoint.slug),
        }
    }

    pub(super) fn check(&self, request: &CapturedRequest, now: UnixTime) -> Checked {
        let mut checked = match self {
            Self::Any(guess) => {
                let head = PlainHead::new(&request.method, &request.target, &request.headers);
                let similar = guess.providers(&head, now);
                Checked { verdict: Verdict { similar, ..Verdict::default() }, answer: None }
            }
            Self::Endpoint(endpoint) => endpoint.check(request, now),
        };
        let event = &mut checked.verdict.event;
        *event = event.take().or_else(|| event_of(request));
        checked
    }

    /// Explains a rejected request. This can take seconds.
    pub(super) fn findings(&self, request: &CapturedRequest, now: UnixTime) -> Vec<Reason> {
        match self {
            Self::Any(_) => Vec::new(),
            Self::Endpoint(endpoint) => endpoint.findings(request, now),
        }
    }
}

struct Settings<'s> {
    secrets: &'s [NamedSecret],
    public_url: Option<&'s str>,
    tolerance: Option<Duration>,
    body_limit: usize,
}

impl Settings<'_> {
    fn verifier<P: Endpoint>(
        &self,
        builder: Result<VerifierBuilder<P>, ConfigError>,
    ) -> Result<Verifier<P>, ConfigError> {
        let secrets = self.secrets.iter().map(NamedSecret::to_secret);
        let builder = builder?.body_limit(self.body_limit);
        configured(builder, secrets, self.public_url, self.tolerance).build()
    }
}

impl EndpointChecker {
    fn check(&self, request: &CapturedRequest, now: UnixTime) -> Checked {
        match &self.verifier {
            AnyVerifier::Body(verifier) => checked(verifier, request, now),
            AnyVerifier::Origin(verifier) => checked(verifier, request, now),
        }
    }

    fn findings(&self, request: &CapturedRequest, now: UnixTime) -> Vec<Reason> {
        let request =
            Request::new(&request.method, &request.target, &request.headers, &request.body);
        // A request that is too large to explain has the reason of its rejection.
        let findings = self.explainer.explain(&request, now).unwrap_or_default();
        findings.into_iter().take(MAX_FINDINGS).map(reason).collect()
    }
}

fn reason(finding: Finding) -> Reason {
    let certainty = serde_json::to_value(finding.certainty).ok();
    Reason {
        code: finding.code.to_string(),
        certainty: certainty.and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default(),
        evidence: finding.evidence,
        remedy: finding.remedy,
    }
}

fn checked<P: Endpoint>(
    verifier: &Verifier<P>,
    request: &CapturedRequest,
    now: UnixTime,
) -> Checked {
    let head = PlainHead::new(&request.method, &request.target, &request.headers);
    match step(verifier, &head, &request.body, now) {
        Ok(Step::Delivery(delivery)) => verified(&delivery),
        Ok(Step::Handshake(answer)) => handshake(answer),
        Err(Rejection::ProviderTest) => handshake(verifier.answer(Rejection::ProviderTest)),
        Err(rejection) => {
            let verdict = Verdict {
                result: VerdictKind::Rejected,
                reason: Some(rejection.to_string()),
                detail: verifier.details(rejection, Some((&head, now))),
                ..Verdict::default()
            };
            Checked { verdict, answer: Some(verifier.answer(rejection)) }
        }
    }
}

fn verified(delivery: &Delivery) -> Checked {
    let verdict = Verdict {
        result: VerdictKind::Verified,
        detail: delivery.handshake().map(|_| "a signed handshake".to_owned()),
        event: delivery.unsigned_event().map(short),
        delivery_id: delivery.id().or_else(|| delivery.unsigned_id()).map(short),
        ..Verdict::default()
    };
    Checked { verdict, answer: delivery.handshake().cloned() }
}

fn handshake(answer: Answer) -> Checked {
    let verdict = Verdict { result: VerdictKind::Handshake, ..Verdict::default() };
    Checked { verdict, answer: Some(answer) }
}
