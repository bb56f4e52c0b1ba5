//! Receiving what the crates `http` and `http-body` describe.

use crate::{Received, Refusal};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use futures_core::Stream;
use http::header::{HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body::Body;
use http_body_util::LengthLimitError;
use pin_project_lite::pin_project;
use std::error::Error;
use verihook::{Head, Marker, Payload, Rejection, Verifier};

/// What bodies fail with.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// [`receive`](crate::receive()) for a body of the `http-body` crate.
///
/// A body fails because it was cut, or because a limit in front of the endpoint is stricter than its own; the
/// latter is told by `http-body-util`'s `LengthLimitError`.
///
/// # Errors
/// As [`receive`](crate::receive()).
pub fn receive<P, T, B>(
    verifier: Verifier<P>,
    head: &dyn Head,
    body: B,
) -> Pin<Box<impl Future<Output = Result<Received<P, T>, Refusal>> + use<P, T, B>>>
where
    P: Marker,
    T: Payload,
    B: Body,
    B::Error: Into<BoxError>,
{
    crate::receive(verifier, head, Chunks { body }, broken)
}

/// A refusal as a response, whose body is made from its text.
///
/// Core's `RejectionKind` is in the response's extensions, and its [`Rejection`] too unless only the payload did not
/// fit, for layers that count reasons the peer never sees.
pub fn response<B>(refusal: &Refusal, body: impl FnOnce(String) -> B) -> Response<B> {
    let answer = refusal.answer();
    let mut response = Response::new(body(answer.body().to_owned()));
    // The core makes no status that there is not; should it ever, the answer is still no success.
    *response.status_mut() =
        StatusCode::from_u16(answer.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers() {
        // The core writes nothing that is no field's value.
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    if let Some(kind) = refusal.kind() {
        response.extensions_mut().insert(kind);
    }
    if let Some(rejection) = refusal.rejection() {
        response.extensions_mut().insert(rejection);
    }
    response
}

fn broken(error: &BoxError) -> Rejection {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&**error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Rejection::BodyTooLarge;
        }
        cause = error.source();
    }
    Rejection::BodyIncomplete
}

pin_project! {
    /// The data frames of a body. Trailers are no part of what is signed, and are skipped.
    struct Chunks<B> {
        #[pin]
        body: B,
    }
}

impl<B: Body> Stream for Chunks<B>
where
    B::Error: Into<BoxError>,
{
    type Item = Result<B::Data, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut body = self.project().body;
        loop {
            let frame = match ready!(body.as_mut().poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                Some(Ok(frame)) => frame,
            };
            if let Ok(data) = frame.into_data() {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }
}
