//! The rejection as a response.

use rocket::Request;
use rocket::catcher::{BoxFuture, Catcher};
use rocket::http::Status;
use rocket::response::Response;
use std::io::Cursor;
use std::sync::OnceLock;
use verihook::Answer;
use verihook_receive::Refusal;

/// The answer that a guard leaves for the catcher, which receives only the status.
#[derive(Default)]
struct Left(OnceLock<Answer>);

/// Stores the answer for the catcher and returns the guard's error.
pub(crate) fn leave(request: &Request<'_>, refusal: &Refusal) -> Status {
    let answer = refusal.answer().clone();
    let status = Status::new(answer.status());
    // If a guard fails a second time for one request, the first answer stays.
    let _ = request.local_cache(Left::default).0.set(answer);
    status
}

/// Returns the answer for the sender, if a guard rejected this request. Use it in your own
/// catchers.
pub fn refusal(request: &Request<'_>) -> Option<Answer> {
    request.local_cache(Left::default).0.get().cloned()
}

/// Returns catchers that send the answers of the guards.
///
/// They answer all other errors with the status code and its name, in plain text.
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

/// Converts core's answer into a response.
pub(crate) fn response(answer: &Answer) -> Response<'static> {
    build(Status::new(answer.status()), answer.body(), answer)
}

/// Builds a response with this body and the header fields of this answer.
fn build(status: Status, text: impl Into<String>, answer: &Answer) -> Response<'static> {
    let (text, mut response) = (text.into(), Response::build());
    response.status(status);
    for (name, value) in answer.headers() {
        response.raw_header(name, value.to_owned());
    }
    response.sized_body(text.len(), Cursor::new(text)).finalize()
}
