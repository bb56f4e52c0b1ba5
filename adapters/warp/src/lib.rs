//! Verified webhooks for [warp](https://docs.rs/warp): a filter that answers, and never falls
//! through.
//!
//! If a handler with a [`VerifiedWebhook<P, T>`](VerifiedWebhook) argument runs, the request was
//! signed by the holder of `P`'s secret, is fresh (where the provider signs a time), is whole, is
//! within its limits, and its body is a `T`.
//!
//! ```no_run
//! use verihook_warp::{Json, VerifiedWebhook, Verifier, handle, providers::GitHub, secret_from_env};
//! use warp::http::StatusCode;
//!
//! #[derive(serde::Deserialize)]
//! struct Push {
//!     after: String,
//! }
//!
//! async fn on_push((): (), hook: VerifiedWebhook<GitHub, Json<Push>>) -> StatusCode {
//!     println!("{} is at {}", hook.delivery().endpoint(), hook.payload().0.after);
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
//! # Testing a handler
//!
//! There is no way past a verifier but a signature, so tests sign, with `Signer` (feature `sign`),
//! and call the filter in process, with warp's feature `test`. (warp's test client replaces a
//! header field that is given twice.)
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
//! # What to know
//!
//! - warp shows a body as a stream that may hide a reset over HTTP/2. A scheme that does not sign
//!   the body therefore needs `Content-Length` (411), except for a chunked body over HTTP/1; a
//!   scheme that signs the body checks the bytes that arrived.
//! - [`handle`] takes the filter that comes before, and hands what it extracted to the handler as a
//!   tuple. Once that filter has matched, the request is answered here: a refusal is a reply and no
//!   rejection, because warp tries the next route of an `or` after a rejection, and a forgery must
//!   not reach one that verifies nothing.
//! - [`result`] is for those who want a plain filter: it extracts a `Result`, and does not reject
//!   either.
//! - The endpoint's own body limit and deadline count. warp has none.
//! - An endpoint that asks from where requests come ([`VerifierBuilder::sources`]) knows it under
//!   `warp::serve`. In a loop of your own around `warp::service`, put a [`Peer`] among the
//!   request's extensions.
//! - It takes every method, because which ones a provider sends is the scheme's to say: others are
//!   answered with 405 and `Allow`.
//! - A client that goes away cancels the handler, as warp does for every handler. Hand the payload
//!   on and answer.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod filter;
mod head;
mod params;
mod rejection;

pub use filter::{
    AuthenticatedWebhook, TakesWebhook, VerifiedWebhook, Webhook, WebhookRejection, handle, result,
};
pub use params::Params;
#[doc(no_inline)]
pub use verihook::*;
#[cfg(feature = "events")]
#[doc(no_inline)]
pub use verihook_events as events;
#[doc(no_inline)]
pub use verihook_receive::secrets::*;
