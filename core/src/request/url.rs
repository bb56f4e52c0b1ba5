//! The public URL of an endpoint, for schemes that sign it.

use crate::error::ConfigFault;
use crate::rejection::Rejection;
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
}

impl PublicUrl {
    pub(crate) fn parse(text: String) -> Result<Self, ConfigFault> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let Some(rest) = rest else { return Err(ConfigFault::PublicUrl) };
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let after_scheme = text.len() - rest.len();
        let host_length = rest.find(['/', '?']).unwrap_or(rest.len());
        if !visible || host_length == 0 {
            return Err(ConfigFault::PublicUrl);
        }
        let query_start = text.find('?').unwrap_or(text.len());
        Ok(Self { path_start: after_scheme + host_length, query_start, text })
    }

    pub(crate) fn whole(&self) -> &str {
        &self.text
    }

    pub(crate) fn without_query(&self) -> &str {
        self.text.get(..self.query_start).unwrap_or_default()
    }

    /// Returns the request target for this URL.
    #[cfg(feature = "sign")]
    pub(crate) fn target(&self) -> Cow<'_, str> {
        let own = self.text.get(self.path_start..).unwrap_or_default();
        if own.starts_with('/') { Cow::Borrowed(own) } else { Cow::Owned(format!("/{own}")) }
    }

    /// Returns the query of a request target with its `?`, or an empty string without one.
    ///
    /// The path must be the path of this URL.
    pub(crate) fn query_of<'t>(&self, target: &'t str) -> Result<&'t str, Rejection> {
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        if path == self.path() { Ok(query) } else { Err(Rejection::PathMismatch) }
    }

    /// Returns the path. It is never empty.
    pub(crate) fn path(&self) -> &str {
        match self.text.get(self.path_start..self.query_start) {
            None | Some("") => "/",
            Some(path) => path,
        }
    }
}

/// Returns `true` if a query may contain this byte (RFC 3986, section 3.4).
pub(crate) const fn is_of_query(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'%'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'/'
                | b'?'
        )
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

    #[test]
    fn only_absolute_urls_are_taken() {
        for bad in [
            "",
            "/hooks",
            "example.com/hooks",
            "https://",
            "https:///hooks",
            "ftp://a/b",
            "https://a/ b",
            "https://a/#f",
            "https://a/\n",
        ] {
            assert_eq!(PublicUrl::parse(bad.into()).err(), Some(ConfigFault::PublicUrl), "{bad}");
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
            assert_eq!(PublicUrl::parse(url.into()).unwrap().target(), target);
        }
    }

    #[test]
    fn a_query_is_taken_only_from_the_own_path() {
        let url = PublicUrl::parse("https://example.com/hooks?fixed=1".into()).unwrap();
        assert_eq!(url.without_query(), "https://example.com/hooks");
        assert_eq!(url.query_of("/hooks?a=b?c"), Ok("?a=b?c"));
        assert_eq!(url.query_of("/hooks"), Ok(""));
        for target in
            ["/hooks/", "/Hooks", "/hooks%20", "/", "//hooks", "https://example.com/hooks"]
        {
            assert_eq!(url.query_of(target), Err(Rejection::PathMismatch), "{target}");
        }
        let bare = PublicUrl::parse("https://example.com".into()).unwrap();
        assert_eq!(bare.query_of("/?a"), Ok("?a"));
    }
}
