//! The head of a request.

use crate::request::field_index::{FieldId, FieldIndex, FieldSink};
use crate::request::peer::Peer;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The head of a request: method, target and header fields, as received.
///
/// Every framework has its own header map type, so the verifier asks a head to list its fields
/// instead of asking for a map. Implementations must yield **every** value of a name, as raw bytes:
/// a head that leaves out the second of two values lets an attacker choose which one is checked.
///
/// ```
/// use verihook::{FieldSink, Head};
///
/// struct Cgi;
///
/// impl Head for Cgi {
///     fn method(&self) -> &str {
///         "POST"
///     }
///     fn target(&self) -> &str {
///         "/hooks"
///     }
///     fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
///         sink.field("content-length", b"42");
///     }
/// }
/// ```
pub trait Head {
    /// Returns the method, as received: `POST`.
    fn method(&self) -> &str;

    /// Returns the path and query, as received and not decoded: `/hooks/terra?tenant=7`.
    fn target(&self) -> &str;

    /// Returns the path, as received, without the query and not decoded: `/hooks/terra`.
    ///
    /// Identify a tenant by the path and never by the whole target: the sender chooses the query,
    /// so the last segment of `/hooks/shop?/other` is not what a router sees.
    ///
    /// ```
    /// use verihook::{Head, PlainHead};
    ///
    /// let path = |target| PlainHead::<&str, &str>::new("POST", target, &[]).path().to_owned();
    /// assert_eq!(path("/hooks/shop?/other"), "/hooks/shop");
    /// assert_eq!(path("http://example.com/hooks/shop?v=1"), "/hooks/shop");
    /// assert_eq!(path("/hooks//shop%2Fother;v=1/"), "/hooks//shop%2Fother;v=1/");
    /// ```
    fn path(&self) -> &str {
        path_of(self.target())
    }

    /// Adds **every** header field to `sink`: each value of each name, in order of arrival.
    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>);

    /// Calls `each` with every value of the header field `name` (lower case), in order of arrival.
    /// Names of header fields are case-insensitive: `x-sig` finds `X-Sig`.
    ///
    /// The provided method runs through all [`fields`](Self::fields). Override it if the framework
    /// can look up a name.
    fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        let index = FieldIndex::of_one(name);
        let mut sink = FieldSink::new(&index);
        self.fields(&mut sink);
        sink.all(FieldId::nth(0)).into_iter().flatten().for_each(each);
    }

    /// Returns `true` if the framework may present a truncated body of this request as complete.
    ///
    /// A request that only a credential protects must then declare the length of its body, or it is
    /// rejected with 411.
    ///
    /// Over HTTP/2, this applies to every framework that exposes a body as a plain stream of bytes:
    /// if the client resets the stream with `NO_ERROR`, hyper ends the body without an error.
    fn hides_cut_bodies(&self) -> bool {
        false
    }

    /// Returns the peer of the connection, as the server that accepted it knows it.
    ///
    /// The peer must never come from a header field. Only endpoints that check the source address
    /// or encryption need it; they reject every request for which it is `None`.
    fn peer(&self) -> Option<Peer> {
        None
    }
}

fn path_of(target: &str) -> &str {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    // The absolute form, which servers must accept too (RFC 9112, section 3.2.2).
    match target.split_once("://") {
        Some((_, rest)) if !target.starts_with('/') => {
            rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
        }
        _ => target,
    }
}

/// Returns `true` if the head declares a body: a length above zero, or a transfer coding.
///
/// If this is true and a framework presents an empty body, something else has consumed the body.
///
/// ```
/// use verihook::{PlainHead, declares_body};
///
/// assert!(declares_body(&PlainHead::new("POST", "/", &[("content-length", "7")])));
/// assert!(!declares_body(&PlainHead::new("POST", "/", &[("content-length", "0")])));
/// ```
pub fn declares_body(head: &dyn Head) -> bool {
    let mut declared = false;
    head.values("transfer-encoding", &mut |_| declared = true);
    head.values("content-length", &mut |length| {
        declared |= length.iter().any(|digit| *digit != b'0')
    });
    declared
}

/// Returns a copy of all header fields: each value of each name, in order of arrival.
///
/// It is for tools that store or explain requests. A verifier copies no field.
///
/// ```
/// use verihook::{PlainHead, header_fields};
///
/// let headers = [("Host", "example.com"), ("x-tag", "a"), ("X-Tag", "b")];
/// let fields = header_fields(&PlainHead::new("POST", "/", &headers));
/// assert_eq!(fields.len(), 3);
/// assert_eq!(fields[2], ("X-Tag".to_owned(), b"b".to_vec()));
/// ```
#[must_use]
pub fn header_fields(head: &dyn Head) -> Vec<(String, Vec<u8>)> {
    let mut copies = Vec::new();
    head.fields(&mut FieldSink::copying(&mut copies));
    copies
}

