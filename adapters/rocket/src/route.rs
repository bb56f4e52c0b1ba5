//! Guarded routes.

use crate::guard::{Webhook, WebhookRejection};
use crate::request::received;
use core::future::Future;
use rocket::http::Method;
use rocket::response::Responder;
use rocket::route::{BoxFuture, Handler, Outcome, Route};
use rocket::{Data, Request};
use std::sync::Arc;
use verihook::{Endpoint, Verifier};

/// Creates routes at `path` that verify with `verifier` before `handler` runs, one for each method.
///
/// They need no fairing, no state and no catcher. The scheme defines the methods that the provider
/// sends; other methods are answered with 405 and `Allow`.
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
/// Panics if `path` is not a valid route path.
pub fn webhook<P, W, F, A>(path: &str, verifier: Verifier<P>, handler: F) -> Vec<Route>
where
    P: Endpoint,
    W: Webhook<P> + Send + 'static,
    F: Fn(W) -> A + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: for<'r> Responder<'r, 'static> + Send,
{
    use Method::{Delete, Get, Head, Options, Patch, Post, Put};
    let handler = Arc::new(handler);
    let guarded = as_handler(move |request, data| {
        let (verifier, handler) = (verifier.clone(), Arc::clone(&handler));
        Box::pin(async move {
            match W::take(received(verifier, request, data).await) {
                Ok(webhook) => Outcome::from(request, handler(webhook).await),
                Err(refusal) => Outcome::from(request, WebhookRejection::from(refusal)),
            }
        })
    });
    let methods = [Get, Head, Post, Put, Patch, Delete, Options];
    methods.map(|method| Route::new(method, path, guarded.clone())).into()
}

/// Makes the compiler infer that the closure accepts requests of any lifetime.
fn as_handler<F>(closure: F) -> impl Handler + Clone
where
    F: for<'r> Fn(&'r Request<'_>, Data<'r>) -> BoxFuture<'r> + Clone + Send + Sync + 'static,
{
    closure
}
