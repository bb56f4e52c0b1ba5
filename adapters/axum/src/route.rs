//! The route constructor.

use crate::extract::TakesWebhook;
use axum::handler::Handler;
use axum::routing::{MethodRouter, any};
use verihook::{Endpoint, Verifier};

/// A route that verifies with `verifier` before `handler` runs.
///
/// It takes every method, because which ones a provider sends is the scheme's to say: others are
/// answered with 405 and `Allow`. The verifier is the handler's state; a handler that needs a state
/// of the application, too, is better routed by the extractor alone (see the
/// [crate's documentation](crate)), or closes over what it needs. For axum's `debug_handler` that
/// is `#[debug_handler(state = Verifier<Terra>)]`.
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
/// Nor does one that takes no webhook at all, and would run for everybody:
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

/// A handler of axum's whose last argument is a webhook of `P`.
///
/// It is implemented for all of them, and is here for the compiler to say more than that something
/// is no `Handler`.
#[diagnostic::on_unimplemented(
    message = "this is no handler for webhooks of `{P}`",
    label = "no handler for webhooks of `{P}`",
    note = "its last argument is a `VerifiedWebhook<{P}, ..>` (or an `AuthenticatedWebhook`), and no `Option` of one; those before \
            it are extractors of axum's that read no body",
    note = "`#[axum::debug_handler(state = Verifier<{P}>)]` over the function says which argument is none"
)]
pub trait WebhookHandler<P: Endpoint, T>: Handler<T, Verifier<P>> {}

impl<P, H, T> WebhookHandler<P, T> for H
where
    P: Endpoint,
    H: Handler<T, Verifier<P>>,
    T: TakesWebhook<P>,
{
}
