//! The data guards.

use crate::answer::{leave, response};
use crate::request::received;
use rocket::data::{Data, FromData, Outcome};
use rocket::response::{Responder, Result};
use rocket::{Ignite, Request, Rocket, Sentinel};
use verihook::{BodySigned, Endpoint, OriginOnly, Payload, Verifier};
use verihook_receive::{Refusal, no_verifier};

verihook_receive::webhooks!();

/// How an application registers a verifier.
const ATTACH: &str = "`attach(fairing(verifier))`";

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
                    None => Err(Refusal::not_configured::<P>(ATTACH)),
                };
                // Never forward: the next matching route may not verify.
                let refused = |refusal| Outcome::Error((leave(request, &refusal), refusal.into()));
                received.map_or_else(refused, |received| Outcome::Success(received.into()))
            }
        }

        /// Prevents a launch without a verifier in Rocket's state.
        impl<P: Endpoint<Proves = $strength>, T: Payload> Sentinel for $webhook<P, T> {
            fn abort(rocket: &Rocket<Ignite>) -> bool {
                let is_missing = rocket.state::<Verifier<P>>().is_none();
                if is_missing {
                    // Rocket's own error names a type and a line.
                    rocket::error!("{}", no_verifier::<P>(ATTACH));
                }
                is_missing
            }
        }
    };
}

guard!(VerifiedWebhook, BodySigned);
guard!(AuthenticatedWebhook, OriginOnly);

/// Responds with the answer for the sender.
impl<'r> Responder<'r, 'static> for WebhookRejection {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        Ok(response(self.answer()))
    }
}
