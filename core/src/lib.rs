//! Verifies webhooks: a signed delivery in, a typed proof out.
//!
//! A webhook is an HTTP request that somebody else's server sends to yours. Whoever knows the URL can send one
//! too, so providers sign theirs, each in its own way. This crate knows those ways as data, and one engine checks
//! them. If [`Verifier::verify`] returns a [`Verified`], its bytes were signed by the holder of the secret, are
//! fresh (where the provider signs a time), whole, and within their limits.
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
//! - **No I/O, no clock, no framework.** A server uses an adapter, which does; this crate is what they share.
//! - **No skipping.** There is no mode without verification. Tests sign for real, with `Signer` (feature `sign`).
//! - **No deduplication.** A genuine delivery that is sent twice within the tolerance is verified twice.
//!
//! # Where to look
//!
//! | you want to | look at |
//! |---|---|
//! | verify a request whose body is already there | [`Verifier::verify`] |
//! | judge a head before the body is read, and the body as it arrives | [`Verifier::begin`], [`Verification`] |
//! | know who can be verified | [`providers`] |
//! | describe a provider of your own | [`provider!`], [`Scheme`], [`Place`], [`Part`] |
//! | keep two endpoints of one provider apart | [`endpoint!`] |
//! | choose the provider at run time | [`Any`], [`AnyOrigin`] |
//! | rotate secrets | [`SigningSecret`], [`Secrets`], [`SwappableSecrets`] |
//! | be told of weak secrets, or refuse them | [`SecretRules`], [`Weakness`] |
//! | have other secrets for each tenant | [`SecretResolver`] |
//! | ask somebody whether a token is valid | [`TokenValidator`] |
//! | ask for more than the signature | [`VerifierBuilder::also`], [`VerifierBuilder::required_header`], [`TrustedProxies`] |
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
//! | `events` | no | `events`: what Terra, Texture, CentrePoint and TradeLens send, as types |
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
#[cfg(feature = "json")]
mod batch;
mod budget;
mod buffer;
mod check;
mod claims;
mod config;
mod digest;
mod encoding;
mod engine;
#[cfg(feature = "events")]
pub mod events;
#[cfg(feature = "form")]
mod form;
mod further;
#[cfg(feature = "generate")]
mod generate;
mod handshake;
mod head;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "network")]
mod network;
mod payload;
mod peer;
mod place;
#[cfg(all(feature = "sign", any(feature = "ecdsa", feature = "ed25519", feature = "rsa")))]
mod private;
mod proof;
mod provider;
pub mod providers;
mod rejection;
mod resolve;
#[cfg(feature = "std")]
mod rules;
mod scheme;
mod secret;
mod seen;
#[cfg(feature = "sign")]
mod sign;
mod strength;
mod syntax;
mod time;
mod url;
mod verifier;
mod words;
mod work;

// The public interface is:

pub use answer::{Answer, Drain};
#[cfg(feature = "json")]
pub use batch::Batch;
pub use budget::BodyBudget;
pub use bytes::Bytes;
pub use config::{ConfigError, ConfigFault, SecretFault};
pub use digest::BodyDigest;
pub use encoding::Encoding;
#[cfg(feature = "generate")]
pub use generate::{GeneratedSecret, NotGenerated};
pub use handshake::Handshake;
#[cfg(feature = "http")]
pub use head::HttpHead;
pub use head::{Head, PlainHead, declares_body};
#[cfg(feature = "network")]
pub use network::TrustedProxies;
#[cfg(feature = "form")]
pub use payload::Form;
#[cfg(feature = "json")]
pub use payload::Json;
pub use payload::{Body, Payload, PayloadError};
pub use peer::Peer;
pub use place::Place;
pub use proof::{
    Authenticated, BodySigned, Delivery, OriginOnly, Proof, ProofOf, Strength, Verified,
};
pub use provider::{Any, AnyOrigin, Entry, Marker, Provider};
pub use rejection::{Rejection, RejectionKind};
pub use resolve::{Resolving, SecretResolver, Tenant, TokenValidator, Unresolved, Validating};
#[cfg(feature = "std")]
pub use rules::SecretRules;
pub use scheme::{Part, Scheme, SchemeBuilder, SourceList};
#[cfg(feature = "std")]
pub use secret::SwappableSecrets;
pub use secret::{Secrets, SigningSecret};
pub use seen::Fields;
#[cfg(feature = "sign")]
pub use sign::Signer;
pub use strength::Weakness;
pub use syntax::Syntax;
pub use time::{ClockBeforeEpoch, Unit, UnixTime};
pub use verifier::{
    Resolution, Settled, UnresolvedVerification, Verification, Verifier, VerifierBuilder,
};
