//! `verihook sign`.

use crate::{Outcome, UsageError};
use clap::Args;

pub(crate) const EXAMPLE: &str = "\
Without a secret, one is generated and printed to standard error. For a scheme whose secret is a
public key, sign with the private key: 32 bytes for Ed25519, PKCS#8 for ECDSA and RSA.

Examples:
  verihook sign --provider github --secret-env WEBHOOK_SECRET --body-file body.json
  verihook sign --provider stripe --secret-env STRIPE_SECRET --body '{}' --format curl | sh
  verihook sign --provider discord --body '{\"type\":1}' --format raw > request.http";

#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        Err(UsageError::new("not there yet"))
    }
}
