//! The resource constructor.

use crate::extract::{OfResource, TakesWebhook};
use actix_web::{FromRequest, Handler, Resource, Responder, web};
use verihook::{Endpoint, Verifier};

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
pub fn webhook<P, F, Args>(path: &str, verifier: Verifier<P>, handler: F) -> Resource
where
    P: Endpoint,
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: FromRequest + TakesWebhook<P> + 'static,
{
    web::resource(path).app_data(OfResource(verifier)).route(web::route().to(handler))
}
