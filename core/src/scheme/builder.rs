//! Describes a scheme, step by step.

use super::{Algorithm, MAX_TOLERANCE_SECONDS, Part, Scheme, SecretForm, SourceList};
use crate::codec::encoding::Encoding;
use crate::scheme::digest::BodyDigest;
use crate::scheme::handshake::Handshake;
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;

/// Describes a [`Scheme`], step by step, in a constant.
///
/// Leaving the timestamp out of what is signed does not compile, because then anybody could replay
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
#[must_use = "a scheme is made by `build`"]
pub struct SchemeBuilder {
    pub(super) scheme: Scheme,
}

impl SchemeBuilder {
    pub(super) const fn new(check: Algorithm, signature: Place, encoding: Encoding) -> Self {
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
            query_meets_body: false,
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
    pub const fn timestamp(mut self, place: Place, unit: TimestampFormat) -> Self {
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

    /// A header field with the kind of the event, which anybody on the way could have changed. It
    /// is handed on under the name `unsigned_event`.
    pub const fn unsigned_event(mut self, place: Place) -> Self {
        self.scheme.unsigned_event = Some(place);
        self
    }

    /// The secret is shown as Base64, after this prefix, which may be missing. The prefix is no
    /// part of it.
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

    /// The methods that the provider sends, as the header field `Allow` writes them (`POST, PUT`);
    /// `POST` unless said.
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

    /// Says that two different requests can have the same signed content, and why that is accepted:
    /// because more than one of its parts may be anything, or because fields of a form are signed,
    /// whose names and values run into each other. A scheme that is so and does not say so does not
    /// compile; nor does one that says so and is not. An id or a header field must be bounded all
    /// the same.
    pub const fn ambiguous(mut self, why: &'static str) -> Self {
        self.scheme.ambiguity = Some(why);
        self
    }

    /// The provider signs the query and, right behind it, a body that is JSON or empty.
    ///
    /// The verifier then rejects a query with a character that no query holds ([RFC 3986, section
    /// 3.4](https://www.rfc-editor.org/rfc/rfc3986#section-3.4)), and a body that begins like more
    /// of the query, so that nothing of the body can be moved into the query or back. Such a scheme
    /// is not [`ambiguous`](Self::ambiguous).
    pub const fn json_bodies(mut self) -> Self {
        self.scheme.query_meets_body = true;
        self
    }

    /// Says that something is hashed behind the secret of a plain hash, so that whoever has one
    /// signature can make that of a longer content, and why that is accepted. A scheme that is so
    /// and does not say so does not compile; nor does one that says so and is not.
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
    pub const fn last_verified(mut self, day: &'static str) -> Self {
        self.scheme.checked = day;
        self
    }

    /// The provider asks whether the endpoint is there in this way.
    pub const fn handshake(mut self, handshake: Handshake) -> Self {
        self.scheme.handshake = Some(handshake);
        self
    }

    /// The addresses from which the provider sends, as its documents list them, the newest list
    /// first.
    pub const fn sources(mut self, lists: &'static [SourceList]) -> Self {
        self.scheme.sources = lists;
        self
    }

    /// How long the provider waits for an answer, in seconds, if a document of its says so.
    pub const fn answer_deadline_seconds(mut self, seconds: u64) -> Self {
        self.scheme.answer_deadline_seconds = Some(seconds);
        self
    }

    /// For how long the provider goes on sending what was not acknowledged, in seconds, if a
    /// document of its says so.
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
    /// - a part could contain the text that follows it, or stands beside another without anything
    ///   between, so that the same signed bytes could be split elsewhere. Digits may stand so where
    ///   they are the timestamp, because every other split of them is years away;
    /// - it is declared to be ambiguous and is not;
    /// - its handshake does not say where its code stands or what is answered, or answers strangers
    ///   what only the holder of a secret could know;
    /// - a digest of the body stands where nothing signs it, or beside the body itself;
    /// - a plain hash has no secret in it, or has something behind it and does not say so; or a
    ///   secret stands where it is not hashed;
    /// - its methods are not written as `POST, PUT`, or a header field is not named in lower case.
    #[must_use]
    pub const fn build(self) -> Scheme {
        let scheme = self.scheme;
        assert!(scheme.signature.json_path().is_none(), "a signature stands in a header field");
        scheme.assert_single_places();
        match scheme.check {
            Algorithm::Basic | Algorithm::Bearer | Algorithm::Token => {
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
        assert!(scheme.tolerance_seconds <= MAX_TOLERANCE_SECONDS, "that is no tolerance");
        assert!(scheme.shortest_secret > 0, "an empty secret is never accepted");
        scheme.assert_timestamp();
        scheme.assert_id();
        scheme.assert_body_digest();
        scheme.assert_unambiguous();
        scheme.assert_json_bodies();
        scheme
    }
}
