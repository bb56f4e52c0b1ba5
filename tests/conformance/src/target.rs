//! Runs cases against a receiver at a given address.

use crate::cases::{Case, Play, Script, Transport};
use crate::evidence::{Evidence, Seen, Watch};
use crate::play::{play, seen_after};
use crate::sender::Sender;
use crate::setup::Setup;
use crate::wire::{self, Answer, PATIENCE};
use crate::{Deviation, Ledger, Outcome, http2};
use core::fmt;
use std::net::SocketAddr;

/// A receiver at a network address, in any language.
///
/// The suite learns what the handler saw from the number of bytes in the answer, and from the
/// number of handler runs if `GET /handled` returns it in digits. Without that count, the suite
/// does not notice a handler that runs before the request is verified. Only a
/// [suite](crate::suite), whose handlers record what they saw, notices a handler that runs on other
/// bytes of the same length.
///
/// Set the receiver up with the case's provider, both of its [secrets](crate::secrets_of), a
/// [limit](crate::BODY_LIMIT) of 1000 bytes and a [deadline](crate::BODY_DEADLINE) of one second.
/// It accepts any verified bytes under `/raw`, and any JSON object under `/json`. Every adapter's
/// `examples/receiver.rs` does so with
/// `--secret old --secret s3cret --body-limit 1000 --body-deadline-ms 1000`.
///
/// ```no_run
/// use verihook_conformance::{Target, cases_of};
///
/// let target = Target::at("127.0.0.1:7151".parse()?);
/// for case in cases_of("github") {
///     match target.check(case) {
///         Ok(()) => println!("{} passed", case.id),
///         Err(failure) => println!("{} failed: {failure}", case.id),
///     }
/// }
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Target {
    address: SocketAddr,
    evidence: Evidence,
    ignores_text: bool,
}

impl Target {
    /// Creates a target for a receiver at this address, which answers a verified request with 200
    /// and the number of its bytes.
    ///
    /// If the receiver counts the runs of its handler, cases take turns.
    #[must_use]
    pub fn at(address: SocketAddr) -> Self {
        Self { address, evidence: Evidence::of(address), ignores_text: false }
    }

    /// Creates a target whose handler records what it saw.
    pub(crate) const fn with_ledger(address: SocketAddr, ledger: Ledger) -> Self {
        Self { address, evidence: Evidence::Ledger(ledger), ignores_text: false }
    }

    /// Creates a target with this evidence.
    pub(crate) const fn with_evidence(address: SocketAddr, evidence: Evidence) -> Self {
        Self { address, evidence, ignores_text: false }
    }

    /// Ignores the texts of rejections, so that only statuses and headers are checked.
    #[must_use]
    pub const fn ignoring_text(mut self) -> Self {
        self.ignores_text = true;
        self
    }

    /// Runs one case against this receiver.
    ///
    /// # Errors
    /// Returns what the receiver did instead of meeting the requirement.
    pub fn check(&self, case: &Case) -> Result<(), Failure> {
        self.check_deviating(case, None)
    }

    /// Runs one case against this receiver, with a declared deviation if there is one.
    ///
    /// # Errors
    /// Returns what the receiver did instead of what is required or declared. A receiver that is
    /// declared to deviate also fails if it meets the requirement.
    pub fn check_deviating(
        &self,
        case: &Case,
        deviation: Option<&Deviation>,
    ) -> Result<(), Failure> {
        let setup = Setup::of(case.endpoint);
        let sender = Sender::new(setup);
        let script = (case.script)(&sender);
        if let Some(fault) = sender.fault() {
            return Err(Failure::new(case, format!("the case cannot be sent: {fault}")));
        }
        self.check_script(case, &sender, &script, deviation)
    }

