//! Evidence of which bodies a handler saw.

use crate::wire::{self, Step};
use crate::{Ledger, Outcome};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use verihook::Bytes;

/// The source of evidence about a receiver's handler.
#[derive(Clone, Debug)]
pub(crate) enum Evidence {
    /// The handler answers with the number of verified bytes, and may count its runs.
    Answer(Arc<Counter>),
    /// The handler records every body.
    Ledger(Ledger),
    /// There is none but the status of the answer.
    Status,
}

/// A receiver's `GET /handled`, which returns the number of handler runs so far.
#[derive(Debug)]
pub(crate) struct Counter {
    address: SocketAddr,
    request: Vec<u8>,
    is_there: OnceLock<bool>,
    /// Runs can be attributed to a case only if cases take turns.
    turn: Mutex<()>,
}

impl Counter {
    /// Returns the count, or `None` if there is no answer or it is not a number.
    fn read(&self) -> Option<u64> {
        let answers = wire::exchange(self.address, &[Step::Send(self.request.clone())]);
        let answer = answers.last().filter(|answer| answer.status == 200)?;
        core::str::from_utf8(&answer.body).ok()?.trim().parse().ok()
    }
}

/// The bodies that a handler saw since the last query.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    /// There is no evidence.
    Unknown,
    /// The handler ran this many times.
    Times(u64),
    /// The handler ran with these bodies.
    Bodies(Vec<Bytes>),
    /// The receiver no longer answers with a count.
    Lost,
}

/// A case's turn to query what the handler saw.
#[derive(Debug)]
pub(crate) struct Watch<'e> {
    evidence: &'e Evidence,
    counted: Option<(u64, MutexGuard<'e, ()>)>,
}

impl Evidence {
    pub(crate) fn of(address: SocketAddr) -> Self {
        Self::counted(address, wire::request("GET", "/handled", &[], b""))
    }

    /// Returns the evidence of a receiver that answers this request with a count of handler runs.
    pub(crate) fn counted(address: SocketAddr, request: Vec<u8>) -> Self {
        let (is_there, turn) = (OnceLock::new(), Mutex::new(()));
        Self::Answer(Arc::new(Counter { address, request, is_there, turn }))
    }

    /// Returns `true` if handler runs are counted.
    pub(crate) fn counts(&self) -> bool {
        match self {
            Self::Answer(counter) => *counter.is_there.get_or_init(|| counter.read().is_some()),
            Self::Ledger(_) => true,
            Self::Status => false,
        }
    }

    /// Starts a turn: from here on, handler runs belong to the caller.
    pub(crate) fn watch(&self) -> Watch<'_> {
        let counted = match self {
            Self::Answer(counter) if self.counts() => {
                let turn = counter.turn.lock().unwrap_or_else(PoisonError::into_inner);
                // If the count is gone by now, the next read reports it.
                Some((counter.read().unwrap_or_default(), turn))
            }
            _ => None,
        };
        Watch { evidence: self, counted }
    }
}

impl Watch<'_> {
    pub(crate) fn seen(&mut self) -> Seen {
        match (self.evidence, &mut self.counted) {
            (Evidence::Ledger(ledger), _) => Seen::Bodies(ledger.take()),
            (Evidence::Answer(counter), Some((before, _))) => match counter.read() {
                None => Seen::Lost,
                Some(now) => Seen::Times(now - core::mem::replace(before, now).min(now)),
            },
            (Evidence::Answer(_), None) | (Evidence::Status, _) => Seen::Unknown,
        }
    }
}

impl Seen {
    /// Returns `true` if the evidence proves that the handler has not run.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Times(times) => *times == 0,
            Self::Bodies(bodies) => bodies.is_empty(),
            Self::Unknown | Self::Lost => false,
        }
    }

    /// Checks that the handler saw each of these bodies once, and otherwise at most the bodies that
    /// the outcomes leave open.
    pub(crate) fn judge<'o>(
        &self,
        mut delivered: Vec<&[u8]>,
        outcomes: impl Iterator<Item = &'o Outcome>,
    ) -> Result<(), String> {
        let open = outcomes.filter_map(|outcome| match outcome {
            Outcome::AtMostOnce(body) => Some(&body[..]),
            _ => None,
        });
        match self {
            Self::Unknown => Ok(()),
            Self::Lost => Err("the handler count is no longer a number".to_owned()),
            Self::Times(times) => {
                let least = delivered.len() as u64;
                let most = least + open.count() as u64;
                if (least..=most).contains(times) {
                    return Ok(());
                }
                Err(format!("expected {least} handler runs, got {times}"))
            }
            Self::Bodies(bodies) => {
                let mut seen: Vec<&[u8]> = bodies.iter().map(AsRef::as_ref).collect();
                for body in open {
                    if let Some(at) = seen.iter().position(|seen| *seen == body) {
                        seen.swap_remove(at);
                    }
                }
                seen.sort_unstable();
                delivered.sort_unstable();
                if seen == delivered {
                    Ok(())
                } else {
                    Err("the handler did not see exactly the expected bodies".into())
                }
            }
        }
    }

    /// Returns `true` if the handler saw only these bodies, each at most once.
    pub(crate) fn is_within(&self, mut allowed: Vec<&[u8]>) -> bool {
        match self {
            Self::Unknown => true,
            Self::Lost => false,
            Self::Times(times) => *times <= allowed.len() as u64,
            Self::Bodies(bodies) => bodies.iter().all(|body| {
                let at = allowed.iter().position(|allowed| *allowed == &body[..]);
                at.map(|at| allowed.swap_remove(at)).is_some()
            }),
        }
    }
}
