//! The service of an idempotent verifier.

use crate::body::VerifiedBody;
use crate::head::TowerHead;
use crate::layer::Verify;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;
use verihook::{Bytes, Endpoint, ProofOf};
use verihook_receive::verihook_idempotency::IdempotentVerifier;
use verihook_receive::{Lease, ResponseBody, RouteVerifier as _, http_body as incoming, layered};

/// Handles each delivery once. The inner service runs in a task of its own, so its future and its
/// result must be `Send` and `'static`.
///
/// An error of the inner service releases the delivery, as does a status other than 200 to 299.
impl<P, S, B, R> Service<Request<B>> for Verify<IdempotentVerifier<P>, S>
where
    P: Endpoint,
    ProofOf<P, Bytes>: Send + Sync + 'static,
    S: Service<Request<VerifiedBody<P>>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<incoming::BoxError>,
    R: Send + 'static,
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
        let (verifier, guard) = self.verifier.clone().into_guarded();
        let guard = guard.behind(head.extensions.get::<Lease>());
        let version = head.version;
        let received = incoming::receive::<P, Bytes, _>(verifier, &TowerHead(&head), version, body);
        Box::pin(async move {
            let answer = async move {
                let (received, handling) = guard.claim(received.await).await?;
                let proof = layered::leave(received?, &mut head.extensions);
                if let Some(lease) = handling.lease() {
                    head.extensions.insert(lease);
                }
                let request = Request::from_parts(head, VerifiedBody::new(proof));
                let running = async move { inner.call(request).await };
                handling.run(running, status_of).await
            };
            match answer.await {
                Ok(answer) => answer.map(|response| response.map(ResponseBody::inner)),
                Err(refusal) => Ok(incoming::response(&refusal, ResponseBody::refusal)),
            }
        })
    }
}

fn status_of<R, E>(answer: &Result<Response<R>, E>) -> u16 {
    // An error of the service has no status. It counts as a failure.
    answer.as_ref().map_or(500, |response| response.status().as_u16())
}
