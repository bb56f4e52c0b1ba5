//! The cases: a sentence of requirement each, and the bytes that try it.

use crate::sender::{Headers, Sender};
use crate::wire::{Step, chunk, head, request};
use crate::{BODY_DEADLINE, BODY_LIMIT, http2};
use std::net::Ipv4Addr;
use std::time::Duration;
use verihook::RejectionKind;

/// A requirement, and how it is tried.
#[derive(Debug)]
#[non_exhaustive]
pub struct Case {
    /// Its name.
    pub id: &'static str,
    /// One sentence.
    pub requirement: &'static str,
    /// The endpoint it is tried on: the slug of a provider, and what is special about it.
    pub endpoint: &'static str,
    /// What is sent, and what must come of it.
    pub(crate) script: fn(&Sender) -> Script,
}

/// What must come of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The handler ran once, on these bytes, and its answer came.
    Delivered(Vec<u8>),
    /// Either the handler ran once on these bytes and its answer came, or it did not run and the
    /// request was refused: where HTTP leaves it to the server.
    Either(Vec<u8>),
    /// The handler did not run, and a handshake was answered with 200 and this header field.
    HandshakeHeader(String, String),
    /// The handler did not run, and a handshake was answered with 200, a body of this media type,
    /// and this body.
    HandshakeBody(&'static str, String),
    /// The handler did not run, and a handshake was answered with 204 and nothing.
    HandshakeEmpty,
    /// The handler did not run, and the answer of this kind came.
    Refused(RejectionKind),
    /// The handler did not run, the client was asked for its body (100), and then the answer of
    /// this kind came.
    RefusedLate(RejectionKind),
    /// The handler did not run; the HTTP parser refused the request before anybody else saw it.
    RefusedByParser,
    /// The handler did not run. Whether anybody is told so is not judged: the client is gone, or
    /// the connection is broken.
    NotDelivered,
    /// The handler did not run on this body, whose end no framing confirmed although every byte
    /// that arrived is signed. A receiver whose framework hides the end may run the handler once on
    /// exactly these bytes, as a declared deviation.
    Unconfirmed(Vec<u8>),
    /// The handler ran once on these bytes or not at all, and the client sees no answer either way.
    AtMostOnce(Vec<u8>),
}

impl Outcome {
    /// Whether no answer says when the server is done with the request.
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self, Self::NotDelivered | Self::Unconfirmed(_) | Self::AtMostOnce(_))
    }
}

/// What is sent, on several connections at once if need be.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) plays: Vec<Play>,
}

/// One connection: what is sent there, and what must come of each request.
#[derive(Debug)]
pub(crate) struct Play {
    /// From which address of this machine, if not from the usual one.
    pub(crate) source: Option<Ipv4Addr>,
    pub(crate) transport: Transport,
    pub(crate) outcomes: Vec<Outcome>,
}

/// How it is sent.
#[derive(Debug)]
pub(crate) enum Transport {
    Tcp(Vec<Step>),
    Http2(Vec<http2::Request>),
}

