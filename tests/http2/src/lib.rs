//! Only a test: see `tests/conformance.rs`.
