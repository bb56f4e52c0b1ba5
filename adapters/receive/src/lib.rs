//! The one async loop that all verihook adapters share.
//!
//! An adapter has two things to say of its framework: how its requests show their head ([`Head`]),
//! and how their body streams. [`receive`] does the rest, the same for everybody: it judges the
//! head before a body byte is read, reads the body within one total deadline, verifies it and reads
//! the payload; or it refuses, tells the log why, drains what has to be drained, and hands back a
//! [`Refusal`] with the [`Answer`] for the peer.
//!
//! It names no framework, asks for no `Send` (actix-web's bodies are not), and needs tokio's time
//! driver, which `#[tokio::main]` and every framework's own runtime have.
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

#[cfg(feature = "http-body")]
pub mod http_body;
#[cfg(feature = "http-body")]
pub mod layered;
mod read;
mod refusal;
pub mod secrets;
mod webhook;

pub use futures_core;
pub use read::{Received, receive};
pub use refusal::Refusal;
pub use verihook;

#[cfg(doc)]
use verihook::{Answer, Head};
