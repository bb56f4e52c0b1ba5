//! Secrets that are found for each request, by a function of the application.

use crate::head::Head;
use crate::rejection::Rejection;
use crate::secret::Secrets;
use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::future::Future;
use core::pin::Pin;

/// Finds the secrets of a request: those of the tenant that its path names, for example.
///
/// Every function of a head that returns a future is one. What it needs of the head it takes out before the future
/// begins. The core does not await it; adapters do, within the body's deadline, after the head has been found to be in
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

/// Why a request has no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// Nobody is meant: 401, as for a wrong signature, so that tenants cannot be guessed.
    Unknown,
    /// They could not be looked up now: 503, and the sender may try again.
    Unavailable,
}

impl From<Unresolved> for Rejection {
    fn from(unresolved: Unresolved) -> Self {
        match unresolved {
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

    fn hides_cut_bodies(&self) -> bool {
        self.hides_cut_bodies
    }
}
