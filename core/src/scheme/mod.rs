//! A signature scheme, as data that the compiler checks.

mod algorithm;
mod builder;
#[cfg(feature = "config")]
pub(crate) mod config;
#[cfg(feature = "config")]
mod config_values;
mod describe;
pub(crate) mod digest;
mod facts;
pub(crate) mod handshake;
pub(crate) mod items;
mod part;
pub(crate) mod place;
mod place_rules;
mod rules;
mod split_rules;
pub(crate) mod syntax;
pub(crate) mod time;
pub(crate) mod unsound;

pub use algorithm::Hash;
pub(crate) use algorithm::{Algorithm, SecretForm};
pub use builder::SchemeBuilder;
pub use part::Part;

use crate::codec::encoding::Encoding;
use crate::scheme::digest::BodyDigest;
use crate::scheme::handshake::{Handshake, MAX_HANDSHAKES};
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;
use core::time::Duration;

/// The way in which a provider signs its deliveries.
///
/// A scheme says where the signature is, how it is encoded, and what it covers. It is only data: it
/// cannot compare anything, read a clock or skip a step. Build it with a [`SchemeBuilder`], in a
/// constant, so that an unsound scheme does not compile.
///
/// ```
/// use verihook::{Encoding, Part, Place, Scheme, TimestampFormat};
///
/// const SLACK: Scheme = Scheme::hmac_sha256(Place::header("x-slack-signature").prefix("v0="), Encoding::Hex)
///     .timestamp(Place::header("x-slack-request-timestamp"), TimestampFormat::Seconds)
///     .signs(&[Part::Literal("v0:"), Part::Timestamp, Part::Literal(":"), Part::Body])
///     .build();
///
/// assert!(SLACK.binds_body());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub(crate) check: Algorithm,
    pub(crate) signature: Place,
    pub(crate) encoding: Encoding,
    /// The place of the algorithm's name, if it does not precede the signature.
    pub(crate) algorithm_name: Option<Place>,
    pub(crate) content: &'static [Part],
    pub(crate) body_digest: Option<BodyDigest>,
    pub(crate) timestamp: Option<(Place, TimestampFormat)>,
    pub(crate) unsigned_timestamp: Option<Place>,
    pub(crate) id: Option<(Place, Syntax)>,
    pub(crate) unsigned_event: Option<Place>,
    pub(crate) unsigned_id: Option<Place>,
    /// Fields or items whose value is fixed.
    pub(crate) required: &'static [(Place, &'static str)],
    pub(crate) secret: SecretForm,
    pub(crate) shortest_secret: usize,
    /// In the format of the `Allow` header field: `POST, PUT`.
    pub(crate) methods: &'static str,
    pub(crate) tolerance_seconds: u64,
    pub(crate) body_limit: usize,
    pub(crate) ambiguity: Option<&'static str>,
    pub(crate) extension: Option<&'static str>,
    /// The characters that the provider decodes in the URL before it signs it.
    pub(crate) decoded_in_url: &'static str,
    /// The URL may be signed with its default port or without its port, too.
    pub(crate) either_port: bool,
    /// The body is signed directly after the query, and only its first byte separates the two.
    pub(crate) query_meets_body: bool,
    /// A body may be gzip-coded, and is signed as it was before.
    pub(crate) gzip: bool,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) variant_of: Option<&'static str>,
    pub(crate) docs: &'static str,
    pub(crate) checked: &'static str,
    pub(crate) handshakes: [Option<Handshake>; MAX_HANDSHAKES],
    /// The builder was given more, which a rule rejects.
    pub(crate) has_too_many_handshakes: bool,
    /// Answers to rejected requests have no body.
    pub(crate) answers_without_body: bool,
    pub(crate) sources: &'static [SourceList],
    pub(crate) answer_deadline_seconds: Option<u64>,
    pub(crate) retry_horizon_seconds: Option<u64>,
    /// Why a repeated delivery can have another body.
    pub(crate) varying_body: Option<&'static str>,
    /// Why two deliveries can have equal content.
    pub(crate) equal_deliveries: Option<&'static str>,
}

/// The source addresses of a provider, as one of its documents lists them.
///
/// Such lists change, so each one has a date. An endpoint ignores them unless it is configured to
/// use them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SourceList {
    /// The date of the list, as exactly as it is known: `2019-12-12, unchanged in 2022`.
    pub dated: &'static str,
    /// A link to the document.
    pub document: &'static str,
    /// The IP addresses and networks (`192.0.2.0/24`).
    pub addresses: &'static [&'static str],
}

impl SourceList {
    /// Creates a list.
    #[must_use]
    pub const fn new(
        dated: &'static str,
        document: &'static str,
        addresses: &'static [&'static str],
    ) -> Self {
        Self { dated, document, addresses }
    }
}

