//! `verihook secret`.

use crate::{Outcome, UsageError};
use clap::Args;

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
