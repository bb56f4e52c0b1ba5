//! Follows the tour of the guide, command by command.

#![cfg(unix)]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::tempdir;

const TOUR: &str = include_str!("../../docs/tour.md");

/// Returns the blocks of this language, in the order of the page.
fn blocks(language: &str) -> Vec<String> {
    let start = format!("```{language}\n");
    let ends = TOUR.split(&start).skip(1).map(|rest| rest.split("\n```").next().unwrap());
    ends.map(str::to_owned).collect()
}

/// Returns a shell in this folder, in which `verihook` is the command under test.
fn shell(folder: &Path, script: &str) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_verihook"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(folder).env("PATH", path);
    command.env("XDG_STATE_HOME", folder.join("state"));
    command
}

struct Listening(Child);

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn every_command_of_the_tour_does_what_it_says() {
    let folder = tempdir().unwrap();
    let scripts = blocks("sh");
    let [install, secret, listen, send, tampered, explain, replay, conformance] = &scripts[..]
    else {
        panic!("the tour has other blocks: {scripts:?}")
    };
    assert!(
        install.starts_with("cargo install ") && conformance.starts_with("verihook conformance ")
    );

    let run = |script: &str| -> Output { shell(folder.path(), script).output().unwrap() };
    assert!(run(secret).status.success());
    // Port 4600 may be in use.
    let mut listening = shell(folder.path(), &format!("exec {listen} --port 0"));
    let mut listening = Listening(listening.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(listening.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.next().unwrap().replace("listening on http://", "");
    let run = |script: &str| run(&script.replace("127.0.0.1:4600", &address));
    let mut shown = |mark: &str| lines.find(|line| line.contains(mark)).unwrap();

    assert!(run(send).status.success());
    assert!(shown("#1  ").contains("✓ verified"));
    let changed = run(tampered);
    let told = String::from_utf8(changed.stdout).unwrap();
    assert!(changed.status.success() && told.contains("401 Unauthorized"), "{told}");
    assert!(shown("#2  ").contains("✗ signature mismatch"));
    assert!(shown("certain").contains("body.newline-added"));

    let explained = run(explain);
    let told = String::from_utf8(explained.stdout).unwrap();
    assert_eq!((explained.status.code(), told.trim_end()), (Some(1), blocks("text")[0].as_str()));

    assert_eq!(run(replay).status.code(), Some(1));
    assert!(shown("#3  ").contains("✗ signature mismatch"));
}
