//! The application as a process: what it stores, what it refuses, and what survives a kill.

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
        bodies: [
            r#"{"ref":"refs/heads/main","after":"6dcb09b"}"#,
            r#"{"ref":"refs/heads/main","after":"c7c4f06"}"#,
            r#"{"ref":"refs/heads/next","after":"91aa431"}"#,
        ],
    };
    application.holds();
}
