//! Builds a scheme, step by step.

use super::{Algorithm, MAX_TOLERANCE_SECONDS, Part, Scheme, SecretForm, SourceList};
use crate::codec::encoding::Encoding;
use crate::scheme::digest::BodyDigest;
use crate::scheme::handshake::{Handshake, MAX_HANDSHAKES};
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;
use crate::scheme::unsound::{UnsoundScheme, check, ensure, sound};

/// Builds a [`Scheme`], step by step, in a constant.
///
/// A timestamp that is not part of the signed content does not compile, because anyone could replay
/// an old delivery under a new timestamp:
///
/// ```compile_fail,E0080
/// use verihook::{Encoding, Part, Place, Scheme, TimestampFormat};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .timestamp(Place::header("acme-timestamp"), TimestampFormat::Seconds)
///     .signs(&[Part::Body])
///     .build();
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "call `build` to get the scheme"]
pub struct SchemeBuilder {
    pub(super) scheme: Scheme,
}

impl SchemeBuilder {
    pub(super) const fn new(check: Algorithm, signature: Place, encoding: Encoding) -> Self {
        let scheme = Scheme {
            check,
            signature,
            encoding,
            algorithm_name: None,
            content: &[],
            body_digest: None,
            timestamp: None,
            unsigned_timestamp: None,
            id: None,
            unsigned_event: None,
            unsigned_id: None,
            required: &[],
            secret: SecretForm::Text,
            shortest_secret: 1,
            methods: "POST",
            tolerance_seconds: 300,
            body_limit: 1024 * 1024,
            ambiguity: None,
            extension: None,
            decoded_in_url: "",
            either_port: false,
            query_meets_body: false,
            gzip: false,
            aliases: &[],
            variant_of: None,
            docs: "",
            checked: "",
            handshakes: [None; MAX_HANDSHAKES],
            has_too_many_handshakes: false,
            answers_without_body: false,
            sources: &[],
            answer_deadline_seconds: None,
            retry_horizon_seconds: None,
            varying_body: None,
            equal_deliveries: None,
        };
        Self { scheme }
    }

    /// Sets the place of the algorithm's name, for a scheme with [several](Scheme::hmac_of).
    ///
    /// The name there must be one of the scheme's, exactly. It is not signed.
    pub const fn algorithm_name(mut self, place: Place) -> Self {
        self.scheme.algorithm_name = Some(place);
        self
    }

    /// Sets the signed content: the concatenation of these parts.
    pub const fn signs(mut self, content: &'static [Part]) -> Self {
        self.scheme.content = content;
        self
    }

    /// Declares a digest of the body in a signed part of the head, which binds the body.
    pub const fn body_digest(mut self, digest: BodyDigest) -> Self {
        self.scheme.body_digest = Some(digest);
        self
    }

    /// Declares a timestamp that the signature covers.
    ///
    /// A delivery whose timestamp is not fresh is rejected.
    pub const fn timestamp(mut self, place: Place, unit: TimestampFormat) -> Self {
        self.scheme.timestamp = Some((place, unit));
        self
    }

    /// Declares a timestamp that the signature does not cover.
    ///
    /// Anyone can change it, so it never counts as freshness. Handlers find it under the name
    /// `unsigned_timestamp`.
    pub const fn unsigned_timestamp(mut self, place: Place) -> Self {
        self.scheme.unsigned_timestamp = Some(place);
        self
    }

    /// Declares a delivery id that the signature covers, and its syntax.
    pub const fn id(mut self, place: Place, syntax: Syntax) -> Self {
        self.scheme.id = Some((place, syntax));
        self
    }

