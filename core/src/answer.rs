//! What the peer of a refused request is told.

use crate::rejection::{Rejection, RejectionKind};
use crate::scheme::{Check, Scheme};
use core::time::Duration;

/// What the peer of a refused request is told: a status, one fixed text, and the header fields that HTTP asks
/// for. It says nothing about why.
///
/// ```
/// use verihook::{Rejection, Verifier, providers::GitHub};
///
/// let verifier = Verifier::<GitHub>::new("It's a Secret to Everybody")?;
/// let wrong = verifier.answer(Rejection::SignatureMismatch);
/// let missing = verifier.answer(Rejection::MissingField("x-hub-signature-256"));
/// assert_eq!((wrong.status(), wrong.body()), (401, "webhook not authentic\n"));
/// assert_eq!(wrong, missing);
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Answer {
    status: u16,
    body: &'static str,
    header: Option<(&'static str, &'static str)>,
}

impl Answer {
    /// The media type of every answer's body.
    pub const CONTENT_TYPE: &'static str = "text/plain; charset=utf-8";

    /// The status code, between 400 and 599.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The body.
    #[must_use]
    pub const fn body(&self) -> &'static str {
        self.body
    }

    /// The header field that goes with the status, name and value: `allow`, `retry-after` or
    /// `www-authenticate`.
    #[must_use]
    pub const fn header(&self) -> Option<(&'static str, &'static str)> {
        self.header
    }

    /// The answer where no verifier is found that could say one: 500.
    pub const fn not_configured() -> Self {
        Self { status: 500, body: MISCONFIGURED, header: None }
    }

    pub(crate) fn new(kind: RejectionKind, scheme: &Scheme, statuses: &Statuses) -> Self {
        let (status, body) = match kind {
            RejectionKind::Malformed => (400, "request malformed or incomplete\n"),
            RejectionKind::NotAuthentic => (401, "webhook not authentic\n"),
            RejectionKind::MethodNotAllowed => (405, "method not allowed\n"),
            RejectionKind::TimedOut => (408, "body took too long\n"),
            RejectionKind::LengthRequired => (411, "length required\n"),
            RejectionKind::TooLarge => (413, "body too large\n"),
            RejectionKind::ContentCoded => (415, "content coding not supported\n"),
            RejectionKind::Payload => (422, "payload not understood\n"),
            RejectionKind::Misconfigured => (500, MISCONFIGURED),
            RejectionKind::Unavailable => (503, "not available now\n"),
        };
        let status = statuses.of(kind).unwrap_or(status);
        Self { status, body, header: header_of(status, scheme) }
    }
}

const MISCONFIGURED: &str = "endpoint misconfigured\n";

fn header_of(status: u16, scheme: &Scheme) -> Option<(&'static str, &'static str)> {
    match (status, scheme.check) {
        (401, Check::Basic) => {
            Some(("www-authenticate", "Basic realm=\"webhook\", charset=\"UTF-8\""))
        }
        (401, Check::Bearer) => Some(("www-authenticate", "Bearer")),
        (503, _) => Some(("retry-after", "1")),
        (405, _) => Some(("allow", scheme.methods)),
        _ => None,
    }
}

/// Statuses that an endpoint chose for kinds of rejections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statuses(alloc::vec::Vec<(RejectionKind, u16)>);

impl Statuses {
    pub(crate) fn set(&mut self, kind: RejectionKind, status: u16) {
        self.0.push((kind, status));
    }

    fn of(&self, kind: RejectionKind) -> Option<u16> {
        self.0.iter().rev().find(|(of, _)| *of == kind).map(|&(_, status)| status)
    }
}

/// How much of a refused request's body is read and thrown away before the answer is sent.
///
/// Over HTTP/2 many clients never see an answer that comes while they still send. Draining a little of the
/// body first lets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drain {
    /// At most so many bytes.
    pub bytes: u64,
    /// For at most so long.
    pub time: Duration,
}

impl Drain {
    /// What is drained after this rejection by a head; nothing if the body is too large to be worth it, or
    /// if the client still waits for `100 Continue`.
    pub(crate) fn after(rejection: Rejection, waits_for_continue: bool) -> Option<Self> {
        if waits_for_continue || rejection.kind() == RejectionKind::TooLarge {
            return None;
        }
        Some(Self { bytes: 64 * 1024, time: Duration::from_millis(500) })
    }
}
