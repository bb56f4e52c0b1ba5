//! Tests the application as a process: storing, rejecting, and surviving a kill.

#![allow(missing_docs)]

use inbox::trial::Application;

#[test]
fn deliveries_are_stored_once() {
    let application = Application {
        program: env!("CARGO_BIN_EXE_warp-terra"),
        provider: "terra",
        path: "/hooks/terra",
        secrets: ["the new signing secret", "the old signing secret"],
        guess: "a guess",
        body: |number| format!("{{\"type\":\"sleep\",\"user\":{{\"user_id\":\"{number}\"}}}}"),
    };
    application.holds();
}
