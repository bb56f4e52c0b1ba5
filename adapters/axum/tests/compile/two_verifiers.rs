//! A state with two verifiers of one provider. The second one needs a type of its own:
//! `endpoint!(Billing: GitHub)`.

use axum::extract::FromRef;
use verihook_axum::{Verifier, providers::GitHub};

#[derive(Clone, FromRef)]
struct App {
    github: Verifier<GitHub>,
    billing: Verifier<GitHub>,
}

fn main() {}
