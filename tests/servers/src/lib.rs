//! Starts a real Redis or PostgreSQL server for a test, and stops it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that has no server must fail")]

use std::io::Write as _;

mod postgres;
mod redis;

pub use postgres::Postgres;
pub use redis::{Redis, RedisOptions};

/// Says that a test is ignored, if `VERIHOOK_SERVERS` is `later`: these tests then run by themselves.
///
/// They have time-outs of real servers, which a busy machine does not keep.
fn is_for_later() -> bool {
    let later = std::env::var("VERIHOOK_SERVERS").is_ok_and(|value| value == "later");
    if later {
        // Standard error may be closed.
        let _ =
            writeln!(std::io::stderr(), "ignored: tests with a server run later, by themselves");
    }
    later
}
