//! Handshakes: requests that a provider sends to check that you own an endpoint.

mod describe;
mod form_field;
mod reply;
mod rules;

pub use form_field::FormField;

use crate::codec::encoding::Encoding;
use crate::scheme::place::assert_field_name;
use crate::scheme::syntax::Syntax;

/// A handshake: a request that a provider sends to check that you own an endpoint.
///
/// The adapters answer a handshake without calling a handler. Many handshakes carry a challenge,
/// which the answer must repeat. Others are probes, which only need to be acknowledged. Some
/// deliver the signing secret itself.
///
/// A handshake is described by its trigger, the place of its challenge, and its answer.
///
/// ```
/// use verihook::{Encoding, FormField, Handshake, Part, Place, Scheme, Syntax};
///
/// const BASE: verihook::SchemeBuilder =
///     Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex).signs(&[Part::Body]);
/// // Not signed, so answered before verification: GET /hook?challenge=abc is answered with `abc`.
/// const ASKS: Scheme = BASE.handshake(Handshake::method("GET").query("challenge").as_text()).build();
/// // Signed, so answered after verification: {"type":"url_verification","challenge":"abc"}.
/// const SIGNED: Scheme =
///     BASE.handshake(Handshake::signed(&["type"], "url_verification").json(&["challenge"]).as_text()).build();
/// // Two probes: HEAD /hook, and an unsigned form `ping_id=5`.
/// const PROBES: Scheme = BASE
///     .handshake(Handshake::method("HEAD").reply_ok())
///     .handshake(Handshake::unsigned_form(&[FormField::new("ping_id", Syntax::DIGITS)]).reply_ok())
///     .build();
/// ```
///
/// # Unsigned handshakes
///
/// An unsigned handshake is answered before anything is verified, whichever client sends it (unless
/// its source address is not allowed). So a request that could be a delivery is never one:
///
/// - [`method`](Self::method) names a method that deliveries do not use;
/// - [`on_query`](Self::on_query), [`unsigned_form`](Self::unsigned_form),
///   [`unsigned_json`](Self::unsigned_json) and a probe by [`on_header`](Self::on_header) match
///   only a request that lacks the signature field, and otherwise passes the checks of a delivery.
///
/// A challenge must be short, without characters that have a meaning in HTML or in a header field.
/// The answer reveals nothing that the client did not send. It contains a MAC only if that cannot
/// be the signature of a delivery (see [`as_json_with_mac`](Self::as_json_with_mac)).
///
/// A probe by a method that deliveries use does not compile, because every delivery would match:
///
/// ```compile_fail,E0080
/// use verihook::{Encoding, Handshake, Part, Place, Scheme};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .signs(&[Part::Body])
///     .handshake(Handshake::method("POST").reply_ok())
///     .build();
/// ```
///
/// An answer with a MAC that could be the signature of a delivery does not compile either:
///
/// ```compile_fail,E0080
/// use verihook::{Encoding, Handshake, Part, Place, Scheme, TimestampFormat};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .timestamp(Place::header("acme-timestamp"), TimestampFormat::Seconds)
///     .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
///     .handshake(Handshake::method("GET").query("token").as_json_mac("response"))
///     .build();
/// ```
///
/// # Signed handshakes
///
/// A signed handshake is verified like any delivery before it is answered, so a forged or stale one
/// is rejected. A signed request that matches the trigger but has no valid challenge is a delivery,
/// and reaches the handler. A body over 16 KiB is always a delivery. Without the feature `json`,
/// JSON bodies are not searched.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Handshake {
    pub(crate) trigger: Trigger,
    pub(crate) challenge: Challenge,
    pub(crate) reply: Reply,
    pub(crate) also: Option<(&'static str, &'static str)>,
    pub(crate) beside: Option<Path>,
    /// The query parameter that contains a token.
    pub(crate) token: Option<&'static str>,
    /// The prefix and the encoding of a MAC in the answer.
    pub(crate) mac: (&'static str, Encoding),
    /// The published secret that signs this handshake instead of the endpoint's own.
    pub(crate) test_secret: Option<&'static str>,
}

