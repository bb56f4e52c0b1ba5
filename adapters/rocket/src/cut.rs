//! Notices bodies that were cut before Rocket routed the request.

use rocket::{Data, Request};

/// The number of bytes that Rocket reads before routing.
pub(crate) const PEEKED: usize = 14;

/// The connection broke before the bytes arrived that Rocket reads before routing.
struct Cut(bool);

/// Remembers whether the body was cut. Only a fairing sees the body before Rocket reads on.
pub(crate) async fn note_cut(request: &Request<'_>, data: &mut Data<'_>) {
    let cut = !data.peek_complete() && data.peek(PEEKED).await.len() < PEEKED;
    request.local_cache(|| Cut(cut));
}

/// Returns `true` if the body was cut.
pub(crate) fn was_cut(request: &Request<'_>) -> bool {
    request.local_cache(|| Cut(false)).0
}
