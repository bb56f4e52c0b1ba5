//! A signature scheme, as data that the compiler judges.

use crate::digest::{BodyDigest, Source as DigestSource};
use crate::encoding::Encoding;
use crate::handshake::Handshake;
use crate::place::Place;
use crate::seen::Names;
use crate::syntax::Syntax;
use crate::time::Unit;
use core::time::Duration;

/// How a provider signs its deliveries: where the signature stands, how it is written, what it covers.
///
/// A scheme describes and cannot act: it has no way to compare, to read a clock or to skip a step. It is made
/// by a [`SchemeBuilder`], in a constant, so that the compiler refuses one that would be unsound.
///
/// ```
/// use verihook::{Encoding, Part, Place, Scheme, Unit};
///
/// const SLACK: Scheme = Scheme::hmac_sha256(Place::header("x-slack-signature").prefix("v0="), Encoding::Hex)
///     .timestamp(Place::header("x-slack-request-timestamp"), Unit::Seconds)
///     .signs(&[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body])
///     .build();
///
/// assert!(SLACK.binds_body());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub(crate) check: Check,
    pub(crate) signature: Place,
    pub(crate) encoding: Encoding,
    pub(crate) content: &'static [Part],
    pub(crate) body_digest: Option<BodyDigest>,
    pub(crate) timestamp: Option<(Place, Unit)>,
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
    /// Whether the digits of the timestamp stand beside something that they could run into, so that only
    /// freshness keeps one split of the signed bytes from another.
    pub(crate) splits_by_freshness: bool,
    /// Whether what is signed is the body behind a text that is known as soon as the head is: most schemes are so.
    pub(crate) is_prefixed: bool,
    /// Whether the body is signed right behind the query, and only its first byte keeps them apart.
    pub(crate) query_meets_body: bool,
    /// Whether a time or an id stands in the body.
    pub(crate) reads_body: bool,
    pub(crate) docs: &'static str,
    pub(crate) checked: &'static str,
    pub(crate) handshake: Option<Handshake>,
    pub(crate) sources: &'static [SourceList],
    pub(crate) answer_deadline_seconds: Option<u64>,
    pub(crate) retry_horizon_seconds: Option<u64>,
}

/// The addresses from which a provider sends, as one of its documents lists them. Such lists change, so this one is dated,
/// and no endpoint heeds it unless it is told to.
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

/// One piece of the bytes that a signature covers, in their order.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Part {
    /// The body, byte for byte.
    Body,
    /// The value of a header field, which must be there and be spelt like this.
    Header(&'static str, Syntax),
    /// The delivery id that [`SchemeBuilder::id`] declares.
    Id,
    /// The method, as received.
    Method,
    /// The name and value of each field of a form body, sorted by name and then by value, without anything
    /// between them.
    #[cfg(feature = "form")]
    SortedForm,
    /// The signing secret itself, for schemes of a plain hash.
    Secret,
    /// This text.
    Text(&'static str),
    /// The timestamp that [`SchemeBuilder::timestamp`] declares, exactly as it was received.
    Timestamp,
    /// The endpoint's configured public URL, whole. Nothing of it comes from the request.
    Url,
    /// The endpoint's configured public URL up to its path, and the query of the request, with its `?` if
    /// there is one. The path of the request must be the configured one.
    UrlWithQuery,
}

/// What a scheme does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    Basic,
    Bearer,
    /// ECDSA on P-256 with SHA-256; signatures in DER.
    #[cfg(feature = "ecdsa")]
    EcdsaP256,
    #[cfg(feature = "ed25519")]
    Ed25519,
    /// A plain hash, with the secret among what is hashed.
    Hash(Hash),
    Mac(Hash),
    /// RSA, PKCS#1 v1.5, with SHA-256.
    #[cfg(feature = "rsa")]
    RsaSha256,
    Token,
}

impl Check {
    /// Whether a credential proves it, and no signature.
    pub(crate) const fn is_credential(self) -> bool {
        matches!(self, Self::Basic | Self::Bearer | Self::Token)
    }

