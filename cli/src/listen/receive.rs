//! Receives one request: reads, verifies, stores, forwards, answers.

use super::check::{Checked, Checker};
use super::explain::Queue;
use super::forward::Forward;
use super::journal::{Journal, now_ms};
use super::label::cut;
use super::record::{NotRecorded, Recording};
use super::show::Printer;
use crate::client::Answered;
use crate::request;
use crate::request::CapturedRequest;
use crate::store::{Entry, Verdict, VerdictKind};
use bytes::Bytes;
use core::convert::Infallible;
use core::time::Duration;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, request::Parts};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use std::sync::Arc;
use verihook::{Answer, UnixTime};

pub(super) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// The time to wait for a body.
const BODY_DEADLINE: Duration = Duration::from_secs(60);

/// The time to discard the rest of a body that is too large, so that the sender sees the answer.
const DRAIN_DEADLINE: Duration = Duration::from_secs(5);

pub(super) struct Receiver {
    pub(super) checker: Arc<Checker>,
    pub(super) journal: Arc<Journal>,
    pub(super) forward: Option<Forward>,
    pub(super) status: Option<u16>,
    pub(super) body_limit: usize,
    pub(super) printer: Printer,
    pub(super) explanations: Queue,
}

/// The reason a body is incomplete.
enum Incomplete {
    TooLarge,
    Busy,
    TimedOut,
    Broken(String),
}

impl Receiver {
    /// Returns the maximum number of bytes to record of a request with a body of the limit.
    ///
    /// Chunks need some bytes of their own, and so does the head.
    pub(super) const fn recording_limit(&self) -> usize {
        self.body_limit.saturating_mul(2).saturating_add(256 * 1024)
    }

    /// Receives a request whose bytes are recorded.
    pub(super) async fn receive(
        self: Arc<Self>,
        request: Request<Incoming>,
        recording: &Recording,
    ) -> Response<Body> {
        let at = now_ms();
        let (head, body) = request.into_parts();
        let read = tokio::time::timeout(BODY_DEADLINE, read(&head, body, self.body_limit)).await;
        let recorded = match read.unwrap_or(Err(Incomplete::TimedOut)) {
            Ok(()) => recording.take().map_err(|why| match why {
                NotRecorded::TooMany => Incomplete::TooLarge,
                NotRecorded::Busy => Incomplete::Busy,
            }),
            Err(why) => Err(why),
        };
        let raw = match recorded {
            Ok(raw) => raw,
            Err(why) => return self.incomplete(at, &head, &why),
        };
        // The delivery is forwarded and shown even if the sender hangs up.
        let finished = tokio::spawn(self.finish(at, head, raw)).await;
        finished.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, ""))
    }

    async fn finish(self: Arc<Self>, at: u64, head: Parts, raw: Vec<u8>) -> Response<Body> {
        let request = match request::raw::first(&raw) {
            Ok((request, length)) => (request, raw.get(..length).unwrap_or(&raw).to_vec()),
            Err(why) => return self.incomplete(at, &head, &Incomplete::Broken(why.0)),
        };
        let receiver = Arc::clone(&self);
        let checked = tokio::task::spawn_blocking(move || receiver.store(at, request)).await;
        let Ok(Stored { mut entry, request, answer }) = checked else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "");
        };
        let response = match (&self.forward, answer) {
            (Some(forward), None) => {
                let (forwarded, answered) = forward.send(&request).await;
                let response = answered.map_or_else(unreachable_server, relayed);
                entry.forward = Some(forwarded);
                entry.status = Some(response.status().as_u16());
                self.journal.update(&entry);
                response
            }
            (_, answer) => answer.unwrap_or_else(|| plain(StatusCode::OK, "")),
        };
        self.show(entry, request);
        response
    }

    /// Prints a request. One that was rejected is explained first, while the sender is answered.
    fn show(self: Arc<Self>, mut entry: Entry, request: CapturedRequest) {
        let is_rejected = entry.verdict.result == VerdictKind::Rejected;
        let place = if is_rejected { self.explanations.enter() } else { None };
        let Some(place) = place else { return self.printer.request(&entry) };
        tokio::spawn(async move {
            let receiver = Arc::clone(&self);
            let now = UnixTime::from_seconds(entry.at / 1000);
            let explain = move || receiver.checker.findings(&request, now);
            entry.verdict.findings = place.run(explain).await.unwrap_or_default();
            if !entry.verdict.findings.is_empty() {
                self.journal.update(&entry);
            }
            self.printer.request(&entry);
        });
    }

    /// Verifies and stores a request. There is an answer unless it is to be forwarded.
    fn store(&self, at: u64, (request, raw): (CapturedRequest, Vec<u8>)) -> Stored {
        let checked = self.checker.check(&request, UnixTime::from_seconds(at / 1000));
        let forwards = self.forward.as_ref().is_some_and(|forward| {
            !forward.only_verified || checked.verdict.result == VerdictKind::Verified
        });
        let answer = (!forwards).then(|| self.own_answer(&checked));
        let entry = Entry {
            id: 0,
            at,
            method: cut(&request.method),
            target: cut(&request.target),
            bytes: request.body.len() as u64,
            file: None,
            verdict: checked.verdict,
            status: answer.as_ref().map(|answer| answer.status().as_u16()),
            forward: None,
        };
        let entry = self.journal.add(entry, Some(&raw));
        Stored { entry, request, answer }
    }

    /// Answers as an adapter does, or with the status that the user chose.
    fn own_answer(&self, checked: &Checked) -> Response<Body> {
        let is_handshake = checked.answer.is_some()
            && matches!(checked.verdict.result, VerdictKind::Verified | VerdictKind::Handshake);
        let chosen = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        match (chosen, &checked.answer) {
            (Some(status), _) if !is_handshake => plain(status, ""),
            (_, Some(answer)) => response_of(answer),
            (_, None) => plain(StatusCode::OK, ""),
        }
    }

    /// Shows a request whose body did not arrive as a whole. It is not stored.
    fn incomplete(&self, at: u64, head: &Parts, why: &Incomplete) -> Response<Body> {
        let (status, reason) = match why {
            Incomplete::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("body larger than {} bytes (--body-limit)", self.body_limit),
            ),
            Incomplete::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "too many large bodies at a time".to_owned())
            }
            Incomplete::TimedOut => (StatusCode::REQUEST_TIMEOUT, "body took too long".to_owned()),
            Incomplete::Broken(why) => (StatusCode::BAD_REQUEST, format!("body broke off: {why}")),
        };
        let entry = Entry {
            id: 0,
            at,
            method: cut(head.method.as_str()),
            target: cut(&head.uri.to_string()),
            bytes: 0,
            file: None,
            verdict: Verdict {
                result: VerdictKind::Incomplete,
                reason: Some(reason),
                ..Verdict::default()
            },
            status: Some(status.as_u16()),
            forward: None,
        };
        self.printer.request(&self.journal.add(entry, None));
        plain(status, status.canonical_reason().unwrap_or_default())
    }
}

