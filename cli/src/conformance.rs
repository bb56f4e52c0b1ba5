//! `verihook conformance`.

use crate::{Outcome, UsageError};
use clap::Args;

pub(crate) const EXAMPLE: &str = "\
Example:
  verihook conformance http://localhost:3000";

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
