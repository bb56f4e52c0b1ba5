//! `verihook conformance`.

mod address;
mod filter;
mod formats;
mod report;
mod run;

use crate::judge::provider;
use crate::secrets::{NamedSecret, SecretArguments};
use crate::time::{parse_duration, parse_span};
use crate::{Outcome, UsageError, print_line};
use address::Address;
use clap::Args;
use filter::Filter;
use report::Report;
use std::path::PathBuf;
use std::time::Duration;
use verihook_conformance::{Server, Verdict, signing_secrets_of};

/// The maximum number of cases that run at the same time.
const MAX_JOBS: usize = 64;

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook conformance http://127.0.0.1:9000/hook --provider github --secret s3cret
  verihook conformance http://127.0.0.1:9000/hook --provider stripe --secret-env SECRET \\
    --body-limit 100000 --json-path /hook --junit report.xml
  verihook conformance --provider stripe --list";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Test the server at this `http://` URL.
    #[arg(required_unless_present = "list")]
    url: Option<String>,
    /// Sign as the provider with this slug (see `verihook providers`).
    #[arg(long, required_unless_present = "list")]
    provider: Option<String>,
    #[command(flatten)]
    secrets: SecretArguments,
    #[command(flatten)]
    endpoint: Endpoint,
    /// Run only these categories or cases, separated by commas (see `--list`).
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave out these categories or cases, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    skip: Vec<String>,
    /// List the cases with their categories, and send nothing.
    #[arg(long)]
    list: bool,
    /// Require verihook's own statuses, headers and texts; implies `--odd`.
    #[arg(long)]
    strict: bool,
    /// Also run cases that a sound server may fail, such as signed requests in odd forms.
    #[arg(long)]
    odd: bool,
    /// Wait for body deadlines of more than ten seconds.
    #[arg(long)]
    slow: bool,
    /// Also send the cases for HTTP/2 without TLS.
    #[arg(long)]
    http2: bool,
    /// Run this many cases at the same time, at most 64.
    #[arg(long, value_name = "N", default_value_t = 8)]
    jobs: usize,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    /// Write the report to this file as JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// What the server documents about its endpoint.
#[derive(Args)]
struct Endpoint {
    /// Send deliveries to this path (default: the path of the URL).
    #[arg(long)]
    path: Option<String>,
    /// Use this path for an endpoint that accepts only JSON objects; it may be the same path.
    #[arg(long, value_name = "PATH")]
    json_path: Option<String>,
    /// Read the number of handler runs, in digits, from this path.
    #[arg(long, value_name = "PATH")]
    handled_path: Option<String>,
    /// Set the URL as registered with the provider, for schemes that sign it (default: the URL).
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Set the largest body that the server accepts.
    #[arg(long, value_name = "BYTES")]
    body_limit: Option<usize>,
    /// Set the time after which the server gives up on a body.
    #[arg(long, value_name = "DURATION", value_parser = parse_span)]
    body_deadline: Option<Duration>,
    /// Set the timestamp tolerance (default: the provider's).
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    tolerance: Option<Duration>,
    /// Set the token that a handshake shows.
    #[arg(long, value_name = "TOKEN")]
    handshake_token: Option<String>,
    /// Expect the handler to accept any signed bytes, not only JSON.
    #[arg(long)]
    any_body: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let filter = Filter::new(&self.only, &self.skip)?;
        if self.list {
            return self.list(&filter);
        }
        let (url, slug) = (self.url.as_deref().unwrap_or_default(), self.slug()?);
        let address = Address::of(url)?;
        let secrets = self.secrets.read_some()?;
        let server = self.server(&address, slug, &secrets)?;
        server.check_setup().map_err(UsageError::new)?;
        address.connect()?;
        if self.endpoint.handled_path.is_some() && !server.counts_runs() {
            return Err(UsageError::new(
                "--handled-path: expected a 200 with the number of handler runs in digits",
            ));
        }
        let plan = server.plan().into_iter().filter(|(case, _)| filter.admits(case)).collect();
        let results = match server.check_genuine() {
            Verdict::Failed(breach) => run::all_not_judged(plan, breach),
            _ => run::all(&server, plan, self.jobs.min(MAX_JOBS)),
        };
        let report = Report { url, provider: slug, strict: self.strict, results };
        if let Some(file) = &self.junit {
            formats::write_junit(&report, file)?;
        }
        print_line(if self.json { formats::json(&report) } else { report.to_string() });
        Ok(if report.failed() == 0 { Outcome::Pass } else { Outcome::Fail })
    }

    fn slug(&self) -> Result<&'static str, UsageError> {
        Ok(provider(self.provider.as_deref().unwrap_or_default())?.slug)
    }

    fn server(
        &self,
        address: &Address,
        slug: &str,
        secrets: &[NamedSecret],
    ) -> Result<Server, UsageError> {
        let secrets: Vec<String> = secrets.iter().map(|secret| secret.text.to_string()).collect();
        let server = Server::new(address.socket, slug, &secrets).map_err(UsageError::new)?;
        let server = self.endpoint.describe(server.host(&address.host), address);
        let server = if self.odd { server.with_odd_cases() } else { server };
        let server = if self.slow { server.patient() } else { server };
        let server = if self.http2 { server.with_http2() } else { server };
        if self.strict { server.strict().map_err(UsageError::new) } else { Ok(server) }
    }

    /// Prints the cases for a provider, or every case that a server can be tested with.
    fn list(&self, filter: &Filter) -> Result<Outcome, UsageError> {
        let cases = match &self.provider {
            None => verihook_conformance::cases().collect(),
            Some(_) => {
                let slug = self.slug()?;
                let secrets = signing_secrets_of(slug).map(str::to_owned);
                let server = Server::new(([127, 0, 0, 1], 1).into(), slug, &secrets);
                let server = server.map_err(UsageError::new)?.with_http2();
                server.plan().into_iter().map(|(case, _)| case).collect::<Vec<_>>()
            }
        };
        for case in cases.into_iter().filter(|case| filter.admits(case)) {
            let (category, requirement) = (case.category(), case.requirement.trim());
            print_line(format_args!("{:<38} {category:<12} {requirement}", case.id));
        }
        Ok(Outcome::Pass)
    }
}

impl Endpoint {
    fn describe(&self, server: Server, address: &Address) -> Server {
        let path = self.path.as_deref().unwrap_or(&address.path);
        let own_url = format!("http://{}{path}", address.host);
        let mut server = server.path(path);
        server = server.public_url(self.public_url.as_deref().unwrap_or(&own_url));
        if let Some(path) = &self.json_path {
            server = server.json_path(path);
        }
        if let Some(path) = &self.handled_path {
            server = server.handled_path(path);
        }
        if let Some(bytes) = self.body_limit {
            server = server.body_limit(bytes);
        }
        if let Some(deadline) = self.body_deadline {
            server = server.body_deadline(deadline);
        }
        if let Some(tolerance) = self.tolerance {
            server = server.tolerance(tolerance.as_secs());
        }
        if let Some(token) = &self.handshake_token {
            server = server.handshake_token(token);
        }
        if self.any_body { server.accepts_any_body() } else { server }
    }
}
