//! The extractors.

use crate::rejection::WebhookRejection;
use axum::extract::{FromRef, FromRequest, Request};
use core::future::Future;
use http_body_util::LengthLimitError;
use std::error::Error as _;
use verihook::{BodySigned, Marker, OriginOnly, Payload, Rejection, Verifier};
use verihook_receive::{Received, receive};

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
                let received = received(&Verifier::from_ref(state), request);
                async move { Ok(received.await?.into()) }
            }
        }
    };
}

extractor!(VerifiedWebhook, BodySigned);
extractor!(AuthenticatedWebhook, OriginOnly);

fn received<P: Marker, T: Payload>(
    verifier: &Verifier<P>,
    request: Request,
) -> impl Future<Output = Result<Received<P, T>, WebhookRejection>> + Send + use<P, T> {
    let (head, body) = request.into_parts();
    let received = receive(verifier, &head, body.into_data_stream(), broken);
    async move { received.await.map_err(WebhookRejection::from) }
}

/// A body breaks because it was cut, or because a layer in front has a stricter limit.
fn broken(error: &axum::Error) -> Rejection {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Rejection::BodyTooLarge;
        }
        cause = error.source();
    }
    Rejection::BodyIncomplete
}
