//! Verified webhooks for [axum](https://docs.rs/axum): an extractor and a route constructor.
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
//! use axum::{Router, http::StatusCode};
//! use verihook_axum::{Json, VerifiedWebhook, Verifier, providers::GitHub, secret_from_env, webhook};
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: Option<String>, // a ping has none
//! }
//!
//! async fn on_push(hook: VerifiedWebhook<GitHub, Json<Push>>) -> StatusCode {
//!     println!("{} is at {:?}", hook.delivery().endpoint(), hook.payload().0.after);
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
//! # Setup
//!
//! There are two ways to give a handler its verifier:
//!
//! - [`webhook`] makes a route from a verifier and a handler, as above. A forgotten verifier is a
//!   compile error. The handler can take your application's state: see [`webhook`].
//! - With the extractor alone, put the verifier into your router's state. The extractor finds it
//!   through axum's `FromRef`, whose derive macro needs axum's feature `macros`. Two verifiers of
//!   one provider need two types: declare them with [`endpoint!`].
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
//! A state without a verifier of that provider does not compile:
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
//! # Behind a layer
//!
//! `verihook-tower`'s `VerifyLayer` verifies the requests of a whole router. If the layer and the
//! extractor hold clones of the same verifier, the extractor reuses the layer's proof, and its
//! bytes are the verified ones. If the layer verified for another endpoint, the answer is 500.
//!
//! # Nested routers
//!
//! A nested router strips its prefix from the URI. Schemes that sign the query see the target as it
//! was received, so the public URL must include the prefix.
//!
//! # Custom errors
//!
//! If your handlers return their own error type, convert it from a [`WebhookRejection`] and take a
//! `Result`:
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
//! # Handling a delivery once
//!
//! Providers retry a delivery, and a captured one can be replayed. Both have a valid signature.
//! With the feature `idempotency`, a route handles each delivery once, on one machine or many: give
//! [`webhook`] an `IdempotentVerifier`.
//!
//! ```no_run
//! # #[cfg(feature = "idempotency")]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use axum::{Router, http::StatusCode};
//! use std::time::Duration;
//! use verihook_axum::idempotency::{Idempotency, MemoryStore};
//! use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::Stripe, secret_from_env, webhook};
//!
//! let idempotency = Idempotency::new(MemoryStore::new()); // or SQLite, Redis, PostgreSQL
//! let stripe = idempotency.wrap(Verifier::<Stripe>::new(secret_from_env("STRIPE_SECRET")?)?);
//! let on_event = async |hook: VerifiedWebhook<Stripe, Bytes>| StatusCode::OK;
//! let app = Router::new().route("/hooks/stripe", webhook(stripe, on_event));
//!
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//! let stopped = async { drop(tokio::signal::ctrl_c().await) };
//! axum::serve(listener, app).with_graceful_shutdown(stopped).await?;
//! idempotency.drain(Duration::from_secs(30)).await;
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
//! idempotent `VerifyLayer`, a route shares the claim of the layer.
//!
//! **Drain.** The graceful shutdown does not wait for these handlers, but `drain` does. Call it
//! after the server has stopped, and before `main` ends.
//!
//! # Testing a handler
//!
//! Verification cannot be switched off. Tests sign their requests with `Signer` (feature `sign`)
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
//! # Caveats
//!
//! - **Body extractors.** The extractor reads the body, so it must be the last argument, and the
//!   handler can have no other extractor that reads the body. Otherwise the handler does not
//!   compile.
//! - **Body limit.** The endpoint's own limit applies (1 MiB, or the provider's), not axum's
//!   `DefaultBodyLimit`. A layer with a stricter limit, such as tower-http's
//!   `RequestBodyLimitLayer`, still applies, and the answer is 413 too.
//! - **Decompression.** Do not wrap the route in a layer that decodes bodies, such as tower-http's
//!   `RequestDecompressionLayer`: it changes the bytes that were signed.
//! - **HTTP/2.** A body without a declared length is complete only when END_STREAM has arrived. An
//!   outer layer that wraps the body must forward `is_end_stream`, otherwise such requests are
//!   answered with 400.
//! - **Slow clients.** One deadline (10 s) covers the whole body, but not the header fields. Put a
//!   proxy in front that limits the time for headers, or build the connection with hyper's
//!   `header_read_timeout`.
//! - **Optional webhooks.** `Option<VerifiedWebhook<..>>` does not compile, because the handler
//!   would run for a forged request. Use `Result<VerifiedWebhook<..>, WebhookRejection>` to inspect
//!   rejections in the handler.
//! - **Source addresses.** An endpoint with [`VerifierBuilder::sources`] needs
//!   `into_make_service_with_connect_info::<SocketAddr>()`, otherwise it answers every request with
//!   500. If your application terminates TLS itself, insert [`Peer::over_tls`] into the request's
//!   extensions.
//! - **Responses.** [`Json`] is a payload, not a response. To answer with JSON, use axum's.
//! - **Cancellation.** axum cancels a handler when its client disconnects, unless the route handles
//!   each delivery once. Pass the payload to a queue, a spawned task or a database, and answer.
//!
//! An optional webhook does not compile:
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
//! Nor does axum's `Json` as a payload:
//!
//! ```compile_fail,E0277
//! # use axum::{Router, routing::post};
//! # use verihook_axum::{VerifiedWebhook, Verifier, providers::GitHub};
//! // axum's `Json` reads requests; verihook's `Json` reads verified bytes.
//! async fn on_event(hook: VerifiedWebhook<GitHub, axum::Json<u32>>) {}
//! # fn build(github: Verifier<GitHub>) -> Router {
//! Router::new().route("/", post(on_event)).with_state(github)
//! # }
//! ```
//!
//! Nor does a verified webhook of a provider that does not sign the body:
//!
//! ```compile_fail,E0277
//! # use axum::{Router, routing::post};
//! # use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::CentrePointBasic};
//! // A password proves the sender but nothing about the body. Use `AuthenticatedWebhook` instead.
//! async fn on_event(hook: VerifiedWebhook<CentrePointBasic, Bytes>) {}
//! # fn build(verifier: Verifier<CentrePointBasic>) -> Router {
//! Router::new().route("/", post(on_event)).with_state(verifier)
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod rejection;
mod route;

#[cfg(feature = "idempotency")]
pub use extract::Once;
pub use extract::{AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection};
pub use route::{WebhookArguments, WebhookHandler, webhook};

verihook_receive::exports!();
