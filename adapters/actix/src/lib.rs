//! Verified webhooks for [actix-web](https://docs.rs/actix-web): a resource, an extractor and a
//! middleware.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, the request was
//! signed by the holder of `P`'s secret, is fresh (where the provider signs a time), is whole, is
//! within its limits, and its body is a `T`.
//!
//! ```no_run
//! use actix_web::{App, HttpResponse, HttpServer};
//! use verihook_actix::{Json, VerifiedWebhook, Verifier, providers::GitHub, secret_from_env, webhook};
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: String,
//! }
//!
//! async fn on_push(hook: VerifiedWebhook<GitHub, Json<Push>>) -> HttpResponse {
//!     println!("{} is at {}", hook.delivery().endpoint(), hook.payload().0.after);
//!     HttpResponse::Accepted().finish()
//! }
//!
//! #[actix_web::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let github = Verifier::<GitHub>::new(secret_from_env("GITHUB_SECRET")?)?;
//!     let app = move || App::new().service(webhook("/hooks/github", github.clone(), on_push));
//!     Ok(HttpServer::new(app).bind("127.0.0.1:3000")?.run().await?)
//! }
//! ```
//!
//! # Three ways to set it up
//!
//! - [`webhook`] takes the path, the verifier and the handler and makes a resource of them. It
//!   cannot be built without a verifier, nor with a handler for another provider.
//! - The extractor alone finds its verifier in the application's data, put there with
//!   `app_data(verifier)` or `app_data(web::Data::new(verifier))`; the nearest scope wins. If it
//!   was forgotten, or if different verifiers are found in both forms, the answer is 500, never a
//!   pass.
//! - [`VerifyWebhook`] is a middleware for many routes: it puts the verified bytes back for the
//!   handlers' own extractors, and the proof into the request's extensions.
//!
//! # Testing a handler
//!
//! There is no way past a verifier but a signature, so tests sign, with `Signer` (feature `sign`),
//! and call the application in process:
//!
//! ```
//! # #[cfg(feature = "sign")]
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use actix_web::test::{TestRequest, call_service, init_service};
//! use actix_web::{App, HttpResponse};
//! use verihook_actix::{Bytes, Signer, UnixTime, VerifiedWebhook, Verifier, providers::GitHub, webhook};
//!
//! async fn on_push(hook: VerifiedWebhook<GitHub, Bytes>) -> HttpResponse {
//!     HttpResponse::Ok().body(hook.into_payload())
//! }
//!
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let app = init_service(App::new().service(webhook("/", github, on_push))).await;
//!
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//! let mut request = TestRequest::post().uri("/").set_payload("{}");
//! for header in Signer::<GitHub>::new("a secret")?.sign(b"{}", now)? {
//!     request = request.append_header(header);
//! }
//! let response = call_service(&app, request.to_request()).await;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sign"))]
//! # fn main() {}
//! ```
//!
//! # What to know
//!
//! - The bytes are those of the wire. actix-web's own extractors decode content-coded bodies if one
//!   of its `compress-*` features is on; this crate turns none on, and refuses such bodies (415).
//! - One argument of a handler reads the body. actix-web gives a second one an empty body and says
//!   nothing; here it is a 500.
//! - `Option<VerifiedWebhook<..>>` compiles, as actix-web makes it do for every extractor, and runs
//!   the handler with `None` for a forgery. Do not write it.
//! - The endpoint's own body limit and deadline count; actix-web's `PayloadConfig` does not.
//! - actix-web answers `Expect: 100-continue` before anybody sees the request.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod head;
mod middleware;
mod rejection;
mod resource;

pub use extract::{AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection};
pub use middleware::{VerifyWebhook, VerifyWebhookService};
pub use resource::webhook;
#[doc(no_inline)]
pub use verihook::*;
#[cfg(feature = "events")]
#[doc(no_inline)]
pub use verihook_events as events;
#[doc(no_inline)]
pub use verihook_receive::secrets::*;
