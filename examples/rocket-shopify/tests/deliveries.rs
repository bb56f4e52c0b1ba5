//! Tests the application as a process: storing, rejecting, and surviving a kill.

#![allow(missing_docs)]

use inbox::trial::Application;

#[test]
fn deliveries_are_stored_once() {
    let application = Application {
        program: env!("CARGO_BIN_EXE_rocket-shopify"),
        provider: "shopify",
        path: "/hooks/orders",
        secrets: ["the new client secret", "the old client secret"],
        guess: "a guess",
        body: |number| format!("{{\"id\":{number},\"name\":\"#{number}\"}}"),
    };
    application.holds();
}
