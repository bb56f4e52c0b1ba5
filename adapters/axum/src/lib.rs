//! Verified webhooks for [axum](https://docs.rs/axum): an extractor, and a route constructor.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, the request was
//! signed by the holder of `P`'s secret, is fresh (where the provider signs a time), is whole, is
//! within its limits, and its body is a `T`.
//!
//! ```no_run
//! use axum::{Router, http::StatusCode};
//! use verihook_axum::{Json, VerifiedWebhook, Verifier, providers::GitHub, secret_from_env, webhook};
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: String,
//! }
//!
//! async fn on_push(hook: VerifiedWebhook<GitHub, Json<Push>>) -> StatusCode {
//!     println!("{} is at {}", hook.delivery().endpoint(), hook.payload().0.after);
//!     StatusCode::ACCEPTED
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let github = Verifier::<GitHub>::new(secret_from_env("GITHUB_SECRET")?)?;
//!     let app = Router::new().route("/hooks/github", webhook(github, on_push));
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//!     Ok(axum::serve(listener, app).await?)
//! }
//! ```
//!
//! # Two ways to set it up
//!
//! [`webhook`] takes the verifier and the handler and makes a route of them; nothing can be
//! forgotten. An application with a state of its own puts the verifier there, and the extractor
//! finds it through axum's `FromRef` (whose derive macro is axum's feature `macros`). A state
//! without a verifier of that provider does not compile:
//!
//! ```
//! use axum::{Router, extract::{FromRef, State}, http::StatusCode, routing::post};
//! use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::{GitHub, Stripe}};
//!
//! #[derive(Clone, FromRef)]
//! struct App {
//!     github: Verifier<GitHub>,
//!     stripe: Verifier<Stripe>,
//!     name: &'static str,
//! }
//!
//! async fn on_event(State(name): State<&'static str>, hook: VerifiedWebhook<Stripe, Bytes>) -> StatusCode {
//!     println!("{name} got {} bytes", hook.payload().len());
//!     StatusCode::OK
//! }
//!
//! # fn build() -> Result<Router, verihook_axum::ConfigError> {
//! let app = App { github: Verifier::new("one")?, stripe: Verifier::new("two")?, name: "shop" };
//! let router = Router::new().route("/hooks/stripe", post(on_event)).with_state(app);
//! # Ok(router)
//! # }
//! ```
//!
//! ```compile_fail,E0308
//! # use axum::{Router, extract::FromRef, routing::post};
//! # use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::{GitHub, Stripe}};
//! #[derive(Clone, FromRef)]
//! struct App {
//!     github: Verifier<GitHub>,
//! }
//!
//! async fn on_event(hook: VerifiedWebhook<Stripe, Bytes>) {}
//!
//! # fn build(app: App) -> Router {
//! Router::new().route("/hooks/stripe", post(on_event)).with_state(app)
//! # }
//! ```
//!
//! # Behind a layer
//!
//! `verihook-tower`'s `VerifyLayer` verifies for a whole router. Where a clone of the very verifier
//! stands in both places, the extractor takes over what the layer has verified, and the bytes are
//! those of the proof. A layer that verified for another endpoint is a mistake, and is answered
//! with 500.
//!
//! # Nested routers
//!
//! A nested router takes its prefix off the URI. Schemes that sign the query are given the target
//! as it was received, so the public URL has the prefix.
//!
//! # Errors of your own
//!
//! An application whose handlers fail with a type of its own makes it from a [`WebhookRejection`],
//! and takes a `Result`:
//!
//! ```
//! use axum::response::{IntoResponse, Response};
//! use axum::{Router, http::StatusCode};
//! use verihook_axum::{Bytes, VerifiedWebhook, Verifier, WebhookRejection, providers::GitHub, webhook};
//!
//! enum Failure {
//!     Refused(WebhookRejection),
//!     Busy,
//! }
//!
//! impl From<WebhookRejection> for Failure {
//!     fn from(refused: WebhookRejection) -> Self {
//!         Self::Refused(refused)
//!     }
//! }
//!
//! impl IntoResponse for Failure {
//!     fn into_response(self) -> Response {
//!         match self {
//!             Self::Refused(refused) => refused.into_response(),
//!             Self::Busy => StatusCode::SERVICE_UNAVAILABLE.into_response(),
//!         }
//!     }
//! }
//!
//! #[axum::debug_handler(state = Verifier<GitHub>)] // says what is wrong with a handler that does not compile
//! async fn on_push(hook: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>) -> Result<StatusCode, Failure> {
//!     let push = hook?.into_payload();
//!     if push.is_empty() { Err(Failure::Busy) } else { Ok(StatusCode::ACCEPTED) }
//! }
//!
//! # fn build() -> Result<Router, verihook_axum::ConfigError> {
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let hooks = Router::new().route("/github", webhook(github, on_push));
//! let router: Router = Router::new().nest("/hooks", hooks);
//! # Ok(router)
//! # }
//! ```
//!
//! # Testing a handler
//!
//! There is no way past a verifier but a signature, so tests sign, with `Signer` (feature `sign`),
//! and call the router in process:
//!
//! ```
//! # #[cfg(feature = "sign")]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use axum::{Router, body::Body, http::Request};
//! use tower::ServiceExt as _; // tower with the feature `util`
//! use verihook_axum::{Bytes, Signer, UnixTime, VerifiedWebhook, Verifier, providers::GitHub, webhook};
//!
//! let on_push = async |hook: VerifiedWebhook<GitHub, Bytes>| hook.into_payload();
//! let router: Router = Router::new().route("/", webhook(Verifier::<GitHub>::new("a secret")?, on_push));
//!
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//! let mut request = Request::post("/");
//! for (name, value) in Signer::<GitHub>::new("a secret")?.sign(b"{}", now)? {
//!     request = request.header(name, value);
//! }
//! let response = router.oneshot(request.body(Body::from("{}"))?).await?;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sign"))]
//! # fn main() {}
//! ```
//!
//! # What to know
//!
//! - The extractor reads the body, so it is the handler's last argument, and no other one that
//!   reads the body stands beside it. Both are compile errors.
//! - The endpoint's own limit counts (1 MiB, or the provider's); axum's `DefaultBodyLimit` does
//!   not. A layer that limits more strictly, like tower-http's `RequestBodyLimitLayer`, still
//!   counts, and is answered with 413 too.
//! - A layer that decodes bodies, like tower-http's `RequestDecompressionLayer`, must not stand in
//!   front: it changes the bytes that were signed.
//! - Over HTTP/2 a body without a declared length is complete only once END_STREAM arrived. A layer
//!   in front that wraps the body must pass `is_end_stream` on, or those requests are answered with
//!   400.
//! - The whole body has one deadline (10 s). Header fields do not: put a server in front that
//!   limits how long they may take, or build the connection with hyper's `header_read_timeout`.
//! - `Option<VerifiedWebhook<..>>` does not compile, because it would run the handler for a
//!   forgery. `Result<VerifiedWebhook<..>, WebhookRejection>` compiles, and says so.
//! - An endpoint that asks from where requests come ([`VerifierBuilder::sources`]) needs
//!   `into_make_service_with_connect_info::<SocketAddr>()`, or it answers everybody with 500.
//!   Behind TLS of the application's own, put [`Peer::over_tls`] among the request's extensions.
//! - A refusal is told to `tracing` (target `verihook`, level `WARN`); the peer learns no reason.
//! - [`Json`] is a payload and no response; answer with axum's own.
//! - A client that goes away cancels the handler, as axum does for every handler. Hand the payload
//!   on (to a queue, a spawned task, a database) and answer.
//!
//! ```compile_fail,E0277
//! # use axum::{Router, routing::post};
//! # use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub};
//! async fn on_event(hook: Option<VerifiedWebhook<GitHub, Bytes>>) {}
//! # fn build(github: Verifier<GitHub>) -> Router {
//! Router::new().route("/", post(on_event)).with_state(github)
//! # }
//! ```
//!
//! ```compile_fail,E0277
//! # use axum::{Router, routing::post};
//! # use verihook_axum::{VerifiedWebhook, Verifier, providers::GitHub};
//! // axum's Json reads requests; verihook's reads verified bytes.
//! async fn on_event(hook: VerifiedWebhook<GitHub, axum::Json<u32>>) {}
//! # fn build(github: Verifier<GitHub>) -> Router {
//! Router::new().route("/", post(on_event)).with_state(github)
//! # }
//! ```
//!
//! ```compile_fail,E0277
//! # use axum::{Router, routing::post};
//! # use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::CentrePointBasic};
//! // A password proves who sent it and nothing about the body: ask for an AuthenticatedWebhook.
//! async fn on_event(hook: VerifiedWebhook<CentrePointBasic, Bytes>) {}
//! # fn build(verifier: Verifier<CentrePointBasic>) -> Router {
//! Router::new().route("/", post(on_event)).with_state(verifier)
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod rejection;
mod route;

pub use extract::{AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection};
pub use route::{WebhookHandler, webhook};
#[doc(no_inline)]
pub use verihook::*;
#[cfg(feature = "events")]
#[doc(no_inline)]
pub use verihook_events as events;
#[doc(no_inline)]
pub use verihook_receive::secrets::*;
