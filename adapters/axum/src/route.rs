//! The route constructor.

use crate::extract::{Webhook, WebhookRejection, received};
use axum::extract::{FromRequestParts, Request};
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};
use core::future::Future;
use core::pin::Pin;
use verihook::{Bytes, Endpoint, ProofOf, Verifier};
use verihook_receive::{Guard, Handling, Received, Refusal, RouteVerifier};

/// Creates a route that verifies with `verifier` before `handler` runs.
///
/// The route accepts every method, because the scheme defines the methods that the provider sends.
/// Other methods are answered with 405 and `Allow`.
///
/// ```
/// use axum::{Router, http::StatusCode};
/// use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::Terra, webhook};
///
/// # fn build() -> Result<(), verihook_axum::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let on_data = async |hook: VerifiedWebhook<Terra, Bytes>| {
///     println!("{} bytes", hook.payload().len());
///     StatusCode::OK
/// };
/// let router: Router = Router::new().route("/hooks/terra", webhook(terra, on_data));
/// # Ok(())
/// # }
/// ```
///
/// The webhook is the handler's last argument. Extractors that do not read the body can come before
/// it, also those of your application's state, which needs no verifier:
///
/// ```
/// use axum::{Router, extract::{Path, State}, http::StatusCode};
/// use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::Terra, webhook};
///
/// #[derive(Clone)]
/// struct App {
///     name: &'static str,
/// }
///
/// async fn on_data(
///     State(app): State<App>,
///     Path(site): Path<String>,
///     hook: VerifiedWebhook<Terra, Bytes>,
/// ) -> StatusCode {
///     println!("{} got {} bytes for {site}", app.name, hook.payload().len());
///     StatusCode::OK
/// }
///
/// # fn build() -> Result<Router, verihook_axum::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let router = Router::new()
///     .route("/hooks/terra/{site}", webhook(terra, on_data))
///     .with_state(App { name: "shop" });
/// # Ok(router)
/// # }
/// ```
///
/// Such a handler needs no `debug_handler`: the compiler's errors name the wrong argument.
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
///
/// A handler that takes the lease of its delivery needs an `IdempotentVerifier`:
///
/// ```compile_fail,E0080
/// # use axum::Router;
/// # use verihook_axum::{Bytes, Once, VerifiedWebhook, Verifier, providers::Terra, webhook};
/// # let terra = Verifier::<Terra>::new("a secret").expect("the secret is valid");
/// let on_data = async |hook: Once<VerifiedWebhook<Terra, Bytes>>| {};
/// let router: Router = Router::new().route("/hooks/terra", webhook(terra, on_data));
/// ```
pub fn webhook<V, H, T, S>(verifier: V, handler: H) -> MethodRouter<S>
where
    V: RouteVerifier,
    H: WebhookHandler<T> + Clone + Send + Sync + 'static,
    H::Future: Future<Output: IntoResponse> + Send,
    T: WebhookArguments<V::Endpoint, S> + Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    const { assert!(V::IS_IDEMPOTENT || !T::NEEDS_LEASE, "`Once` needs an `IdempotentVerifier`") };
    let (verifier, guard) = verifier.into_guarded();
    any(Guarded { verifier, guard, handler })
}

/// A handler, the verifier of its webhook, and the guard that claims deliveries for it.
struct Guarded<P, H> {
    verifier: Verifier<P>,
    guard: Guard,
    handler: H,
}

impl<P, H: Clone> Clone for Guarded<P, H> {
    fn clone(&self) -> Self {
        let Self { verifier, guard, handler } = self;
        Self { verifier: verifier.clone(), guard: guard.clone(), handler: handler.clone() }
    }
}

