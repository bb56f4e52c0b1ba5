//! Verifies a request with the verifier of any provider.

pub(crate) use crate::catalogue::provider;

use core::fmt;
use std::time::Duration;
use verihook::{
    Answer, Any, AnyOrigin, Bytes, ConfigError, Delivery, Endpoint, Head, NextStep, PlainHead,
    Proof as _, ProviderEntry, QuestionOutcome, Rejection, SigningSecret, UnixTime, Verifier,
    VerifierBuilder,
};

/// A request, with the secrets and settings to verify it with.
pub(crate) struct Question<'q> {
    pub(crate) secrets: Vec<SigningSecret>,
    pub(crate) public_url: Option<&'q str>,
    pub(crate) tolerance: Option<Duration>,
    pub(crate) method: &'q str,
    pub(crate) target: &'q str,
    pub(crate) headers: &'q [(String, Vec<u8>)],
    pub(crate) body: &'q [u8],
    pub(crate) now: UnixTime,
}

/// The reason a request was not verified.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request was rejected. The detail says what was expected instead.
    Rejected { reason: Rejection, detail: Option<String> },
    /// The request is an unsigned handshake, which a server answers with this status.
    Handshake(u16),
    /// A secret or a setting builds no verifier.
    Config(ConfigError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected { reason, .. } => reason.fmt(f),
            Self::Handshake(status) => write!(
                f,
                "the request is an unsigned handshake: a server answers it with {status} and \
                 verifies nothing"
            ),
            Self::Config(error) => error.fmt(f),
        }
    }
}

impl Question<'_> {
    /// Verifies the request and returns the delivery.
    pub(crate) fn judge(self, provider: &ProviderEntry) -> Result<Delivery, Failure> {
        let mut question = self;
        // A vector may set a tolerance for a scheme without a signed timestamp; `build` rejects it.
        question.tolerance = question.tolerance.filter(|_| provider.scheme.is_timed());
        if provider.scheme.binds_body() {
            question.judge_by(Verifier::<Any>::of(provider))
        } else {
            question.judge_by(Verifier::<AnyOrigin>::of(provider))
        }
    }

    fn judge_by<P: Endpoint>(
        self,
        builder: Result<VerifierBuilder<P>, ConfigError>,
    ) -> Result<Delivery, Failure> {
        let builder = builder.map_err(Failure::Config)?;
        let builder = configured(builder, self.secrets, self.public_url, self.tolerance);
        let verifier = builder.build().map_err(Failure::Config)?;
        let head = PlainHead::new(self.method, self.target, self.headers);
        match step(&verifier, &head, self.body, self.now) {
            Ok(Step::Delivery(delivery)) => Ok(*delivery),
            // A signed handshake is verified like a delivery. This one is not signed.
            Ok(Step::Handshake(answer)) => Err(Failure::Handshake(answer.status())),
            Err(reason) => {
                let detail = verifier.details(reason, Some((&head, self.now)));
                Err(Failure::Rejected { reason, detail })
            }
        }
    }
}

/// Sets the secrets of an endpoint, its URL and its tolerance.
pub(crate) fn configured<P: Endpoint>(
    builder: VerifierBuilder<P>,
    secrets: impl IntoIterator<Item = SigningSecret>,
    public_url: Option<&str>,
    tolerance: Option<Duration>,
) -> VerifierBuilder<P> {
    let mut builder = secrets.into_iter().fold(builder, VerifierBuilder::secret);
    if let Some(url) = public_url {
        builder = builder.public_url(url);
    }
    match tolerance {
        Some(tolerance) => builder.tolerance(tolerance),
        None => builder,
    }
}

/// What a server does with a request that it does not reject.
pub(crate) enum Step {
    Delivery(Box<Delivery>),
    Handshake(Answer),
}

/// Verifies a request whose body is known, as an adapter does.
pub(crate) fn step<P: Endpoint>(
    verifier: &Verifier<P>,
    head: &dyn Head,
    body: &[u8],
    now: UnixTime,
) -> Result<Step, Rejection> {
    let body = Bytes::copy_from_slice(body);
    match verifier.open(head, now)? {
        NextStep::Answer(answer) => Ok(Step::Handshake(answer)),
        NextStep::ReadQuestion(mut question) => {
            question.update(&body)?;
            match question.finish()? {
                QuestionOutcome::Answer(answer) => Ok(Step::Handshake(answer)),
                QuestionOutcome::StoreSecret(_) => Err(Rejection::SecretDeclined),
            }
        }
        NextStep::ReadBody(mut verification) => {
            verification.update(body)?;
            let (_, delivery) = verification.finish()?.into_parts();
            Ok(Step::Delivery(Box::new(delivery)))
        }
        NextStep::StoreSecret(_) => Err(Rejection::SecretDeclined),
        NextStep::LookUp(_) => Err(Rejection::SecretsUnresolved),
    }
}

/// Returns the path and query of a URL, as a request line contains them.
pub(crate) fn target_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let start = rest.find(['/', '?']).unwrap_or(rest.len());
    let target = rest.get(start..).unwrap_or_default();
    if target.starts_with('/') { target.to_owned() } else { format!("/{target}") }
}
