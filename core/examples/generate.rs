//! Prints a new signing secret for the provider of this slug:
//! `cargo run -p verihook --features generate --example generate -- tradelens`.

use verihook::{GeneratedSecret, providers};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let slug =
        std::env::args().nth(1).ok_or("give the slug of a provider, tradelens for example")?;
    let provider = providers::by_slug(&slug)
        .ok_or("no provider has this slug, or a feature is not on (`ed25519`, `ecdsa`, `rsa`)")?;
    println!("{}", GeneratedSecret::new(provider.scheme)?.text());
    Ok(())
}
