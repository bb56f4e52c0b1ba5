//! A string is not a payload, because signed bodies are not always UTF-8.

use verihook_tower::{Bytes, Verified, providers::GitHub};

fn read(hook: Verified<GitHub, Bytes>) -> String {
    hook.parse::<String>().unwrap().into_payload()
}

fn main() {}
