//! The application as a process: what it stores, what it refuses, and what survives a kill.

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
        bodies: [
            r##"{"id":450789469,"name":"#1001"}"##,
            r##"{"id":450789470,"name":"#1002"}"##,
            r##"{"id":450789471,"name":"#1003"}"##,
        ],
    };
    application.holds();
}
