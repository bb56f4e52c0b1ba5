//! `verihook replay`.

mod resign;

use crate::client::{Answered, Client};
use crate::listen::{Elapsed as _, Plain, parse_url};
use crate::request::raw::{self, Length};
use crate::request::{CapturedRequest, target_at};
use crate::secrets::SecretArguments;
use crate::store::{default_path, find, last};
use crate::time::{or_now, parse_time};
use crate::{Outcome, UsageError, print_line};
use clap::Args;
use http::{StatusCode, Uri};
use resign::Resigner;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use verihook::UnixTime;

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook replay last http://localhost:3000
  verihook replay request.http http://localhost:3000/hooks
  verihook replay 12 http://localhost:3000 \\
    --sign --provider stripe --secret-env STRIPE_SECRET";

/// The time to wait for an answer.
const DEADLINE: Duration = Duration::from_secs(60);

/// The longest answer that is printed, in characters.
const MAX_PRINTED: usize = 4096;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Send the request in this file, the one that `listen` stored with this id, or its `last` one.
    #[arg(value_name = "FILE|ID")]
    request: String,
    /// Send it to this server. A path other than `/`, or a query, replaces that of the request.
    url: String,
    /// Look for the id in this folder (default: that of `listen`).
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Send the request unchanged, which is the default: its timestamp may be too old to verify.
    #[arg(long, conflicts_with = "sign")]
    as_it_was: bool,
    /// Sign the request anew, with a fresh timestamp.
    #[arg(long, requires = "provider")]
    sign: bool,
    /// Sign with the scheme of the provider with this slug (see `verihook providers`).
    #[arg(long, requires = "sign")]
    provider: Option<String>,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Set the URL to sign, for schemes that sign it (default: the URL it is sent to).
    #[arg(long, value_name = "URL", requires = "sign")]
    public_url: Option<String>,
    /// Sign as of this time: Unix seconds or RFC 3339 (default: now).
    #[arg(long, value_name = "TIME", value_parser = parse_time, requires = "sign")]
    now: Option<UnixTime>,
    /// Set the delivery id, for schemes that sign one (default: unchanged).
    #[arg(long, requires = "sign")]
    id: Option<String>,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let url = parse_url(&self.url)?;
        let mut request = self.read()?;
        request.target = target_at(&url, &request.target);
        if self.sign {
            request = self.signed(&url, request)?;
        } else if !self.secrets.read()?.is_empty() {
            return Err(UsageError::new("a signing secret needs --sign and --provider"));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(UsageError::new)?;
        let client = Client::new(DEADLINE).map_err(UsageError::new)?;
        match runtime.block_on(client.send(&url, &request)) {
            Ok(answered) => {
                self.print(&answered);
                let is_success = (200..300).contains(&answered.status);
                Ok(if is_success { Outcome::Pass } else { Outcome::Fail })
            }
            Err(why) => {
                if self.json {
                    print_line(json!({ "error": why.to_string() }));
                } else {
                    print_line(format_args!("no answer: {why}"));
                }
                Ok(Outcome::Fail)
            }
        }
    }

    fn read(&self) -> Result<CapturedRequest, UsageError> {
        let named = Path::new(&self.request);
        let folder = || self.folder.clone().unwrap_or_else(default_path);
        if self.request == "last" && !named.is_file() {
            return read(&last(&folder())?);
        }
        let file = match self.request.parse() {
            // A file may have digits as its name.
            Ok(id) if !named.is_file() => find(&folder(), id)?,
            _ => named.to_owned(),
        };
        read(&file)
    }

    fn signed(&self, url: &Uri, request: CapturedRequest) -> Result<CapturedRequest, UsageError> {
        let provider = crate::judge::provider(self.provider.as_deref().unwrap_or_default())?;
        let secrets = self.secrets.read_some()?;
        let [secret] = secrets.as_slice() else {
            return Err(UsageError::new("more than one signing secret: give the one to sign with"));
        };
        let now = or_now(self.now)?;
        let resigner = Resigner {
            provider,
            secret,
            public_url: self.public_url.as_deref(),
            origin: url,
            id: self.id.as_deref(),
            now,
        };
        resigner.sign(request)
    }

    fn print(&self, answered: &Answered) {
        let (status, ms) = (answered.status, answered.elapsed.ms());
        let body = String::from_utf8_lossy(&answered.body);
        if self.json {
            let headers = answered.headers.iter().map(|(name, value)| {
                json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])
            });
            let headers: Vec<Value> = headers.collect();
            print_line(json!({ "status": status, "ms": ms, "headers": headers, "body": body }));
            return;
        }
        let reason = StatusCode::from_u16(status).ok();
        let reason = reason.and_then(|status| status.canonical_reason()).unwrap_or_default();
        print_line(format_args!(
            "{} in {ms} ms",
            format_args!("{status} {reason}").to_string().trim()
        ));
        let printed: String = body.chars().take(MAX_PRINTED).collect();
        for line in printed.lines() {
            print_line(Plain(line));
        }
    }
}

fn read(file: &Path) -> Result<CapturedRequest, UsageError> {
    let shown = file.display();
    let raw = fs::read(file).map_err(|why| UsageError::new(format_args!("{shown}: {why}")))?;
    raw::read(&raw, Length::Required)
        .map_err(|why| UsageError::new(format_args!("{shown}: {}", why.0)))
}