struct Stored {
    entry: Entry,
    request: CapturedRequest,
    answer: Option<Response<Body>>,
}

/// Reads a body to its end. Its bytes are recorded on the way.
async fn read(head: &Parts, mut body: Incoming, limit: usize) -> Result<(), Incomplete> {
    let limit = limit as u64;
    if body.size_hint().lower() > limit {
        // A sender that expects an interim response has not sent the body yet.
        if !head.headers.contains_key("expect") {
            drain(&mut body, limit).await;
        }
        return Err(Incomplete::TooLarge);
    }
    let mut length = 0_u64;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|why| Incomplete::Broken(why.to_string()))?;
        let more = frame.data_ref().map_or(0, Bytes::len);
        length = length.saturating_add(more as u64);
        if length > limit {
            drain(&mut body, limit).await;
            return Err(Incomplete::TooLarge);
        }
    }
    Ok(())
}

/// Discards the rest of a body, up to eight times the limit.
async fn drain(body: &mut Incoming, limit: u64) {
    let draining = async {
        let mut left = limit.saturating_mul(8);
        while let Some(Ok(frame)) = body.frame().await {
            let more = frame.data_ref().map_or(0, Bytes::len) as u64;
            let Some(rest) = left.checked_sub(more) else { return };
            left = rest;
        }
    };
    // The answer is sent now, whether the body ended or not.
    let _ = tokio::time::timeout(DRAIN_DEADLINE, draining).await;
}

pub(super) fn whole(body: impl Into<Bytes>) -> Body {
    Full::new(body.into()).boxed_unsync()
}

pub(super) fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(whole(text.to_owned()));
    *response.status_mut() = status;
    if !text.is_empty() {
        let media = HeaderValue::from_static("text/plain; charset=utf-8");
        response.headers_mut().insert(http::header::CONTENT_TYPE, media);
    }
    response
}

fn response_of(answer: &Answer) -> Response<Body> {
    let mut response = Response::new(whole(answer.body().to_owned()));
    *response.status_mut() = StatusCode::from_u16(answer.status()).unwrap_or_default();
    for (name, value) in answer.headers() {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    response
}

fn unreachable_server() -> Response<Body> {
    plain(StatusCode::BAD_GATEWAY, "the server that requests are forwarded to did not answer\n")
}

/// Returns the server's answer without the header fields of the connection to it.
fn relayed(answered: Answered) -> Response<Body> {
    const OF_THE_CONNECTION: [&str; 7] = [
        "connection",
        "content-length",
        "keep-alive",
        "proxy-connection",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let mut response = Response::new(whole(answered.body));
    *response.status_mut() = StatusCode::from_u16(answered.status).unwrap_or_default();
    *response.headers_mut() = answered.headers;
    for name in OF_THE_CONNECTION {
        response.headers_mut().remove(name);
    }
    response
}
