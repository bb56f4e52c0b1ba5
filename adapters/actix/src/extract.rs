//! The extractors.

use crate::head::received;
use actix_web::{FromRequest, HttpRequest, dev, web};
use core::future::Future;
use core::pin::Pin;
use verihook::{BodySigned, Marker, OriginOnly, Payload, Verifier};
use verihook_receive::Refusal;

verihook_receive::webhooks!();

macro_rules! extractor {
    ($webhook:ident, $strength:ident) => {
        impl<P, T> FromRequest for $webhook<P, T>
        where
            P: Marker<Proves = $strength>,
            T: Payload + 'static,
        {
            type Error = WebhookRejection;
            type Future = Pin<Box<dyn Future<Output = Result<Self, WebhookRejection>>>>;

            fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
                let Some(verifier) = verifier_of(request) else {
                    return Box::pin(async { Err(Refusal::not_configured().into()) });
                };
                let received = received(verifier, request, payload.take());
                Box::pin(async move { Ok(received.await?.into()) })
            }
        }
    };
}

extractor!(VerifiedWebhook, BodySigned);
extractor!(AuthenticatedWebhook, OriginOnly);

/// The verifier, as plain application data or as shared data.
fn verifier_of<P: Marker>(request: &HttpRequest) -> Option<&Verifier<P>> {
    let shared = || request.app_data::<web::Data<Verifier<P>>>().map(|data| &***data);
    request.app_data().or_else(shared)
}
