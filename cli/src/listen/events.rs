//! Server-sent events: each new or changed request.

use super::journal::{Change, Journal};
use super::page::Summary;
use super::receive::{Body, plain};
use bytes::Bytes;
use core::convert::Infallible;
use core::time::Duration;
use futures_util::stream::unfold;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// The time after which a comment shows that the connection is alive.
const QUIET: Duration = Duration::from_secs(15);

/// The maximum number of streams.
///
/// A stream keeps its connection for as long as the client likes, so that without a limit, streams
/// could take all connections and no delivery would be received.
const MAX_STREAMS: usize = 64;

/// The streams that are open.
pub(super) struct Streams(Arc<Semaphore>);

impl Streams {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(MAX_STREAMS)))
    }
}

struct Feed {
    journal: Arc<Journal>,
    changes: Receiver<Change>,
    pending: VecDeque<String>,
    stopped: watch::Receiver<bool>,
    _permit: OwnedSemaphorePermit,
}

/// Returns the stream of changes after this mark.
///
/// It begins with `ready`, or with `reset` if the page must load the list again. If too many
/// streams are open, it is refused.
pub(super) fn events(
    streams: &Streams,
    journal: Arc<Journal>,
    mark: Option<&str>,
    stopped: watch::Receiver<bool>,
) -> Response<Body> {
    let Ok(permit) = Arc::clone(&streams.0).try_acquire_owned() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "too many pages are open\n");
    };
    let followed = journal.follow(mark);
    let name = if followed.missed.is_some() { "ready" } else { "reset" };
    let start = format!("retry: 1000\n{}", event(&followed.mark, name, "{}"));
    let missed = followed.missed.unwrap_or_default();
    let missed = missed.iter().map(|change| of_change(&journal, change));
    let pending = core::iter::once(start).chain(missed).collect();
    let feed = Feed { changes: followed.changes, journal, pending, stopped, _permit: permit };
    let body = StreamBody::new(unfold(feed, next));
    let mut response = Response::new(body.boxed_unsync());
    let media = HeaderValue::from_static("text/event-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}

async fn next(mut feed: Feed) -> Option<(Result<Frame<Bytes>, Infallible>, Feed)> {
    let text = match feed.pending.pop_front() {
        Some(text) => text,
        None => tokio::select! {
            _ = feed.stopped.wait_for(|stopped| *stopped) => return None,
            () = tokio::time::sleep(QUIET) => ":\n\n".to_owned(),
            change = feed.changes.recv() => match change {
                Ok(change) => of_change(&feed.journal, &change),
                Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => {
                    let followed = feed.journal.follow(None);
                    feed.changes = followed.changes;
                    event(&followed.mark, "reset", "{}")
                }
            },
        },
    };
    Some((Ok(Frame::data(text.into())), feed))
}

fn of_change(journal: &Journal, change: &Change) -> String {
    // JSON has no line break outside of strings here, and escapes those inside.
    let data = serde_json::to_string(&Summary::of(&change.entry)).unwrap_or_default();
    event(&journal.mark(change.revision), "request", &data)
}

fn event(mark: &str, name: &str, data: &str) -> String {
    format!("id: {mark}\nevent: {name}\ndata: {data}\n\n")
}
