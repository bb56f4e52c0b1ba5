//! Answers handshakes that are known by the head, and signed ones.

use crate::answer::Answer;
use crate::codec::encoding::Encoding;
use crate::codec::json::member;
use crate::codec::percent;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::url::only_parameter;
use crate::scheme::Part;
use crate::scheme::handshake::{
    CHALLENGE, CHALLENGE_DECODED, CHALLENGE_IN_QUERY, CHALLENGE_TO_SIGN, Challenge,
    DELIVERED_SECRET, Handshake, Reply, Trigger,
};
use crate::scheme::syntax::Syntax;
use crate::secret::key::{Credential, Key};
use alloc::string::{String, ToString as _};
use core::fmt::Write as _;
use memchr::memmem;
use zeroize::Zeroizing;

/// The maximum size of a body that is searched for a handshake.
///
/// A handshake is short, so large deliveries are not searched.
pub(super) const MAX_HANDSHAKE_LEN: usize = 16 * 1024;

impl Handshake {
    /// Returns `true` if the method of the request is one that only this handshake uses.
    pub(super) fn has_method(&self, head: &IndexedHead<'_>) -> bool {
        matches!(self.trigger, Trigger::Method(method) if method == head.method())
    }

    /// Returns `true` if an answer to this handshake could contain the signature of this body.
    pub(super) fn may_have_signed(&self, content: &[Part], body: &[u8]) -> bool {
        // If there are other parts, the rules require a literal that no challenge can contain.
        let is_plain = |text: &[u8]| text.is_empty() || CHALLENGE_TO_SIGN.admits(text);
        let mut is_empty = true;
        self.answers_with_mac()
            && content.iter().all(|part| {
                let text = match part {
                    Part::Literal(literal) => literal.as_bytes(),
                    Part::Body => body,
                    _ => return false,
                };
                is_empty &= text.is_empty();
                is_plain(text)
            })
            && !is_empty
    }

    /// Returns the answer, if the request is an unsigned handshake by its method, or by a header
    /// field with a challenge.
    ///
    /// `token` is the token that the endpoint expects, and `key` the key for a MAC in the answer.
    ///
    /// # Errors
    /// If the challenge appears twice or is malformed, or if the token is wrong or missing.
    pub(super) fn answer(
        &self,
        head: &IndexedHead<'_>,
        token: Option<&Credential>,
        key: Option<&Key>,
    ) -> Result<Option<Answer>, Rejection> {
        let is_triggered = match self.trigger {
            Trigger::Method(_) => self.has_method(head),
            Trigger::Field(name, value) => self.has_challenge() && has_field(head, name, value),
            _ => false,
        };
        if !is_triggered || (self.token.is_some() && token.is_none()) {
            return Ok(None);
        }
        if !self.has_challenge() {
            self.check_token(head, token)?;
            return Ok(self.fixed_answer());
        }
        let Some(challenge) = self.challenge_in(head)? else { return Ok(None) };
        self.check_token(head, token)?;
        Ok(self.repeat(&challenge, key))
    }

    /// Returns the answer to a probe: an unsigned request that was not rejected for anything but
    /// its missing signature.
    pub(super) fn answer_probe(&self, head: &IndexedHead<'_>) -> Result<Option<Answer>, Rejection> {
        match self.trigger {
            Trigger::Field(name, value) if !self.has_challenge() => {
                Ok(self.fixed_answer().filter(|_| has_field(head, name, value)))
            }
            Trigger::Query(name) => {
                if self.has_challenge() {
                    let challenge = self.challenge_in(head)?;
                    return Ok(challenge.and_then(|challenge| self.repeat(&challenge, None)));
                }
                let is_present = only_parameter(head.target(), name)?.is_some();
                Ok(self.fixed_answer().filter(|_| is_present))
            }
            _ => Ok(None),
        }
    }

    /// Returns the secret that a header field delivers, and the answer that repeats it.
    pub(super) fn secret_in(
        &self,
        head: &IndexedHead<'_>,
        name: &'static str,
    ) -> Result<Option<(Zeroizing<String>, Answer)>, Rejection> {
        let Some(secret) = head.only_by_name(name)? else { return Ok(None) };
        let text = core::str::from_utf8(secret).ok();
        let text = text.filter(|text| DELIVERED_SECRET.admits(text.as_bytes()));
        let text = text.ok_or(Rejection::MalformedField(name))?;
        let answer = self.repeat(text, None);
        Ok(answer.map(|answer| (Zeroizing::new(text.to_string()), answer)))
    }

    fn check_token(
        &self,
        head: &IndexedHead<'_>,
        expected: Option<&Credential>,
    ) -> Result<(), Rejection> {
        let (Some(name), Some(expected)) = (self.token, expected) else { return Ok(()) };
        let presented = only_parameter(head.target(), name)?;
        let presented = presented.ok_or(Rejection::MissingField(name))?;
        if expected.equals(&Credential::token(&percent::decode(presented.as_bytes()))) {
            Ok(())
        } else {
            Err(Rejection::CredentialMismatch)
        }
    }

    const fn has_challenge(&self) -> bool {
        !matches!(self.challenge, Challenge::Unset)
    }

