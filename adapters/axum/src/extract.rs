//! The extractors.

use crate::rejection::WebhookRejection;
use axum::extract::{FromRef, FromRequest, Request};
use core::future::Future;
use verihook::{BodySigned, Marker, OriginOnly, Payload, Verifier};
use verihook_receive::http_body::receive;

verihook_receive::webhooks!();

macro_rules! extractor {
    ($webhook:ident, $strength:ident) => {
        impl<P, T, S> FromRequest<S> for $webhook<P, T>
        where
            P: Marker<Proves = $strength>,
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
                let received = receive(&Verifier::from_ref(state), &head, body);
                async move { Ok(received.await?.into()) }
            }
        }
    };
}

extractor!(VerifiedWebhook, BodySigned);
extractor!(AuthenticatedWebhook, OriginOnly);
