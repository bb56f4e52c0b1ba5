//! The filters.

use crate::head::{WarpHead, head};
use crate::params::Params;
use bytes::Buf;
use core::future::Future;
use futures_core::Stream;
use verihook::{Endpoint, Rejection, Verifier};
use verihook_receive::{Received, Refusal, RouteVerifier, receive};
use warp::reply::Response;
use warp::{Filter, Reply};

verihook_receive::webhooks!();

/// Creates a filter that verifies with `verifier` after `before` has matched, and runs `handler`.
///
/// The handler takes the values that `before` extracts, as one tuple, and the webhook.
///
/// ```
/// use verihook_warp::{Bytes, VerifiedWebhook, Verifier, handle, providers::Terra};
/// use warp::{Filter, http::StatusCode};
///
/// # fn build() -> Result<(), verihook_warp::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let before = warp::path!("hooks" / String / "terra");
/// let route = handle(before, terra, async |(tenant,): (String,), hook: VerifiedWebhook<Terra, Bytes>| {
///     println!("{tenant}: {} bytes", hook.payload().len());
///     StatusCode::OK
/// });
/// let routes = route.or(warp::path!("health").map(|| "up"));
/// # Ok(())
/// # }
/// ```
///
/// A handler for another provider does not compile:
///
/// ```compile_fail,E0277
/// # use verihook_warp::{Bytes, VerifiedWebhook, Verifier, handle, providers::{GitHub, Terra}};
/// # use warp::http::StatusCode;
/// # fn build(terra: Verifier<Terra>) {
/// handle(warp::path!("hooks"), terra, async |(): (), hook: VerifiedWebhook<GitHub, Bytes>| StatusCode::OK);
/// # }
/// ```
///
/// A handler that takes the lease of its delivery needs an `IdempotentVerifier`:
///
/// ```compile_fail,E0080
/// # use verihook_warp::{Bytes, Once, VerifiedWebhook, Verifier, handle, providers::Terra};
/// # let terra = Verifier::<Terra>::new("a secret").expect("the secret is valid");
/// let on_data = async |(): (), hook: Once<VerifiedWebhook<Terra, Bytes>>| "done";
/// let route = handle(warp::path!("hooks" / "terra"), terra, on_data);
/// ```
pub fn handle<V, B, W, F, A>(
    before: B,
    verifier: V,
    handler: F,
) -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone + Send + Sync + 'static
where
    V: RouteVerifier,
    B: Filter<Error = warp::Rejection> + Clone + Send + Sync + 'static,
    B::Extract: Params,
    W: Webhook<V::Endpoint> + Send + 'static,
    F: Fn(B::Extract, W) -> A + Clone + Send + Sync + 'static,
    A: Future + Send + 'static,
    A::Output: Reply + Send,
    Received<V::Endpoint, W::Payload>: Send,
{
    const { assert!(V::IS_IDEMPOTENT || !W::NEEDS_LEASE, "`Once` needs an `IdempotentVerifier`") };
    let (verifier, guard) = verifier.into_guarded();
    B::Extract::gather(before).and(head()).and(warp::body::stream()).then(
        move |params, head: WarpHead, body| {
            let received = received::<_, W, _, _>(&verifier, &head, body);
            let (guard, handler) = (guard.clone(), handler.clone());
            async move {
                let answer = async move {
                    let (received, handling) = guard.claim(received.await).await?;
                    let webhook = W::take(received)?;
                    let running = async move { handler(params, webhook).await.into_response() };
                    handling.run(running, |response| response.status().as_u16()).await
                };
                answer.await.unwrap_or_else(|refusal| WebhookRejection(refusal).into_response())
            }
        },
    )
}

/// Creates a filter that extracts a verified webhook, or a [`WebhookRejection`].
///
/// The filter does not answer rejected requests itself. To answer, reply with the
/// [`WebhookRejection`].
///
/// ```
/// use verihook_warp::{Bytes, VerifiedWebhook, Verifier, WebhookRejection, providers::Terra, result};
/// use warp::{Filter, Reply, http::StatusCode};
///
/// type Hook = Result<VerifiedWebhook<Terra, Bytes>, WebhookRejection>;
///
/// # fn build() -> Result<(), verihook_warp::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let route = warp::path!("hooks").and(result(terra)).map(|hook: Hook| match hook {
///     Ok(hook) => StatusCode::OK.into_response(),
///     Err(refused) => refused.into_response(),
/// });
/// # Ok(())
/// # }
/// ```
pub fn result<P, W>(
    verifier: Verifier<P>,
) -> impl Filter<Extract = (Result<W, WebhookRejection>,), Error = warp::Rejection>
+ Clone
+ Send
+ Sync
+ 'static
where
    P: Endpoint,
    W: Webhook<P> + Send + 'static,
{
    const { assert!(!W::NEEDS_LEASE, "`Once` needs `handle`, which runs the handler") };
    head().and(warp::body::stream()).then(move |head: WarpHead, body| {
        let received = received::<P, W, _, _>(&verifier, &head, body);
        async move { W::take(received.await).map_err(WebhookRejection::from) }
    })
}

/// Receives a request. The body is a type parameter, because warp's body stream type has no name.
fn received<P, W, S, D>(
    verifier: &Verifier<P>,
    head: &WarpHead,
    body: S,
) -> impl Future<Output = Result<Received<P, W::Payload>, Refusal>> + use<P, W, S, D>
where
    P: Endpoint,
    W: Webhook<P>,
    S: Stream<Item = Result<D, warp::Error>>,
    D: Buf,
{
    receive(verifier.clone(), head, body, |_| Rejection::BodyIncomplete)
}
