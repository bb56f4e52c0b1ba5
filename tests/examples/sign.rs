//! Prints the header fields of a genuine delivery, as any provider would send them now:
//!
//! `cargo run -p verihook-conformance --example sign -- --provider terra --secret s3cret --body '{}'`

use clap::Parser;
use std::process::ExitCode;
use std::time::SystemTime;
use verihook::{Any, Signer, UnixTime};

/// Prints the header fields of a genuine delivery; `curl -H @-` reads them.
#[derive(Parser)]
struct Arguments {
    /// The slug of the provider.
    #[arg(long)]
    provider: String,
    /// The signing secret, in the form in which the provider shows it.
    #[arg(long)]
    secret: String,
    /// The body.
    #[arg(long)]
    body: String,
    /// The URL under which the provider knows the endpoint, for schemes that sign it.
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
    Ok(signer.sign(arguments.body.as_bytes(), now)?)
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
