//! The rules that every handshake must satisfy, evaluated at compile time.

use super::{CHALLENGE_TO_SIGN, Challenge, Handshake, Reply, Trigger};
use crate::scheme::syntax::Syntax;
use crate::scheme::unsound::{Rule, UnsoundScheme, ensure};
use crate::scheme::{Algorithm, Part, Scheme};

impl Handshake {
    /// Requires a challenge and an answer that match the trigger, and an answer that reveals no
    /// secret.
    pub(crate) const fn check_sound(&self, scheme: &Scheme) -> Rule {
        let signed = self.is_signed();
        match (self.challenge, self.reply) {
            (_, Reply::Unset) => {
                return Err(UnsoundScheme::new("a handshake needs an answer: `.as_text()`, …"));
            }
            (Challenge::Unset, Reply::Fixed(_) | Reply::Nothing | Reply::Ok) => {}
            (Challenge::Member(_), Reply::Ok) if self.delivers_a_secret() => {}
            (_, Reply::Fixed(_) | Reply::Nothing | Reply::Ok) => {
                return Err(UnsoundScheme::new(
                    "a handshake with a fixed answer must not have a challenge",
                ));
            }
            (Challenge::Unset, _) => {
                return Err(UnsoundScheme::new("a handshake needs a challenge: `.query(..)`, …"));
            }
            (Challenge::Member(_), _) => {
                ensure!(self.reads_body(), "only a handshake with a JSON body can read the body");
            }
            _ => ensure!(
                !self.reads_body(),
                "the challenge of a handshake with a body must be in its body"
            ),
        }
        if self.answers_with_mac() {
            ensure!(
                matches!(scheme.check, Algorithm::Mac(_)),
                "only a scheme with a MAC can answer with a MAC"
            );
            ensure!(
                signed || matches!(self.trigger, Trigger::Method(_)),
                "an unsigned handshake can be answered with a MAC only if its method is not one \
                 of deliveries"
            );
            ensure!(
                has_literal_beyond(scheme.content, &CHALLENGE_TO_SIGN)
                    || is_literals_and_body(scheme.content),
                "a challenge could be the signed content of a delivery: sign a literal with a \
                 colon, or the body alone or after a literal"
            );
        }
        if self.delivers_a_secret() {
            ensure!(
                !matches!(scheme.check, Algorithm::Basic) && !scheme.check.takes_public_key(),
                "only a shared secret or a token can be delivered in a request"
            );
        }
        ensure!(!signed || self.token.is_none(), "a signed handshake must not have a token");
        ensure!(
            self.token.is_none() || matches!(self.trigger, Trigger::Method(_) | Trigger::Field(..)),
            "only a handshake by method or header field can have a token"
        );
        if let Trigger::Method(method) = self.trigger {
            ensure!(!scheme.has_method(method), "a handshake must not use a method of deliveries");
        }
        ensure!(signed || self.beside.is_none(), "only a signed handshake has another member");
        if signed {
            ensure!(scheme.binds_body(), "a signed handshake needs a signed body");
        }
        ensure!(
            self.test_secret.is_none()
                || (signed
                    && matches!(scheme.check, Algorithm::Mac(_))
                    && matches!(self.challenge, Challenge::Unset)),
            "only a signed probe of a scheme with a MAC can have a published secret"
        );
        Ok(())
    }

    pub(crate) const fn delivers_a_secret(&self) -> bool {
        matches!(self.trigger, Trigger::SecretField(_) | Trigger::SecretMember(_))
    }

    /// Returns `true` if the answer contains a MAC.
    pub(crate) const fn answers_with_mac(&self) -> bool {
        matches!(self.reply, Reply::JsonOfMac(..))
    }

    /// Returns `true` if the trigger is in the body.
    const fn reads_body(&self) -> bool {
        matches!(
            self.trigger,
            Trigger::Member(..)
                | Trigger::UnsignedMember(..)
                | Trigger::SecretMember(_)
                | Trigger::Form(_)
        )
    }
}

/// Returns `true` if this content is the body, alone or after literals.
const fn is_literals_and_body(content: &[Part]) -> bool {
    let mut at = 0;
    while at + 1 < content.len() {
        #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
        if !matches!(content[at], Part::Literal(_)) {
            return false;
        }
        at += 1;
    }
    matches!(content.last(), Some(Part::Body))
}

/// Returns `true` if a literal of this content has a byte that the syntax does not allow.
const fn has_literal_beyond(content: &[Part], syntax: &Syntax) -> bool {
    let mut at = 0;
    while at < content.len() {
        #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
        if let Part::Literal(text) = content[at]
            && !syntax.could_contain(text)
        {
            return true;
        }
        at += 1;
    }
    false
}
