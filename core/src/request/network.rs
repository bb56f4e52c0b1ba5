//! Source addresses, trusted proxies and encryption as conditions.

use crate::error::ConfigFault;
use crate::rejection::Rejection;
use crate::request::indexed_head::{IndexedHead, MAX_VALUE_LEN};
use crate::request::peer::Peer;
use crate::scheme::Scheme;
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv6Addr, SocketAddr};
use ipnet::{IpNet, Ipv4Net};

/// The reverse proxies in front of an endpoint, and the header field that they write.
///
/// Without trusted proxies, the source address of a request is the address of its connection, and
/// forwarding headers are ignored. With them, a connection from a proxy's address is resolved to
/// the client behind it. The field is read from right to left (the nearest proxy wrote the last
/// entry), up to the first address that is not a trusted proxy. Everything to the left of that
/// address was written by the client and is ignored.
///
/// There are two such fields. Proxies write one of them and forward whatever a client writes into
/// the other, so you must say which one counts.
///
/// ```
/// use verihook::{TrustedProxies, Verifier, providers::Terra};
///
/// let verifier = Verifier::<Terra>::builder()
///     .secret("a secret")
///     .documented_sources()
///     .trusted_proxies(TrustedProxies::x_forwarded_for(["10.0.0.0/8", "fd00::/8"]))
///     .build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TrustedProxies {
    networks: Vec<String>,
    field: Forwarding,
}

#[derive(Clone, Copy, Debug)]
enum Forwarding {
    /// `X-Forwarded-For` for the address, `X-Forwarded-Proto` for encryption.
    XForwardedFor,
    /// `Forwarded` ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)).
    Forwarded,
}

impl TrustedProxies {
    /// Trusts proxies that append the client's address to `X-Forwarded-For`.
    ///
    /// `networks` are their addresses or networks (`10.0.0.0/8`). The proxies must overwrite
    /// `X-Forwarded-Proto`, which states whether the client's connection is encrypted. If it lists
    /// several values, all must be `https`.
    pub fn x_forwarded_for(networks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(networks, Forwarding::XForwardedFor)
    }

    /// Trusts proxies that append an element to `Forwarded`.
    ///
    /// `networks` are their addresses or networks (`10.0.0.0/8`). In the element
    /// ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)), `for` is the client's address, and
    /// `proto` states whether the client's connection is encrypted.
    pub fn forwarded(networks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(networks, Forwarding::Forwarded)
    }

    fn new(networks: impl IntoIterator<Item = impl Into<String>>, field: Forwarding) -> Self {
        Self { networks: networks.into_iter().map(Into::into).collect(), field }
    }
}

/// The network settings of an endpoint, before they are checked.
pub(crate) struct NetworkSettings {
    pub(crate) sources: Option<Vec<String>>,
    pub(crate) documented: bool,
    pub(crate) proxies: Option<TrustedProxies>,
    pub(crate) encrypted: bool,
}

impl NetworkSettings {
    pub(crate) const NONE: Self =
        Self { sources: None, documented: false, proxies: None, encrypted: false };

    pub(crate) fn access(mut self, scheme: &Scheme) -> Result<Access, ConfigFault> {
        if self.documented {
            let newest = scheme.sources.first().ok_or(ConfigFault::NoDocumentedSources)?;
            let addresses = newest.addresses.iter().copied().map(Into::into);
            self.sources.get_or_insert_default().extend(addresses);
        }
        Access::new(self.sources.as_deref(), self.proxies.as_ref(), self.encrypted)
    }
}

/// The conditions on the origin of a request; by default, no conditions.
#[derive(Debug, Default)]
pub(crate) struct Access {
    /// The allowed source addresses. If empty, every address is allowed.
    sources: Vec<IpNet>,
    proxies: Option<(Vec<IpNet>, Forwarding)>,
    encrypted: bool,
}

