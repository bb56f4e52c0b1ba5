//! A claimed delivery, and the handler that runs for it.

use crate::engine::Engine;
use crate::key::{Key, Owner};
use crate::metrics;
use crate::store::{Ownership, StoreError};
use core::fmt;
use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::sync::atomic::{AtomicU8, Ordering};
use core::time::Duration;
use futures_util::FutureExt as _;
use std::sync::{Arc, Weak};
use std::time::Instant;
use tokio::sync::{Notify, oneshot};
use tokio_util::task::task_tracker::TaskTrackerToken;
use tracing::Instrument as _;
use verihook::{Answer, Rejection, Verifier};

/// The pause before a call of a store that failed is repeated. It doubles with each attempt.
const MIN_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two attempts. Kept short, so that an attempt hits the brief times at
/// which a flapping store is up.
const MAX_PAUSE: Duration = Duration::from_millis(1_600);

/// How long a failed call is retried. While the store is down, no delivery is claimed, so only the
/// handlers that were running when it went down wait for it.
const PATIENCE: Duration = Duration::from_secs(600);

/// The answer for a delivery that its handler did not complete.
const LOST: Unanswered = Unanswered::Lost { retry_after: Duration::from_secs(1) };

/// The longest time after which a sender is asked to retry.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(10);

/// The marks of one delivery in the store. They are released on drop, unless they are settled.
pub(crate) struct Held {
    engine: Arc<Engine>,
    /// The mark of the delivery comes last.
    marks: Vec<(Key, Owner)>,
    /// Of [`FENCED`], [`SETTLED`] and [`SUCCEEDED`].
    phase: AtomicU8,
    /// Wakes the task that renews the leases, to end it.
    ended: Arc<Notify>,
}

/// A transaction of the handler may have completed the delivery.
const FENCED: u8 = 1;
/// There is nothing left to release.
const SETTLED: u8 = 2;
/// The handler has succeeded, and the store does not know yet. Nothing may be released.
const SUCCEEDED: u8 = 4;

