//! The claims of a head, copied so that the head can be dropped, and the name of the secret.

use crate::scheme::MAX_HEAD_PARTS;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::UnixTime;
use core::ops::Range;
use smallvec::SmallVec;

/// The claims of a head, each exactly as received, and the name of the secret that matched.
///
/// The signed claims come first, in the order of the signed content, then the unsigned ones, and
/// last the name of the secret.
#[derive(Clone)]
pub(crate) struct Claims {
    text: SmallVec<[u8; INLINE_LEN]>,
    /// The end of each signed string.
    signed_ends: [u32; MAX_HEAD_PARTS],
    pub(crate) id: Span,
    pub(crate) unsigned_event: Span,
    pub(crate) unsigned_id: Span,
    pub(crate) unsigned_timestamp: Span,
    /// The text of the signed timestamp, among the signed strings.
    pub(crate) signed_timestamp: Span,
    secret: Span,
    pub(crate) timestamp: Option<UnixTime>,
}

/// A part of the text.
///
/// An empty one means that there is no claim, because a claim that a handler sees is never empty.
#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

/// The syntax of unsigned values.
const UNSIGNED: Syntax = Syntax::visible().and(" ").length(1, MAX_UNSIGNED_LEN as u16);

/// The maximum length of an unsigned value that a handler sees, in bytes.
pub(crate) const MAX_UNSIGNED_LEN: usize = 256;

/// The number of bytes that need no allocation: two ids, a time, and the name of a secret.
const INLINE_LEN: usize = 96;

impl Claims {
    pub(crate) const fn new() -> Self {
        const NONE: Span = Span { start: 0, end: 0 };
        Self {
            text: SmallVec::new_const(),
            signed_ends: [0; MAX_HEAD_PARTS],
            id: NONE,
            unsigned_event: NONE,
            unsigned_id: NONE,
            unsigned_timestamp: NONE,
            signed_timestamp: NONE,
            secret: NONE,
            timestamp: None,
        }
    }

    /// Copies a string.
    #[inline]
    pub(crate) fn keep(&mut self, text: &[u8]) -> Span {
        let start = offset(self.text.len());
        self.text.extend_from_slice(text);
        Span { start, end: offset(self.text.len()) }
    }

    /// Ends the signed string with this number after the last copied byte.
    #[inline]
    pub(crate) fn end_signed(&mut self, number: usize) {
        let end = offset(self.text.len());
        if let Some(slot) = self.signed_ends.get_mut(number) {
            *slot = end;
        }
    }

    /// Returns the signed string with this number.
    #[inline]
    pub(crate) fn signed(&self, number: usize) -> &[u8] {
        self.bytes(self.signed_span(number))
    }

    #[inline]
    fn signed_span(&self, number: usize) -> Span {
        let start = number.checked_sub(1).and_then(|before| self.signed_ends.get(before));
        let start = start.copied().unwrap_or(0);
        let end = self.signed_ends.get(number).copied().unwrap_or(start);
        Span { start, end }
    }

    /// Iterates over the signed strings, and then over empty ones, without the timestamp: what is
    /// before and after it in each of them.
    pub(crate) fn all_signed_but_timestamp(&self) -> impl Iterator<Item = [&[u8]; 2]> {
        let time = self.signed_timestamp;
        (0..MAX_HEAD_PARTS).map(move |number| {
            let all = self.signed_span(number);
            if time.start < all.start || time.end > all.end || time.start == time.end {
                return [self.bytes(all), &[]];
            }
            let (before, after) = (all.start..time.start, time.end..all.end);
            [before, after].map(|Range { start, end }| self.bytes(Span { start, end }))
        })
    }

    /// Iterates over the signed strings, and then over empty ones.
    pub(crate) fn all_signed(&self) -> impl Iterator<Item = &[u8]> {
        (0..MAX_HEAD_PARTS).map(|number| self.signed(number))
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

    /// Returns the name of the secret that matched.
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

/// Converts a length, which never exceeds `u32`.
///
/// The header fields are limited in length, and every server limits the target.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
