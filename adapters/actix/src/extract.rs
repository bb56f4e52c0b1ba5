//! The extractors.

use crate::head::received;
use crate::resource::{OfResource, claimed};
use actix_web::{FromRequest, HttpRequest, dev, web};
use core::future::{Future, ready};
use core::pin::Pin;
use verihook::{BodySigned, Endpoint, OriginOnly, Payload, Rejection, Verifier};
use verihook_receive::Refusal;

verihook_receive::webhooks!();

macro_rules! extractor {
    ($webhook:ty, $strength:ident) => {
        impl<P, T> FromRequest for $webhook
        where
            P: Endpoint<Proves = $strength>,
            T: Payload + 'static,
        {
            type Error = WebhookRejection;
            type Future = Extracting<Self>;

            fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
                match OfResource::<P>::idempotent(request) {
                    Some(resource) => claimed(resource, request, payload.take()),
                    None => unclaimed(request, payload.take()),
                }
            }
        }
    };
}

extractor!(VerifiedWebhook<P, T>, BodySigned);
extractor!(AuthenticatedWebhook<P, T>, OriginOnly);
#[cfg(feature = "idempotency")]
extractor!(Once<VerifiedWebhook<P, T>>, BodySigned);
#[cfg(feature = "idempotency")]
extractor!(Once<AuthenticatedWebhook<P, T>>, OriginOnly);

/// A future of an extractor.
pub(crate) type Extracting<W> = Pin<Box<dyn Future<Output = Result<W, WebhookRejection>>>>;

/// Receives a request whose delivery is not claimed.
fn unclaimed<P: Endpoint, W: Webhook<P> + 'static>(
    request: &HttpRequest,
    payload: dev::Payload,
) -> Extracting<W> {
    let refusal = match verifier_of::<P>(request) {
        Ok(_) if W::NEEDS_LEASE => Refusal::not_configured::<P>(LEASE),
        Ok(verifier) => {
            return received(verifier, request, payload, |got| W::take(got).map_err(From::from));
        }
        Err(refusal) => refusal,
    };
    Box::pin(ready(Err(refusal.into())))
}

/// How an application registers the verifier for `Once`.
const LEASE: &str = "`webhook(path, idempotent_verifier, handler)`, as `Once` needs a lease";

/// Returns the verifier from the nearest scope.
///
/// The two forms of application data are looked up separately, and actix-web does not say which of
/// the two scopes is nearer. So two different verifiers are a misconfiguration.
fn verifier_of<P: Endpoint>(request: &HttpRequest) -> Result<&Verifier<P>, Refusal> {
    if let Some(resource) = request.app_data::<OfResource<P>>() {
        return Ok(&resource.verifier);
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
