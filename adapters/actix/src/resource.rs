//! The resource constructor.

use crate::extract::{Extracting, TakesWebhook, Webhook, WebhookRejection};
use crate::head::received;
use actix_web::{FromRequest, Handler, HttpMessage as _, HttpRequest, HttpResponse, Resource};
use actix_web::{Responder, ResponseError as _, dev, rt, web};
use core::future::Future;
use core::pin::Pin;
use verihook::{Endpoint, Verifier};
use verihook_receive::{Guard, Handling, Refusal, RouteVerifier};

/// Creates a resource at `path` that verifies with `verifier` before `handler` runs.
///
/// The resource accepts every method, because the scheme defines the methods that the provider
/// sends. Other methods are answered with 405 and `Allow`. The webhook is the handler's last
/// argument; other extractors can come before it.
///
/// ```
/// use actix_web::{App, HttpResponse, web};
/// use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::Terra, webhook};
///
/// async fn on_data(name: web::Data<String>, hook: VerifiedWebhook<Terra, Bytes>) -> HttpResponse {
///     println!("{}: {} bytes", name.as_str(), hook.payload().len());
///     HttpResponse::Ok().finish()
/// }
///
/// # fn build() -> Result<(), verihook_actix::ConfigError> {
/// let terra = Verifier::<Terra>::new("a secret")?;
/// let app = App::new()
///     .app_data(web::Data::new("shop".to_owned()))
///     .service(webhook("/hooks/terra", terra, on_data));
/// # Ok(())
/// # }
/// ```
///
/// A handler for another provider does not compile:
///
/// ```compile_fail,E0277
/// # use actix_web::{App, HttpResponse};
/// # use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::{GitHub, Terra}, webhook};
/// async fn on_push(hook: VerifiedWebhook<GitHub, Bytes>) -> HttpResponse {
///     HttpResponse::Ok().finish()
/// }
/// # fn build(terra: Verifier<Terra>) {
/// let app = App::new().service(webhook("/hooks/terra", terra, on_push));
/// # }
/// ```
///
/// A handler that takes the lease of its delivery needs an `IdempotentVerifier`:
///
/// ```compile_fail,E0080
/// # use verihook_actix::{Bytes, Once, VerifiedWebhook, Verifier, providers::Terra, webhook};
/// async fn on_data(hook: Once<VerifiedWebhook<Terra, Bytes>>) -> &'static str {
///     "done"
/// }
/// # let terra = Verifier::<Terra>::new("a secret").expect("the secret is valid");
/// let resource = webhook("/hooks/terra", terra, on_data);
/// ```
pub fn webhook<V, F, Args>(path: &str, verifier: V, handler: F) -> Resource
where
    V: RouteVerifier,
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: FromRequest + TakesWebhook<V::Endpoint> + 'static,
{
    const { assert!(V::IS_IDEMPOTENT || !Args::NEEDS_LEASE, "`Once` needs an `IdempotentVerifier`") };
    let (verifier, guard) = verifier.into_guarded();
    let route = match guard.is_idempotent() {
        true => web::route().to(surrounded::<V::Endpoint, F, Args>(handler)),
        false => web::route().to(handler),
    };
    web::resource(path).app_data(OfResource { verifier, guard }).route(route)
}

/// The verifier of a resource, and the guard around its handler. No other scope is nearer to the
/// handler.
pub(crate) struct OfResource<P> {
    pub(crate) verifier: Verifier<P>,
    guard: Guard,
}

impl<P: Endpoint> OfResource<P> {
    /// Returns the resource of a request, if it handles each delivery once.
    pub(crate) fn idempotent(request: &HttpRequest) -> Option<&Self> {
        request.app_data::<Self>().filter(|resource| resource.guard.is_idempotent())
    }
}

/// What the extractor leaves in the request for the code around the handler: the claim, or the
/// response to a delivery that must not be handled.
struct Claim<P>(Result<Handling<P>, HttpResponse>);

/// Receives a request, and claims its delivery.
pub(crate) fn claimed<P: Endpoint, W: Webhook<P> + 'static>(
    resource: &OfResource<P>,
    request: &HttpRequest,
    payload: dev::Payload,
) -> Extracting<W> {
    let guard = resource.guard.behind(request.extensions().get());
    let received = received(&resource.verifier, request, payload, |received| received);
    let request = request.clone();
    Box::pin(async move {
        let claimed = guard.claim(received.await).await.map_err(WebhookRejection::from);
        let (claim, webhook) = match claimed {
            Ok((received, handling)) => (Ok(handling), W::take(received).map_err(From::from)),
            Err(refused) => (Err(refused.error_response()), Err(refused)),
        };
        request.extensions_mut().insert(Claim(claim));
        webhook
    })
}

/// Surrounds a handler, which runs only for a claimed delivery, in a task of its own.
fn surrounded<P, F, Args>(handler: F) -> impl Handler<(HttpRequest, Args), Output = HttpResponse>
where
    P: Endpoint,
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: 'static,
{
    move |request: HttpRequest, arguments: Args| {
        let handler = handler.clone();
        async move {
            let claim = request.extensions_mut().remove::<Claim<P>>();
            // The extractor of the webhook leaves a claim. Without one, nothing was verified here.
            let claim = claim.unwrap_or_else(|| {
                let refusal = Refusal::not_configured::<P>("`webhook(path, verifier, handler)`");
                Claim(Err(WebhookRejection::from(refusal).error_response()))
            });
            let handling = match claim.0 {
                Ok(handling) => handling,
                Err(response) => return response,
            };
            let running = async move {
                handler.call(arguments).await.respond_to(&request).map_into_boxed_body()
            };
            let answer = handling.run_local(running, |response| response.status().as_u16(), spawn);
            answer.await.unwrap_or_else(|refusal| WebhookRejection::from(refusal).error_response())
        }
    }
}

/// Starts a task on this worker, because the futures of handlers are not `Send`.
pub(crate) fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    // Dropping the handle detaches the task.
    drop(rt::spawn(task));
}
