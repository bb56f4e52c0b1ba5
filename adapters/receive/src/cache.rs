//! Secrets that are found for each request, and kept for a while.

use core::fmt;
use core::future::{Future, ready};
use core::hash::{BuildHasher as _, BuildHasherDefault};
use core::pin::Pin;
use core::time::Duration;
use futures_util::FutureExt as _;
use futures_util::future::Shared;
use moka::future::Cache;
use std::hash::DefaultHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;
use verihook::{Head, Marker, Resolving, SecretResolver, Secrets, Unresolved};

/// Secrets that are looked up by a name which the head of a request gives (the tenant's, in its path), and kept for a
/// while: a bounded number of them, for a bounded time. However many requests ask for a name at once, it is searched
/// for once, and the search goes on though they hang up; one of more than 30 seconds, or one that panics, has failed. At
/// most 64 searches are under way at the same time: a request for a name that is not known yet is told to come again (503)
/// while there are so many.
///
/// That nobody has a name is kept as well, so a stranger causes one search for each name that is guessed, and a tenant
/// who is new is known when that is forgotten. That a search failed is not kept.
///
/// It refuses (401, as for a wrong signature) a request without a name, and one whose name is over 256 bytes.
///
/// ```
/// use verihook::{Head, Secrets, Unresolved, Verifier, providers::GitHub};
/// use verihook_receive::CachedSecrets;
///
/// async fn look_up(tenant: String) -> Result<Secrets<GitHub>, Unresolved> {
///     match tenant.as_str() {
///         "shop" => Secrets::new(["the shop's secret"]).map_err(|_| Unresolved::Unavailable),
///         _ => Err(Unresolved::Unknown),
///     }
/// }
///
/// fn last_segment(head: &dyn Head) -> Option<String> {
///     head.target().rsplit('/').next().map(str::to_owned)
/// }
///
/// let tenants = CachedSecrets::new(last_segment, look_up).build();
/// let verifier = Verifier::<GitHub>::builder().resolver(tenants.clone()).build()?;
/// // Once the database has the shop's new secret: `tenants.forget("shop").await`.
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub struct CachedSecrets<P: Marker> {
    names: NameOf,
    find: Find<P>,
    found: Cache<Key, Search<P>>,
    searching: Arc<Semaphore>,
    generations: Arc<Generations>,
}

type NameOf = Arc<dyn Fn(&dyn Head) -> Option<String> + Send + Sync>;
type Find<P> = Arc<dyn Fn(String) -> Finding<P> + Send + Sync>;
type Finding<P> = Pin<Box<dyn Future<Output = Result<Secrets<P>, Unresolved>> + Send>>;

/// A search, under way or ended: everybody who has it learns what it found, which is nothing if nobody has the name.
type Search<P> =
    Shared<Pin<Box<dyn Future<Output = Result<Option<Secrets<P>>, Unresolved>> + Send>>>;

/// A name, and its generation when the request began: a search of an older generation is nobody's any more.
type Key = (u64, String);

/// The longest name that is looked up, in bytes.
const LONGEST_NAME: usize = 256;

/// The longest search.
const LONGEST_SEARCH: Duration = Duration::from_secs(30);

/// The most searches at the same time.
const MOST_SEARCHES: usize = 64;

impl<P: Marker> CachedSecrets<P> {
    /// Secrets that `find` finds by the name that `name` takes out of a head: up to 10,000 of them, for 60 seconds.
    #[allow(clippy::new_ret_no_self, reason = "it is built with its bounds")]
    pub fn new<F, A>(
        name: impl Fn(&dyn Head) -> Option<String> + Send + Sync + 'static,
        find: F,
    ) -> CachedSecretsBuilder<P>
    where
        F: Fn(String) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Secrets<P>, Unresolved>> + Send + 'static,
    {
        CachedSecretsBuilder {
            names: Arc::new(name),
            find: Arc::new(move |name| Box::pin(find(name))),
            most: 10_000,
            time: Duration::from_secs(60),
        }
    }

    /// Forgets the secrets of this name: every request that begins from now on has them looked up anew, whatever searches
    /// are under way. Call it when the new ones are stored.
    pub async fn forget(&self, name: &str) {
        let old = self.generations.of(name).fetch_add(1, Ordering::SeqCst);
        self.found.invalidate(&(old, name.to_owned())).await;
    }