impl Held {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self { engine, marks: Vec::new(), phase: AtomicU8::new(0), ended: Arc::default() }
    }

    pub(crate) fn push(&mut self, key: Key, owner: Owner) {
        self.marks.push((key, owner));
    }

    /// Forgets the last mark, which another owner has.
    pub(crate) fn pop(&mut self) {
        self.marks.pop();
    }

    /// Returns the key of the delivery.
    pub(crate) fn key(&self) -> Key {
        self.mark().0
    }

    fn mark(&self) -> (Key, Owner) {
        // A lease exists only after a claim.
        let none = || (Key::from_bytes([0; 32]), Owner::from_bytes([0; 16]));
        self.marks.last().copied().unwrap_or_else(none)
    }

    fn is_settled(&self) -> bool {
        self.phase.load(Ordering::SeqCst) & SETTLED != 0
    }

    fn is_fenced(&self) -> bool {
        self.phase.load(Ordering::SeqCst) & FENCED != 0
    }

    fn settle(&self) {
        self.phase.fetch_or(SETTLED, Ordering::SeqCst);
        self.ended.notify_one();
    }

    fn has_succeeded(&self) -> bool {
        self.phase.load(Ordering::SeqCst) & SUCCEEDED != 0
    }

    /// Marks everything that is held as done.
    pub(crate) async fn complete_marks(&self, status: u16) -> Result<(), StoreError> {
        for &(key, owner) in &self.marks {
            // A mark that was lost is done, or another owner is at it.
            let _ = self.engine.store.complete(key, owner, status).await?;
        }
        self.settle();
        Ok(())
    }

    /// Releases all marks, unless the handler has succeeded.
    pub(crate) async fn release(&self) -> Result<(), StoreError> {
        if self.has_succeeded() {
            return Err(StoreError::new("the delivery is done, and the store does not know yet"));
        }
        let is_fenced = self.is_fenced();
        self.settle();
        release(&self.engine, &self.marks, is_fenced).await
    }

    pub(crate) async fn release_with_key(&self) -> (Key, Result<(), StoreError>) {
        (self.key(), self.release().await)
    }

    /// Extends all leases. A lost mark cannot be extended.
    async fn renew(&self) -> Result<Ownership, StoreError> {
        let mut ownership = Ownership::Held;
        for &(key, owner) in &self.marks {
            let (store, lease) = (Arc::clone(&self.engine.store), self.engine.lease);
            let call = async move { store.renew(key, owner, lease).await };
            ownership = self.engine.within(call).await?;
        }
        Ok(ownership)
    }

    /// Marks the delivery as done.
    async fn complete(&self, status: u16) -> Result<Ownership, StoreError> {
        if self.is_fenced() {
            // If the handler did not commit, its effect did not happen: then it is not done.
            return match self.was_completed().await? {
                true => self.complete_replay(status).await,
                false => Ok(Ownership::Lost),
            };
        }
        let (key, owner) = self.mark();
        let ownership = self.complete_one(key, owner, status).await?;
        if ownership == Ownership::Held {
            return self.complete_replay(status).await;
        }
        // An earlier call may have taken effect although its answer was lost, or another owner took
        // the delivery over and has completed it.
        if self.was_completed().await? {
            tracing::warn!(target: "verihook", %key, "delivery was completed by another call");
            return self.complete_replay(status).await;
        }
        Ok(Ownership::Lost)
    }

    async fn complete_replay(&self, status: u16) -> Result<Ownership, StoreError> {
        if let [(key, owner), _] = *self.marks {
            // A replay of the signed content was meanwhile answered "in progress".
            let _ = self.complete_one(key, owner, status).await?;
        }
        Ok(Ownership::Held)
    }

    async fn complete_one(
        &self,
        key: Key,
        owner: Owner,
        status: u16,
    ) -> Result<Ownership, StoreError> {
        let store = Arc::clone(&self.engine.store);
        self.engine.within(async move { store.complete(key, owner, status).await }).await
    }

    async fn was_completed(&self) -> Result<bool, StoreError> {
        let (store, key) = (Arc::clone(&self.engine.store), self.key());
        Ok(self.engine.within(async move { store.status(key).await }).await?.is_some())
    }
}

/// Releases marks, the one of the delivery first.
///
/// A handler can fail after its transaction has completed the delivery, for example because the
/// answer to its commit was lost. The database then knows no owner, so nothing is released, and the
/// other mark is completed too.
async fn release(
    engine: &Engine,
    marks: &[(Key, Owner)],
    is_fenced: bool,
) -> Result<(), StoreError> {
    for &(key, owner) in marks.iter().rev() {
        let store = Arc::clone(&engine.store);
        let ownership = engine.within(async move { store.release(key, owner).await }).await?;
        if is_fenced && ownership == Ownership::Lost {
            return follow(engine, marks).await;
        }
    }
    Ok(())
}

/// Completes or releases the mark of the signed content, as the delivery was.
async fn follow(engine: &Engine, marks: &[(Key, Owner)]) -> Result<(), StoreError> {
    let [(content, owner), (key, _)] = *marks else { return Ok(()) };
    let store = Arc::clone(&engine.store);
    let call = async move {
        match store.status(key).await? {
            Some(status) => store.complete(content, owner, status).await,
            None => store.release(content, owner).await,
        }
    };
    // If the mark is lost, there is nothing to do.
    engine.within(call).await.map(|_| ())
}

/// Releases a claim that no handler finished: in a task, because `drop` cannot wait.
impl Drop for Held {
    fn drop(&mut self) {
        self.engine.let_go(self.mark().1);
        self.ended.notify_one();
        let marks = core::mem::take(&mut self.marks);
        if self.is_settled() || self.has_succeeded() || marks.is_empty() {
            return;
        }
        // Without a runtime, the lease ends by itself.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (engine, is_fenced) = (Arc::clone(&self.engine), self.is_fenced());
        let token = engine.tasks.token();
        runtime.spawn(async move {
            let _token = token;
            let key = marks.last().map(|mark| mark.0);
            retry("release", key, || release(&engine, &marks, is_fenced)).await;
        });
    }
}

