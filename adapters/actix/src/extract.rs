//! The extractors.

use crate::head::received;
use actix_web::{FromRequest, HttpRequest, dev, web};
use core::future::Future;
use core::pin::Pin;
use verihook::{BodySigned, Endpoint, OriginOnly, Payload, Rejection, Verifier};
use verihook_receive::Refusal;

verihook_receive::webhooks!();

macro_rules! extractor {
    ($webhook:ident, $strength:ident) => {
        impl<P, T> FromRequest for $webhook<P, T>
        where
            P: Endpoint<Proves = $strength>,
            T: Payload + 'static,
        {
            type Error = WebhookRejection;
            type Future = Pin<Box<dyn Future<Output = Result<Self, WebhookRejection>>>>;

            fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
                let verifier = match verifier_of(request) {
                    Ok(verifier) => verifier,
                    Err(refusal) => return Box::pin(async { Err(refusal.into()) }),
                };
                received::<P, T, _, _>(verifier, request, payload.take())
            }
        }
    };
}

extractor!(VerifiedWebhook, BodySigned);
extractor!(AuthenticatedWebhook, OriginOnly);

/// The verifier of a resource made by [`webhook`](crate::webhook). No other scope is nearer to the
/// handler.
pub(crate) struct OfResource<P>(pub(crate) Verifier<P>);

/// Returns the verifier from the nearest scope.
///
/// The two forms of application data are looked up separately, and actix-web does not say which of
/// the two scopes is nearer. So two different verifiers are a misconfiguration.
fn verifier_of<P: Endpoint>(request: &HttpRequest) -> Result<&Verifier<P>, Refusal> {
    if let Some(OfResource(verifier)) = request.app_data() {
        return Ok(verifier);
    }
    let plain = request.app_data::<Verifier<P>>();
    let shared = request.app_data::<web::Data<Verifier<P>>>().map(|data| &***data);
    match (plain, shared) {
        (Some(plain), Some(shared)) if !plain.ptr_eq(shared) => {
            Err(Refusal::rejected(plain, Rejection::VerifierAmbiguous))
        }
        (Some(verifier), _) | (None, Some(verifier)) => Ok(verifier),
        (None, None) => Err(Refusal::not_configured::<P>("`app_data(verifier)`")),
    }
}
