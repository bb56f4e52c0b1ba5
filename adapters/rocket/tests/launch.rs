//! Tests what Rocket's own log says if the verifier of a guard is missing.
//!
//! The test has its own process, because a process has only one logger.

#![allow(clippy::unwrap_used, missing_docs)]

use rocket::error::ErrorKind;
use rocket::local::blocking::Client;
use rocket::log::private::{LevelFilter, Log, Metadata, Record, set_logger, set_max_level};
use std::sync::Mutex;
use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, fairing, providers::GitHub};

struct Lines(Mutex<Vec<String>>);

impl Log for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().push(format!("{} {}", record.level(), record.args()));
    }

    fn flush(&self) {}
}

static LINES: Lines = Lines(Mutex::new(Vec::new()));

#[rocket::post("/", data = "<_hook>")]
fn on_push(_hook: VerifiedWebhook<GitHub, Bytes>) {}

#[test]
fn a_missing_fairing_is_named() {
    set_logger(&LINES).unwrap();
    set_max_level(LevelFilter::Warn);
    let rocket = || rocket::build().mount("/", rocket::routes![on_push]);
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let text = "ERROR no `Verifier<GitHub>` is registered: add it with `attach(fairing(verifier))`";
    let is_told = || LINES.0.lock().unwrap().iter().any(|line| line == text);
    Client::untracked(rocket().attach(fairing(verifier))).map(drop).unwrap();
    assert!(!is_told());
    let error = Client::untracked(rocket()).map(drop).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
    assert!(is_told(), "{:?}", LINES.0.lock().unwrap());
}
