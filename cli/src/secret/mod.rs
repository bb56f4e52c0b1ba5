//! `verihook secret`.

mod check;

use crate::catalogue::{fact, provider};
use crate::secrets::SecretArguments;
use crate::{Outcome, UsageError, print_line};
use clap::Args;
use serde_json::json;
use verihook::{GeneratedSecret, NotGenerated, ProviderEntry};

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook secret --provider github
  verihook secret --check --provider stripe --secret-env STRIPE_SECRET";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Use the form in which the provider with this slug shows its secrets.
    #[arg(long, value_name = "SLUG")]
    provider: String,
    /// Check secrets instead: exit with 0 if they are fine, with 1 if one is weak or unusable.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let entry = provider(&self.provider)?;
        if self.check {
            return check::run(entry, &self.secrets.read_some()?, self.json);
        }
        if !self.secrets.read()?.is_empty() {
            return Err(UsageError::new("a secret is given: add --check to check it"));
        }
        self.generate(entry)
    }

    fn generate(&self, entry: &ProviderEntry) -> Result<Outcome, UsageError> {
        let secret = GeneratedSecret::new(entry.scheme).map_err(|why| match why {
            NotGenerated::PublicKey => UsageError::new(format_args!(
                "{why}: copy it from the provider, or make a key pair for tests with \
                 `verihook sign --provider {} --body x`",
                entry.slug
            )),
            _ => UsageError::new(why),
        })?;
        if self.json {
            print_line(json!({
                "provider": entry.slug,
                "secret": secret.text(),
                "form": fact(entry.scheme, "secret"),
            }));
        } else {
            print_line(secret.text());
        }
        Ok(Outcome::Pass)
    }
}
