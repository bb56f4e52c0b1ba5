//! The address of the server under test.

use crate::UsageError;
use http::Uri;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// The time to wait for the first connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server's address, and what its URL says.
pub(super) struct Address {
    pub(super) socket: SocketAddr,
    /// The host and the port, as a `Host` header names them.
    pub(super) host: String,
    /// The path and the query.
    pub(super) path: String,
}

impl Address {
    /// Parses an `http://` URL and resolves its host.
    pub(super) fn of(url: &str) -> Result<Self, UsageError> {
        let expected = "expected a URL like `http://127.0.0.1:9000/hook`";
        let uri: Uri =
            url.parse().map_err(|why| UsageError::new(format_args!("{expected}: {why}")))?;
        match uri.scheme_str() {
            Some("http") => {}
            Some("https") => {
                return Err(UsageError::new(
                    "only http:// is supported: the cases need the plain connection, so test the \
                     server behind its TLS proxy",
                ));
            }
            _ => return Err(UsageError::new(expected)),
        }
        let authority = uri.authority().ok_or_else(|| UsageError::new(expected))?;
        if authority.as_str().contains('@') {
            return Err(UsageError::new("the URL must not contain a user name or a password"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let port = authority.port_u16().unwrap_or(80);
        let mut found = (host, port)
            .to_socket_addrs()
            .map_err(|why| UsageError::new(format_args!("`{host}` was not found: {why}")))?;
        // A name may have several addresses, of which the server listens on one.
        let first = found.clone().next();
        let reached = found.find(|one| TcpStream::connect_timeout(one, PATIENCE).is_ok());
        let socket = reached
            .or(first)
            .ok_or_else(|| UsageError::new(format_args!("`{host}` has no address")))?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self { socket, host: authority.as_str().to_owned(), path: path.to_owned() })
    }

    /// Checks that something listens.
    pub(super) fn connect(&self) -> Result<(), UsageError> {
        TcpStream::connect_timeout(&self.socket, PATIENCE).map(drop).map_err(|why| {
            UsageError::new(format_args!("cannot connect to {}: {why}; is it running?", self.host))
        })
    }
}
