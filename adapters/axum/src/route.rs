//! The route constructor.

use crate::extract::TakesWebhook;
use axum::handler::Handler;
use axum::routing::{MethodRouter, any};
use verihook::{Endpoint, Verifier};

/// Creates a route that verifies with `verifier` before `handler` runs.
///
/// The route accepts every method, because the scheme defines the methods that the provider sends.
/// Other methods are answered with 405 and `Allow`.
///
/// The verifier is the handler's state, so axum's `debug_handler` needs
/// `#[debug_handler(state = Verifier<Terra>)]`. If the handler also needs your application's state,
/// use the extractor alone (see the [crate's documentation](crate#setup)) or capture the state in a
/// closure.
///
/// ```
/// use axum::{Router, http::StatusCode};
/// use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::Terra, webhook};
///
/// # fn build() -> Result<Router, verihook_axum::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let on_data = async |hook: VerifiedWebhook<Terra, Bytes>| {
///     println!("{} bytes", hook.payload().len());
///     StatusCode::OK
/// };
/// let router: Router = Router::new().route("/hooks/terra", webhook(terra, on_data));
/// # Ok(router)
/// # }
/// ```
///
/// A handler for another provider does not compile:
///
/// ```compile_fail,E0277
/// # use axum::{Router, http::StatusCode};
/// # use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::{GitHub, Terra}, webhook};
/// # fn build(terra: Verifier<Terra>) -> Router {
/// let on_push = async |hook: VerifiedWebhook<GitHub, Bytes>| StatusCode::OK;
/// Router::new().route("/hooks/terra", webhook(terra, on_push))
/// # }
/// ```
///
/// Nor does a handler without a webhook, which would run for any request:
///
/// ```compile_fail,E0277
/// # use axum::Router;
/// # use verihook_axum::{Bytes, Verifier, providers::Terra, webhook};
/// # fn build(terra: Verifier<Terra>) -> Router {
/// Router::new().route("/hooks/terra", webhook(terra, async |body: Bytes| {}))
/// # }
/// ```
pub fn webhook<P, H, T, S>(verifier: Verifier<P>, handler: H) -> MethodRouter<S>
where
    P: Endpoint,
    H: WebhookHandler<P, T>,
    T: TakesWebhook<P> + 'static,
    S: Clone + Send + Sync + 'static,
{
    any(handler).with_state(verifier)
}

/// An axum handler whose last argument is a webhook of `P`.
///
/// It is implemented for all such handlers. It exists for its compiler error, which is more
/// specific than that of a missing `Handler` implementation.
#[diagnostic::on_unimplemented(
    message = "this is not a handler for webhooks of `{P}`",
    label = "not a handler for webhooks of `{P}`",
    note = "the last argument must be a `VerifiedWebhook<{P}, ..>` or an `AuthenticatedWebhook`, not an `Option` of one; the \
            arguments before it must be axum extractors that do not read the body",
    note = "add `#[axum::debug_handler(state = Verifier<{P}>)]` to the function to see which argument is wrong"
)]
pub trait WebhookHandler<P: Endpoint, T>: Handler<T, Verifier<P>> {}

impl<P, H, T> WebhookHandler<P, T> for H
where
    P: Endpoint,
    H: Handler<T, Verifier<P>>,
    T: TakesWebhook<P>,
{
}
