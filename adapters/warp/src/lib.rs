//! Verified webhooks for [warp](https://docs.rs/warp): a filter that answers rejected requests
//! itself and never falls through to another route.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, then:
//!
//! - the holder of `P`'s signing secret signed the request;
//! - the timestamp is within the tolerance, if the provider signs one;
//! - the body is complete, within the size limit, and a valid `T`.
//!
//! Over HTTP/2 warp can hide that a body was truncated; see [Caveats](#caveats).
//!
//! # Example
//!
//! ```no_run
//! use verihook_warp::{Json, VerifiedWebhook, Verifier, handle, providers::GitHub, secret_from_env};
//! use warp::http::StatusCode;
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: Option<String>, // a ping has none
//! }
//!
//! async fn on_push((): (), hook: VerifiedWebhook<GitHub, Json<Push>>) -> StatusCode {
//!     println!("{} is at {:?}", hook.delivery().endpoint(), hook.payload().0.after);
//!     StatusCode::ACCEPTED
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let github = Verifier::<GitHub>::new(secret_from_env("GITHUB_SECRET")?)?;
//!     let route = handle(warp::path!("hooks" / "github"), github, on_push);
//!     warp::serve(route).run(([127, 0, 0, 1], 3000)).await;
//!     Ok(())
//! }
//! ```
//!
//! # Setup
//!
//! - [`handle`] makes a filter from a preceding filter, a verifier and a handler, as above. The
//!   handler receives the values of the preceding filter as a tuple. As soon as that filter has
//!   matched, the request is answered here. A rejected request gets a reply, not a warp rejection:
//!   after a rejection warp tries the next route of an `or`, and a forged request must not reach a
//!   route that does not verify.
//! - [`result`] is a plain filter. It extracts a `Result` and does not reject either.
//!
//! Both accept every method, because the scheme defines the methods that the provider sends. Other
//! methods are answered with 405 and `Allow`.
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
//! | 411 | the provider does not sign the body, and its length is not declared |
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
//! With the feature `idempotency`, a filter handles each delivery once, on one machine or many:
//! give [`handle`] an `IdempotentVerifier`.
//!
//! ```no_run
//! # #[cfg(feature = "idempotency")]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use verihook_warp::idempotency::{Idempotency, MemoryStore};
//! use verihook_warp::{Bytes, VerifiedWebhook, Verifier, handle, providers::Stripe, secret_from_env};
//! use warp::http::StatusCode;
//!
//! let idempotency = Idempotency::new(MemoryStore::new()); // or SQLite, Redis, PostgreSQL
//! let stripe = idempotency.wrap(Verifier::<Stripe>::new(secret_from_env("STRIPE_SECRET")?)?);
//! let on_event = async |(): (), hook: VerifiedWebhook<Stripe, Bytes>| StatusCode::OK;
//! let route = handle(warp::path!("hooks" / "stripe"), stripe, on_event);
//!
//! let server = warp::serve(route).bind(([127, 0, 0, 1], 3000)).await;
//! server.graceful(async { drop(tokio::signal::ctrl_c().await) }).run().await;
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
//! [`result`] does not see how a handler ends, so it takes a [`Verifier`] alone.
//!
//! **Drain.** The graceful shutdown does not wait for these handlers, but `drain` does. Call it
//! after the server has stopped, and before `main` ends.
//!
//! # Testing a handler
//!
//! Verification cannot be switched off. Tests sign their requests with `Signer` (feature `sign`)
//! and call the filter in process, with warp's feature `test`. (warp's test client replaces a
//! header field that is set twice.)
//!
//! ```
//! # #[cfg(feature = "sign")]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use verihook_warp::{Bytes, Signer, UnixTime, VerifiedWebhook, Verifier, handle, providers::GitHub};
//!
//! let on_push = async |(): (), hook: VerifiedWebhook<GitHub, Bytes>| hook.payload().len().to_string();
//! let route = handle(warp::path!("hook"), Verifier::<GitHub>::new("a secret")?, on_push);
//!
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//! let mut request = warp::test::request().method("POST").path("/hook").body("{}");
//! for (name, value) in Signer::<GitHub>::new("a secret")?.sign(b"{}", now)? {
//!     request = request.header(name, value);
//! }
//! assert_eq!(request.reply(&route).await.status(), 200);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sign"))]
//! # fn main() {}
//! ```
//!
//! # Caveats
//!
//! - **Truncated bodies.** warp's body stream can hide an HTTP/2 reset. If the provider does not
//!   sign the body, the request therefore needs `Content-Length` (411), except for a chunked body
//!   over HTTP/1. If the provider signs the body, the signature is checked over the bytes that
//!   arrived.
//! - **Body limit.** The endpoint's own body limit and deadline apply. warp itself has none.
//! - **Source addresses.** An endpoint with [`VerifierBuilder::sources`] needs the address of the
//!   client, which `warp::serve` provides. If you run `warp::service` in your own accept loop,
//!   insert a [`Peer`] into the request's extensions.
//! - **Cancellation.** warp cancels a handler when its client disconnects, unless the route handles
//!   each delivery once. Pass the payload to a queue, a spawned task or a database, and answer.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod filter;
mod head;
mod params;
mod rejection;

#[cfg(feature = "idempotency")]
pub use filter::Once;
pub use filter::{
    AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection, handle, result,
};
pub use params::Params;

verihook_receive::exports!();
