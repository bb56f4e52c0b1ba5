//! The store with its settings, and the deliveries that are being handled.

use crate::endpoint::IdempotentVerifier;
use crate::key::Owner;
use crate::lease::Held;
use crate::metrics;
use crate::store::{Store, StoreError};
use core::any::Any;
use core::fmt;
use core::future::{Future, poll_fn};
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Poll;
use core::time::Duration;
use futures_util::future::join_all;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;
use verihook::{Endpoint, Verifier};

/// How long a claim lasts unless it is renewed.
const LEASE: Duration = Duration::from_secs(30);

/// How long a handler may run before a retry can be handled alongside it.
const HANDLER_LIMIT: Duration = Duration::from_secs(15 * 60);

/// How long a request waits for the store. The whole answer must be there within a second.
const STORE_TIMEOUT: Duration = Duration::from_millis(700);

/// The time between two sweeps, without the random part.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

/// The pause between two batches of a sweep, in which claims go on.
const SWEEP_PAUSE: Duration = Duration::from_millis(20);

/// Handles each delivery once: a [`Store`], the settings, and the handlers that are running.
///
/// Clones share all three. Create one for the whole application, so that
/// [`drain`](Self::drain) knows all handlers.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use verihook::{Verifier, providers::Stripe};
/// use verihook_idempotency::{Idempotency, MemoryStore};
///
/// let idempotency = Idempotency::new(MemoryStore::new());
/// let stripe = Verifier::<Stripe>::new("whsec_a secret that is long enough")?;
/// let stripe = idempotency.wrap(stripe); // give this to the adapter instead of the verifier
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Idempotency(Arc<Engine>);

/// A verifier of each endpoint, by the names of the provider and the endpoint.
type Verifiers = HashMap<(&'static str, &'static str), Box<dyn Any + Send + Sync>>;

pub(crate) struct Engine {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) namespace: String,
    pub(crate) lease: Duration,
    pub(crate) handler_limit: Duration,
    pub(crate) store_timeout: Duration,
    pub(crate) handles_unclaimed: bool,
    pub(crate) tasks: TaskTracker,
    /// The leases of the handlers that are running.
    held: Mutex<HashMap<Owner, Weak<Held>>>,
    is_draining: AtomicBool,
    wrapped: Mutex<Verifiers>,
    /// The runtime of the sweeper can end before the process does, so it is started again then.
    sweeper: Mutex<Option<JoinHandle<()>>>,
}

impl Idempotency {
    /// Creates an instance with the default settings.
    pub fn new(store: impl Store) -> Self {
        Self::builder(store).build()
    }

    /// Starts to configure an instance.
    pub fn builder(store: impl Store) -> IdempotencyBuilder {
        IdempotencyBuilder {
            store: Arc::new(store),
            namespace: String::new(),
            lease: LEASE,
            handler_limit: HANDLER_LIMIT,
            store_timeout: STORE_TIMEOUT,
            handles_unclaimed: false,
        }
    }

    /// Makes an endpoint handle each delivery once. Give the result to the adapter instead of the
    /// verifier.
    ///
    /// Deliveries are told apart by the name of the endpoint. A provider may send one event to two
    /// of your URLs, so two endpoints of one provider need two names: declare them with
    /// [`endpoint!`](verihook::endpoint). Two verifiers under one name are logged as an error.
    #[must_use]
    pub fn wrap<P: Endpoint>(&self, verifier: Verifier<P>) -> IdempotentVerifier<P> {
        if !self.0.is_only_verifier(&verifier) {
            tracing::error!(
                target: "verihook",
                provider = verifier.provider(),
                endpoint = verifier.endpoint(),
                "two verifiers share one endpoint name, so a delivery to one is treated as a \
                 duplicate at the other: give each its own name with `endpoint!`"
            );
        }
        IdempotentVerifier::new(Arc::clone(&self.0), verifier)
    }