/// The part of a request that identifies a handshake.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Trigger {
    /// Unsigned: a method that deliveries do not use.
    Method(&'static str),
    /// Unsigned: the value of a header field.
    Field(&'static str, &'static str),
    /// Unsigned: a query parameter.
    Query(&'static str),
    /// Unsigned: a form with exactly these fields.
    Form(&'static [FormField]),
    /// Unsigned: a member of a JSON body.
    UnsignedMember(Path, &'static str),
    /// Unsigned: a header field that delivers the signing secret.
    SecretField(&'static str),
    /// Unsigned: a member of a JSON body that delivers the signing secret.
    SecretMember(Path),
    /// Signed: a member of a JSON body.
    Member(Path, &'static str),
}

/// The place of the challenge.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Challenge {
    Unset,
    Field(&'static str),
    Query(&'static str),
    /// A query parameter that is decoded.
    DecodedQuery(&'static str),
    Member(Path),
}

/// The form of the answer.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Reply {
    Unset,
    Field(&'static str),
    Text,
    Json(&'static str),
    /// A MAC of the challenge under the second name; the challenge under the first, if given.
    JsonOfMac(Option<&'static str>, &'static str),
    Fixed(&'static str),
    /// 204 without a body.
    Nothing,
    /// 200 without a body.
    Ok,
}

pub(crate) type Path = &'static [&'static str];

/// The maximum number of handshakes of a scheme.
pub(crate) const MAX_HANDSHAKES: usize = 4;

/// The syntax of a challenge: no character has a meaning in a header field, HTML or a JSON string.
pub(crate) const CHALLENGE: Syntax = Syntax::visible().except("\"'<>\\&;,(){}[]%").length(1, 256);

/// The syntax of a challenge in a query. It is not decoded, so it must need no decoding.
pub(crate) const CHALLENGE_IN_QUERY: Syntax = CHALLENGE.except("+");

/// The syntax of a challenge that was decoded, and is repeated as plain text.
///
/// It may be a sentence. No character has a meaning in HTML.
pub(crate) const CHALLENGE_DECODED: Syntax =
    Syntax::visible().and(" ").except("\"'<>\\&`").length(1, 1024);

/// The syntax of a signing secret that a request delivers.
pub(crate) const DELIVERED_SECRET: Syntax = Syntax::visible().length(8, 256);

/// The syntax of a challenge that is signed.
///
/// It has no colon, because the signed content of a scheme must have one, or the scheme does not
/// compile.
pub(crate) const CHALLENGE_TO_SIGN: Syntax = CHALLENGE.except(":");

impl Handshake {
    /// An unsigned request whose header field `name` has this value.
    ///
    /// The name is in lower case; the case of the value is ignored. A probe, which has no
    /// challenge, must not have the signature field.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn on_header(name: &'static str, value: &'static str) -> Self {
        assert_field_name(name);
        Self::known_by(Trigger::Field(name, value))
    }

    /// An unsigned request with this method, in capitals.
    ///
    /// The provider must not send deliveries with it.
    ///
    /// # Panics
    /// At compile time, if the method is empty or not in capitals, or if the scheme's deliveries
    /// use it.
    pub const fn method(method: &'static str) -> Self {
        assert!(
            !method.is_empty() && Syntax::CAPITALS.could_contain(method),
            "a method must be in capitals"
        );
        Self::known_by(Trigger::Method(method))
    }

    /// An unsigned request with this query parameter, for a provider that uses the method of its
    /// deliveries.
    ///
    /// The challenge is the parameter's value, percent-decoded, with `+` as a space.
    pub const fn on_query(name: &'static str) -> Self {
        Self::known_by(Trigger::Query(name)).decoded_query(name)
    }

    /// An unsigned request whose body is a form with exactly these fields, in any order.
    ///
    /// The body is at most 16 KiB, and its `Content-Type` is that of a form.
    ///
    /// # Panics
    /// At compile time, if there is no field.
    pub const fn unsigned_form(fields: &'static [FormField]) -> Self {
        assert!(!fields.is_empty(), "a form needs at least one field");
        Self::known_by(Trigger::Form(fields))
    }

    /// An unsigned request whose JSON body has this member, a string or a number, with this value.
    ///
    /// The body is one JSON object of at most 16 KiB. Without the feature `json`, the request is
    /// rejected.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn unsigned_json(path: &'static [&'static str], value: &'static str) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self::known_by(Trigger::UnsignedMember(path, value))
    }

    /// An unsigned first request that delivers the signing secret in this header field (in lower
    /// case), which the answer repeats.
    ///
    /// It is rejected unless the endpoint has a
    /// [`secret_exchange`](crate::VerifierBuilder::secret_exchange) and no secret yet.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn delivers_secret(name: &'static str) -> Self {
        assert_field_name(name);
        Self::known_by(Trigger::SecretField(name)).echo_header(name)
    }

    /// An unsigned first request that delivers the signing secret in this member of its JSON body.
    ///
    /// The answer is a 200 without a body. The conditions are those of [`Self::delivers_secret`].
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn delivers_secret_in_json(path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self::known_by(Trigger::SecretMember(path)).json(path).reply_ok()
    }

    /// A signed request whose JSON body has this member, a string or a number, with this value.
    ///
    /// Without the feature `json`, the request reaches the handler.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn signed(path: &'static [&'static str], value: &'static str) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self::known_by(Trigger::Member(path, value))
    }

    const fn known_by(trigger: Trigger) -> Self {
        Self {
            trigger,
            challenge: Challenge::Unset,
            reply: Reply::Unset,
            also: None,
            beside: None,
            token: None,
            mac: ("", Encoding::Hex),
            test_secret: None,
        }
    }

    /// Verifies this signed handshake with a secret that the provider publishes.
    ///
    /// Some providers sign their test before you can configure their secret. Because anyone can
    /// sign with a published secret, such a request proves nothing. It is only acknowledged, and it
    /// never reaches a handler.
    pub const fn signed_with(self, published_secret: &'static str) -> Self {
        Self { test_secret: Some(published_secret), ..self }
    }

    /// Requires this other member in the signed body too, a string or a number.
    ///
    /// Use it if deliveries can have the first member too.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn and_member(self, path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self { beside: Some(path), ..self }
    }

    /// Requires this query parameter, decoded, to be the endpoint's handshake token.
    ///
    /// The token is set by
    /// [`VerifierBuilder::handshake_token`](crate::VerifierBuilder::handshake_token). An endpoint
    /// without a token does not answer this handshake.
    pub const fn token(self, name: &'static str) -> Self {
        Self { token: Some(name), ..self }
    }

    /// Returns the query parameter that contains a token, if this handshake requires one.
    #[must_use]
    pub const fn token_name(&self) -> Option<&'static str> {
        self.token
    }

    /// Returns the kind of handshake: `signed`, `unsigned`, `unsigned, with a token`, `probe`,
    /// `test` or `delivers the secret`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match (self.trigger, self.challenge, self.token) {
            (Trigger::SecretField(_) | Trigger::SecretMember(_), ..) => "delivers the secret",
            (Trigger::Member(..), ..) if self.test_secret.is_some() => "test",
            (Trigger::Member(..), ..) => "signed",
            (_, Challenge::Unset, _) => "probe",
            (.., Some(_)) => "unsigned, with a token",
            (.., None) => "unsigned",
        }
    }

    /// Returns `true` if the handshake is signed, and so verified before it is answered.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        matches!(self.trigger, Trigger::Member(..))
    }

    /// The challenge is the value of this header field (in lower case).
    ///
    /// An unsigned request without it is not a handshake.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn header(self, name: &'static str) -> Self {
        assert_field_name(name);
        Self { challenge: Challenge::Field(name), ..self }
    }

    /// The challenge is this query parameter, which is not decoded.
    ///
    /// An unsigned request without it is not a handshake.
    pub const fn query(self, name: &'static str) -> Self {
        Self { challenge: Challenge::Query(name), ..self }
    }

    /// The challenge is this query parameter, percent-decoded, with `+` as a space.
    ///
    /// An unsigned request without it is not a handshake.
    pub const fn decoded_query(self, name: &'static str) -> Self {
        Self { challenge: Challenge::DecodedQuery(name), ..self }
    }

    /// The challenge is this member of the JSON body.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn json(self, path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self { challenge: Challenge::Member(path), ..self }
    }
}
