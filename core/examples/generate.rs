//! Prints a new signing secret for the provider with the given slug:
//! `cargo run -p verihook --features generate --example generate -- tradelens`.

use verihook::{GeneratedSecret, providers};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let slug =
        std::env::args().nth(1).ok_or("no provider given: pass a slug, for example `tradelens`")?;
    let provider = providers::by_slug(&slug)
        .ok_or("no provider has this slug; some need a feature: `ed25519`, `ecdsa`, `rsa`")?;
    println!("{}", GeneratedSecret::new(provider.scheme)?.text());
    Ok(())
}
