//! Requests by which a provider asks whether an endpoint is there.

use crate::scheme::place::assert_field_name;
use crate::scheme::syntax::Syntax;

/// A request by which a provider asks whether an endpoint is there and wants its deliveries: most
/// carry a code, and the answer must repeat it. The adapters answer it, and call no handler.
///
/// Three things are said of it: what it is known by, where its code stands, and what is answered.
///
/// ```
/// use verihook::{Encoding, Handshake, Part, Place, Scheme};
///
/// const BASE: verihook::SchemeBuilder =
///     Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex).signs(&[Part::Body]);
/// // Before verification, because nothing is signed: GET /hook?challenge=abc is answered with `abc`.
/// const ASKS: Scheme = BASE.handshake(Handshake::method("GET").query("challenge").as_text()).build();
/// // After it: a signed {"type":"url_verification","challenge":"abc"}.
/// const SIGNED: Scheme =
///     BASE.handshake(Handshake::signed(&["type"], "url_verification").json(&["challenge"]).as_text()).build();
/// ```
///
/// A handshake that is not signed is answered before anything is verified, to everybody who may
/// send at all. So what is repeated is short and plain, means nothing in a page or a header field,
/// and says nothing that the asker did not know; and no answer to it is ever computed with a
/// secret. A signed handshake is answered after it was verified like any delivery, so one that is
/// forged or stale is refused like any other.
///
/// Signed, what looks like one and has no such code is a delivery, and reaches the handler; and so
/// is a body over 16 KiB. Without the feature `json` no body is looked at.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Handshake {
    pub(crate) trigger: Trigger,
    pub(crate) code: Challenge,
    pub(crate) reply: Reply,
    pub(crate) also: Option<(&'static str, &'static str)>,
    pub(crate) beside: Option<Path>,
    /// The parameter of the query that shows a token.
    pub(crate) token: Option<&'static str>,
}

