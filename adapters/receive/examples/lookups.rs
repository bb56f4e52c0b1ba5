//! Measures how requests for invented tenants affect known tenants. Run it with `scripts/lookups`.
//!
//! Strangers send 3,200 heads a second for five seconds, each for a different tenant. A tenant
//! look-up takes 100 ms. Every 125 ms one of eight known tenants sends a genuine request. Results
//! are cached for one second. The rows differ in the strangers' signatures and in the resolver. The
//! last row uses a cache that reserves no room for known tenants, like the first version of
//! `CachedSecrets`.

use moka::future::Cache;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Semaphore;
use verihook::providers::Stripe;
use verihook::{
    Bytes, Head, PlainHead, Rejection, ResolveError, SecretResolver, Secrets, SecretsFuture,
    Signer, Tenant, UnixTime, Verifier,
};
use verihook_receive::futures_core::Stream;
use verihook_receive::secrets::CachedSecrets;
use verihook_receive::{Received, Refusal, receive};

const SECRET: &str = "whsec_of_every_known_tenant_0123456789";
const STRANGERS_PER_SECOND: u64 = 3_200;
const SECONDS: u64 = 5;
const KNOWN: usize = 8;
const KNOWN_EVERY: Duration = Duration::from_millis(125);
const LOOK_UP: Duration = Duration::from_millis(100);
const KEPT: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() {
    let garbage = |_| "garbage".to_owned();
    let forged = |now| format!("t={now},v1={}", "0".repeat(64));
    println!("{:<44} {:>8} {:>8} {:>9}", "", "served", "of", "look-ups");
    measure("CachedSecrets, malformed signatures", garbage, cached).await;
    measure("CachedSecrets, well-formed signatures", forged, cached).await;
    measure("one pool, well-formed signatures", forged, one_pool).await;
}

async fn measure<R: SecretResolver<Stripe>>(
    row: &str,
    signature: fn(u64) -> String,
    resolver: impl FnOnce(Arc<AtomicUsize>) -> R,
) {
    let asked = Arc::new(AtomicUsize::new(0));
    let builder = Verifier::<Stripe>::builder().secret_resolver(resolver(Arc::clone(&asked)));
    let Ok(verifier) = builder.build() else { return };
    for tenant in 0..KNOWN {
        deliver(verifier.clone(), format!("/hooks/known-{tenant}"), genuine()).await;
    }
    let before = asked.load(Ordering::SeqCst);
    let strangers = tokio::spawn(strangers(verifier.clone(), signature));
    let mut known = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(SECONDS) {
        let path = format!("/hooks/known-{}", known.len() % KNOWN);
        known.push(tokio::spawn(deliver(verifier.clone(), path, genuine())));
        tokio::time::sleep(KNOWN_EVERY).await;
    }
    let (mut served, count) = (0, known.len());
    for request in known {
        served += usize::from(request.await.unwrap_or(false));
    }
    strangers.abort();
    let looked_up = asked.load(Ordering::SeqCst) - before;
    println!("{row:<44} {served:>8} {count:>8} {looked_up:>9}");
}

/// Sends the heads that are due, every 5 ms.
async fn strangers(verifier: Verifier<Stripe>, signature: fn(u64) -> String) {
    let begun = Instant::now();
    for number in 0.. {
        let due = Duration::from_nanos(number * 1_000_000_000 / STRANGERS_PER_SECOND);
        while begun.elapsed() < due {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let (path, value) = (format!("/hooks/invented-{number}"), signature(now().seconds()));
        let headers = vec![("stripe-signature", value)];
        tokio::spawn(deliver(verifier.clone(), path, headers));
    }
}

fn now() -> UnixTime {
    UnixTime::try_from(SystemTime::now()).unwrap_or(UnixTime::from_seconds(0))
}

fn genuine() -> Vec<(&'static str, String)> {
    let signed = Signer::<Stripe>::new(SECRET).map(|signer| signer.sign(b"{}", now()));
    signed.ok().and_then(Result::ok).unwrap_or_default()
}

type Receiving = Pin<Box<dyn Future<Output = Result<Received<Stripe, Bytes>, Refusal>> + Send>>;

/// Returns `true` if the delivery was verified.
async fn deliver(
    verifier: Verifier<Stripe>,
    path: String,
    headers: Vec<(&'static str, String)>,
) -> bool {
    let received: Receiving = {
        let head = PlainHead::new("POST", &path, &headers);
        Box::pin(receive(verifier, &head, Once(Some("{}".into())), |_| Rejection::BodyIncomplete))
    };
    received.await.is_ok()
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

async fn look_up(name: String, asked: Arc<AtomicUsize>) -> Result<Secrets<Stripe>, ResolveError> {
    asked.fetch_add(1, Ordering::SeqCst);
    tokio::time::sleep(LOOK_UP).await;
    if !name.starts_with("known-") {
        return Err(ResolveError::Unknown);
    }
    Secrets::new([SECRET]).map_err(|_| ResolveError::Unavailable)
}

fn name_of(head: &dyn Head) -> Option<String> {
    head.path().strip_prefix("/hooks/").map(str::to_owned)
}

fn cached(asked: Arc<AtomicUsize>) -> CachedSecrets<Stripe> {
    let cached = CachedSecrets::new(name_of, move |name| look_up(name, Arc::clone(&asked)));
    cached.time_to_live(KEPT).build()
}

/// A cache in which all names compete for the same 64 look-ups.
fn one_pool(asked: Arc<AtomicUsize>) -> impl SecretResolver<Stripe> {
    let kept: Cache<String, Option<Tenant<Stripe>>> =
        Cache::builder().max_capacity(10_000).time_to_live(KEPT).build();
    let permits = Arc::new(Semaphore::new(64));
    move |head: &dyn Head| -> SecretsFuture<Stripe> {
        let name = name_of(head).unwrap_or_default();
        let (kept, permits, asked) = (kept.clone(), Arc::clone(&permits), Arc::clone(&asked));
        Box::pin(async move {
            if let Some(found) = kept.get(&name).await {
                return found.ok_or(ResolveError::Unknown);
            }
            let _permit = permits.try_acquire().map_err(|_| ResolveError::Unavailable)?;
            let found = look_up(name.clone(), asked).await;
            let tenant = match found {
                Ok(secrets) => Some(Tenant::new(name.clone(), secrets)),
                Err(ResolveError::Unknown) => None,
                Err(other) => return Err(other),
            };
            kept.insert(name, tenant.clone()).await;
            tenant.ok_or(ResolveError::Unknown)
        })
    }
}
