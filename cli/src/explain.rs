//! `verihook explain`.

use crate::{Outcome, UsageError};
use clap::Args;

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook explain --provider github --secret-env WEBHOOK_SECRET --raw request.http
  verihook explain --provider stripe --secret-env STRIPE_SECRET --har browser.har --entry 3";

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
