//! Verified webhooks for [actix-web](https://docs.rs/actix-web): a resource, an extractor and a
//! middleware.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, then:
//!
//! - the holder of `P`'s signing secret signed the request;
//! - the timestamp is within the tolerance, if the provider signs one;
//! - the body is complete, within the size limit, and a valid `T`.
//!
//! # Example
//!
//! ```no_run
//! use actix_web::{App, HttpResponse, HttpServer};
//! use verihook_actix::{Json, VerifiedWebhook, Verifier, providers::GitHub, secret_from_env, webhook};
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: Option<String>, // a ping has none
//! }
//!
//! async fn on_push(hook: VerifiedWebhook<GitHub, Json<Push>>) -> HttpResponse {
//!     println!("{} is at {:?}", hook.delivery().endpoint(), hook.payload().0.after);
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
//! # Setup
//!
//! There are three ways to set up an endpoint:
//!
//! - [`webhook`] makes a resource from a path, a verifier and a handler, as above. A forgotten
//!   verifier is a compile error, and so is a handler for another provider.
//! - The extractor alone takes its verifier from the application data. Register it with
//!   `app_data(verifier)` or `app_data(web::Data::new(verifier))`; the nearest scope wins. If the
//!   verifier is missing, or if different verifiers are registered in the two forms, the answer is
//!   500 and the handler does not run.
//! - [`VerifyWebhook`] is a middleware for many routes. It restores the verified bytes as the body
//!   for the handlers' extractors, and inserts the proof into the request's extensions.
//!
//! # Rejections
//!
//! A handler does not run for a rejected request, unless it takes a
//! `Result<VerifiedWebhook<..>, WebhookRejection>`. The sender sees a status code and a fixed
//! message; the reason is logged through `tracing`, with target `verihook` and level `WARN`.
//!
//! | status | reason |
//! |---|---|
//! | 400 | the body is incomplete, or its declared length is malformed |
//! | 401 | the signature, credential or timestamp is missing, malformed, wrong or expired |
//! | 403 | the source address is not allowed, or the connection is not encrypted |
//! | 405 | the provider does not send this method |
//! | 408 | the body did not arrive within the deadline |
//! | 413 | the body is too large |
//! | 415 | the body is content-coded (compressed), unless the provider signs it decoded |
//! | 422 | the request is verified, but the body is not a valid `T` |
//! | 500 | the endpoint is misconfigured |
//! | 503 | the secrets or the memory budget for bodies are unavailable |
//!
//! [`VerifierBuilder::status`] overrides a status. The crate also answers handshakes, the requests
//! that a provider sends to check that you own the endpoint.
//!
//! In development and staging, a `RejectionExplainer` (feature `explain`) also logs why a request
//! does not verify: what changed its body on the way, or what is wrong with the secret.
//!
//! # Handling a delivery once
//!
//! Providers retry a delivery, and a captured one can be replayed. Both have a valid signature.
//! With the feature `idempotency`, a resource handles each delivery once, on one machine or many:
//! give [`webhook`] an `IdempotentVerifier`. [`VerifyWebhook`] takes one too.
//!
//! ```no_run
//! # #[cfg(feature = "idempotency")]
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use actix_web::{App, HttpResponse, HttpServer, rt};
//! use std::time::Duration;
//! use verihook_actix::idempotency::{Idempotency, MemoryStore};
//! use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::Stripe, secret_from_env, webhook};
//!
//! async fn on_event(hook: VerifiedWebhook<Stripe, Bytes>) -> HttpResponse {
//!     HttpResponse::Ok().finish()
//! }
//!
//! let idempotency = Idempotency::new(MemoryStore::new()); // or SQLite, Redis, PostgreSQL
//! let stripe = idempotency.wrap(Verifier::<Stripe>::new(secret_from_env("STRIPE_SECRET")?)?);
//! let app = move || App::new().service(webhook("/hooks/stripe", stripe.clone(), on_event));
//!
//! let server = HttpServer::new(app).disable_signals().bind("127.0.0.1:3000")?.run();
//! let handle = server.handle();
//! rt::spawn(async move {
//!     let _ = rt::signal::ctrl_c().await;
//!     idempotency.drain(Duration::from_secs(30)).await;
//!     handle.stop(true).await;
//! });
//! server.await?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "idempotency"))]
//! # fn main() {}
//! ```
//!
//! | status | when |
//! |---|---|
//! | the first one | the delivery was handled before; the handler does not run again |
//! | 422 | its signed id was used with another body |
//! | 500 | the handler panicked; a retry is handled |
//! | 503 with `Retry-After` | it is being handled, its handler is over the deadline, the store is unavailable, or the server is shutting down |
//!
//! The handler runs in a task of its own. A client that disconnects does not stop it. If it is not
//! done at the acknowledgement deadline, the sender gets 503 and retries while the handler continues, and the
//! retry gets its status. A status other than 200 to 299 releases the delivery, so that a retry is
//! handled.
//!
//! A handler that takes `Once<VerifiedWebhook<..>>` has the lease of its delivery too. It can
//! commit its effect and the completion in one transaction of its database.
//!
//! The extractor alone does not see how a handler ends, so it handles every delivery. Behind an
//! idempotent middleware, whose lease is in the request's extensions, a resource shares the claim
//! of the middleware.
//!
//! **Drain.** A handler runs on the thread of its worker, and a worker that stops drops its tasks.
//! So handle the signals yourself, as above: `drain` first, and then stop the server. Meanwhile,
//! deliveries are answered with 503.
//!
//! # Testing a handler
//!
//! Verification cannot be switched off. Tests sign their requests with `Signer` (feature `sign`)
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
//! # Caveats
//!
//! - **Compression.** The extractor reads the bytes as they were sent. actix-web's own extractors
//!   decode content-coded bodies if one of its `compress-*` features is enabled. This crate enables
//!   none of them and rejects such bodies with 415.
//! - **Body extractors.** A handler can have only one extractor that reads the body. actix-web
//!   silently gives a second one an empty body; this crate answers with 500 instead.
//! - **Optional webhooks.** With the extractor alone, `Option<VerifiedWebhook<..>>` compiles,
//!   because actix-web accepts `Option` of any extractor. Do not use it: the handler runs with
//!   `None` for a forged request.
//! - **Body limit.** The endpoint's own body limit and deadline apply, not actix-web's
//!   `PayloadConfig`.
//! - **`Expect: 100-continue`.** actix-web sends `100 Continue` before the application sees the
//!   request.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod head;
mod middleware;
mod rejection;
mod resource;

#[cfg(feature = "idempotency")]
pub use extract::Once;
pub use extract::{AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection};
pub use middleware::{VerifyWebhook, VerifyWebhookService};
pub use resource::webhook;

verihook_receive::exports!();
