//! `verihook verify`.

use crate::judge::{Failure, Question, provider, target_of};
use crate::{Outcome, UsageError, print_line, secret_from_env};
use clap::Args;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use std::{fs, io};
use verihook::{SigningSecret, UnixTime};
use zeroize::Zeroizing;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Use the scheme of the provider with this slug (see `verihook providers`).
    #[arg(long)]
    provider: String,
    /// Try this signing secret, as the provider shows it (repeatable; stays in shell history).
    #[arg(long = "secret", value_name = "SECRET", allow_hyphen_values = true)]
    secrets: Vec<String>,
    /// Try the signing secret in this environment variable (repeatable).
    #[arg(long = "secret-env", value_name = "VARIABLE")]
    secret_variables: Vec<String>,
    /// Try the signing secret in this file, without a final newline (repeatable).
    #[arg(long = "secret-file", value_name = "FILE")]
    secret_files: Vec<PathBuf>,
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
            secrets: self.secrets()?,
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

    fn secrets(&self) -> Result<Vec<SigningSecret>, UsageError> {
        let mut secrets: Vec<_> =
            self.secrets.iter().map(|text| SigningSecret::new(text.as_str())).collect();
        for variable in &self.secret_variables {
            let secret = secret_from_env(variable)?;
            secrets.push(secret);
        }
        for file in &self.secret_files {
            let name = file.display().to_string();
            let bytes = fs::read(file).map(Zeroizing::new);
            let bytes = bytes.map_err(|why| UsageError::new(format_args!("{name}: {why}")))?;
            let text = core::str::from_utf8(&bytes).map_err(|_| {
                UsageError::new(format_args!(
                    "{name}: not valid UTF-8; expected the text of a signing secret"
                ))
            })?;
            let line = text.strip_suffix('\n').unwrap_or(text);
            let line = line.strip_suffix('\r').unwrap_or(line);
            secrets.push(SigningSecret::new(line).named(name));
        }
        if secrets.is_empty() {
            return Err(UsageError::new(
                "no signing secret: give --secret, --secret-env or --secret-file",
            ));
        }
        Ok(secrets)
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
