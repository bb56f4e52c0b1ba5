//! Verified webhooks for [tower](https://docs.rs/tower): a layer for any service of `http`
//! requests.
//!
//! The inner service runs only for verified requests. Its request body is a [`VerifiedBody`], which
//! holds the signed bytes and the proof. The layer answers all other requests itself.
//!
//! # Example
//!
//! ```
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, service_fn};
//! use verihook_tower::{VerifiedBody, Verifier, VerifyLayer, providers::GitHub};
//!
//! async fn on_push(request: Request<VerifiedBody<GitHub>>) -> Result<Response<String>, std::convert::Infallible> {
//!     let hook = request.into_body().into_proof(); // or `parse::<Json<Push>>()`
//!     let id = hook.delivery().unsigned_id().unwrap_or("no id");
//!     Ok(Response::new(format!("{id}: {} bytes", hook.payload().len())))
//! }
//!
//! # fn build() -> Result<(), verihook_tower::ConfigError> {
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let service = ServiceBuilder::new().layer(VerifyLayer::new(github)).service(service_fn(on_push));
//! # Ok(())
//! # }
//! ```
//!
//! A service that takes a [`VerifiedBody`] stops compiling if it is moved out of the layer by
//! mistake. An inner service for another body type does not compile either:
//!
//! ```compile_fail,E0599
//! use http::{Request, Response};
//! use tower::{Service, ServiceBuilder, service_fn};
//! use verihook_tower::{Verifier, VerifyLayer, providers::GitHub};
//!
//! # fn build(github: Verifier<GitHub>) {
//! let mut service = ServiceBuilder::new()
//!     .layer(VerifyLayer::new(github))
//!     .service(service_fn(async |_: Request<String>| Ok::<_, std::convert::Infallible>(Response::new(String::new()))));
//! let answer = service.call(Request::new(String::new()));
//! # }
//! ```
//!
//! # Rejections
//!
//! A rejection is a response, not an error of the service: an error would close the connection
//! without an answer. The sender sees a status code and a fixed message; the reason is logged
//! through `tracing`, with target `verihook` and level `WARN`.
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
//! | 500 | the endpoint is misconfigured |
//! | 503 | the secrets or the memory budget for bodies are unavailable |
//!
//! [`VerifierBuilder::status`] overrides a status. The layer also answers handshakes, the requests
//! that a provider sends to check that you own the endpoint.
//!
//! In development and staging, a `RejectionExplainer` (feature `explain`) also logs why a request
//! does not verify: what changed its body on the way, or what is wrong with the secret.
//!
//! # Handling a delivery once
//!
//! Providers retry a delivery, and a captured one can be replayed. Both have a valid signature.
//! With the feature `idempotency`, the layer handles each delivery once, on one machine or many:
//! give [`VerifyLayer`] an `IdempotentVerifier`.
//!
//! ```no_run
//! # #[cfg(feature = "idempotency")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use http::{Request, Response};
//! use std::convert::Infallible;
//! use tower::{ServiceBuilder, service_fn};
//! use verihook_tower::idempotency::{Idempotency, Lease, MemoryStore};
//! use verihook_tower::{VerifiedBody, Verifier, VerifyLayer, providers::Stripe};
//!
//! async fn on_event(request: Request<VerifiedBody<Stripe>>) -> Result<Response<String>, Infallible> {
//!     let lease = request.extensions().get::<Lease>(); // for an effect in the same transaction
//!     Ok(Response::new(String::new()))
//! }
//!
//! let idempotency = Idempotency::new(MemoryStore::new()); // or SQLite, Redis, PostgreSQL
//! let stripe = idempotency.wrap(Verifier::<Stripe>::new("whsec_a secret that is long enough")?);
//! let service = ServiceBuilder::new().layer(VerifyLayer::new(stripe)).service(service_fn(on_event));
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
//! The inner service runs in a task of its own, so its future, its response and its error must be
//! `Send` and `'static`. A client that disconnects does not stop it. If it is not done at the
//! acknowledgement deadline, the sender is told to retry, the service goes on, and the retry gets
//! its status. An error of the service, or a status other than 200 to 299, releases the delivery,
//! so that a retry is handled. The delivery is completed when the service has responded, before the
//! body of the response is sent.
//!
//! **Drain.** A graceful shutdown, such as hyper-util's `GracefulShutdown`, does not wait for these
//! tasks. Call `drain` of the `Idempotency` after it, and before `main` ends.
//!
//! # Testing a handler
//!
//! Verification cannot be switched off. Tests sign their requests with `Signer` (feature `sign`)
//! and call the service in process:
//!
//! ```
//! # #[cfg(feature = "sign")]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use http::{Request, Response};
//! use http_body_util::Full;
//! use std::convert::Infallible;
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn}; // tower with the feature `util`
//! use verihook_tower::{Bytes, Signer, UnixTime, VerifiedBody, Verifier, VerifyLayer, providers::GitHub};
//!
//! let on_push = service_fn(async |request: Request<VerifiedBody<GitHub>>| {
//!     Ok::<_, Infallible>(Response::new(request.into_body()))
//! });
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let service = ServiceBuilder::new().layer(VerifyLayer::new(github)).service(on_push);
//!
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//! let mut request = Request::post("/");
//! for (name, value) in Signer::<GitHub>::new("a secret")?.sign(b"{}", now)? {
//!     request = request.header(name, value);
//! }
//! let response = service.oneshot(request.body(Full::<Bytes>::from("{}"))?).await?;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sign"))]
//! # fn main() {}
//! ```
//!
//! # Caveats
//!
//! - **Body limit.** The endpoint's own body limit and deadline apply. A stricter limit in an outer
//!   layer applies too, and the answer is 413.
//! - **Decompression.** A layer that decodes bodies must be inside this layer, not around it,
//!   because it changes the bytes that were signed.
//! - **HTTP/2.** A body without a declared length is complete only when END_STREAM has arrived. An
//!   outer layer that wraps the body must forward `is_end_stream`, otherwise such requests are
//!   answered with 400. `is_end_stream` must not be `true` if END_STREAM never arrived, as with
//!   `http_body_util`'s `Fuse`, otherwise a truncated body is accepted.
//! - **URI prefixes.** If the scheme signs the query, the path of the request must be that of the
//!   public URL. Inside a nested router of axum, which strips its prefix from the URI, the layer
//!   sees the received path (feature `axum`, enabled by default). Any other service that strips a
//!   prefix must be inside this layer.
//! - **Source addresses.** An endpoint with [`VerifierBuilder::sources`] needs a [`Peer`] in the
//!   request's extensions, otherwise it answers every request with 500. Insert it where your server
//!   accepts the connection.
//! - **axum.** If the layer wraps an axum router, take the proof with `verihook-axum`'s extractor,
//!   because axum converts the body into its own type.
//! - **Slow clients.** The deadline covers the body, but not the header fields. Set hyper's
//!   `header_read_timeout`, which needs a timer.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod head;
mod layer;
#[cfg(feature = "idempotency")]
mod once;

pub use body::VerifiedBody;
pub use layer::{Verify, VerifyLayer};
#[doc(no_inline)]
pub use verihook_receive::ResponseBody;

verihook_receive::exports!();
