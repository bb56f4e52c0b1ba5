//! The response to a rejected request or a handshake.

use crate::rejection::{Rejection, RejectionKind};
use crate::scheme::{Algorithm, Scheme};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

/// The response to a request that does not reach the handler.
///
/// It is a status code, a fixed body, and the header fields that HTTP requires. The answer to a
/// rejected request does not reveal the reason.
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
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct Answer {
    status: u16,
    body: &'static str,
    header: Option<(&'static str, &'static str)>,
    /// The response to a handshake instead of the body and the header; boxed, because it is rare.
    repeated: Option<Box<Repeated>>,
}

/// The response to a handshake: a body and its own header fields.
#[derive(Clone, PartialEq, Eq)]
struct Repeated {
    media: &'static str,
    body: Cow<'static, str>,
    header: Option<(&'static str, String)>,
    fixed: Option<(&'static str, &'static str)>,
}

impl Answer {
    /// Returns the status code: 400 to 599 for a rejected request, 200 or 204 for a handshake, 200
    /// to 299 for a delivery that was handled before.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &str {
        self.repeated.as_ref().map_or(self.body, |repeated| &repeated.body)
    }

    /// Returns the header field that goes with the status, as a lower-case name and a value.
    ///
    /// This is `allow`, `retry-after`, `www-authenticate`, or the field in which a handshake
    /// expects its challenge.
    #[must_use]
    pub fn header(&self) -> Option<(&'static str, &str)> {
        let repeated = self.repeated.as_ref().and_then(|repeated| repeated.header.as_ref());
        repeated.map(|(name, value)| (*name, value.as_str())).or(self.header)
    }

    /// Returns all header fields: [`header`](Self::header), and the ones that describe the body.
    ///
    /// A body is described by `content-type`, and by `x-content-type-options: nosniff`, so that
    /// browsers do not guess another type. A rejection without a body has neither.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let media = self.repeated.as_ref().map_or(TEXT, |repeated| repeated.media);
        let fixed = self.repeated.as_ref().and_then(|repeated| repeated.fixed);
        let content = [("content-type", media), ("x-content-type-options", "nosniff")];
        let is_described = self.repeated.is_some() || !self.body.is_empty();
        let content = content.into_iter().filter(move |_| is_described);
        content.chain(self.header()).chain(fixed)
    }

    /// Returns the answer of an endpoint that has no verifier: 500.
    pub const fn not_configured() -> Self {
        Self { status: 500, body: MISCONFIGURED, header: None, repeated: None }
    }

    /// Answers a delivery that was handled before, with the status of the first answer.
    pub(crate) fn handled_before(status: u16) -> Self {
        let status = if matches!(status, 200..300) { status } else { 200 };
        Self { status, body: "", header: None, repeated: None }
    }

    /// Adds the time after which to retry, in whole seconds, at least one.
    pub(crate) fn retry_after(self, time: Duration) -> Self {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        let header = Some(("retry-after", seconds.max(1).to_string()));
        let repeated = Repeated { header, ..Repeated::text(self.body.into()) };
        Self { repeated: Some(Box::new(repeated)), ..self }
    }

    /// Answers a handshake with its challenge in a header field.
    pub(crate) fn header_field(name: &'static str, code: String) -> Self {
        Self::repeated(Repeated { header: Some((name, code)), ..Repeated::text("".into()) })
    }

    /// Answers a handshake with plain text.
    pub(crate) fn text(body: String) -> Self {
        Self::repeated(Repeated::text(body.into()))
    }

    /// Answers a handshake with JSON.
    pub(crate) fn json(body: impl Into<Cow<'static, str>>) -> Self {
        Self::repeated(Repeated { media: "application/json", ..Repeated::text(body.into()) })
    }

    /// Answers a handshake with 200 and no body.
    pub(crate) fn ok() -> Self {
        Self::text(String::new())
    }

    /// Answers a handshake with 204 and no body.
    pub(crate) fn no_content() -> Self {
        Self { status: 204, ..Self::text(String::new()) }
    }

    /// Adds a fixed header field to the answer to a handshake.
    pub(crate) fn with(mut self, field: Option<(&'static str, &'static str)>) -> Self {
        if let Some(repeated) = &mut self.repeated {
            repeated.fixed = field;
        }
        self
    }

    fn repeated(repeated: Repeated) -> Self {
        Self { status: 200, body: "", header: None, repeated: Some(Box::new(repeated)) }
    }

    pub(crate) fn new(kind: RejectionKind, scheme: &Scheme, statuses: &Statuses) -> Self {
        let (status, body) = match kind {
            RejectionKind::Malformed => (400, "request malformed or incomplete\n"),
            RejectionKind::Conflict => (422, "delivery id used before\n"),
            RejectionKind::HandlerFailed => (500, "handler failed\n"),
            RejectionKind::InProgress => (503, "delivery in progress\n"),
            RejectionKind::NotAuthentic => (401, "webhook not authentic\n"),
            RejectionKind::Forbidden => (403, "forbidden\n"),
            RejectionKind::MethodNotAllowed => (405, "method not allowed\n"),
            RejectionKind::TimedOut => (408, "body took too long\n"),
            RejectionKind::LengthRequired => (411, "length required\n"),
            RejectionKind::TooLarge => (413, "body too large\n"),
            RejectionKind::ContentCoded => (415, "content coding not supported\n"),
            RejectionKind::Payload => (422, "payload not understood\n"),
            RejectionKind::ProviderTest => return Self::ok(),
            RejectionKind::Misconfigured => (500, MISCONFIGURED),
            RejectionKind::Unavailable => (503, "not available now\n"),
        };
        let status = statuses.of(kind).unwrap_or(status);
        let body = if statuses.without_body { "" } else { body };
        Self { status, body, header: header_of(status, scheme), repeated: None }
    }
}

