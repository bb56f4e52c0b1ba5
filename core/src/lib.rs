//! Verifies webhooks: takes a signed request and returns a typed proof.
//!
//! A webhook is an HTTP request that a provider sends to your server. Anyone who knows the URL can
//! send one, so providers sign theirs, each in its own way. This crate describes each scheme as
//! data and checks all of them with one engine. If [`Verifier::verify`] returns a [`Verified`], the
//! holder of the secret signed its bytes. They are complete, within the size limits, and fresh
//! (where the provider signs a timestamp).
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
//! // A server has the head and the body of a request, and the current time.
//! let head = PlainHead::new("POST", "/hooks/github", &headers);
//! let body = br#"{"zen":"Design for failure."}"#;
//! let now = UnixTime::try_from(std::time::SystemTime::now())?;
//!
//! let hook = verifier.verify(&head, body, now)?.parse::<Json<Ping>>()?;
//! assert_eq!(hook.payload().0.zen, "Design for failure.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What this crate does not do
//!
//! - **No I/O, no clock, no framework.** Servers use an adapter, such as `verihook-axum`, which
//!   provides all three. This crate is the part that the adapters share.
//! - **No way to skip verification.** Tests sign for real, with `Signer` (feature `sign`).
//! - **No deduplication.** An authentic delivery that is sent twice within the timestamp tolerance
//!   is verified twice. The crate `verihook-idempotency` lets each one through once.
//!
//! # Where to start
//!
//! | you want to | look at |
//! |---|---|
//! | verify a request whose body you already have | [`Verifier::verify`] |
//! | check the head before the body is read, and the body as it arrives | [`Verifier::open`], [`Verification`] |
//! | see which providers are supported | [`providers`] |
//! | describe your own provider | [`provider!`], [`Scheme`], [`Place`], [`Part`] |
//! | separate two endpoints of one provider | [`endpoint!`] |
//! | choose the provider at run time | [`Any`], [`AnyOrigin`] |
//! | rotate secrets | [`SigningSecret`], [`Secrets`], [`SwappableSecrets`] |
//! | find weak secrets, or reject them | [`SecretPolicy`], [`Weakness`] |
//! | use different secrets for each tenant | [`SecretResolver`] |
//! | have another service validate a token | [`TokenValidator`] |
//! | require more than the signature | [`VerifierBuilder::require_credential`], [`VerifierBuilder::require_header`], [`TrustedProxies`] |
//! | accept a secret that the provider delivers | [`SecretExchange`] |
//! | answer a rejected request | [`Rejection`] (the reason), [`Answer`] (the response to the sender) |
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `std` | yes | [`SwappableSecrets`], [`SecretPolicy`], and [`UnixTime`] from the system clock |
//! | `http` | yes | [`Head`] for the types of the `http` crate |
//! | `json` | yes | [`Json`], [`Batch`], and timestamps and ids in a JSON body |
//! | `form` | yes | [`Form`], and schemes that sign sorted form fields |
//! | `network` | yes | source addresses, trusted proxies, and TLS as conditions |
//! | `sha1` | yes | HMAC-SHA1 |
//! | `config` | no | `SchemeConfig`, a scheme that is read from configuration at run time |
//! | `gzip` | no | gzip-coded bodies, where the provider signs what they decode to |
//! | `ecdsa`, `ed25519`, `rsa` | no | schemes whose secret is a public key |
//! | `generate` | no | `GeneratedSecret` |
//! | `sign` | no | `Signer` |
//! | `tracing` | no | a warning about weak secrets when a verifier is built |
//!
//! Without features, the crate needs only `alloc`.

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

// The public interface:

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
#[cfg(all(feature = "form", feature = "json"))]
pub use proof::payload::JsonOrForm;
pub use proof::payload::{Body, Payload, PayloadError};
pub use proof::{Assurance, Authenticated, BodySigned, Delivery, OriginOnly, Proof, Verified};
pub use provider::{
    Any, AnyOrigin, AnyProvider, Endpoint, ProofOf, ProvesBody, ProvesOrigin, Provider,
    ProviderEntry,
};
pub use rejection::{Rejection, RejectionKind};
pub use request::field_index::FieldSink;
#[cfg(feature = "http")]
pub use request::head::HttpHead;
pub use request::head::{Head, PlainHead, declares_body, header_fields};
#[cfg(feature = "network")]
pub use request::network::TrustedProxies;
pub use request::peer::Peer;
#[cfg(feature = "config")]
pub use scheme::config::SchemeConfig;
pub use scheme::digest::{BodyDigest, DigestAlgorithm};
pub use scheme::handshake::{FormField, Handshake};
pub use scheme::place::Place;
pub use scheme::syntax::Syntax;
pub use scheme::time::{ClockBeforeEpoch, TimestampFormat, UnixTime};
pub use scheme::unsound::UnsoundScheme;
pub use scheme::{Hash, Part, Scheme, SchemeBuilder, SourceList};
#[cfg(feature = "std")]
pub use secret::SwappableSecrets;
pub use secret::exchange::{ExchangeError, ExchangeFuture, OfferedSecret, SecretExchange};
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
    NextStep, PendingExchange, Question, QuestionOutcome, Resolution, SecretOffer,
    UnresolvedVerification, Verification, Verifier, VerifierBuilder,
};
