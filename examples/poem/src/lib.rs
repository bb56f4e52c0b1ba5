//! An adapter for [poem](https://docs.rs/poem), an example of a third-party adapter.
//!
//! An adapter like this is an afternoon's work. It maps three things: poem's request head, its body
//! stream, and the answer. All decisions about webhooks are made in `verihook` and
//! `verihook-receive`. Its test is one function and one line.

use core::future::Future;
use core::marker::PhantomData;
use poem::{Body, Endpoint, IntoResponse, Request, Response};
use verihook::{Endpoint as WebhookEndpoint, Head, HttpHead, Peer, Rejection, Verifier};
use verihook_receive::http_body::response;
use verihook_receive::{Refusal, receive};

verihook_receive::webhooks!();

/// Creates an endpoint that verifies with `verifier` before `handler` runs.
pub fn webhook<P, W, F, A>(verifier: Verifier<P>, handler: F) -> impl Endpoint<Output = Response>
where
    P: WebhookEndpoint,
    W: Webhook<P> + Send + 'static,
    F: Fn(W) -> A + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: IntoResponse,
{
    Guarded { verifier, handler, webhook: PhantomData }
}

struct Guarded<P, W, F> {
    verifier: Verifier<P>,
    handler: F,
    webhook: PhantomData<fn() -> W>,
}

impl<P, W, F, A> Endpoint for Guarded<P, W, F>
where
    P: WebhookEndpoint,
    W: Webhook<P> + Send + 'static,
    F: Fn(W) -> A + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: IntoResponse,
{
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let body = request.take_body().into_bytes_stream();
        let received = {
            // Use the received URI, because a nested route strips its prefix.
            let (method, uri) = (request.method(), request.original_uri());
            let head = HttpHead::new(method, uri, request.headers());
            let address = request.remote_addr().as_socket_addr();
            let head: &dyn Head = match address {
                Some(address) => &head.with_peer(Peer::new(address.ip())),
                None => &head,
            };
            receive(self.verifier.clone(), head, body, |_| Rejection::BodyIncomplete)
        };
        Ok(match W::take(received.await) {
            Ok(webhook) => (self.handler)(webhook).await.into_response(),
            Err(refusal) => refused(&refusal),
        })
    }
}

fn refused(refusal: &Refusal) -> Response {
    let (head, body) = response(refusal, Body::from).into_parts();
    let mut refused = body.into_response();
    refused.set_status(head.status);
    *refused.headers_mut() = head.headers;
    *refused.extensions_mut() = head.extensions;
    refused
}
