//! The server goes away and comes back.

use crate::connect::PASSWORD;
use crate::suite::{claim, complete, long, new_key, own, release, status};
use crate::{again, assert_text, connect};
use core::fmt::Debug;
use core::time::Duration;
use futures_util::future::join_all;
use std::io::Read as _;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Instant;
use verihook_idempotency::{
    Claimed, Ownership, RedisRisk, RedisStore, Store as _, StoreError, StoreFuture,
};
use verihook_servers::Redis;

/// The limit of a call, and some time for a busy machine.
const LIMIT: Duration = Duration::from_millis(1_400);

/// The time within which the store must work again.
const RECOVERY: Duration = Duration::from_secs(5);

/// Requires that a call fails within a second.
async fn fail<T: Debug>(call: StoreFuture<'_, T>) -> StoreError {
    let begun = Instant::now();
    let error = call.await.unwrap_err();
    assert!(begun.elapsed() < LIMIT, "{error}: after {:?}", begun.elapsed());
    error
}

/// Requires that all calls fail, each within a second, and returns the last error.
async fn assert_unavailable(store: &RedisStore) -> StoreError {
    let held = long(new_key());
    fail(store.claim(held)).await;
    fail(store.renew(held.key, held.owner, held.lease)).await;
    fail(store.complete(held.key, held.owner, 200)).await;
    fail(store.release(held.key, held.owner)).await;
    fail(store.status(held.key)).await;
    // Many deliveries at one moment do not wait for one another.
    let begun = Instant::now();
    for claimed in join_all((0..200).map(|_| store.claim(long(new_key())))).await {
        claimed.unwrap_err();
    }
    assert!(begun.elapsed() < LIMIT, "200 claims: {:?}", begun.elapsed());
    fail(store.claim(held)).await
}

