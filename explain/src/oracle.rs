//! Verifies candidates, and counts the work.

use crate::candidate::{Candidate, Key};
use core::time::Duration;
use verihook::{
    Any, AnyOrigin, Bytes, ConfigError, Endpoint, NextStep, Place, PlainHead, Rejection, UnixTime,
    Verifier, VerifierBuilder,
};

/// The most MACs (or signatures of public keys) that one explanation computes.
const MAX_MACS: usize = 800;

/// The most bytes that one explanation hashes.
const MAX_HASHED: usize = 256 * 1024 * 1024;

/// The most candidates whose head is checked.
const MAX_HEADS: usize = 6_000;

/// Candidates may be longer than a body that is accepted.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// The tolerance when freshness is not the question: 366 days.
const ANY_TIME: Duration = Duration::from_secs(366 * 86_400);

pub(crate) struct Oracle {
    now: UnixTime,
    tolerance: Option<Duration>,
    macs: usize,
    hashed: usize,
    heads: usize,
}

/// The verdict on a request at the endpoint as it is.
pub(crate) enum Verdict {
    Verified,
    Rejected(Rejection),
    /// No secret is usable, or a setting is missing.
    NotBuilt(ConfigError),
}

impl Oracle {
    pub(crate) const fn new(now: UnixTime, tolerance: Option<Duration>) -> Self {
        Self { now, tolerance, macs: MAX_MACS, hashed: MAX_HASHED, heads: MAX_HEADS }
    }

    /// Returns `true` if no further candidate can be verified.
    pub(crate) const fn is_spent(&self) -> bool {
        self.macs == 0 || self.hashed == 0
    }

    /// Returns the number of MACs that were computed.
    pub(crate) const fn used(&self) -> usize {
        MAX_MACS - self.macs
    }

    /// Verifies a request as the endpoint does: now, within its tolerance, all keys in one set.
    pub(crate) fn judge(
        &mut self,
        candidate: &Candidate,
        secrets: &[&str],
        arrival_path: Option<&str>,
    ) -> Verdict {
        if candidate.entry.scheme.binds_body() {
            self.judge_by::<Any>(candidate, secrets, arrival_path, Verifier::<Any>::of)
        } else {
            self.judge_by::<AnyOrigin>(candidate, secrets, arrival_path, Verifier::<AnyOrigin>::of)
        }
    }

    fn judge_by<P: Endpoint>(
        &mut self,
        candidate: &Candidate,
        secrets: &[&str],
        arrival_path: Option<&str>,
        of: fn(&verihook::ProviderEntry) -> Result<VerifierBuilder<P>, ConfigError>,
    ) -> Verdict {
        let build = || {
            let mut builder = settings(candidate, of(&candidate.entry)?);
            for secret in secrets {
                builder = builder.secret(*secret);
            }
            if let Some(path) = arrival_path {
                builder = builder.arrival_path(path);
            }
            if let Some(tolerance) = self.tolerance.filter(|_| candidate.entry.scheme.is_timed()) {
                builder = builder.tolerance(tolerance);
            }
            builder.build()
        };
        let verifier = match build() {
            Ok(verifier) => verifier,
            Err(error) => return Verdict::NotBuilt(error),
        };
        self.spend(secrets.len(), candidate.body.len());
        match run(&verifier, candidate, self.now) {
            Ok(()) => Verdict::Verified,
            Err(rejection) => Verdict::Rejected(rejection),
        }
    }

    /// Returns `true` if the candidate verifies under one of its keys, at the time that it claims.
    pub(crate) fn verifies(&mut self, candidate: &Candidate) -> bool {
        candidate.keys.iter().any(|key| {
            if self.is_spent() || matches!(key, Key::StandIn) {
                return false;
            }
            self.try_key(candidate, key, true) == Some(Ok(()))
        })
    }

    /// Returns `true` if the head of the candidate has the form that the scheme requires.
    ///
    /// It computes no MAC, so any signature of the required form will do.
    pub(crate) fn opens(&mut self, candidate: &Candidate) -> bool {
        self.head(candidate).is_none()
    }

    /// Returns the reason why the head of the candidate is rejected whatever the signature.
    pub(crate) fn head(&mut self, candidate: &Candidate) -> Option<Rejection> {
        if self.heads == 0 {
            return Some(Rejection::TooMuchWork);
        }
        self.heads -= 1;
        let opened = candidate.keys.iter().find_map(|key| self.try_key(candidate, key, false));
        match opened {
            Some(Ok(()) | Err(Rejection::CredentialMismatch | Rejection::SignatureMismatch)) => {
                None
            }
            Some(Err(rejection)) => Some(rejection),
            // No verifier can be built, so there is nothing to say about the head.
            None => None,
        }
    }

