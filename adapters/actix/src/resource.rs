//! The resource constructor.

use crate::extract::{AuthenticatedWebhook, VerifiedWebhook};
use actix_web::{FromRequest, Handler, Resource, Responder, web};
use verihook::{Marker, Verifier};

/// A resource at `path` that verifies with `verifier` before `handler` runs.
///
/// It takes every method, because which ones a provider sends is the scheme's to say: others are answered with
/// 405 and `Allow`. The handler's last argument is the webhook; it may have others before.
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
    P: Marker,
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: FromRequest + TakesWebhook<P> + 'static,
{
    web::resource(path).app_data(verifier).route(web::route().to(handler))
}

/// A handler's argument that is a webhook of `P`: a [`VerifiedWebhook`], an [`AuthenticatedWebhook`], or a
/// `Result` of one, for handlers that look at the refusal.
#[diagnostic::on_unimplemented(
    message = "the handler's last argument is not a webhook of `{P}`",
    note = "write `VerifiedWebhook<{P}, ..>`, or `AuthenticatedWebhook<{P}, ..>` for a provider that signs no body"
)]
pub trait Webhook<P> {}

impl<P, T> Webhook<P> for VerifiedWebhook<P, T> {}
impl<P, T> Webhook<P> for AuthenticatedWebhook<P, T> {}
impl<P, W: Webhook<P>, E> Webhook<P> for Result<W, E> {}

/// The arguments of a handler, the last of which is a [`Webhook`] of `P`.
#[diagnostic::on_unimplemented(
    message = "the handler does not take a webhook of `{P}` as its last argument",
    note = "a handler has up to six arguments, the last of them a `VerifiedWebhook<{P}, ..>`"
)]
pub trait TakesWebhook<P> {}

macro_rules! takes_webhook {
    ($($before:ident)*) => {
        impl<P, $($before,)* W: Webhook<P>> TakesWebhook<P> for ($($before,)* W,) {}
    };
}

takes_webhook!();
takes_webhook!(A);
takes_webhook!(A B);
takes_webhook!(A B C);
takes_webhook!(A B C D);
takes_webhook!(A B C D E);