/// A head made of plain parts.
///
/// Use it for servers without their own request type, for stored requests and for tests.
///
/// ```
/// use verihook::{Head, PlainHead};
///
/// let headers = [("X-Hub-Signature-256", "sha256=00"), ("Content-Length", "2")];
/// let head = PlainHead::new("POST", "/hooks", &headers);
/// let mut lengths = Vec::new();
/// head.values("content-length", &mut |value| lengths.push(value.to_vec()));
/// assert_eq!(lengths, [b"2"]);
/// ```
pub struct PlainHead<'a, N, V> {
    method: &'a str,
    target: &'a str,
    headers: &'a [(N, V)],
    peer: Option<Peer>,
}

impl<'a, N: AsRef<str>, V: AsRef<[u8]>> PlainHead<'a, N, V> {
    /// Creates a head with these header fields, in this order.
    #[must_use]
    pub const fn new(method: &'a str, target: &'a str, headers: &'a [(N, V)]) -> Self {
        Self { method, target, headers, peer: None }
    }

    /// Sets the peer from which the request was received.
    #[must_use]
    pub const fn with_peer(mut self, peer: Peer) -> Self {
        self.peer = Some(peer);
        self
    }
}

/// Prints the method, the path and the header names.
///
/// A value or the query may be a credential.
impl<N: AsRef<str>, V> fmt::Debug for PlainHead<'_, N, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.headers.iter().map(|(name, _)| name.as_ref());
        print(f, "PlainHead", self.method, self.target, names)
    }
}

fn print<'n>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    method: &str,
    target: &str,
    fields: impl Iterator<Item = &'n str>,
) -> fmt::Result {
    f.debug_struct(name)
        .field("method", &method)
        .field("path", &path_of(target))
        .field("fields", &fields.collect::<Vec<_>>())
        .finish_non_exhaustive()
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Head for PlainHead<'_, N, V> {
    fn method(&self) -> &str {
        self.method
    }

    fn target(&self) -> &str {
        self.target
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        for (name, value) in self.headers {
            sink.field(name.as_ref(), value.as_ref());
        }
    }

    fn peer(&self) -> Option<Peer> {
        self.peer
    }
}

#[cfg(feature = "http")]
pub use http1::HttpHead;

#[cfg(feature = "http")]
mod http1 {
    use super::{FieldSink, Head, print};
    use crate::request::peer::Peer;
    use core::fmt;
    use http::{HeaderMap, Method, Uri, request::Parts};

    impl Head for Parts {
        fn method(&self) -> &str {
            self.method.as_str()
        }

        fn target(&self) -> &str {
            target_of(&self.uri)
        }

        fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
            each_of(&self.headers, name, each);
        }

        fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
            all_of(&self.headers, sink);
        }

        fn peer(&self) -> Option<Peer> {
            self.extensions.get().copied()
        }
    }

    impl<B> Head for http::Request<B> {
        fn method(&self) -> &str {
            Self::method(self).as_str()
        }

        fn target(&self) -> &str {
            target_of(self.uri())
        }

        fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
            each_of(self.headers(), name, each);
        }

        fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
            all_of(self.headers(), sink);
        }

        fn peer(&self) -> Option<Peer> {
            self.extensions().get().copied()
        }
    }

    /// A head made of the separate parts of an `http` request.
    #[derive(Clone, Copy)]
    pub struct HttpHead<'a> {
        method: &'a Method,
        uri: &'a Uri,
        headers: &'a HeaderMap,
        peer: Option<Peer>,
    }

    impl<'a> HttpHead<'a> {
        /// Creates a head from these parts.
        #[must_use]
        pub const fn new(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> Self {
            Self { method, uri, headers, peer: None }
        }

        /// Sets the peer from which the request was received.
        #[must_use]
        pub const fn with_peer(mut self, peer: Peer) -> Self {
            self.peer = Some(peer);
            self
        }
    }

    /// Prints the method, the path and the header names.
    ///
    /// A value or the query may be a credential.
    impl fmt::Debug for HttpHead<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let names = self.headers.keys().map(http::HeaderName::as_str);
            print(f, "HttpHead", self.method.as_str(), target_of(self.uri), names)
        }
    }

    impl Head for HttpHead<'_> {
        fn method(&self) -> &str {
            self.method.as_str()
        }

        fn target(&self) -> &str {
            target_of(self.uri)
        }

        fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
            each_of(self.headers, name, each);
        }

        fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
            all_of(self.headers, sink);
        }

        fn peer(&self) -> Option<Peer> {
            self.peer
        }
    }

    fn target_of(uri: &Uri) -> &str {
        uri.path_and_query().map_or("/", |target| target.as_str())
    }

    fn each_of<'h>(headers: &'h HeaderMap, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        for value in headers.get_all(name) {
            each(value.as_bytes());
        }
    }

    fn all_of<'h>(headers: &'h HeaderMap, sink: &mut FieldSink<'_, 'h>) {
        for (name, value) in headers {
            sink.field(name.as_str(), value.as_bytes());
        }
    }
}
