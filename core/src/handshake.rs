//! Requests by which a provider asks whether an endpoint is there.

use crate::answer::Answer;
use crate::head::Head;
use crate::place::{assert_field_name, only_value};
use crate::rejection::Rejection;
use crate::syntax::Syntax;

/// A request by which a provider asks whether an endpoint is there and wants its deliveries: it carries a code, and the
/// answer must repeat it.
///
/// It is answered before anything is verified, because providers do not sign it, and it never reaches a handler. What it
/// repeats is short and plain, and says nothing that the asker did not know.
///
/// ```
/// use verihook::{Encoding, Handshake, Part, Place, Scheme};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .signs(&[Part::Body])
///     .handshake(Handshake::when("acme-event", "validation").echoes("acme-code"))
///     .build();
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Handshake {
    trigger: (&'static str, &'static str),
    echoed: &'static str,
}

/// A code that is repeated: nothing of it means anything in a header field or a page.
const CODE: Syntax = Syntax::visible().except("\"'<>\\&;,(){}[]%").length(1, 256);

impl Handshake {
    /// A request whose header field `name` (in lower case) has this value, in whatever case.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    pub const fn when(name: &'static str, value: &'static str) -> Self {
        assert_field_name(name);
        Self { trigger: (name, value), echoed: "" }
    }

    /// The answer has this header field (in lower case) with the value that it has in the request. A request without it is no
    /// handshake.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    pub const fn echoes(self, name: &'static str) -> Self {
        assert_field_name(name);
        Self { echoed: name, ..self }
    }

    /// A handshake without an echo would be answered to everybody.
    pub(crate) const fn assert_sound(&self) {
        assert!(!self.echoed.is_empty(), "say what a handshake `.echoes(..)`");
    }

    /// The answer, if the request is a handshake.
    ///
    /// # Errors
    /// If its code stands twice, or is none that is repeated.
    pub(crate) fn answer(&self, head: &dyn Head) -> Result<Option<Answer>, Rejection> {
        let (name, value) = self.trigger;
        // Another request may have this field as it likes.
        let asked = only_value(head, name)
            .is_ok_and(|own| own.is_some_and(|own| own.eq_ignore_ascii_case(value.as_bytes())));
        if !asked {
            return Ok(None);
        }
        let Some(code) = only_value(head, self.echoed)? else { return Ok(None) };
        let text = core::str::from_utf8(code).ok().filter(|code| CODE.admits(code.as_bytes()));
        let code = text.ok_or(Rejection::MalformedField(self.echoed))?;
        Ok(Some(Answer::echo(self.echoed, code)))
    }
}
