//! Builds a verifier from the settings of an endpoint.

use super::builder::VerifierBuilder;
use super::shared::{Shared, Source};
use super::verifier::Verifier;
use crate::answer::Statuses;
use crate::error::{ConfigError, ConfigFault};
use crate::provider::ProviderEntry;
use crate::request::url::PublicUrl;
use crate::scheme::handshake::Handshake;
use crate::scheme::syntax::Syntax;
use crate::scheme::{MAX_TOLERANCE_SECONDS, Scheme};
#[cfg(feature = "std")]
use crate::secret::SwappableSecrets;
use crate::secret::active_key::weak;
use crate::secret::key::Credential;
use crate::secret::{ActiveKey, Secrets};
use crate::verify::condition::{Condition, check_conditions};
use crate::verify::engine::{Engine, other_fields};
use crate::verify::log::warn_of_weak;
use crate::verify::plan::Plan;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;

impl<P> VerifierBuilder<P> {
    /// Builds the verifier.
    ///
    /// # Errors
    /// If a secret is missing or unusable, if the scheme signs the public URL and none is set, or
    /// if a setting is invalid. A server that gets this error should not start.
    pub fn build(self) -> Result<Verifier<P>, ConfigError> {
        let endpoint = self.endpoint;
        let policy = self.policy.clone();
        let built = self.build_or_fault().map_err(|fault| ConfigError::new(endpoint, fault))?;
        let fixed = built.shared.source.with(|secrets| Arc::clone(&secrets.active));
        let conditions = built.shared.engine.conditions.iter();
        let credentials = conditions.filter(|condition| condition.is_credential);
        let sets = fixed.iter().chain(credentials.map(|condition| &condition.secrets));
        let all: Vec<&ActiveKey> = sets.flat_map(|set| set.iter()).collect();
        let weak = match policy {
            Some(policy) => policy.check(endpoint, &all)?,
            None => weak(all.iter().copied())
                .map(|(name, weakness)| (name.into(), weakness.clone()))
                .collect(),
        };
        warn_of_weak(built.provider(), built.endpoint(), &weak);
        Ok(built)
    }

    fn build_or_fault(self) -> Result<Verifier<P>, ConfigFault> {
        let ProviderEntry { slug, scheme, .. } = self.provider;
        #[cfg(feature = "std")]
        if self.exchange.is_some() && !scheme.handshakes().any(Handshake::delivers_a_secret) {
            return Err(ConfigFault::NoSecretExchange);
        }
        let source = match (self.shared, self.secrets.is_empty()) {
            (Some(shared), true) => shared,
            #[cfg(feature = "std")]
            (None, true) if self.exchange.is_some() => {
                Source::Swappable(SwappableSecrets::new(Secrets::empty(&self.provider)))
            }
            (None, _) => Source::Fixed(Secrets::for_entry(&self.provider, self.secrets)?),
            (Some(_), false) => return Err(ConfigFault::TwoSecretSources),
        };
        if source.with(|secrets| secrets.slug != slug) == Some(true) {
            return Err(ConfigFault::ForeignSecrets);
        }
        if self.validates_tokens && !scheme.has_token() {
            return Err(ConfigFault::NoToken);
        }
        let tolerance = match self.tolerance {
            None => Duration::from_secs(scheme.tolerance_seconds),
            Some(_) if !scheme.is_timed() => return Err(ConfigFault::NoTimestamp),
            Some(tolerance) => tolerance,
        };
        if tolerance.as_secs() > MAX_TOLERANCE_SECONDS || tolerance.subsec_nanos() != 0 {
            return Err(ConfigFault::Tolerance);
        }
        let mut statuses = Statuses::default();
        statuses.without_body = self.answers_without_body;
        for (kind, status) in self.statuses {
            if !(400..=599).contains(&status) {
                return Err(ConfigFault::Status(status));
            }
            statuses.set(kind, status);
        }
        let url = self.url.map(|url| PublicUrl::parse(url, scheme)).transpose()?;
        if self.arrival_path.as_deref().is_some_and(|path| !is_path(path)) {
            return Err(ConfigFault::ArrivalPath);
        }
        let url = url.map(|url| url.with_arrival_path(self.arrival_path));
        if scheme.signs_url() && url.is_none() {
            return Err(ConfigFault::NoPublicUrl);
        }
        let mut conditions = self.conditions;
        for (name, values) in self.headers {
            conditions.push(Condition::header(name, values)?);
        }
        let places = self.chosen.places(scheme, self.validates_tokens)?;
        check_conditions(&places, &conditions)?;
        let handshake_token = match self.handshake_token {
            Some(token) => Some(handshake_token(scheme, &token)?),
            None => None,
        };
        let access = self.network.access(scheme)?;
        let plan = Plan::new(scheme, places, other_fields(&conditions, &access));
        let engine = Engine {
            provider: slug,
            endpoint: self.endpoint,
            plan,
            url,
            tolerance_seconds: tolerance.as_secs(),
            body_limit: self.body_limit,
            body_deadline: self.body_deadline,
            body_budget: self.body_budget,
            statuses,
            conditions,
            handshake_token,
            access,
        };
        #[cfg(feature = "std")]
        let exchange = self.exchange;
        #[cfg(not(feature = "std"))]
        let exchange = None;
        Ok(Verifier { shared: Arc::new(Shared { engine, source, exchange, policy: self.policy }) })
    }
}

/// Returns `true` for an absolute path without a query.
fn is_path(path: &str) -> bool {
    path.starts_with('/')
        && path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#'))
}

/// The syntax of a handshake token.
const HANDSHAKE_TOKEN: Syntax = Syntax::visible().and(" ");

/// Returns the token that a handshake must present.
fn handshake_token(scheme: &Scheme, token: &str) -> Result<Credential, ConfigFault> {
    let mut parameters = scheme.handshakes().filter_map(Handshake::token_name);
    if parameters.next().is_none() || !HANDSHAKE_TOKEN.admits(token.as_bytes()) {
        return Err(ConfigFault::HandshakeToken);
    }
    Ok(Credential::token(token.as_bytes()))
}
