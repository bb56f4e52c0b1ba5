//! Strict parsers and encoders.

pub(crate) mod bytes;
pub(crate) mod date_time;
pub(crate) mod encoding;
#[cfg_attr(not(feature = "form"), path = "no_form.rs")]
pub(crate) mod form;
#[cfg_attr(not(feature = "json"), path = "no_json.rs")]
pub(crate) mod json;
pub(crate) mod json_scan;
pub(crate) mod percent;
pub(crate) mod rfc3339;