impl Access {
    pub(crate) fn new(
        sources: Option<&[String]>,
        proxies: Option<&TrustedProxies>,
        encrypted: bool,
    ) -> Result<Self, ConfigFault> {
        let proxies = proxies.map(|proxies| {
            if proxies.networks.is_empty() {
                return Err(ConfigFault::NoProxies);
            }
            Ok((networks(&proxies.networks)?, proxies.field))
        });
        // An empty list is a mistake: it does not mean that every address is allowed.
        if sources.is_some_and(<[String]>::is_empty) {
            return Err(ConfigFault::NoSources);
        }
        let sources = networks(sources.unwrap_or_default())?;
        Ok(Self { sources, proxies: proxies.transpose()?, encrypted })
    }

    /// Returns the header fields that the checks read.
    pub(crate) fn fields(&self) -> &'static [&'static str] {
        match &self.proxies {
            None => &[],
            Some((_, Forwarding::XForwardedFor)) => &["x-forwarded-for", "x-forwarded-proto"],
            Some((_, Forwarding::Forwarded)) => &["forwarded"],
        }
    }

    #[inline]
    pub(crate) fn check(&self, head: &IndexedHead<'_>) -> Result<(), Rejection> {
        if self.sources.is_empty() && !self.encrypted { Ok(()) } else { self.check_origin(head) }
    }

    fn check_origin(&self, head: &IndexedHead<'_>) -> Result<(), Rejection> {
        let origin = self.origin(head.peer().ok_or(Rejection::PeerUnknown)?, head);
        if self.encrypted && !origin.is_encrypted {
            return Err(Rejection::NotEncrypted);
        }
        if self.sources.is_empty() {
            return Ok(());
        }
        let address = origin.address.ok_or(Rejection::SourceUnknown)?;
        if contain(&self.sources, address) { Ok(()) } else { Err(Rejection::SourceNotAllowed) }
    }

    /// Returns the origin of the request: the peer, or the client that a trusted proxy reports.
    fn origin(&self, peer: Peer, head: &IndexedHead<'_>) -> Origin {
        let direct = Origin { address: Some(peer.address()), is_encrypted: peer.is_encrypted() };
        match &self.proxies {
            Some((trusted, field)) if contain(trusted, peer.address()) => {
                field.origin_behind(trusted, head)
            }
            _ => direct,
        }
    }
}

/// The origin of a request.
struct Origin {
    /// `None` if a trusted proxy reports no valid address.
    address: Option<IpAddr>,
    is_encrypted: bool,
}

impl Forwarding {
    /// Returns the client behind a trusted proxy.
    fn origin_behind(self, trusted: &[IpNet], head: &IndexedHead<'_>) -> Origin {
        // The proxy's own connection says nothing about the connection of its client.
        let mut origin = Origin { address: None, is_encrypted: false };
        if let Self::XForwardedFor = self {
            origin.is_encrypted = says_https(&lines(head, "x-forwarded-proto"));
        }
        let elements = match self {
            Self::XForwardedFor => lines(head, "x-forwarded-for"),
            Self::Forwarded => lines(head, "forwarded"),
        };
        for element in elements.iter().rev().flat_map(|line| from_right(line, b',')) {
            match self {
                Self::XForwardedFor => origin.address = address(element),
                Self::Forwarded => origin = forwarded(element),
            }
            // Only entries that a trusted proxy wrote count.
            if !origin.address.is_some_and(|address| contain(trusted, address)) {
                break;
            }
        }
        origin
    }
}

/// Returns the values of a header field, in order of arrival, or none if one is too long.
fn lines<'h>(head: &IndexedHead<'h>, name: &str) -> Vec<&'h [u8]> {
    let mut lines: Vec<&[u8]> = Vec::new();
    head.each(name, &mut |line| lines.push(line));
    if lines.iter().any(|line| line.len() > MAX_VALUE_LEN) {
        lines.clear();
    }
    lines
}

