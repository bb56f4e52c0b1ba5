//! The public URL of an endpoint, for schemes that sign it.

use crate::codec::percent::decode_some;
use crate::error::ConfigFault;
use crate::rejection::Rejection;
use crate::scheme::Scheme;
use alloc::string::String;
#[cfg(feature = "sign")]
use alloc::{borrow::Cow, format};

/// The URL of an endpoint, exactly as it is registered with the provider.
///
/// It is configuration. If the URL were rebuilt from the `Host`, forwarded headers or path of a
/// request, the attacker could choose where the signed content is split.
#[derive(Clone)]
pub(crate) struct PublicUrl {
    text: String,
    path_start: usize,
    query_start: usize,
    /// The path at which requests arrive, if a gateway changes it.
    arrival_path: Option<String>,
    signed: SignedUrl,
    /// The same URL with or without its port, if the provider may sign either.
    other_port: Option<SignedUrl>,
}

/// The URL as a scheme signs it.
#[derive(Clone)]
pub(crate) struct SignedUrl {
    text: String,
    path_start: usize,
    query_start: usize,
}

impl SignedUrl {
    /// Decodes these characters in a URL, whose path and query begin at these offsets.
    fn new(authority: &str, path: &str, query: &str, decoded: &str) -> Self {
        let mut text = String::from(authority);
        let mut add = |part: &str| {
            // Only ASCII bytes are decoded, and the URL is ASCII.
            text.push_str(&String::from_utf8_lossy(&decode_some(part.as_bytes(), decoded)));
            text.len()
        };
        let path_start = add("");
        let query_start = add(path);
        add(query);
        Self { text, path_start, query_start }
    }

    pub(crate) fn whole(&self) -> &str {
        &self.text
    }

    pub(crate) fn without_query(&self) -> &str {
        self.text.get(..self.query_start).unwrap_or_default()
    }

    /// Returns the path. It is never empty.
    pub(crate) fn path(&self) -> &str {
        let path = self.text.get(self.path_start..self.query_start);
        path.filter(|path| !path.is_empty()).unwrap_or("/")
    }
}

/// The URL schemes, and their default ports. Providers sign the URLs of WebSockets too.
const SCHEMES: [(&str, &str); 4] =
    [("https://", ":443"), ("http://", ":80"), ("wss://", ":443"), ("ws://", ":80")];

impl PublicUrl {
    /// Reads the configured URL of an endpoint of this scheme.
    pub(crate) fn parse(text: String, scheme: &Scheme) -> Result<Self, ConfigFault> {
        let known = SCHEMES.iter().find(|(name, _)| text.starts_with(name));
        let Some((name, default_port)) = known else { return Err(ConfigFault::PublicUrl) };
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let rest = text.get(name.len()..).unwrap_or_default();
        let host_length = rest.find(['/', '?']).unwrap_or(rest.len());
        if !visible || host_length == 0 {
            return Err(ConfigFault::PublicUrl);
        }
        let path_start = name.len() + host_length;
        let query_start = text.find('?').unwrap_or(text.len());
        let (authority, rest) = text.split_at(path_start);
        let (path, query) = rest.split_at(query_start - path_start);
        let signed =
            |authority: &str| SignedUrl::new(authority, path, query, scheme.decoded_in_url);
        // Without a path, a port could be taken for the beginning of what is signed next.
        let other_port = (scheme.either_port && !rest.is_empty())
            .then(|| signed(&with_other_port(authority, default_port)));
        Ok(Self {
            signed: signed(authority),
            other_port,
            path_start,
            query_start,
            arrival_path: None,
            text,
        })
    }

    /// Sets the path at which requests arrive, if a gateway changes it.
    pub(crate) fn with_arrival_path(self, path: Option<String>) -> Self {
        Self { arrival_path: path, ..self }
    }

    /// Returns the path at which requests arrive, if a gateway changes it.
    pub(crate) fn arrival_path(&self) -> Option<&str> {
        self.arrival_path.as_deref()
    }

    /// Returns the URL as configured.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the URL as the scheme signs it.
    pub(crate) const fn signed(&self) -> &SignedUrl {
        &self.signed
    }

    /// Returns the other URL that the provider may have signed.
    pub(crate) const fn other_port(&self) -> Option<&SignedUrl> {
        self.other_port.as_ref()
    }

    /// Returns the request target for this URL.
    #[cfg(feature = "sign")]
    pub(crate) fn target(&self) -> Cow<'_, str> {
        let own = self.text.get(self.path_start..).unwrap_or_default();
        if own.starts_with('/') { Cow::Borrowed(own) } else { Cow::Owned(format!("/{own}")) }
    }

    /// Returns the query of a request target with its `?`, or an empty string without one.
    ///
    /// The path must be the path of this URL, or the path of arrival.
    pub(crate) fn query_of<'t>(&self, target: &'t str) -> Result<&'t str, Rejection> {
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        let own = self.arrival_path.as_deref().unwrap_or_else(|| self.path());
        if path == own { Ok(query) } else { Err(Rejection::PathMismatch) }
    }

    /// Returns the path. It is never empty.
    fn path(&self) -> &str {
        match self.text.get(self.path_start..self.query_start) {
            None | Some("") => "/",
            Some(path) => path,
        }
    }
}

