//! The layer and its service.

use crate::body::{ResponseBody, VerifiedBody};
use crate::head::TowerHead;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use http::{Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;
use verihook::{Bytes, Endpoint, ProofOf, Verifier};
use verihook_receive::{http_body as incoming, layered};

/// A layer that verifies requests before the inner service sees them.
pub struct VerifyLayer<P> {
    verifier: Verifier<P>,
}

impl<P> VerifyLayer<P> {
    /// Creates a layer that verifies with this verifier.
    #[must_use]
    pub const fn new(verifier: Verifier<P>) -> Self {
        Self { verifier }
    }
}

impl<P> Clone for VerifyLayer<P> {
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone() }
    }
}

impl<P> fmt::Debug for VerifyLayer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyLayer").field(&self.verifier).finish()
    }
}

impl<P, S> Layer<S> for VerifyLayer<P> {
    type Service = Verify<P, S>;

    fn layer(&self, inner: S) -> Verify<P, S> {
        Verify { verifier: self.verifier.clone(), inner }
    }
}

/// The service that [`VerifyLayer`] creates.
pub struct Verify<P, S> {
    verifier: Verifier<P>,
    inner: S,
}

impl<P, S: Clone> Clone for Verify<P, S> {
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone(), inner: self.inner.clone() }
    }
}

impl<P, S: fmt::Debug> fmt::Debug for Verify<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verify")
            .field("verifier", &self.verifier)
            .field("inner", &self.inner)
            .finish()
    }
}

impl<P, S, B, R> Service<Request<B>> for Verify<P, S>
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
        // Call the service that was polled ready, because its clone may not be ready.
        let clone = self.inner.clone();
        let mut inner = core::mem::replace(&mut self.inner, clone);
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