/// The longest timestamp tolerance, in seconds: 366 days.
///
/// Schemes that sign digits without a separator rely on this limit: if the digits are split
/// elsewhere, they give a time that is decades or centuries away.
pub(crate) const MAX_TOLERANCE_SECONDS: u64 = 366 * 86_400;

/// The maximum number of parts of the signed content that come from the head of a request.
pub(crate) const MAX_HEAD_PARTS: usize = 8;

impl Scheme {
    /// Starts a scheme with HMAC-SHA256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)).
    pub const fn hmac_sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha256), signature, encoding)
    }

    /// Starts a scheme with HMAC-SHA384.
    pub const fn hmac_sha384(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha384), signature, encoding)
    }

    /// Starts a scheme whose sender chooses one of these MACs, and names it.
    ///
    /// Each name is the text before the signature, such as `sha256=`, or the value at another
    /// [place](SchemeBuilder::algorithm_name). A request that names another algorithm is rejected.
    /// A [`Signer`](crate::Signer) uses the first one.
    ///
    /// ```
    /// use verihook::{Encoding, Hash, Part, Place, Scheme};
    ///
    /// // X-Signature: sha512=…
    /// const ACME: Scheme = Scheme::hmac_of(
    ///     &[("sha256=", Hash::Sha256), ("sha512=", Hash::Sha512)],
    ///     Place::header("x-signature"),
    ///     Encoding::Hex,
    /// )
    /// .signs(&[Part::Body])
    /// .build();
    /// ```
    pub const fn hmac_of(
        algorithms: &'static [(&'static str, Hash)],
        signature: Place,
        encoding: Encoding,
    ) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::NamedMac(algorithms), signature, encoding)
    }

    /// Starts a scheme with HMAC-SHA512.
    pub const fn hmac_sha512(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha512), signature, encoding)
    }

    /// Starts a scheme with HMAC-SHA1, for providers that still use it.
    ///
    /// It is dated, but as a MAC it is not broken.
    #[cfg(feature = "sha1")]
    pub const fn hmac_sha1(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha1), signature, encoding)
    }

    /// Starts a scheme with a plain SHA-256, whose content includes the [secret](Part::Secret).
    ///
    /// This is not a MAC. If anything is hashed after the secret, anyone who has one signature can
    /// compute the signature of a longer content ([length
    /// extension](https://en.wikipedia.org/wiki/Length_extension_attack)).
    pub const fn sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Hash(Hash::Sha256), signature, encoding)
    }

    /// Starts a scheme with a plain SHA-1. See [`Scheme::sha256`].
    #[cfg(feature = "sha1")]
    pub const fn sha1(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Hash(Hash::Sha1), signature, encoding)
    }

    /// Starts a scheme with Ed25519 ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)).
    ///
    /// The secret is the provider's public key, which has 32 bytes. Set its form with
    /// [`SchemeBuilder::hex_secret`] or [`SchemeBuilder::base64_secret`].
    #[cfg(feature = "ed25519")]
    pub const fn ed25519(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Ed25519, signature, encoding)
    }

    /// Starts a scheme with ECDSA on P-256 and SHA-256, with signatures in DER.
    ///
    /// The secret is the provider's public key, as SPKI in Base64, with or without the PEM armour.
    #[cfg(feature = "ecdsa")]
    pub const fn ecdsa_p256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        let mut builder = SchemeBuilder::new(Algorithm::EcdsaP256, signature, encoding);
        builder.scheme.secret = SecretForm::PublicKey;
        builder
    }

    /// Starts a scheme with RSA (PKCS#1 v1.5) and SHA-256.
    ///
    /// See [RFC 8017](https://www.rfc-editor.org/rfc/rfc8017). Keys have at least 2048 bits. The
    /// secret is the provider's public key, as SPKI in Base64, with or without the PEM armour.
    #[cfg(feature = "rsa")]
    pub const fn rsa_sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        let mut builder = SchemeBuilder::new(Algorithm::RsaSha256, signature, encoding);
        builder.scheme.secret = SecretForm::PublicKey;
        builder
    }

    /// Starts a scheme with HTTP Basic ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    ///
    /// It proves who sent the request and nothing about the body. The secret is `user:password`.
    pub const fn basic() -> SchemeBuilder {
        let mut builder =
            SchemeBuilder::new(Algorithm::Basic, Place::header("authorization"), Encoding::Base64);
        builder.scheme.secret = SecretForm::UserPassword;
        builder
    }

    /// Starts a scheme with a bearer token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
    ///
    /// It proves who sent the request and nothing about the body. The secret is the token.
    pub const fn bearer() -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Bearer, Place::header("authorization"), Encoding::Base64)
    }

    /// Starts a scheme with a static token in a header field of the provider's own.
    ///
    /// It proves who sent the request and nothing about the body. The secret is the token.
    ///
    /// If the provider can send no header field, the token can be in the URL: at
    /// [`Place::query`] or [`Place::last_segment`]. That is the weakest proof there is, because URLs
    /// are written to logs and shown in dashboards.
    pub const fn token(place: Place) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Token, place, Encoding::Base64)
    }

    /// Returns `true` if the signature covers the body.
    #[must_use]
    pub const fn binds_body(&self) -> bool {
        self.body_digest.is_some() || self.signs_body()
    }

    /// Returns `true` if the body, its fields or its digest are among the signed parts.
    pub(crate) const fn signs_body(&self) -> bool {
        let mut at = 0;
        while at < self.content.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            if self.content[at].comes_from_body() {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Returns `true` if freshness is checked.
    ///
    /// This requires a timestamp that the signature covers.
    #[must_use]
    pub const fn is_timed(&self) -> bool {
        self.timestamp.is_some()
    }

    /// Returns `Some(true)` if the signature covers the delivery id, and `None` if there is no id.
    #[must_use]
    pub const fn id_is_signed(&self) -> Option<bool> {
        match (&self.id, &self.unsigned_id) {
            (Some(_), _) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) => None,
        }
    }

    /// Returns the default timestamp tolerance, in seconds.
    ///
    /// A timestamp can be this far from now, in either direction. An endpoint can override it.
    #[must_use]
    pub const fn default_tolerance_seconds(&self) -> u64 {
        self.tolerance_seconds
    }

    /// Returns the default limit of a body, in bytes.
    ///
    /// An endpoint can override it.
    #[must_use]
    pub const fn default_body_limit(&self) -> usize {
        self.body_limit
    }

    /// Returns the reason why the scheme is accepted although it is ambiguous.
    ///
    /// `None` if it is not: then two different requests never have the same signed content.
    #[must_use]
    pub const fn ambiguity(&self) -> Option<&'static str> {
        self.ambiguity
    }

    /// Returns the reason why the scheme is accepted although it is extendable.
    ///
    /// `None` if it is not: then one signature does not yield the signature of a longer content.
    #[must_use]
    pub const fn extension(&self) -> Option<&'static str> {
        self.extension
    }

    /// Returns the other names under which people look for the provider.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// Returns the slug of the same provider's main scheme, if this is another one of its schemes.
    #[must_use]
    pub const fn variant_of(&self) -> Option<&'static str> {
        self.variant_of
    }

    /// Returns a link to the provider's own description, or an empty string.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// Returns the date of the last comparison with that description: `2026-11-25`.
    ///
    /// If the description says less than the provider's own library, the scheme was compared with
    /// the library. The string is empty if the date is not recorded.
    #[must_use]
    pub const fn last_verified(&self) -> &'static str {
        self.checked
    }

    /// Iterates over the handshakes of the provider whose answers are known.
    pub fn handshakes(&self) -> impl Iterator<Item = &Handshake> {
        self.handshakes.iter().flatten()
    }

    /// Returns the documented lists of source addresses, the newest first.
    ///
    /// The slice is empty if the provider documents none.
    #[must_use]
    pub const fn sources(&self) -> &'static [SourceList] {
        self.sources
    }

    /// Returns how long the provider waits for an answer, if it documents that.
    ///
    /// Do work that can take longer than a moment after the answer.
    #[must_use]
    pub const fn answer_deadline(&self) -> Option<Duration> {
        match self.answer_deadline_seconds {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    /// Returns for how long the provider retries a delivery, if it documents that.
    ///
    /// To recognise repeated deliveries, remember them for longer than this.
    #[must_use]
    pub const fn retry_horizon(&self) -> Option<Duration> {
        match self.retry_horizon_seconds {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    /// Returns why a repeated delivery can have another body than the first, if it can.
    ///
    /// Where it can, the body does not tell a duplicate from another delivery with the same id.
    #[must_use]
    pub const fn varying_body(&self) -> Option<&'static str> {
        self.varying_body
    }

    /// Returns why two different deliveries can have equal content, if they can.
    ///
    /// Then nothing tells a duplicate from another delivery, and none must be suppressed.
    #[must_use]
    pub const fn equal_deliveries(&self) -> Option<&'static str> {
        self.equal_deliveries
    }

    pub(crate) const fn has_token(&self) -> bool {
        matches!(self.check, Algorithm::Bearer | Algorithm::Token)
    }

    #[inline]
    pub(crate) fn takes_method(&self, method: &str) -> bool {
        // Nearly all providers send POST and no other method.
        (method == "POST" && self.methods == "POST") || self.lists_method(method)
    }

    #[cold]
    fn lists_method(&self, method: &str) -> bool {
        self.methods.split(", ").any(|listed| listed == method)
    }
}
