//! An HTTP/2 client without TLS, for cases that HTTP/1 cannot express.

use crate::cases::SHORTLY;
use crate::wire::{Answer, PATIENCE};
use core::future::Future;
pub use h2::Reason;
use h2::client::{SendRequest, handshake};
use h2::{RecvStream, SendStream};
use std::io::Write as _;
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use verihook::Bytes;

/// A request, frame by frame.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The path and query.
    pub target: String,
    /// The headers, in order, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The time that the client waits before it sends its body. If the server resets the stream
    /// before or while the client sends, the client gives up and ignores the answer, as some
    /// clients do. With `None`, the client sends as much as the server accepts, and reads the
    /// answer.
    pub insists_after: Option<Duration>,
    /// The DATA frames.
    pub frames: Vec<Bytes>,
    /// The end of the stream.
    pub end: End,
}

impl Request {
    /// Creates a request with this body in one DATA frame, without a declared length.
    #[must_use]
    pub fn post(target: &str, headers: Vec<(String, String)>, body: Bytes) -> Self {
        let (target, frames) = (target.to_owned(), vec![body]);
        Self { method: "POST", target, headers, insists_after: None, frames, end: End::Regular }
    }
}

/// The way in which a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// With END_STREAM on the last DATA frame.
    Regular,
    /// With END_STREAM on a separate, empty DATA frame.
    EmptyFrame,
    /// With a trailer.
    Trailer,
    /// With a reset in the middle of the body, with this error code.
    Reset(Reason),
    /// With GOAWAY and `NO_ERROR` in the middle of the body, after which the client closes its half
    /// of the connection.
    GoAway,
    /// With the client closing its half of the connection in the middle of the body.
    HalfClose,
    /// Never: the body stalls.
    Never,
}

/// Sends these requests concurrently over one connection. Returns the answer to each, or `None`.
#[must_use]
pub fn exchange(address: SocketAddr, requests: &[Request]) -> Vec<Option<Answer>> {
    let nothing = || vec![None; requests.len()];
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else { return nothing() };
    let exchanged = runtime.block_on(async {
        let stream = TcpStream::connect(address).await.ok()?.into_std().ok()?;
        let raw = Arc::new(stream.try_clone().ok()?);
        let stream = TcpStream::from_std(stream).ok()?;
        let (client, connection) = in_time(handshake(stream)).await?.ok()?;
        // The streams notice when the connection ends.
        let connection = tokio::spawn(connection);
        let sending: Vec<_> = requests
            .iter()
            .map(|request| tokio::spawn(one(client.clone(), request.clone(), Arc::clone(&raw))))
            .collect();
        drop(client);
        let mut answers = Vec::new();
        for sent in sending {
            answers.push(sent.await.ok().flatten());
        }
        connection.abort();
        Some(answers)
    });
    exchanged.unwrap_or_else(nothing)
}

async fn one(
    client: SendRequest<Bytes>,
    request: Request,
    raw: Arc<std::net::TcpStream>,
) -> Option<Answer> {
    let mut head = http::Request::builder()
        .method(request.method)
        .uri(format!("http://localhost{}", request.target));
    for (name, value) in &request.headers {
        head = head.header(name, value);
    }
    let head = head.body(()).ok()?;
    let mut client = in_time(client.ready()).await?.ok()?;
    let bare = request.frames.is_empty() && request.end == End::Regular;
    let (response, mut body) = client.send_request(head, bare).ok()?;
    if !bare {
        tokio::time::sleep(request.insists_after.unwrap_or_default()).await;
        let sent = send(&mut body, &request, &raw).await;
        if request.insists_after.is_some() {
            sent?;
        }
    }
    let (head, body) = in_time(response).await?.ok()?.into_parts();
    let body = in_time(collect(body)).await?;
    let fields = head.headers.iter().map(|(name, value)| {
        format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase())
    });
    let lines: Vec<_> = fields.collect();
    Some(Answer { status: head.status.as_u16(), head: lines.join("\r\n"), body })
}

async fn send(
    body: &mut SendStream<Bytes>,
    request: &Request,
    mut raw: &std::net::TcpStream,
) -> Option<()> {
    for (at, frame) in request.frames.iter().enumerate() {
        let last = at + 1 == request.frames.len() && request.end == End::Regular;
        body.send_data(frame.clone(), last).ok()?;
    }
    match request.end {
        End::Trailer => {
            let mut trailers = http::HeaderMap::new();
            trailers.insert("x-trailer", http::HeaderValue::from_static("1"));
            body.send_trailers(trailers).ok()?;
        }
        End::EmptyFrame => body.send_data(Bytes::new(), true).ok()?,
        End::Reset(reason) => {
            // A reset discards the frames that have not been sent yet.
            tokio::time::sleep(SHORTLY).await;
            body.send_reset(reason);
        }
        End::GoAway => {
            tokio::time::sleep(SHORTLY).await;
            raw.write_all(GOAWAY).ok()?;
            tokio::time::sleep(SHORTLY).await;
            raw.shutdown(Shutdown::Write).ok()?;
        }
        End::HalfClose => {
            tokio::time::sleep(SHORTLY).await;
            raw.shutdown(Shutdown::Write).ok()?;
        }
        End::Regular | End::Never => {}
    }
    Some(())
}

/// A GOAWAY frame with `NO_ERROR` that acknowledges no stream of the server
/// ([RFC 9113, section 6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8)).
const GOAWAY: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

async fn collect(mut body: RecvStream) -> Vec<u8> {
    let mut collected = Vec::new();
    while let Some(Ok(data)) = body.data().await {
        let _ = body.flow_control().release_capacity(data.len());
        collected.extend_from_slice(&data);
    }
    collected
}

async fn in_time<F: Future>(waiting: F) -> Option<F::Output> {
    tokio::time::timeout(PATIENCE, waiting).await.ok()
}