    /// Runs the script of a case.
    pub(crate) fn check_script(
        &self,
        case: &Case,
        sender: &Sender,
        script: &Script,
        deviation: Option<&Deviation>,
    ) -> Result<(), Failure> {
        let setup = sender.setup;
        let mut watch = self.evidence.watch();
        let played = play(self.address, script, PATIENCE);
        let answers: Vec<_> = played.into_iter().map(|played| played.answers).collect();
        let seen = seen_after(script, &mut watch);
        let usual = self.judge(setup, script, &answers, &seen);
        let judged = match deviation {
            None => usual,
            Some(deviation) if usual.is_ok() => Err(format!(
                "the receiver meets the requirement: remove its deviation ({})",
                deviation.reason
            )),
            Some(deviation) => judge_deviation(deviation, script, &answers, &seen),
        };
        judged.map_err(|what| Failure::new(case, format!("{what}\n{}", told(&answers, &seen))))?;
        self.still_there(sender, script, &mut watch)
            .map_err(|what| Failure { afterwards: true, ..Failure::new(case, what) })
    }

    fn judge(
        &self,
        setup: Setup,
        script: &Script,
        answers: &[Vec<Vec<Answer>>],
        seen: &Seen,
    ) -> Result<(), String> {
        let mut delivered = Vec::new();
        for (play, answered) in script.plays.iter().zip(answers) {
            if answered.len() != play.outcomes.len() {
                let count = play.outcomes.len();
                return Err(format!("expected {count} answers, got {}", answered.len()));
            }
            for (outcome, answers) in play.outcomes.iter().zip(answered) {
                if let Some(body) = self.judge_one(setup, outcome, answers)? {
                    delivered.push(body);
                }
            }
        }
        seen.judge(delivered, script.plays.iter().flat_map(|play| &play.outcomes))
    }

    /// Checks the answers to one request. Returns the body that the handler must have seen, if any.
    fn judge_one<'o>(
        &self,
        setup: Setup,
        outcome: &'o Outcome,
        answers: &[Answer],
    ) -> Result<Option<&'o [u8]>, String> {
        let Some((last, interim)) = answers.split_last() else {
            return match outcome {
                outcome if outcome.is_open() => Ok(None),
                _ => Err("no answer was received".to_owned()),
            };
        };
        let continued = interim.iter().all(|answer| answer.status == 100);
        match outcome {
            Outcome::Delivered(body) if continued => self.delivered(body, last).map(Some),
            Outcome::Either(body) if last.status == 200 => self.delivered(body, last).map(Some),
            Outcome::HandshakeHeader(name, value) if interim.is_empty() => {
                greeted(name, value, last).map(|()| None)
            }
            Outcome::HandshakeBody(media, body) if interim.is_empty() => {
                greeted("content-type", media, last)?;
                let right = last.body == body.as_bytes();
                if right {
                    Ok(None)
                } else {
                    Err("the handshake was answered with another body".to_owned())
                }
            }
            Outcome::HandshakeEmpty if interim.is_empty() => {
                match (last.status, last.body.as_slice()) {
                    (204, []) => Ok(None),
                    (status, body) => Err(format!(
                        "expected status 204 and no body, got {status} and {} bytes",
                        body.len()
                    )),
                }
            }
            Outcome::Refused(kind) if interim.is_empty() => {
                self.refused(setup.answer(*kind), last).map(|()| None)
            }
            Outcome::RefusedLate(kind) if continued && !interim.is_empty() => {
                self.refused(setup.answer(*kind), last).map(|()| None)
            }
            // 501 is the answer to an unknown transfer coding.
            Outcome::RefusedByParser | Outcome::Either(_)
                if interim.is_empty() && matches!(last.status, 400..=499 | 501) =>
            {
                Ok(None)
            }
            outcome if outcome.is_open() && last.status >= 400 => Ok(None),
            _ => Err(format!("expected {outcome:?}")),
        }
    }

    fn delivered<'b>(&self, body: &'b [u8], answer: &Answer) -> Result<&'b [u8], String> {
        if answer.status != 200 {
            return Err(format!("expected status 200, got {}", answer.status));
        }
        let length = String::from_utf8_lossy(&answer.body).trim().to_owned();
        match self.evidence {
            Evidence::Answer(_) | Evidence::Status if length != body.len().to_string() => {
                Err(format!("expected {} verified bytes, got `{length}`", body.len()))
            }
            _ => Ok(body),
        }
    }

    fn refused(&self, right: verihook::Answer, answer: &Answer) -> Result<(), String> {
        if answer.status != right.status() {
            return Err(format!("expected status {}, got {}", right.status(), answer.status));
        }
        if !self.ignores_text && answer.body != right.body().as_bytes() {
            let text = String::from_utf8_lossy(&answer.body);
            return Err(format!("expected the text {:?}, got {text:?}", right.body()));
        }
        match right.header() {
            Some((name, value)) if !answer.has_header(name, value) => {
                Err(format!("the header `{name}: {value}` is missing"))
            }
            _ => Ok(()),
        }
    }

    /// Checks that a genuine request still gets through, over the protocol of the case.
    fn still_there(
        &self,
        sender: &Sender,
        script: &Script,
        watch: &mut Watch<'_>,
    ) -> Result<(), String> {
        let body = sender.body();
        let over_http2 =
            matches!(script.plays.as_slice(), [Play { transport: Transport::Http2(_), .. }, ..]);
        let answers: Vec<Answer> = if over_http2 {
            http2::exchange(self.address, &[sender.address_http2(sender.http2(&body))])
                .into_iter()
                .flatten()
                .collect()
        } else {
            wire::exchange(
                self.address,
                &[wire::Step::Send(sender.address(&sender.request(&body)))],
            )
        };
        let seen = watch.seen();
        let right = seen.judge(vec![&body], core::iter::empty()).is_ok();
        match answers.last() {
            Some(last) if right && self.delivered(&body, last).is_ok() => Ok(()),
            _ => Err(format!(
                "a genuine request afterwards failed: {answers:?}, the handler saw {seen:?}"
            )),
        }
    }
}