/// Repeats a call of a store that fails, and gives up after [`PATIENCE`].
async fn retry<T, F>(call: &str, key: Option<Key>, mut attempt: impl FnMut() -> F) -> Option<T>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let begun = tokio::time::Instant::now();
    let mut pause = MIN_PAUSE;
    loop {
        match attempt().await {
            Ok(result) => return Some(result),
            Err(error) => {
                tracing::debug!(target: "verihook", call, key = key.map(tracing::field::display), %error, "store failed");
            }
        }
        if begun.elapsed() >= PATIENCE {
            return None;
        }
        // Random, so that not all calls come at one moment.
        tokio::time::sleep(pause.mul_f64(0.5 + 0.5 * rand::random::<f64>())).await;
        pause = (pause * 2).min(MAX_PAUSE);
    }
}

/// A delivery that a handler has claimed, for a handler that commits its effect and the completion
/// in one transaction.
#[derive(Clone)]
pub struct Lease(Arc<Held>);

/// The SQL statement that completes a delivery inside a transaction of the handler.
///
/// Bind the key, the owner and the status, in this order, and execute the statement last. If it
/// changes one row, commit. If it changes none, another owner took the delivery over: roll back.
///
/// A handler that took a statement completes its delivery with it, and not with its status alone: if
/// it returns 200 to 299 without a commit, the answer is 503, and the delivery is handled again.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Statement<'l> {
    /// The text, with the placeholders of the store's database.
    pub sql: &'l str,
    /// The first parameter, as a blob.
    pub key: [u8; 32],
    /// The second parameter, as a blob.
    pub owner: [u8; 16],
    /// The third parameter, as a small integer.
    pub status: i16,
}

/// Leaves out the owner: anyone who knows it can complete the delivery.
impl fmt::Debug for Statement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("sql", &self.sql)
            .field("key", &Key::from_bytes(self.key))
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Lease {
    /// Returns the key of the delivery, to pass on as the idempotency key of another service.
    #[must_use]
    pub fn key(&self) -> Key {
        self.0.key()
    }

    /// Returns the statement that completes the delivery with this status, 200 to 299.
    ///
    /// `None` if the store is not an SQL database, or if the status is another one.
    #[must_use]
    pub fn statement(&self, status: u16) -> Option<Statement<'_>> {
        let sql = self.0.engine.store.completion()?;
        let status = i16::try_from(status).ok().filter(|status| matches!(status, 200..300))?;
        let (key, owner) = self.0.mark();
        self.0.phase.fetch_or(FENCED, Ordering::SeqCst);
        Some(Statement { sql, key: *key.as_bytes(), owner: *owner.as_bytes(), status })
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").field("key", &self.key()).finish_non_exhaustive()
    }
}

/// A claimed delivery whose handler is about to run.
///
/// Run the handler with [`detach`](Self::detach), or with [`attend`](Self::attend) where a handler
/// cannot outlive its request. Both renew the lease while the handler runs. A status of 200 to 299
/// completes the delivery. Any other one, a panic and a drop release it.
#[must_use = "dropping it releases the delivery"]
pub struct RunningLease {
    held: Arc<Held>,
    provider: &'static str,
    endpoint: &'static str,
    deadline: Instant,
    acknowledge_within: Duration,
    _token: TaskTrackerToken,
}

impl RunningLease {
    pub(crate) fn new(
        held: Held,
        token: TaskTrackerToken,
        names: (&'static str, &'static str),
        (deadline, acknowledge_within): (Instant, Duration),
    ) -> Self {
        let held = Arc::new(held);
        held.engine.hold(held.mark().1, &held);
        let (provider, endpoint) = names;
        Self { held, provider, endpoint, deadline, acknowledge_within, _token: token }
    }

    /// Returns the lease, for the handler.
    #[must_use]
    pub fn lease(&self) -> Lease {
        Lease(Arc::clone(&self.held))
    }

