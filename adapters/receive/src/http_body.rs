//! Receiving what the crates `http` and `http-body` describe.

use crate::{Received, Refusal};
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use futures_core::Stream;
use http::header::{HeaderName, HeaderValue};
use http::{Response, StatusCode, Version};
use http_body::Body;
use http_body_util::LengthLimitError;
use pin_project_lite::pin_project;
use std::error::Error;
use verihook::{Endpoint, Head, Payload, Rejection, Verifier};

/// What bodies fail with.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// [`receive`](crate::receive()) for a body of the `http-body` crate.
///
/// A body fails because it was cut, or because a limit in front of the endpoint is stricter than
/// its own; the latter is recognised by `http-body-util`'s `LengthLimitError`.
///
/// `version` is the request's. Over HTTP/2 and later, the end of a body counts only if
/// [`Body::is_end_stream`] confirms it or the declared length has arrived: hyper ends the body of a
/// stream that the client reset with `NO_ERROR` without an error. Over HTTP/1 the parser confirms
/// the end, and `is_end_stream` stays `false` after the last chunk.
///
/// # Errors
/// As [`receive`](crate::receive()).
pub fn receive<P, T, B>(
    verifier: Verifier<P>,
    head: &dyn Head,
    version: Version,
    body: B,
) -> Pin<Box<impl Future<Output = Result<Received<P, T>, Refusal>> + use<P, T, B>>>
where
    P: Endpoint,
    T: Payload,
    B: Body,
    B::Error: Into<BoxError>,
{
    let confirms_end = version > Version::HTTP_11;
    crate::receive(verifier, head, Chunks { confirms_end, body }, broken)
}

/// A refusal as a response, whose body is made from its text.
///
/// Core's `RejectionKind` is in the response's extensions, and its [`Rejection`] too unless only
/// the payload did not fit, for layers that count reasons the peer never sees.
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
        if error.is::<EndUnconfirmed>() {
            return Rejection::EndUnconfirmed;
        }
        cause = error.source();
    }
    Rejection::BodyIncomplete
}

/// A body ended without a confirmation from its framing.
#[derive(Debug)]
struct EndUnconfirmed;

impl fmt::Display for EndUnconfirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Rejection::EndUnconfirmed.fmt(f)
    }
}

impl Error for EndUnconfirmed {}

pin_project! {
    /// The data frames of a body. Trailers are no part of what is signed, and are skipped.
    struct Chunks<B> {
        // Whether the body tells a confirmed end from any other.
        confirms_end: bool,
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
        let this = self.project();
        let mut body = this.body;
        loop {
            let frame = match ready!(body.as_mut().poll_frame(context)) {
                None if *this.confirms_end && !body.is_end_stream() => {
                    return Poll::Ready(Some(Err(EndUnconfirmed.into())));
                }
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