/// What a handshake is known by.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Trigger {
    Method(&'static str),
    Field(&'static str, &'static str),
    Member(Path, &'static str),
}

/// Where its code stands.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Challenge {
    Unsaid,
    Field(&'static str),
    Query(&'static str),
    Member(Path),
}

/// What is answered.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "json"), allow(dead_code, reason = "bodies are read with `json`"))]
pub(crate) enum Reply {
    Unsaid,
    Field(&'static str),
    Text,
    Json(&'static str),
    /// What the secret makes of the code, under the second name; under the first, if there is one,
    /// the code itself.
    JsonOfMac(Option<&'static str>, &'static str),
    Fixed(&'static str),
    Nothing,
}

pub(crate) type Path = &'static [&'static str];

/// A code that is repeated: nothing of it means anything in a header field, a page or a JSON text.
pub(crate) const CODE: Syntax = Syntax::visible().except("\"'<>\\&;,(){}[]%").length(1, 256);

/// One that stands in a query, where nothing is decoded, so it may have nothing that is coded.
pub(crate) const CODE_IN_QUERY: Syntax = CODE.except("+");

/// A code that a MAC is made of. Signed content has a colon in it, or the scheme does not compile.
pub(crate) const CODE_TO_SIGN: Syntax = CODE.except(":");

impl Handshake {
    /// An unsigned request whose header field `name` (in lower case) has this value, in whatever
    /// case.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    pub const fn on_header(name: &'static str, value: &'static str) -> Self {
        assert_field_name(name);
        Self::known_by(Trigger::Field(name, value))
    }

    /// An unsigned request with this method, in capitals: one with which the provider delivers
    /// nothing.
    ///
    /// # Panics
    /// When compiled, if it is empty or not in capitals; and with the scheme, if the provider
    /// delivers with it.
    pub const fn method(method: &'static str) -> Self {
        assert!(
            !method.is_empty() && Syntax::CAPITALS.could_contain(method),
            "a method is in capitals"
        );
        Self::known_by(Trigger::Method(method))
    }

    /// A signed request whose JSON body has this member, a text or a number.
    ///
    /// Without the feature `json` it reaches the handler.
    ///
    /// # Panics
    /// When compiled, if the path is empty.
    pub const fn signed(path: &'static [&'static str], value: &'static str) -> Self {
        assert!(!path.is_empty(), "a member of JSON needs a path");
        Self::known_by(Trigger::Member(path, value))
    }

    const fn known_by(trigger: Trigger) -> Self {
        Self {
            trigger,
            code: Challenge::Unsaid,
            reply: Reply::Unsaid,
            also: None,
            beside: None,
            token: None,
        }
    }

    /// Only if the signed body has this other member too, a text or a number: where the first means
    /// other things elsewhere.
    ///
    /// # Panics
    /// When compiled, if the path is empty.
    pub const fn and_member(self, path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "a member of JSON needs a path");
        Self { beside: Some(path), ..self }
    }

    /// Only if this parameter of the query, which is not decoded, is the token that the endpoint
    /// was told to expect
    /// ([`VerifierBuilder::handshake_token`](crate::VerifierBuilder::handshake_token)). An endpoint
    /// without one answers no such handshake.
    pub const fn token(self, name: &'static str) -> Self {
        Self { token: Some(name), ..self }
    }

    /// The parameter of the query in which a token is shown, if this handshake asks for one.
    #[must_use]
    pub const fn token_name(&self) -> Option<&'static str> {
        self.token
    }

    /// Whether it is signed, and so verified before it is answered.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        matches!(self.trigger, Trigger::Member(..))
    }

    /// The code is the value of this header field (in lower case). An unsigned request without it
    /// is no handshake.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    pub const fn header(self, name: &'static str) -> Self {
        assert_field_name(name);
        Self { code: Challenge::Field(name), ..self }
    }

    /// The code is this parameter of the query, which is not decoded. An unsigned request without
    /// it is no handshake.
    pub const fn query(self, name: &'static str) -> Self {
        Self { code: Challenge::Query(name), ..self }
    }

    /// The code is this member of the signed JSON body.
    ///
    /// # Panics
    /// When compiled, if the path is empty.
    pub const fn json(self, path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "a member of JSON needs a path");
        Self { code: Challenge::Member(path), ..self }
    }

    /// The answer has this header field (in lower case) with the value that it has in the request.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    pub const fn echo_header(self, name: &'static str) -> Self {
        self.header(name).as_header(name)
    }

    /// The answer has the code in this header field (in lower case).
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    pub const fn as_header(self, name: &'static str) -> Self {
        assert_field_name(name);
        Self { reply: Reply::Field(name), ..self }
    }

    /// The answer is the code, as plain text.
    pub const fn as_text(self) -> Self {
        Self { reply: Reply::Text, ..self }
    }

    /// The answer is a JSON object with the code under this name.
    ///
    /// # Panics
    /// When compiled, if the name would need an escape.
    pub const fn as_json(self, name: &'static str) -> Self {
        assert!(CODE.could_contain(name), "a name in JSON without escapes");
        Self { reply: Reply::Json(name), ..self }
    }

    /// The answer is a JSON object with the code under the first name, and under the second, in
    /// hexadecimal, what the signing secret makes of the code. Only for a signed handshake, and so
    /// that no answer is the signature of anything that could be delivered: either the scheme signs
    /// content with a colon in it, which no such code has, or it signs the body alone, and then a
    /// body that could be such a code is refused.
    ///
    /// # Panics
    /// When compiled, if a name would need an escape; and with the scheme, if that is no such one.
    pub const fn as_json_with_mac(self, name: &'static str, mac: &'static str) -> Self {
        assert!(
            CODE.could_contain(name) && CODE.could_contain(mac),
            "a name in JSON without escapes"
        );
        Self { reply: Reply::JsonOfMac(Some(name), mac), ..self }
    }

    /// The answer is a JSON object with what the signing secret makes of the code under this name,
    /// in hexadecimal, and without the code; otherwise as [`Self::as_json_with_mac`].
    ///
    /// # Panics
    /// When compiled, if the name would need an escape; and with the scheme, if that is no such
    /// one.
    pub const fn as_json_mac(self, name: &'static str) -> Self {
        assert!(CODE.could_contain(name), "a name in JSON without escapes");
        Self { reply: Reply::JsonOfMac(None, name), ..self }
    }

    /// The answer is this JSON text, to every signed handshake; there is no code.
    pub const fn reply_json(self, text: &'static str) -> Self {
        Self { reply: Reply::Fixed(text), ..self }
    }

    /// The answer is a 204 without a body, to every signed handshake; there is no code.
    pub const fn reply_no_content(self) -> Self {
        Self { reply: Reply::Nothing, ..self }
    }

    /// The answer has this header field (in lower case) too, always with this value.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name, or the value is not visible
    /// ASCII.
    pub const fn with_header(self, name: &'static str, value: &'static str) -> Self {
        assert_field_name(name);
        assert!(
            !value.is_empty() && Syntax::visible().could_contain(value),
            "a value is visible ASCII"
        );
        Self { also: Some((name, value)), ..self }
    }
}
