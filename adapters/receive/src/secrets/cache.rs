//! Per-request secret look-up with a cache.

use core::fmt;
use core::future::{Future, ready};
use core::hash::{BuildHasher as _, BuildHasherDefault};
use core::pin::Pin;
use core::time::Duration;
use futures_util::FutureExt as _;
use futures_util::future::Shared;
use moka::Expiry;
use moka::future::Cache;
use std::hash::DefaultHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::Semaphore;
use verihook::{Endpoint, Head, ResolveError, SecretResolver, Secrets, SecretsFuture, Tenant};

/// A resolver that looks up the secrets of a tenant and caches them.
///
/// The tenant's name is taken from the request head. The number of cached tenants and the time to
/// live are bounded.
///
/// - **One look-up per tenant.** Concurrent requests for one tenant share a look-up. It continues
///   if the clients hang up. It fails if it panics or takes more than 30 seconds.
/// - **Background refresh.** When four fifths of the time to live have passed, the next request for
///   a known tenant starts a new look-up in the background. Requests use the cached secrets
///   meanwhile.
/// - **Bounded look-ups.** At most 64 look-ups of names that were never found run at the same time.
///   A request for another such name is answered with 503. Names that were found before have a
///   separate cache and a separate limit of 64 look-ups, so that requests for invented names cannot
///   crowd out known tenants. While the look-ups for unknown names are exhausted, a sender can tell
///   known names from unknown ones by the answer.
/// - **Negative caching.** An unknown name is cached too, so an invented name causes one look-up,
///   and a new tenant becomes known when that entry expires. A failed look-up is not cached.
///
/// A request without a name, or with a name of more than 256 bytes, is rejected like a request for
/// an unknown tenant.
///
/// ```
/// use verihook::{Head, Secrets, ResolveError, Verifier, providers::GitHub};
/// use verihook_receive::secrets::CachedSecrets;
///
/// async fn look_up(tenant: String) -> Result<Secrets<GitHub>, ResolveError> {
///     match tenant.as_str() {
///         "shop" => Secrets::new(["the shop's secret"]).map_err(|_| ResolveError::Unavailable),
///         _ => Err(ResolveError::Unknown),
///     }
/// }
///
/// fn tenant_of(head: &dyn Head) -> Option<String> {
///     head.path().strip_prefix("/hooks/").map(str::to_owned)
/// }
///
/// let tenants = CachedSecrets::new(tenant_of, look_up).build();
/// let verifier = Verifier::<GitHub>::builder().secret_resolver(tenants.clone()).build()?;
/// // When the shop's new secret is in the database: `tenants.invalidate("shop").await`.
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub struct CachedSecrets<P: Endpoint> {
    names: NameOf,
    find: Find<P>,
    /// Tenants that were found before.
    known: Pool<P>,
    /// Every other name.
    unknown: Pool<P>,
    known_names: Cache<String, ()>,
    refresh_after: Duration,
    generations: Arc<Generations>,
}

type NameOf = Arc<dyn Fn(&dyn Head) -> Option<String> + Send + Sync>;
type Find<P> = Arc<dyn Fn(String) -> Finding<P> + Send + Sync>;
type Finding<P> = Pin<Box<dyn Future<Output = Result<Secrets<P>, ResolveError>> + Send>>;

/// A look-up, running or done, shared by all requests for the tenant. It yields `None` if the name
/// is unknown.
type LookUp<P> =
    Shared<Pin<Box<dyn Future<Output = Result<Option<Tenant<P>>, ResolveError>> + Send>>>;

/// A name, and its generation when the request began. A later request never uses a look-up of an
/// older generation.
type Key = (u64, String);

/// The maximum length of a name, in bytes.
const MAX_NAME: usize = 256;

/// The maximum duration of a look-up.
const MAX_LOOK_UP: Duration = Duration::from_secs(30);

/// The maximum number of concurrent look-ups in each pool.
const MAX_LOOK_UPS: usize = 64;

/// The time after its last request for which a name still counts as known.
const MAX_IDLE: Duration = Duration::from_secs(24 * 60 * 60);

/// A cache and a limit on look-ups, both separate from those of the other pool.
struct Pool<P> {
    entries: Cache<Key, Entry<P>>,
    permits: Arc<Semaphore>,
}

impl<P: Endpoint> Pool<P> {
    fn new(capacity: u64, time: Duration) -> Self {
        let entries = Cache::builder().max_capacity(capacity).expire_after(Age(time)).build();
        Self { entries, permits: Arc::new(Semaphore::new(MAX_LOOK_UPS)) }
    }
}

