//! A filter for the head of a request.

use core::convert::Infallible;
use http::header::TRANSFER_ENCODING;
use http::{HeaderMap, Method};
use std::net::SocketAddr;
use verihook::{FieldSink, Head, Peer};
use warp::Filter;
use warp::path::FullPath;

/// The head of a request, assembled from the values that warp's filters extract.
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

/// Extracts the peer: a [`Peer`] extension that the application set, otherwise warp's remote
/// address.
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

    /// warp's body is a plain stream, which may report an HTTP/2 reset as the end. Filters do not
    /// know the HTTP version, but only HTTP/1 has transfer codings, and its parser confirms their
    /// end.
    fn hides_cut_bodies(&self) -> bool {
        !self.headers.contains_key(TRANSFER_ENCODING)
    }

    fn peer(&self) -> Option<Peer> {
        self.peer
    }
}
