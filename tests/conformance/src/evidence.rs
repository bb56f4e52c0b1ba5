//! How it is known what a handler saw.

use crate::wire::{self, Step};
use crate::{Ledger, Outcome};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use verihook::Bytes;

/// Where it is asked what the handler of a receiver saw.
#[derive(Clone, Debug)]
pub(crate) enum Evidence {
    /// It answers with the number of verified bytes, and may count its runs.
    Answer(Arc<Counter>),
    /// It writes every body down.
    Ledger(Ledger),
}

/// A receiver's `GET /handled`: how often its handler has run so far.
#[derive(Debug)]
pub(crate) struct Counter {
    address: SocketAddr,
    is_there: OnceLock<bool>,
    /// A count can only be told apart by case if cases take turns.
    turn: Mutex<()>,
}

impl Counter {
    /// The count; `None` if there is no answer, or another than digits.
    fn read(&self) -> Option<u64> {
        let request = wire::request("GET", "/handled", &[], b"");
        let answers = wire::exchange(self.address, &[Step::Send(request)]);
        let answer = answers.last().filter(|answer| answer.status == 200)?;
        core::str::from_utf8(&answer.body).ok()?.trim().parse().ok()
    }
}

/// What a handler saw since it was asked last.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    /// That cannot be known.
    Unknown,
    /// It ran this often.
    Times(u64),
    /// It ran with these bodies.
    Bodies(Vec<Bytes>),
    /// The receiver counted, and does not any more.
    Lost,
}

/// A case's turn to ask what the handler saw.
#[derive(Debug)]
pub(crate) struct Watch<'e> {
    evidence: &'e Evidence,
    counted: Option<(u64, MutexGuard<'e, ()>)>,
}

impl Evidence {
    pub(crate) fn of(address: SocketAddr) -> Self {
        let (is_there, turn) = (OnceLock::new(), Mutex::new(()));
        Self::Answer(Arc::new(Counter { address, is_there, turn }))
    }

    /// From here on it is seen what the handler sees.
    pub(crate) fn watch(&self) -> Watch<'_> {
        let counted = match self {
            Self::Answer(counter) if *counter.is_there.get_or_init(|| counter.read().is_some()) => {
                let turn = counter.turn.lock().unwrap_or_else(PoisonError::into_inner);
                // Should it be gone by now, the next count says so.
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
            (Evidence::Answer(_), None) => Seen::Unknown,
        }
    }
}

impl Seen {
    /// Whether it is known that the handler has not run.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Times(times) => *times == 0,
            Self::Bodies(bodies) => bodies.is_empty(),
            Self::Unknown | Self::Lost => false,
        }
    }

    /// Whether the handler saw each of these bodies once, and beside them at most what these
    /// outcomes leave open.
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
            Self::Lost => Err("`GET /handled` is no longer answered with a number".to_owned()),
            Self::Times(times) => {
                let least = delivered.len() as u64;
                let most = least + open.count() as u64;
                if (least..=most).contains(times) {
                    return Ok(());
                }
                Err(format!("the handler ran {times} times instead of {least}"))
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
                    Err("the handler saw something else".into())
                }
            }
        }
    }

    /// Whether the handler saw none but these bodies, each at most once.
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
