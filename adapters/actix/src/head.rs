//! The head and the body of a request.

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::Version;
use core::future::{Future, ready};
use core::pin::Pin;
use verihook::{Endpoint, FieldSink, Head, Peer, Rejection, Verifier, declares_body};
use verihook_receive::{Received, Refusal, receive_as};

/// The head of an actix-web request.
struct ActixHead<'a>(&'a HttpRequest);

impl Head for ActixHead<'_> {
    fn method(&self) -> &str {
        self.0.method().as_str()
    }

    fn target(&self) -> &str {
        self.0.uri().path_and_query().map_or("/", |target| target.as_str())
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        for (name, value) in self.0.headers() {
            sink.field(name.as_str(), value.as_bytes());
        }
    }

    fn peer(&self) -> Option<Peer> {
        let peer = Peer::new(self.0.peer_addr()?.ip());
        Some(if self.0.app_config().secure() { peer.over_tls() } else { peer })
    }
}

/// Receives the bytes as they were sent, before they are decoded.
pub(crate) fn received<P, T, W>(
    verifier: &Verifier<P>,
    request: &HttpRequest,
    payload: Payload,
    convert: fn(Result<Received<P, T>, Refusal>) -> W,
) -> Pin<Box<dyn Future<Output = W>>>
where
    P: Endpoint,
    T: verihook::Payload + 'static,
    W: 'static,
{
    // Over HTTP/2 there is always a payload, until another extractor takes it.
    let has_payload = request.version() == Version::HTTP_2;
    let head = ActixHead(request);
    let taken = matches!(payload, Payload::None) && (has_payload || declares_body(&head));
    // A consumed body ends the checks here, so that there is one log entry and no secret look-up.
    if taken {
        let refusal = Refusal::rejected(verifier, Rejection::BodyConsumed);
        return Box::pin(ready(convert(Err(refusal))));
    }
    receive_as(verifier.clone(), &head, payload, broken, convert)
}

fn broken(error: &PayloadError) -> Rejection {
    match error {
        PayloadError::Overflow => Rejection::BodyTooLarge,
        _ => Rejection::BodyIncomplete,
    }
}
