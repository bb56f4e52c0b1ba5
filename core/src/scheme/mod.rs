//! A signature scheme, as data that the compiler judges.

mod algorithm;
mod builder;
mod describe;
pub(crate) mod digest;
pub(crate) mod handshake;
mod handshake_rules;
mod part;
pub(crate) mod place;
mod rules;
pub(crate) mod syntax;
pub(crate) mod time;

pub(crate) use algorithm::{Algorithm, Hash, SecretForm};
pub use builder::SchemeBuilder;
pub use part::Part;

use crate::codec::encoding::Encoding;
use crate::scheme::digest::BodyDigest;
use crate::scheme::handshake::Handshake;
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;
use core::time::Duration;

/// How a provider signs its deliveries: where the signature stands, how it is written, what it
/// covers.
///
/// A scheme describes and cannot act: it has no way to compare, to read a clock or to skip a step.
/// It is made by a [`SchemeBuilder`], in a constant, so that the compiler refuses one that would be
/// unsound.
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
    pub(crate) content: &'static [Part],
    pub(crate) body_digest: Option<BodyDigest>,
    pub(crate) timestamp: Option<(Place, TimestampFormat)>,
    pub(crate) unsigned_timestamp: Option<Place>,
    pub(crate) id: Option<(Place, Syntax)>,
    pub(crate) unsigned_event: Option<Place>,
    pub(crate) unsigned_id: Option<Place>,
    pub(crate) secret: SecretForm,
    pub(crate) shortest_secret: usize,
    /// As `Allow` writes them: `POST, PUT`.
    pub(crate) methods: &'static str,
    pub(crate) tolerance_seconds: u64,
    pub(crate) body_limit: usize,
    pub(crate) ambiguity: Option<&'static str>,
    pub(crate) extension: Option<&'static str>,
    /// Whether the body is signed right behind the query, and only its first byte keeps them apart.
    pub(crate) query_meets_body: bool,
    pub(crate) docs: &'static str,
    pub(crate) checked: &'static str,
    pub(crate) handshake: Option<Handshake>,
    pub(crate) sources: &'static [SourceList],
    pub(crate) answer_deadline_seconds: Option<u64>,
    pub(crate) retry_horizon_seconds: Option<u64>,
}

/// The addresses from which a provider sends, as one of its documents lists them. Such lists
/// change, so this one is dated, and no endpoint heeds it unless it is told to.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SourceList {
    /// Of when the list is, as nearly as can be told: `2019-12-12, unchanged in 2022`.
    pub dated: &'static str,
    /// The document, as a link.
    pub document: &'static str,
    /// IP addresses, and networks (`192.0.2.0/24`).
    pub addresses: &'static [&'static str],
}

impl SourceList {
    /// A list.
    #[must_use]
    pub const fn new(
        dated: &'static str,
        document: &'static str,
        addresses: &'static [&'static str],
    ) -> Self {
        Self { dated, document, addresses }
    }
}

/// The longest timestamp tolerance, in seconds: 366 days. Schemes that sign digits without a
/// separator rely on it, because a shifted split of them makes a time that is centuries or decades
/// away.
pub(crate) const MAX_TOLERANCE_SECONDS: u64 = 366 * 86_400;

/// Parts of signed content that are taken from the head of a request.
pub(crate) const MAX_HEAD_PARTS: usize = 8;

