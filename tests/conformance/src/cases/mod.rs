//! The cases: each is a requirement of one sentence, and the bytes that test it.

use crate::http2;
use crate::sender::{Headers, Sender};
use crate::traits::{Category, Traits};
use crate::wire::{Step, chunk, head, request};
use std::net::Ipv4Addr;
use std::time::Duration;
use verihook::RejectionKind;

/// A requirement and its test.
#[derive(Debug)]
#[non_exhaustive]
pub struct Case {
    /// The name.
    pub id: &'static str,
    /// The requirement, in one sentence.
    pub requirement: &'static str,
    /// The endpoint under test: the slug of a provider, after a prefix if it has a special setup.
    pub endpoint: &'static str,
    /// What it is about, and what it needs of a server.
    pub(crate) traits: Traits,
    /// The requests and their required outcomes.
    pub(crate) script: fn(&Sender) -> Script,
}

impl Case {
    /// Returns the subject of the case.
    #[must_use]
    pub const fn category(&self) -> Category {
        self.traits.category
    }

    /// Returns `true` if the case is about an authentic but odd request, or forbids what HTTP
    /// permits: a sound receiver may fail it.
    #[must_use]
    pub const fn is_odd(&self) -> bool {
        self.traits.is_odd
    }
}

/// The required outcome of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The handler ran once on these bytes, and the client received its answer.
    Delivered(Vec<u8>),
    /// `Delivered`, or the handler did not run and the request was rejected: HTTP leaves the choice
    /// to the server.
    Either(Vec<u8>),
    /// The handler did not run, and the handshake was answered with 200 and this header.
    HandshakeHeader(String, String),
    /// The handler did not run, and the handshake was answered with 200, this content type and this
    /// body.
    HandshakeBody(&'static str, String),
    /// The handler did not run, and the handshake was answered with 204 and no body.
    HandshakeEmpty,
    /// The handler did not run, and the request was rejected with the answer of this kind.
    Refused(RejectionKind),
    /// The handler did not run. The client received `100 Continue`, and then the answer of this
    /// kind.
    RefusedLate(RejectionKind),
    /// The handler did not run, because the HTTP parser rejected the request.
    RefusedByParser,
    /// The handler did not run. The answer is not checked, because the client is gone or the
    /// connection is broken.
    NotDelivered,
    /// The handler did not run on this body: every byte that arrived is signed, but no framing
    /// confirmed its end. A receiver whose framework hides the end may run the handler once on
    /// exactly these bytes, as a declared deviation.
    Unconfirmed(Vec<u8>),
    /// The handler ran once on these bytes or not at all, and the client sees no answer either way.
    AtMostOnce(Vec<u8>),
}

impl Outcome {
    /// Returns `true` if no answer indicates when the server is done with the request.
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self, Self::NotDelivered | Self::Unconfirmed(_) | Self::AtMostOnce(_))
    }
}

/// The requests of a case, on one or more concurrent connections.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) plays: Vec<Play>,
}

/// One connection: the requests sent over it, and the required outcome of each.
#[derive(Debug)]
pub(crate) struct Play {
    /// The local address to connect from, instead of the usual one.
    pub(crate) source: Option<Ipv4Addr>,
    pub(crate) transport: Transport,
    pub(crate) outcomes: Vec<Outcome>,
}

/// The protocol and the requests of a connection.
#[derive(Debug)]
pub(crate) enum Transport {
    Tcp(Vec<Step>),
    Http2(Vec<http2::Request>),
}

