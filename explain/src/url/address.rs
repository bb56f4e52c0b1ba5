//! The parts of a URL.

use crate::candidate::Candidate;
use verihook::Part;

#[derive(Clone, PartialEq)]
pub(super) struct Url {
    pub(super) scheme: String,
    pub(super) user: String,
    pub(super) host: String,
    pub(super) port: Option<String>,
    pub(super) path: String,
    /// With its `?`.
    pub(super) query: String,
}

impl Url {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let (user, authority) = match authority.rsplit_once('@') {
            Some((user, host)) => (format!("{user}@"), host),
            None => (String::new(), authority),
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => {
                (host, Some(port.to_owned()))
            }
            _ => (authority, None),
        };
        let [scheme, host, path, query] = [scheme, host, path, query].map(str::to_owned);
        Some(Self { scheme, user, host, port, path, query })
    }

    /// Takes the query from the request, if that is what the scheme signs.
    pub(super) fn with_query_of(mut self, candidate: &Candidate) -> Self {
        let content = candidate.entry.scheme.content();
        if content.iter().any(|part| matches!(part, Part::UrlWithQuery | Part::PathWithQuery)) {
            let at = candidate.target.find('?').unwrap_or(candidate.target.len());
            candidate.target.get(at..).unwrap_or_default().clone_into(&mut self.query);
        }
        self
    }

    pub(super) fn target(&self) -> String {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        format!("{path}{}", self.query)
    }

    pub(super) fn text(&self, with_query: bool) -> String {
        let Self { scheme, user, host, path, .. } = self;
        let port = self.port.as_ref().map(|port| format!(":{port}")).unwrap_or_default();
        let query = if with_query { self.query.as_str() } else { "" };
        format!("{scheme}://{user}{host}{port}{path}{query}")
    }

    pub(super) fn default_port(&self) -> &'static str {
        if matches!(self.scheme.as_str(), "https" | "wss") { "443" } else { "80" }
    }
}
