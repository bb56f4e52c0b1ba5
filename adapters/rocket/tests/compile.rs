//! What must not compile, and what the compiler says of it.

#![allow(missing_docs)]

verihook_conformance::misuse_suite!(include_str!("../../../rust-toolchain.toml"));
