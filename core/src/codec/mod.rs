//! Strict parsers and encoders.

pub(crate) mod buffer;
pub(crate) mod bytes;
pub(crate) mod encoding;
#[cfg(feature = "form")]
pub(crate) mod form;
#[cfg(feature = "json")]
pub(crate) mod json;
pub(crate) mod rfc3339;