    /// Returns the time that the candidate claims.
    pub(crate) fn claimed(&self, candidate: &Candidate) -> Option<UnixTime> {
        let of = |key: &Key| {
            if candidate.entry.scheme.binds_body() {
                let verifier = verifier(candidate, key, Verifier::<Any>::of).ok()?;
                claimed(&verifier, candidate)
            } else {
                let verifier = verifier(candidate, key, Verifier::<AnyOrigin>::of).ok()?;
                claimed(&verifier, candidate)
            }
        };
        candidate.keys.iter().find_map(of)
    }

    fn try_key(
        &mut self,
        candidate: &Candidate,
        key: &Key,
        whole: bool,
    ) -> Option<Result<(), Rejection>> {
        if candidate.entry.scheme.binds_body() {
            self.try_key_by(candidate, &verifier(candidate, key, Verifier::<Any>::of).ok()?, whole)
        } else {
            let verifier = verifier(candidate, key, Verifier::<AnyOrigin>::of).ok()?;
            self.try_key_by(candidate, &verifier, whole)
        }
    }

    fn try_key_by<P: Endpoint>(
        &mut self,
        candidate: &Candidate,
        verifier: &Verifier<P>,
        whole: bool,
    ) -> Option<Result<(), Rejection>> {
        let time = claimed(verifier, candidate).unwrap_or(self.now);
        if whole {
            self.spend(1, candidate.body.len());
            let verdict = run(verifier, candidate, time);
            // The body is read only after the signature was found to be right.
            return Some(if is_of_body(candidate, verdict) { Ok(()) } else { verdict });
        }
        let head = PlainHead::new(&candidate.method, &candidate.target, &candidate.headers);
        Some(match verifier.open(&head, time) {
            // Without a signature, it may be a handshake. That is not what was signed.
            Ok(NextStep::ReadBody(_)) => Ok(()),
            Ok(_) => Err(Rejection::SecretsUnresolved),
            Err(rejection) => Err(rejection),
        })
    }

    fn spend(&mut self, macs: usize, bytes: usize) {
        self.macs = self.macs.saturating_sub(macs);
        self.hashed = self.hashed.saturating_sub(macs.saturating_mul(bytes.max(1)));
    }
}

/// Returns `true` for a rejection because of a timestamp in the body.
fn is_of_body(candidate: &Candidate, verdict: Result<(), Rejection>) -> bool {
    let Err(Rejection::MissingField(name) | Rejection::MalformedField(name)) = verdict else {
        return false;
    };
    let place = candidate.entry.scheme.timestamp().map(|(place, _)| place);
    place.and_then(Place::json_path).is_some_and(|path| path.first() == Some(&name))
}

fn settings<P: Endpoint>(candidate: &Candidate, builder: VerifierBuilder<P>) -> VerifierBuilder<P> {
    let builder = builder.body_limit(BODY_LIMIT);
    match &candidate.url {
        Some(url) => builder.public_url(&**url),
        None => builder,
    }
}

fn verifier<P: Endpoint>(
    candidate: &Candidate,
    key: &Key,
    of: fn(&verihook::ProviderEntry) -> Result<VerifierBuilder<P>, ConfigError>,
) -> Result<Verifier<P>, ConfigError> {
    let builder = settings(candidate, of(&candidate.entry)?).secret(key.secret());
    match candidate.entry.scheme.is_timed() {
        true => builder.tolerance(ANY_TIME).build(),
        false => builder.build(),
    }
}

fn claimed<P>(verifier: &Verifier<P>, candidate: &Candidate) -> Option<UnixTime> {
    let head = PlainHead::new(&candidate.method, &candidate.target, &candidate.headers);
    verifier.claimed_timestamp(&head, &candidate.body)
}

fn run<P: Endpoint>(
    verifier: &Verifier<P>,
    candidate: &Candidate,
    now: UnixTime,
) -> Result<(), Rejection> {
    let head = PlainHead::new(&candidate.method, &candidate.target, &candidate.headers);
    match verifier.open(&head, now)? {
        NextStep::ReadBody(mut verification) => {
            verification.update(Bytes::clone(&candidate.body))?;
            verification.finish().map(drop)
        }
        // A server answers an unsigned handshake. It is not what was signed.
        NextStep::Answer(_) if candidate.changes.is_empty() => Ok(()),
        NextStep::ReadQuestion(mut question) if candidate.changes.is_empty() => {
            question.update(&candidate.body)?;
            question.finish().map(drop)
        }
        _ => Err(Rejection::SecretsUnresolved),
    }
}