impl Repeated {
    const fn text(body: Cow<'static, str>) -> Self {
        Self { media: TEXT, body, header: None, fixed: None }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

const MISCONFIGURED: &str = "endpoint misconfigured\n";

fn header_of(status: u16, scheme: &Scheme) -> Option<(&'static str, &'static str)> {
    match (status, scheme.check) {
        (401, Algorithm::Basic) => {
            Some(("www-authenticate", "Basic realm=\"webhook\", charset=\"UTF-8\""))
        }
        (401, Algorithm::Bearer) => Some(("www-authenticate", "Bearer")),
        (503, _) => Some(("retry-after", "1")),
        (405, _) => Some(("allow", scheme.methods)),
        _ => None,
    }
}

/// What an endpoint sets about the answers to rejected requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statuses {
    set: Vec<(RejectionKind, u16)>,
    /// Answers have no body.
    pub(crate) without_body: bool,
}

impl Statuses {
    pub(crate) fn set(&mut self, kind: RejectionKind, status: u16) {
        self.set.push((kind, status));
    }

    fn of(&self, kind: RejectionKind) -> Option<u16> {
        self.set.iter().rev().find(|(of, _)| *of == kind).map(|&(_, status)| status)
    }
}

/// The amount of body that an adapter reads and discards before it sends the answer.
///
/// A client that writes its whole body before it reads loses an early answer: the connection is
/// closed, or the stream reset, while it is still writing. If a bounded rest is discarded, the
/// client sees the status. Discarded bytes are neither hashed nor kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drain {
    /// The maximum number of bytes to discard.
    pub bytes: u64,
    /// The maximum time to spend on it.
    pub time: Duration,
    /// The time without new bytes after which to stop.
    pub idle: Duration,
}

/// A body that is too large is discarded up to this multiple of the limit.
const TIMES_THE_LIMIT: u64 = 8;

/// A client that sends nothing for this long is waiting for the answer.
const IDLE: Duration = Duration::from_millis(500);

impl Drain {
    /// Returns how much to discard after this rejection or, for `None`, after a handshake.
    ///
    /// Nothing is discarded if the body timed out or broke off.
    pub(crate) fn after(
        rejection: Option<Rejection>,
        limit: usize,
        deadline: Duration,
    ) -> Option<Self> {
        let whole_bodies = Self {
            bytes: TIMES_THE_LIMIT.saturating_mul(limit as u64),
            time: deadline,
            idle: IDLE,
        };
        match rejection {
            Some(Rejection::BodyBudgetSpent) => Some(whole_bodies),
            Some(rejection) => match rejection.kind() {
                RejectionKind::TooLarge => Some(whole_bodies),
                RejectionKind::TimedOut => None,
                _ if rejection.is_of_broken_body() => None,
                _ => Some(Self::BEGINNING),
            },
            None => Some(Self::BEGINNING),
        }
    }

    const BEGINNING: Self = Self { bytes: 64 * 1024, time: IDLE, idle: IDLE };
}

/// Leaves out the reply to a handshake, which may contain a MAC.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.headers().map(|(name, _)| name);
        let mut debug = f.debug_struct("Answer");
        debug.field("status", &self.status);
        debug.field("headers", &names.collect::<Vec<_>>());
        if self.repeated.is_none() {
            debug.field("body", &self.body);
        }
        debug.finish_non_exhaustive()
    }
}
