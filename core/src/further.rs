//! What an endpoint asks for beside the provider's proof.

use crate::config::ConfigFault;
use crate::place::{Place, is_field_name};
use crate::scheme::Scheme;
use crate::secret::{Active, SigningSecret};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A password or token that a request must present beside the provider's own proof.
pub(crate) struct Further {
    pub(crate) scheme: Scheme,
    pub(crate) secrets: Arc<[Active]>,
    /// Whether somebody could guess it; a header field may be for routing.
    pub(crate) is_credential: bool,
}

impl Further {
    /// A header field that must have one of these values.
    pub(crate) fn header(
        name: &'static str,
        values: Vec<SigningSecret>,
    ) -> Result<Self, ConfigFault> {
        if !is_field_name(name) {
            return Err(ConfigFault::HeaderName(name));
        }
        let scheme = Scheme::token(Place::header(name)).build();
        let values = values.into_iter().enumerate();
        let secrets = values.map(|(index, value)| value.into_active(&scheme, index));
        let secrets = secrets.collect::<Result<_, _>>()?;
        Ok(Self { scheme, secrets, is_credential: false })
    }
}
