//! Prints the headers of a genuine delivery from a provider, signed now:
//!
//! `cargo run -p verihook-conformance --example sign -- --provider terra --secret s3cret --body '{}'`

use clap::Parser;
use std::process::ExitCode;
use std::time::SystemTime;
use verihook::{Any, Rejection, Signer, UnixTime};

/// Prints the headers of a genuine delivery, in a form that `curl -H @-` reads. Providers that sign
/// with a private key (Discord, SendGrid, Wise) need the features `ed25519`, `ecdsa` and `rsa`.
#[derive(Parser)]
struct Arguments {
    /// The slug of the provider, for example `github`.
    #[arg(long)]
    provider: String,
    /// The signing secret, as the provider displays it.
    #[arg(long, allow_hyphen_values = true)]
    secret: String,
    /// The body to sign.
    #[arg(long, allow_hyphen_values = true)]
    body: String,
    /// The URL of the endpoint as registered with the provider, for schemes that sign it.
    #[arg(long)]
    public_url: Option<String>,
}

fn headers(
    arguments: &Arguments,
) -> Result<Vec<(&'static str, String)>, Box<dyn std::error::Error>> {
    let mut signer = Signer::<Any>::by_slug(&arguments.provider, arguments.secret.as_str())?;
    if let Some(url) = &arguments.public_url {
        signer = signer.public_url(url.as_str())?;
    }
    let now = UnixTime::try_from(SystemTime::now())?;
    let headers = signer.sign(arguments.body.as_bytes(), now);
    headers.map_err(|error| match error {
        Rejection::PathMismatch if arguments.public_url.is_none() => {
            "the scheme signs the public URL: set --public-url".into()
        }
        error => error.into(),
    })
}

fn main() -> ExitCode {
    match headers(&Arguments::parse()) {
        Ok(headers) => {
            headers.iter().for_each(|(name, value)| println!("{name}: {value}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
