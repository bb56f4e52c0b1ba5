//! What must not compile, and what the compiler says of it.

#![allow(missing_docs)]

/// The toolchain of `rust-toolchain.toml`.
const PINNED: &str = "1.95.0";

#[test]
fn misuse_does_not_compile() {
    if !verihook_conformance::compiler_is(PINNED) {
        println!("ignored: the compiler's words are compared on Rust {PINNED} only");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.pass("tests/compile/sound/*.rs");
    cases.compile_fail("tests/compile/*.rs");
}
