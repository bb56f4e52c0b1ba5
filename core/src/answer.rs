//! What the peer of a refused request is told.

use crate::rejection::{Rejection, RejectionKind};
use crate::scheme::{Algorithm, Scheme};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

/// What the peer is told of a request that does not reach the handler: a status, one text, and the
/// header fields that HTTP asks for. Of a refused request it says nothing about why.
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
    /// What a handshake is told instead. Few answers have it, so it stands elsewhere.
    repeated: Option<Box<Repeated>>,
}

/// What a handshake is told: a body, and header fields of its own.
#[derive(Clone, PartialEq, Eq)]
struct Repeated {
    media: &'static str,
    body: Cow<'static, str>,
    header: Option<(&'static str, String)>,
    fixed: Option<(&'static str, &'static str)>,
}

impl Answer {
    /// The status code: between 400 and 599 for a refused request, 200 or 204 for a handshake.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &str {
        self.repeated.as_ref().map_or(self.body, |repeated| &repeated.body)
    }

    /// The header field that goes with the status, name (in lower case) and value: `allow`,
    /// `retry-after`, `www-authenticate`, or what a handshake repeats.
    #[must_use]
    pub fn header(&self) -> Option<(&'static str, &str)> {
        let repeated = self.repeated.as_ref().and_then(|repeated| repeated.header.as_ref());
        repeated.map(|(name, value)| (*name, value.as_str())).or(self.header)
    }

    /// All header fields: that one, and those that say what the body is, and tell browsers not to
    /// think otherwise.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let media = self.repeated.as_ref().map_or(TEXT, |repeated| repeated.media);
        let fixed = self.repeated.as_ref().and_then(|repeated| repeated.fixed);
        let content = [("content-type", media), ("x-content-type-options", "nosniff")];
        content.into_iter().chain(self.header()).chain(fixed)
    }

    /// The answer where no verifier is found that could say one: 500.
    pub const fn not_configured() -> Self {
        Self { status: 500, body: MISCONFIGURED, header: None, repeated: None }
    }

    /// The answer to a handshake that wants a header field.
    pub(crate) fn header_field(name: &'static str, code: String) -> Self {
        Self::repeated(Repeated { header: Some((name, code)), ..Repeated::text("".into()) })
    }

    /// The answer to a handshake that wants a text.
    pub(crate) fn text(body: String) -> Self {
        Self::repeated(Repeated::text(body.into()))
    }

    /// The answer to a handshake that wants JSON.
    pub(crate) fn json(body: impl Into<Cow<'static, str>>) -> Self {
        Self::repeated(Repeated { media: "application/json", ..Repeated::text(body.into()) })
    }

    /// The answer to a handshake that wants none.
    pub(crate) fn no_content() -> Self {
        Self { status: 204, ..Self::text(String::new()) }
    }

    /// The answer to a handshake with another header field.
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
            RejectionKind::NotAuthentic => (401, "webhook not authentic\n"),
            RejectionKind::Forbidden => (403, "forbidden\n"),
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

/// Statuses that an endpoint chose for kinds of rejections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statuses(Vec<(RejectionKind, u16)>);

impl Statuses {
    pub(crate) fn set(&mut self, kind: RejectionKind, status: u16) {
        self.0.push((kind, status));
    }

    fn of(&self, kind: RejectionKind) -> Option<u16> {
        self.0.iter().rev().find(|(of, _)| *of == kind).map(|&(_, status)| status)
    }
}

/// How much of a body is read and discarded before the answer is sent.
///
/// A client that writes its whole body before it reads loses an answer that comes while it writes:
/// the connection is closed, or the stream reset, under its hands. Discarding a bounded rest lets
/// it see the status. What is discarded is neither hashed nor kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drain {
    /// At most so many bytes.
    pub bytes: u64,
    /// For at most so long.
    pub time: Duration,
    /// Until nothing has arrived for so long.
    pub idle: Duration,
}

/// A body that is too large is discarded up to so many times the limit.
const TIMES_THE_LIMIT: u64 = 8;

/// A client from which nothing arrives for so long waits for the answer.
const IDLE: Duration = Duration::from_millis(500);

impl Drain {
    /// What is discarded after this rejection, or after a handshake; nothing if the body itself
    /// failed.
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

/// The reply to a handshake can hold a MAC, so its texts are left out.
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
