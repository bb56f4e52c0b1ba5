//! Who is at the other end of the connection.

use core::net::IpAddr;

/// Who is at the other end of a request's connection: its address, and whether the connection is
/// encrypted, as the server that accepted it knows. Nothing of it comes from a header field, which
/// anybody can write.
///
/// Adapters take it from where their framework keeps it. Where none does (hyper, a tower service),
/// whoever accepts the connection puts it among the request's extensions, and [`Head`](crate::Head)
/// finds it there:
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
    /// A peer that connected from this address, without TLS. An IPv4 address that is written as an
    /// IPv6 one (`::ffff:192.0.2.7`, as servers see them that listen on both) is the IPv4 address.
    #[must_use]
    pub const fn new(address: IpAddr) -> Self {
        Self { address: address.to_canonical(), is_encrypted: false }
    }

    /// The same peer, over TLS: this server itself holds the certificate.
    #[must_use]
    pub const fn over_tls(self) -> Self {
        Self { is_encrypted: true, ..self }
    }

    /// Its address.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }
}
