//! The middleware.

use crate::extract::WebhookRejection;
use crate::head::received;
use crate::resource::spawn;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::{Error, HttpMessage as _, ResponseError as _};
use core::fmt;
use core::future::{Future, Ready, ready};
use core::pin::Pin;
use std::rc::Rc;
use verihook::{Bytes, Endpoint, ProofOf, Verifier};
use verihook_receive::{Guard, RouteVerifier};

/// A middleware that verifies requests before the handlers see them.
///
/// A handler finds the verified bytes in the request's body, and the proof in its extensions.
///
/// ```
/// use actix_web::{App, HttpResponse, web};
/// use verihook_actix::{Bytes, Verified, Verifier, VerifyWebhook, providers::GitHub};
///
/// async fn on_push(hook: web::ReqData<Verified<GitHub, Bytes>>, raw: web::Bytes) -> HttpResponse {
///     assert_eq!(hook.payload(), &raw);
///     HttpResponse::Ok().finish()
/// }
///
/// # fn build() -> Result<(), verihook_actix::ConfigError> {
/// let github = VerifyWebhook::new(Verifier::<GitHub>::new("a secret")?);
/// let app = App::new()
///     .service(web::scope("/hooks").wrap(github).route("/github", web::post().to(on_push)));
/// # Ok(())
/// # }
/// ```
///
/// actix-web's `PayloadConfig` still limits the extractors of the handlers.
///
/// `V` is a [`Verifier`] or, with the feature `idempotency`, an `IdempotentVerifier`. The lease of
/// the delivery is then in the request's extensions too.
#[derive(Clone, Debug)]
pub struct VerifyWebhook<V> {
    verifier: V,
}

impl<V: RouteVerifier> VerifyWebhook<V> {
    /// Creates a middleware that verifies with this verifier.
    #[must_use]
    pub const fn new(verifier: V) -> Self {
        Self { verifier }
    }
}

impl<V, S, B> Transform<S, ServiceRequest> for VerifyWebhook<V>
where
    V: RouteVerifier + Clone,
    ProofOf<V::Endpoint, Bytes>: 'static,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = VerifyWebhookService<V::Endpoint, S>;
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let (verifier, guard) = self.verifier.clone().into_guarded();
        ready(Ok(VerifyWebhookService { verifier, guard, service: Rc::new(service) }))
    }
}

/// The service that [`VerifyWebhook`] creates.
pub struct VerifyWebhookService<P, S> {
    verifier: Verifier<P>,
    guard: Guard,
    service: Rc<S>,
}

impl<P, S> fmt::Debug for VerifyWebhookService<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyWebhookService").field(&self.verifier).finish()
    }
}

impl<P, S, B> Service<ServiceRequest> for VerifyWebhookService<P, S>
where
    P: Endpoint,
    ProofOf<P, Bytes>: 'static,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    forward_ready!(service);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let payload = request.take_payload();
        let received =
            received::<P, Bytes, _>(&self.verifier, request.request(), payload, |got| got);
        let guard = self.guard.behind(request.extensions().get());
        let service = Rc::clone(&self.service);
        Box::pin(async move {
            let claimed = guard.claim(received.await).await;
            let (received, handling) = match claimed.and_then(|(got, claim)| Ok((got?, claim))) {
                Ok(claimed) => claimed,
                Err(refusal) => {
                    let response = WebhookRejection::from(refusal).error_response();
                    return Ok(request.into_response(response).map_into_right_body());
                }
            };
            let (proof, body) = received.into_parts();
            request.extensions_mut().insert(proof);
            if let Some(lease) = handling.lease() {
                request.extensions_mut().insert(lease);
            }
            request.set_payload(Payload::from(body));
            let running = async move { service.call(request).await };
            // The service has the request, so another response can only be an error.
            let answer = handling.run_local(running, status_of, spawn).await;
            Ok(answer.map_err(WebhookRejection::from)??.map_into_left_body())
        })
    }
}

fn status_of<B>(answer: &Result<ServiceResponse<B>, Error>) -> u16 {
    match answer {
        Ok(response) => response.status().as_u16(),
        Err(error) => error.as_response_error().status_code().as_u16(),
    }
}
