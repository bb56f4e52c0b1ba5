//! Guarded routes.

use crate::guard::{Webhook, WebhookRejection};
use crate::request::received;
use core::future::Future;
use core::marker::PhantomData;
use rocket::Request;
use rocket::data::Data;
use rocket::http::Method;
use rocket::response::Responder;
use rocket::route::{Handler, Outcome, Route};
use verihook::{Marker, Verifier};

/// Routes at `path`, one for each method, that verify with `verifier` before `handler` runs.
///
/// They need no fairing, no state and no catcher. Which methods a provider sends is the scheme's to say: others are
/// answered with 405 and `Allow`.
///
/// ```
/// use rocket::http::Status;
/// use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::Terra, webhook};
///
/// # fn build() -> Result<(), verihook_rocket::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let on_data = async |hook: VerifiedWebhook<Terra, Bytes>| {
///     println!("{} bytes", hook.payload().len());
///     Status::Ok
/// };
/// let rocket = rocket::build().mount("/", webhook("/hooks/terra", terra, on_data));
/// # Ok(())
/// # }
/// ```
///
/// A handler for another provider does not compile:
///
/// ```compile_fail,E0277
/// # use rocket::http::Status;
/// # use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::{GitHub, Terra}, webhook};
/// # fn build(terra: Verifier<Terra>) {
/// webhook("/hooks/terra", terra, async |hook: VerifiedWebhook<GitHub, Bytes>| Status::Ok);
/// # }
/// ```
///
/// # Panics
/// If `path` is not a path of a route.
pub fn webhook<P, W, F, A>(path: &str, verifier: Verifier<P>, handler: F) -> Vec<Route>
where
    P: Marker,
    W: Webhook<P> + Send + 'static,
    F: Fn(W) -> A + Clone + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: for<'r> Responder<'r, 'static> + Send,
{
    let guarded = Guarded { verifier, handler, webhook: PhantomData };
    METHODS.iter().map(|method| Route::new(*method, path, guarded.clone())).collect()
}

const METHODS: [Method; 7] = [
    Method::Get,
    Method::Head,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Options,
];

struct Guarded<P, W, F> {
    verifier: Verifier<P>,
    handler: F,
    webhook: PhantomData<fn() -> W>,
}

impl<P, W, F: Clone> Clone for Guarded<P, W, F> {
    fn clone(&self) -> Self {
        Self {
            verifier: self.verifier.clone(),
            handler: self.handler.clone(),
            webhook: PhantomData,
        }
    }
}

#[rocket::async_trait]
impl<P, W, F, A> Handler for Guarded<P, W, F>
where
    P: Marker,
    W: Webhook<P> + Send + 'static,
    F: Fn(W) -> A + Clone + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: for<'r> Responder<'r, 'static> + Send,
{
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        match W::take(received(&self.verifier, request, data).await) {
            Ok(webhook) => Outcome::from(request, (self.handler)(webhook).await),
            Err(refusal) => Outcome::from(request, WebhookRejection::from(refusal)),
        }
    }
}
