//! The thread that uses the file, and the calls that wait for it.

use super::database::{self, Database, Failure};
use crate::key::{Key, Owner};
use crate::store::{Claim, Claimed, Ownership, StoreError};
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;
use tokio::sync::oneshot;

/// More callers than this are not served in time by any disk.
const MAX_WAITING: usize = 10_000;

/// How many calls are committed together. More do not make a commit much cheaper for each.
const MAX_BATCH: usize = 256;

/// How long a call waits for the lock of another process. The sender needs an answer in a second.
const MAX_WAIT: Duration = Duration::from_millis(500);

/// The age at which a claim is dropped from the queue, because its sender has got another answer.
const MAX_AGE: Duration = Duration::from_secs(1);

/// The pause between two attempts to take the lock. A commit of another process takes about as long.
const PAUSE: Duration = Duration::from_millis(1);

/// A call of the store.
pub(super) enum Call {
    Claim(Claim),
    Renew { key: Key, owner: Owner, lease: Duration },
    Complete { key: Key, owner: Owner, status: u16 },
    Release { key: Key, owner: Owner },
    Status(Key),
    Sweep,
}

#[derive(Clone, Copy)]
pub(super) enum Outcome {
    Claimed(Claimed),
    Ownership(Ownership),
    Status(Option<u16>),
    HasMore(bool),
}

/// Sends calls to the thread.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    pub(super) fn start(database: Database) -> Result<Self, StoreError> {
        let (jobs, received) = mpsc::channel();
        let thread = Thread { database, jobs: received, writes: Vec::new(), sweeps: Vec::new() };
        thread::Builder::new()
            .name("verihook-sqlite".to_owned())
            .spawn(move || thread.run())
            .map_err(|error| StoreError::with_source("cannot start a thread", error))?;
        Ok(Self { jobs, waiting: Arc::default() })
    }

    /// Waits until the call is answered, which is after its commit.
    pub(super) async fn call(&self, call: Call) -> Result<Outcome, StoreError> {
        let place = Place::take(&self.waiting)?;
        let (reply, answer) = oneshot::channel();
        let job = Job { call, queued: Instant::now(), reply, _place: place };
        let ended = || StoreError::new("the thread of the SQLite store has ended");
        self.jobs.send(job).map_err(|_| ended())?;
        answer.await.unwrap_or_else(|_| Err(ended()))
    }
}

