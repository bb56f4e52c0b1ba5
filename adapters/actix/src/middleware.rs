//! The middleware.

use crate::extract::WebhookRejection;
use crate::head::received;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::{Error, HttpMessage as _, ResponseError as _};
use core::fmt;
use core::future::{Future, Ready, ready};
use core::pin::Pin;
use std::rc::Rc;
use verihook::{Bytes, Endpoint, ProofOf, Verifier};
use verihook_receive::{Received, Refusal};

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
pub struct VerifyWebhook<P> {
    verifier: Verifier<P>,
}

impl<P> VerifyWebhook<P> {
    /// Creates a middleware that verifies with this verifier.
    #[must_use]
    pub const fn new(verifier: Verifier<P>) -> Self {
        Self { verifier }
    }
}

impl<P> Clone for VerifyWebhook<P> {
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone() }
    }
}

impl<P> fmt::Debug for VerifyWebhook<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyWebhook").field(&self.verifier).finish()
    }
}

impl<P, S, B> Transform<S, ServiceRequest> for VerifyWebhook<P>
where
    P: Endpoint,
    ProofOf<P, Bytes>: 'static,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = VerifyWebhookService<P, S>;
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(VerifyWebhookService {
            verifier: self.verifier.clone(),
            service: Rc::new(service),
        }))
    }
}

/// The service that [`VerifyWebhook`] creates.
pub struct VerifyWebhookService<P, S> {
    verifier: Verifier<P>,
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
        let received = received::<P, Bytes, Received<P, Bytes>, Refusal>(
            &self.verifier,
            request.request(),
            payload,
        );
        let service = Rc::clone(&self.service);
        Box::pin(async move {
            match received.await {
                Ok(received) => {
                    let (proof, body) = received.into_parts();
                    request.extensions_mut().insert(proof);
                    request.set_payload(Payload::from(body));
                    Ok(service.call(request).await?.map_into_left_body())
                }
                Err(refusal) => {
                    let response = WebhookRejection::from(refusal).error_response();
                    Ok(request.into_response(response).map_into_right_body())
                }
            }
        })
    }
}
