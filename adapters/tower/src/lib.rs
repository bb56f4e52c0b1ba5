//! Verified webhooks for [tower](https://docs.rs/tower): a layer for any service of `http` requests.
//!
//! What the inner service is given was verified: its request body is a [`VerifiedBody`], the bytes that were
//! signed, and the proof is in the request's extensions. Everything else is answered by the layer.
//!
//! ```
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, service_fn};
//! use verihook_tower::{Bytes, Verified, VerifiedBody, Verifier, VerifyLayer, providers::GitHub};
//!
//! async fn on_push(request: Request<VerifiedBody>) -> Result<Response<String>, std::convert::Infallible> {
//!     let hook = request.extensions().get::<Verified<GitHub, Bytes>>();
//!     let length = hook.map_or(0, |hook| hook.payload().len());
//!     Ok(Response::new(format!("{length} bytes")))
//! }
//!
//! # fn build() -> Result<(), verihook_tower::ConfigError> {
//! let github = Verifier::<GitHub>::new("a secret")?;
//! let service = ServiceBuilder::new().layer(VerifyLayer::new(github)).service(service_fn(on_push));
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - A refusal is a response, never an error of the service: an error would close the connection and the peer
//!   would learn nothing.
//! - The endpoint's own body limit and deadline count. A stricter limit in front counts too, and is answered with
//!   413.
//! - A layer that decodes bodies must stand inside this one, not around it: it changes the bytes that were signed.
//! - A router that takes a prefix off the URI must stand inside this layer, if the scheme signs the query: the layer
//!   compares the path with that of the public URL, and refuses what does not match.
//! - Header fields have no deadline here. hyper's `header_read_timeout` is one, if it is given a timer.
//! - An inner service for another body than [`VerifiedBody`] does not compile, so a service cannot be put outside
//!   the layer by mistake and go on working:
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

mod body;
mod layer;

pub use body::{ResponseBody, VerifiedBody};
pub use layer::{Verify, VerifyLayer};
#[doc(no_inline)]
pub use verihook::*;
#[cfg(feature = "cache")]
#[doc(no_inline)]
pub use verihook_receive::{CachedSecrets, CachedSecretsBuilder};
