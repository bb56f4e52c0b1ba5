//! Starts a real Redis or PostgreSQL server for a test, and stops it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that has no server must fail")]

mod postgres;
mod redis;

pub use postgres::Postgres;
pub use redis::{Redis, RedisOptions};
