//! The interface of a store.

pub(crate) mod memory;
#[cfg(any(feature = "sqlx", feature = "tokio-postgres"))]
pub(crate) mod postgres;
#[cfg(feature = "redis")]
pub(crate) mod redis;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;

use crate::key::{BodyDigest, Key, Owner};
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::error::Error;

/// A store of the deliveries that are being handled or were handled.
///
/// Each entry has a key, the digest of a body, and either an owner with a lease or a status. A store
/// uses one clock, its own, for leases and retention.
///
/// # Contract
///
/// - [`claim`](Self::claim) is atomic: of any number of concurrent
///   claims of one key, exactly one is [`Claimed::New`].
/// - An entry whose lease has run out can be claimed again, if the body is the same. One whose
///   retention is over counts as absent.
/// - [`renew`](Self::renew), [`complete`](Self::complete) and [`release`](Self::release) apply only
///   if the owner is the current one. They ignore the lease: an owner that is late, but was not
///   replaced, still holds the delivery.
/// - An owner is chosen before the call, so that a claim whose answer never arrived can be released.
/// - A store never forgets an entry before its retention is over. If it has no room, it returns
///   [`StoreError`].
/// - A call returns within about a second. It does not wait for the handler of another delivery.
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// Claims a delivery.
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed>;

    /// Extends a lease, from now.
    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership>;

    /// Marks a delivery as done, with the status of its answer. The retention stays as claimed.
    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership>;

    /// Forgets a claim, so that the next attempt is new.
    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership>;

    /// Returns the status of a delivery that is done; `None` for any other.
    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>>;

    /// Removes some entries whose retention is over. Returns `true` if there may be more.
    ///
    /// One call does little work, because claims wait for it. A store whose server removes entries
    /// by itself returns `false`.
    fn sweep(&self) -> StoreFuture<'_, bool>;

    /// Returns the name of the store, for logs and metrics: `sqlite`.
    fn name(&self) -> &'static str;

    /// Returns the SQL statement that completes a delivery, if the store is an SQL database.
    ///
    /// Its parameters are the key, the owner and the status, in this order. See
    /// [`Lease::statement`](crate::Lease::statement).
    fn completion(&self) -> Option<&str> {
        None
    }
}

/// A request for a lease.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Claim {
    /// The delivery.
    pub key: Key,
    /// Its body.
    pub body: BodyDigest,
    /// The new owner.
    pub owner: Owner,
    /// For how long the owner holds the delivery, unless it renews the lease.
    pub lease: Duration,
    /// For how long the delivery is remembered. It is at least the lease.
    pub retention: Duration,
}

impl Claim {
    /// Creates a claim for a new owner.
    #[must_use]
    pub fn new(key: Key, body: BodyDigest, lease: Duration, retention: Duration) -> Self {
        Self { key, body, owner: Owner::random(), lease, retention: retention.max(lease) }
    }
}

/// The result of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a caller must handle each")]
pub enum Claimed {
    /// The caller owns the delivery and handles it.
    New,
    /// Another owner has it, until this much time has passed.
    InFlight {
        /// The rest of the lease.
        retry_after: Duration,
    },
    /// It was done before, and answered with this status.
    Done {
        /// The status of the first answer.
        status: u16,
    },
    /// The key is in use for another body.
    Conflict,
}

/// Whether the caller still owned the delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[allow(clippy::exhaustive_enums, reason = "a caller must handle both")]
pub enum Ownership {
    /// It did, and the call took effect.
    Held,
    /// It did not: another owner took over, the delivery is done, or it was released.
    Lost,
}

impl From<bool> for Ownership {
    fn from(is_held: bool) -> Self {
        if is_held { Self::Held } else { Self::Lost }
    }
}

/// The future of a call of a store.
pub struct StoreFuture<'s, T>(State<'s, T>);

enum State<'s, T> {
    Ready(Option<Result<T, StoreError>>),
    Pending(Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 's>>),
}

impl<'s, T> StoreFuture<'s, T> {
    /// Returns a future that is ready, for a store that waits for nothing.
    #[must_use]
    pub const fn ready(result: Result<T, StoreError>) -> Self {
        Self(State::Ready(Some(result)))
    }

    /// Boxes a future.
    pub fn new(future: impl Future<Output = Result<T, StoreError>> + Send + 's) -> Self {
        Self(State::Pending(Box::pin(future)))
    }
}

// No field is pinned: the pending future is in a box of its own.
impl<T> Unpin for StoreFuture<'_, T> {}

impl<T> Future for StoreFuture<'_, T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Ready(result) => match result.take() {
                Some(result) => Poll::Ready(result),
                // Polled after it was ready, which futures may answer as they like.
                None => Poll::Pending,
            },
            State::Pending(future) => future.as_mut().poll(context),
        }
    }
}

impl<T> fmt::Debug for StoreFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreFuture").finish_non_exhaustive()
    }
}

/// An error from a store. The sender gets 503.
///
/// A failed call may still have taken effect.
pub struct StoreError {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl StoreError {
    /// Creates an error that says what happened and, if possible, what to do.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Creates an error with its cause.
    pub fn with_source(
        message: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source: Some(source.into()) }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

/// Prints the same as `Display`, because a `main` that returns an error prints it with `Debug`.
impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for StoreError {
    /// Returns the cause of the cause, because `Display` includes the first one.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().and_then(Error::source)
    }
}
