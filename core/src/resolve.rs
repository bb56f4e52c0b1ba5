//! Secrets that are found for each request, by a function of the application.

use crate::engine::presented_token;
use crate::head::Head;
use crate::peer::Peer;
use crate::provider::Entry;
use crate::rejection::Rejection;
use crate::secret::{Secrets, SigningSecret};
use crate::seen::Fields;
use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::future::Future;
use core::pin::Pin;
use zeroize::Zeroizing;

/// Finds the secrets of a request: those of the tenant that its path names, for example.
///
/// Every function of a head that returns a future is one. What it needs of the head it takes out before the future
/// begins. The core does not await it; adapters do, for as long as a body may take, after the head has been found to be in
/// order and before a byte of the body is read. It runs for strangers too, so let it look up and not compute, and keep
/// what it finds in a bounded cache.
///
/// ```
/// use verihook::{Head, Resolving, Secrets, Unresolved, Verifier, providers::GitHub};
///
/// fn secrets_of_tenant(head: &dyn Head) -> Resolving<GitHub> {
///     let tenant = head.target().rsplit('/').next().unwrap_or_default().to_owned();
///     Box::pin(async move {
///         match tenant.as_str() {
///             "shop" => Secrets::new(["the shop's secret"]).map_err(|_| Unresolved::Unavailable),
///             _ => Err(Unresolved::Unknown),
///         }
///     })
/// }
///
/// let verifier = Verifier::<GitHub>::builder().resolver(secrets_of_tenant).build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub trait SecretResolver<P>: Send + Sync + 'static {
    /// The secrets of this request.
    fn resolve(&self, head: &dyn Head) -> Resolving<P>;
}

/// What a [`SecretResolver`] returns.
pub type Resolving<P> = Pin<Box<dyn Future<Output = Result<Secrets<P>, Unresolved>> + Send>>;

impl<P, F> SecretResolver<P> for F
where
    F: Fn(&dyn Head) -> Resolving<P> + Send + Sync + 'static,
{
    fn resolve(&self, head: &dyn Head) -> Resolving<P> {
        self(head)
    }
}

/// Says whether a bearer token, or a static one, is valid: by asking the authorization server that issued it, for
/// example. The core hands it the token; adapters await it, before a byte of the body is read.
///
/// ```
/// use verihook::{Validating, Verifier, providers::CentrePointBearer};
///
/// fn introspect(token: &str) -> Validating {
///     let token = token.to_owned();
///     Box::pin(async move { Ok(token == "as the authorization server says") })
/// }
///
/// let verifier = Verifier::<CentrePointBearer>::builder().token_validator(introspect).build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub trait TokenValidator: Send + Sync + 'static {
    /// Whether this token is valid.
    fn validate(&self, token: &str) -> Validating;
}

/// What a [`TokenValidator`] returns.
pub type Validating = Pin<Box<dyn Future<Output = Result<bool, Unresolved>> + Send>>;

impl<F: Fn(&str) -> Validating + Send + Sync + 'static> TokenValidator for F {
    fn validate(&self, token: &str) -> Validating {
        self(token)
    }
}

/// A resolver that takes a token that was found valid for the secret of its request.
pub(crate) struct ByToken<V> {
    pub(crate) provider: Entry,
    pub(crate) validator: V,
}

impl<P: 'static, V: TokenValidator> SecretResolver<P> for ByToken<V> {
    fn resolve(&self, head: &dyn Head) -> Resolving<P> {
        let provider = self.provider;
        let token = presented_token(provider.scheme, head).ok().and_then(|token| {
            let token = core::str::from_utf8(token).ok()?;
            Some(Zeroizing::new(token.to_owned()))
        });
        let validating = token.as_ref().map(|token| self.validator.validate(token));
        Box::pin(async move {
            let (Some(token), Some(validating)) = (token, validating) else {
                return Err(Unresolved::Invalid);
            };
            if !validating.await? {
                return Err(Unresolved::Invalid);
            }
            // Its name is what logs show.
            let secret = SigningSecret::new(token.as_str()).named("validated");
            Secrets::for_entry(&provider, [secret]).map_err(|_| Unresolved::Invalid)
        })
    }
}

/// Why a request has no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// Nobody is meant: 401, as for a wrong signature, so that tenants cannot be guessed.
    Unknown,
    /// The credential is not, or no longer, valid: 401.
    Invalid,
    /// They could not be looked up now: 503, and the sender may try again.
    Unavailable,
}

impl From<Unresolved> for Rejection {
    fn from(unresolved: Unresolved) -> Self {
        match unresolved {
            Unresolved::Invalid => Self::CredentialMismatch,
            Unresolved::Unknown => Self::UnknownTenant,
            Unresolved::Unavailable => Self::SecretsUnavailable,
        }
    }
}

/// A copy of what a verifier reads of a head, which can be kept while secrets are looked up.
#[derive(Clone, Debug)]
pub struct KeptHead {
    method: String,
    target: String,
    fields: Vec<(&'static str, Vec<u8>)>,
    hides_cut_bodies: bool,
    peer: Option<Peer>,
}

impl KeptHead {
    pub(crate) fn of(head: &dyn Head, names: impl Iterator<Item = &'static str>) -> Self {
        let mut fields = Vec::new();
        for name in names {
            if fields.iter().any(|(kept, _)| *kept == name) {
                continue;
            }
            head.values(name, &mut |value| fields.push((name, value.to_vec())));
        }
        Self {
            method: head.method().to_owned(),
            target: head.target().to_owned(),
            fields,
            hides_cut_bodies: head.hides_cut_bodies(),
            peer: head.peer(),
        }
    }
}

impl Head for KeptHead {
    fn method(&self) -> &str {
        &self.method
    }

    fn target(&self) -> &str {
        &self.target
    }

    fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        for (_, value) in self.fields.iter().filter(|(field, _)| *field == name) {
            each(value);
        }
    }

    fn fields<'h>(&'h self, fields: &mut Fields<'h>) -> bool {
        for (name, value) in &self.fields {
            fields.field(name, value);
        }
        true
    }

    fn hides_cut_bodies(&self) -> bool {
        self.hides_cut_bodies
    }

    fn peer(&self) -> Option<Peer> {
        self.peer
    }
}
