//! What an endpoint asks for beside the provider's proof.

use crate::error::ConfigFault;
use crate::scheme::Scheme;
use crate::scheme::place::{Place, is_field_name};
use crate::secret::{ActiveKey, SigningSecret};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A password or token that a request must present beside the provider's own proof.
pub(crate) struct Condition {
    pub(crate) scheme: Scheme,
    pub(crate) secrets: Arc<[ActiveKey]>,
    /// Whether somebody could guess it; a header field of the user's own may be for routing.
    pub(crate) is_credential: bool,
}

impl Condition {
    /// A header field that must have one of these values.
    pub(crate) fn header(
        name: &'static str,
        values: Vec<SigningSecret>,
    ) -> Result<Self, ConfigFault> {
        if !is_field_name(name) {
            return Err(ConfigFault::HeaderName(name));
        }
        let scheme = Scheme::token(Place::header(name)).build();
        // Where nobody gave it a name, it is told by its field.
        let values = values.into_iter().map(|value| value.or_named(name));
        let secrets = values.map(|value| value.into_active(&scheme, 0));
        let secrets = secrets.collect::<Result<_, _>>()?;
        Ok(Self { scheme, secrets, is_credential: name == "authorization" })
    }
}

/// What can be met by no request is a mistake, and would lose every delivery.
pub(crate) fn judge(scheme: &Scheme, further: &[Condition]) -> Result<(), ConfigFault> {
    if further.iter().any(|further| !further.scheme.check.is_credential()) {
        return Err(ConfigFault::NotACredential);
    }
    let mut fields: Vec<&'static str> = scheme.signature.names().to_vec();
    for further in further {
        for name in further.scheme.signature.names() {
            if fields.contains(name) {
                return Err(ConfigFault::ConflictingConditions(name));
            }
            fields.push(name);
        }
    }
    Ok(())
}