/// A place in the queue, until it is dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Result<Self, StoreError> {
        let is_full = waiting.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING;
        let place = Self(Arc::clone(waiting));
        if is_full {
            return Err(StoreError::new(format!(
                "{MAX_WAITING} calls wait for the SQLite store: the disk is too slow for this rate"
            )));
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A call that waits for its answer.
struct Job {
    call: Call,
    queued: Instant,
    reply: oneshot::Sender<Result<Outcome, StoreError>>,
    _place: Place,
}

impl Job {
    fn answer(self, result: Result<Outcome, String>) {
        // The caller may be gone.
        let _ = self.reply.send(result.map_err(StoreError::new));
    }

    fn is_overdue(&self) -> bool {
        self.queued.elapsed() > MAX_WAIT
    }
}

/// The thread with the calls that need the write lock.
struct Thread {
    database: Database,
    jobs: mpsc::Receiver<Job>,
    writes: Vec<Job>,
    sweeps: Vec<Job>,
}

impl Thread {
    /// Works until the store is dropped and all calls are answered.
    fn run(mut self) {
        let mut is_busy = false;
        loop {
            let first = if !self.writes.is_empty() || !self.sweeps.is_empty() {
                is_busy.then(|| self.pause()).flatten()
            } else if let Ok(job) = self.jobs.recv() {
                Some(job)
            } else {
                return;
            };
            self.accept(first);
            is_busy = self.write() || self.sweep();
        }
    }

    /// Waits before the next attempt to take the lock, or until another call can be answered.
    fn pause(&self) -> Option<Job> {
        match self.jobs.recv_timeout(PAUSE) {
            Ok(job) => Some(job),
            Err(mpsc::RecvTimeoutError::Timeout) => None,
            // The store was dropped, but calls still wait for the lock.
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                thread::sleep(PAUSE);
                None
            }
        }
    }

    /// Takes the calls that wait. Answers those that need no write lock.
    fn accept(&mut self, first: Option<Job>) {
        let room = MAX_BATCH.saturating_sub(self.writes.len());
        let more = self.jobs.try_iter().take(room);
        for job in first.into_iter().chain(more) {
            let answered = match &job.call {
                // The sender has got another answer already.
                Call::Claim(_) if job.queued.elapsed() > MAX_AGE => Err(self.too_slow()),
                Call::Claim(claim) => {
                    self.database.read_claim(claim).map(|claimed| claimed.map(Outcome::Claimed))
                }
                Call::Status(key) => self.database.status(*key).map(Outcome::Status).map(Some),
                _ => Ok(None),
            };
            match answered {
                Ok(Some(outcome)) => job.answer(Ok(outcome)),
                Err(Failure::Other(message)) => job.answer(Err(message)),
                Err(Failure::Busy) if job.is_overdue() => job.answer(Err(self.overdue())),
                _ if matches!(job.call, Call::Sweep) => self.sweeps.push(job),
                _ => self.writes.push(job),
            }
        }
    }

    /// Commits the calls that wait, and answers them. Returns `true` if another process has the lock.
    fn write(&mut self) -> bool {
        if self.writes.is_empty() {
            return false;
        }
        match self.transaction() {
            Ok(outcomes) => {
                for (job, outcome) in self.writes.drain(..).zip(outcomes) {
                    job.answer(outcome);
                }
                false
            }
            Err(Failure::Busy) => {
                let message = self.overdue();
                let writes = self.writes.extract_if(.., |job| job.is_overdue());
                // Sweeps wait for the writes, however many follow.
                let sweeps = self.sweeps.extract_if(.., |job| job.is_overdue());
                for job in writes.chain(sweeps) {
                    job.answer(Err(message.clone()));
                }
                true
            }
            Err(Failure::Other(message)) => {
                for job in self.writes.drain(..) {
                    job.answer(Err(message.clone()));
                }
                false
            }
        }
    }

    /// Executes all calls in one transaction. One that fails does not fail the others, unless SQLite
    /// has rolled back.
    fn transaction(&self) -> Result<Vec<Result<Outcome, String>>, Failure> {
        self.database.begin()?;
        let now = database::now();
        let mut outcomes = Vec::with_capacity(self.writes.len());
        for job in &self.writes {
            match self.database.write(&job.call, now) {
                Err(failure) if !self.database.is_in_transaction() => return Err(failure),
                outcome => outcomes.push(outcome.map_err(|failure| failure.message(self))),
            }
        }
        self.database.commit()?;
        Ok(outcomes)
    }

    /// Removes some expired entries, between two batches. Returns `true` if another process has the
    /// lock.
    fn sweep(&mut self) -> bool {
        let Some(job) = self.sweeps.pop() else { return false };
        let swept = self.database.begin().and_then(|()| {
            let has_more = self.database.write(&job.call, database::now())?;
            self.database.commit()?;
            Ok(has_more)
        });
        match swept {
            Err(Failure::Busy) if !job.is_overdue() => {
                self.sweeps.push(job);
                return true;
            }
            result => job.answer(result.map_err(|failure| failure.message(self))),
        }
        false
    }

    fn too_slow(&self) -> Failure {
        Failure::Other(format!(
            "the calls before this one took {MAX_AGE:?}: the disk of `{}` is too slow for this rate",
            self.database.path().display()
        ))
    }

    fn overdue(&self) -> String {
        format!(
            "no write lock on `{}` within {MAX_WAIT:?}: another process holds it, or the disk is too \
             slow",
            self.database.path().display()
        )
    }
}

impl Failure {
    fn message(self, thread: &Thread) -> String {
        match self {
            Self::Busy => thread.overdue(),
            Self::Other(message) => message,
        }
    }
}
