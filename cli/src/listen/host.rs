//! The hosts by which the page can be reached.

use http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The hosts by which the page can be reached.
///
/// A page of another site can resolve its own name to this machine (DNS rebinding) and would then
/// share an origin with this server. Its requests still name that site as the host.
pub(super) struct Hosts {
    bound: SocketAddr,
}

impl Hosts {
    pub(super) const fn of(bound: SocketAddr) -> Self {
        Self { bound }
    }

    /// Returns the URL to send to, without a path.
    pub(super) fn url(&self) -> String {
        let mut address = self.bound;
        if address.ip().is_unspecified() {
            address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        format!("http://{address}")
    }

    /// Returns `true` if a request with this head may read stored requests.
    pub(super) fn allow(&self, headers: &HeaderMap) -> bool {
        // A tunnel or proxy would show the stored requests to the whole internet.
        let is_proxied = PROXY_FIELDS.iter().any(|name| headers.contains_key(*name));
        let mut hosts = headers.get_all("host").iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        !is_proxied && host.to_str().is_ok_and(|host| self.is_own(host))
    }

    /// Returns `true` if a browser sent this request to the name of another site, which resolves to
    /// this machine.
    ///
    /// Such a page would read the answers of the server behind `--forward`. Providers send no
    /// browser's `user-agent`, and tunnels, through which a person may look at that server, add
    /// header fields.
    pub(super) fn is_rebound(&self, headers: &HeaderMap) -> bool {
        let is_browser = headers
            .get_all("user-agent")
            .iter()
            .any(|agent| agent.as_bytes().starts_with(b"Mozilla/"));
        let is_proxied = PROXY_FIELDS.iter().any(|name| headers.contains_key(*name));
        is_browser && !is_proxied && !self.allow(headers)
    }

    fn is_own(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<http::uri::Authority>() else { return false };
        let name = authority.host();
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        // An address is never resolved, so it cannot be rebound.
        name.parse::<IpAddr>().is_ok_and(|address| {
            let bound = self.bound.ip();
            address.is_loopback() || address == bound || bound.is_unspecified()
        })
    }
}

/// Header fields that proxies and tunnels add.
const PROXY_FIELDS: [&str; 7] = [
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "cf-connecting-ip",
];

#[cfg(test)]
mod tests {
    use super::{Hosts, PROXY_FIELDS};
    use http::{HeaderMap, HeaderValue};

    fn allows(bound: &str, host: &'static str) -> bool {
        let Ok(bound) = bound.parse() else { return false };
        let headers = HeaderMap::from_iter([(http::header::HOST, HeaderValue::from_static(host))]);
        let allowed = Hosts::of(bound).allow(&headers);
        for field in PROXY_FIELDS {
            let mut headers = headers.clone();
            headers.insert(field, HeaderValue::from_static("1"));
            assert!(!Hosts::of(bound).allow(&headers), "{field}");
        }
        allowed
    }

    #[test]
    fn only_own_hosts_are_allowed() {
        let own = "127.0.0.1:4600";
        for host in ["127.0.0.1:4600", "localhost:4600", "LOCALHOST", "[::1]:1", "127.9.9.9"] {
            assert!(allows(own, host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.1"] {
            assert!(!allows(own, host), "{host}");
        }
        assert!(allows("10.0.0.1:80", "10.0.0.1") && !allows("10.0.0.1:80", "10.0.0.2"));
        assert!(allows("0.0.0.0:80", "10.0.0.1") && !allows("0.0.0.0:80", "evil.example"));
        let Ok(bound) = own.parse() else { return };
        assert!(!Hosts::of(bound).allow(&HeaderMap::new()));
    }
}
