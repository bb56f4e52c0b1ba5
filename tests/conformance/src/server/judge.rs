//! Runs a case against a server, and judges the answers by what any sound server would do.

use super::{Server, words};
use crate::cases::{Play, Script, Transport};
use crate::evidence::Seen;
use crate::play::{Played, play, seen_after};
use crate::sender::Sender;
use crate::wire::{Answer, Ending, Step};
use crate::{Case, Category, Outcome, http2, wire};
use core::fmt;
use verihook::RejectionKind;

/// The result of a case.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// The server meets the requirement.
    Passed,
    /// It does not.
    Failed(Breach),
    /// It cannot be judged, for this reason.
    NotJudged(String),
}

/// A requirement that a server does not meet.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Breach {
    /// What kind of failure it is.
    pub kind: BreachKind,
    /// What was sent, in words.
    pub sent: String,
    /// What came back, and what was expected.
    pub received: String,
}

/// A kind of failure, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BreachKind {
    /// The server accepted a request that the provider did not send.
    ForgeryAccepted,
    /// It accepted a genuine delivery whose body was changed on the way.
    ChangedBodyAccepted,
    /// It accepted a delivery that is too old or from the future.
    UntimelyAccepted,
    /// It answered with a server error, or dropped the connection.
    Errored,
    /// It takes no genuine delivery any more after the case.
    Afterwards,
    /// It rejected a genuine delivery.
    GenuineRejected,
    /// It accepted something that is authentic and should be rejected all the same.
    Accepted,
    /// It did not answer in time.
    NoAnswer,
    /// It answered otherwise than required.
    Answer,
}

impl BreachKind {
    /// Returns the name in machine-readable reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForgeryAccepted => "forgery-accepted",
            Self::ChangedBodyAccepted => "changed-body-accepted",
            Self::UntimelyAccepted => "untimely-accepted",
            Self::Errored => "crashed-or-errored",
            Self::Afterwards => "no-genuine-delivery-afterwards",
            Self::GenuineRejected => "genuine-rejected",
            Self::Accepted => "accepted",
            Self::NoAnswer => "no-answer",
            Self::Answer => "answer",
        }
    }
}

impl fmt::Display for BreachKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForgeryAccepted => "ACCEPTED A FORGERY",
            Self::ChangedBodyAccepted => "ACCEPTED A CHANGED BODY",
            Self::UntimelyAccepted => "accepted a delivery outside its time",
            Self::Errored => "crashed or errored",
            Self::Afterwards => "takes no genuine delivery afterwards",
            Self::GenuineRejected => "rejected a genuine delivery",
            Self::Accepted => "accepted what it should reject",
            Self::NoAnswer => "did not answer",
            Self::Answer => "answered otherwise than required",
        })
    }
}

pub(super) fn check(server: &Server, case: &Case) -> Verdict {
    let sender = server.sender();
    let mut script = (case.script)(&sender);
    if let Some(fault) = sender.fault() {
        return Verdict::NotJudged(format!("does not apply to this provider: {fault}"));
    }
    address(&sender, &mut script);
    if server.is_strict {
        strictly(server, case, &sender, &script)
    } else {
        leniently(server, case, &sender, &script)
    }
}

/// Sends the requests of a script to the endpoint under test.
fn address(sender: &Sender, script: &mut Script) {
    for play in &mut script.plays {
        match &mut play.transport {
            Transport::Tcp(steps) => {
                for step in steps {
                    if let Step::Send(bytes) | Step::SendOrAbort(bytes) = step {
                        *bytes = sender.address(bytes);
                    }
                }
            }
            Transport::Http2(requests) => {
                for request in requests {
                    *request = sender.address_http2(request.clone());
                }
            }
        }
    }
}

/// Judges by verihook's own contract.
fn strictly(server: &Server, case: &Case, sender: &Sender, script: &Script) -> Verdict {
    match server.target().check_script(case, sender, script, None) {
        Ok(()) => Verdict::Passed,
        Err(failure) => {
            // Which of the failures it would be for any server, if it is one.
            let kind = match leniently(server, case, sender, script) {
                _ if failure.is_afterwards() => BreachKind::Afterwards,
                Verdict::Failed(breach) => breach.kind,
                _ => BreachKind::Answer,
            };
            let received = failure.what().replace('\n', "; ");
            Verdict::Failed(Breach { kind, sent: words::sent(script), received })
        }
    }
}

fn leniently(server: &Server, case: &Case, sender: &Sender, script: &Script) -> Verdict {
    let mut watch = server.evidence.watch();
    let played = play(server.address, script, server.patience());
    let seen = seen_after(script, &mut watch);
    let judged = judge(case, script, &played, &seen);
    if let Err((kind, expected)) = judged {
        let received = format!("{}; {expected}", words::received(&played));
        return Verdict::Failed(Breach { kind, sent: words::sent(script), received });
    }
    match still_there(server, sender, script) {
        Ok(()) => Verdict::Passed,
        Err(received) => {
            let kind = BreachKind::Afterwards;
            Verdict::Failed(Breach { kind, sent: words::sent(script), received })
        }
    }
}

type Judged<T = ()> = Result<T, (BreachKind, String)>;

fn judge(case: &Case, script: &Script, played: &[Played], seen: &Seen) -> Judged {
    let mut delivered: Vec<&[u8]> = Vec::new();
    for (play, one) in script.plays.iter().zip(played) {
        let (expected, got) = (play.outcomes.len(), one.answers.len());
        if got > expected {
            let what = format!("expected {expected} answers, got {got}");
            return Err((BreachKind::Answer, what));
        }
        for (at, outcome) in play.outcomes.iter().enumerate() {
            let answer = one.answers.get(at).and_then(|answers| answers.last());
            if let Some(body) = judge_one(case, play, outcome, answer, one.ending)? {
                delivered.push(body);
            }
        }
    }
    let outcomes = script.plays.iter().flat_map(|play| &play.outcomes);
    let refused = outcomes.clone().find(|outcome| !is_genuine(outcome));
    seen.judge(delivered, outcomes).map_err(|what| match refused {
        Some(outcome) => (accepted(case, outcome), what),
        None => (BreachKind::GenuineRejected, what),
    })
}

