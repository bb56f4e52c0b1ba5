//! Contains only a test: see `tests/conformance.rs`.
