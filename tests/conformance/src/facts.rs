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