/// Defines a table of cases, and the macro that makes each row a test.
macro_rules! cases {
    (
        $dollar:tt $(#[$meta:meta])* $table:ident, $(#[$macro_meta:meta])* $suite:ident, $module:ident, $deviating:ident;
        $($(#[doc = $requirement:literal])+ $id:ident $endpoint:literal [$category:ident $(, $trait:ident)*] $script:expr;)*
    ) => {
        $(#[$meta])*
        pub const $table: &[Case] = &[$(Case {
            id: stringify!($id),
            requirement: concat!($($requirement),+),
            endpoint: $endpoint,
            traits: $crate::traits::Traits::of($crate::Category::$category)$(.$trait())*,
            script: $script,
        }),*];

        $(#[$macro_meta])*
        ///
        /// Makes one test of each case. The first argument is the function that starts the
        /// receiver, a [`Serve`](crate::Serve). A second argument lists the
        /// [`Deviation`](crate::Deviation)s.
        #[macro_export]
        macro_rules! $suite {
            ($dollar serve:ident) => {
                $dollar crate::$suite!($dollar serve, []);
            };
            ($dollar serve:ident, $dollar deviations:expr) => {
                static $deviating: ::std::sync::LazyLock<::std::vec::Vec<$dollar crate::Deviation>> =
                    ::std::sync::LazyLock::new(|| $dollar deviations.to_vec());

                mod $module {
                    use super::$deviating as DEVIATIONS;

                    $(
                        $(#[doc = $requirement])+
                        #[::core::prelude::v1::test]
                        fn $id() {
                            $dollar crate::run(stringify!($id), super::$dollar serve, &DEVIATIONS);
                        }
                    )*
                }
            };
        }
    };
}

mod http2_only;
mod http2_origin;
mod origin;
mod signed;
mod sources;

pub use http2_only::HTTP2_CASES;
pub use http2_origin::HTTP2_ORIGIN_CASES;
pub use origin::ORIGIN_CASES;
pub use signed::CASES;
pub use sources::SOURCE_CASES;

/// The path of the endpoint under test.
pub(crate) const PATH: &str = "/raw";

/// The path of the endpoint whose handler expects a JSON object.
pub(crate) const JSON_PATH: &str = "/json";

/// A small body.
pub(crate) const B: &[u8] = br#"{"a":1}"#;

/// A body that is longer than any server reads ahead.
const THIRTY: &[u8] = b"{\"a\":\"thirty bytes, or more\"}";

/// `B`, gzipped without being compressed.
pub(crate) const GZIPPED: &[u8] =
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01\x07\0\xf8\xff{\"a\":1}\xaf\xac\x1bV\x07\0\0\0";

/// 4000 spaces, gzipped: more than the limit.
const GZIPPED_BOMB: &[u8] =
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xed\xc11\x01\0\0\0\xc2\xa0*\xeb\x9f\xd2\x18>@\x01\0\0\0o\x03|\x95\xcd\xba\xa0\x0f\0\0";

const CONTENT_CODED: Outcome = Outcome::Refused(RejectionKind::ContentCoded);
const FORBIDDEN: Outcome = Outcome::Refused(RejectionKind::Forbidden);
const MALFORMED: Outcome = Outcome::Refused(RejectionKind::Malformed);
const METHOD_NOT_ALLOWED: Outcome = Outcome::Refused(RejectionKind::MethodNotAllowed);
const NOT_AUTHENTIC: Outcome = Outcome::Refused(RejectionKind::NotAuthentic);
const PAYLOAD: Outcome = Outcome::Refused(RejectionKind::Payload);
const TIMED_OUT: Outcome = Outcome::Refused(RejectionKind::TimedOut);
const TOO_LARGE: Outcome = Outcome::Refused(RejectionKind::TooLarge);
const UNAVAILABLE: Outcome = Outcome::Refused(RejectionKind::Unavailable);

fn delivered(body: &[u8]) -> Outcome {
    Outcome::Delivered(body.to_vec())
}

/// These steps on one connection.
fn steps(steps: Vec<Step>, outcome: Outcome) -> Script {
    let transport = Transport::Tcp(steps);
    Script { plays: vec![Play { source: None, transport, outcomes: vec![outcome] }] }
}

/// These bytes, sent in one step.
fn sent(bytes: Vec<u8>, outcome: Outcome) -> Script {
    steps(vec![Step::Send(bytes)], outcome)
}

/// These requests, sent concurrently over one connection each.
fn together(requests: impl IntoIterator<Item = (Vec<u8>, Outcome)>) -> Script {
    let plays = requests.into_iter().map(|(bytes, outcome)| Play {
        source: None,
        transport: Transport::Tcp(vec![Step::Send(bytes)]),
        outcomes: vec![outcome],
    });
    Script { plays: plays.collect() }
}

/// A request with these headers and those that HTTP requires.
fn with_headers(headers: &Headers, body: &[u8], outcome: Outcome) -> Script {
    sent(request("POST", PATH, headers, body), outcome)
}

fn field(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// A genuine delivery.
fn genuine(sender: &Sender) -> Script {
    let body = sender.body();
    sent(sender.request(&body), delivered(&body))
}

/// A genuine delivery signed with the secret that is being rotated out.
fn rotated(sender: &Sender) -> Script {
    let body = sender.body();
    under(sender, sender.old_secret(), &body, delivered(&body))
}

/// A delivery without a signature.
fn unsigned(sender: &Sender) -> Script {
    with_headers(&Headers::new(), &sender.body(), NOT_AUTHENTIC)
}

/// A delivery whose body was changed in its last byte.
fn changed(sender: &Sender) -> Script {
    let body = sender.body();
    let mut other = body.clone();
    if let Some(last) = other.last_mut() {
        *last ^= 1;
    }
    with_headers(&sender.headers(&body), &other, NOT_AUTHENTIC)
}

/// A delivery whose headers all appear twice.
fn twice(sender: &Sender) -> Script {
    let body = sender.body();
    let headers = [sender.headers(&body), sender.headers(&body)].concat();
    with_headers(&headers, &body, NOT_AUTHENTIC)
}

/// A genuine delivery that is too old.
fn stale(sender: &Sender) -> Script {
    at(sender, -sender.beyond())
}

/// A genuine delivery from the future.
fn ahead(sender: &Sender) -> Script {
    at(sender, sender.beyond())
}

/// A genuine delivery that was signed this many seconds from now.
fn at(sender: &Sender, seconds: i64) -> Script {
    let body = sender.body();
    with_headers(&sender.headers_with(sender.secret(), &body, seconds), &body, NOT_AUTHENTIC)
}

/// A delivery signed with this secret.
fn under(sender: &Sender, secret: &str, body: &[u8], outcome: Outcome) -> Script {
    with_headers(&sender.headers_with(secret, body, 0), body, outcome)
}

/// A genuine delivery with additional headers.
fn with(sender: &Sender, fields: &[(&str, &str)], body: &[u8]) -> Script {
    let mut headers = sender.headers(body);
    headers.extend(fields.iter().map(|(name, value)| field(name, *value)));
    with_headers(&headers, body, delivered(body))
}

/// A genuine delivery with a change to each of its headers.
fn altered(sender: &Sender, alter: impl Fn(&mut String, &mut String), outcome: Outcome) -> Script {
    let body = sender.body();
    let mut headers = sender.headers(&body);
    for (name, value) in &mut headers {
        alter(name, value);
    }
    with_headers(&headers, &body, outcome)
}

/// A genuine delivery in chunks of this size.
fn chunked(sender: &Sender, body: &[u8], size: usize, outcome: Outcome) -> Script {
    let mut bytes = head("POST", PATH, &sender.headers(body), &[("transfer-encoding", "chunked")]);
    for part in body.chunks(size) {
        bytes.extend(chunk(part));
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    sent(bytes, outcome)
}

/// A genuine chunked delivery of `THIRTY` whose body is framed as these bytes.
fn framed(sender: &Sender, framed: &[u8], outcome: Outcome) -> Script {
    let head = head("POST", PATH, &sender.headers(THIRTY), &[("transfer-encoding", "chunked")]);
    sent([head, framed.to_vec()].concat(), outcome)
}

/// A genuine delivery of `B` with these framing headers, and these bytes after the head.
fn declared(sender: &Sender, fields: &[(&str, &str)], bytes: &[u8], outcome: Outcome) -> Script {
    let head = head("POST", PATH, &sender.headers(B), fields);
    sent([head, bytes.to_vec()].concat(), outcome)
}

/// A delivery whose connection ends early.
fn cut(sender: &Sender, signed: &[u8], framing: (&str, &str), bytes: &[u8]) -> Script {
    let head = head("POST", PATH, &sender.headers(signed), &[framing]);
    steps(vec![Step::Send(head), Step::Send(bytes.to_vec()), Step::Finish], MALFORMED)
}

/// A head that declares this length, with no body after it.
fn withheld(sender: &Sender, length: &str, more: &[(&str, &str)], outcome: Outcome) -> Script {
    let fields = [&[("content-length", length)], more].concat();
    sent(head("POST", PATH, &sender.headers(B), &fields), outcome)
}

fn coded(sender: &Sender, coding: &str) -> Script {
    let mut headers = sender.headers(B);
    headers.push(field("content-encoding", coding));
    with_headers(&headers, B, CONTENT_CODED)
}

/// These bytes, declared as gzip, with the signature of this body.
fn gzipped(sender: &Sender, signed: &[u8], bytes: &[u8], outcome: Outcome) -> Script {
    let mut headers = sender.headers(signed);
    headers.push(field("content-encoding", "gzip"));
    with_headers(&headers, bytes, outcome)
}

fn method(sender: &Sender, method: &str) -> Script {
    odd(sender, method, &sender.headers(B), B, METHOD_NOT_ALLOWED)
}

/// A delivery with these headers, which few providers permit: theirs cannot be tested with it.
fn odd(sender: &Sender, method: &str, headers: &Headers, body: &[u8], outcome: Outcome) -> Script {
    if sender.verify(method, headers, body).is_some_and(|verified| verified.is_ok()) {
        sender.note::<()>("the provider permits it");
    }
    sent(request(method, PATH, headers, body), outcome)
}

/// A delivery of this body to the endpoint whose handler expects a JSON object.
fn json(sender: &Sender, body: &[u8], outcome: Outcome) -> Script {
    sent(request("POST", JSON_PATH, &sender.headers(body), body), outcome)
}

/// A delivery to this tenant, signed with this secret.
fn tenant(sender: &Sender, name: &str, secret: &str, outcome: Outcome) -> Script {
    let headers = sender.headers_with(secret, B, 0);
    sent(request("POST", &format!("{PATH}?tenant={name}"), &headers, B), outcome)
}

/// A delivery that was signed for one target and sent to another.
fn to(sender: &Sender, signed: &str, target: &str, outcome: Outcome) -> Script {
    let body = sender.body();
    let headers = sender.signed("POST", signed, sender.secret(), &body, 0);
    sent(request("POST", target, &headers, &body), outcome)
}

/// Sends one byte every eighth of the deadline, for three deadlines.
fn drip(sender: &Sender) -> impl Iterator<Item = Step> {
    let drip = [Step::Send(b"x".to_vec()), Step::Wait(sender.deadline() / 8)];
    drip.into_iter().cycle().take(2 * DRIPS)
}

const DRIPS: usize = 24;

/// Time for the server to react.
pub(crate) const SHORTLY: Duration = Duration::from_millis(50);