impl<P> Clone for Pool<P> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), permits: Arc::clone(&self.permits) }
    }
}

/// A look-up, and the time at which it began.
struct Entry<P> {
    look_up: LookUp<P>,
    begun: Instant,
    /// `true` while a newer look-up is running.
    refreshing: Arc<AtomicBool>,
}

impl<P> Clone for Entry<P> {
    fn clone(&self) -> Self {
        let (look_up, refreshing) = (self.look_up.clone(), Arc::clone(&self.refreshing));
        Self { look_up, begun: self.begun, refreshing }
    }
}

/// The time to live of an entry, counted from the start of its look-up, because the look-up may
/// miss changes that are stored after that.
struct Age(Duration);

impl<P> Expiry<Key, Entry<P>> for Age {
    fn expire_after_create(&self, _: &Key, entry: &Entry<P>, _: Instant) -> Option<Duration> {
        Some(self.0.saturating_sub(entry.begun.elapsed()))
    }

    fn expire_after_update(
        &self,
        _: &Key,
        entry: &Entry<P>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(self.0.saturating_sub(entry.begun.elapsed()))
    }
}

impl<P: Endpoint> CachedSecrets<P> {
    /// Starts to build a cache.
    ///
    /// `name` extracts the tenant's name from a request head, and `find` looks up the secrets of
    /// that name. By default the cache holds 10,000 tenants, and as many unknown names, for 60
    /// seconds.
    #[allow(clippy::new_ret_no_self, reason = "the builder sets the bounds")]
    pub fn new<F, A>(
        name: impl Fn(&dyn Head) -> Option<String> + Send + Sync + 'static,
        find: F,
    ) -> CachedSecretsBuilder<P>
    where
        F: Fn(String) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Secrets<P>, ResolveError>> + Send + 'static,
    {
        CachedSecretsBuilder {
            names: Arc::new(name),
            find: Arc::new(move |name| Box::pin(find(name))),
            most: 10_000,
            time: Duration::from_secs(60),
        }
    }

    /// Removes the secrets of this name from the cache.
    ///
    /// Requests that begin after the call use a new look-up, even if an older one is still running.
    /// Call this after the new secrets are stored.
    pub async fn invalidate(&self, name: &str) {
        let old = self.generations.of(name).fetch_add(1, Ordering::SeqCst);
        let key = (old, name.to_owned());
        self.known.entries.invalidate(&key).await;
        self.unknown.entries.invalidate(&key).await;
    }

    async fn tenant(self, key: Key) -> Result<Tenant<P>, ResolveError> {
        let is_known = self.known_names.get(&key.1).await.is_some();
        let pool = if is_known { &self.known } else { &self.unknown };
        let entry = pool.entries.get_with_by_ref(&key, async { self.begin(pool, &key.1) }).await;
        if is_known && entry.begun.elapsed() >= self.refresh_after {
            self.refresh(&key, &entry);
        }
        let found = entry.look_up.clone().await;
        match &found {
            Err(_) => pool.entries.invalidate(&key).await,
            Ok(tenant) if tenant.is_some() != is_known => {
                self.store(key, entry, tenant.is_some()).await;
            }
            Ok(_) => {}
        }
        found?.ok_or(ResolveError::Unknown)
    }

    /// Moves a finished look-up to the pool of its name. The entry is inserted before the name, so
    /// that a request that finds the name also finds the entry.
    async fn store(&self, key: Key, entry: Entry<P>, is_known: bool) {
        let (pool, other) = match is_known {
            true => (&self.known, &self.unknown),
            false => (&self.unknown, &self.known),
        };
        pool.entries.insert(key.clone(), entry).await;
        if is_known {
            self.known_names.insert(key.1.clone(), ()).await;
        } else {
            self.known_names.invalidate(&key.1).await;
        }
        other.entries.invalidate(&key).await;
    }

