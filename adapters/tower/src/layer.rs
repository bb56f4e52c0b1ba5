//! The layer and its service.

use crate::body::VerifiedBody;
use crate::head::TowerHead;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use http::{Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;
use verihook::{Bytes, Endpoint, ProofOf, Verifier};
use verihook_receive::{ResponseBody, RouteVerifier, http_body as incoming, layered};

/// A layer that verifies requests before the inner service sees them.
///
/// `V` is a [`Verifier`] or, with the feature `idempotency`, an `IdempotentVerifier`.
#[derive(Clone, Debug)]
pub struct VerifyLayer<V> {
    verifier: V,
}

impl<V: RouteVerifier> VerifyLayer<V> {
    /// Creates a layer that verifies with this verifier.
    #[must_use]
    pub const fn new(verifier: V) -> Self {
        Self { verifier }
    }
}

impl<V: Clone, S> Layer<S> for VerifyLayer<V> {
    type Service = Verify<V, S>;

    fn layer(&self, inner: S) -> Verify<V, S> {
        Verify { verifier: self.verifier.clone(), inner }
    }
}

/// The service that [`VerifyLayer`] creates.
#[derive(Clone, Debug)]
pub struct Verify<V, S> {
    pub(crate) verifier: V,
    pub(crate) inner: S,
}

impl<V, S: Clone> Verify<V, S> {
    /// Returns the service that was polled ready, because its clone may not be ready.
    pub(crate) fn take_ready(&mut self) -> S {
        let clone = self.inner.clone();
        core::mem::replace(&mut self.inner, clone)
    }
}

impl<P, S, B, R> Service<Request<B>> for Verify<Verifier<P>, S>
where
    P: Endpoint,
    ProofOf<P, Bytes>: Send + Sync + 'static,
    S: Service<Request<VerifiedBody<P>>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<incoming::BoxError>,
{
    type Response = Response<ResponseBody<R>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut inner = self.take_ready();
        let (mut head, body) = request.into_parts();
        let (verifier, version) = (self.verifier.clone(), head.version);
        let received = incoming::receive::<P, Bytes, _>(verifier, &TowerHead(&head), version, body);
        Box::pin(async move {
            let proof = match received.await {
                Ok(received) => layered::leave(received, &mut head.extensions),
                Err(refusal) => return Ok(incoming::response(&refusal, ResponseBody::refusal)),
            };
            let response = inner.call(Request::from_parts(head, VerifiedBody::new(proof))).await?;
            Ok(response.map(ResponseBody::inner))
        })
    }
}