    /// Runs a handler in a task of its own, so that a client that disconnects does not stop it.
    ///
    /// Spawn the first future. The second one returns the handler's answer, or
    /// [`Unanswered::Overdue`] at the acknowledgement deadline; the handler goes on then.
    pub fn detach<F: Future>(
        self,
        handler: F,
        status: fn(&F::Output) -> u16,
    ) -> (impl Future<Output = ()>, impl Future<Output = Result<F::Output, Unanswered>>) {
        let (sender, receiver) = oneshot::channel();
        let (deadline, retry_after) = (self.deadline, self.acknowledge_within.min(MAX_RETRY_AFTER));
        let task = async move {
            let answer = self.attend(handler, status).await;
            // The client may be gone.
            let _ = sender.send(answer);
        };
        let answer = async move {
            match tokio::time::timeout_at(deadline.into(), receiver).await {
                Ok(Ok(answer)) => answer,
                // The runtime is shutting down.
                Ok(Err(_)) => Err(Unanswered::Panicked),
                Err(_) => Err(Unanswered::Overdue { retry_after }),
            }
        };
        (task, answer)
    }

    /// Runs a handler inside its request, and returns its answer.
    ///
    /// There is no acknowledgement deadline. If the future is dropped, so is the handler.
    ///
    /// # Errors
    /// [`Unanswered`] if the handler panicked or lost the delivery.
    pub async fn attend<F: Future>(
        self,
        handler: F,
        status: fn(&F::Output) -> u16,
    ) -> Result<F::Output, Unanswered> {
        let begun = Instant::now();
        let key = self.held.key();
        let span = tracing::info_span!(
            target: "verihook",
            "handle",
            provider = self.provider,
            endpoint = self.endpoint,
            %key
        );
        let answer = {
            let handler = AssertUnwindSafe(handler).catch_unwind().instrument(span);
            // In a task of its own, because a handler may block this one.
            tokio::spawn(keep(Keeper::of(&self.held), begun.into()));
            // Until its first poll, no other thread can take the task over from this one.
            tokio::task::yield_now().await;
            handler.await
        };
        metrics::handler_time(self.provider, self.endpoint, begun.elapsed());
        match answer {
            Ok(answer) => {
                match status(&answer) {
                    status @ 200..300 => self.complete(status).await?,
                    _ => self.release().await,
                }
                Ok(answer)
            }
            Err(_panic) => {
                tracing::error!(target: "verihook", %key, "handler panicked");
                self.release().await;
                Err(Unanswered::Panicked)
            }
        }
    }

    async fn complete(&self, status: u16) -> Result<(), Unanswered> {
        let begun = Instant::now();
        let completed = self.held.complete(status).await;
        metrics::store_latency(self.held.engine.store.name(), "complete", begun.elapsed());
        match completed {
            Ok(Ownership::Held) => self.held.settle(),
            Ok(Ownership::Lost) if self.held.is_fenced() => {
                let key = self.held.key();
                tracing::error!(
                    target: "verihook",
                    %key,
                    "delivery not completed: the transaction of the handler was not committed"
                );
                self.release().await;
                return Err(LOST);
            }
            Ok(Ownership::Lost) => {
                self.held.settle();
                let key = self.held.key();
                tracing::error!(target: "verihook", %key, "delivery lost to another owner");
                return Err(LOST);
            }
            // Whether the transaction of the handler was committed is not known, and the sender
            // must not forget a delivery that was not handled. The retry finds out. If it was, no
            // owner is left in the database, and nothing is released.
            Err(error) if self.held.is_fenced() => {
                let key = self.held.key();
                tracing::warn!(target: "verihook", %key, %error, "completion not confirmed");
                self.release().await;
                return Err(LOST);
            }
            // The handler has done its work, so the sender need not retry. A duplicate must not be
            // handled before the store knows.
            Err(error) => self.complete_later(status, &error),
        }
        Ok(())
    }

