//! A request and an endpoint, as they might have been.

use crate::code::Code;
use core::fmt;
use std::rc::Rc;
use verihook::{Bytes, ProviderEntry, SigningSecret};
use zeroize::Zeroizing;

/// A request that may have been signed, and the endpoint that would have accepted it.
#[derive(Clone)]
pub(crate) struct Candidate {
    pub(crate) entry: ProviderEntry,
    pub(crate) method: Rc<str>,
    pub(crate) target: Rc<str>,
    pub(crate) headers: Rc<Headers>,
    pub(crate) body: Bytes,
    pub(crate) url: Option<Rc<str>>,
    pub(crate) keys: Rc<[Key]>,
    /// What happened to the request on its way, if this is what was signed.
    pub(crate) changes: Vec<Change>,
}

pub(crate) type Headers = Vec<(String, Vec<u8>)>;

/// One thing that happened to a request, or that is wrong with the endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) code: Code,
    pub(crate) evidence: Rc<str>,
}

impl Change {
    pub(crate) fn new(code: Code, evidence: impl fmt::Display) -> Self {
        Self { code, evidence: evidence.to_string().into() }
    }
}

/// A secret to try, as text in the provider's form or as the bytes of the key.
pub(crate) enum Key {
    Text(Zeroizing<String>),
    Bytes(Zeroizing<Vec<u8>>),
    /// A key that signed nothing. A head is checked with it where no secret can be used.
    StandIn,
}

impl Key {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(Zeroizing::new(text.to_owned()))
    }

    pub(crate) fn bytes(bytes: &[u8]) -> Self {
        Self::Bytes(Zeroizing::new(bytes.to_vec()))
    }

    /// Returns the secret, which may have white space at its ends and may be short.
    pub(crate) fn secret(&self) -> SigningSecret {
        let secret = match self {
            Self::Text(text) => SigningSecret::new(text.as_str()),
            Self::Bytes(bytes) => SigningSecret::from_key(bytes.to_vec()),
            Self::StandIn => SigningSecret::from_key(*b"stand-in:for-a-secret-that-is-not-there"),
        };
        secret.verbatim().allow_short()
    }
}

impl Candidate {
    /// Returns the same with one more change.
    pub(crate) fn with(&self, change: Change) -> Self {
        let mut changed = self.clone();
        changed.changes.push(change);
        changed
    }

    pub(crate) fn with_body(&self, body: impl Into<Bytes>, change: Change) -> Self {
        Self { body: body.into(), ..self.with(change) }
    }

    pub(crate) fn with_headers(&self, headers: Headers, change: Change) -> Self {
        Self { headers: Rc::new(headers), ..self.with(change) }
    }

    /// Returns the values of a header field.
    pub(crate) fn values<'c>(&'c self, name: &str) -> impl Iterator<Item = &'c [u8]> {
        let named = self.headers.iter().filter(move |(given, _)| given.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_slice())
    }

    /// Returns the first value of a header field, if it is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values(name).next().and_then(|value| core::str::from_utf8(value).ok())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// Returns the header fields with the only value of this field replaced.
    pub(crate) fn replaced(&self, name: &str, value: &str) -> Headers {
        let mut headers = self.headers.to_vec();
        for (given, old) in &mut headers {
            if given.eq_ignore_ascii_case(name) {
                value.as_bytes().clone_into(old);
            }
        }
        headers
    }

    /// Returns the header fields without these.
    pub(crate) fn without(&self, names: &[&str]) -> Headers {
        let is_kept =
            |name: &str| !names.iter().any(|left_out| name.eq_ignore_ascii_case(left_out));
        self.headers.iter().filter(|(name, _)| is_kept(name)).cloned().collect()
    }
}
