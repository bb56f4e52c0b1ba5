//! The fairing: it provides the verifier, and detects truncated bodies before other fairings peek.

use crate::answer::{refusal, response as answered};
use crate::cut::note_cut;
use core::fmt;
use rocket::fairing::{Fairing, Info, Kind, Result};
use rocket::{Build, Data, Request, Response, Rocket};
use verihook::{Endpoint, Verifier};

/// Creates a fairing that puts this verifier into Rocket's state, where the guards find it.
///
/// Attach it before other fairings. It records bodies that were truncated in their first bytes,
/// which cannot be detected after another fairing has peeked. With two such fairings for the same
/// endpoint, Rocket does not launch.
pub const fn fairing<P: Endpoint>(verifier: Verifier<P>) -> WebhookFairing<P> {
    WebhookFairing { verifier }
}

/// The fairing that [`fairing`] creates.
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
        note_cut(request, data).await;
    }

    /// Sends the answer to a handshake, because only [`catchers`](crate::catchers) know it when a
    /// guard fails with 200.
    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(answer) = refusal(request).filter(|answer| answer.status() == 200) else { return };
        response.merge(answered(&answer));
    }
}
