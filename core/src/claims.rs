//! What the head of a request claims, copied out of it so that the head can go.

use crate::buffer::Buffer;
use crate::head::Head;
use crate::place::{Place, only_value};
use crate::rejection::Rejection;
use crate::scheme::{MOST_HEAD_PARTS, Part, Scheme};
use crate::syntax::Syntax;
use crate::time::UnixTime;
use crate::url::PublicUrl;

/// The texts that a head claims: those that are signed, in the order of the signed content, and those that are
/// not. Each is kept exactly as it was received.
#[derive(Clone)]
pub(crate) struct Claims {
    text: Buffer<96>,
    signed: [Span; MOST_HEAD_PARTS],
    id: Option<Span>,
    unsigned_event: Option<Span>,
    unsigned_id: Option<Span>,
    unsigned_timestamp: Option<Span>,
    pub(crate) timestamp: Option<UnixTime>,
}

#[derive(Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
}

/// The syntax of what is handed on though nothing proves it.
const UNSIGNED: Syntax = Syntax::visible().and(" ").length(1, 256);

impl Claims {
    pub(crate) fn read(
        scheme: &Scheme,
        head: &dyn Head,
        url: Option<&PublicUrl>,
    ) -> Result<Self, Rejection> {
        let mut claims = Self {
            text: Buffer::new(),
            signed: [Span::default(); MOST_HEAD_PARTS],
            id: None,
            unsigned_event: None,
            unsigned_id: None,
            unsigned_timestamp: None,
            timestamp: None,
        };
        claims.read_signed(scheme, head, url)?;
        if let Some(place) = &scheme.unsigned_event {
            claims.unsigned_event = claims.read_unsigned(place, head);
        }
        if let Some(place) = &scheme.unsigned_id {
            claims.unsigned_id = claims.read_unsigned(place, head);
        }
        if let Some(place) = &scheme.unsigned_timestamp {
            claims.unsigned_timestamp = claims.read_unsigned(place, head);
        }
        Ok(claims)
    }

    fn read_signed(
        &mut self,
        scheme: &Scheme,
        head: &dyn Head,
        url: Option<&PublicUrl>,
    ) -> Result<(), Rejection> {
        let mut next = 0;
        for part in scheme.content {
            let text = match part {
                Part::Timestamp => self.read_timestamp(scheme, head)?,
                Part::Id => read_id(scheme, head)?,
                Part::Header(name, syntax) => {
                    let value = only_value(head, name)?.ok_or(Rejection::MissingField(name))?;
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
                self.id = Some(span);
            }
            if let Some(slot) = self.signed.get_mut(next) {
                *slot = span;
            }
            next += 1;
        }
        Ok(())
    }

    fn read_timestamp<'h>(
        &mut self,
        scheme: &Scheme,
        head: &'h dyn Head,
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
    fn read_unsigned(&mut self, place: &Place, head: &dyn Head) -> Option<Span> {
        let field = place.item(head).ok()??;
        UNSIGNED.admits(field.value).then(|| self.keep(field.value))
    }

    fn keep(&mut self, text: &[u8]) -> Span {
        let start = self.text.len();
        self.text.extend(text);
        Span { start, end: self.text.len() }
    }

    fn bytes(&self, span: Span) -> &[u8] {
        self.text.as_slice().get(span.start..span.end).unwrap_or_default()
    }

    /// The signed texts, in the order of the signed content.
    pub(crate) fn signed(&self) -> impl Iterator<Item = &[u8]> {
        self.signed.iter().map(|span| self.bytes(*span))
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

    fn str(&self, span: Option<Span>) -> Option<&str> {
        core::str::from_utf8(self.bytes(span?)).ok()
    }
}

fn read_id<'h>(scheme: &Scheme, head: &'h dyn Head) -> Result<&'h [u8], Rejection> {
    let Some((place, syntax)) = &scheme.id else { return Err(Rejection::MissingField("id")) };
    let field = place.item(head)?.ok_or(Rejection::MissingField(place.name()))?;
    spelt(field.value, *syntax, field.name)
}

fn spelt<'t>(text: &'t [u8], syntax: Syntax, name: &'static str) -> Result<&'t [u8], Rejection> {
    if syntax.admits(text) { Ok(text) } else { Err(Rejection::MalformedField(name)) }
}
