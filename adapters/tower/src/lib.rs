//! Verified webhooks for [tower](https://docs.rs/tower): a layer for any service of `http`
//! requests.
//!
//! What the inner service is given was verified: its request body is a [`VerifiedBody`], the bytes
//! that were signed, together with the proof. Everything else is answered by the layer.
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
//! # Testing a handler
//!
//! There is no way past a verifier but a signature, so tests sign, with `Signer` (feature `sign`),
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
//! # What to know
//!
//! - A refusal is a response, never an error of the service: an error would close the connection
//!   and the peer would learn nothing.
//! - The endpoint's own body limit and deadline count. A stricter limit in front counts too, and is
//!   answered with 413.
//! - Over HTTP/2 a body without a declared length is complete only once END_STREAM arrived. A layer in front that wraps
//!   the body must pass `is_end_stream` on, or those requests are answered with 400. It must not be `true` for an end that
//!   never came, as with `http_body_util`'s `Fuse`: then a body that was cut is accepted.
//! - A layer that decodes bodies must stand inside this one, not around it: it changes the bytes
//!   that were signed.
//! - A router that takes a prefix off the URI must stand inside this layer, if the scheme signs the
//!   query: the layer compares the path with that of the public URL, and refuses what does not
//!   match.
//! - An endpoint that asks from where requests come ([`VerifierBuilder::sources`]) finds a [`Peer`]
//!   among the request's extensions, where whoever accepted the connection has put it, or answers
//!   everybody with 500.
//! - Behind a layer on an axum router, take the proof with `verihook-axum`'s extractor: axum turns
//!   the body into one of its own.
//! - Header fields have no deadline here. hyper's `header_read_timeout` is one, if it is given a
//!   timer.
//! - An inner service for another body than [`VerifiedBody`] does not compile, so a service cannot
//!   be put outside the layer by mistake and go on working:
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

#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod layer;

pub use body::{ResponseBody, VerifiedBody};
pub use layer::{Verify, VerifyLayer};
#[doc(no_inline)]
pub use verihook::*;
#[cfg(feature = "events")]
#[doc(no_inline)]
pub use verihook_events as events;
#[doc(no_inline)]
pub use verihook_receive::secrets::*;
