//! The fairing: it brings the verifier, and looks at bodies before anybody else does.

use crate::answer::{refusal, response as answered};
use crate::request::PEEKED;
use core::fmt;
use rocket::fairing::{Fairing, Info, Kind, Result};
use rocket::{Build, Data, Request, Response, Rocket};
use verihook::{Endpoint, Verifier};

/// A fairing that puts this verifier into Rocket's state, where the guards find it.
///
/// Attach it before other fairings: it takes note of bodies that were cut in their first bytes,
/// which can no longer be seen once another fairing has peeked. Two of one provider's endpoint
/// refuse to launch.
pub const fn fairing<P: Endpoint>(verifier: Verifier<P>) -> WebhookFairing<P> {
    WebhookFairing { verifier }
}

/// What [`fairing`] makes.
pub struct WebhookFairing<P> {
    verifier: Verifier<P>,
}

impl<P> fmt::Debug for WebhookFairing<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebhookFairing").field(&self.verifier).finish()
    }
}

#[rocket::async_trait]
impl<P: Endpoint> Fairing for WebhookFairing<P> {
    fn info(&self) -> Info {
        Info { name: "verihook", kind: Kind::Ignite | Kind::Request | Kind::Response }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> Result {
        if rocket.state::<Verifier<P>>().is_some() {
            return Err(rocket);
        }
        Ok(rocket.manage(self.verifier.clone()))
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        // Rocket has these bytes already, so this waits for nothing.
        let cut = !data.peek_complete() && data.peek(PEEKED).await.len() < PEEKED;
        request.local_cache(|| Cut(cut));
    }

    /// A catcher for 200, where there is none of ours, does not know what a handshake is to be
    /// told.
    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(answer) = refusal(request).filter(|answer| answer.status() == 200) else { return };
        response.merge(answered(&answer));
    }
}

/// Whether a body was cut in its first bytes.
struct Cut(bool);

pub(crate) fn was_cut(request: &Request<'_>) -> bool {
    request.local_cache(|| Cut(false)).0
}
