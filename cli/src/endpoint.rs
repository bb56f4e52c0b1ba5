//! The options that describe an endpoint.

use crate::UsageError;
use crate::catalogue::provider;
use crate::secrets::{NamedSecret, SecretArguments};
use crate::time::{or_now, parse_duration, parse_time};
use clap::Args;
use std::time::Duration;
use verihook::{ProviderEntry, UnixTime};

/// An endpoint, and the time of the check.
#[derive(Args)]
pub(crate) struct EndpointArguments {
    /// Use the scheme of the provider with this slug (see `verihook providers`).
    #[arg(long, value_name = "SLUG")]
    provider: String,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Set the endpoint's URL as the provider knows it, for schemes that sign it.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Verify as of this time: Unix seconds or RFC 3339 (default: now).
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<UnixTime>,
    /// Accept a signed timestamp this far from `--now`: `300`, `5m` (default: the provider's).
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    tolerance: Option<Duration>,
}

impl EndpointArguments {
    pub(crate) fn provider(&self) -> Result<&'static ProviderEntry, UsageError> {
        provider(&self.provider)
    }

    /// Returns the secrets, of which there must be one.
    pub(crate) fn secrets(&self) -> Result<Vec<NamedSecret>, UsageError> {
        self.secrets.read_some()
    }

    pub(crate) fn public_url(&self) -> Option<&str> {
        self.public_url.as_deref()
    }

    pub(crate) fn now(&self) -> Result<UnixTime, UsageError> {
        or_now(self.now)
    }

    pub(crate) const fn tolerance(&self) -> Option<Duration> {
        self.tolerance
    }
}
