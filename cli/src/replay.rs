//! `verihook replay`.

use crate::{Outcome, UsageError};
use clap::Args;

pub(crate) const EXAMPLE: &str = "\
Example:
  verihook replay 1 http://localhost:3000/hooks";

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
