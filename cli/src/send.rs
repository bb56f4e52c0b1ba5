//! `verihook send`.

use crate::{Outcome, UsageError};
use clap::Args;

pub(crate) const EXAMPLE: &str = "\
Example:
  verihook send http://localhost:3000/hooks --provider github --secret-env WEBHOOK_SECRET";

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