fn greeted(name: &str, value: &str, answer: &Answer) -> Result<(), String> {
    if answer.status != 200 {
        return Err(format!("expected status 200, got {}", answer.status));
    }
    for (name, value) in [(name, value), ("x-content-type-options", "nosniff")] {
        if !answer.has_header(name, value) {
            return Err(format!("the header `{name}: {value}` is missing"));
        }
    }
    Ok(())
}

fn judge_deviation(
    deviation: &Deviation,
    script: &Script,
    answers: &[Vec<Vec<Answer>>],
    seen: &Seen,
) -> Result<(), String> {
    let statuses: Vec<u16> =
        answers.iter().flatten().flatten().map(|answer| answer.status).collect();
    if statuses != deviation.statuses {
        return Err(format!(
            "the receiver no longer deviates as declared: expected the statuses {:?} ({})",
            deviation.statuses, deviation.reason
        ));
    }
    // A deviation may deliver only signed bytes whose end the framework hides.
    let unconfirmed =
        script.plays.iter().flat_map(|play| &play.outcomes).filter_map(|outcome| match outcome {
            Outcome::Unconfirmed(body) => Some(&body[..]),
            _ => None,
        });
    if seen.is_within(unconfirmed.collect()) {
        return Ok(());
    }
    Err("the handler ran, which a deviation does not excuse".to_owned())
}

/// Describes the answers and what the handler saw, for the message of a failure.
fn told(answers: &[Vec<Vec<Answer>>], seen: &Seen) -> String {
    let statuses: Vec<Vec<u16>> = answers
        .iter()
        .flatten()
        .map(|answers| answers.iter().map(|answer| answer.status).collect())
        .collect();
    format!("statuses {statuses:?}, the handler saw {seen:?}")
}

/// A case that a receiver failed, and what it did instead of meeting the requirement.
#[derive(Clone, Debug)]
pub struct Failure {
    case: &'static str,
    requirement: &'static str,
    what: String,
    afterwards: bool,
}

impl Failure {
    const fn new(case: &Case, what: String) -> Self {
        Self { case: case.id, requirement: case.requirement, what, afterwards: false }
    }

    /// Returns `true` if the receiver met the requirement, and only the genuine request afterwards
    /// did not get through.
    #[must_use]
    pub const fn is_afterwards(&self) -> bool {
        self.afterwards
    }

    /// Returns the id of the case.
    #[must_use]
    pub const fn case(&self) -> &'static str {
        self.case
    }
}

impl Failure {
    /// Returns what the receiver did instead of meeting the requirement.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.case, self.requirement.trim(), self.what)
    }
}

impl core::error::Error for Failure {}
