//! The store in Redis, on a real server.

#![cfg(feature = "redis")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "redis/batch.rs"]
mod batch;
#[path = "redis/connect.rs"]
mod connect;
#[path = "redis/outage.rs"]
mod outage;
#[path = "suite/mod.rs"]
mod suite;
#[cfg(feature = "redis-tls")]
#[path = "redis/tls.rs"]
mod tls;

use core::time::Duration;
use futures_util::future::join_all;
use std::sync::Arc;
use suite::{body, claim, complete, long, new_key, own, release, renew, status};
use verihook_idempotency::{
    Claim, Claimed, Key, Ownership, RedisRisk, RedisStore, Store as _, StoreError,
};
use verihook_servers::Redis;

async fn connect(redis: &Redis) -> RedisStore {
    RedisStore::connect(&redis.url()).await.unwrap()
}

/// Returns a key of letters, and its name on the server.
fn named_key(letter: u8) -> (Key, String) {
    let name = format!("verihook:{}", String::from_utf8([letter; 32].to_vec()).unwrap());
    (Key::from_bytes([letter; 32]), name)
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract() {
    let Some(redis) = Redis::start() else { return };
    suite::contract(Arc::new(connect(&redis).await)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_as_the_model() {
    let Some(redis) = Redis::start() else { return };
    suite::model(Arc::new(connect(&redis).await)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn has_one_owner_for_each_delivery() {
    let Some(redis) = Redis::start() else { return };
    suite::race(Arc::new(connect(&redis).await), 64, 2_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_expires_a_delivery_when_its_retention_is_over() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    let (key, name) = named_key(b'a');
    let day = Duration::from_secs(86_400);
    let time_to_live = || redis.command(&["PTTL", &name]).parse::<u64>().unwrap();
    let is_a_day = |rest: u64| (86_000_000..=86_400_000).contains(&rest);

    let held = own(&store, Claim::new(key, body("a"), Duration::from_secs(30), day)).await;
    assert!(is_a_day(time_to_live()), "claimed: {}", time_to_live());
    assert_eq!(renew(&store, held, Duration::from_secs(60)).await, Ownership::Held);
    assert!(is_a_day(time_to_live()), "renewed: {}", time_to_live());
    assert_eq!(complete(&store, held, 204).await, Ownership::Held);
    assert!(is_a_day(time_to_live()), "done: {}", time_to_live());
    let memory: u32 = redis.command(&["MEMORY", "USAGE", &name]).parse().unwrap();
    assert!(memory <= 192, "an entry takes {memory} bytes");

    let longest = Claim::new(new_key(), body("a"), Duration::MAX, Duration::MAX);
    own(&store, longest).await;
    assert_eq!(renew(&store, longest, Duration::MAX).await, Ownership::Held);
    let Claimed::InFlight { retry_after } = claim(&store, again(longest)).await else { panic!() };
    assert!(retry_after > day * 36_000, "{retry_after:?}");
}

/// Returns the claim of another owner.
fn again(first: Claim) -> Claim {
    Claim::new(first.key, first.body, first.lease, first.retention)
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_with_different_prefixes_share_nothing() {
    let Some(redis) = Redis::start() else { return };
    let first = connect(&redis).await;
    let second = RedisStore::builder(&redis.url()).prefix("other:").connect().await.unwrap();
    let held = own(&first, long(new_key())).await;
    let other = own(&second, again(held)).await;
    assert_eq!(complete(&first, held, 200).await, Ownership::Held);
    assert_eq!(status(&second, held.key).await, None);
    assert_eq!(release(&second, other).await, Ownership::Held);
    assert_eq!(status(&first, held.key).await, Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_are_loaded_again_after_the_server_forgot_them() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    let forget = || assert_eq!(redis.command(&["SCRIPT", "FLUSH"]), "OK");
    let held = own(&store, long(new_key())).await;
    forget();
    suite::assert_in_flight(claim(&store, again(held)).await);
    forget();
    assert_eq!(renew(&store, held, suite::LONG).await, Ownership::Held);
    forget();
    assert_eq!(complete(&store, held, 200).await, Ownership::Held);
    forget();
    assert_eq!(release(&store, own(&store, long(new_key())).await).await, Ownership::Held);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_another_application_is_an_error_and_stays() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    let (list, list_name) = named_key(b'l');
    let (text, text_name) = named_key(b't');
    assert_eq!(redis.command(&["RPUSH", &list_name, "theirs"]), "1");
    assert_eq!(redis.command(&["SET", &text_name, "theirs"]), "OK");
    for key in [list, text] {
        let new = long(key);
        assert_error(store.claim(new).await, "choose another prefix");
        if key == list {
            assert_error(store.complete(key, new.owner, 200).await, "choose another prefix");
            assert_error(store.status(key).await, "choose another prefix");
        } else {
            assert_eq!(complete(&store, new, 200).await, Ownership::Lost);
            assert_eq!(status(&store, key).await, None);
        }
    }
    assert_eq!(redis.command(&["LLEN", &list_name]), "1");
    assert_eq!(redis.command(&["GET", &text_name]), "theirs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_memory_is_an_error_and_forgets_nothing() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    let limit = |limit| assert_eq!(redis.command(&["CONFIG", "SET", "maxmemory", limit]), "OK");
    let full = "is full: raise maxmemory";
    let held = join_all((0..100).map(|_| own(&store, long(new_key())))).await;

    limit("1mb");
    assert_error(store.claim(long(new_key())).await, full);
    assert_error(RedisStore::connect(&redis.url()).await, full);
    // Handlers that are running can end, and repetitions get their answer.
    let (completed, running) = held.split_at(50);
    for held in completed {
        suite::assert_in_flight(claim(&store, again(*held)).await);
        assert_eq!(renew(&store, *held, suite::LONG).await, Ownership::Held);
        assert_eq!(complete(&store, *held, 200).await, Ownership::Held);
        assert_eq!(claim(&store, again(*held)).await, Claimed::Done { status: 200 });
    }
    assert_eq!(release(&store, running[0]).await, Ownership::Held);
    assert_error(store.claim(again(running[0])).await, full);

    limit("100mb");
    own(&store, again(running[0])).await;
    for held in &running[1..] {
        assert_eq!(complete(&store, *held, 200).await, Ownership::Held);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_eviction_policy_is_reported_because_it_forgets() {
    let Some(redis) = Redis::options().max_memory("2mb", "allkeys-lru").start() else { return };
    let store = connect(&redis).await;
    let policy = "allkeys-lru".to_owned();
    assert_eq!(
        store.risks(),
        [RedisRisk::Eviction { policy: policy.clone() }, RedisRisk::NoAppendOnlyFile]
    );
    let text = store.risks()[0].to_string();
    assert!(
        text.contains(&policy) && text.contains("set maxmemory-policy to noeviction"),
        "{text}"
    );

    let mut held = Vec::new();
    for _ in 0..300 {
        let new: Vec<_> = (0..100).map(|_| long(new_key())).collect();
        join_all(new.iter().map(|new| own(&store, *new))).await;
        held.extend(new);
    }
    let mut forgotten = 0;
    for held in held.chunks(100) {
        let claims = held.iter().map(|held| claim(&store, again(*held)));
        forgotten += join_all(claims).await.into_iter().filter(|it| *it == Claimed::New).count();
    }
    assert!(forgotten > 0, "the risk is real");
}

fn assert_error<T: core::fmt::Debug>(result: Result<T, StoreError>, expected: &str) {
    assert_text(&result.unwrap_err(), expected);
}

/// Checks what an error says, and that it does not tell the password.
fn assert_text(error: &StoreError, expected: &str) {
    let text = format!("{error} {error:?}");
    assert!(text.contains(expected), "expected {expected:?}: {text}");
    assert!(!text.contains(connect::PASSWORD), "{text}");
}
