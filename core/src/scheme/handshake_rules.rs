//! The rules that every handshake must satisfy.

use super::handshake::{CHALLENGE_TO_SIGN, Challenge, Handshake, Reply, Trigger};
use super::{Algorithm, Part, Scheme};
use crate::scheme::syntax::Syntax;
use crate::scheme::unsound::{Rule, UnsoundScheme, ensure};

impl Handshake {
    /// Requires a challenge and an answer, and an answer that gives no secret away.
    ///
    /// Only a signed request may get what only the holder of the secret can compute.
    pub(crate) const fn check_sound(&self, scheme: &Scheme) -> Rule {
        let signed = self.is_signed();
        match (self.challenge, self.reply) {
            (_, Reply::Unset) => {
                return Err(UnsoundScheme::new("a handshake needs an answer: `.as_text()`, …"));
            }
            (Challenge::Unset, Reply::Fixed(_) | Reply::Nothing) => {
                ensure!(signed, "an unsigned handshake needs a challenge");
            }
            (_, Reply::Fixed(_) | Reply::Nothing) => {
                return Err(UnsoundScheme::new(
                    "a handshake with a fixed answer must not have a challenge",
                ));
            }
            (Challenge::Unset, _) => {
                return Err(UnsoundScheme::new("a handshake needs a challenge: `.query(..)`, …"));
            }
            (Challenge::Member(_), _) => {
                ensure!(signed, "only a signed handshake can read the body");
            }
            _ => ensure!(!signed, "the challenge of a signed handshake must be in its body"),
        }
        if matches!(self.reply, Reply::JsonOfMac(..)) {
            ensure!(signed, "only a signed handshake can be answered with a MAC");
            ensure!(
                matches!(scheme.check, Algorithm::Mac(_)),
                "only a scheme with a MAC can answer with a MAC"
            );
            ensure!(
                has_literal_beyond(scheme.content, &CHALLENGE_TO_SIGN)
                    || matches!(scheme.content, [Part::Body]),
                "a challenge could be the signed content of a delivery: sign a literal with a colon, or the body alone"
            );
        }
        ensure!(!signed || self.token.is_none(), "a signed handshake must not have a token");
        if let Trigger::Method(method) = self.trigger {
            ensure!(!scheme.has_method(method), "a handshake must not use a method of deliveries");
        }
        ensure!(signed || self.beside.is_none(), "only a signed handshake can read the body");
        if signed {
            ensure!(scheme.binds_body(), "a signed handshake needs a signed body");
        }
        Ok(())
    }
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
