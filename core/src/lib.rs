//! Verifies webhooks: a signed delivery in, a typed proof out.
//!
//! A webhook is an HTTP request that somebody else's server sends to yours. Whoever knows the URL
//! can send one too, so providers sign theirs, each in its own way. This crate knows those ways as
//! data, and one engine checks them. If [`Verifier::verify`] returns a [`Verified`], its bytes were
//! signed by the holder of the secret, are fresh (where the provider signs a time), whole, and
//! within their limits.
//!
//! ```
//! use verihook::{Json, PlainHead, UnixTime, Verifier, providers::GitHub};
//!
//! #[derive(serde::Deserialize)]
//! struct Ping {
//!     zen: String,
//! }
//!
//! # let headers = verihook::Signer::<GitHub>::new("a secret")?.sign(br#"{"zen":"Design for failure."}"#, UnixTime::from_seconds(0))?;
//! let verifier = Verifier::<GitHub>::new("a secret")?;
//!
//! // What a server has of a request: its head, its body, and the time.
//! let head = PlainHead::new("POST", "/hooks/github", &headers);
//! let body = br#"{"zen":"Design for failure."}"#;
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//!
//! let hook = verifier.verify(&head, body, now)?.parse::<Json<Ping>>()?;
//! assert_eq!(hook.payload().0.zen, "Design for failure.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does not do
//!
//! - **No I/O, no clock, no framework.** A server uses an adapter, which does; this crate is what
//!   they share.
//! - **No skipping.** There is no mode without verification. Tests sign for real, with `Signer`
//!   (feature `sign`).
//! - **No deduplication.** A genuine delivery that is sent twice within the tolerance is verified
//!   twice.
//!
//! # Where to look
//!
//! | you want to | look at |
//! |---|---|
//! | verify a request whose body is already there | [`Verifier::verify`] |
//! | judge a head before the body is read, and the body as it arrives | [`Verifier::open`], [`Verification`] |
//! | know who can be verified | [`providers`] |
//! | describe a provider of your own | [`provider!`], [`Scheme`], [`Place`], [`Part`] |
//! | keep two endpoints of one provider apart | [`endpoint!`] |
//! | choose the provider at run time | [`Any`], [`AnyOrigin`] |
//! | rotate secrets | [`SigningSecret`], [`Secrets`], [`SwappableSecrets`] |
//! | be told of weak secrets, or refuse them | [`SecretPolicy`], [`Weakness`] |
//! | have other secrets for each tenant | [`SecretResolver`] |
//! | ask somebody whether a token is valid | [`TokenValidator`] |
//! | ask for more than the signature | [`VerifierBuilder::require_credential`], [`VerifierBuilder::require_header`], [`TrustedProxies`] |
//! | answer a refused request | [`Rejection`] (why), [`Answer`] (what the peer is told) |
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `std` | yes | [`SwappableSecrets`], and [`UnixTime`] from the system's time |
//! | `http` | yes | [`Head`] for the types of the `http` crate |
//! | `json` | yes | [`Json`], [`Batch`], and timestamps and ids that stand in a JSON body |
//! | `form` | yes | [`Form`], and schemes that sign sorted form fields |
//! | `network` | yes | source addresses, trusted proxies, and TLS as conditions |
//! | `sha1` | yes | HMAC-SHA1 |
//! | `ecdsa`, `ed25519`, `rsa` | no | schemes whose secret is a public key |
//! | `generate` | no | `GeneratedSecret` |
//! | `sign` | no | `Signer` |
//! | `tracing` | no | a warning of weak secrets when a verifier is built |
//!
//! Without any of them it needs `alloc` alone.

#![no_std]
#![warn(clippy::alloc_instead_of_core, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod answer;
mod codec;
mod error;
mod proof;
mod provider;
pub mod providers;
mod rejection;
mod request;
mod scheme;
mod secret;
#[cfg(feature = "sign")]
mod sign;
mod verify;

// The public interface is:

pub use answer::{Answer, Drain};
pub use bytes::Bytes;
pub use codec::encoding::Encoding;
pub use error::{ConfigError, ConfigFault, SecretFault};
#[cfg(feature = "json")]
pub use proof::batch::Batch;
#[cfg(feature = "form")]
pub use proof::payload::Form;
#[cfg(feature = "json")]
pub use proof::payload::Json;
pub use proof::payload::{Body, Payload, PayloadError};
pub use proof::{Assurance, Authenticated, BodySigned, Delivery, OriginOnly, Proof, Verified};
pub use provider::{Any, AnyOrigin, Endpoint, ProofOf, Provider, ProviderEntry};
pub use rejection::{Rejection, RejectionKind};
pub use request::field_index::FieldSink;
#[cfg(feature = "http")]
pub use request::head::HttpHead;
pub use request::head::{Head, PlainHead, declares_body};
#[cfg(feature = "network")]
pub use request::network::TrustedProxies;
pub use request::peer::Peer;
pub use scheme::digest::BodyDigest;
pub use scheme::handshake::Handshake;
pub use scheme::place::Place;
pub use scheme::syntax::Syntax;
pub use scheme::time::{ClockBeforeEpoch, TimestampFormat, UnixTime};
pub use scheme::{Part, Scheme, SchemeBuilder, SourceList};
#[cfg(feature = "std")]
pub use secret::SwappableSecrets;
#[cfg(feature = "generate")]
pub use secret::generate::{GeneratedSecret, NotGenerated};
#[cfg(feature = "std")]
pub use secret::policy::SecretPolicy;
pub use secret::resolve::{
    ResolveError, SecretResolver, SecretsFuture, Tenant, TokenValidator, ValidationFuture,
};
pub use secret::weakness::Weakness;
pub use secret::{Secrets, SigningSecret};
#[cfg(feature = "sign")]
pub use sign::Signer;
pub use verify::budget::BodyBudget;
pub use verify::{
    NextStep, Resolution, UnresolvedVerification, Verification, Verifier, VerifierBuilder,
};
