//! Per-request secret look-up with a cache.

#![cfg(feature = "cache")]
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use verihook::providers::GitHub;
use verihook::{
    Bytes, Head, PlainHead, Rejection, ResolveError, Secrets, Signer, UnixTime, Verifier,
};
use verihook_receive::futures_core::Stream;
use verihook_receive::secrets::CachedSecrets;
use verihook_receive::{Received, Refusal, receive};

/// A database of tenants that counts its queries.
#[derive(Clone, Default)]
struct Database {
    secrets: Arc<Mutex<BTreeMap<String, &'static str>>>,
    asked: Arc<AtomicUsize>,
}

impl Database {
    fn set(&self, tenant: &str, secret: &'static str) {
        self.secrets.lock().unwrap().insert(tenant.to_owned(), secret);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn find(self, tenant: String) -> Result<Secrets<GitHub>, ResolveError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let secret = self.secrets.lock().unwrap().get(&tenant).copied();
        let time = if tenant == "far away" { 800 } else { 20 };
        tokio::time::sleep(Duration::from_millis(time)).await;
        match secret {
            Some("down") => Err(ResolveError::Unavailable),
            Some(secret) => Secrets::new([secret]).map_err(|_| ResolveError::Unavailable),
            None => Err(ResolveError::Unknown),
        }
    }

    /// Builds a cache of four names that live for a second and a half.
    fn cached(&self) -> (CachedSecrets<GitHub>, Verifier<GitHub>) {
        let name = |head: &dyn Head| head.target().strip_prefix("/hooks/").map(str::to_owned);
        let database = self.clone();
        let cached = CachedSecrets::new(name, move |tenant| database.clone().find(tenant))
            .max_capacity(4)
            .time_to_live(Duration::from_millis(1500))
            .build();
        let verifier =
            Verifier::<GitHub>::builder().secret_resolver(cached.clone()).build().unwrap();
        (cached, verifier)
    }
}

/// Delivers a request to this path, signed with this secret.
async fn deliver(
    verifier: &Verifier<GitHub>,
    path: &str,
    secret: &str,
) -> Result<(), Option<Rejection>> {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let headers = Signer::<GitHub>::new(secret).unwrap().sign(b"{}", now).unwrap();
    let body = Once(Some(Bytes::from("{}")));
    let received: Result<Received<GitHub, Bytes>, Refusal> =
        receive(verifier.clone(), &PlainHead::new("POST", path, &headers), body, |_| {
            Rejection::BodyIncomplete
        })
        .await;
    received.map(|_| ()).map_err(|refusal| refusal.rejection())
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

const MISMATCH: Result<(), Option<Rejection>> = Err(Some(Rejection::SignatureMismatch));
const UNKNOWN: Result<(), Option<Rejection>> = Err(Some(Rejection::UnknownTenant));

#[tokio::test]
async fn what_was_found_is_kept_for_a_while() {
    let database = Database::default();
    database.set("shop", "one");
    let (_, verifier) = database.cached();
    for _ in 0..5 {
        assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, Ok(()));
        assert_eq!(deliver(&verifier, "/hooks/shop", "two").await, MISMATCH);
    }
    assert_eq!(database.asked(), 1);
    tokio::time::sleep(Duration::from_millis(1700)).await;
    database.set("shop", "two");
    assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, MISMATCH);
    assert_eq!(deliver(&verifier, "/hooks/shop", "two").await, Ok(()));
    assert_eq!(database.asked(), 2);
}

#[tokio::test]
async fn what_was_forgotten_is_refused_on_the_next_request() {
    let database = Database::default();
    database.set("shop", "one");
    let (cached, verifier) = database.cached();
    assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, Ok(()));
    database.set("shop", "two");
    cached.invalidate("shop").await;
    assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, MISMATCH);
    assert_eq!(deliver(&verifier, "/hooks/shop", "two").await, Ok(()));
}

/// A look-up that began before the secret was replaced serves no later request, neither one that
/// begins while the look-up runs nor one that begins after it.
#[tokio::test]
async fn what_is_forgotten_while_it_is_searched_for_is_nobodys() {
    let database = Database::default();
    database.set("shop", "one");
    let (cached, verifier) = database.cached();
    let begin = |secret: &'static str| {
        let verifier = verifier.clone();
        tokio::spawn(async move { deliver(&verifier, "/hooks/shop", secret).await })
    };
    let begun_before = begin("one");
    tokio::time::sleep(Duration::from_millis(5)).await;
    database.set("shop", "two");
    cached.invalidate("shop").await;
    let (old, new) = (begin("one"), begin("two"));
    assert_eq!(old.await.unwrap(), MISMATCH);
    assert_eq!(new.await.unwrap(), Ok(()));
    assert_eq!(begun_before.await.unwrap(), Ok(()), "it began with the old secret");
    assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, MISMATCH);
    assert_eq!(deliver(&verifier, "/hooks/shop", "two").await, Ok(()));
}

/// Clients that hang up neither cancel a look-up nor start another.
#[tokio::test]
async fn hanging_up_ends_nobodys_search() {
    let database = Database::default();
    database.set("far away", "one");
    let (_, verifier) = database.cached();
    let hung_up = |_| {
        let verifier = verifier.clone();
        tokio::spawn(async move { deliver(&verifier, "/hooks/far away", "a guess").await })
    };
    let all: Vec<_> = (0..400).map(hung_up).collect();
    let genuine = tokio::spawn({
        let verifier = verifier.clone();
        async move { deliver(&verifier, "/hooks/far away", "one").await }
    });
    for one in all {
        tokio::task::yield_now().await;
        one.abort();
    }
    assert_eq!(genuine.await.unwrap(), Ok(()));
    assert_eq!(deliver(&verifier, "/hooks/far away", "one").await, Ok(()));
    assert_eq!(database.asked(), 1);
}