    /// Returns the challenge in the head, if there is one.
    fn challenge_in(&self, head: &IndexedHead<'_>) -> Result<Option<String>, Rejection> {
        let (name, syntax, challenge) = match self.challenge {
            Challenge::Field(name) => {
                (name, &CHALLENGE, head.only_by_name(name)?.map(<[u8]>::to_vec))
            }
            Challenge::Query(name) => {
                let challenge = only_parameter(head.target(), name)?;
                (name, &CHALLENGE_IN_QUERY, challenge.map(|text| text.as_bytes().to_vec()))
            }
            Challenge::DecodedQuery(name) => {
                let challenge = only_parameter(head.target(), name)?;
                let decoded = challenge.map(|text| percent::decode(text.as_bytes()));
                (name, self.decoded_syntax(), decoded)
            }
            Challenge::Member(_) | Challenge::Unset => return Ok(None),
        };
        let Some(challenge) = challenge else { return Ok(None) };
        let text = String::from_utf8(challenge).ok().filter(|text| syntax.admits(text.as_bytes()));
        text.map(Some).ok_or(Rejection::MalformedField(name))
    }

    /// Returns the syntax of a decoded challenge. A sentence can be repeated only as plain text.
    const fn decoded_syntax(&self) -> &'static Syntax {
        match self.reply {
            Reply::Text => &CHALLENGE_DECODED,
            _ => &CHALLENGE,
        }
    }

    /// Returns the answer without a challenge.
    pub(super) fn fixed_answer(&self) -> Option<Answer> {
        let answer = match self.reply {
            Reply::Fixed(text) => Answer::json(text),
            Reply::Nothing => Answer::no_content(),
            Reply::Ok => Answer::ok(),
            _ => return None,
        };
        Some(answer.with(self.also))
    }

    /// Returns the answer that repeats the challenge, with a MAC under this key if need be.
    pub(super) fn repeat(&self, challenge: &str, key: Option<&Key>) -> Option<Answer> {
        let answer = match self.reply {
            Reply::Field(name) => Answer::header_field(name, challenge.to_string()),
            Reply::Text => Answer::text(challenge.to_string()),
            Reply::Json(name) => Answer::json(object([(name, challenge)])),
            Reply::JsonOfMac(name, of_mac) => {
                let mac = self.mac_of(challenge, key?)?;
                let challenge = name.map(|name| (name, challenge));
                Answer::json(object(challenge.into_iter().chain([(of_mac, mac.as_str())])))
            }
            Reply::Fixed(_) | Reply::Nothing | Reply::Ok | Reply::Unset => return None,
        };
        Some(answer.with(self.also))
    }

    /// Returns the MAC of a challenge that cannot be the signed content of a delivery.
    fn mac_of(&self, challenge: &str, key: &Key) -> Option<String> {
        if !CHALLENGE_TO_SIGN.admits(challenge.as_bytes()) {
            return None;
        }
        let (prefix, encoding) = self.mac;
        let mac = key.mac(&challenge.as_bytes(), |mac| Encoding::encode(encoding, mac))?;
        Some(prefix.to_string() + &mac)
    }

    /// Returns the answer, if this body, which was signed with this key, is a handshake.
    pub(super) fn answer_signed(&self, key: &Key, body: &[u8]) -> Option<Answer> {
        if !self.is_signed_in(body) {
            return None;
        }
        match self.challenge {
            Challenge::Member(path) => {
                let challenge = text_of(body, path)?;
                let is_plain = CHALLENGE.admits(challenge.as_bytes());
                self.repeat(&challenge, Some(key)).filter(|_| is_plain)
            }
            _ => self.fixed_answer(),
        }
    }

    /// Returns `true` if this body has the members of this signed handshake.
    pub(super) fn is_signed_in(&self, body: &[u8]) -> bool {
        let Trigger::Member(path, value) = self.trigger else { return false };
        // Nearly all bodies are deliveries, so find out without parsing.
        if body.len() > MAX_HANDSHAKE_LEN || memmem::find(body, value.as_bytes()).is_none() {
            return false;
        }
        text_of(body, path).is_some_and(|text| text == value)
            && self.beside.is_none_or(|path| text_of(body, path).is_some())
    }
}

/// Returns `true` if this header field has this value.
///
/// In a delivery, the field can have any value, or appear twice.
fn has_field(head: &IndexedHead<'_>, name: &'static str, value: &str) -> bool {
    let own = head.only_by_name(name).ok().flatten();
    own.is_some_and(|own| own.eq_ignore_ascii_case(value.as_bytes()))
}

/// Returns a member that is a string or a number, as a string.
pub(super) fn text_of(body: &[u8], path: &[&str]) -> Option<String> {
    Some(member(body, path).ok()??.into_text())
}

/// Returns a JSON object of strings in which nothing needs an escape.
///
/// The names are those of a scheme, and the values match the syntax of a challenge.
fn object<'m>(members: impl IntoIterator<Item = (&'m str, &'m str)>) -> String {
    let mut text = String::from("{");
    for (at, (name, value)) in members.into_iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{comma}\"{name}\":\"{value}\"");
    }
    text.push('}');
    text
}
