//! The store in an SQLite file does what every store must do, whatever happens to the file.

#![cfg(all(feature = "sqlite", unix))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod batch;
mod disk;
mod fence;
mod file;
mod lock;
mod processes;
#[path = "../suite/mod.rs"]
mod suite;

use rusqlite::Connection;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use verihook_idempotency::{SqliteStore, StoreError};

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract() {
    let file = File::new();
    suite::contract(file.store()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_as_the_model() {
    let file = File::new();
    suite::model(file.store()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn has_one_owner_for_each_delivery() {
    let file = File::new();
    suite::race(file.store(), 64, 2_000).await;
}

/// A path in a folder of its own.
struct File {
    folder: TempDir,
    path: PathBuf,
}

impl File {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deliveries.db");
        Self { folder, path }
    }

    fn store(&self) -> Arc<SqliteStore> {
        Arc::new(SqliteStore::open(&self.path).unwrap())
    }

    /// Opens the file as an application does.
    fn connection(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection.busy_timeout(Duration::from_secs(10)).unwrap();
        connection
    }

    fn open_error(&self) -> String {
        error(SqliteStore::open(&self.path))
    }
}

fn error<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    result.expect_err("an error is expected").to_string()
}

#[track_caller]
fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in: {text}");
    }
}

/// Waits for a condition that becomes true soon.
#[track_caller]
fn wait_until(what: &str, mut is_true: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_true() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Returns a command that runs one ignored test of this binary in another process.
fn child(exe: &Path, test: &str) -> Command {
    let mut command = Command::new(exe);
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    command
}

/// Says why a test was not run. Fails if it must run.
fn ignore(why: &str) {
    assert_ne!(std::env::var("VERIHOOK_SERVERS").ok().as_deref(), Some("required"), "{why}");
    // `eprintln!` would be shown only if the test fails.
    let mut stderr = std::io::stderr();
    writeln!(stderr, "ignored: {why}").unwrap();
}
