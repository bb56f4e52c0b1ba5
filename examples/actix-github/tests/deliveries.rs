//! Tests the application as a process: storing, rejecting, and surviving a kill.

#![allow(missing_docs)]

use inbox::trial::Application;

#[test]
fn deliveries_are_stored_once() {
    let application = Application {
        program: env!("CARGO_BIN_EXE_actix-github"),
        provider: "github",
        path: "/hooks/github",
        secrets: ["the new secret", "the old secret"],
        guess: "a guess",
        body: |number| format!("{{\"ref\":\"refs/heads/main\",\"after\":\"{number:040x}\"}}"),
    };
    application.holds();
}