    /// The length of a signature, in bytes; 0 where that depends on the key.
    pub(crate) const fn signature_length(self) -> usize {
        match self {
            Self::Hash(hash) | Self::Mac(hash) => hash.length(),
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256 => 64,
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => 64,
            _ => 0,
        }
    }

    /// Whether each listed signature needs a hash of the content of its own.
    pub(crate) const fn hashes_per_candidate(self) -> bool {
        match self {
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => true,
            #[cfg(feature = "rsa")]
            Self::RsaSha256 => true,
            _ => false,
        }
    }

    /// Whether its secret is a public key, which nobody need guess.
    pub(crate) const fn takes_public_key(self) -> bool {
        match self {
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256 => true,
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => true,
            #[cfg(feature = "rsa")]
            Self::RsaSha256 => true,
            _ => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    #[cfg(feature = "sha1")]
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    /// The length of a MAC made with this hash, in bytes.
    pub(crate) const fn length(self) -> usize {
        match self {
            #[cfg(feature = "sha1")]
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

/// In which form the provider shows its secret.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SecretForm {
    /// The text is the key, as UTF-8.
    Text,
    /// Base64 after an optional prefix.
    Base64(&'static str),
    Hex,
    /// A public key, as SPKI in Base64, with or without PEM's armour.
    #[cfg(any(feature = "ecdsa", feature = "rsa"))]
    PublicKey,
    /// `user:password`.
    UserPassword,
}

/// The longest timestamp tolerance, in seconds: 366 days. Schemes that sign digits without a separator rely on
/// it, because a shifted split of them makes a time that is centuries or decades away.
pub(crate) const LONGEST_TOLERANCE: u64 = 366 * 86_400;

/// Parts of signed content that are taken from the head of a request.
pub(crate) const MOST_HEAD_PARTS: usize = 8;

impl Scheme {
    /// HMAC-SHA256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)).
    pub const fn hmac_sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Check::Mac(Hash::Sha256), signature, encoding)
    }

    /// HMAC-SHA512.
    pub const fn hmac_sha512(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Check::Mac(Hash::Sha512), signature, encoding)
    }

    /// HMAC-SHA1, for providers that never moved on. As a MAC it is not broken; as a choice it is dated.
    #[cfg(feature = "sha1")]
    pub const fn hmac_sha1(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Check::Mac(Hash::Sha1), signature, encoding)
    }

    /// A plain SHA-256 of content that has the secret among its [parts](Part::Secret), which is no MAC: if anything is
    /// hashed behind the secret, whoever has one signature can make that of a longer content
    /// ([length extension](https://en.wikipedia.org/wiki/Length_extension_attack)).
    pub const fn sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Check::Hash(Hash::Sha256), signature, encoding)
    }

    /// A plain SHA-1, as [`Scheme::sha256`].
    #[cfg(feature = "sha1")]
    pub const fn sha1(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Check::Hash(Hash::Sha1), signature, encoding)
    }

    /// Ed25519 ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)). The secret is the provider's public key, of 32 bytes; say
    /// in which form by [`SchemeBuilder::hex_secret`] or [`SchemeBuilder::base64_secret`].
    #[cfg(feature = "ed25519")]
    pub const fn ed25519(signature: Place, encoding: Encoding) -> SchemeBuilder {
        SchemeBuilder::new(Check::Ed25519, signature, encoding)
    }

    /// ECDSA on P-256 with SHA-256, with signatures in DER. The secret is the provider's public key, as SPKI in Base64, with or
    /// without PEM's armour.
    #[cfg(feature = "ecdsa")]
    pub const fn ecdsa_p256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        let mut builder = SchemeBuilder::new(Check::EcdsaP256, signature, encoding);
        builder.scheme.secret = SecretForm::PublicKey;
        builder
    }

    /// RSA (PKCS#1 v1.5, [RFC 8017](https://www.rfc-editor.org/rfc/rfc8017)) with SHA-256, for keys of 2048 bits and more. The
    /// secret is the provider's public key, as SPKI in Base64, with or without PEM's armour.
    #[cfg(feature = "rsa")]
    pub const fn rsa_sha256(signature: Place, encoding: Encoding) -> SchemeBuilder {
        let mut builder = SchemeBuilder::new(Check::RsaSha256, signature, encoding);
        builder.scheme.secret = SecretForm::PublicKey;
        builder
    }

    /// HTTP Basic ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)). It proves who sent the request and
    /// nothing about the body. The secret is `user:password`.
    pub const fn basic() -> SchemeBuilder {
        let mut builder =
            SchemeBuilder::new(Check::Basic, Place::header("authorization"), Encoding::Base64);
        builder.scheme.secret = SecretForm::UserPassword;
        builder
    }

    /// A bearer token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)). It proves who sent the request
    /// and nothing about the body. The secret is the token.
    pub const fn bearer() -> SchemeBuilder {
        SchemeBuilder::new(Check::Bearer, Place::header("authorization"), Encoding::Base64)
    }

    /// A static token in a header field of the provider's own. It proves who sent the request and nothing
    /// about the body. The secret is the token.
    pub const fn token(place: Place) -> SchemeBuilder {
        SchemeBuilder::new(Check::Token, place, Encoding::Base64)
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

    /// How far a timestamp may be from now, in either direction, in seconds, unless the endpoint says
    /// otherwise.
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

    /// Why whoever has one signature can make that of a longer content, and that is accepted, if he can.
    #[must_use]
    pub const fn extension(&self) -> Option<&'static str> {
        self.extension
    }

    /// The provider's own description, as a link; empty where there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// The day on which the scheme was last compared with that description, or with the provider's own library where the
    /// description says less: `2026-11-25`; empty where nobody wrote it down.
    #[must_use]
    pub const fn checked(&self) -> &'static str {
        self.checked
    }

    /// The request by which the provider asks whether the endpoint is there, if it does and the answer is known.
    #[must_use]
    pub const fn asks(&self) -> Option<&Handshake> {
        self.handshake.as_ref()
    }

    /// The lists of addresses from which the provider sends, the newest first; none, if it documents none.
    #[must_use]
    pub const fn sources(&self) -> &'static [SourceList] {
        self.sources
    }

    /// How long the provider waits for an answer, if it says so: whatever takes longer than a moment is better done after
    /// the answer.
    #[must_use]
    pub const fn answer_deadline(&self) -> Option<Duration> {
        match self.answer_deadline_seconds {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    /// For how long the provider goes on sending a delivery that was not acknowledged, if it says so: whoever tells
    /// repeated deliveries apart remembers them for longer than this.
    #[must_use]
    pub const fn retry_horizon(&self) -> Option<Duration> {
        match self.retry_horizon_seconds {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    pub(crate) const fn has_token(&self) -> bool {
        matches!(self.check, Check::Bearer | Check::Token)
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

    /// A copy of the scheme for an endpoint that reads these names.
    pub(crate) fn bound(&self, names: &Names) -> Self {
        let place = |place: Option<Place>| place.map(|place| place.bound(names));
        Self {
            signature: self.signature.bound(names),
            timestamp: self.timestamp.map(|(place, unit)| (place.bound(names), unit)),
            id: self.id.map(|(place, syntax)| (place.bound(names), syntax)),
            unsigned_timestamp: place(self.unsigned_timestamp),
            unsigned_event: place(self.unsigned_event),
            unsigned_id: place(self.unsigned_id),
            ..*self
        }
    }

    /// Whether an endpoint must be told its public URL.
    pub(crate) fn signs_url(&self) -> bool {
        self.content.iter().any(|part| matches!(part, Part::Url | Part::UrlWithQuery))
    }
}

impl Part {
    const fn comes_from_body(&self) -> bool {
        match self {
            Self::Body => true,
            #[cfg(feature = "form")]
            Self::SortedForm => true,
            _ => false,
        }
    }

    /// Whether any bytes at all may stand here.
    const fn is_free(&self) -> bool {
        self.comes_from_body() || matches!(self, Self::UrlWithQuery)
    }

    /// Whether it is a form's fields, whose names and values run into each other.
    const fn is_fields(&self) -> bool {
        match self {
            #[cfg(feature = "form")]
            Self::SortedForm => true,
            _ => false,
        }
    }

    const fn comes_from_head(&self) -> bool {
        matches!(
            self,
            Self::Header(..) | Self::Id | Self::Method | Self::Timestamp | Self::UrlWithQuery
        )
    }
}

/// Describes a [`Scheme`], step by step, in a constant.
///
/// Leaving the timestamp out of what is signed does not compile, because then anybody could replay an old
/// delivery under a new timestamp:
///
/// ```compile_fail,E0080
/// use verihook::{Encoding, Part, Place, Scheme, Unit};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .timestamp(Place::header("acme-timestamp"), Unit::Seconds)
///     .signs(&[Part::Body])
///     .build();
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a scheme is made by `build`"]
pub struct SchemeBuilder {
    scheme: Scheme,
}

impl SchemeBuilder {
    const fn new(check: Check, signature: Place, encoding: Encoding) -> Self {
        let scheme = Scheme {
            check,
            signature,
            encoding,
            content: &[],
            body_digest: None,
            timestamp: None,
            unsigned_timestamp: None,
            id: None,
            unsigned_event: None,
            unsigned_id: None,
            secret: SecretForm::Text,
            shortest_secret: 1,
            methods: "POST",
            tolerance_seconds: 300,
            body_limit: 1024 * 1024,
            ambiguity: None,
            extension: None,
            splits_by_freshness: false,
            is_prefixed: false,
            query_meets_body: false,
            reads_body: false,
            docs: "",
            checked: "",
            handshake: None,
            sources: &[],
            answer_deadline_seconds: None,
            retry_horizon_seconds: None,
        };
        Self { scheme }
    }

    /// The signed content: these parts, one after the other.
    pub const fn signs(mut self, content: &'static [Part]) -> Self {
        self.scheme.content = content;
        self
    }

    /// A digest of the body, in a signed part of the head, by which the signature covers the body.
    pub const fn body_digest(mut self, digest: BodyDigest) -> Self {
        self.scheme.body_digest = Some(digest);
        self
    }

    /// A timestamp that the signature covers. It must be fresh, or the delivery is refused.
    pub const fn timestamp(mut self, place: Place, unit: Unit) -> Self {
        self.scheme.timestamp = Some((place, unit));
        self
    }

    /// A time that anybody on the way could have changed. It is handed on under the name
    /// `unsigned_timestamp` and never counts as freshness.
    pub const fn unsigned_timestamp(mut self, place: Place) -> Self {
        self.scheme.unsigned_timestamp = Some(place);
        self
    }

    /// A delivery id that the signature covers, and its syntax.
    pub const fn id(mut self, place: Place, syntax: Syntax) -> Self {
        self.scheme.id = Some((place, syntax));
        self
    }

    /// A delivery id that anybody on the way could have changed. It is handed on under the name
    /// `unsigned_id`.
    pub const fn unsigned_id(mut self, place: Place) -> Self {
        self.scheme.unsigned_id = Some(place);
        self
    }

    /// A header field with the kind of the event, which anybody on the way could have changed. It is handed on under the name
    /// `unsigned_event`.
    pub const fn unsigned_event(mut self, place: Place) -> Self {
        self.scheme.unsigned_event = Some(place);
        self
    }

    /// The secret is shown as Base64, after this prefix, which may be missing. The prefix is no part of it.
    pub const fn base64_secret(mut self, prefix: &'static str) -> Self {
        self.scheme.secret = SecretForm::Base64(prefix);
        self
    }

    /// The secret is shown as hexadecimal digits.
    pub const fn hex_secret(mut self) -> Self {
        self.scheme.secret = SecretForm::Hex;
        self
    }

    /// The provider never makes a secret of fewer bytes, so a shorter one is refused as a mistake.
    pub const fn shortest_secret(mut self, bytes: usize) -> Self {
        self.scheme.shortest_secret = bytes;
        self
    }

    /// The methods that the provider sends, as the header field `Allow` writes them (`POST, PUT`); `POST`
    /// unless said.
    pub const fn methods(mut self, methods: &'static str) -> Self {
        self.scheme.methods = methods;
        self
    }

    /// The tolerance that the provider documents, in seconds; 300 unless said.
    pub const fn tolerance_seconds(mut self, seconds: u64) -> Self {
        self.scheme.tolerance_seconds = seconds;
        self
    }

    /// The largest body that the provider sends, in bytes; 1 MiB unless said.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.scheme.body_limit = bytes;
        self
    }

    /// Says that two different requests can have the same signed content, and why that is accepted: because
    /// more than one of its parts may be anything, or because fields of a form are signed, whose names and values
    /// run into each other. A scheme that is so and does not say so does not compile; nor does one that says so
    /// and is not. An id or a header field must be bounded all the same.
    pub const fn ambiguous(mut self, why: &'static str) -> Self {
        self.scheme.ambiguity = Some(why);
        self
    }

    /// The provider signs the query and, right behind it, a body that is JSON or empty.
    ///
    /// The verifier then rejects a query with a character that no query holds
    /// ([RFC 3986, section 3.4](https://www.rfc-editor.org/rfc/rfc3986#section-3.4)), and a body that begins like more of the
    /// query, so that nothing of the body can be moved into the query or back. Such a scheme is not
    /// [`ambiguous`](Self::ambiguous).
    pub const fn json_bodies(mut self) -> Self {
        self.scheme.query_meets_body = true;
        self
    }

    /// Says that something is hashed behind the secret of a plain hash, so that whoever has one signature can make that of a longer
    /// content, and why that is accepted. A scheme that is so and does not say so does not compile; nor does one that
    /// says so and is not.
    pub const fn extendable(mut self, why: &'static str) -> Self {
        self.scheme.extension = Some(why);
        self
    }

    /// A link to the provider's own description.
    pub const fn docs(mut self, link: &'static str) -> Self {
        self.scheme.docs = link;
        self
    }

    /// The day on which the scheme was last compared with that description: `2026-11-25`.
    pub const fn checked(mut self, day: &'static str) -> Self {
        self.scheme.checked = day;
        self
    }

    /// The provider asks whether the endpoint is there in this way.
    pub const fn handshake(mut self, handshake: Handshake) -> Self {
        self.scheme.handshake = Some(handshake);
        self
    }

    /// The addresses from which the provider sends, as its documents list them, the newest list first.
    pub const fn sources(mut self, lists: &'static [SourceList]) -> Self {
        self.scheme.sources = lists;
        self
    }

    /// How long the provider waits for an answer, in seconds, if a document of its says so.
    pub const fn answer_deadline_seconds(mut self, seconds: u64) -> Self {
        self.scheme.answer_deadline_seconds = Some(seconds);
        self
    }

    /// For how long the provider goes on sending what was not acknowledged, in seconds, if a document of its says so.
    pub const fn retry_horizon_seconds(mut self, seconds: u64) -> Self {
        self.scheme.retry_horizon_seconds = Some(seconds);
        self
    }

    /// The scheme, if it is sound.
    ///
    /// # Panics
    /// When compiled, if
    /// - a signature scheme signs nothing, or a token scheme claims to sign;
    /// - a timestamp is checked but not signed, or signed but not declared; the same for an id;
    /// - a part could contain the text that follows it, or stands beside another without anything between,
    ///   so that the same signed bytes could be split elsewhere. Digits may stand so where they are the
    ///   timestamp, because every other split of them is years away;
    /// - it is declared to be ambiguous and is not;
    /// - its handshake does not say where its code stands or what is answered, or answers strangers what only the holder of a
    ///   secret could know;
    /// - a digest of the body stands where nothing signs it, or beside the body itself;
    /// - a plain hash has no secret in it, or has something behind it and does not say so; or a secret stands where it is not hashed;
    /// - its methods are not written as `POST, PUT`, or a header field is not named in lower case.
    #[must_use]
    pub const fn build(self) -> Scheme {
        let mut scheme = self.scheme;
        assert!(scheme.signature.json_path().is_none(), "a signature stands in a header field");
        scheme.assert_single_places();
        match scheme.check {
            Check::Basic | Check::Bearer | Check::Token => {
                assert!(scheme.content.is_empty(), "a token or password signs nothing");
            }
            _ => assert!(!scheme.content.is_empty(), "a signature scheme must say what is signed"),
        }
        if let Some(handshake) = &scheme.handshake {
            handshake.assert_sound(&scheme);
        }
        scheme.assert_methods();
        scheme.assert_header_names();
        scheme.assert_secret();
        assert!(scheme.tolerance_seconds <= LONGEST_TOLERANCE, "that is no tolerance");
        assert!(scheme.shortest_secret > 0, "an empty secret is never accepted");
        scheme.assert_timestamp();
        scheme.assert_id();
        scheme.assert_body_digest();
        scheme.assert_unambiguous();
        scheme.splits_by_freshness = scheme.timestamp_runs_on();
        scheme.is_prefixed = scheme.signs_body_last();
        scheme.assert_json_bodies();
        scheme.reads_body = scheme.has_claims_in_body();
        scheme
    }
}

/// The rules of [`SchemeBuilder::build`]. They run in the compiler.
#[allow(
    clippy::indexing_slicing,
    reason = "indices are below the length; const code has no iterators"
)]
impl Scheme {
    const fn assert_timestamp(&self) {
        let parts = self.count_of_timestamps();
        assert!(parts <= 1, "one timestamp is signed once");
        match self.timestamp {
            Some((place, _)) if place.json_path().is_some() => {
                assert!(
                    self.signs_whole_body(),
                    "a timestamp in a body that is not signed is not signed"
                );
                assert!(parts == 0, "a timestamp in the body is signed with it");
            }
            Some(_) => assert!(
                parts == 1,
                "a timestamp protects only if it is both declared and signed: \
                 add `Part::Timestamp`, or call it `unsigned_timestamp`"
            ),
            None => assert!(parts == 0, "`Part::Timestamp` needs `.timestamp(..)`"),
        }
        if let Some(place) = self.unsigned_timestamp {
            assert!(place.json_path().is_none(), "an unsigned timestamp stands in a header field");
        }
    }

    const fn assert_id(&self) {
        let parts = self.count_of_ids();
        assert!(parts <= 1, "one id is signed once");
        match self.id {
            Some((place, _)) if place.json_path().is_some() => {
                assert!(
                    self.signs_whole_body(),
                    "an id in a body that is not signed is not signed"
                );
                assert!(parts == 0, "an id in the body is signed with it");
            }
            Some(_) => assert!(
                parts == 1,
                "an id counts as signed only if it is: add `Part::Id`, or call it `unsigned_id`"
            ),
            None => assert!(parts == 0, "`Part::Id` needs `.id(..)`"),
        }
        if let Some(place) = self.unsigned_id {
            assert!(place.json_path().is_none(), "an unsigned id stands in a header field");
        }
        if let Some(place) = self.unsigned_event {
            assert!(place.json_path().is_none(), "an unsigned event stands in a header field");
        }
    }

    const fn assert_body_digest(&self) {
        let Some(digest) = &self.body_digest else { return };
        assert!(!self.signs_whole_body(), "the body is signed, so it needs no digest");
        let mut is_signed = false;
        let mut at = 0;
        while at < self.content.len() {
            is_signed |= match (digest.source(), &self.content[at]) {
                (DigestSource::Query(_), Part::UrlWithQuery) => true,
                (DigestSource::Header(own), Part::Header(name, _)) => same(own, name),
                _ => false,
            };
            at += 1;
        }
        assert!(
            is_signed,
            "a digest of the body protects it only if a signed part holds the digest"
        );
    }

    /// Only signatures may stand in any of several fields.
    const fn assert_single_places(&self) {
        let signs = !matches!(self.check, Check::Basic | Check::Bearer | Check::Token);
        assert!(signs || !self.signature.is_each(), "a credential stands in one header field");
        let timestamp = match &self.timestamp {
            Some((place, _)) => Some(place),
            None => None,
        };
        let id = match &self.id {
            Some((place, _)) => Some(place),
            None => None,
        };
        let unsigned = [&self.unsigned_event, &self.unsigned_id, &self.unsigned_timestamp];
        let places =
            [timestamp, id, unsigned[0].as_ref(), unsigned[1].as_ref(), unsigned[2].as_ref()];
        let mut at = 0;
        while at < places.len() {
            if let Some(place) = places[at] {
                assert!(!place.is_each(), "a time or an id stands in one header field");
            }
            at += 1;
        }
    }

    const fn assert_secret(&self) {
        let (mut secrets, mut at, mut last) = (0, 0, 0);
        while at < self.content.len() {
            if matches!(self.content[at], Part::Secret) {
                secrets += 1;
                last = at + 1;
            }
            at += 1;
        }
        if !matches!(self.check, Check::Hash(_)) {
            assert!(secrets == 0, "only a plain hash has the secret in its content");
            assert!(self.extension.is_none(), "this scheme is not extendable");
            return;
        }
        assert!(secrets == 1, "a plain hash without `Part::Secret` is no signature");
        if last == self.content.len() {
            assert!(self.extension.is_none(), "this scheme is not extendable");
        } else {
            assert!(
                self.extension.is_some(),
                "behind the secret of a plain hash anybody can append: declare the scheme `extendable`, and say why that \
                 is accepted"
            );
        }
    }

    const fn count_of_timestamps(&self) -> usize {
        let (mut count, mut at) = (0, 0);
        while at < self.content.len() {
            count += matches!(self.content[at], Part::Timestamp) as usize;
            at += 1;
        }
        count
    }

    const fn count_of_ids(&self) -> usize {
        let (mut count, mut at) = (0, 0);
        while at < self.content.len() {
            count += matches!(self.content[at], Part::Id) as usize;
            at += 1;
        }
        count
    }

    /// Whether the body is signed byte for byte.
    const fn signs_whole_body(&self) -> bool {
        let mut at = 0;
        while at < self.content.len() {
            if matches!(self.content[at], Part::Body) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Words in capitals with `, ` between them.
    const fn assert_methods(&self) {
        let methods = self.methods.as_bytes();
        let mut start = true;
        let mut at = 0;
        while at < methods.len() {
            let separates =
                methods[at] == b',' && at + 1 < methods.len() && methods[at + 1] == b' ';
            assert!(
                methods[at].is_ascii_uppercase() || (separates && !start),
                "write methods as `POST, PUT`"
            );
            at += if separates { 2 } else { 1 };
            start = separates;
        }
        assert!(!start, "a provider sends at least one method");
    }

    const fn assert_header_names(&self) {
        let mut at = 0;
        while at < self.content.len() {
            if let Part::Header(name, _) = self.content[at] {
                crate::place::assert_field_name(name);
            }
            at += 1;
        }
    }

    /// Signed content must have one reading: seen from the left, each part up to the first free one ends at
    /// a place that its text fixes; seen from the right, each part behind the last free one begins so.
    const fn assert_unambiguous(&self) {
        let mut from_head = 0;
        let mut free = 0;
        let mut has_fields = false;
        let mut at = 0;
        while at < self.content.len() {
            from_head += self.content[at].comes_from_head() as usize;
            // A query and a body that begins like JSON have one boundary; the engine rejects any other.
            let is_bounded = self.query_meets_body && self.is_behind_query(at);
            free += (self.content[at].is_free() && !is_bounded) as usize;
            has_fields |= self.content[at].is_fields();
            if let Some(beside) = self.neighbour(at) {
                assert!(
                    self.is_bounded(at, beside),
                    "signed content can be split in two ways: separate its parts by a text that they \
                     cannot contain"
                );
            }
            at += 1;
        }
        assert!(from_head <= MOST_HEAD_PARTS, "too many parts of the head are signed");
        match self.ambiguity {
            None => assert!(
                free <= 1 && !has_fields,
                "signed content can be split in two ways: declare the scheme `ambiguous`, and say why that is \
                 accepted"
            ),
            Some(_) => assert!(free > 1 || has_fields, "this scheme is not ambiguous"),
        }
    }

    /// Whether this is the body, right behind the query.
    const fn is_behind_query(&self, at: usize) -> bool {
        at > 0
            && matches!(self.content[at], Part::Body)
            && matches!(self.content[at - 1], Part::UrlWithQuery)
    }

    const fn assert_json_bodies(&self) {
        let mut is_needed = false;
        let mut at = 0;
        while at < self.content.len() {
            is_needed |= self.is_behind_query(at);
            at += 1;
        }
        assert!(
            is_needed || !self.query_meets_body,
            "`json_bodies` separates a query from the body right behind it, and this scheme signs none so"
        );
    }

    /// The part that the one at `at` must not run on into: the next one left of the first free part, the one
    /// before right of it. A free part has none; nor does the last, if nothing before it is free.
    const fn neighbour(&self, at: usize) -> Option<usize> {
        if self.content[at].is_free() {
            return None;
        }
        let mut before = 0;
        while before < at {
            if self.content[before].is_free() {
                return Some(at - 1);
            }
            before += 1;
        }
        if at + 1 < self.content.len() { Some(at + 1) } else { None }
    }

    const fn has_claims_in_body(&self) -> bool {
        let timestamp = match &self.timestamp {
            Some((place, _)) => place.json_path().is_some(),
            None => false,
        };
        match &self.id {
            Some((place, _)) => timestamp || place.json_path().is_some(),
            None => timestamp,
        }
    }

    /// Whether the body is signed last, behind nothing but what the head says and fixed texts.
    const fn signs_body_last(&self) -> bool {
        let Some((Part::Body, before)) = self.content.split_last() else { return false };
        let mut at = 0;
        while at < before.len() {
            if !matches!(
                before[at],
                Part::Header(..) | Part::Id | Part::Method | Part::Text(_) | Part::Timestamp
            ) {
                return false;
            }
            at += 1;
        }
        true
    }

    const fn timestamp_runs_on(&self) -> bool {
        let Some((_, unit)) = self.timestamp else { return false };
        let mut at = 0;
        while at < self.content.len() {
            if matches!(self.content[at], Part::Timestamp)
                && let Some(beside) = self.neighbour(at)
            {
                return !unit.syntax().delimits_itself() && !self.is_marked(unit.syntax(), beside);
            }
            at += 1;
        }
        false
    }

    /// Whether the part at `at` cannot run on into its neighbour at `beside`.
    const fn is_bounded(&self, at: usize, beside: usize) -> bool {
        let (syntax, is_timestamp) = match self.content[at] {
            Part::Timestamp => match self.timestamp {
                Some((_, unit)) => (unit.syntax(), true),
                None => return false,
            },
            Part::Id => match self.id {
                Some((_, syntax)) => (syntax, false),
                None => return false,
            },
            Part::Header(_, syntax) => (syntax, false),
            Part::Method if self.has_several_methods() => (Syntax::CAPITALS, false),
            // These are the same for every request that an endpoint accepts.
            _ => return true,
        };
        // Digits of a time may stand beside anything, as another split of them is another time: a digit more
        // or less at either end moves a time of this century by nearly 10^9 seconds and more, and the engine
        // refuses to work by a clock that stands before it.
        self.is_marked(syntax, beside) || is_timestamp || syntax.delimits_itself()
    }

    /// Whether the part at `beside` is a text that no part of this syntax can contain.
    const fn is_marked(&self, syntax: Syntax, beside: usize) -> bool {
        match self.content[beside] {
            Part::Text(literal) => !syntax.could_contain(literal),
            _ => false,
        }
    }

    /// Whether this is one of the methods, for the compiler.
    pub(crate) const fn has_method(&self, method: &str) -> bool {
        let (methods, method) = (self.methods.as_bytes(), method.as_bytes());
        let mut start = 0;
        while start < methods.len() {
            let mut end = start;
            let mut same = true;
            while end < methods.len() && methods[end] != b',' {
                let at = end - start;
                same = same && at < method.len() && methods[end] == method[at];
                end += 1;
            }
            if same && end - start == method.len() {
                return true;
            }
            // Past the comma and the space.
            start = end + 2;
        }
        false
    }

    const fn has_several_methods(&self) -> bool {
        let methods = self.methods.as_bytes();
        let mut at = 0;
        while at < methods.len() {
            if methods[at] == b',' {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Whether two names are the same, for the compiler.
#[allow(clippy::indexing_slicing, reason = "`at` is below the length of both")]
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    one.len() == other.len()
}