    #[allow(
        clippy::async_yields_async,
        reason = "what is kept is the search, and not what it finds"
    )]
    async fn secrets(self, key: Key) -> Result<Secrets<P>, Unresolved> {
        let search = self.found.get_with_by_ref(&key, async { self.begin(&key.1) }).await;
        let found = search.await;
        if found.is_err() {
            self.found.invalidate(&key).await;
        }
        found?.ok_or(Unresolved::Unknown)
    }

    /// Begins a search, in a task of its own, so that a client who hangs up ends nobody else's.
    fn begin(&self, name: &str) -> Search<P> {
        let Ok(permit) = Arc::clone(&self.searching).try_acquire_owned() else {
            return ready(Err(Unresolved::Unavailable)).boxed().shared();
        };
        let (find, name) = (Arc::clone(&self.find), name.to_owned());
        let searching = tokio::spawn(async move {
            let _permit = permit;
            let found = tokio::time::timeout(LONGEST_SEARCH, find(name)).await;
            match found.unwrap_or(Err(Unresolved::Unavailable)) {
                Ok(secrets) => Ok(Some(secrets)),
                Err(Unresolved::Unknown) => Ok(None),
                Err(other) => Err(other),
            }
        });
        // It cannot be joined if it panicked.
        searching.map(|searched| searched.unwrap_or(Err(Unresolved::Unavailable))).boxed().shared()
    }
}

impl<P: Marker> SecretResolver<P> for CachedSecrets<P> {
    fn resolve(&self, head: &dyn Head) -> Resolving<P> {
        let name = (self.names)(head).filter(|name| name.len() <= LONGEST_NAME);
        let key = name.map(|name| (self.generations.of(&name).load(Ordering::SeqCst), name));
        let cached = self.clone();
        Box::pin(async move {
            match key {
                Some(key) => cached.secrets(key).await,
                None => Err(Unresolved::Unknown),
            }
        })
    }
}

/// How often something was forgotten. Names share a few counters, so that strangers' names take no room; whose name
/// shares the one of a forgotten name is looked up once more than needed.
struct Generations([AtomicU64; 256]);

impl Generations {
    fn of(&self, name: &str) -> &AtomicU64 {
        let [first, ..] =
            BuildHasherDefault::<DefaultHasher>::default().hash_one(name).to_le_bytes();
        #[allow(clippy::indexing_slicing, reason = "there is one for each byte")]
        &self.0[usize::from(first)]
    }
}

impl<P: Marker> Clone for CachedSecrets<P> {
    fn clone(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            find: Arc::clone(&self.find),
            found: self.found.clone(),
            searching: Arc::clone(&self.searching),
            generations: Arc::clone(&self.generations),
        }
    }
}

/// Prints how many it holds, and none of them.
impl<P: Marker> fmt::Debug for CachedSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSecrets")
            .field("found", &self.found.entry_count())
            .finish_non_exhaustive()
    }
}

/// Sets up [`CachedSecrets`].
#[must_use = "the cache is made by `build`"]
pub struct CachedSecretsBuilder<P: Marker> {
    names: NameOf,
    find: Find<P>,
    most: u64,
    time: Duration,
}

impl<P: Marker> CachedSecretsBuilder<P> {
    /// How many names are kept, those that nobody has included.
    pub const fn most(mut self, names: u64) -> Self {
        self.most = names;
        self
    }

    /// How long what was found is kept, before it is looked up again. A secret that is replaced and not
    /// [forgotten](CachedSecrets::forget) is good for so long.
    pub const fn time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// The cache.
    pub fn build(self) -> CachedSecrets<P> {
        // A cache may live no longer than this, and it is as good as for ever.
        let time = self.time.min(Duration::from_secs(365 * 24 * 60 * 60));
        CachedSecrets {
            names: self.names,
            find: self.find,
            found: Cache::builder().max_capacity(self.most).time_to_live(time).build(),
            searching: Arc::new(Semaphore::new(MOST_SEARCHES)),
            generations: Arc::new(Generations([const { AtomicU64::new(0) }; 256])),
        }
    }
}

impl<P: Marker> fmt::Debug for CachedSecretsBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSecretsBuilder")
            .field("most", &self.most)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}
