//! `verihook verify`.

use crate::judge::{Failure, Question, provider, target_of};
use crate::secrets::{NamedSecret, SecretArguments};
use crate::{Outcome, UsageError, print_line};
use clap::Args;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use std::{fs, io};
use verihook::UnixTime;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Use the scheme of the provider with this slug (see `verihook providers`).
    #[arg(long)]
    provider: String,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Add a header field to the request, as `name: value` (repeatable).
    #[arg(short = 'H', long = "header", value_name = "FIELD")]
    headers: Vec<String>,
    /// Use this body; without it and `--body-file`, read the body from standard input.
    #[arg(long, conflicts_with = "body_file", allow_hyphen_values = true)]
    body: Option<String>,
    /// Read the body from this file, byte for byte.
    #[arg(long, value_name = "FILE")]
    body_file: Option<PathBuf>,
    /// Set the method of the request.
    #[arg(long, default_value = "POST")]
    method: String,
    /// Set the endpoint's URL as the provider knows it, for schemes that sign it.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Set the path and query of the request (default: from the public URL, or `/`).
    #[arg(long)]
    target: Option<String>,
    /// Verify as of this Unix time (default: now).
    #[arg(long, value_name = "SECONDS")]
    now: Option<u64>,
    /// Accept a signed timestamp this many seconds from `--now` (default: the provider's).
    #[arg(long, value_name = "SECONDS")]
    tolerance: Option<u64>,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let provider = provider(&self.provider)?;
        let (headers, body) = (self.headers()?, self.body()?);
        let own = || self.public_url.as_deref().map_or_else(|| "/".to_owned(), target_of);
        let target = self.target.clone().unwrap_or_else(own);
        let question = Question {
            secrets: self.secrets.read_some()?.iter().map(NamedSecret::to_secret).collect(),
            public_url: self.public_url.as_deref(),
            tolerance: self.tolerance.map(Duration::from_secs),
            method: &self.method,
            target: &target,
            headers: &headers,
            body: &body,
            now: self.now()?,
        };
        match question.judge(provider) {
            Ok(delivery) => {
                print_line(format_args!("verified {} bytes: {delivery:?}", body.len()));
                if let Some(answer) = delivery.handshake() {
                    print_line(format_args!(
                        "the request is a handshake: adapters answer it with `{}`",
                        answer.body()
                    ));
                }
                Ok(Outcome::Pass)
            }
            Err(Failure::Rejected(rejection)) => {
                print_line(format_args!("rejected: {rejection}"));
                Ok(Outcome::Fail)
            }
            Err(other) => Err(UsageError::new(other)),
        }
    }

    fn headers(&self) -> Result<Vec<(String, String)>, UsageError> {
        // The field is not repeated: it may be a credential.
        let split = |(index, field): (usize, &String)| {
            let (name, value) = field.split_once(':').ok_or_else(|| {
                UsageError::new(format_args!(
                    "header field {} has no colon: expected `name: value`",
                    index + 1
                ))
            })?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        };
        self.headers.iter().enumerate().map(split).collect()
    }

    fn body(&self) -> Result<Vec<u8>, UsageError> {
        match (&self.body, &self.body_file) {
            (Some(text), _) => Ok(text.clone().into_bytes()),
            (None, Some(file)) => {
                let told = |why| UsageError::new(format_args!("{}: {why}", file.display()));
                fs::read(file).map_err(told)
            }
            (None, None) => {
                let mut body = Vec::new();
                io::stdin().read_to_end(&mut body).map_err(UsageError::new)?;
                Ok(body)
            }
        }
    }

    fn now(&self) -> Result<UnixTime, UsageError> {
        match self.now {
            Some(seconds) => Ok(UnixTime::from_seconds(seconds)),
            None => UnixTime::try_from(SystemTime::now()).map_err(UsageError::new),
        }
    }
}