    /// Declares the id of an event in the signed JSON body, which some deliveries may lack.
    ///
    /// Without the feature `json`, the id is not read.
    pub(crate) const fn event_id(self, path: &'static [&'static str]) -> Self {
        #[cfg(feature = "json")]
        return self.id(Place::json(path), Syntax::visible().length(1, 256));
        #[cfg(not(feature = "json"))]
        {
            let _ = path;
            self
        }
    }

    /// Declares a delivery id that the signature does not cover.
    ///
    /// Anyone can change it. Handlers find it under the name `unsigned_id`.
    pub const fn unsigned_id(mut self, place: Place) -> Self {
        self.scheme.unsigned_id = Some(place);
        self
    }

    /// Declares a header field with the kind of event, which the signature does not cover.
    ///
    /// Anyone can change it. Handlers find it under the name `unsigned_event`.
    pub const fn unsigned_event(mut self, place: Place) -> Self {
        self.scheme.unsigned_event = Some(place);
        self
    }

    /// Requires these header fields, or items of them, to have exactly these values.
    ///
    /// Use it for a version or an algorithm that the provider names. A request with another value,
    /// or without one, is rejected before its signature is checked. The values are not signed.
    ///
    /// ```
    /// use verihook::{Encoding, Part, Place, Scheme};
    ///
    /// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
    ///     .signs(&[Part::Body])
    ///     .requires(&[(Place::header("acme-signature-version"), "1")])
    ///     .build();
    /// ```
    pub const fn requires(mut self, values: &'static [(Place, &'static str)]) -> Self {
        self.scheme.required = values;
        self
    }

    /// Declares that the secret is shown in Base64, after an optional prefix.
    ///
    /// The prefix is not part of the key.
    pub const fn base64_secret(mut self, prefix: &'static str) -> Self {
        self.scheme.secret = SecretForm::Base64(prefix);
        self
    }

    /// Declares that the provider signs under one of two keys that a secret yields.
    ///
    /// The first is the Base64 after the prefix, if the secret has the prefix and is Base64, and
    /// the second the whole text. Both are tried. This is only for MACs.
    pub const fn base64_or_text_secret(mut self, prefix: &'static str) -> Self {
        self.scheme.secret = SecretForm::Base64OrText(prefix);
        self
    }

    /// Declares that the secret is shown as hexadecimal digits.
    pub const fn hex_secret(mut self) -> Self {
        self.scheme.secret = SecretForm::Hex;
        self
    }

    /// Sets the length of the shortest secret that the provider generates, in bytes.
    ///
    /// A shorter secret is rejected as a mistake.
    pub const fn shortest_secret(mut self, bytes: usize) -> Self {
        self.scheme.shortest_secret = bytes;
        self
    }

    /// Sets the methods that the provider sends, in the format of `Allow`: `POST, PUT`.
    ///
    /// The default is `POST`.
    pub const fn methods(mut self, methods: &'static str) -> Self {
        self.scheme.methods = methods;
        self
    }

    /// Sets the timestamp tolerance that the provider documents, in seconds.
    ///
    /// The default is 300.
    pub const fn tolerance_seconds(mut self, seconds: u64) -> Self {
        self.scheme.tolerance_seconds = seconds;
        self
    }

    /// Sets the size of the largest body that the provider sends, in bytes.
    ///
    /// The default is 1 MiB.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.scheme.body_limit = bytes;
        self
    }

    /// Declares that two different requests can have the same signed content, and why that is
    /// accepted.
    ///
    /// A scheme is ambiguous if more than one of its parts can be anything, or if it signs the
    /// fields of a form, whose names and values have no separators. An ambiguous scheme without
    /// this declaration does not compile, nor does an unambiguous one with it. Ids and header
    /// fields must be bounded even so.
    pub const fn ambiguous(mut self, why: &'static str) -> Self {
        self.scheme.ambiguity = Some(why);
        self
    }

    /// Declares that the provider signs the query and, directly after it, a JSON or empty body.
    ///
    /// The verifier then rejects a query with a character that is not allowed there ([RFC 3986,
    /// section 3.4](https://www.rfc-editor.org/rfc/rfc3986#section-3.4)), and a body whose first
    /// byte could continue the query. So no byte can be moved from the body into the query, or
    /// back. Such a scheme is not [`ambiguous`](Self::ambiguous).
    pub const fn json_bodies(mut self) -> Self {
        self.scheme.query_meets_body = true;
        self
    }

    /// Declares that the provider decodes these characters in the URL before it signs it.
    ///
    /// If the URL contains the percent-encoded form of one of them, the signed content contains the
    /// character. Everything else stays as received.
    ///
    /// `+` and hexadecimal digits cannot be decoded, because two requests that mean different
    /// things would have the same signature.
    pub const fn decodes_in_url(mut self, characters: &'static str) -> Self {
        self.scheme.decoded_in_url = characters;
        self
    }

    /// Declares that the provider may add the default port to the URL that it signs, or remove the
    /// port.
    ///
    /// A signature of the configured URL is accepted, and also one of the URL without its port, or
    /// with the default port of its scheme (443 or 80) if it has none.
    pub const fn either_port(mut self) -> Self {
        self.scheme.either_port = true;
        self
    }

    /// Declares that the provider signs a body before it may compress it with gzip.
    ///
    /// A gzip-coded body is decoded as it arrives (feature `gzip`), up to the body limit. The
    /// decoded body is verified and passed on. The body must be one gzip member and nothing else.
    /// For all other schemes, coded bodies are rejected.
    pub const fn gzip_bodies(mut self) -> Self {
        self.scheme.gzip = true;
        self
    }

    /// Declares that a plain hash hashes something after the secret, and why that is accepted.
    ///
    /// Anyone who has one signature of such a scheme can compute the signature of a longer content.
    /// An extendable scheme without this declaration does not compile, nor does any other scheme
    /// with it.
    pub const fn extendable(mut self, why: &'static str) -> Self {
        self.scheme.extension = Some(why);
        self
    }

    /// Sets other names under which people look for the provider: `facebook` for `meta`.
    ///
    /// A look-up by name finds the provider by its slug and by these. They change nothing else.
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.scheme.aliases = names;
        self
    }

    /// Declares that this is another scheme of the provider with the slug `main`.
    pub const fn variant_of(mut self, main: &'static str) -> Self {
        self.scheme.variant_of = Some(main);
        self
    }

    /// Sets a link to the provider's own description.
    pub const fn docs(mut self, link: &'static str) -> Self {
        self.scheme.docs = link;
        self
    }

    /// Sets the date when the scheme was last compared with that description: `2026-11-25`.
    pub const fn last_verified(mut self, day: &'static str) -> Self {
        self.scheme.checked = day;
        self
    }

    /// Adds a request that the provider sends to check that you own the endpoint.
    ///
    /// If a request matches several handshakes, the first one counts. There can be at most 4.
    #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
    pub const fn handshake(mut self, handshake: Handshake) -> Self {
        let mut at = 0;
        while at < MAX_HANDSHAKES {
            if self.scheme.handshakes[at].is_none() {
                self.scheme.handshakes[at] = Some(handshake);
                return self;
            }
            at += 1;
        }
        self.scheme.has_too_many_handshakes = true;
        self
    }

    /// Declares that the answer to a rejected request must not have a body.
    ///
    /// An endpoint can set this too
    /// ([`VerifierBuilder::answers_without_body`](crate::VerifierBuilder::answers_without_body)).
    pub const fn answers_without_body(mut self) -> Self {
        self.scheme.answers_without_body = true;
        self
    }

    /// Sets the documented lists of source addresses, the newest first.
    pub const fn sources(mut self, lists: &'static [SourceList]) -> Self {
        self.scheme.sources = lists;
        self
    }

    /// Sets how long the provider waits for an answer, in seconds, if it documents that.
    pub const fn answer_deadline_seconds(mut self, seconds: u64) -> Self {
        self.scheme.answer_deadline_seconds = Some(seconds);
        self
    }

    /// Sets for how long the provider retries a delivery, in seconds, if it documents that.
    pub const fn retry_horizon_seconds(mut self, seconds: u64) -> Self {
        self.scheme.retry_horizon_seconds = Some(seconds);
        self
    }

    /// Declares that a repeated delivery can have another body than the first, and why.
    ///
    /// `reason` names the member that changes, and its source. The same signed id with another body
    /// is then a duplicate. Without this, it is a conflict.
    pub const fn varying_body(mut self, reason: &'static str) -> Self {
        self.scheme.varying_body = Some(reason);
        self
    }

    /// Declares that two different deliveries can have equal content, and why.
    ///
    /// `reason` says what the provider sends, and its source. Without an id, nothing then tells a
    /// duplicate from another delivery.
    pub const fn equal_deliveries(mut self, reason: &'static str) -> Self {
        self.scheme.equal_deliveries = Some(reason);
        self
    }

    /// Returns the scheme.
    ///
    /// # Panics
    /// In a constant at compile time, otherwise at run time, if the scheme is unsound:
    /// - A signature scheme signs nothing, or a token scheme signs something.
    /// - The signature is in the body, or in the query that it signs.
    /// - A timestamp is checked but not signed, or signed but not declared. The same for an id.
    /// - A part could contain the literal that follows it, or two parts are adjacent without a
    ///   separator, so that the same signed bytes could be split elsewhere. Only the digits of the
    ///   timestamp may be adjacent to another part, because any other split gives a time that is
    ///   years away.
    /// - It is declared ambiguous and is not, or the reverse. The same for extendable.
    /// - Its handshake has no challenge where it needs one, or no answer, or answers an unsigned
    ///   request with something that only the holder of the secret can compute.
    /// - No signed part contains the digest of the body, or the body is signed besides its digest.
    /// - The content of a plain hash does not contain the secret exactly once, or the content of
    ///   any other algorithm contains it.
    /// - No algorithm is named, a name begins with another one, or several signatures can be listed
    ///   although the sender names the algorithm.
    /// - A required value is empty, or not in a single header field.
    /// - A secret yields two keys, and the scheme has no MAC.
    /// - Its methods are not in the format `POST, PUT`, or the name of a header field is not in
    ///   lower case.
    #[must_use]
    pub const fn build(self) -> Scheme {
        sound(self.try_build())
    }

    /// Returns the scheme, or the reason why it is unsound.
    ///
    /// This is for schemes that are known only at run time. In a constant, use
    /// [`build`](Self::build), so that an unsound scheme does not compile. The rules and the
    /// reasons are the same.
    ///
    /// ```
    /// use verihook::{Encoding, Part, Place, Scheme, TimestampFormat};
    ///
    /// let unsound = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
    ///     .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
    ///     .try_build()
    ///     .unwrap_err();
    /// assert_eq!(unsound.reason(), "`Part::Timestamp` needs `.timestamp(..)`");
    /// ```
    ///
    /// # Errors
    /// [`UnsoundScheme`], for the reasons that [`build`](Self::build) lists.
    pub const fn try_build(self) -> Result<Scheme, UnsoundScheme> {
        let scheme = self.scheme;
        check!(scheme.check_signature_place());
        check!(scheme.check_single_places());
        check!(scheme.check_algorithms());
        if scheme.check.is_credential() {
            ensure!(
                scheme.content.is_empty(),
                "a token or password signs nothing: remove `.signs(..)`"
            );
        } else {
            ensure!(
                !scheme.content.is_empty(),
                "a signature scheme needs signed content: add `.signs(..)`"
            );
        }
        check!(scheme.check_handshakes());
        check!(scheme.check_methods());
        check!(scheme.check_header_names());
        check!(scheme.check_secret());
        check!(scheme.check_required());
        ensure!(
            scheme.tolerance_seconds <= MAX_TOLERANCE_SECONDS,
            "the tolerance must not be longer than 366 days"
        );
        ensure!(scheme.shortest_secret > 0, "the shortest secret must have at least 1 byte");
        check!(scheme.check_timestamp());
        check!(scheme.check_id());
        check!(scheme.check_body_digest());
        check!(scheme.check_unambiguous());
        check!(scheme.check_json_bodies());
        check!(scheme.check_url());
        ensure!(
            scheme.binds_body() || !scheme.gzip,
            "`gzip_bodies` is for schemes that sign a body"
        );
        Ok(scheme)
    }
}
