//! Answers handshakes.

use crate::answer::Answer;
use crate::codec::encoding::Encoding;
use crate::codec::json::member;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::url::only_parameter;
use crate::scheme::Part;
use crate::scheme::handshake::{
    CHALLENGE, CHALLENGE_IN_QUERY, CHALLENGE_TO_SIGN, Challenge, Handshake, Reply, Trigger,
};
use crate::secret::ActiveKey;
use crate::secret::key::Credential;
use alloc::string::{String, ToString as _};
use core::fmt::Write as _;
use memchr::memmem;

/// The maximum size of a body that is searched for a handshake.
///
/// A handshake is short, so large deliveries are not searched.
const MAX_HANDSHAKE_LEN: usize = 16 * 1024;

impl Handshake {
    /// Returns `true` if the method of the request is one that only this handshake uses.
    pub(crate) fn has_method(&self, head: &IndexedHead<'_>) -> bool {
        matches!(self.trigger, Trigger::Method(method) if method == head.method())
    }

    /// Returns `true` if an answer to this handshake could contain the signature of this body.
    pub(crate) fn may_have_signed(&self, content: &[Part], body: &[u8]) -> bool {
        matches!((self.reply, content), (Reply::JsonOfMac(..), [Part::Body]))
            && CHALLENGE_TO_SIGN.admits(body)
    }

    /// Returns the answer, if the request is an unsigned handshake.
    ///
    /// `token` is the token that the endpoint expects.
    ///
    /// # Errors
    /// If the challenge appears twice or is malformed, or if the token is wrong or missing.
    pub(crate) fn answer(
        &self,
        head: &IndexedHead<'_>,
        token: Option<&Credential>,
    ) -> Result<Option<Answer>, Rejection> {
        let is_triggered = match self.trigger {
            Trigger::Method(_) => self.has_method(head),
            // In a delivery, this field can have any value, or appear twice.
            Trigger::Field(name, value) => head
                .only_by_name(name)
                .is_ok_and(|own| own.is_some_and(|own| own.eq_ignore_ascii_case(value.as_bytes()))),
            Trigger::Member(..) => false,
        };
        if !is_triggered || (self.token.is_some() && token.is_none()) {
            return Ok(None);
        }
        let (name, syntax, code) = match self.challenge {
            Challenge::Field(name) => (name, &CHALLENGE, head.only_by_name(name)?),
            Challenge::Query(name) => {
                let code = only_parameter(head.target(), name)?;
                (name, &CHALLENGE_IN_QUERY, code.map(str::as_bytes))
            }
            Challenge::Member(_) | Challenge::Unset => return Ok(None),
        };
        let Some(code) = code else { return Ok(None) };
        if let (Some(name), Some(expected)) = (self.token, token) {
            let presented =
                only_parameter(head.target(), name)?.ok_or(Rejection::MissingField(name))?;
            if !expected.equals(&Credential::token(presented.as_bytes())) {
                return Err(Rejection::CredentialMismatch);
            }
        }
        let text = core::str::from_utf8(code).ok().filter(|code| syntax.admits(code.as_bytes()));
        let code = text.ok_or(Rejection::MalformedField(name))?;
        Ok(self.repeat(code.to_string()))
    }

    /// Returns the answer that repeats the challenge, which needs no secret.
    fn repeat(&self, code: String) -> Option<Answer> {
        let answer = match self.reply {
            Reply::Field(name) => Answer::header_field(name, code),
            Reply::Text => Answer::text(code),
            Reply::Json(name) => Answer::json(object([(name, code.as_str())])),
            Reply::JsonOfMac(..) | Reply::Fixed(_) | Reply::Nothing | Reply::Unset => return None,
        };
        Some(answer.with(self.also))
    }

    /// Returns the answer, if this body, which was signed with this secret, is a handshake.
    pub(crate) fn answer_signed(&self, secret: &ActiveKey, body: &[u8]) -> Option<Answer> {
        let Trigger::Member(path, value) = self.trigger else { return None };
        // Nearly all bodies are deliveries, so find out without parsing.
        if body.len() > MAX_HANDSHAKE_LEN || memmem::find(body, value.as_bytes()).is_none() {
            return None;
        }
        if text_of(body, path)? != value {
            return None;
        }
        if let Some(path) = self.beside {
            text_of(body, path)?;
        }
        match self.reply {
            Reply::Fixed(text) => return Some(Answer::json(text).with(self.also)),
            Reply::Nothing => return Some(Answer::no_content().with(self.also)),
            _ => {}
        }
        let Challenge::Member(path) = self.challenge else { return None };
        let code = text_of(body, path)?;
        if !CHALLENGE.admits(code.as_bytes()) {
            return None;
        }
        match self.reply {
            Reply::JsonOfMac(..) if !CHALLENGE_TO_SIGN.admits(code.as_bytes()) => None,
            Reply::JsonOfMac(name, of_mac) => {
                let mac = secret.key.mac(&code.as_bytes(), |mac| Encoding::Hex.encode(mac))?;
                let code = name.map(|name| (name, code.as_str()));
                let members = code.into_iter().chain([(of_mac, mac.as_str())]);
                Some(Answer::json(object(members)).with(self.also))
            }
            _ => self.repeat(code),
        }
    }
}

/// Returns a member that is a string or a number, as a string.
fn text_of(body: &[u8], path: &[&str]) -> Option<String> {
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
