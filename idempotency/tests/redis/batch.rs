//! Completions of many callers go to the server together.

use crate::suite::{complete, long, new_key, own, release, status};
use crate::{assert_error, connect, named_key};
use core::time::Duration;
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use verihook_idempotency::{Ownership, Store as _};
use verihook_servers::Redis;

/// Returns how often the server ran a command.
fn calls(redis: &Redis, command: &str) -> u64 {
    let info = redis.command(&["INFO", "commandstats"]);
    let prefix = format!("cmdstat_{command}:calls=");
    let line = info.lines().find_map(|line| line.strip_prefix(&prefix));
    line.map_or(0, |line| line.split(',').next().unwrap().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_caller_gets_the_answer_for_its_own_delivery() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    let (list, name) = named_key(b'l');
    assert_eq!(redis.command(&["RPUSH", &name, "theirs"]), "1");
    for _ in 0..20 {
        let held = join_all((0..100).map(|_| own(&store, long(new_key())))).await;
        for held in held.iter().step_by(3) {
            assert_eq!(release(&store, *held).await, Ownership::Held);
        }
        let before = calls(&redis, "evalsha");
        let list = long(list);
        let wrong = store.complete(list.key, list.owner, 200);
        let completions = held.iter().map(|held| complete(&store, *held, 201));
        let (wrong, completed) = tokio::join!(wrong, join_all(completions));
        assert_error(wrong, "choose another prefix");
        let scripts = calls(&redis, "evalsha") - before;
        assert!(scripts < 50, "101 completions in {scripts} scripts");
        for (index, (held, completed)) in held.into_iter().zip(completed).enumerate() {
            let is_held = index % 3 != 0;
            assert_eq!(completed, Ownership::from(is_held), "{index}");
            assert_eq!(status(&store, held.key).await, is_held.then_some(201), "{index}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_caller_holds_up_no_other() {
    let Some(redis) = Redis::start() else { return };
    let store = connect(&redis).await;
    let held = join_all((0..8).map(|_| own(&store, long(new_key())))).await;
    let mut calls: Vec<_> =
        held.iter().map(|held| store.complete(held.key, held.owner, 200)).collect();
    redis.pause();
    for call in &mut calls {
        assert!(call.now_or_never().is_none(), "no server answers");
    }
    redis.resume();
    // The first caller was alone and has sent its completion. The second one was about to send
    // those of all others.
    let others = calls.split_off(2);
    drop(calls);
    for call in others {
        let answer = tokio::time::timeout(Duration::from_secs(5), call).await;
        assert_error(answer.expect("no caller waits for ever"), "was dropped");
    }
    for held in &held[1..] {
        assert_eq!(complete(&store, *held, 200).await, Ownership::Held);
    }
}
