//! A copy of a request, made while it is received.

use super::registry;
use super::watch::{Cause, Turn, Watch};
use crate::refusal::Refusal;
use bytes::{Buf, Bytes};
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use futures_core::Stream;
use pin_project_lite::pin_project;
use std::sync::Arc;
use tokio::runtime::Handle;
use tracing::{Dispatch, Span, dispatcher};
use verihook::{Endpoint, Rejection, UnixTime, Verifier, header_fields};
use verihook_explain::MAX_BODY;

pin_project! {
    /// A body that is recorded as it arrives, if an explanation is due.
    pub(crate) struct Recorded<S> {
        recording: Option<Box<Recording>>,
        #[pin]
        body: S,
    }
}

/// Records a request to an endpoint that has an explainer.
pub(crate) fn recorded<P: Endpoint, S>(
    verifier: &Verifier<P>,
    head: &dyn verihook::Head,
    now: Option<UnixTime>,
    body: S,
) -> Recorded<S> {
    let watch = registry::find(verifier).filter(Watch::wants);
    let recording = watch.zip(now).map(|(watch, now)| {
        let head = Head {
            method: head.method().to_owned(),
            target: head.target().to_owned(),
            fields: header_fields(head),
        };
        Box::new(Recording { watch, now, head, body: Chunks::None, has_ended: false })
    });
    Recorded { recording, body }
}

/// Explains a refusal, if it is a rejection and the request was recorded.
pub(crate) fn explain<P, S>(
    body: Pin<&mut Recorded<S>>,
    verifier: &Verifier<P>,
    refusal: &Refusal,
) {
    if let Some(recording) = body.project().recording.take()
        && let Some(rejection) = refusal.rejection()
    {
        recording.explain(verifier, rejection);
    }
}

impl<S, D, E> Stream for Recorded<S>
where
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    type Item = Result<Bytes, E>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.project();
        // For `Bytes`, this does not copy.
        let chunk = ready!(this.body.poll_next(context))
            .map(|chunk| chunk.map(|mut chunk| chunk.copy_to_bytes(chunk.remaining())));
        if let Some(recording) = this.recording {
            match &chunk {
                Some(Ok(chunk)) => recording.body.push(chunk),
                Some(Err(_)) => {}
                None => recording.has_ended = true,
            }
        }
        Poll::Ready(chunk)
    }
}

struct Recording {
    watch: Arc<Watch>,
    /// The time at which the request was checked.
    now: UnixTime,
    head: Head,
    body: Chunks,
    has_ended: bool,
}

/// The head of a request.
pub(super) struct Head {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) fields: Vec<(String, Vec<u8>)>,
}

impl Recording {
    /// Explains the rejection of this request in a task of its own, so that the answer is not
    /// delayed.
    fn explain<P>(self, verifier: &Verifier<P>, rejection: Rejection) {
        let is_whole = self.has_ended || self.body.len() == self.head.declared_length();
        let body = if is_whole { self.body.into_bytes() } else { None };
        let cause = Cause::of(rejection, body.is_some());
        if matches!(cause, Cause::Server) {
            return;
        }
        // Without a runtime, no one waits for an explanation.
        let (Ok(runtime), Some(turn)) = (Handle::try_current(), Turn::take(self.watch)) else {
            return;
        };
        if let Cause::Setting(remedy) = cause {
            let detail = verifier.details(rejection, None);
            let detail = detail.map(|detail| format!(": {detail}")).unwrap_or_default();
            return turn.explain_setting(&format!("{rejection}{detail}"), remedy);
        }
        // The event belongs to the span of the request, and to its subscriber.
        let (span, log) = (Span::current(), dispatcher::get_default(Dispatch::clone));
        let (head, now) = (self.head, self.now);
        runtime.spawn_blocking(move || {
            dispatcher::with_default(&log, || {
                span.in_scope(|| turn.explain(&head, body.as_deref(), now));
            });
        });
    }
}

impl Head {
    fn declared_length(&self) -> Option<usize> {
        let mut fields = self.fields.iter();
        let (_, length) = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?;
        core::str::from_utf8(length).ok()?.trim().parse().ok()
    }
}

/// The chunks of a body, up to [`MAX_BODY`].
enum Chunks {
    None,
    One(Bytes),
    /// Joined, because a list of chunks would keep the read buffer of each one alive.
    Many(Vec<u8>),
    TooMany,
}

impl Chunks {
    /// Returns the length of the body so far, if it is not too long.
    fn len(&self) -> Option<usize> {
        match self {
            Self::None => Some(0),
            Self::One(chunk) => Some(chunk.len()),
            Self::Many(chunks) => Some(chunks.len()),
            Self::TooMany => None,
        }
    }

    fn push(&mut self, chunk: &Bytes) {
        let length = self.len().and_then(|length| length.checked_add(chunk.len()));
        *self = match core::mem::replace(self, Self::TooMany) {
            _ if length.is_none_or(|length| length > MAX_BODY) => Self::TooMany,
            Self::None => Self::One(chunk.clone()),
            Self::One(first) => Self::Many([&*first, chunk].concat()),
            Self::Many(mut chunks) => {
                chunks.extend_from_slice(chunk);
                Self::Many(chunks)
            }
            Self::TooMany => Self::TooMany,
        };
    }

    /// Returns the whole body, if it is not too long.
    fn into_bytes(self) -> Option<Bytes> {
        match self {
            Self::None => Some(Bytes::new()),
            Self::One(chunk) => Some(chunk),
            Self::Many(chunks) => Some(chunks.into()),
            Self::TooMany => None,
        }
    }
}
