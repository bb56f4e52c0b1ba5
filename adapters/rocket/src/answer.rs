//! The refusal, as a response.

use crate::guard::WebhookRejection;
use rocket::Request;
use rocket::catcher::{BoxFuture, Catcher};
use rocket::http::Status;
use rocket::response::{Responder, Response, Result};
use std::io::Cursor;
use std::sync::OnceLock;
use verihook::Answer;
use verihook_receive::Refusal;

/// What the peer is told.
impl<'r> Responder<'r, 'static> for WebhookRejection {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        Ok(response(self.answer()))
    }
}

/// What a guard leaves behind for the catcher, which is told nothing but the status.
#[derive(Default)]
struct Left(OnceLock<Answer>);

/// Leaves the answer behind, and makes the guard's error.
pub(crate) fn leave(request: &Request<'_>, refusal: Refusal) -> (Status, WebhookRejection) {
    let answer = refusal.answer().clone();
    let status = Status::new(answer.status());
    // A guard that fails a second time for one request has nothing else to say.
    let _ = request.local_cache(Left::default).0.set(answer);
    (status, refusal.into())
}

/// What the peer of this request is to be told, if a guard refused it: for catchers of your own.
pub fn refusal(request: &Request<'_>) -> Option<Answer> {
    request.local_cache(Left::default).0.get().cloned()
}

/// Catchers that answer what the guards refuse, as the core says. Errors of others they answer with
/// the status and its name, in plain text.
#[must_use]
pub fn catchers() -> Vec<Catcher> {
    fn catch<'r>(status: Status, request: &'r Request<'_>) -> BoxFuture<'r> {
        let caught = refusal(request).map_or_else(
            || build(status, format!("{status}\n"), &Answer::not_configured()),
            |answer| response(&answer),
        );
        Box::pin(async move { Ok(caught) })
    }
    vec![Catcher::new(None, catch)]
}

/// A response that says what the core says.
pub(crate) fn response(answer: &Answer) -> Response<'static> {
    build(Status::new(answer.status()), answer.body(), answer)
}

/// A response with this text, and the header fields of this answer.
fn build(status: Status, text: impl Into<String>, answer: &Answer) -> Response<'static> {
    let (text, mut response) = (text.into(), Response::build());
    response.status(status);
    for (name, value) in answer.headers() {
        response.raw_header(name, value.to_owned());
    }
    response.sized_body(text.len(), Cursor::new(text)).finalize()
}
