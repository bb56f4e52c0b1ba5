//! The head of a request, as a filter.

use core::convert::Infallible;
use http::{HeaderMap, Method};
use verihook::Head;
use warp::Filter;
use warp::path::FullPath;

/// A head, put together from what warp's filters extract.
pub(crate) struct WarpHead {
    method: Method,
    target: String,
    headers: HeaderMap,
}

/// Extracts the head of every request.
pub(crate) fn head() -> impl Filter<Extract = (WarpHead,), Error = Infallible> + Clone + Send + Sync
{
    let query = warp::query::raw().map(|query| format!("?{query}"));
    let query = query.or(warp::any().map(String::new)).unify();
    warp::method().and(warp::path::full()).and(query).and(warp::header::headers_cloned()).map(
        |method, path: FullPath, query: String, headers| WarpHead {
            method,
            target: format!("{}{query}", path.as_str()),
            headers,
        },
    )
}

impl Head for WarpHead {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn target(&self) -> &str {
        &self.target
    }

    fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        for value in self.headers.get_all(name) {
            each(value.as_bytes());
        }
    }
}
