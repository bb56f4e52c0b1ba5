//! Guarded routes.

use crate::guard::{Webhook, WebhookRejection};
use crate::request::received;
use core::future::Future;
use rocket::http::Method;
use rocket::response::Responder;
use rocket::route::{BoxFuture, Handler, Outcome, Route};
use rocket::{Data, Request};
use std::sync::Arc;
use verihook_receive::{Received, RouteVerifier};

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
/// A handler that takes the lease of its delivery needs an `IdempotentVerifier`:
///
/// ```compile_fail,E0080
/// # use verihook_rocket::{Bytes, Once, VerifiedWebhook, Verifier, providers::Terra, webhook};
/// # let terra = Verifier::<Terra>::new("a secret").expect("the secret is valid");
/// let on_data = async |hook: Once<VerifiedWebhook<Terra, Bytes>>| "done";
/// let routes = webhook("/hooks/terra", terra, on_data);
/// ```
///
/// # Panics
/// Panics if `path` is not a valid route path.
pub fn webhook<V, W, F, A>(path: &str, verifier: V, handler: F) -> Vec<Route>
where
    V: RouteVerifier,
    W: Webhook<V::Endpoint> + Send + 'static,
    F: Fn(W) -> A + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: for<'r> Responder<'r, 'static> + Send,
    Received<V::Endpoint, W::Payload>: Send,
{
    use Method::{Delete, Get, Head, Options, Patch, Post, Put};
    const { assert!(V::IS_IDEMPOTENT || !W::NEEDS_LEASE, "`Once` needs an `IdempotentVerifier`") };
    let (verifier, guard) = verifier.into_guarded();
    let handler = Arc::new((guard, handler));
    let guarded = as_handler(move |request, data| {
        let (verifier, handler) = (verifier.clone(), Arc::clone(&handler));
        Box::pin(async move {
            let (guard, handler) = &*handler;
            let answer = async {
                let received = received(verifier, request, data).await;
                let (received, handling) = guard.claim(received).await?;
                let webhook = W::take(received)?;
                let running = async { Outcome::from(request, handler(webhook).await) };
                handling.run_attached(running, status_of).await
            };
            let refused = |refusal| Outcome::from(request, WebhookRejection::from(refusal));
            answer.await.unwrap_or_else(refused)
        })
    });
    let methods = [Get, Head, Post, Put, Patch, Delete, Options];
    methods.map(|method| Route::new(method, path, guarded.clone())).into()
}

fn status_of(outcome: &Outcome<'_>) -> u16 {
    match outcome {
        Outcome::Success(response) => response.status().code,
        Outcome::Error(status) | Outcome::Forward((_, status)) => status.code,
    }
}

/// Makes the compiler infer that the closure accepts requests of any lifetime.
fn as_handler<F>(closure: F) -> impl Handler + Clone
where
    F: for<'r> Fn(&'r Request<'_>, Data<'r>) -> BoxFuture<'r> + Clone + Send + Sync + 'static,
{
    closure
}
