//! A disk that is full, and has room again.

use super::suite::{claim, complete, long, new_key, own, status};
use super::*;
use std::fs;
use std::process::Stdio;
use verihook_idempotency::{Claimed, Ownership, Store as _};

/// Mounts a disk of 4 MiB for one process. It is gone when the process ends.
const MOUNT: &str = "mount -t tmpfs -o size=4m none \"$0\" && exec \"$@\"";

#[test]
fn a_full_disk_loses_nothing() {
    let file = File::new();
    let mount = |command: &Command| {
        let mut mount = Command::new("unshare");
        mount.args(["--map-root-user", "--mount", "sh", "-c", MOUNT]).arg(file.folder.path());
        mount.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
        mount
    };
    match mount(&Command::new("true")).output() {
        Ok(output) if output.status.success() => {}
        _ => return ignore("a full disk is tested only where `unshare` may mount one"),
    }
    let mut child = mount(&child(&std::env::current_exe().unwrap(), "disk::child_on_a_small_disk"));
    let output = child.env("VERIHOOK_FILE", &file.path).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "another test runs it on a disk of its own"]
async fn child_on_a_small_disk() {
    let path = PathBuf::from(std::env::var_os("VERIHOOK_FILE").unwrap());
    let filler = path.with_file_name("filler");
    fs::write(&filler, vec![1; 2 << 20]).unwrap();
    let store = SqliteStore::open(&path).unwrap();
    let in_flight = own(&store, long(new_key())).await;
    let mut done = Vec::new();
    let text = loop {
        let new = long(new_key());
        match store.claim(new).await {
            Ok(claimed) => assert_eq!(claimed, Claimed::New),
            Err(error) => break error.to_string(),
        }
        match store.complete(new.key, new.owner, 222).await {
            Ok(ownership) => assert_eq!(ownership, Ownership::Held),
            Err(error) => break error.to_string(),
        }
        done.push(new.key);
        assert!(done.len() < 100_000, "the disk does not fill");
    };
    assert_contains(&text, &["disk is full", "Free some space", "deliveries.db"]);
    assert!(done.len() > 100, "{} done", done.len());
    for key in done.iter().rev().take(100) {
        assert_eq!(status(&store, *key).await, Some(222), "reads work");
    }
    // SQLite may find a little room by itself. What it accepts then, it must keep.
    let mut squeezed_in = Vec::new();
    for _ in 0..20 {
        let new = long(new_key());
        if let Ok(claimed) = store.claim(new).await {
            assert_eq!(claimed, Claimed::New);
            squeezed_in.push(new.key);
        }
    }

    fs::remove_file(&filler).unwrap();
    assert_eq!(complete(&store, in_flight, 223).await, Ownership::Held, "it works again");
    own(&store, long(new_key())).await;
    drop(store);
    let store = SqliteStore::open(&path).unwrap();
    for key in done {
        assert_eq!(claim(&store, long(key)).await, Claimed::Done { status: 222 });
    }
    assert_eq!(status(&store, in_flight.key).await, Some(223));
    for key in squeezed_in {
        assert!(matches!(claim(&store, long(key)).await, Claimed::InFlight { .. }));
    }
}
