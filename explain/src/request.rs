//! A request to explain.

use core::fmt;

/// A request, as it arrived.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    pub(crate) method: &'r str,
    pub(crate) target: &'r str,
    pub(crate) headers: &'r [(String, Vec<u8>)],
    /// `None` if it is not known.
    pub(crate) body: Option<&'r [u8]>,
}

impl<'r> Request<'r> {
    /// Creates a request from its method, its path and query, its header fields in the order of
    /// arrival, and its body.
    #[must_use]
    pub const fn new(
        method: &'r str,
        target: &'r str,
        headers: &'r [(String, Vec<u8>)],
        body: &'r [u8],
    ) -> Self {
        Self { method, target, headers, body: Some(body) }
    }

    /// Creates a request whose body is not known, because it was rejected before it was read.
    ///
    /// Only its head is explained: nothing is reported about the body, and no secret is tried.
    #[must_use]
    pub const fn head(method: &'r str, target: &'r str, headers: &'r [(String, Vec<u8>)]) -> Self {
        Self { method, target, headers, body: None }
    }
}

/// Leaves out all values, which may be credentials.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .field("body", &self.body.map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}