/// Returns `true` if at least one protocol is listed and all of them are `https`.
fn says_https(lines: &[&[u8]]) -> bool {
    let mut protocols = lines.iter().flat_map(|line| line.split(|&byte| byte == b','));
    let https = |protocol: &[u8]| protocol.trim_ascii().eq_ignore_ascii_case(b"https");
    !lines.is_empty() && protocols.all(https)
}

/// Splits a list into its elements, last one first, without surrounding white space.
///
/// Quotes are read from the right, too. Anything that a client wrote at the left, such as an open
/// quote, cannot swallow the elements that a proxy appended.
fn from_right(line: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(line);
    core::iter::from_fn(move || {
        let line = rest?;
        let (before, element) = match last_unquoted(line, separator) {
            Some(at) => (line.get(..at), line.get(at + 1..)),
            None => (None, Some(line)),
        };
        rest = before;
        Some(element?.trim_ascii())
    })
}

/// Returns the position of the last separator that is not quoted.
fn last_unquoted(line: &[u8], separator: u8) -> Option<usize> {
    let mut quoted = false;
    for (at, &byte) in line.iter().enumerate().rev() {
        if byte == b'"' && !(quoted && is_escaped(line, at)) {
            quoted = !quoted;
        } else if byte == separator && !quoted {
            return Some(at);
        }
    }
    None
}

/// Returns `true` if an odd number of backslashes precedes this position.
fn is_escaped(line: &[u8], at: usize) -> bool {
    let before = line.iter().take(at).rev();
    before.take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Parses an element of `Forwarded`: `for="[2001:db8::7]:4711";proto=https;by=203.0.113.43`.
fn forwarded(element: &[u8]) -> Origin {
    let unknown = Origin { address: None, is_encrypted: false };
    let (mut node, mut protocol) = (None, None);
    let text = |pair| core::str::from_utf8(pair).ok()?.split_once('=');
    for pair in from_right(element, b';').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = text(pair) else { return unknown };
        let slot = match name.trim() {
            name if name.eq_ignore_ascii_case("for") => &mut node,
            name if name.eq_ignore_ascii_case("proto") => &mut protocol,
            _ => continue,
        };
        // A repeated parameter is ambiguous.
        if slot.replace(unquoted(value.trim())).is_some() {
            return unknown;
        }
    }
    Origin {
        address: node.and_then(|node| address(node.as_bytes())),
        is_encrypted: protocol.is_some_and(|protocol| protocol.eq_ignore_ascii_case("https")),
    }
}

/// Removes the quotes from a value. Addresses and protocols contain nothing to escape.
fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

/// Parses an address as proxies write it.
///
/// The forms are `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]` and
/// `[2001:db8::7]:4711`.
fn address(text: &[u8]) -> Option<IpAddr> {
    let text = core::str::from_utf8(text).ok()?;
    let bare = || text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || {
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        inner.parse::<Ipv6Addr>().ok().map(IpAddr::from)
    };
    let address = bare().or_else(with_port).or_else(bracketed)?;
    Some(address.to_canonical())
}