impl<P, H, T, S> Handler<T, S> for Guarded<P, H>
where
    P: Endpoint,
    H: WebhookHandler<T> + Clone + Send + Sync + 'static,
    H::Future: Future<Output: IntoResponse> + Send,
    T: WebhookArguments<P, S> + Send + 'static,
    S: Send + Sync + 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let Self { verifier, guard, handler } = self;
        Box::pin(async move {
            let (arguments, handling) = match T::extract(verifier, &guard, request, &state).await {
                Ok(extracted) => extracted,
                Err(response) => return response,
            };
            let running = async move { handler.run(arguments).await.into_response() };
            let answer = handling.run(running, |response| response.status().as_u16()).await;
            answer.unwrap_or_else(refused)
        })
    }
}

fn refused(refusal: Refusal) -> Response {
    WebhookRejection::from(refusal).into_response()
}

/// A function that [`webhook`] can call with these arguments.
///
/// It is implemented for all functions of up to eight arguments. Unlike axum's `Handler`, it says
/// nothing about the arguments, so that the compiler can name the one that is wrong.
#[diagnostic::on_unimplemented(
    message = "this is not a handler for webhooks",
    label = "expected a function of one to eight arguments",
    note = "the last argument is a `VerifiedWebhook` or an `AuthenticatedWebhook`; the arguments before it are axum extractors \
            that do not read the body, such as `State`"
)]
pub trait WebhookHandler<T> {
    /// The future of the response.
    type Future;

    /// Calls the function.
    fn run(self, arguments: T) -> Self::Future;
}

/// The arguments of a handler for webhooks of `P`, in a router with the state `S`.
///
/// The last one is a [`Webhook`] of `P`. Those before it are extractors that do not read the body.
#[diagnostic::on_unimplemented(
    message = "the handler does not take a webhook of `{P}` as its last argument",
    label = "does not verify webhooks of `{P}`"
)]
pub trait WebhookArguments<P: Endpoint, S>: Sized {
    /// `true` if the handler needs the lease of its delivery.
    const NEEDS_LEASE: bool;

    /// Takes the arguments from a request and claims its delivery, or returns the response of the
    /// first step that fails.
    fn extract(
        verifier: Verifier<P>,
        guard: &Guard,
        request: Request,
        state: &S,
    ) -> impl Future<Output = Result<(Self, Handling<P>), Response>> + Send;
}

macro_rules! arguments {
    ($($before:ident)*) => {
        impl<Fun, Fut, $($before,)* W> WebhookHandler<($($before,)* W,)> for Fun
        where
            Fun: FnOnce($($before,)* W) -> Fut,
        {
            type Future = Fut;

            #[allow(non_snake_case, reason = "a value is named as its type")]
            fn run(self, ($($before,)* webhook,): ($($before,)* W,)) -> Fut {
                self($($before,)* webhook)
            }
        }

        impl<P, S, $($before,)* W> WebhookArguments<P, S> for ($($before,)* W,)
        where
            P: Endpoint,
            S: Send + Sync,
            $($before: FromRequestParts<S> + Send,)*
            W: Webhook<P> + Send,
            ProofOf<P, Bytes>: Send + Sync + 'static,
            Received<P, W::Payload>: Send,
        {
            const NEEDS_LEASE: bool = W::NEEDS_LEASE;

            #[allow(non_snake_case, unused_mut, unused_variables, reason = "of several numbers of arguments")]
            async fn extract(
                verifier: Verifier<P>,
                guard: &Guard,
                request: Request,
                state: &S,
            ) -> Result<(Self, Handling<P>), Response> {
                let (mut parts, body) = request.into_parts();
                $(
                    let $before = $before::from_request_parts(&mut parts, state)
                        .await
                        .map_err(IntoResponse::into_response)?;
                )*
                let guard = guard.behind(parts.extensions.get());
                let received = received(verifier, parts, body).await;
                let (received, handling) = guard.claim(received).await.map_err(refused)?;
                Ok((($($before,)* W::take(received).map_err(refused)?,), handling))
            }
        }
    };
}

arguments!();
arguments!(A);
arguments!(A B);
arguments!(A B C);
arguments!(A B C D);
arguments!(A B C D E);
arguments!(A B C D E F);
arguments!(A B C D E F G);
