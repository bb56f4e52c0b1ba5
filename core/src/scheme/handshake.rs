//! Handshakes: requests that a provider sends to check that you own an endpoint.

use crate::scheme::place::assert_field_name;
use crate::scheme::syntax::Syntax;

/// A handshake: a request that a provider sends to check that you own an endpoint.
///
/// Most handshakes carry a challenge, which the answer must repeat. The adapters answer a handshake
/// without calling a handler.
///
/// A handshake is described by its trigger, the place of its challenge, and its answer.
///
/// ```
/// use verihook::{Encoding, Handshake, Part, Place, Scheme};
///
/// const BASE: verihook::SchemeBuilder =
///     Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex).signs(&[Part::Body]);
/// // Not signed, so answered before verification: GET /hook?challenge=abc is answered with `abc`.
/// const ASKS: Scheme = BASE.handshake(Handshake::method("GET").query("challenge").as_text()).build();
/// // Signed, so answered after verification: {"type":"url_verification","challenge":"abc"}.
/// const SIGNED: Scheme =
///     BASE.handshake(Handshake::signed(&["type"], "url_verification").json(&["challenge"]).as_text()).build();
/// ```
///
/// An unsigned handshake is answered before anything is verified, to any client that may send
/// requests at all. Therefore its challenge must be short and plain, with no meaning in a page or a
/// header field. The answer reveals nothing that the client did not know, and is never computed
/// with a secret. A signed handshake is answered after it is verified like any delivery, so a
/// forged or stale one is rejected.
///
/// A signed request that matches the trigger but has no valid challenge is a delivery, and reaches
/// the handler. So is a body over 16 KiB. Without the feature `json`, bodies are not read.
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
}

/// The part of a request that identifies a handshake.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Trigger {
    Method(&'static str),
    Field(&'static str, &'static str),
    Member(Path, &'static str),
}

/// The place of the challenge.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Challenge {
    Unset,
    Field(&'static str),
    Query(&'static str),
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
    Nothing,
}

pub(crate) type Path = &'static [&'static str];

/// The syntax of a challenge, which has no meaning in a header field, a page or a JSON string.
pub(crate) const CHALLENGE: Syntax = Syntax::visible().except("\"'<>\\&;,(){}[]%").length(1, 256);

/// The syntax of a challenge in a query. It is not decoded, so it must need no decoding.
pub(crate) const CHALLENGE_IN_QUERY: Syntax = CHALLENGE.except("+");

/// The syntax of a challenge that is signed.
///
/// It has no colon, because the signed content of a scheme must have one, or the scheme does not
/// compile.
pub(crate) const CHALLENGE_TO_SIGN: Syntax = CHALLENGE.except(":");

impl Handshake {
    /// An unsigned request whose header field `name` has this value.
    ///
    /// The name is in lower case; the case of the value is ignored.
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
        }
    }

    /// Requires this other member in the signed body too, a string or a number.
    ///
    /// Use it if the first member means other things in other requests.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn and_member(self, path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self { beside: Some(path), ..self }
    }

    /// Requires this query parameter, which is not decoded, to be the endpoint's handshake token.
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

    /// The challenge is this member of the signed JSON body.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    pub const fn json(self, path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self { challenge: Challenge::Member(path), ..self }
    }

    /// The answer repeats this header field (in lower case) of the request.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn echo_header(self, name: &'static str) -> Self {
        self.header(name).as_header(name)
    }

    /// The answer has the challenge in this header field (in lower case).
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn as_header(self, name: &'static str) -> Self {
        assert_field_name(name);
        Self { reply: Reply::Field(name), ..self }
    }

    /// The answer is the challenge, as plain text.
    pub const fn as_text(self) -> Self {
        Self { reply: Reply::Text, ..self }
    }

    /// The answer is a JSON object with the challenge under this name.
    ///
    /// # Panics
    /// At compile time, if the name would need an escape.
    pub const fn as_json(self, name: &'static str) -> Self {
        assert!(CHALLENGE.could_contain(name), "the name of a JSON member must not need escapes");
        Self { reply: Reply::Json(name), ..self }
    }

    /// The answer is a JSON object with the challenge and a MAC of it.
    ///
    /// The challenge is under the first name. Under the second is its MAC under the signing secret,
    /// in hexadecimal. This is only for signed handshakes whose answer cannot be the signature of a
    /// delivery: either the scheme signs content with a colon in it, which such a challenge cannot
    /// have, or it signs the body alone, and a body that could be such a challenge is rejected.
    ///
    /// # Panics
    /// At compile time, if a name would need an escape, or if the scheme does not meet these
    /// conditions.
    pub const fn as_json_with_mac(self, name: &'static str, mac: &'static str) -> Self {
        assert!(
            CHALLENGE.could_contain(name) && CHALLENGE.could_contain(mac),
            "the name of a JSON member must not need escapes"
        );
        Self { reply: Reply::JsonOfMac(Some(name), mac), ..self }
    }

    /// The answer is a JSON object with only a MAC of the challenge under this name.
    ///
    /// The conditions are those of [`Self::as_json_with_mac`].
    ///
    /// # Panics
    /// At compile time, if the name would need an escape, or if the scheme does not meet these
    /// conditions.
    pub const fn as_json_mac(self, name: &'static str) -> Self {
        assert!(CHALLENGE.could_contain(name), "the name of a JSON member must not need escapes");
        Self { reply: Reply::JsonOfMac(None, name), ..self }
    }

    /// The answer to every such handshake is this JSON text.
    ///
    /// The handshake is signed and has no challenge.
    pub const fn reply_json(self, text: &'static str) -> Self {
        Self { reply: Reply::Fixed(text), ..self }
    }

    /// The answer to every such handshake is a 204 without a body.
    ///
    /// The handshake is signed and has no challenge.
    pub const fn reply_no_content(self) -> Self {
        Self { reply: Reply::Nothing, ..self }
    }

    /// The answer also has this header field (in lower case), always with this value.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name, or the value is not visible
    /// ASCII.
    pub const fn with_header(self, name: &'static str, value: &'static str) -> Self {
        assert_field_name(name);
        assert!(
            !value.is_empty() && Syntax::visible().could_contain(value),
            "the value of a header field must be visible ASCII"
        );
        Self { also: Some((name, value)), ..self }
    }
}
