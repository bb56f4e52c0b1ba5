//! The async receive loop that all verihook adapters share.
//!
//! Use this crate to write an adapter. To receive webhooks in an application, use the adapter of
//! your framework instead.
//!
//! An adapter supplies two things: a view of the request head ([`Head`]), and the body as a stream.
//! [`receive`] does the rest, in the same way for every framework:
//!
//! 1. It checks the head before it reads a byte of the body.
//! 2. It reads the body within one total deadline.
//! 3. It verifies the body and parses the payload.
//!
//! If a step fails, it logs the reason, drains the rest of the body as far as necessary, and
//! returns a [`Refusal`] with the [`Answer`] for the sender.
//!
//! The crate depends on no web framework and does not require `Send`, because actix-web's bodies
//! are not `Send`. It needs tokio's time driver, which `#[tokio::main]` and the runtimes of the
//! frameworks enable.
//!
//! ```
//! use std::pin::Pin;
//! use std::task::{Context, Poll};
//! use verihook::{Bytes, PlainHead, Rejection, Verifier, providers::GitHub};
//! use verihook_receive::{Refusal, Received, futures_core::Stream, receive};
//!
//! struct Chunks(Vec<Bytes>);
//!
//! impl Stream for Chunks {
//!     type Item = Result<Bytes, std::io::Error>;
//!     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
//!         Poll::Ready(self.0.pop().map(Ok))
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let verifier = Verifier::<GitHub>::new("a secret").expect("the secret is fit");
//! let head = PlainHead::<&str, &str>::new("POST", "/", &[]);
//! let body = Chunks(vec![Bytes::from("{}")]);
//! let received: Result<Received<GitHub, Bytes>, Refusal> =
//!     receive(verifier, &head, body, |_broken| Rejection::BodyIncomplete).await;
//! assert_eq!(received.unwrap_err().answer().status(), 401);
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod clock;
#[cfg_attr(not(feature = "explain"), path = "no_explain.rs")]
mod explain;
#[cfg(feature = "http-body")]
pub mod http_body;
#[cfg_attr(not(feature = "idempotency"), path = "no_idempotency.rs")]
mod idempotency;
#[cfg(feature = "http-body")]
pub mod layered;
mod question;
mod read;
mod refusal;
#[cfg(feature = "http-body")]
mod response_body;
mod route_verifier;
pub mod secrets;
mod webhook;

#[cfg(feature = "test-clock")]
pub use clock::TestClock;
#[cfg(feature = "explain")]
pub use explain::RejectionExplainer;
pub use futures_core;
pub use idempotency::{Guard, Handling, Lease};
pub use read::{Received, receive, receive_as};
pub use refusal::{Refusal, no_verifier};
#[cfg(feature = "http-body")]
pub use response_body::ResponseBody;
pub use route_verifier::RouteVerifier;
pub use verihook;
#[cfg(feature = "idempotency")]
pub use verihook_idempotency;

#[cfg(doc)]
use verihook::{Answer, Head};
