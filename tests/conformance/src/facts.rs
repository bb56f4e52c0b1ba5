//! What the suite knows about the endpoint under test.

use crate::cases::{JSON_PATH, PATH};
use crate::setup::{BODY_DEADLINE, BODY_LIMIT, HANDSHAKE_TOKEN, Setup, signing_secrets_of};
use crate::shapes::PUBLIC_URL;
use core::time::Duration;

/// The secrets, the limits and the address of an endpoint.
///
/// Cases are written for the suite's own endpoint, `/raw` and `/json` of `localhost`. For any
/// other, [`address`](Self::address) rewrites the heads of their requests.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) current: String,
    pub(crate) old: Option<String>,
    pub(crate) public_url: String,
    pub(crate) limit: usize,
    pub(crate) deadline: Duration,
    /// The timestamp tolerance, in seconds.
    pub(crate) tolerance: u64,
    /// `None` for the suite's own endpoint.
    pub(crate) place: Option<Place>,
}

/// Where the requests of cases go instead, and what their heads contain.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) json_path: String,
    pub(crate) handshake_token: String,
    pub(crate) content_type: &'static str,
}

impl Facts {
    /// Returns the facts about an endpoint of the suite's own.
    pub(crate) fn of(setup: Setup) -> Self {
        let [old, current] = signing_secrets_of(setup.entry.slug).map(str::to_owned);
        Self {
            current,
            old: Some(old),
            public_url: PUBLIC_URL.to_owned(),
            limit: BODY_LIMIT,
            deadline: BODY_DEADLINE,
            tolerance: setup.entry.scheme.default_tolerance_seconds(),
            place: None,
        }
    }

    pub(crate) fn old(&self) -> Option<&str> {
        self.old.as_deref()
    }

    /// Returns the target of the endpoint for a target of the suite's own.
    pub(crate) fn target(&self, target: &str) -> String {
        self.place.as_ref().map_or_else(|| target.to_owned(), |place| place.target(target))
    }

    /// Rewrites the head of the request that these bytes start with, if they do: its target, its
    /// host and, if it has none, its content type.
    pub(crate) fn address(&self, bytes: &[u8]) -> Vec<u8> {
        let rewritten = self.place.as_ref().and_then(|place| place.head(bytes));
        rewritten.unwrap_or_else(|| bytes.to_vec())
    }
}

impl Place {
    fn target(&self, target: &str) -> String {
        let target = target.replace(HANDSHAKE_TOKEN, &self.handshake_token);
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target.as_str(), None),
        };
        let path = match path {
            PATH => &self.path,
            JSON_PATH => &self.json_path,
            _ => return target,
        };
        match query {
            None => path.clone(),
            Some(query) if path.contains('?') => format!("{path}&{query}"),
            Some(query) => format!("{path}?{query}"),
        }
    }

    fn head(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        const HOST: &[u8] = b"host: localhost";
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let end =
            bytes.windows(2).position(|window| window == b"\n\n").map_or(end, |at| end.min(at));
        let (head, rest) = bytes.split_at(end);
        let line_end = head.iter().position(|byte| *byte == b'\n')?;
        let (line, fields) = head.split_at(line_end);
        let mut words = core::str::from_utf8(line).ok()?.splitn(3, ' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if !version.starts_with("HTTP/") {
            return None;
        }
        let mut sent = format!("{method} {} {version}", self.target(target)).into_bytes();
        let lower = fields.to_ascii_lowercase();
        match fields.windows(HOST.len()).position(|window| window == HOST) {
            Some(at) => {
                let (before, after) = fields.split_at(at);
                sent.extend_from_slice(before);
                sent.extend(format!("host: {}", self.host).into_bytes());
                let has = lower.windows(13).any(|window| window == b"content-type:");
                if !has {
                    let end: &[u8] = if line.ends_with(b"\r") { b"\r\n" } else { b"\n" };
                    sent.extend_from_slice(end);
                    sent.extend(format!("content-type: {}", self.content_type).into_bytes());
                }
                sent.extend_from_slice(after.get(HOST.len()..).unwrap_or_default());
            }
            None => sent.extend_from_slice(fields),
        }
        sent.extend_from_slice(rest);
        Some(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Place {
        Place {
            host: "hooks.test:90".to_owned(),
            path: path.to_owned(),
            json_path: "/j".to_owned(),
            handshake_token: "t0ken".to_owned(),
            content_type: "application/json",
        }
    }

    fn rewritten(path: &str, request: &str) -> String {
        let head = place(path).head(request.as_bytes());
        String::from_utf8(head.unwrap_or_else(|| request.as_bytes().to_vec())).unwrap_or_default()
    }

    #[test]
    fn heads_are_addressed_to_the_endpoint() {
        let request = "POST /raw HTTP/1.1\r\nhost: localhost\r\nx: 1\r\n\r\nhost: localhost";
        let right = "POST /in HTTP/1.1\r\nhost: hooks.test:90\r\ncontent-type: application/json\r\n\
            x: 1\r\n\r\nhost: localhost";
        assert_eq!(rewritten("/in", request), right);
        let typed = "POST /json HTTP/1.1\r\nhost: localhost\r\nContent-Type: a\r\n\r\n";
        assert_eq!(
            rewritten("/in", typed),
            "POST /j HTTP/1.1\r\nhost: hooks.test:90\r\nContent-Type: a\r\n\r\n"
        );
        let bare = "POST /raw HTTP/1.1\nhost: localhost\n\n{}";
        assert_eq!(
            rewritten("/in", bare),
            "POST /in HTTP/1.1\nhost: hooks.test:90\ncontent-type: application/json\n\n{}"
        );
        for other in ["{\"a\":1}", "7\r\n{\"a\":1}\r\n", ""] {
            assert_eq!(rewritten("/in", other), other);
        }
    }

    #[test]
    fn targets_keep_their_queries() {
        assert_eq!(place("/in").target("/raw?a=1"), "/in?a=1");
        assert_eq!(place("/in?k=v").target("/raw?a=1"), "/in?k=v&a=1");
        assert_eq!(place("/in").target("/raw?v=v3rify-me"), "/in?v=t0ken");
        assert_eq!(place("/in").target("/rawer"), "/rawer");
    }
}
