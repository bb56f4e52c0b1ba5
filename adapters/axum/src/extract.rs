//! The extractors.

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRef, FromRequest, OriginalUri, Request};
use axum::http::request::Parts;
use core::future::Future;
use std::net::SocketAddr;
use verihook::{
    BodySigned, Bytes, Endpoint, FieldSink, Head, OriginOnly, Payload, Peer, ProofOf, Verifier,
};
use verihook_receive::layered::receive;
use verihook_receive::{Received, Refusal};

verihook_receive::webhooks!();

macro_rules! extractor {
    ($webhook:ident, $strength:ident) => {
        impl<P, T, S> FromRequest<S> for $webhook<P, T>
        where
            P: Endpoint<Proves = $strength>,
            T: Payload,
            S: Send + Sync,
            Verifier<P>: FromRef<S>,
        {
            type Rejection = WebhookRejection;

            fn from_request(
                request: Request,
                state: &S,
            ) -> impl Future<Output = Result<Self, WebhookRejection>> + Send {
                let (head, body) = request.into_parts();
                let received = received(Verifier::from_ref(state), head, body);
                async move { Ok(received.await?.into()) }
            }
        }
    };
}

extractor!(VerifiedWebhook, BodySigned);
extractor!(AuthenticatedWebhook, OriginOnly);

/// Receives a request, or reuses the proof of a layer.
pub(crate) fn received<P, T>(
    verifier: Verifier<P>,
    head: Parts,
    body: Body,
) -> impl Future<Output = Result<Received<P, T>, Refusal>> + use<P, T>
where
    P: Endpoint,
    T: Payload,
    ProofOf<P, Bytes>: Send + Sync + 'static,
{
    receive(verifier, &AxumHead(&head), &head, body)
}

/// The request head. Its target is the received one, even inside a nested router, which strips its
/// prefix from the URI and keeps the original as an extension. The peer is a [`Peer`] extension
/// that the application set, otherwise axum's `ConnectInfo`.
struct AxumHead<'a>(&'a Parts);

impl Head for AxumHead<'_> {
    fn method(&self) -> &str {
        self.0.method.as_str()
    }

    fn target(&self) -> &str {
        let original = self.0.extensions.get::<OriginalUri>();
        let uri = original.map_or(&self.0.uri, |OriginalUri(uri)| uri);
        uri.path_and_query().map_or("/", |target| target.as_str())
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        self.0.fields(sink);
    }

    fn peer(&self) -> Option<Peer> {
        let connected = self.0.extensions.get::<ConnectInfo<SocketAddr>>();
        let connected = || connected.map(|ConnectInfo(address)| Peer::new(address.ip()));
        self.0.peer().or_else(connected)
    }
}
