//! What the head of a request claims, copied out of it so that the head can be dropped, and the name
//! of the secret that matched.

use crate::codec::buffer::Buffer;
use crate::scheme::MAX_HEAD_PARTS;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::UnixTime;

/// The strings that a head claims, each exactly as received: first the signed ones, in the order of
/// the signed content, then the unsigned ones, and last the name of the secret.
#[derive(Clone)]
pub(crate) struct Claims {
    text: Buffer<INLINE_LEN>,
    /// Where each signed string ends.
    signed_ends: [u32; MAX_HEAD_PARTS],
    pub(crate) id: Span,
    pub(crate) unsigned_event: Span,
    pub(crate) unsigned_id: Span,
    pub(crate) unsigned_timestamp: Span,
    secret: Span,
    pub(crate) timestamp: Option<UnixTime>,
}

/// A part of the text. An empty one is no claim, as no claim that a handler sees is empty.
#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

/// The syntax of unsigned values.
const UNSIGNED: Syntax = Syntax::visible().and(" ").length(1, MAX_UNSIGNED_LEN as u16);

/// The length of the longest unsigned value that a handler sees, in bytes.
pub(crate) const MAX_UNSIGNED_LEN: usize = 256;

/// The bytes that need no allocation: two ids, a time, and the name of a secret.
const INLINE_LEN: usize = 96;

impl Claims {
    pub(crate) const fn new() -> Self {
        const NONE: Span = Span { start: 0, end: 0 };
        Self {
            text: Buffer::new(),
            signed_ends: [0; MAX_HEAD_PARTS],
            id: NONE,
            unsigned_event: NONE,
            unsigned_id: NONE,
            unsigned_timestamp: NONE,
            secret: NONE,
            timestamp: None,
        }
    }

    /// Copies a string.
    #[inline]
    pub(crate) fn keep(&mut self, text: &[u8]) -> Span {
        let start = offset(self.text.len());
        self.text.extend(text);
        Span { start, end: offset(self.text.len()) }
    }

    /// Says that the signed string with this number ends with what was copied last.
    #[inline]
    pub(crate) fn end_signed(&mut self, number: usize) {
        let end = offset(self.text.len());
        if let Some(slot) = self.signed_ends.get_mut(number) {
            *slot = end;
        }
    }

    /// The signed string with this number.
    #[inline]
    pub(crate) fn signed(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).and_then(|before| self.signed_ends.get(before));
        let start = start.copied().unwrap_or(0);
        let end = self.signed_ends.get(number).copied().unwrap_or(start);
        self.bytes(Span { start, end })
    }

    #[inline]
    fn bytes(&self, span: Span) -> &[u8] {
        let range = span.start as usize..span.end as usize;
        self.text.as_slice().get(range).unwrap_or_default()
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.str(self.id)
    }

    pub(crate) fn unsigned_event(&self) -> Option<&str> {
        self.unsigned(self.unsigned_event)
    }

    pub(crate) fn unsigned_id(&self) -> Option<&str> {
        self.unsigned(self.unsigned_id)
    }

    pub(crate) fn unsigned_timestamp(&self) -> Option<&str> {
        self.unsigned(self.unsigned_timestamp)
    }

    /// The name of the secret that matched.
    pub(crate) fn secret(&self) -> Option<&str> {
        self.str(self.secret)
    }

    #[inline]
    pub(crate) fn keep_secret(&mut self, name: &str) {
        self.secret = self.keep(name.as_bytes());
    }

    /// A malformed unsigned value reads as `None`; it must not fail an authentic delivery.
    fn unsigned(&self, span: Span) -> Option<&str> {
        self.str(span).filter(|text| UNSIGNED.admits(text.as_bytes()))
    }

    fn str(&self, span: Span) -> Option<&str> {
        core::str::from_utf8(self.bytes(span)).ok().filter(|text| !text.is_empty())
    }
}

/// The claims of a head are far shorter: its fields are bounded, and every server bounds its target.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