    /// Spawns a look-up as a task, so that a client that hangs up does not cancel it for others.
    fn begin(&self, pool: &Pool<P>, name: &str) -> Entry<P> {
        let begun = Instant::now();
        let look_up = match Arc::clone(&pool.permits).try_acquire_owned() {
            Ok(permit) => {
                let (find, name) = (Arc::clone(&self.find), name.to_owned());
                let finding = tokio::spawn(async move {
                    let _permit = permit;
                    let found = tokio::time::timeout(MAX_LOOK_UP, find(name.clone())).await;
                    match found.unwrap_or(Err(ResolveError::Unavailable)) {
                        Ok(secrets) => Ok(Some(Tenant::new(name, secrets))),
                        Err(ResolveError::Unknown) => Ok(None),
                        Err(other) => Err(other),
                    }
                });
                // Joining a task that panicked returns an error.
                finding
                    .map(|found| found.unwrap_or(Err(ResolveError::Unavailable)))
                    .boxed()
                    .shared()
            }
            Err(_) => ready(Err(ResolveError::Unavailable)).boxed().shared(),
        };
        Entry { look_up, begun, refreshing: Arc::default() }
    }

    /// Looks up a known tenant again in the background, unless a refresh is already running.
    fn refresh(&self, key: &Key, old: &Entry<P>) {
        if old.refreshing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (cached, key, refreshing) = (self.clone(), key.clone(), Arc::clone(&old.refreshing));
        tokio::spawn(async move {
            let entry = cached.begin(&cached.known, &key.1);
            match entry.look_up.clone().await {
                Ok(tenant) => cached.store(key, entry, tenant.is_some()).await,
                // The next request tries again.
                Err(_) => refreshing.store(false, Ordering::Release),
            }
        });
    }
}

impl<P: Endpoint> SecretResolver<P> for CachedSecrets<P> {
    fn resolve(&self, head: &dyn Head) -> SecretsFuture<P> {
        let name = (self.names)(head).filter(|name| name.len() <= MAX_NAME);
        let key = name.map(|name| (self.generations.of(&name).load(Ordering::SeqCst), name));
        let cached = self.clone();
        Box::pin(async move {
            match key {
                Some(key) => cached.tenant(key).await,
                None => Err(ResolveError::Unknown),
            }
        })
    }
}

/// Counters of invalidations. Names share 256 counters, so that invented names take no memory. A
/// name that shares the counter of an invalidated name is looked up once more than necessary.
struct Generations([AtomicU64; 256]);

impl Generations {
    fn of(&self, name: &str) -> &AtomicU64 {
        let [first, ..] =
            BuildHasherDefault::<DefaultHasher>::default().hash_one(name).to_le_bytes();
        #[allow(clippy::indexing_slicing, reason = "there are 256 counters, one for each byte")]
        &self.0[usize::from(first)]
    }
}

impl<P: Endpoint> Clone for CachedSecrets<P> {
    fn clone(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            find: Arc::clone(&self.find),
            known: self.known.clone(),
            unknown: self.unknown.clone(),
            known_names: self.known_names.clone(),
            refresh_after: self.refresh_after,
            generations: Arc::clone(&self.generations),
        }
    }
}

/// Prints the number of cached entries, but none of the names or secrets.
impl<P: Endpoint> fmt::Debug for CachedSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSecrets")
            .field("kept", &(self.known.entries.entry_count() + self.unknown.entries.entry_count()))
            .finish_non_exhaustive()
    }
}

/// A builder of [`CachedSecrets`].
#[must_use = "call `build` to create the cache"]
pub struct CachedSecretsBuilder<P: Endpoint> {
    names: NameOf,
    find: Find<P>,
    most: u64,
    time: Duration,
}

impl<P: Endpoint> CachedSecretsBuilder<P> {
    /// Sets the maximum number of cached tenants, and of cached unknown names.
    pub const fn max_capacity(mut self, names: u64) -> Self {
        self.most = names;
        self
    }

    /// Sets the time for which the result of a look-up is cached.
    ///
    /// A replaced secret stays valid for this long, unless it is
    /// [invalidated](CachedSecrets::invalidate).
    pub const fn time_to_live(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// Builds the cache.
    pub fn build(self) -> CachedSecrets<P> {
        // Capped at a year, because moka limits the time to live.
        let time = self.time.min(Duration::from_secs(365 * 24 * 60 * 60));
        CachedSecrets {
            names: self.names,
            find: self.find,
            known: Pool::new(self.most, time),
            unknown: Pool::new(self.most, time),
            known_names: Cache::builder().max_capacity(self.most).time_to_idle(MAX_IDLE).build(),
            refresh_after: time * 4 / 5,
            generations: Arc::new(Generations([const { AtomicU64::new(0) }; 256])),
        }
    }
}

impl<P: Endpoint> fmt::Debug for CachedSecretsBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSecretsBuilder")
            .field("most", &self.most)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}
