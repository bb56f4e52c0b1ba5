//! What the store says when it connects.

use crate::suite::{long, new_key, own};
use crate::{assert_error, assert_text, connect};
use core::time::Duration;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Instant;
use verihook_idempotency::{RedisRisk, RedisStore, StoreError};
use verihook_servers::Redis;

pub(crate) const PASSWORD: &str = "correct-horse-battery";

/// The limit of a connection attempt, and some time for a busy machine.
const LIMIT: Duration = Duration::from_millis(2_500);

/// Returns the error of an attempt to connect, which must come in time.
async fn refused(url: &str) -> StoreError {
    let begun = Instant::now();
    let error = RedisStore::connect(url).await.unwrap_err();
    assert!(begun.elapsed() < LIMIT, "{error}: after {:?}", begun.elapsed());
    error
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_url_says_what_is_expected() {
    let urls = [
        "",
        "localhost",
        "localhost:6379",
        "postgres://localhost",
        "redis://",
        "redis://host:port",
        "redis://host/not-a-number",
        "redis://host/0?protocol=4",
        "redis://0.0.0.0",
        // A password that is not encoded must not end up in an address.
        "redis://user:correct-horse-battery/x@127.0.0.1",
        "redis://user:12/correct-horse-battery@127.0.0.1",
        "redis://user:12?correct-horse-battery@127.0.0.1",
        "redis://user:12#correct-horse-battery@127.0.0.1",
    ];
    for url in urls {
        assert_text(&refused(url).await, "expected `redis://[user:password@]host");
    }
}

#[cfg(not(feature = "redis-tls"))]
#[tokio::test(flavor = "multi_thread")]
async fn tls_needs_its_feature() {
    let error = refused("rediss://:correct-horse-battery@localhost").await;
    assert_text(&error, "enable the feature `redis-tls`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_named() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = refused(&format!("redis://:{PASSWORD}@127.0.0.1:{port}")).await;
    assert_text(&error, &format!("Redis at 127.0.0.1:{port} cannot be reached"));
    let error = refused("redis://no-such-host.invalid").await;
    assert_text(&error, "Redis at no-such-host.invalid:6379 cannot be reached");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_redis_is_recognised() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = stream.read(&mut [0; 512]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    for url in [format!("redis://{address}"), format!("redis://:{PASSWORD}@{address}")] {
        assert_text(&refused(&url).await, "is not Redis: check the port");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("redis://:{PASSWORD}@{address}");
    assert_text(&refused(&url).await, &format!("Redis at {address} did not answer"));
    drop(listener);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_not_repeated() {
    let Some(redis) = Redis::options().password("right").start() else { return };
    let port = redis.port();
    for user in ["", "default", "nobody"] {
        let error = refused(&format!("redis://{user}:{PASSWORD}@127.0.0.1:{port}")).await;
        assert_text(&error, "rejected the user name or password");
    }
    let error = refused(&format!("redis://127.0.0.1:{port}")).await;
    assert_text(&error, "requires a password, and the URL has none");
    let store = connect(&redis).await;
    own(&store, long(new_key())).await;
    assert!(!format!("{store:?} {:?}", RedisStore::builder(&redis.url())).contains("right"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission_is_found_at_the_start() {
    let Some(redis) = Redis::start() else { return };
    let cases: [&[&str]; 5] = [
        &["~verihook:*", "+@all", "-evalsha"],
        &["~verihook:*", "+@all", "-eval"],
        &["~verihook:*", "+@all", "-set"],
        &["~verihook:*", "+@all", "-setrange"],
        &["~other:*", "+@all"],
    ];
    for rules in cases {
        add_user(&redis, rules);
        let error = refused(&redis.url_of("app", PASSWORD)).await;
        assert_text(&error, "lacks a permission: it needs SET, GET,");
    }
    // What the error asks for is enough.
    let needed = "SET GET GETRANGE SETRANGE PTTL DEL EVAL EVALSHA".to_lowercase();
    let rules: Vec<_> = needed.split(' ').map(|command| format!("+{command}")).collect();
    let mut rules: Vec<_> = rules.iter().map(String::as_str).collect();
    rules.push("~verihook:*");
    add_user(&redis, &rules);
    let store = RedisStore::connect(&redis.url_of("app", PASSWORD)).await.unwrap();
    crate::suite::contract(std::sync::Arc::new(store)).await;
}

fn add_user(redis: &Redis, rules: &[&str]) {
    let password = format!(">{PASSWORD}");
    let mut command = vec!["ACL", "SETUSER", "app", "reset", "on", &password];
    command.extend(rules);
    assert_eq!(redis.command(&command), "OK");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be_read_are_a_risk() {
    let Some(redis) = Redis::options().append_only().start() else { return };
    assert_eq!(connect(&redis).await.risks(), []);
    add_user(&redis, &["~verihook:*", "+@all", "-info", "-config"]);
    let store = RedisStore::connect(&redis.url_of("app", PASSWORD)).await.unwrap();
    assert_eq!(store.risks(), [RedisRisk::Unchecked]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_is_refused() {
    let Some(primary) = Redis::start() else { return };
    let Some(replica) = Redis::start() else { return };
    let port = primary.port().to_string();
    assert_eq!(replica.command(&["REPLICAOF", "127.0.0.1", &port]), "OK");
    assert_text(&refused(&replica.url()).await, "is a replica: use the address of the primary");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_is_refused() {
    let Some(redis) = Redis::options().setting("cluster-enabled", "yes").start() else { return };
    assert_error(RedisStore::connect(&redis.url()).await, "Redis Cluster is not supported");
}
