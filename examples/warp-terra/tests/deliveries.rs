//! The application as a process: what it stores, what it refuses, and what survives a kill.

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
        bodies: [
            r#"{"type":"activity","user":{"user_id":"1"}}"#,
            r#"{"type":"sleep","user":{"user_id":"1"}}"#,
            r#"{"type":"body","user":{"user_id":"2"}}"#,
        ],
    };
    application.holds();
}