/// Returns a scheme and authority without its port, or with the default port if it has none.
fn with_other_port(authority: &str, default_port: &str) -> String {
    // The colons of an IPv6 address are in brackets, and those of a password before an `@`.
    let host = authority.rfind(['@', ']', '/']).map_or(0, |at| at + 1);
    let port = authority.get(host..).and_then(|host| host.find(':'));
    match port.and_then(|port| authority.get(..host + port)) {
        Some(without_port) => without_port.into(),
        None => String::from(authority) + default_port,
    }
}

/// Returns a parameter of the query, not decoded, or `None` if it is missing.
///
/// # Errors
/// [`Rejection::MalformedField`] if the parameter appears twice.
pub(crate) fn only_parameter<'t>(
    target: &'t str,
    name: &'static str,
) -> Result<Option<&'t str>, Rejection> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let mut values = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(key, value)| (key == name).then_some(value));
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(Rejection::MalformedField(name)),
        (value, None) => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Encoding, Part, Place};

    const PLAIN: Scheme =
        Scheme::hmac_sha256(Place::header("s"), Encoding::Hex).signs(&[Part::Body]).build();
    const EITHER_PORT: Scheme = Scheme::hmac_sha256(Place::header("s"), Encoding::Hex)
        .signs(&[Part::Url, Part::Literal(" "), Part::Body])
        .either_port()
        .build();

    #[test]
    fn either_port_is_the_default_one_or_none() {
        for (url, other) in [
            ("https://a.example/b?c=d:1", "https://a.example:443/b?c=d:1"),
            ("http://a.example/", "http://a.example:80/"),
            ("https://a.example:8443/b", "https://a.example/b"),
            ("https://u:p@a.example/b", "https://u:p@a.example:443/b"),
            ("https://u:p@a.example:1/b", "https://u:p@a.example/b"),
            ("https://[::1]/b", "https://[::1]:443/b"),
            ("https://[::1]:8443/b", "https://[::1]/b"),
            ("wss://a.example/b", "wss://a.example:443/b"),
            ("ws://a.example:8080?c", "ws://a.example?c"),
        ] {
            let parsed = PublicUrl::parse(url.into(), &EITHER_PORT).unwrap();
            assert_eq!(parsed.signed().whole(), url);
            assert_eq!(parsed.other_port().unwrap().whole(), other);
            assert!(PublicUrl::parse(url.into(), &PLAIN).unwrap().other_port().is_none());
        }
    }

    #[test]
    fn a_decoded_path_stays_a_path() {
        const DECODED: Scheme = Scheme::hmac_sha256(Place::header("s"), Encoding::Hex)
            .signs(&[Part::UrlWithQuery])
            .body_digest(crate::BodyDigest::query("d", Encoding::Hex))
            .decodes_in_url("?/:")
            .build();
        let url = PublicUrl::parse("https://a.example/b%3Fc?d=%3F".into(), &DECODED).unwrap();
        assert_eq!(url.signed().whole(), "https://a.example/b?c?d=?");
        assert_eq!(url.signed().without_query(), "https://a.example/b?c");
        assert_eq!(url.signed().path(), "/b?c");
    }

    #[test]
    fn a_url_without_a_path_has_one_port() {
        let url = PublicUrl::parse("https://a.example".into(), &EITHER_PORT).unwrap();
        assert!(url.other_port().is_none());
    }

    #[test]
    fn the_path_of_arrival_replaces_the_own_path() {
        let url = PublicUrl::parse("https://a.example/api/hook".into(), &PLAIN).unwrap();
        let url = url.with_arrival_path(Some("/hook".into()));
        assert_eq!(url.query_of("/hook?a=b"), Ok("?a=b"));
        assert_eq!(url.query_of("/api/hook?a=b"), Err(Rejection::PathMismatch));
    }

    #[test]
    fn only_absolute_urls_are_taken() {
        for bad in [
            "",
            "/hooks",
            "example.com/hooks",
            "https://",
            "https:///hooks",
            "ftp://a/b",
            "wss:/a/b",
            "WSS://a/b",
            "https://a/ b",
            "https://a/#f",
            "https://a/\n",
        ] {
            assert_eq!(
                PublicUrl::parse(bad.into(), &PLAIN).err(),
                Some(ConfigFault::PublicUrl),
                "{bad}"
            );
        }
    }

    #[cfg(feature = "sign")]
    #[test]
    fn a_target_is_path_and_query() {
        for (url, target) in [
            ("https://a.example", "/"),
            ("https://a.example/", "/"),
            ("https://a.example?b=c", "/?b=c"),
            ("http://a.example/hook?b=c", "/hook?b=c"),
        ] {
            assert_eq!(PublicUrl::parse(url.into(), &PLAIN).unwrap().target(), target);
        }
    }

    #[test]
    fn a_query_is_taken_only_from_the_own_path() {
        let url = PublicUrl::parse("https://example.com/hooks?fixed=1".into(), &PLAIN).unwrap();
        assert_eq!(url.signed().without_query(), "https://example.com/hooks");
        assert_eq!(url.query_of("/hooks?a=b?c"), Ok("?a=b?c"));
        assert_eq!(url.query_of("/hooks"), Ok(""));
        for target in
            ["/hooks/", "/Hooks", "/hooks%20", "/", "//hooks", "https://example.com/hooks"]
        {
            assert_eq!(url.query_of(target), Err(Rejection::PathMismatch), "{target}");
        }
        let bare = PublicUrl::parse("https://example.com".into(), &PLAIN).unwrap();
        assert_eq!(bare.query_of("/?a"), Ok("?a"));
    }
}
