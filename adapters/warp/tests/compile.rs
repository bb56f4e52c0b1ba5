//! Programs that must not compile, and the compiler's errors for them.

#![allow(missing_docs)]

verihook_conformance::misuse_suite!(include_str!("../../../rust-toolchain.toml"));
