//! What a verifier sees of a request before its body.

use crate::request::field_index::{FieldId, FieldIndex, FieldSink};
use crate::request::peer::Peer;
use alloc::vec::Vec;
use core::fmt;

/// The head of a request: method, target and header fields, as they were received.
///
/// Every framework has its own header map, and none of them is the same type, so the core asks for
/// no map but for a way to look. Implementations must yield **every** value of a name, as raw
/// bytes: a look-up that returns the first of two lets an attacker choose which one is checked.
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
    /// The method, as received: `POST`.
    fn method(&self) -> &str;

    /// Path and query as received, not decoded: `/hooks/terra?tenant=7`.
    fn target(&self) -> &str;

    /// The path of the target as received, not decoded and without the query: `/hooks/terra`.
    ///
    /// Name a tenant by the path and never by the whole target: the query is the sender's choice,
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

    /// Hands every header field to `sink`: each value of each name, in the order of arrival.
    ///
    /// A head that leaves out the second value of a name lets an attacker choose which of the two
    /// is checked.
    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>);

    /// Calls `each` with every value of the header field `name` (lower case), in the order of
    /// arrival. Names of header fields are case-insensitive: `x-sig` finds `X-Sig`.
    ///
    /// The provided method runs over all [`fields`](Self::fields). Override it where the framework
    /// can look up a name.
    fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        let index = FieldIndex::of_one(name);
        let mut sink = FieldSink::new(&index);
        self.fields(&mut sink);
        sink.all(FieldId::nth(0)).into_iter().flatten().for_each(each);
    }

    /// Returns `true` if the framework may hand over the body of this request as complete although
    /// it was cut. A request that only a credential protects must then declare the length of its
    /// body, or it is rejected with 411.
    ///
    /// Over HTTP/2 that is every framework that shows a body as a plain stream of bytes: hyper ends
    /// the body of a stream that the client reset with `NO_ERROR` without an error.
    fn hides_cut_bodies(&self) -> bool {
        false
    }

    /// Who is at the other end of the connection, as the server that accepted it knows: never what
    /// a header field says. Only endpoints that ask from where a request comes need it; they refuse
    /// all while it is `None`.
    fn peer(&self) -> Option<Peer> {
        None
    }
}

fn path_of(target: &str) -> &str {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    // The absolute form, which servers must take too (RFC 9112, section 3.2.2).
    match target.split_once("://") {
        Some((_, rest)) if !target.starts_with('/') => {
            rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
        }
        _ => target,
    }
}

/// Whether a head says that a body comes with it: a length above zero, or a transfer coding.
///
/// A framework that hands over an empty body where this is true has given the body to somebody else
/// before.
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

/// A head made of plain parts, for servers without a type of their own, for stored requests and for
/// tests.
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
    /// A head with these header fields, in this order.
    #[must_use]
    pub const fn new(method: &'a str, target: &'a str, headers: &'a [(N, V)]) -> Self {
        Self { method, target, headers, peer: None }
    }

    /// The same head, received from this peer.
    #[must_use]
    pub const fn with_peer(mut self, peer: Peer) -> Self {
        self.peer = Some(peer);
        self
    }
}

/// Prints the method, the path and the names of the header fields: a value, or the query, may be a
/// credential.
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

    /// A head made of the parts of an `http` request, where they are at hand one by one.
    #[derive(Clone, Copy)]
    pub struct HttpHead<'a> {
        method: &'a Method,
        uri: &'a Uri,
        headers: &'a HeaderMap,
        peer: Option<Peer>,
    }

    impl<'a> HttpHead<'a> {
        /// A head of these parts.
        #[must_use]
        pub const fn new(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> Self {
            Self { method, uri, headers, peer: None }
        }

        /// The same head, received from this peer.
        #[must_use]
        pub const fn with_peer(mut self, peer: Peer) -> Self {
            self.peer = Some(peer);
            self
        }
    }

    /// Prints the method, the path and the names of the header fields: a value, or the query, may
    /// be a credential.
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