fn contain(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

fn networks(texts: &[String]) -> Result<Vec<IpNet>, ConfigFault> {
    texts
        .iter()
        .map(|text| network(text).ok_or_else(|| ConfigFault::Network(text.to_owned())))
        .collect()
}

/// Parses a network or a single address.
///
/// A network of IPv4-mapped IPv6 addresses becomes a network of IPv4 addresses, because peers are
/// compared as IPv4.
fn network(text: &str) -> Option<IpNet> {
    let network = match text.parse::<IpNet>() {
        Ok(network) => network,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    let IpNet::V6(inner) = network else { return Some(network) };
    let Some(mapped) = inner.addr().to_ipv4_mapped() else { return Some(network) };
    let length = inner.prefix_len().checked_sub(96)?;
    Ipv4Net::new(mapped, length).ok().map(IpNet::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::head::PlainHead;
    use alloc::vec;

    fn peer(address: &str) -> Peer {
        Peer::new(address.parse().unwrap())
    }

    fn check(access: &Access, peer: Peer, headers: &[(&str, &str)]) -> Result<(), Rejection> {
        let head = PlainHead::new("POST", "/", headers).with_peer(peer);
        access.check(&IndexedHead::unindexed(&head))
    }

    fn access(proxies: Option<TrustedProxies>) -> Access {
        let sources = ["192.0.2.0/24".to_owned(), "2001:db8::/32".to_owned()];
        Access::new(Some(&sources), proxies.as_ref(), false).unwrap()
    }

    #[test]
    fn without_proxies_only_the_connection_counts() {
        let access = access(None);
        for (address, allowed) in [
            ("192.0.2.7", true),
            ("::ffff:192.0.2.7", true),
            ("2001:db8::1", true),
            ("192.0.3.7", false),
            ("::ffff:192.0.3.7", false),
            ("::192.0.2.7", false),
            ("10.0.0.1", false),
        ] {
            let headers = [("x-forwarded-for", "192.0.2.7"), ("forwarded", "for=192.0.2.7")];
            let checked = check(&access, peer(address), &headers);
            assert_eq!(checked.is_ok(), allowed, "{address}");
        }
    }

    #[test]
    fn a_list_is_read_from_the_right_up_to_the_first_stranger() {
        use Rejection::{SourceNotAllowed as No, SourceUnknown as Unknown};
        let access =
            access(Some(TrustedProxies::x_forwarded_for(["10.0.0.0/8", "::ffff:172.16.0.0/108"])));
        for (lines, checked) in [
            (vec!["192.0.2.7"], Ok(())),
            (vec!["192.0.2.7:4711"], Ok(())),
            (vec!["[2001:db8::7]:4711"], Ok(())),
            (vec!["[2001:db8::7]"], Ok(())),
            (vec!["2001:db8::7"], Ok(())),
            (vec!["::ffff:192.0.2.7"], Ok(())),
            (vec!["[::ffff:192.0.2.7]:80"], Ok(())),
            (vec![" \t192.0.2.7 "], Ok(())),
            (vec!["198.51.100.1, 192.0.2.7"], Ok(())),
            (vec!["192.0.2.7, 10.1.2.3"], Ok(())),
            (vec!["192.0.2.7", "10.1.2.3,172.16.9.9"], Ok(())),
            (vec!["192.0.2.7, 198.51.100.1"], Err(No)),
            (vec!["192.0.2.7", "198.51.100.1"], Err(No)),
            (vec!["192.0.2.7, 198.51.100.1, 10.0.0.2"], Err(No)),
            (vec![], Err(Unknown)),
            (vec!["10.0.0.1, 10.0.0.2"], Err(No)),
            (vec!["192.0.2.7, "], Err(Unknown)),
            (vec!["192.0.2.7,", "10.0.0.2"], Err(Unknown)),
            (vec![""], Err(Unknown)),
            (vec!["unknown"], Err(Unknown)),
            (vec!["192.0.2.7, unknown"], Err(Unknown)),
            (vec!["\"192.0.2.7\""], Err(Unknown)),
            (vec!["for=192.0.2.7"], Err(Unknown)),
            (vec!["192.0.2.7 10.0.0.1"], Err(Unknown)),
            (vec!["192.0.2.07"], Err(Unknown)),
            (vec!["3221225991"], Err(Unknown)),
            (vec!["0xc0.0.2.7"], Err(Unknown)),
            (vec!["192.0.2"], Err(Unknown)),
            (vec!["192.0.2.7:"], Err(Unknown)),
            (vec!["192.0.2.7:99999"], Err(Unknown)),
            (vec!["[192.0.2.7]"], Err(Unknown)),
            (vec!["192.0.2.7/24"], Err(Unknown)),
            (vec!["\u{661}92.0.2.7"], Err(Unknown)),
        ] {
            let headers: Vec<_> = lines.iter().map(|line| ("X-Forwarded-For", *line)).collect();
            assert_eq!(check(&access, peer("10.9.9.9"), &headers), checked, "{lines:?}");
            assert_eq!(check(&access, peer("::ffff:172.16.0.1"), &headers), checked, "{lines:?}");
            // From any other peer, the header is ignored.
            assert_eq!(check(&access, peer("203.0.113.1"), &headers), Err(No), "{lines:?}");
        }
        // The other field is not read.
        let headers = [("forwarded", "for=192.0.2.7")];
        assert_eq!(check(&access, peer("10.9.9.9"), &headers), Err(Unknown));
        // Nor is a field that exceeds the length limit.
        let long = alloc::format!("{}192.0.2.7", " ".repeat(16 * 1024));
        assert_eq!(check(&access, peer("10.9.9.9"), &[("x-forwarded-for", &long)]), Err(Unknown));
    }

    #[test]
    fn forwarded_is_read_from_the_right_with_its_quotes() {
        use Rejection::{SourceNotAllowed as No, SourceUnknown as Unknown};
        let access = access(Some(TrustedProxies::forwarded(["10.0.0.0/8"])));
        for (line, checked) in [
            ("for=192.0.2.7", Ok(())),
            ("For=\"192.0.2.7:4711\"", Ok(())),
            ("for=\"[2001:db8::7]:4711\";proto=https;by=10.0.0.1", Ok(())),
            ("proto=http; FOR=192.0.2.7", Ok(())),
            ("for=198.51.100.1, for=192.0.2.7", Ok(())),
            ("for=192.0.2.7, for=10.0.0.2", Ok(())),
            ("for=192.0.2.7;host=\"a, for=198.51.100.1\"", Ok(())),
            ("for=192.0.2.7;host=\"a\\\", for=198.51.100.1\"", Ok(())),
            ("for=192.0.2.7;host=\"a;for=198.51.100.1\"", Ok(())),
            ("host=\"a;b\";for=192.0.2.7;", Ok(())),
            ("host=\"a;for=192.0.2.7;b\"", Err(Unknown)),
            ("for=\"evil, for=192.0.2.7", Ok(())),
            ("for=192.0.2.7;x=\"\\\", for=192.0.2.7", Ok(())),
            ("for=192.0.2.7, for=198.51.100.1", Err(No)),
            ("for=192.0.2.7;x=\", for=198.51.100.1", Err(No)),
            ("for=192.0.2.7;x=\"\\, for=198.51.100.1", Err(No)),
            ("for=192.0.2.7;x=\", for=\"198.51.100.1\"", Err(No)),
            ("for=192.0.2.7, for=unknown", Err(Unknown)),
            ("for=192.0.2.7, for=_hidden", Err(Unknown)),
            ("for=192.0.2.7, proto=https", Err(Unknown)),
            ("for=192.0.2.7;for=192.0.2.7", Err(Unknown)),
            ("for=\"192.0.2.7", Err(Unknown)),
            ("for=\"192.0.2.7\\\"", Err(Unknown)),
            ("192.0.2.7", Err(Unknown)),
            ("", Err(Unknown)),
            (",", Err(Unknown)),
        ] {
            let headers = [("forwarded", line), ("x-forwarded-for", "192.0.2.7")];
            assert_eq!(check(&access, peer("10.9.9.9"), &headers), checked, "{line}");
            assert_eq!(check(&access, peer("203.0.113.1"), &headers), Err(No), "{line}");
        }
    }

    #[test]
    fn encryption_is_believed_of_the_connection_and_of_trusted_proxies() {
        let proxies = TrustedProxies::x_forwarded_for(["10.0.0.1"]);
        let access = Access::new(None, Some(&proxies), true).unwrap();
        let proxy = peer("10.0.0.1");
        for (protocols, encrypted) in [
            (vec!["https"], true),
            (vec!["HTTPS"], true),
            (vec!["https, https"], true),
            (vec!["https", "https"], true),
            (vec!["http"], false),
            (vec!["https, http"], false),
            (vec!["http, https"], false),
            (vec!["https", "http"], false),
            (vec!["https,"], false),
            (vec![""], false),
            (vec![], false),
        ] {
            let mut headers: Vec<_> =
                protocols.iter().map(|line| ("x-forwarded-proto", *line)).collect();
            headers.push(("x-forwarded-for", "garbage"));
            assert_eq!(check(&access, proxy, &headers).is_ok(), encrypted, "{protocols:?}");
            // An encrypted connection to the proxy proves nothing about the client's connection.
            assert_eq!(check(&access, proxy.over_tls(), &headers).is_ok(), encrypted);
            let stranger = peer("10.0.0.2");
            assert_eq!(check(&access, stranger, &headers), Err(Rejection::NotEncrypted));
            assert_eq!(check(&access, stranger.over_tls(), &headers), Ok(()));
        }
        let access =
            Access::new(None, Some(&TrustedProxies::forwarded(["10.0.0.1"])), true).unwrap();
        for (line, encrypted) in [
            ("for=192.0.2.7;proto=https", true),
            ("for=192.0.2.7;proto=\"https\", for=10.0.0.1;proto=http", true),
            ("for=_hidden;proto=https", true),
            ("for=192.0.2.7;proto=https, for=192.0.2.8", false),
            ("for=192.0.2.7;proto=http", false),
            ("for=192.0.2.7;proto=https;proto=https", false),
            ("proto=https;nonsense", false),
            ("for=192.0.2.7;host=\"x;proto=https;y=z\"", false),
            ("for=192.0.2.7;host=\"a;b\";proto=https;", true),
        ] {
            assert_eq!(check(&access, proxy, &[("forwarded", line)]).is_ok(), encrypted, "{line}");
        }
    }

    /// If a proxy reports nothing, neither its address nor its connection counts as the client's.
    #[test]
    fn a_silent_proxy_is_nobodys_word() {
        let own = ["10.0.0.0/8".to_owned()];
        for proxies in
            [TrustedProxies::x_forwarded_for(["10.0.0.1"]), TrustedProxies::forwarded(["10.0.0.1"])]
        {
            let proxy = peer("10.0.0.1").over_tls();
            let sources = Access::new(Some(&own), Some(&proxies), false).unwrap();
            assert_eq!(check(&sources, proxy, &[]), Err(Rejection::SourceUnknown));
            let encrypted = Access::new(None, Some(&proxies), true).unwrap();
            assert_eq!(check(&encrypted, proxy, &[]), Err(Rejection::NotEncrypted));
        }
    }

    #[test]
    fn nobody_knows_where_nobody_says_who_connected() {
        let head = PlainHead::<&str, &str>::new("POST", "/", &[]);
        assert_eq!(access(None).check(&IndexedHead::unindexed(&head)), Err(Rejection::PeerUnknown));
        assert_eq!(Access::default().check(&IndexedHead::unindexed(&head)), Ok(()));
    }

    #[test]
    fn networks_are_networks() {
        for text in ["192.0.2.7", "192.0.2.0/24", "::1", "2001:db8::/32", "0.0.0.0/0"] {
            assert!(network(text).is_some(), "{text}");
        }
        for text in [
            "",
            "192.0.2.0/33",
            "192.0.2",
            "example.com",
            "192.0.2.7:80",
            "::ffff:192.0.2.7/95",
            " ::1",
        ] {
            assert!(network(text).is_none(), "{text}");
        }
        assert_eq!(network("::ffff:192.0.2.7/120"), network("192.0.2.7/24"));
    }
}
