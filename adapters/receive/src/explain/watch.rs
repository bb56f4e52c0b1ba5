//! An explainer at work: when it explains, and what it logs.

use super::recording::Head;
use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use verihook::{Rejection, RejectionKind, UnixTime, Verifier};
use verihook_explain::{Certainty, Code, Explainer, Finding, Request};

/// The most requests of an endpoint that are recorded at a time.
const MAX_RECORDINGS: usize = 16;

/// The explainer of an endpoint.
pub(super) struct Watch {
    provider: &'static str,
    endpoint: &'static str,
    explainer: Explainer,
    interval: Duration,
    schedule: Mutex<Schedule>,
}

#[derive(Default)]
struct Schedule {
    is_explaining: bool,
    last: Option<Instant>,
}

impl Watch {
    pub(super) fn new<P>(verifier: &Verifier<P>, explainer: Explainer, interval: Duration) -> Self {
        let (provider, endpoint) = (verifier.provider(), verifier.endpoint());
        Self { provider, endpoint, explainer, interval, schedule: Mutex::default() }
    }

    /// Returns `true` if a request that arrives now would be explained if it were rejected.
    pub(super) fn wants(self: &Arc<Self>) -> bool {
        tracing::enabled!(target: "verihook", tracing::Level::WARN)
            // The registry and this caller have one reference each.
            && Arc::strong_count(self) < MAX_RECORDINGS + 2
            && self.is_due(&self.schedule())
    }

    fn is_due(&self, schedule: &Schedule) -> bool {
        !schedule.is_explaining && schedule.last.is_none_or(|last| last.elapsed() >= self.interval)
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self, code: Code, certainty: &str, evidence: &str, remedy: &str, more: usize) {
        tracing::warn!(
            target: "verihook",
            provider = self.provider,
            endpoint = self.endpoint,
            %code,
            certainty,
            evidence = %evidence,
            remedy = %remedy,
            more,
            "webhook rejection explained"
        );
    }
}

/// The right to explain one rejection. No other one is explained until it is dropped.
pub(super) struct Turn(Arc<Watch>);

impl Turn {
    /// Takes the turn, if the interval since the last one has passed.
    pub(super) fn take(watch: Arc<Watch>) -> Option<Self> {
        let mut schedule = watch.schedule();
        if !watch.is_due(&schedule) {
            return None;
        }
        *schedule = Schedule { is_explaining: true, last: Some(Instant::now()) };
        drop(schedule);
        Some(Self(watch))
    }

    /// Explains a request, and logs the likeliest finding.
    pub(super) fn explain(&self, head: &Head, body: Option<&[u8]>, now: UnixTime) {
        let Head { method, target, fields } = head;
        let request = match body {
            Some(body) => Request::new(method, target, fields, body),
            None => Request::head(method, target, fields),
        };
        let watch = &self.0;
        match watch.explainer.explain(&request, now) {
            Ok(findings) => {
                let Some((first, further)) = findings.split_first() else { return };
                let Finding { code, evidence, remedy, .. } = first;
                watch.log(*code, name_of(first.certainty), evidence, remedy, further.len());
            }
            Err(reason) => tracing::warn!(
                target: "verihook",
                provider = watch.provider,
                endpoint = watch.endpoint,
                %reason,
                "webhook rejection not explained"
            ),
        }
    }

    /// Logs a rejection that follows from a setting of the endpoint, whatever was signed.
    pub(super) fn explain_setting(&self, evidence: &str, remedy: &str) {
        self.0.log(Code::Other, name_of(Certainty::Certain), evidence, remedy, 0);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // The interval begins at the end, or an explanation that takes longer would follow another
        // without a pause.
        *self.0.schedule() = Schedule { is_explaining: false, last: Some(Instant::now()) };
    }
}

const fn name_of(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        _ => "possible",
    }
}

/// What a rejection depends on.
pub(super) enum Cause {
    /// The request, which the explainer looks at.
    Request,
    /// A setting of the endpoint or the end of the body, with this remedy.
    Setting(&'static str),
    /// The server or the application.
    Server,
}

impl Cause {
    pub(super) const fn of(rejection: Rejection, has_body: bool) -> Self {
        match (rejection, rejection.kind()) {
            (Rejection::SecretDeclined, _) => Self::Server,
            (_, RejectionKind::TooLarge) => Self::Setting(
                "If the provider sends bodies of this size, raise `body_limit`. If there are many \
                 secrets, remove those that are no longer used.",
            ),
            (_, RejectionKind::TimedOut) => Self::Setting(
                "Look for what delays the body, such as a proxy that declares more than it sends, \
                 or raise `body_deadline`.",
            ),
            (_, RejectionKind::LengthRequired) => {
                Self::Setting("Let the sender or the proxy declare `content-length`.")
            }
            (_, RejectionKind::Forbidden) => Self::Setting(
                "Compare `sources`, `trusted_proxies` and `require_tls` with the way that \
                 deliveries take to this server.",
            ),
            (_, RejectionKind::Malformed) if !has_body => Self::Setting(
                "Look for what ends the body early: a limit or a timeout of a proxy, or a sender \
                 that hangs up.",
            ),
            (
                _,
                RejectionKind::ContentCoded
                | RejectionKind::Malformed
                | RejectionKind::MethodNotAllowed
                | RejectionKind::NotAuthentic,
            ) => Self::Request,
            _ => Self::Server,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{Turn, Watch};
    use core::time::Duration;
    use std::sync::Arc;
    use verihook::{Verifier, providers::GitHub};
    use verihook_explain::Explainer;

    #[test]
    fn the_interval_begins_at_the_end_of_an_explanation() {
        let interval = Duration::from_millis(50);
        let verifier = Verifier::<GitHub>::new("a secret that is long enough").unwrap();
        let explainer = Explainer::new(&verifier.provider_entry());
        let watch = Arc::new(Watch::new(&verifier, explainer, interval));
        let turn = Turn::take(Arc::clone(&watch)).unwrap();
        std::thread::sleep(interval * 2);
        assert!(Turn::take(Arc::clone(&watch)).is_none(), "one explanation at a time");
        let started = watch.schedule().last.unwrap();
        drop(turn);
        let ended = watch.schedule().last.unwrap();
        assert!(ended.duration_since(started) >= interval * 2);
    }
}
