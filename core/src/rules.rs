//! What the signing secrets of one application must be like.

use crate::config::{ConfigError, ConfigFault, SecretFault};
use crate::secret::{Active, Fingerprint, Secrets, weak};
use crate::strength::Weakness;
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::sync::{Mutex, PoisonError};

/// What the signing secrets of one application must be like: hard to guess, and another one for each endpoint.
///
/// Without rules, a verifier that is built of weak secrets is built, and `tracing` is told (feature `tracing`, which
/// adapters turn on). One set of rules, given to all verifiers of an application, also sees secrets that two
/// endpoints share, and may refuse what is weak.
///
/// ```
/// use verihook::{SecretRules, Verifier, providers::{GitHub, Terra}};
///
/// let rules = SecretRules::refusing();
/// let github = Verifier::<GitHub>::builder()
///     .secret("yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a")
///     .secret_rules(&rules)
///     .build()?;
/// let same = Verifier::<Terra>::builder().secret("yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a").secret_rules(&rules).build();
/// assert_eq!(same.unwrap_err().to_string(), "endpoint `terra`: signing secret `0` is that of endpoint `github`, too");
/// let weak = Verifier::<Terra>::builder().secret("sharedsecret1").secret_rules(&rules).build();
/// assert_eq!(weak.unwrap_err().to_string(), "endpoint `terra`: signing secret `0` is predictable");
/// # Ok::<(), verihook::ConfigError>(())
/// ```
///
/// Two verifiers of an endpoint of one name may have one secret: they are that endpoint twice.
#[derive(Clone)]
pub struct SecretRules {
    refuses: bool,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A secret and the endpoint that had it first.
struct Seen {
    fingerprint: Fingerprint,
    endpoint: String,
}

impl SecretRules {
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
        self.judge_active(endpoint, &secrets.active)
    }

    pub(crate) fn judge_active(
        &self,
        endpoint: &str,
        secrets: &[Active],
    ) -> Result<Vec<(String, Weakness)>, ConfigError> {
        let mut weak: Vec<_> =
            weak(secrets).map(|(name, weakness)| (name.to_owned(), weakness.clone())).collect();
        weak.extend(self.reused(endpoint, secrets));
        match weak.first() {
            Some((name, weakness)) if self.refuses => {
                let (name, fault) = (name.clone(), SecretFault::Weak(weakness.clone()));
                Err(ConfigError::new(endpoint, ConfigFault::Secret { name, fault }))
            }
            _ => Ok(weak),
        }
    }

    /// Those that another endpoint has; others are taken note of.
    fn reused(&self, endpoint: &str, secrets: &[Active]) -> Vec<(String, Weakness)> {
        // Whoever panicked in between left whole entries.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reused = Vec::new();
        for secret in secrets {
            match seen.iter().find(|seen| seen.fingerprint == secret.fingerprint) {
                Some(first) if first.endpoint != endpoint => {
                    let endpoint = first.endpoint.clone();
                    reused.push((secret.name.as_ref().to_owned(), Weakness::Reused { endpoint }));
                }
                Some(_) => {}
                None => seen.push(Seen {
                    fingerprint: secret.fingerprint.clone(),
                    endpoint: endpoint.to_owned(),
                }),
            }
        }
        reused
    }
}

impl fmt::Debug for SecretRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretRules").field("refuses", &self.refuses).finish_non_exhaustive()
    }
}
