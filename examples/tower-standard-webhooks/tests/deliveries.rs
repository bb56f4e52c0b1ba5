//! Tests the application as a process: storing, rejecting, and surviving a kill.

#![allow(missing_docs)]

use inbox::trial::Application;

#[test]
fn deliveries_are_stored_once() {
    let application = Application {
        program: env!("CARGO_BIN_EXE_tower-standard-webhooks"),
        provider: "standard-webhooks",
        path: "/hooks",
        secrets: [
            "whsec_bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3",
            "whsec_b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xk",
        ],
        guess: "whsec_Z3Vlc3NndWVzc2d1ZXNzZ3Vlc3NndWVz",
        body: |number| format!("{{\"type\":\"user.created\",\"data\":{{\"id\":{number}}}}}"),
    };
    application.holds();
}
