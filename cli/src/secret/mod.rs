//! `verihook secret`.

use crate::{Outcome, UsageError};
use clap::Args;

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook secret --provider github
  verihook secret --check --provider stripe --secret-env STRIPE_SECRET";

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
