//! A text is no payload: what is not UTF-8 is signed, too.

use verihook_tower::{Bytes, Verified, providers::GitHub};

fn read(hook: Verified<GitHub, Bytes>) -> String {
    hook.parse::<String>().unwrap().into_payload()
}

fn main() {}
