//! Contains only tests: see `tests/encrypted.rs`.
