//! The head of a request, as a filter.

use core::convert::Infallible;
use http::header::TRANSFER_ENCODING;
use http::{HeaderMap, Method};
use std::net::SocketAddr;
use verihook::{FieldSink, Head, Peer};
use warp::Filter;
use warp::path::FullPath;

/// A head, put together from what warp's filters extract.
pub(crate) struct WarpHead {
    method: Method,
    target: String,
    headers: HeaderMap,
    peer: Option<Peer>,
}

/// Extracts the head of every request.
pub(crate) fn head() -> impl Filter<Extract = (WarpHead,), Error = Infallible> + Clone + Send + Sync
{
    let query = warp::query::raw().map(|query| format!("?{query}"));
    let query = query.or(warp::any().map(String::new)).unify();
    let head = warp::method().and(warp::path::full()).and(query);
    head.and(warp::header::headers_cloned()).and(peer()).map(
        |method, path: FullPath, query: String, headers, peer| WarpHead {
            method,
            target: format!("{}{query}", path.as_str()),
            headers,
            peer,
        },
    )
}

/// The peer that warp's server knows, unless a server of the application's own says more.
fn peer() -> impl Filter<Extract = (Option<Peer>,), Error = Infallible> + Clone + Send + Sync {
    warp::ext::optional::<Peer>().and(warp::addr::remote()).map(
        |own: Option<Peer>, connected: Option<SocketAddr>| {
            own.or_else(|| connected.map(|address| Peer::new(address.ip())))
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

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        for (name, value) in &self.headers {
            sink.field(name.as_str(), value.as_bytes());
        }
    }

    /// warp shows a body as a plain stream, whose end over HTTP/2 may be a reset. Filters do not
    /// tell the version of the protocol, but only HTTP/1 has transfer codings, and its parser
    /// confirms the end of each.
    fn hides_cut_bodies(&self) -> bool {
        !self.headers.contains_key(TRANSFER_ENCODING)
    }

    fn peer(&self) -> Option<Peer> {
        self.peer
    }
}
