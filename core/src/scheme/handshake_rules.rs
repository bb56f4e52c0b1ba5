//! The rules for handshakes. They run in the compiler.

use super::handshake::{CODE_TO_SIGN, Challenge, Handshake, Reply, Trigger};
use super::{Algorithm, Part, Scheme};
use crate::scheme::syntax::Syntax;

impl Handshake {
    /// A handshake says where its code stands and what is answered, and nobody gets what only the
    /// holder of a secret could know.
    #[allow(clippy::panic, reason = "runs in the compiler")]
    pub(crate) const fn assert_sound(&self, scheme: &Scheme) {
        let signed = self.is_signed();
        match (self.code, self.reply) {
            (_, Reply::Unsaid) => panic!("say what the answer to a handshake is: `.as_text()`, …"),
            (Challenge::Unsaid, Reply::Fixed(_) | Reply::Nothing) => {
                assert!(signed, "without a code there is only a signed handshake");
            }
            (_, Reply::Fixed(_) | Reply::Nothing) => {
                panic!("an answer that is fixed repeats no code")
            }
            (Challenge::Unsaid, _) => {
                panic!("say where the code of a handshake stands: `.query(..)`, …")
            }
            (Challenge::Member(_), _) => assert!(signed, "a body is read after it was verified"),
            _ => assert!(!signed, "the code of a signed handshake stands in its body"),
        }
        if matches!(self.reply, Reply::JsonOfMac(..)) {
            assert!(signed, "what the secret makes is told to those who sign");
            assert!(
                matches!(scheme.check, Algorithm::Mac(_)),
                "only a MAC is made with the secret"
            );
            assert!(
                has_literal_beyond(scheme.content, &CODE_TO_SIGN)
                    || matches!(scheme.content, [Part::Body]),
                "a code could be signed content: what is signed must have a colon in its text, or be the body alone"
            );
        }
        assert!(!signed || self.token.is_none(), "a signature needs no token beside it");
        if let Trigger::Method(method) = self.trigger {
            assert!(!scheme.has_method(method), "the provider delivers with this method");
        }
        assert!(signed || self.beside.is_none(), "a body is read after it was verified");
        if signed {
            assert!(scheme.binds_body(), "a signed handshake needs a signed body");
        }
    }
}

/// Whether one of the literal texts of this content has a byte that no such text has.
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