/// A cache hit does not call the look-up function.
#[tokio::test]
async fn a_hit_asks_nobody() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&asked);
    let cached = CachedSecrets::new(
        |_: &dyn Head| Some("shop".to_owned()),
        move |_| {
            // Count the call itself, not the first poll of its future.
            counting.fetch_add(1, Ordering::SeqCst);
            async { Secrets::new(["one"]).map_err(|_| ResolveError::Unavailable) }
        },
    );
    let verifier = Verifier::<GitHub>::builder().secret_resolver(cached.build()).build().unwrap();
    for _ in 0..10 {
        assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, Ok(()));
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

/// A look-up that panics fails for all requests that share it.
#[tokio::test]
async fn a_search_that_panics_has_failed() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&asked);
    let cached = CachedSecrets::new(
        |_: &dyn Head| Some("shop".to_owned()),
        move |_| {
            let counting = Arc::clone(&counting);
            async move {
                counting.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
                panic!("deliberate panic of a look-up")
            }
        },
    );
    let verifier = Verifier::<GitHub>::builder().secret_resolver(cached.build()).build().unwrap();
    for round in 1..3 {
        let deliver = |_| {
            let verifier = verifier.clone();
            tokio::spawn(async move { deliver(&verifier, "/hooks/shop", "one").await })
        };
        let all: Vec<_> = (0..50).map(deliver).collect();
        for one in all {
            assert_eq!(one.await.unwrap(), Err(Some(Rejection::SecretsUnavailable)));
        }
        assert_eq!(asked.load(Ordering::SeqCst), round, "expected one look-up for all requests");
    }
}

/// Strangers that name a new tenant each time and hang up leave a bounded number of look-ups
/// running, and known tenants are still served.
#[tokio::test]
async fn strangers_begin_a_bounded_number_of_searches() {
    let running = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&running);
    let name = |head: &dyn Head| head.target().strip_prefix("/hooks/").map(str::to_owned);
    let cached = CachedSecrets::new(name, move |tenant: String| {
        let counting = Arc::clone(&counting);
        async move {
            if tenant != "shop" {
                counting.fetch_add(1, Ordering::SeqCst);
                core::future::pending::<()>().await;
            }
            Secrets::new(["one"]).map_err(|_| ResolveError::Unavailable)
        }
    });
    let verifier = Verifier::<GitHub>::builder().secret_resolver(cached.build()).build().unwrap();
    assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, Ok(()));
    for number in 0..1_000 {
        let verifier = verifier.clone();
        let path = format!("/hooks/{number}");
        let stranger = tokio::spawn(async move { deliver(&verifier, &path, "a guess").await });
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        stranger.abort();
    }
    assert_eq!(running.load(Ordering::SeqCst), 64);
    assert_eq!(deliver(&verifier, "/hooks/shop", "one").await, Ok(()));
    let unknown = deliver(&verifier, "/hooks/another", "one").await;
    assert_eq!(unknown, Err(Some(Rejection::SecretsUnavailable)));
}

#[tokio::test]
async fn many_requests_at_once_search_once() {
    let database = Database::default();
    database.set("shop", "one");
    let (_, verifier) = database.cached();
    let all: Vec<_> = (0..100)
        .map(|_| {
            let verifier = verifier.clone();
            tokio::spawn(async move { deliver(&verifier, "/hooks/shop", "one").await })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap(), Ok(()));
    }
    assert_eq!(database.asked(), 1);
}

#[tokio::test]
async fn that_nobody_has_a_name_is_kept_and_that_a_search_failed_is_not() {
    let database = Database::default();
    database.set("broken", "down");
    let (_, verifier) = database.cached();
    for _ in 0..3 {
        assert_eq!(deliver(&verifier, "/hooks/nobody", "one").await, UNKNOWN);
    }
    assert_eq!(database.asked(), 1);
    for asked in 2..5 {
        let failed = deliver(&verifier, "/hooks/broken", "one").await;
        assert_eq!(failed, Err(Some(Rejection::SecretsUnavailable)));
        assert_eq!(database.asked(), asked);
    }
    let long = format!("/hooks/{}", "x".repeat(257));
    assert_eq!(deliver(&verifier, &long, "one").await, UNKNOWN);
    assert_eq!(deliver(&verifier, "/elsewhere", "one").await, UNKNOWN);
    assert_eq!(database.asked(), 4, "expected no look-up for an invalid name");
}

#[tokio::test]
async fn strangers_fill_no_memory() {
    let database = Database::default();
    let (cached, verifier) = database.cached();
    // Rounds of 50, which is below the limit of 64 concurrent look-ups.
    for round in 0..10 {
        let deliver = |number| {
            let (verifier, path) = (verifier.clone(), format!("/hooks/{round}-{number}"));
            tokio::spawn(async move { deliver(&verifier, &path, "one").await })
        };
        let all: Vec<_> = (0..50).map(deliver).collect();
        for one in all {
            assert_eq!(one.await.unwrap(), UNKNOWN);
        }
    }
    // moka evicts entries as the cache is used.
    for _ in 0..100 {
        let _ = deliver(&verifier, "/hooks/0", "one").await;
    }
    let told = format!("{cached:?}");
    let kept = told
        .split(|character: char| !character.is_ascii_digit())
        .find_map(|digits| digits.parse::<u64>().ok());
    assert!(kept.is_some_and(|kept| kept <= 4), "{told}");
}
