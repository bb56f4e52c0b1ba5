//! Verified webhooks for [Rocket](https://docs.rs/rocket): guarded routes, a data guard and a
//! fairing.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, then:
//!
//! - the holder of `P`'s signing secret signed the request;
//! - the timestamp is within the tolerance, if the provider signs one;
//! - the body is complete, within the size limit, and a valid `T`.
//!
//! Rocket can hide that a body was truncated; see [Caveats](#caveats).
//!
//! # Example
//!
//! ```no_run
//! use rocket::http::Status;
//! use verihook_rocket::{Json, VerifiedWebhook, Verifier, catchers, fairing, providers::GitHub, secret_from_env};
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: Option<String>, // a ping has none
//! }
//!
//! #[rocket::post("/hooks/github", data = "<hook>")]
//! fn on_push(hook: VerifiedWebhook<GitHub, Json<Push>>) -> Status {
//!     println!("{} is at {:?}", hook.delivery().endpoint(), hook.payload().0.after);
//!     Status::Accepted
//! }
//!
//! #[rocket::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let github = Verifier::<GitHub>::new(secret_from_env("GITHUB_SECRET")?)?;
//!     rocket::build()
//!         .attach(fairing(github)) // before other fairings
//!         .mount("/", rocket::routes![on_push])
//!         .register("/", catchers())
//!         .launch()
//!         .await?;
//!     Ok(())
//! }
//! ```
//!
//! # Setup
//!
//! There are two ways to set up an endpoint:
//!
//! - The guard takes its verifier from Rocket's state, where [`fairing`] puts it. Without the
//!   fairing, Rocket does not launch, and its log names the verifier that is missing. A catcher
//!   answers rejected requests: register [`catchers`], or your own.
//! - [`webhook`] makes guarded routes from a path, a verifier and a handler. They need no fairing
//!   and no catcher. They accept every method, and methods that the provider does not send are
//!   answered with 405.
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
//! With the feature `idempotency`, a route handles each delivery once, on one machine or many: give
//! [`webhook`] an `IdempotentVerifier`.
//!
//! ```no_run
//! # #[cfg(feature = "idempotency")]
//! # #[rocket::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use rocket::http::Status;
//! use std::time::Duration;
//! use verihook_rocket::idempotency::{Idempotency, MemoryStore};
//! use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::Stripe, secret_from_env, webhook};
//!
//! let idempotency = Idempotency::new(MemoryStore::new()); // or SQLite, Redis, PostgreSQL
//! let stripe = idempotency.wrap(Verifier::<Stripe>::new(secret_from_env("STRIPE_SECRET")?)?);
//! let on_event = async |hook: VerifiedWebhook<Stripe, Bytes>| Status::Ok;
//! let rocket = rocket::build().mount("/", webhook("/hooks/stripe", stripe, on_event));
//!
//! rocket.launch().await?;
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
//! Rocket does not stop a handler when its client disconnects. A status other than 200 to 299
//! releases the delivery, so that a retry is handled.
//!
//! **No acknowledgement deadline.** The response of a Rocket handler borrows the request, so the
//! handler cannot outlive it, and the answer always waits for the handler. If the work takes longer
//! than the provider waits, pass it to a queue or to a task.
//!
//! A handler that takes `Once<VerifiedWebhook<..>>` has the lease of its delivery too. It can
//! commit its effect and the completion in one transaction of its database.
//!
//! The data guard does not see how a handler ends, so it handles every delivery.
//!
//! **Drain.** Call `drain` after `launch`, which waits for running handlers only for a few seconds
//! (`shutdown.grace` and `shutdown.mercy`), and before `main` ends.
//!
//! # Testing a handler
//!
//! Verification cannot be switched off. Tests sign their requests with `Signer` (feature `sign`)
//! and call the application with Rocket's local client:
//!
//! ```
//! # #[cfg(feature = "sign")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use rocket::http::{Header, Status};
//! use rocket::local::blocking::Client;
//! use verihook_rocket::{Bytes, Signer, UnixTime, VerifiedWebhook, Verifier, providers::GitHub, webhook};
//!
//! let on_push = async |hook: VerifiedWebhook<GitHub, Bytes>| Status::Ok;
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let client = Client::untracked(rocket::build().mount("/", webhook("/hook", github, on_push)))?;
//!
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//! let mut request = client.post("/hook").body("{}");
//! for (name, value) in Signer::<GitHub>::new("a secret")?.sign(b"{}", now)? {
//!     request.add_header(Header::new(name, value));
//! }
//! assert_eq!(request.dispatch().status(), Status::Ok);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sign"))]
//! # fn main() {}
//! ```
//!
//! # Caveats
//!
//! - **Truncated bodies.** Rocket reads the first 14 bytes of a body itself. If the connection
//!   breaks there, Rocket continues as if the body had ended. The guard detects this and rejects
//!   the request with 400. If other fairings peek into bodies, the detection needs [`fairing`],
//!   attached before them. Two gaps are left: a chunked body that is truncated between its 14th and
//!   511th byte, if another fairing peeks 512 bytes; and over HTTP/2 a stream that the client
//!   resets with `NO_ERROR`, which Rocket reports as the end of the body. A signature of the whole
//!   body does not match its beginning, so the gaps matter only if the beginning was signed too. If
//!   the provider does not sign the body, the request must declare its length (411).
//! - **Logs.** Rocket logs through the crate `log`. `tracing_subscriber::fmt::init()` installs a
//!   logger for that crate too, so Rocket's own lines then need a directive, such as
//!   `RUST_LOG=rocket=info,verihook=warn`. Call it before `rocket::build()`.
//! - **Early rejections.** Rocket waits for 14 bytes of the body, or for its end, before it calls
//!   any guard, so a rejection by the head is delayed until then. Rocket also answers
//!   `Expect: 100-continue` itself. Put a proxy that buffers requests in front.
//! - **Form methods.** Rocket routes a form that begins with `_method=` by the method it names. The
//!   verifier uses the received method, so such a delivery is verified as a POST if a route accepts
//!   it.
//! - **Header values.** Rocket drops header values that are not UTF-8.
//! - **Optional webhooks.** With the data guard, `Option<VerifiedWebhook<..>>` compiles, because
//!   Rocket accepts `Option` of any guard. Do not use it: the handler runs with `None` for a forged
//!   request.
//! - **Client addresses.** Rocket's `Config::ip_header` is enabled by default, so any client can
//!   set the result of `client_ip` by sending `X-Real-IP`. Set `ip_header` to `false` unless a
//!   proxy sets that header.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod cut;
mod fairing;
mod guard;
mod request;
mod route;

pub use answer::{catchers, refusal};
pub use fairing::{WebhookFairing, fairing};
#[cfg(feature = "idempotency")]
pub use guard::Once;
pub use guard::{AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection};
pub use route::webhook;

verihook_receive::exports!();
