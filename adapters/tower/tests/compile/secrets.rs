//! Secrets cannot be cloned, compared or printed.

use verihook_tower::{SigningSecret, Secrets, providers::GitHub};

fn copy(secret: &SigningSecret) -> SigningSecret {
    secret.clone()
}

fn compare(one: &SigningSecret, other: &SigningSecret) -> bool {
    one == other
}

fn print(secret: &SigningSecret, all: &Secrets<GitHub>) -> String {
    format!("{secret} {all}")
}

fn main() {}
