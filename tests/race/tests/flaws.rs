//! The harness reports a failure for each mistake that it must catch, and leaves no process behind.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The number of runs in which a mistake must show: a server may be stopped at a harmless moment.
const RUNS: usize = 5;

/// Checks a promise with a mistake built into the servers, on SQLite, which needs no server of its
/// own. The output must contain a fault with this text.
fn is_caught(flaw: &str, promise: &str, fault: &str) {
    let arguments = ["--short", "--stores", "sqlite", "--flaw", flaw, promise];
    let run =
        |_| Command::new(env!("CARGO_BIN_EXE_verihook-race")).args(arguments).output().unwrap();
    let shows = |output: &Output| output.status.code() != Some(0);
    let output = (0..RUNS).map(run).find(shows).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}{errors}");
    assert!(text.lines().any(|line| line.starts_with("  ") && line.contains(fault)), "{text}");
    assert!(text.ends_with("0 passed, 1 failed\n"), "{text}");
}

#[test]
fn a_server_that_claims_nothing_is_caught() {
    is_caught("no-claim", "race", "effects, expected 60");
}

#[test]
fn a_handler_that_claims_by_itself_is_caught() {
    is_caught("by-hand", "disconnect", "claims half done after every client had left");
}

#[test]
fn an_answer_before_the_effect_is_caught() {
    is_caught("ack-before-effect", "kill", "deliveries lost");
}

#[test]
fn an_effect_beside_the_completion_is_caught() {
    is_caught("unfenced", "stop", "effects doubled, at most 0 expected");
}

#[test]
fn a_server_that_handles_without_its_store_is_caught() {
    is_caught(
        "fail-open",
        "outage",
        "answers other than 503 with Retry-After while the store was Locked",
    );
}

#[test]
fn a_server_that_does_not_drain_is_caught() {
    is_caught("no-drain", "drain", "leases left behind by 6 servers");
}

#[cfg(target_os = "linux")]
mod processes {
    use super::*;
    use tempfile::TempDir;

    /// Starts the harness, and waits for its servers. Returns it with their process ids. Its files
    /// go into a folder that outlives it.
    fn started(folder: &TempDir) -> (Child, Vec<u32>) {
        let harness = Command::new(env!("CARGO_BIN_EXE_verihook-race"))
            .args(["--stores", "sqlite", "kill"])
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut servers = Vec::new();
        wait_until(|| {
            servers = children(harness.id());
            servers.len() >= 3
        });
        (harness, servers)
    }

    fn stat(process: u32) -> Option<(String, u32)> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let (_, rest) = stat.rsplit_once(')')?;
        let mut fields = rest.split_whitespace();
        Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
    }

    fn children(parent: u32) -> Vec<u32> {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        ids.filter(|id| stat(*id).is_some_and(|(_, own)| own == parent)).collect()
    }

    fn wait_until(mut condition: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !condition() {
            assert!(begun.elapsed() < Duration::from_secs(20), "waited for too long");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn have_ended(servers: &[u32]) -> bool {
        servers.iter().all(|id| stat(*id).is_none_or(|(state, _)| state == "Z"))
    }

    #[test]
    fn no_server_outlives_an_interrupted_harness() {
        let folder = tempfile::tempdir().unwrap();
        let (mut harness, servers) = started(&folder);
        signal(&harness, "INT");
        assert_eq!(harness.wait().unwrap().code(), Some(2));
        let errors = BufReader::new(harness.stderr.take().unwrap());
        assert!(errors.lines().map_while(Result::ok).any(|line| line.contains("interrupted")));
        wait_until(|| have_ended(&servers));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no file is left");
    }

    #[test]
    fn no_server_outlives_a_killed_harness() {
        let folder = tempfile::tempdir().unwrap();
        let (mut harness, servers) = started(&folder);
        harness.kill().unwrap();
        harness.wait().unwrap();
        wait_until(|| have_ended(&servers));
    }

    fn signal(process: &Child, name: &str) {
        let id = process.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }
}