    fn complete_later(&self, status: u16, error: &StoreError) {
        let held = Arc::clone(&self.held);
        held.phase.fetch_or(SUCCEEDED, Ordering::SeqCst);
        let key = held.key();
        tracing::warn!(target: "verihook", %key, %error, "completing the delivery failed; retrying");
        let token = held.engine.tasks.token();
        tokio::spawn(async move {
            let _token = token;
            let completed = retry("complete", Some(key), || held.complete(status)).await;
            if completed.is_none() {
                tracing::error!(target: "verihook", %key, "delivery not completed: it may be handled again");
            }
            held.settle();
        });
    }

    async fn release(&self) {
        if let Err(error) = self.held.release().await {
            let held = Arc::clone(&self.held);
            let key = held.key();
            tracing::warn!(target: "verihook", %key, %error, "releasing the delivery failed; retrying");
            let token = held.engine.tasks.token();
            tokio::spawn(async move {
                let _token = token;
                retry("release", Some(key), || held.release()).await;
            });
        }
    }
}

impl fmt::Debug for RunningLease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningLease").field("key", &self.held.key()).finish_non_exhaustive()
    }
}

/// What the task that renews a lease knows of it, without keeping it alive.
struct Keeper {
    held: Weak<Held>,
    ended: Arc<Notify>,
    first_pause: Duration,
}

impl Keeper {
    fn of(held: &Arc<Held>) -> Self {
        let first_pause = (held.engine.lease / 3).min(held.engine.handler_limit);
        Self { held: Arc::downgrade(held), ended: Arc::clone(&held.ended), first_pause }
    }

    /// Waits, at most until the lease has ended.
    async fn pause(&self, time: Duration) {
        // An error means that the time is over.
        let _ = tokio::time::timeout(time, self.ended.notified()).await;
    }
}

/// Renews a lease until its handler has finished, or has run for too long.
async fn keep(keeper: Keeper, begun: tokio::time::Instant) {
    keeper.pause(keeper.first_pause).await;
    loop {
        let Some(held) = keeper.held.upgrade().filter(|held| !held.is_settled()) else { return };
        let key = held.key();
        if begun.elapsed() >= held.engine.handler_limit {
            tracing::error!(target: "verihook", %key, "handler exceeded its time limit: delivery released");
            if let Err(error) = held.release().await {
                tracing::warn!(target: "verihook", %key, %error, "delivery not released");
            }
            return;
        }
        let pause = match held.renew().await {
            Ok(Ownership::Held) => {
                let left = held.engine.handler_limit.saturating_sub(begun.elapsed());
                (held.engine.lease / 3).min(left)
            }
            Ok(Ownership::Lost) => {
                tracing::warn!(target: "verihook", %key, "lease lost while the handler runs");
                return;
            }
            Err(error) => {
                tracing::warn!(target: "verihook", %key, %error, "renewing the lease failed; retrying");
                held.engine.lease / 10
            }
        };
        drop(held);
        keeper.pause(pause).await;
    }
}

/// Why a handler that ran has no answer for the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unanswered {
    /// It is still running at the acknowledgement deadline.
    Overdue {
        /// The time after which to retry.
        retry_after: Duration,
    },
    /// Another owner took the delivery over, because the lease ran out. Or the handler took the
    /// [`Statement`] that completes the delivery, and did not commit it.
    Lost {
        /// The time after which to retry.
        retry_after: Duration,
    },
    /// It panicked.
    Panicked,
}

impl Unanswered {
    /// Returns the reason, and the answer for the sender.
    pub fn answer<P>(&self, verifier: &Verifier<P>) -> (Rejection, Answer) {
        match *self {
            Self::Overdue { retry_after } => {
                let rejection = Rejection::HandlerOverdue;
                (rejection, verifier.answer_retry_after(rejection, retry_after))
            }
            Self::Lost { retry_after } => {
                let rejection = Rejection::LeaseLost;
                (rejection, verifier.answer_retry_after(rejection, retry_after))
            }
            Self::Panicked => {
                let rejection = Rejection::HandlerPanicked;
                (rejection, verifier.answer(rejection))
            }
        }
    }
}
