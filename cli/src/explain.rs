//! `verihook explain`.

use crate::endpoint::EndpointArguments;
use crate::output::{FAINT, GOOD, NAME, WARNING, print_line, styled};
use crate::request::RequestArguments;
use crate::secrets::NamedSecret;
use crate::{Outcome, UsageError};
use clap::Args;
use core::time::Duration;
use verihook::ProviderEntry;
use verihook_explain::{Certainty, Explainer, Finding, Request};

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook explain --provider github --secret-env WEBHOOK_SECRET --raw request.http
  verihook explain --provider stripe --secret-env STRIPE_SECRET --har capture.har --entry 3

It prints what happened to the request in transit, the most likely reason first. The exit status is
0 if the request verifies, and 1 if it does not.";

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    endpoint: EndpointArguments,
    #[command(flatten)]
    request: RequestArguments,
    /// Print the findings as a JSON array, which is empty if the request verifies.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let (provider, secrets) = (self.endpoint.provider()?, self.endpoint.secrets()?);
        let (url, tolerance) = (self.endpoint.public_url(), self.endpoint.tolerance());
        let explainer = explainer(provider, &secrets, url, tolerance);
        let request = self.request.read_as_it_is(self.endpoint.public_url())?;
        let arrived =
            Request::new(&request.method, &request.target, &request.headers, &request.body);
        let findings =
            explainer.explain(&arrived, self.endpoint.now()?).map_err(UsageError::new)?;
        if self.json {
            let json = serde_json::to_string_pretty(&findings).map_err(UsageError::new)?;
            print_line(json);
        } else {
            print(&findings);
        }
        Ok(if findings.is_empty() { Outcome::Pass } else { Outcome::Fail })
    }
}

/// Creates an explainer for an endpoint, whose evidence names the secrets as they were given.
pub(crate) fn explainer(
    provider: &ProviderEntry,
    secrets: &[NamedSecret],
    public_url: Option<&str>,
    tolerance: Option<Duration>,
) -> Explainer {
    let named = |explainer: Explainer, secret: &NamedSecret| match &secret.name {
        Some(name) => explainer.named_secret(name.as_str(), secret.text.as_str()),
        None => explainer.secret(secret.text.as_str()),
    };
    let mut explainer = secrets.iter().fold(Explainer::new(provider), named);
    if let Some(url) = public_url {
        explainer = explainer.public_url(url);
    }
    match tolerance {
        Some(tolerance) => explainer.tolerance(tolerance),
        None => explainer,
    }
}

fn print(findings: &[Finding]) {
    if findings.is_empty() {
        print_line(styled(GOOD, "the request verifies"));
    }
    for finding in findings {
        let (style, certainty) = match finding.certainty {
            Certainty::Certain => (GOOD, "certain"),
            Certainty::Likely => (WARNING, "likely"),
            _ => (FAINT, "possible"),
        };
        print_line(format_args!("{} ({})", styled(NAME, finding.code), styled(style, certainty)));
        print_line(format_args!("  {}", finding.evidence));
        print_line(format_args!("  {} {}", styled(FAINT, "Remedy:"), finding.remedy));
    }
}
