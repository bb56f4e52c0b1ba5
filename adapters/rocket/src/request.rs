//! The head and the body of a request.

use crate::cut::{PEEKED, was_cut};
use core::cell::OnceCell;
use core::task::Poll;
use rocket::data::{ByteUnit, Data};
use rocket::form::Form;
use rocket::futures::{StreamExt as _, stream};
use rocket::{Request, http::Method};
use std::borrow::Cow;
use std::io::ErrorKind;
use tokio_util::io::ReaderStream;
use verihook::{Endpoint, FieldSink, Head, Payload, Peer, Rejection, Verifier};
use verihook_receive::{Received, Refusal, receive};

/// The head of a Rocket request.
struct RocketHead<'a> {
    request: &'a Request<'a>,
    target: OnceCell<String>,
    /// The received method.
    method: Method,
}

impl Head for RocketHead<'_> {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn target(&self) -> &str {
        self.target.get_or_init(|| self.request.uri().to_string())
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        for header in self.request.headers().iter() {
            // Rocket lends every value. One that it did not lend would be read as an empty one,
            // which counts as a repetition and is not a signature.
            let value = if let Cow::Borrowed(value) = header.value { value } else { "" };
            sink.field(header.name.as_str(), value.as_bytes());
        }
    }

    fn hides_cut_bodies(&self) -> bool {
        true
    }

    fn peer(&self) -> Option<Peer> {
        let peer = Peer::new(self.request.remote()?.ip());
        Some(if self.request.rocket().config().tls_enabled() { peer.over_tls() } else { peer })
    }
}

/// Receives a request whose body has not been opened yet.
pub(crate) async fn received<P: Endpoint, T: Payload>(
    verifier: Verifier<P>,
    request: &Request<'_>,
    mut data: Data<'_>,
) -> Result<Received<P, T>, Refusal> {
    let method = received_method(request, &mut data).await;
    let ended = data.peek_complete();
    // Core enforces the limit. Rocket's own limit would silently truncate the body.
    let body = data.open(ByteUnit::max_value());
    // Rocket peeked and got fewer bytes than requested, but the body did not end: the connection
    // broke.
    let cut = was_cut(request) || (!ended && body.hint() < PEEKED);
    let mut body = ReaderStream::new(body);
    let body = stream::poll_fn(move |context| match cut {
        true => Poll::Ready(Some(Err(ErrorKind::UnexpectedEof.into()))),
        false => body.poll_next_unpin(context),
    });
    let head = RocketHead { request, target: OnceCell::new(), method };
    let receiving = receive(verifier, &head, body, |_| Rejection::BodyIncomplete);
    drop(head);
    receiving.await
}

/// Returns the method of the request line, as far as it is known.
///
/// Rocket replaces the method of a posted form that begins with `_method=`. A GET made this way
/// could pass for a handshake. A genuine request of that other method with the same form looks the
/// same here and counts as a POST.
async fn received_method(request: &Request<'_>, data: &mut Data<'_>) -> Method {
    let method = request.method();
    if method == Method::Post || !request.content_type().is_some_and(|media| media.is_form()) {
        return method;
    }
    // Rocket has already buffered these bytes, so this does not wait.
    let begins = core::str::from_utf8(data.peek(PEEKED).await).unwrap_or_default();
    let named = Form::values(begins).next().filter(|field| field.name == "_method");
    let is_other = named.is_some_and(|field| field.value.parse().ok() == Some(method));
    if is_other { Method::Post } else { method }
}