/// Waits until the store works, which must be soon.
async fn assert_recovers(store: &RedisStore) {
    let begun = Instant::now();
    while let Err(error) = store.claim(long(new_key())).await {
        assert!(begun.elapsed() < RECOVERY, "{error}: after {:?}", begun.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // And it goes on to work.
    for _ in 0..100 {
        let held = own(store, long(new_key())).await;
        assert_eq!(complete(store, held, 200).await, Ownership::Held);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_server_is_an_error_until_it_is_back() {
    let Some(mut redis) = Redis::options().append_only().start() else { return };
    let store = connect(&redis).await;
    for _ in 0..3 {
        let done = own(&store, long(new_key())).await;
        assert_eq!(complete(&store, done, 202).await, Ownership::Held);
        redis.stop();
        assert_text(&assert_unavailable(&store).await, "cannot be reached");
        redis.restart();
        assert_recovers(&store).await;
        assert_eq!(claim(&store, again(done)).await, Claimed::Done { status: 202 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_is_an_error_until_it_goes_on() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    redis.pause();
    let unknown = long(new_key());
    assert_text(&fail(store.claim(unknown)).await, "did not answer within");
    assert_unavailable(&store).await;
    redis.resume();
    assert_recovers(&store).await;
    // The claim that was not answered took effect, and its owner can release it.
    crate::suite::assert_in_flight(claim(&store, again(unknown)).await);
    assert_eq!(release(&store, unknown).await, Ownership::Held);
    own(&store, again(unknown)).await;
}

/// A claim that timed out, then its release, then another claim: the server gets them in this order.
#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_not_faster_than_the_claim_that_timed_out() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    for _ in 0..3 {
        redis.pause();
        let unknown: Vec<_> = (0..20).map(|_| long(new_key())).collect();
        for claimed in join_all(unknown.iter().map(|new| store.claim(*new))).await {
            claimed.unwrap_err();
        }
        let releases = unknown.iter().map(|new| store.release(new.key, new.owner));
        for released in join_all(releases).await {
            released.unwrap_err();
        }
        redis.resume();
        assert_recovers(&store).await;
        for new in unknown {
            own(&store, again(new)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_forgets_nothing_with_an_append_only_file() {
    let Some(mut redis) = Redis::options().append_only().start() else { return };
    let store = connect(&redis).await;
    assert_eq!(store.risks(), []);
    let mut claims = Vec::new();
    for number in 0..500 {
        let held = own(&store, long(new_key())).await;
        if number % 2 == 0 {
            assert_eq!(complete(&store, held, 200).await, Ownership::Held);
        }
        claims.push(held);
    }
    // While the disk is slow, the server keeps the last writes back, for up to two seconds.
    let set = redis.command(&["CONFIG", "SET", "appendfsync", "always"]);
    assert_eq!(set.trim(), "OK");
    own(&store, long(new_key())).await;
    redis.kill();
    redis.restart();
    assert_recovers(&store).await;
    for (number, held) in claims.into_iter().enumerate() {
        let claimed = claim(&store, again(held)).await;
        if number % 2 == 0 {
            assert_eq!(claimed, Claimed::Done { status: 200 });
        } else {
            crate::suite::assert_in_flight(claimed);
            assert_eq!(complete(&store, held, 201).await, Ownership::Held);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_forgets_all_without_one_and_the_store_said_so() {
    let Some(mut redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    assert_eq!(store.risks(), [RedisRisk::NoAppendOnlyFile]);
    assert!(store.risks()[0].to_string().contains("set appendonly to yes"));
    let held = own(&store, long(new_key())).await;
    let done = own(&store, long(new_key())).await;
    assert_eq!(complete(&store, done, 200).await, Ownership::Held);
    redis.kill();
    redis.restart();
    assert_recovers(&store).await;
    assert_eq!(complete(&store, held, 200).await, Ownership::Lost);
    assert_eq!(status(&store, done.key).await, None);
    own(&store, again(done)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_a_free_connection_is_tried_again() {
    let options = Redis::options().password("secret").setting("maxclients", "20");
    let Some(mut redis) = options.start() else { return };
    let store = connect(&redis).await;
    redis.restart();
    let occupy = || TcpStream::connect(("127.0.0.1", redis.port())).unwrap();
    let mut others: Vec<_> = (0..30).map(|_| occupy()).collect();
    let last = others.last_mut().unwrap();
    last.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = [0; 64];
    let len = last.read(&mut answer).unwrap();
    assert!(answer[..len].starts_with(b"-ERR max number of clients"), "{answer:?}");
    // The first call finds that the old connection is gone, the next ones cannot make a new one.
    for _ in 0..3 {
        fail(store.claim(long(new_key()))).await;
    }
    drop(others);
    assert_recovers(&store).await;
}

/// The client library keeps the error of a password for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_wrong_for_a_while_is_tried_again() {
    let Some(redis) = Redis::start() else { return };
    let set = |password: &str| {
        let password = format!(">{password}");
        let command = ["ACL", "SETUSER", "app", "reset", "on", "~*", "+@all", &password];
        assert_eq!(redis.command(&command), "OK");
        let _ = redis.command(&["CLIENT", "KILL", "USER", "app"]);
    };
    set(PASSWORD);
    let store = RedisStore::connect(&redis.url_of("app", PASSWORD)).await.unwrap();
    set("another");
    for _ in 0..3 {
        fail(store.claim(long(new_key()))).await;
    }
    assert_text(&fail(store.claim(long(new_key()))).await, "rejected the user name or password");
    set(PASSWORD);
    assert_recovers(&store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_primary_that_became_a_replica_is_an_error_until_it_is_primary_again() {
    let Some(primary) = Redis::start() else { return };
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    assert_eq!(redis.command(&["REPLICAOF", "127.0.0.1", &primary.port().to_string()]), "OK");
    assert_text(&fail(store.claim(long(new_key()))).await, "is a replica");
    assert_eq!(redis.command(&["REPLICAOF", "NO", "ONE"]), "OK");
    assert_recovers(&store).await;
}

/// After a failover, the address leads to the new primary, and the old one keeps its connections.
#[tokio::test(flavor = "multi_thread")]
async fn a_primary_that_became_a_replica_is_left_for_the_new_one() {
    let Some(old) = Redis::start() else { return };
    let Some(new) = Redis::start() else { return };
    let target = Arc::new(AtomicU16::new(old.port()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    std::thread::spawn({
        let target = Arc::clone(&target);
        move || {
            for client in listener.incoming() {
                let server = TcpStream::connect(("127.0.0.1", target.load(Ordering::SeqCst)));
                forward(client.unwrap(), server.unwrap());
            }
        }
    });
    let store = RedisStore::connect(&url).await.unwrap();
    own(&store, long(new_key())).await;
    assert_eq!(old.command(&["REPLICAOF", "127.0.0.1", &new.port().to_string()]), "OK");
    target.store(new.port(), Ordering::SeqCst);
    assert_text(&fail(store.claim(long(new_key()))).await, "is a replica");
    assert_recovers(&store).await;
    assert!(new.command(&["DBSIZE"]).parse::<u32>().unwrap() > 100);
}

/// Copies bytes in both directions, until either side ends.
fn forward(client: TcpStream, server: TcpStream) {
    for (mut from, mut to) in
        [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)]
    {
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
    }
}
