//! The policy for the signing secrets of an application.

use crate::error::{ConfigError, ConfigFault, SecretFault};
use crate::secret::active_key::{ActiveKey, Fingerprint, weak};
use crate::secret::secrets::Secrets;
use crate::secret::weakness::Weakness;
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::sync::{Mutex, PoisonError};

/// The policy for the signing secrets of an application.
///
/// They must be hard to guess, and different for each endpoint.
///
/// Without a policy, a verifier with weak secrets is built, and a warning is logged through
/// `tracing` (feature `tracing`, which adapters enable). If all verifiers of an application share
/// one policy, it also detects secrets that two endpoints share, and it can reject weak secrets.
///
/// ```
/// use verihook::{SecretPolicy, Verifier, providers::{GitHub, Terra}};
///
/// let rules = SecretPolicy::refusing();
/// let github = Verifier::<GitHub>::builder()
///     .secret("yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a")
///     .secret_policy(&rules)
///     .build()?;
/// let same = Verifier::<Terra>::builder().secret("yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a").secret_policy(&rules).build();
/// assert_eq!(same.unwrap_err().to_string(), "endpoint `terra`: signing secret 1 is also used by endpoint `github`");
/// let weak = Verifier::<Terra>::builder().secret("sharedsecret1").secret_policy(&rules).build();
/// assert_eq!(weak.unwrap_err().to_string(), "endpoint `terra`: signing secret 1 is predictable: generate a random one");
/// # Ok::<(), verihook::ConfigError>(())
/// ```
///
/// Two verifiers for endpoints of the same name may have the same secret: they are the same
/// endpoint twice. A retired secret is remembered as long as the policy lives, so it cannot come
/// back as the secret of another endpoint.
#[derive(Clone)]
pub struct SecretPolicy {
    refuses: bool,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A secret and the endpoint that had it first.
struct Seen {
    fingerprint: Fingerprint,
    endpoint: String,
}

impl SecretPolicy {
    /// Creates a policy that logs weak secrets through `tracing` and accepts them.
    #[must_use]
    pub fn warning() -> Self {
        Self { refuses: false, seen: Arc::default() }
    }

    /// Creates a policy that rejects weak secrets when a verifier is built.
    #[must_use]
    pub fn refusing() -> Self {
        Self { refuses: true, seen: Arc::default() }
    }

    /// Checks the secrets of an endpoint, and returns the name and weakness of each weak one.
    ///
    /// The builder of a verifier does this itself. Call it for secrets that are
    /// [replaced](crate::SwappableSecrets) later.
    ///
    /// # Errors
    /// [`ConfigFault::Secret`] if a secret is weak and this policy rejects weak secrets.
    pub fn judge<P>(
        &self,
        endpoint: &str,
        secrets: &Secrets<P>,
    ) -> Result<Vec<(String, Weakness)>, ConfigError> {
        self.check(endpoint, &secrets.active.iter().collect::<Vec<_>>())
    }

    pub(crate) fn check(
        &self,
        endpoint: &str,
        secrets: &[&ActiveKey],
    ) -> Result<Vec<(String, Weakness)>, ConfigError> {
        let weak = self.check_only(endpoint, secrets)?;
        self.record(endpoint, secrets);
        Ok(weak)
    }

    /// Does the same as [`Self::check`], and does not record the secrets.
    ///
    /// A secret from an unsigned request is recorded only once it is used. Otherwise, a sender
    /// could fill the memory with secrets that the application declines.
    pub(crate) fn check_only(
        &self,
        endpoint: &str,
        secrets: &[&ActiveKey],
    ) -> Result<Vec<(String, Weakness)>, ConfigError> {
        // A thread that panicked left complete entries.
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut weak: Vec<_> = weak(secrets.iter().copied())
            .map(|(name, weakness)| (name.to_owned(), weakness.clone()))
            .collect();
        weak.extend(reused(&seen, endpoint, secrets));
        match weak.first() {
            Some((name, weakness)) if self.refuses => {
                let (name, fault) = (name.clone(), SecretFault::Weak(weakness.clone()));
                Err(ConfigError::new(endpoint, ConfigFault::Secret { name, fault }))
            }
            _ => Ok(weak),
        }
    }

    /// Records that an endpoint has these secrets.
    pub(crate) fn record(&self, endpoint: &str, secrets: &[&ActiveKey]) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        note(&mut seen, endpoint, secrets);
    }
}

/// Returns the secrets that another endpoint has.
fn reused(seen: &[Seen], endpoint: &str, secrets: &[&ActiveKey]) -> Vec<(String, Weakness)> {
    let other = |secret: &ActiveKey| {
        let mut others = seen.iter().filter(|seen| seen.endpoint != endpoint);
        others.find(|seen| seen.fingerprint == secret.fingerprint)
    };
    let reused = secrets.iter().filter_map(|secret| {
        let endpoint = other(secret)?.endpoint.clone();
        Some((secret.name.as_ref().to_owned(), Weakness::Reused { endpoint }))
    });
    reused.collect()
}

fn note(seen: &mut Vec<Seen>, endpoint: &str, secrets: &[&ActiveKey]) {
    for secret in secrets {
        let known = |seen: &Seen| seen.fingerprint == secret.fingerprint;
        if !seen.iter().any(known) {
            let (fingerprint, endpoint) = (secret.fingerprint.clone(), endpoint.to_owned());
            seen.push(Seen { fingerprint, endpoint });
        }
    }
}

impl fmt::Debug for SecretPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretPolicy").field("refuses", &self.refuses).finish_non_exhaustive()
    }
}
