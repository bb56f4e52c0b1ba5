//! What must not compile, and what the compiler says of it.

#![allow(missing_docs)]

verihook_conformance::misuse_suite!("1.95.0"); // the toolchain of `rust-toolchain.toml`
