//! Unsigned handshakes that differ from a delivery only in the missing signature.

use super::engine::Engine;
use super::exchange::SecretOffer;
use super::framing::declared_length;
use super::handshake::{MAX_HANDSHAKE_LEN, text_of};
use super::shared::Shared;
use crate::answer::Answer;
use crate::codec::percent::{items, pair};
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::scheme::handshake::{
    CHALLENGE, Challenge, DELIVERED_SECRET, FormField, Handshake, Trigger,
};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use bytes::Bytes;
use core::fmt;
use zeroize::Zeroizing;

/// An unsigned request that may be a [`Handshake`], depending on its body.
///
/// Pass each chunk of the body to [`update`](Self::update), then call [`finish`](Self::finish).
/// This step occurs only for providers with such a handshake, and only for a request without a
/// signature. The body is at most 16 KiB.
#[must_use = "nothing is answered until `finish` is called"]
pub struct Question<P> {
    shared: Arc<Shared<P>>,
    body: Zeroizing<Vec<u8>>,
    declared: Option<u64>,
    is_form: bool,
    accepts_secret: bool,
    path: String,
    /// The rejection of a request that is not a handshake.
    otherwise: Rejection,
}

/// The result of a [`Question`].
#[derive(Debug)]
#[must_use = "the client waits for an answer"]
#[allow(clippy::exhaustive_enums, reason = "a server that omits a step must not compile")]
pub enum QuestionOutcome<P> {
    /// Send this answer without calling a handler.
    Answer(Answer),
    /// Let the application store the secret that the request delivers.
    StoreSecret(SecretOffer<P>),
}

/// An unsigned handshake, as far as the head shows.
pub(super) enum Unsigned {
    Answer(Answer),
    ReadBody,
    /// The secret that the request delivers, and the answer if the application stores it.
    Secret(Zeroizing<String>, Answer),
}

impl Engine {
    /// Returns the unsigned handshake that a rejected request may be.
    ///
    /// Only a request that has no signature at all, and otherwise passes the checks of a delivery,
    /// may be one. So a delivery is never mistaken for a handshake.
    pub(super) fn unsigned_handshake(
        &self,
        head: &IndexedHead<'_>,
        rejection: Rejection,
        accepts_secret: bool,
    ) -> Result<Option<Unsigned>, Rejection> {
        let signature = self.plan.signature.place();
        let is_unsigned = matches!(rejection, Rejection::MissingField(name)
            if name == signature.name() || signature.names().contains(&name));
        if !is_unsigned || signature.names().iter().any(|name| head.has(name)) {
            return Ok(None);
        }
        let mut reads_body = false;
        for handshake in self.scheme().handshakes() {
            if let Some(answer) = handshake.answer_probe(head)? {
                return Ok(Some(Unsigned::Answer(answer)));
            }
            match handshake.trigger {
                Trigger::SecretField(name) if accepts_secret => {
                    if let Some((secret, answer)) = handshake.secret_in(head, name)? {
                        return Ok(Some(Unsigned::Secret(secret, answer)));
                    }
                }
                Trigger::SecretMember(_) => reads_body |= accepts_secret,
                Trigger::UnsignedMember(..) => reads_body = true,
                Trigger::Form(_) => reads_body |= is_form(head),
                _ => {}
            }
        }
        let declared = declared_length(head)?;
        let is_short = declared.is_none_or(|length| length <= MAX_HANDSHAKE_LEN as u64);
        Ok((reads_body && is_short).then_some(Unsigned::ReadBody))
    }
}

impl<P> Question<P> {
    pub(super) fn new(
        shared: Arc<Shared<P>>,
        head: &IndexedHead<'_>,
        accepts_secret: bool,
        otherwise: Rejection,
    ) -> Result<Self, Rejection> {
        Ok(Self {
            shared,
            body: Zeroizing::default(),
            declared: declared_length(head)?,
            is_form: is_form(head),
            accepts_secret,
            path: head.path().into(),
            otherwise,
        })
    }

    /// Returns the rejection of a request that turns out not to be a handshake.
    #[must_use]
    pub const fn rejection(&self) -> Rejection {
        self.otherwise
    }

    /// Takes the next chunk of the body.
    ///
    /// # Errors
    /// The rejection of a request without a signature, if the body is too long for a handshake.
    pub fn update(&mut self, chunk: &Bytes) -> Result<(), Rejection> {
        if self.body.len().saturating_add(chunk.len()) > MAX_HANDSHAKE_LEN {
            return Err(self.otherwise);
        }
        self.body.extend_from_slice(chunk);
        Ok(())
    }

    /// Returns the answer, or the secret that the request delivers.
    ///
    /// # Errors
    /// - [`Rejection::BodyIncomplete`] if the body is not as long as declared.
    /// - The rejection of a request without a signature, if the body is not a handshake.
    /// - [`Rejection::MalformedField`] or [`Rejection::SecretsUnavailable`], if the body delivers a
    ///   secret, as for [`Verifier::open`](crate::Verifier::open).
    pub fn finish(self) -> Result<QuestionOutcome<P>, Rejection> {
        if self.declared.is_some_and(|declared| declared != self.body.len() as u64) {
            return Err(Rejection::BodyIncomplete);
        }
        for handshake in self.shared.engine.scheme().handshakes() {
            if let Some(answer) = self.answer_to(handshake) {
                return Ok(QuestionOutcome::Answer(answer));
            }
            if let Some((secret, answer)) = self.secret_of(handshake) {
                let offer = SecretOffer::new(self.shared, secret, answer, self.path)?;
                return Ok(QuestionOutcome::StoreSecret(offer));
            }
        }
        Err(self.otherwise)
    }

    fn answer_to(&self, handshake: &Handshake) -> Option<Answer> {
        match handshake.trigger {
            Trigger::Form(fields) if self.is_form && is_exactly(&self.body, fields) => {
                handshake.fixed_answer()
            }
            Trigger::UnsignedMember(path, value) if text_of(&self.body, path)? == value => {
                let Challenge::Member(path) = handshake.challenge else {
                    return handshake.fixed_answer();
                };
                let challenge = text_of(&self.body, path)?;
                handshake
                    .repeat(&challenge, None)
                    .filter(|_| CHALLENGE.admits(challenge.as_bytes()))
            }
            _ => None,
        }
    }

    fn secret_of(&self, handshake: &Handshake) -> Option<(Zeroizing<String>, Answer)> {
        let Trigger::SecretMember(path) = handshake.trigger else { return None };
        if !self.accepts_secret || !self.shared.accepts_secret() {
            return None;
        }
        let secret = Zeroizing::new(text_of(&self.body, path)?);
        // The same syntax as in a header field, which excludes an empty secret.
        if !DELIVERED_SECRET.admits(secret.as_bytes()) {
            return None;
        }
        Some((secret, handshake.fixed_answer()?))
    }
}

/// Returns `true` if the body is declared to be a form.
fn is_form(head: &IndexedHead<'_>) -> bool {
    let media = head.only_by_name("content-type").ok().flatten().unwrap_or_default();
    let media = media.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    media.eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

/// Returns `true` if a form has exactly these fields, each of them once.
fn is_exactly(body: &[u8], fields: &[FormField]) -> bool {
    let sent = || items(body).map(pair);
    let is_sent = |field: &FormField| sent().any(|(name, value)| field.admits(name, value));
    sent().count() == fields.len() && fields.iter().all(is_sent)
}

impl<P> fmt::Debug for Question<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question")
            .field("endpoint", &self.shared.engine.endpoint)
            .field("received", &self.body.len())
            .finish_non_exhaustive()
    }
}