/// Defines a table, and the macro that makes a test of each row.
macro_rules! cases {
    (
        $dollar:tt $(#[$meta:meta])* $table:ident, $(#[$macro_meta:meta])* $suite:ident, $module:ident, $deviating:ident;
        $($(#[doc = $requirement:literal])+ $id:ident $endpoint:literal $script:expr;)*
    ) => {
        $(#[$meta])*
        pub const $table: &[Case] = &[$(Case {
            id: stringify!($id),
            requirement: concat!($($requirement),+),
            endpoint: $endpoint,
            script: $script,
        }),*];

        $(#[$macro_meta])*
        ///
        /// Makes one test of each case, run against this function, which is a
        /// [`Serve`](crate::Serve). A second argument lists the [`Deviation`](crate::Deviation)s.
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

/// Where the endpoint under test is.
pub(crate) const PATH: &str = "/raw";

/// Where it takes any JSON object, and nothing else.
pub(crate) const JSON_PATH: &str = "/json";

/// A body.
pub(crate) const B: &[u8] = br#"{"a":1}"#;

/// A body of more bytes than any server reads ahead.
const THIRTY: &[u8] = b"{\"a\":\"thirty bytes, or more\"}";

/// A body of exactly the limit.
const FULL: &[u8] = &[b'x'; BODY_LIMIT];

/// `B`, gzipped without being compressed.
pub(crate) const GZIPPED: &[u8] =
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01\x07\0\xf8\xff{\"a\":1}\xaf\xac\x1bV\x07\0\0\0";

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

/// These steps, on one connection.
fn steps(steps: Vec<Step>, outcome: Outcome) -> Script {
    let transport = Transport::Tcp(steps);
    Script { plays: vec![Play { source: None, transport, outcomes: vec![outcome] }] }
}

/// These bytes, at once.
fn sent(bytes: Vec<u8>, outcome: Outcome) -> Script {
    steps(vec![Step::Send(bytes)], outcome)
}

/// Each of these requests on a connection of its own, at the same time.
fn together(requests: impl IntoIterator<Item = (Vec<u8>, Outcome)>) -> Script {
    let plays = requests.into_iter().map(|(bytes, outcome)| Play {
        source: None,
        transport: Transport::Tcp(vec![Step::Send(bytes)]),
        outcomes: vec![outcome],
    });
    Script { plays: plays.collect() }
}

/// A request with these header fields, and no others than HTTP asks for.
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

/// A genuine delivery under the secret that is being rotated out.
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

/// A delivery with each of its header fields twice.
fn twice(sender: &Sender) -> Script {
    let body = sender.body();
    let headers = [sender.headers(&body), sender.headers(&body)].concat();
    with_headers(&headers, &body, NOT_AUTHENTIC)
}

/// A delivery that is genuine, and too old.
fn stale(sender: &Sender) -> Script {
    at(sender, -330)
}

/// A delivery that is genuine, and from the future.
fn ahead(sender: &Sender) -> Script {
    at(sender, 330)
}

/// A delivery that is genuine but for its time.
fn at(sender: &Sender, seconds: i64) -> Script {
    let body = sender.body();
    with_headers(&sender.headers_with(sender.secret(), &body, seconds), &body, NOT_AUTHENTIC)
}

/// A delivery signed with this secret.
fn under(sender: &Sender, secret: &str, body: &[u8], outcome: Outcome) -> Script {
    with_headers(&sender.headers_with(secret, body, 0), body, outcome)
}

/// A genuine delivery with more header fields.
fn with(sender: &Sender, fields: &[(&str, &str)], body: &[u8]) -> Script {
    let mut headers = sender.headers(body);
    headers.extend(fields.iter().map(|(name, value)| field(name, *value)));
    with_headers(&headers, body, delivered(body))
}

/// A genuine delivery with a change to each of its header fields.
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

/// A genuine delivery of `THIRTY` in one chunk that is framed so.
fn framed(sender: &Sender, framed: &[u8], outcome: Outcome) -> Script {
    let head = head("POST", PATH, &sender.headers(THIRTY), &[("transfer-encoding", "chunked")]);
    sent([head, framed.to_vec()].concat(), outcome)
}

/// A genuine delivery with these fields to say where its body ends, and these bytes behind its
/// head.
fn declared(sender: &Sender, fields: &[(&str, &str)], bytes: &[u8], outcome: Outcome) -> Script {
    let head = head("POST", PATH, &sender.headers(B), fields);
    sent([head, bytes.to_vec()].concat(), outcome)
}

/// A delivery whose connection ends early; what is signed is what came.
fn cut(sender: &Sender, signed: &[u8], framing: (&str, &str), bytes: &[u8]) -> Script {
    let head = head("POST", PATH, &sender.headers(signed), &[framing]);
    steps(vec![Step::Send(head), Step::Send(bytes.to_vec()), Step::Finish], MALFORMED)
}

/// A head that declares this length, and nothing behind it.
fn withheld(sender: &Sender, length: &str, more: &[(&str, &str)], outcome: Outcome) -> Script {
    let fields = [&[("content-length", length)], more].concat();
    sent(head("POST", PATH, &sender.headers(B), &fields), outcome)
}

fn coded(sender: &Sender, coding: &str) -> Script {
    let mut headers = sender.headers(B);
    headers.push(field("content-encoding", coding));
    with_headers(&headers, B, CONTENT_CODED)
}

fn method(sender: &Sender, method: &str) -> Script {
    sent(request(method, PATH, &sender.headers(B), B), METHOD_NOT_ALLOWED)
}

/// A delivery of this text to where JSON objects are taken.
fn json(sender: &Sender, body: &[u8], outcome: Outcome) -> Script {
    sent(request("POST", JSON_PATH, &sender.headers(body), body), outcome)
}

/// A delivery to this tenant, signed with this secret.
fn tenant(sender: &Sender, name: &str, secret: &str, outcome: Outcome) -> Script {
    let headers = sender.headers_with(secret, B, 0);
    sent(request("POST", &format!("{PATH}?tenant={name}"), &headers, B), outcome)
}

/// Genuine for the first target, sent to the second.
fn to(sender: &Sender, signed: &str, target: &str, outcome: Outcome) -> Script {
    let body = sender.body();
    let headers = sender.signed("POST", signed, sender.secret(), &body, 0);
    sent(request("POST", target, &headers, &body), outcome)
}

/// Drips at an eighth of the deadline, for three deadlines.
fn drip() -> impl Iterator<Item = Step> {
    let drip = [Step::Send(b"x".to_vec()), Step::Wait(BODY_DEADLINE / 8)];
    drip.into_iter().cycle().take(2 * DRIPS)
}

const DRIPS: usize = 24;

/// For something to have happened at the other end.
pub(crate) const SHORTLY: Duration = Duration::from_millis(50);