const fn is_genuine(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Delivered(_) | Outcome::Either(_))
}

/// Returns the kind of failure that it is to accept a request with this required outcome.
fn accepted(case: &Case, outcome: &Outcome) -> BreachKind {
    let is_forged =
        matches!(outcome, Outcome::Refused(RejectionKind::NotAuthentic | RejectionKind::Forbidden));
    match case.category() {
        _ if case.is_odd() || !is_forged => BreachKind::Accepted,
        Category::Body => BreachKind::ChangedBodyAccepted,
        Category::Freshness => BreachKind::UntimelyAccepted,
        _ => BreachKind::ForgeryAccepted,
    }
}

/// Judges the final answer to one request. Returns the body that the handler must have seen.
fn judge_one<'o>(
    case: &Case,
    play: &Play,
    outcome: &'o Outcome,
    answer: Option<&Answer>,
    ending: Ending,
) -> Judged<Option<&'o [u8]>> {
    let Some(answer) = answer else { return unanswered(play, outcome, ending).map(|()| None) };
    let status = answer.status;
    let errored = || (BreachKind::Errored, format!("expected {}", wanted(outcome)));
    let other = |kind: BreachKind| (kind, format!("expected {}", wanted(outcome)));
    match (outcome, status) {
        (Outcome::Delivered(body) | Outcome::Either(body), 200..=299) => Ok(Some(body)),
        (Outcome::Either(_) | Outcome::RefusedByParser, 400..=499 | 501 | 505) => Ok(None),
        (Outcome::Refused(RejectionKind::Unavailable), 503) => Ok(None),
        (Outcome::Refused(RejectionKind::TimedOut), 503 | 504) => Ok(None),
        (_, 500..) => Err(errored()),
        (Outcome::Delivered(_) | Outcome::Either(_), _) => Err(other(BreachKind::GenuineRejected)),
        (Outcome::HandshakeHeader(name, value), 200..=299) if answer.has_header(name, value) => {
            Ok(None)
        }
        (Outcome::HandshakeBody(_, body), 200..=299) if same_text(&answer.body, body) => Ok(None),
        (Outcome::HandshakeEmpty, 200..=299) => Ok(None),
        (
            Outcome::HandshakeHeader(..) | Outcome::HandshakeBody(..) | Outcome::HandshakeEmpty,
            _,
        ) => Err(other(BreachKind::Answer)),
        (Outcome::AtMostOnce(_), _) | (_, 400..=499) => Ok(None),
        (_, 200..=299) => Err(other(accepted(case, outcome))),
        _ => Err(other(BreachKind::Answer)),
    }
}

/// Compares the text of a handshake, without regard to white space around it or inside JSON.
fn same_text(answer: &[u8], expected: &str) -> bool {
    let json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).ok();
    answer.trim_ascii() == expected.as_bytes()
        || json(answer).is_some_and(|value| Some(value) == json(expected.as_bytes()))
}

/// Judges a request without an answer.
fn unanswered(play: &Play, outcome: &Outcome, ending: Ending) -> Judged {
    let expected = format!("expected {}", wanted(outcome));
    let ends_early = matches!(&play.transport, Transport::Tcp(steps)
        if steps.iter().any(|step| matches!(step, Step::Finish)));
    // A server may close a broken connection instead of answering.
    let may_close = ends_early
        || matches!(
            outcome,
            Outcome::Either(_)
                | Outcome::RefusedByParser
                | Outcome::Refused(RejectionKind::Malformed | RejectionKind::TimedOut)
        );
    match ending {
        _ if outcome.is_open() => Ok(()),
        // It waits for the rest of what it takes for an incomplete request.
        Ending::Open if matches!(outcome, Outcome::Either(_)) => Ok(()),
        Ending::Closed if may_close && !matches!(outcome, Outcome::Delivered(_)) => Ok(()),
        Ending::Closed | Ending::Refused => Err((BreachKind::Errored, expected)),
        Ending::Open => Err((BreachKind::NoAnswer, expected)),
    }
}

/// Names the answer that a sound server would give.
const fn wanted(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Delivered(_) => "a 2xx",
        Outcome::Either(_) => "a 2xx or a 4xx",
        Outcome::HandshakeHeader(..) | Outcome::HandshakeBody(..) => "a 2xx with the challenge",
        Outcome::HandshakeEmpty => "a 2xx without a body",
        _ => "a 4xx",
    }
}

/// Checks that a genuine delivery still gets through.
fn still_there(server: &Server, sender: &Sender, script: &Script) -> Result<(), String> {
    let body = sender.body();
    let over_http2 =
        matches!(script.plays.as_slice(), [Play { transport: Transport::Http2(_), .. }, ..]);
    let answers: Vec<Answer> = if over_http2 {
        let request = sender.address_http2(sender.http2(&body));
        http2::exchange(server.address, &[request]).into_iter().flatten().collect()
    } else {
        wire::exchange(server.address, &[Step::Send(sender.address(&sender.request(&body)))])
    };
    match answers.last() {
        Some(answer) if (200..300).contains(&answer.status) => Ok(()),
        Some(answer) => {
            Err(format!("a genuine delivery afterwards was answered with {}", answer.status))
        }
        None => Err("a genuine delivery afterwards was not answered".to_owned()),
    }
}
