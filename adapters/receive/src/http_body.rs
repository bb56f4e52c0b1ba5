//! The receive loop for the types of the `http` and `http-body` crates.

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

/// The error type of a body.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Receives one request whose body implements `http-body`'s [`Body`].
///
/// See [`receive`](crate::receive()). An error of the body means that it was truncated, or that an
/// outer layer enforces a stricter limit than the endpoint's. The latter is recognised by
/// `http-body-util`'s `LengthLimitError`.
///
/// `version` is the HTTP version of the request. Over HTTP/2 and later, a body is complete only if
/// [`Body::is_end_stream`] confirms it or the declared length has arrived, because hyper ends the
/// body without an error when the client resets the stream with `NO_ERROR`. Over HTTP/1 the parser
/// confirms the end, and `is_end_stream` stays `false` after the last chunk.
///
/// # Errors
/// The same as [`receive`](crate::receive()).
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

/// Converts a refusal into a response. `body` makes the response body from the answer's string.
///
/// For a rejection, the response's extensions hold core's `RejectionKind`, and its [`Rejection`]
/// unless the request was verified and only its payload was malformed. Layers can count these
/// reasons; the sender never sees them.
pub fn response<B>(refusal: &Refusal, body: impl FnOnce(String) -> B) -> Response<B> {
    let answer = refusal.answer();
    let mut response = Response::new(body(answer.body().to_owned()));
    // Core only makes valid status codes. If that ever changes, never answer with a success.
    *response.status_mut() =
        StatusCode::from_u16(answer.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers() {
        // Core only makes valid header values.
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

/// A body that ended without confirmation from its framing.
#[derive(Debug)]
struct EndUnconfirmed;

impl fmt::Display for EndUnconfirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Rejection::EndUnconfirmed.fmt(f)
    }
}

impl Error for EndUnconfirmed {}

pin_project! {
    /// The data frames of a body. Trailers are skipped, because they are not signed.
    struct Chunks<B> {
        // `true` if `is_end_stream` tells a confirmed end from any other.
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