impl Scheme {
    /// HMAC-SHA256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)).
    pub const fn hmac_sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha256), signature, encoding)
    }

    /// HMAC-SHA512.
    pub const fn hmac_sha512(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha512), signature, encoding)
    }

    /// HMAC-SHA1, for providers that never moved on. As a MAC it is not broken; as a choice it is
    /// dated.
    #[cfg(feature = "sha1")]
    pub const fn hmac_sha1(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Mac(Hash::Sha1), signature, encoding)
    }

    /// A plain SHA-256 of content that has the secret among its [parts](Part::Secret), which is no
    /// MAC: if anything is hashed behind the secret, whoever has one signature can make that of a
    /// longer content ([length extension](https://en.wikipedia.org/wiki/Length_extension_attack)).
    pub const fn sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Hash(Hash::Sha256), signature, encoding)
    }

    /// A plain SHA-1, as [`Scheme::sha256`].
    #[cfg(feature = "sha1")]
    pub const fn sha1(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Hash(Hash::Sha1), signature, encoding)
    }

    /// Ed25519 ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)). The secret is the provider's
    /// public key, of 32 bytes; say in which form by [`SchemeBuilder::hex_secret`] or
    /// [`SchemeBuilder::base64_secret`].
    #[cfg(feature = "ed25519")]
    pub const fn ed25519(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Ed25519, signature, encoding)
    }

    /// ECDSA on P-256 with SHA-256, with signatures in DER. The secret is the provider's public
    /// key, as SPKI in Base64, with or without PEM's armour.
    #[cfg(feature = "ecdsa")]
    pub const fn ecdsa_p256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        let mut builder = SchemeBuilder::new(Algorithm::EcdsaP256, signature, encoding);
        builder.scheme.secret = SecretForm::PublicKey;
        builder
    }

    /// RSA (PKCS#1 v1.5, [RFC 8017](https://www.rfc-editor.org/rfc/rfc8017)) with SHA-256, for keys
    /// of 2048 bits and more. The secret is the provider's public key, as SPKI in Base64, with or
    /// without PEM's armour.
    #[cfg(feature = "rsa")]
    pub const fn rsa_sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        let mut builder = SchemeBuilder::new(Algorithm::RsaSha256, signature, encoding);
        builder.scheme.secret = SecretForm::PublicKey;
        builder
    }

    /// HTTP Basic ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)). It proves who sent the
    /// request and nothing about the body. The secret is `user:password`.
    pub const fn basic() -> SchemeBuilder {
        let mut builder =
            SchemeBuilder::new(Algorithm::Basic, Place::header("authorization"), Encoding::Base64);
        builder.scheme.secret = SecretForm::UserPassword;
        builder
    }

    /// A bearer token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)). It proves who sent the
    /// request and nothing about the body. The secret is the token.
    pub const fn bearer() -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Bearer, Place::header("authorization"), Encoding::Base64)
    }

    /// A static token in a header field of the provider's own. It proves who sent the request and
    /// nothing about the body. The secret is the token.
    pub const fn token(place: Place) -> SchemeBuilder {
        SchemeBuilder::new(Algorithm::Token, place, Encoding::Base64)
    }

    /// Whether the signature covers the body: a change to it is a change to what was signed.
    #[must_use]
    pub const fn binds_body(&self) -> bool {
        self.body_digest.is_some() || self.signs_body()
    }

    /// Whether the body, or its fields, are among the signed parts.
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

    /// Whether freshness is judged, which needs a timestamp that the signature covers.
    #[must_use]
    pub const fn is_timed(&self) -> bool {
        self.timestamp.is_some()
    }

    /// Whether there is a delivery id, and if so, whether the signature covers it.
    #[must_use]
    pub const fn id_is_signed(&self) -> Option<bool> {
        match (&self.id, &self.unsigned_id) {
            (Some(_), _) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) => None,
        }
    }

    /// How far a timestamp may be from now, in either direction, in seconds, unless the endpoint
    /// says otherwise.
    #[must_use]
    pub const fn default_tolerance_seconds(&self) -> u64 {
        self.tolerance_seconds
    }

    /// The largest body in bytes, unless the endpoint says otherwise.
    #[must_use]
    pub const fn default_body_limit(&self) -> usize {
        self.body_limit
    }

    /// Why two different requests can have the same signed content, if they can.
    #[must_use]
    pub const fn ambiguity(&self) -> Option<&'static str> {
        self.ambiguity
    }

    /// Why whoever has one signature can make that of a longer content, and that is accepted, if he
    /// can.
    #[must_use]
    pub const fn extension(&self) -> Option<&'static str> {
        self.extension
    }

    /// The provider's own description, as a link; empty where there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// The day on which the scheme was last compared with that description, or with the provider's
    /// own library where the description says less: `2026-11-25`; empty where nobody wrote it down.
    #[must_use]
    pub const fn last_verified(&self) -> &'static str {
        self.checked
    }

    /// The request by which the provider asks whether the endpoint is there, if it does and the
    /// answer is known.
    #[must_use]
    pub const fn handshake(&self) -> Option<&Handshake> {
        self.handshake.as_ref()
    }

    /// The lists of addresses from which the provider sends, the newest first; none, if it
    /// documents none.
    #[must_use]
    pub const fn sources(&self) -> &'static [SourceList] {
        self.sources
    }

    /// How long the provider waits for an answer, if it says so: whatever takes longer than a
    /// moment is better done after the answer.
    #[must_use]
    pub const fn answer_deadline(&self) -> Option<Duration> {
        match self.answer_deadline_seconds {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    /// For how long the provider goes on sending a delivery that was not acknowledged, if it says
    /// so: whoever tells repeated deliveries apart remembers them for longer than this.
    #[must_use]
    pub const fn retry_horizon(&self) -> Option<Duration> {
        match self.retry_horizon_seconds {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    pub(crate) const fn has_token(&self) -> bool {
        matches!(self.check, Algorithm::Bearer | Algorithm::Token)
    }

    #[inline]
    pub(crate) fn takes_method(&self, method: &str) -> bool {
        // Nearly all providers send this one, and no other.
        (method == "POST" && self.methods == "POST") || self.lists_method(method)
    }

    #[cold]
    fn lists_method(&self, method: &str) -> bool {
        self.methods.split(", ").any(|taken| taken == method)
    }

    /// The header fields that are read, beside those that every scheme looks at.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static str> {
        let timestamp = self.timestamp.as_ref().map(|(place, _)| place);
        let id = self.id.as_ref().map(|(place, _)| place);
        let unsigned = [&self.unsigned_timestamp, &self.unsigned_event, &self.unsigned_id];
        let unsigned = unsigned.map(Option::as_ref);
        let places = [Some(&self.signature), timestamp, id].into_iter().chain(unsigned).flatten();
        let signed = self.content.iter().filter_map(|part| match part {
            Part::Header(name, _) => Some(*name),
            _ => None,
        });
        places.flat_map(|place| place.names().iter().copied()).chain(signed)
    }

    /// Whether an endpoint must be told its public URL.
    pub(crate) fn signs_url(&self) -> bool {
        self.content.iter().any(|part| matches!(part, Part::Url | Part::UrlWithQuery))
    }
}
