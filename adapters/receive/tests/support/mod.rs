//! A log of all threads, and a runtime in which an explanation can be awaited.

use std::convert::Infallible;
use std::fmt::{Debug, Write as _};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Subscriber, set_global_default};
use tracing::{Event, Metadata};
use verihook::{Endpoint, Payload, PlainHead, Rejection, Verifier};
use verihook_receive::futures_core::Stream;
use verihook_receive::{Received, Refusal, receive};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Runs a test in a runtime with one thread for explanations.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    // A second call fails, and uses the subscriber of the first.
    let _ = set_global_default(Listener);
    let builder = &mut tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().max_blocking_threads(1).build().unwrap();
    runtime.block_on(test)
}

/// Waits until all explanations of this runtime have ended.
pub(crate) async fn settled() {
    tokio::task::spawn_blocking(|| ()).await.unwrap();
}

/// Returns the explanations of this endpoint so far.
pub(crate) async fn explained(endpoint: &str) -> Vec<String> {
    settled().await;
    explained_yet(endpoint)
}

/// Does the same, without waiting.
pub(crate) fn explained_yet(endpoint: &str) -> Vec<String> {
    let begin = "WARN verihook message=webhook rejection explained ";
    let endpoint = format!(" endpoint=\"{endpoint}\" ");
    let is_one = |line: &String| line.starts_with(begin) && line.contains(&endpoint);
    lines().into_iter().filter(is_one).collect()
}

/// Returns the events that any thread has logged.
pub(crate) fn lines() -> Vec<String> {
    LINES.lock().unwrap().clone()
}

/// Receives a request, and returns the status: 200 if it is verified.
pub(crate) async fn deliver<P: Endpoint, T: Payload>(
    verifier: &Verifier<P>,
    method: &str,
    target: &str,
    headers: &[(&'static str, String)],
    body: Chunks,
) -> u16 {
    let head = PlainHead::new(method, target, headers);
    let broken = |error: &Option<Infallible>| match error {
        Some(never) => match *never {},
        None => Rejection::BodyIncomplete,
    };
    let received: Result<Received<P, T>, Refusal> =
        receive(verifier.clone(), &head, body, broken).await;
    received.map_or_else(|refusal| refusal.answer().status(), |_| 200)
}

/// A body of these chunks, which ends, breaks off or stalls after them.
pub(crate) struct Chunks {
    left: Vec<Vec<u8>>,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Regular,
    Broken,
    Stalled,
}

impl Chunks {
    pub(crate) fn of(chunks: &[&str]) -> Self {
        let left = chunks.iter().rev().map(|chunk| chunk.as_bytes().to_vec()).collect();
        Self { left, end: End::Regular }
    }

    pub(crate) fn broken(self) -> Self {
        Self { end: End::Broken, ..self }
    }

    pub(crate) fn stalled(self) -> Self {
        Self { end: End::Stalled, ..self }
    }
}

impl Stream for Chunks {
    /// The data is not `Bytes`, as in some frameworks.
    type Item = Result<io::Cursor<Vec<u8>>, Option<Infallible>>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match (self.left.pop(), self.end) {
            (Some(chunk), _) => Poll::Ready(Some(Ok(io::Cursor::new(chunk)))),
            (None, End::Regular) => Poll::Ready(None),
            (None, End::Broken) => Poll::Ready(Some(Err(None))),
            (None, End::Stalled) => Poll::Pending,
        }
    }
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("verihook")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("{} {}", event.metadata().level(), event.metadata().target()));
        event.record(&mut line);
        LINES.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

/// Text that another subscriber writes.
#[derive(Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
