//! The extractors.

use crate::rejection::WebhookRejection;
use axum::extract::{FromRef, FromRequest, Request};
use core::fmt;
use core::future::Future;
use core::ops::Deref;
use http_body_util::LengthLimitError;
use std::error::Error as _;
use verihook::{
    Authenticated, BodySigned, Bytes, Marker, OriginOnly, Payload, Rejection, Verified, Verifier,
};
use verihook_receive::{Received, receive};

/// A verified webhook, as the last argument of a handler.
///
/// It dereferences to core's [`Verified`], and keeps the bytes that the payload was read from.
pub struct VerifiedWebhook<P, T> {
    proof: Verified<P, T>,
    body: Bytes,
}

/// An authenticated webhook, as the last argument of a handler: whoever sent it presented `P`'s credential, and
/// nothing is known about the body.
///
/// It dereferences to core's [`Authenticated`], and keeps the bytes that the payload was read from.
pub struct AuthenticatedWebhook<P, T> {
    proof: Authenticated<P, T>,
    body: Bytes,
}

macro_rules! extractor {
    ($name:ident, $proof:ident, $strength:ident, $what:literal) => {
        impl<P, T> $name<P, T> {
            #[doc = concat!("The bytes that were ", $what, ", exactly as they came.")]
            #[must_use]
            pub const fn body(&self) -> &Bytes {
                &self.body
            }

            /// The payload alone. The proof ends here.
            #[must_use]
            pub fn into_payload(self) -> T {
                self.proof.into_payload()
            }

            /// Core's proof, which does not know the framework.
            pub fn into_proof(self) -> $proof<P, T> {
                self.proof
            }
        }

        impl<P, T> Deref for $name<P, T> {
            type Target = $proof<P, T>;

            fn deref(&self) -> &Self::Target {
                &self.proof
            }
        }

        impl<P, T: Clone> Clone for $name<P, T> {
            fn clone(&self) -> Self {
                Self { proof: self.proof.clone(), body: self.body.clone() }
            }
        }

        impl<P, T> fmt::Debug for $name<P, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.proof).finish()
            }
        }

        impl<P, T, S> FromRequest<S> for $name<P, T>
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
                async move {
                    let (proof, body) = received.await?.into_parts();
                    Ok(Self { proof, body })
                }
            }
        }
    };
}

extractor!(VerifiedWebhook, Verified, BodySigned, "verified");
extractor!(AuthenticatedWebhook, Authenticated, OriginOnly, "sent");

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
