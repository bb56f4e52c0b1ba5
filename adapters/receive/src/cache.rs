//! Secrets that are found for each request, and kept for a while.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::time::Duration;
use moka::future::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use verihook::{Head, Marker, Resolving, SecretResolver, Secrets, Unresolved};

/// Secrets that are looked up by a name which the head of a request gives (the tenant's, in its path), and kept for a
/// while: a bounded number of them, for a bounded time. That nobody has a name is kept as well, so that strangers who
/// guess names do not cause a search each time. However many requests ask for a name at once, it is searched for
/// once. That a search failed is not kept.
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
    found: Cache<String, Option<Secrets<P>>>,
    /// How often something was forgotten.
    forgotten: Arc<AtomicU64>,
}

type NameOf = Arc<dyn Fn(&dyn Head) -> Option<String> + Send + Sync>;
type Find<P> = Arc<dyn Fn(String) -> Finding<P> + Send + Sync>;
type Finding<P> = Pin<Box<dyn Future<Output = Result<Secrets<P>, Unresolved>> + Send>>;

/// The longest name that is looked up, in bytes.
const LONGEST_NAME: usize = 256;

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

    /// Forgets the secrets of this name: the next request has them looked up. Call it when the new ones are stored.
    pub async fn forget(&self, name: &str) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.found.invalidate(name).await;
    }

    async fn secrets(self, name: String) -> Result<Secrets<P>, Unresolved> {
        let before = self.forgotten.load(Ordering::SeqCst);
        let finding = (self.find)(name.clone());
        let search = async {
            match finding.await {
                Ok(secrets) => Ok(Some(secrets)),
                Err(Unresolved::Unknown) => Ok(None),
                Err(other) => Err(other),
            }
        };
        let found = self.found.try_get_with(name.clone(), search).await;
        if self.forgotten.load(Ordering::SeqCst) != before {
            // What was found while somebody forgot may be the old secret.
            self.found.invalidate(&name).await;
        }
        found.map_err(|failed| *failed)?.ok_or(Unresolved::Unknown)
    }
}

impl<P: Marker> SecretResolver<P> for CachedSecrets<P> {
    fn resolve(&self, head: &dyn Head) -> Resolving<P> {
        let name = (self.names)(head).filter(|name| name.len() <= LONGEST_NAME);
        let cached = self.clone();
        Box::pin(async move {
            match name {
                Some(name) => cached.secrets(name).await,
                None => Err(Unresolved::Unknown),
            }
        })
    }
}

impl<P: Marker> Clone for CachedSecrets<P> {
    fn clone(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            find: Arc::clone(&self.find),
            found: self.found.clone(),
            forgotten: Arc::clone(&self.forgotten),
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
        let found = Cache::builder().max_capacity(self.most).time_to_live(time).build();
        CachedSecrets { names: self.names, find: self.find, found, forgotten: Arc::default() }
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
