//! The peer of a connection.

use core::net::IpAddr;

/// The peer of a connection: its address, and whether the connection is encrypted.
///
/// The server that accepted the connection knows both. Neither comes from a header field, which any
/// client can write.
///
/// Adapters take the peer from the framework. Where the framework does not provide it (hyper, a
/// tower service), the code that accepts the connection adds it to the extensions of the request,
/// where [`Head::peer`](crate::Head::peer) finds it:
///
/// ```
/// # #[cfg(feature = "http")]
/// # {
/// use verihook::{Head, Peer};
///
/// let accepted_from = std::net::SocketAddr::from(([192, 0, 2, 7], 50_123));
/// let mut request = http::Request::new(());
/// request.extensions_mut().insert(Peer::new(accepted_from.ip()).over_tls());
/// assert_eq!(request.peer().map(|peer| peer.address()), Some(accepted_from.ip()));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    address: IpAddr,
    is_encrypted: bool,
}

impl Peer {
    /// Creates a peer that connected from this address without TLS.
    ///
    /// An IPv4-mapped IPv6 address (`::ffff:192.0.2.7`), as dual-stack servers see it, becomes the
    /// IPv4 address.
    #[must_use]
    pub const fn new(address: IpAddr) -> Self {
        Self { address: address.to_canonical(), is_encrypted: false }
    }

    /// Marks the connection as encrypted: this server itself terminates TLS.
    #[must_use]
    pub const fn over_tls(self) -> Self {
        Self { is_encrypted: true, ..self }
    }

    /// Returns the address.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// Returns `true` if the connection is encrypted.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }
}
