//! What the head of a request claims, copied out of it so that the head can go.

use crate::buffer::Buffer;
use crate::place::Place;
use crate::rejection::Rejection;
use crate::scheme::{MOST_HEAD_PARTS, Part, Scheme};
use crate::seen::Look;
use crate::syntax::Syntax;
use crate::time::UnixTime;
use crate::url::PublicUrl;

/// The texts that a head claims: those that are signed, in the order of the signed content, and then those that are
/// not. Each is kept exactly as it was received.
#[derive(Clone)]
pub(crate) struct Claims {
    text: Buffer<64>,
    /// Where each of the signed texts ends.
    ends: [u32; MOST_HEAD_PARTS],
    id: Span,
    unsigned_event: Span,
    unsigned_id: Span,
    unsigned_timestamp: Span,
    pub(crate) timestamp: Option<UnixTime>,
}

/// A part of the text; an empty one stands for none, as no claim is empty.
#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

/// The syntax of what is handed on though nothing proves it.
const UNSIGNED: Syntax = Syntax::visible().and(" ").length(1, 256);

impl Claims {
    /// None yet.
    pub(crate) const fn new() -> Self {
        const NONE: Span = Span { start: 0, end: 0 };
        Self {
            text: Buffer::new(),
            ends: [0; MOST_HEAD_PARTS],
            id: NONE,
            unsigned_event: NONE,
            unsigned_id: NONE,
            unsigned_timestamp: NONE,
            timestamp: None,
        }
    }

    /// Reads those of a head.
    #[inline]
    pub(crate) fn read<H: Look + ?Sized>(
        &mut self,
        scheme: &Scheme,
        head: &H,
        url: Option<&PublicUrl>,
    ) -> Result<(), Rejection> {
        self.read_signed(scheme, head, url)?;
        if let Some(place) = &scheme.unsigned_event {
            self.unsigned_event = self.read_unsigned(place, head);
        }
        if let Some(place) = &scheme.unsigned_id {
            self.unsigned_id = self.read_unsigned(place, head);
        }
        if let Some(place) = &scheme.unsigned_timestamp {
            self.unsigned_timestamp = self.read_unsigned(place, head);
        }
        Ok(())
    }

    #[inline]
    fn read_signed<H: Look + ?Sized>(
        &mut self,
        scheme: &Scheme,
        head: &H,
        url: Option<&PublicUrl>,
    ) -> Result<(), Rejection> {
        let mut next = 0;
        for part in scheme.content {
            let text = match part {
                Part::Timestamp => self.read_timestamp(scheme, head)?,
                Part::Id => read_id(scheme, head)?,
                Part::Header(name, syntax) => {
                    let value = head.only(name)?.ok_or(Rejection::MissingField(name))?;
                    spelt(value.trim_ascii(), *syntax, name)?
                }
                Part::Method => head.method().as_bytes(),
                Part::UrlWithQuery => match url {
                    Some(url) => url.query_of(head.target())?.as_bytes(),
                    None => return Err(Rejection::PathMismatch),
                },
                _ => continue,
            };
            let span = self.keep(text);
            if matches!(part, Part::Id) {
                self.id = span;
            }
            if let Some(end) = self.ends.get_mut(next) {
                *end = span.end;
            }
            next += 1;
        }
        Ok(())
    }

    #[inline]
    fn read_timestamp<'h, H: Look + ?Sized>(
        &mut self,
        scheme: &Scheme,
        head: &'h H,
    ) -> Result<&'h [u8], Rejection> {
        let Some((place, unit)) = &scheme.timestamp else {
            return Err(Rejection::MissingField("timestamp"));
        };
        let field = place.item(head)?.ok_or(Rejection::MissingField(place.name()))?;
        let time = UnixTime::parse(field.value, *unit);
        self.timestamp = Some(time.ok_or(Rejection::MalformedField(field.name))?);
        Ok(field.value)
    }

    /// What nothing proves is no reason to refuse a genuine delivery: if it is odd, it is not there.
    #[inline(always)]
    fn read_unsigned<H: Look + ?Sized>(&mut self, place: &Place, head: &H) -> Span {
        match place.item(head) {
            Ok(Some(field)) if UNSIGNED.admits(field.value) => self.keep(field.value),
            _ => Span::default(),
        }
    }

    #[inline]
    fn keep(&mut self, text: &[u8]) -> Span {
        let start = offset(self.text.len());
        self.text.extend(text);
        Span { start, end: offset(self.text.len()) }
    }

    /// The signed texts, in the order of the signed content.
    pub(crate) fn signed(&self) -> impl Iterator<Item = &[u8]> {
        let starts = core::iter::once(0).chain(self.ends);
        starts.zip(self.ends).map(|(start, end)| self.bytes(Span { start, end }))
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
        self.str(self.unsigned_event)
    }

    pub(crate) fn unsigned_id(&self) -> Option<&str> {
        self.str(self.unsigned_id)
    }

    pub(crate) fn unsigned_timestamp(&self) -> Option<&str> {
        self.str(self.unsigned_timestamp)
    }

    fn str(&self, span: Span) -> Option<&str> {
        core::str::from_utf8(self.bytes(span)).ok().filter(|text| !text.is_empty())
    }
}

/// What a head says is far shorter than that: its fields are bounded, and so is its target by every server.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn read_id<'h, H: Look + ?Sized>(scheme: &Scheme, head: &'h H) -> Result<&'h [u8], Rejection> {
    let Some((place, syntax)) = &scheme.id else { return Err(Rejection::MissingField("id")) };
    let field = place.item(head)?.ok_or(Rejection::MissingField(place.name()))?;
    spelt(field.value, *syntax, field.name)
}

fn spelt<'t>(text: &'t [u8], syntax: Syntax, name: &'static str) -> Result<&'t [u8], Rejection> {
    if syntax.admits(text) { Ok(text) } else { Err(Rejection::MalformedField(name)) }
}
