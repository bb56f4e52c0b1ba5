//! A request, wherever it comes from.

mod arguments;
mod har;
pub(crate) mod raw;

pub(crate) use arguments::{RequestArguments, body_of, fields_of, read_file};

/// Returns the target of a request that is sent to this URL: the path of the URL if it has one but
/// `/`, and the query of the URL if it has one.
pub(crate) fn target_at(url: &http::Uri, target: &str) -> String {
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    let path = if url.path() == "/" { path } else { url.path() };
    match url.query() {
        Some(own) => format!("{path}?{own}"),
        None => format!("{path}{query}"),
    }
}

/// A request as bytes. Header fields are in the order of arrival, with repeats.
#[derive(Clone, Debug, Default)]
pub(crate) struct CapturedRequest {
    pub(crate) method: String,
    /// The path and query, as in the request line.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}
