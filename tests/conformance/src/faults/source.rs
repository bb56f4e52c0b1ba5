//! The source addresses and handshakes of the plain receiver.

use super::Flaw;
use super::verify::{Head, Step};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use verihook::RejectionKind;

/// The addresses that may send requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// Any address.
    Open,
    /// This machine.
    Local,
    /// The addresses reserved for documentation, over TLS and through a proxy on this machine.
    Proxied,
}

impl Guard {
    /// Returns the guard for the endpoint of a case.
    pub(super) fn of(endpoint: &str) -> Self {
        match endpoint.split_once(':') {
            Some(("local", _)) => Self::Local,
            Some(("proxied", _)) => Self::Proxied,
            _ => Self::Open,
        }
    }

    pub(super) fn judge(self, flaw: Flaw, peer: IpAddr, head: &Head) -> Step<()> {
        let allowed = match self {
            Self::Open => true,
            _ if flaw == Flaw::IgnoresSource => true,
            Self::Local => source_of(flaw, peer, head, &[]) == Some(HERE),
            Self::Proxied => {
                let source = source_of(flaw, peer, head, &[HERE]);
                source.is_some_and(is_documentations) && is_encrypted(flaw, head)
            }
        };
        if allowed { Ok(()) } else { Err(RejectionKind::Forbidden) }
    }
}

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

fn is_documentations(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.octets().starts_with(&[192, 0, 2]),
        IpAddr::V6(address) => address.segments().starts_with(&[0x2001, 0xdb8]),
    }
}

/// Returns the address of the sender, if it is known.
fn source_of(flaw: Flaw, peer: IpAddr, head: &Head, proxies: &[IpAddr]) -> Option<IpAddr> {
    let lines = head.values(Flaw::None, "X-Forwarded-For");
    let lines =
        if flaw == Flaw::ReadsFirstLine { lines.get(..1).unwrap_or_default() } else { &lines };
    let text = lines.iter().map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join(",");
    if flaw == Flaw::BelievesForwarding && !lines.is_empty() {
        return address_of(text.split(',').next()?);
    }
    let is_proxy = |address: IpAddr| {
        let ours = matches!(address, IpAddr::V4(address) if address.octets()[0] == 10);
        ours || proxies.contains(&address)
    };
    let trusts = flaw == Flaw::TrustsAnyProxy && !proxies.is_empty();
    if lines.is_empty() || !(trusts || is_proxy(peer)) {
        return Some(peer);
    }
    let mut elements = text.rsplit(',');
    if flaw == Flaw::TakesLeftmost {
        return address_of(text.split(',').next()?);
    }
    loop {
        let address = address_of(elements.next()?)?;
        if !is_proxy(address) {
            return Some(address);
        }
    }
}

fn address_of(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    let address = address.or_else(|| inner?.parse::<Ipv6Addr>().ok().map(IpAddr::V6));
    address.map(|address| address.to_canonical())
}

fn is_encrypted(flaw: Flaw, head: &Head) -> bool {
    let lines = head.values(Flaw::None, "X-Forwarded-Proto");
    let protocols: Vec<_> =
        lines.iter().flat_map(|line| line.split(|byte| *byte == b',')).collect();
    let https = |protocol: &&[u8]| protocol.trim_ascii().eq_ignore_ascii_case(b"https");
    match flaw {
        Flaw::IgnoresProtocol => true,
        _ => !protocols.is_empty() && protocols.iter().all(https),
    }
}

/// Returns the challenge to echo, if the request is a handshake.
pub(super) fn greeting(flaw: Flaw, head: &Head) -> Step<Option<String>> {
    let event = head.values(Flaw::None, "X-ActiGraph-Event");
    let codes = head.values(Flaw::None, "X-ActiGraph-Hook-Secret");
    let asked = event.first().is_some_and(|event| event.eq_ignore_ascii_case(b"validation"));
    let [code, more @ ..] = codes.as_slice() else { return Ok(None) };
    if !asked && flaw != Flaw::GreetsAnyEvent {
        return Ok(None);
    }
    if head.method != "POST" {
        return Err(RejectionKind::MethodNotAllowed);
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let fits = more.is_empty() && (1..=256).contains(&code.len()) && code.iter().all(plain);
    if fits || flaw == Flaw::RepeatsAnything {
        return Ok(Some(String::from_utf8_lossy(code).into_owned()));
    }
    Err(RejectionKind::NotAuthentic)
}

/// Returns the challenge in the query, if the request is a `GET` handshake.
pub(super) fn question(head: &Head) -> Step<Option<String>> {
    if head.method != "GET" {
        return Ok(None);
    }
    let query = head.path.split_once('?').map_or("", |(_, query)| query);
    let codes: Vec<_> =
        query.split('&').filter_map(|pair| pair.strip_prefix("challenge=")).collect();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match codes.as_slice() {
        [] => Ok(None),
        [code] if (1..=256).contains(&code.len()) && code.bytes().all(plain) => {
            Ok(Some((*code).to_owned()))
        }
        _ => Err(RejectionKind::NotAuthentic),
    }
}
