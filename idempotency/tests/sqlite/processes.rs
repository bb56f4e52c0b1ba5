//! Several processes that use one file.

use super::suite::{claim, complete, long, status};
use super::*;
use rand::seq::SliceRandom as _;
use std::process::Stdio;
use verihook_idempotency::{Claimed, Key, Ownership};

const KEYS: u16 = 1_000;
const TASKS: usize = 8;

fn keys() -> Vec<Key> {
    (0..KEYS)
        .map(|number| {
            let mut key = [7; 32];
            key[..2].copy_from_slice(&number.to_be_bytes());
            Key::from_bytes(key)
        })
        .collect()
}

/// They also create the file and its tables at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn three_processes_have_one_owner_for_each_delivery() {
    let file = File::new();
    let exe = std::env::current_exe().unwrap();
    let children: Vec<_> = (0..3)
        .map(|_| {
            let mut child = child(&exe, "processes::child_that_claims");
            child.env("VERIHOOK_FILE", &file.path).stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut owned = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}");
        let (_, number) = text.split_once("owned: ").unwrap_or_else(|| panic!("no number: {text}"));
        owned += number.lines().next().unwrap().parse::<usize>().unwrap();
    }
    assert_eq!(owned, usize::from(KEYS), "owners of all deliveries");
    let store = file.store();
    for key in keys() {
        assert_eq!(status(&*store, key).await, Some(200));
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "another test runs it in processes of their own"]
async fn child_that_claims() {
    let path = std::env::var_os("VERIHOOK_FILE").unwrap();
    let store = Arc::new(SqliteStore::open(path).unwrap());
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let store = Arc::clone(&store);
            let mut keys = keys();
            keys.shuffle(&mut rand::rng());
            tokio::spawn(async move {
                let mut owned = 0;
                for key in keys {
                    let new = long(key);
                    match claim(&*store, new).await {
                        Claimed::New => {
                            assert_eq!(complete(&*store, new, 200).await, Ownership::Held);
                            owned += 1;
                        }
                        Claimed::Conflict => panic!("there is one body"),
                        Claimed::Done { .. } | Claimed::InFlight { .. } => {}
                    }
                }
                owned
            })
        })
        .collect();
    let mut owned = 0;
    for task in tasks {
        owned += task.await.unwrap();
    }
    println!("owned: {owned}");
}