    /// Returns the store.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    /// Returns the number of handlers that are running.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.0.held().len()
    }

    /// Waits for the running handlers, for at most this long. Call it when the server stops.
    ///
    /// Handlers run detached from their connections, so the graceful shutdown of a framework does
    /// not wait for them. From now on, deliveries are answered with 503 and `Retry-After`, and the
    /// provider retries them. When the time is over, the leases that are left are released, so that
    /// a retry need not wait for their end; the handlers themselves are not stopped.
    pub async fn drain(&self, limit: Duration) -> Drained {
        self.0.is_draining.store(true, Ordering::SeqCst);
        self.0.tasks.close();
        let in_time = tokio::time::timeout(limit, self.0.tasks.wait()).await;
        let mut drained = Drained { released: 0, failed: 0, in_time: in_time.is_ok() };
        if drained.in_time {
            return drained;
        }
        let left: Vec<_> = self.0.held().values().filter_map(Weak::upgrade).collect();
        // At once, because each call may wait for a store that is down.
        for (key, released) in join_all(left.iter().map(|held| held.release_with_key())).await {
            match released {
                Ok(()) => drained.released += 1,
                Err(error) => {
                    drained.failed += 1;
                    tracing::error!(target: "verihook", %error, %key, "lease not released");
                }
            }
        }
        drained
    }
}

/// The result of [`Idempotency::drain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drained {
    /// The number of leases that were released when the time was over.
    pub released: usize,
    /// The number of leases that the store did not release. They end by themselves.
    pub failed: usize,
    in_time: bool,
}

impl Drained {
    /// Returns `true` if all handlers and all calls of the store have finished in time.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.in_time
    }
}

/// The settings of an [`Idempotency`].
#[derive(Debug)]
#[must_use]
pub struct IdempotencyBuilder {
    store: Arc<dyn Store>,
    namespace: String,
    lease: Duration,
    handler_limit: Duration,
    store_timeout: Duration,
    handles_unclaimed: bool,
}

impl IdempotencyBuilder {
    /// Sets the name of the application. Applications with different names share a store without
    /// sharing deliveries. It is empty by default.
    pub fn namespace(mut self, name: impl Into<String>) -> Self {
        self.namespace = name.into();
        self
    }

    /// Sets how long a claim lasts, 30 seconds by default.
    ///
    /// A lease is renewed while its handler runs, so this is the time for which a delivery waits
    /// after its process was killed. At least one second.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease.max(Duration::from_secs(1));
        self
    }

    /// Sets how long a handler may run, 15 minutes by default.
    ///
    /// After that, its lease is released, and a retry can be handled alongside it. The handler is
    /// not aborted, because dropping a future in the middle of a query can corrupt its connection.
    /// `complete_in` then fails with `FenceError::Lost`, and other handlers are answered with 503.
    pub fn handler_limit(mut self, limit: Duration) -> Self {
        self.handler_limit = limit;
        self
    }

    /// Sets how long a request waits for the store, 0.7 seconds by default. Then the answer is 503.
    pub fn store_timeout(mut self, timeout: Duration) -> Self {
        self.store_timeout = timeout;
        self
    }

    /// Handles deliveries without a claim while the store is unavailable.
    ///
    /// **Duplicates are then handled again.** Without this setting, the answer is 503, and the
    /// provider retries. Each delivery that is handled this way is logged as an error.
    pub fn dangerously_handle_unclaimed(mut self) -> Self {
        self.handles_unclaimed = true;
        self
    }

    /// Creates the instance.
    #[must_use]
    pub fn build(self) -> Idempotency {
        Idempotency(Arc::new(Engine {
            store: self.store,
            namespace: self.namespace,
            lease: self.lease,
            handler_limit: self.handler_limit,
            store_timeout: self.store_timeout,
            handles_unclaimed: self.handles_unclaimed,
            tasks: TaskTracker::new(),
            held: Mutex::default(),
            is_draining: AtomicBool::new(false),
            wrapped: Mutex::default(),
            sweeper: Mutex::default(),
        }))
    }
}

