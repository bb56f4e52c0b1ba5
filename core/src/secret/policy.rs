//! What the signing secrets of one application must be like.

use crate::error::{ConfigError, ConfigFault, SecretFault};
use crate::secret::weakness::Weakness;
use crate::secret::{ActiveKey, Fingerprint, Secrets, weak};
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::sync::{Mutex, PoisonError};

/// What the signing secrets of one application must be like: hard to guess, and another one for
/// each endpoint.
///
/// Without rules, a verifier that is built of weak secrets is built, and `tracing` is told (feature
/// `tracing`, which adapters turn on). One set of rules, given to all verifiers of an application,
/// also sees secrets that two endpoints share, and may refuse what is weak.
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
/// assert_eq!(same.unwrap_err().to_string(), "endpoint `terra`: signing secret `0` is that of endpoint `github`, too");
/// let weak = Verifier::<Terra>::builder().secret("sharedsecret1").secret_policy(&rules).build();
/// assert_eq!(weak.unwrap_err().to_string(), "endpoint `terra`: signing secret `0` is predictable");
/// # Ok::<(), verihook::ConfigError>(())
/// ```
///
/// Two verifiers of an endpoint of one name may have one secret: they are that endpoint twice. A
/// secret that was retired is remembered, as long as the rules live: it is not to come back as
/// another endpoint's.
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
    /// Weak secrets are told to `tracing`, and are used.
    #[must_use]
    pub fn warning() -> Self {
        Self { refuses: false, seen: Arc::default() }
    }

    /// A verifier is not built of weak secrets.
    #[must_use]
    pub fn refusing() -> Self {
        Self { refuses: true, seen: Arc::default() }
    }

    /// Judges these secrets of an endpoint, as the builder of a verifier does; for those that are
    /// [replaced](crate::SwappableSecrets) later. Returns what is weak, by the name of the secret.
    ///
    /// # Errors
    /// If one is weak, and these rules refuse such.
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
        // Whoever panicked in between left whole entries.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut weak: Vec<_> = weak(secrets.iter().copied())
            .map(|(name, weakness)| (name.to_owned(), weakness.clone()))
            .collect();
        weak.extend(reused(&seen, endpoint, secrets));
        match weak.first() {
            Some((name, weakness)) if self.refuses => {
                let (name, fault) = (name.clone(), SecretFault::Weak(weakness.clone()));
                Err(ConfigError::new(endpoint, ConfigFault::Secret { name, fault }))
            }
            _ => {
                // What is refused is nobody's.
                note(&mut seen, endpoint, secrets);
                Ok(weak)
            }
        }
    }
}

/// Those that another endpoint has.
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
