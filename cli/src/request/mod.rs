//! A request, wherever it comes from.

mod arguments;
mod har;
pub(crate) mod raw;

pub(crate) use arguments::{RequestArguments, body_of, fields_of, read_file};

/// A request as bytes. Header fields are in the order of arrival, with repeats.
#[derive(Clone, Debug, Default)]
pub(crate) struct CapturedRequest {
    pub(crate) method: String,
    /// The path and query, as in the request line.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}
