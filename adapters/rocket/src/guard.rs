//! The data guards.

use crate::answer::leave;
use crate::request::received;
use rocket::data::{Data, FromData, Outcome};
use rocket::{Ignite, Request, Rocket, Sentinel};
use verihook::{BodySigned, Endpoint, OriginOnly, Payload, Verifier};
use verihook_receive::Refusal;

verihook_receive::webhooks!();

macro_rules! guard {
    ($webhook:ident, $strength:ident) => {
        #[rocket::async_trait]
        impl<'r, P, T> FromData<'r> for $webhook<P, T>
        where
            P: Endpoint<Proves = $strength>,
            T: Payload + Send,
        {
            type Error = WebhookRejection;

            async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
                let received = match request.rocket().state::<Verifier<P>>() {
                    Some(verifier) => received(verifier.clone(), request, data).await,
                    None => Err(Refusal::not_configured()),
                };
                // Never forward: the next matching route may not verify.
                match received {
                    Ok(received) => Outcome::Success(received.into()),
                    Err(refusal) => Outcome::Error(leave(request, refusal)),
                }
            }
        }

        /// Prevents a launch without a verifier in Rocket's state.
        impl<P: Endpoint<Proves = $strength>, T: Payload> Sentinel for $webhook<P, T> {
            fn abort(rocket: &Rocket<Ignite>) -> bool {
                rocket.state::<Verifier<P>>().is_none()
            }
        }
    };
}

guard!(VerifiedWebhook, BodySigned);
guard!(AuthenticatedWebhook, OriginOnly);
