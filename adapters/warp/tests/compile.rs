//! Programs that must not compile, the compiler's errors for them, and sound ones beside them.

#![allow(missing_docs)]

#[path = "compile/sound/mod.rs"]
mod sound;

#[test]
fn sound_programs_compile() {
    sound::all();
}

verihook_conformance::misuse_suite!(include_str!("../../../rust-toolchain.toml"));
