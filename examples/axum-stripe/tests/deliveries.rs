//! Tests the application as a process: storing, rejecting, and surviving a kill.

#![allow(missing_docs)]

use inbox::trial::Application;

#[test]
fn deliveries_are_stored_once() {
    let application = Application {
        program: env!("CARGO_BIN_EXE_axum-stripe"),
        provider: "stripe",
        path: "/hooks/stripe",
        secrets: ["whsec_new_example_secret", "whsec_old_example_secret"],
        guess: "whsec_a_guess",
        body: |number| format!("{{\"id\":\"evt_{number}\",\"type\":\"invoice.paid\"}}"),
    };
    application.holds();
}