impl Engine {
    pub(crate) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::SeqCst)
    }

    /// Returns `false` if another verifier than this one or a clone was wrapped under its names.
    fn is_only_verifier<P: Endpoint>(&self, verifier: &Verifier<P>) -> bool {
        let names = (verifier.provider(), verifier.endpoint());
        let mut wrapped = self.wrapped.lock().unwrap_or_else(PoisonError::into_inner);
        let first = wrapped.entry(names).or_insert_with(|| Box::new(verifier.clone()));
        first.downcast_ref::<Verifier<P>>().is_some_and(|first| first.ptr_eq(verifier))
    }

    fn held(&self) -> MutexGuard<'_, HashMap<Owner, Weak<Held>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Registers a lease, so that a drain can release it.
    pub(crate) fn hold(&self, owner: Owner, held: &Arc<Held>) {
        let mut all = self.held();
        all.insert(owner, Arc::downgrade(held));
        metrics::in_flight(all.len());
    }

    pub(crate) fn let_go(&self, owner: Owner) {
        let mut all = self.held();
        all.remove(&owner);
        metrics::in_flight(all.len());
    }

    /// Calls the store in a task, and waits for as long as the settings allow.
    pub(crate) async fn within<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.until(after(Instant::now(), self.store_timeout), call).await
    }

    /// Calls the store in a task, and waits until the deadline.
    ///
    /// The call itself is never cancelled: a connection that is dropped in the middle of a command
    /// can be left in a wrong state, and a claim that is dropped may have taken effect.
    pub(crate) async fn until<T: Send + 'static>(
        &self,
        deadline: Instant,
        call: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut call = Box::pin(call);
        // A store in memory is ready at the first poll, and needs no task.
        let first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context)));
        if let Poll::Ready(result) = first.await {
            return result;
        }
        let task = tokio::spawn(self.tasks.track_future(call));
        match tokio::time::timeout_at(deadline.into(), task).await {
            Ok(Ok(result)) => result,
            Ok(Err(failed)) => Err(StoreError::with_source("the call of the store failed", failed)),
            Err(_) => Err(StoreError::new(format!(
                "the store did not answer within {:?}",
                self.store_timeout
            ))),
        }
    }

    /// Starts to sweep the store, unless that is running.
    pub(crate) fn keep_swept(self: &Arc<Self>) {
        let mut sweeper = self.sweeper.lock().unwrap_or_else(PoisonError::into_inner);
        if sweeper.as_ref().is_none_or(JoinHandle::is_finished) {
            *sweeper = Some(tokio::spawn(sweep(Arc::downgrade(self))));
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let sweeper = self.sweeper.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(sweeper) = sweeper.take() {
            sweeper.abort();
        }
    }
}

/// Returns a later time. A time beyond what the clock can show is a day later, which no request
/// waits for.
pub(crate) fn after(begun: Instant, time: Duration) -> Instant {
    begun.checked_add(time).unwrap_or(begun + Duration::from_secs(86_400))
}

/// Removes expired entries periodically.
async fn sweep(engine: Weak<Engine>) {
    loop {
        // Random, so that the processes that share a store do not all sweep at one moment.
        let jitter = SWEEP_INTERVAL.mul_f64(rand::random());
        tokio::time::sleep(SWEEP_INTERVAL / 2 + jitter).await;
        loop {
            let Some(engine) = engine.upgrade() else { return };
            let store = Arc::clone(&engine.store);
            drop(engine);
            match store.sweep().await {
                Ok(true) => tokio::time::sleep(SWEEP_PAUSE).await,
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(target: "verihook", store = store.name(), %error, "sweep failed");
                    break;
                }
            }
        }
    }
}

impl fmt::Debug for Idempotency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Idempotency")
            .field("store", &self.store)
            .field("namespace", &self.namespace)
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}
