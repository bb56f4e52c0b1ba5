//! What the head of a request claims, copied out of it so that the head can go, and the name of the
//! secret that fitted.

use crate::codec::buffer::Buffer;
use crate::rejection::Rejection;
use crate::request::index::{FieldId, Look};
use crate::request::url::{PublicUrl, is_of_query};
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::UnixTime;
use crate::scheme::{MAX_HEAD_PARTS, Part, Scheme};

/// The texts that a head claims, each exactly as it was received: those that are signed, in the
/// order of the signed content (with the scheme's own texts between them, where all of it is one
/// [prefix](Scheme::is_prefixed) of the body), and then those that are not; and last the name of
/// the secret.
#[derive(Clone)]
pub(crate) struct Claims {
    text: Buffer<ROOM>,
    id: Span,
    unsigned_event: Span,
    unsigned_id: Span,
    unsigned_timestamp: Span,
    secret: Span,
    pub(crate) timestamp: Option<UnixTime>,
}

/// Where each of the signed texts ends; where they are one [prefix](Scheme::is_prefixed) of the
/// body, where that ends.
pub(crate) struct Ends([u32; MAX_HEAD_PARTS]);

impl Ends {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self([0; MAX_HEAD_PARTS])
    }
}

/// A part of the text; an empty one stands for none, as no claim that is handed on is empty.
#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

/// The syntax of what is handed on though nothing proves it.
const UNSIGNED: Syntax = Syntax::visible().and(" ").length(1, MAX_UNSIGNED_LEN as u16);

const MAX_UNSIGNED_LEN: usize = 256;

/// What fits without an allocation, in bytes: two ids, a time, and the name of a secret.
const ROOM: usize = 96;

impl Claims {
    /// None yet.
    pub(crate) const fn new() -> Self {
        const NONE: Span = Span { start: 0, end: 0 };
        Self {
            text: Buffer::new(),
            id: NONE,
            unsigned_event: NONE,
            unsigned_id: NONE,
            unsigned_timestamp: NONE,
            secret: NONE,
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
        ends: &mut Ends,
    ) -> Result<(), Rejection> {
        // One part is the body alone.
        if !scheme.is_prefixed || scheme.content.len() > 1 {
            self.read_signed(scheme, head, url, ends)?;
        }
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

    fn read_signed<H: Look + ?Sized>(
        &mut self,
        scheme: &Scheme,
        head: &H,
        url: Option<&PublicUrl>,
        ends: &mut Ends,
    ) -> Result<(), Rejection> {
        let mut next = 0;
        for part in scheme.content {
            let text = match part {
                Part::Timestamp => self.read_timestamp(scheme, head)?,
                Part::Id => read_id(scheme, head)?,
                Part::Header(name, syntax) => {
                    let value =
                        head.only(name, FieldId::UNKNOWN)?.ok_or(Rejection::MissingField(name))?;
                    spelt(value.trim_ascii(), *syntax, name)?
                }
                Part::Method => head.method().as_bytes(),
                Part::UrlWithQuery => match url {
                    Some(url) => query_of(url, scheme, head)?,
                    None => return Err(Rejection::PathMismatch),
                },
                // What stands before the body is hashed in one piece.
                Part::Literal(text) if scheme.is_prefixed => text.as_bytes(),
                _ => continue,
            };
            let span = self.keep(text);
            if matches!(part, Part::Id) {
                self.id = span;
            }
            if let Some(end) = ends.0.get_mut(next) {
                *end = span.end;
            }
            next += usize::from(!scheme.is_prefixed);
        }
        Ok(())
    }

    // Inlined, it would make the loop around it slow where none is.
    #[inline(never)]
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

    /// How it is spelt is looked at by whoever asks for it.
    #[inline(never)]
    fn read_unsigned<H: Look + ?Sized>(&mut self, place: &Place, head: &H) -> Span {
        match place.item(head) {
            Ok(Some(field)) if field.value.len() <= MAX_UNSIGNED_LEN => self.keep(field.value),
            _ => Span::default(),
        }
    }

    #[inline]
    fn keep(&mut self, text: &[u8]) -> Span {
        let start = offset(self.text.len());
        self.text.extend(text);
        Span { start, end: offset(self.text.len()) }
    }

    /// The signed text with this place in the order of the signed content, or the whole prefix at
    /// 0.
    #[inline]
    pub(crate) fn signed(&self, ends: &Ends, place: usize) -> &[u8] {
        let start = place.checked_sub(1).and_then(|before| ends.0.get(before));
        let start = start.copied().unwrap_or(0);
        let end = ends.0.get(place).copied().unwrap_or(start);
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
        self.unproven(self.unsigned_event)
    }

    pub(crate) fn unsigned_id(&self) -> Option<&str> {
        self.unproven(self.unsigned_id)
    }

    pub(crate) fn unsigned_timestamp(&self) -> Option<&str> {
        self.unproven(self.unsigned_timestamp)
    }

    /// The name of the secret that fitted.
    pub(crate) fn secret(&self) -> Option<&str> {
        self.str(self.secret)
    }

    /// Keeps the name of a secret, in the place of the one from before.
    #[inline]
    pub(crate) fn keep_secret(&mut self, name: &str) {
        if self.secret.end != 0 {
            self.text.truncate(self.secret.start as usize);
        }
        self.secret = self.keep(name.as_bytes());
    }

    /// What nothing proves is no reason to refuse a genuine delivery: if it is odd, it is not
    /// there.
    fn unproven(&self, span: Span) -> Option<&str> {
        self.str(span).filter(|text| UNSIGNED.admits(text.as_bytes()))
    }

    fn str(&self, span: Span) -> Option<&str> {
        core::str::from_utf8(self.bytes(span)).ok().filter(|text| !text.is_empty())
    }
}

/// What a head says is far shorter than that: its fields are bounded, and so is its target by every
/// server.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[inline(never)]
fn read_id<'h, H: Look + ?Sized>(scheme: &Scheme, head: &'h H) -> Result<&'h [u8], Rejection> {
    let Some((place, syntax)) = &scheme.id else { return Err(Rejection::MissingField("id")) };
    let field = place.item(head)?.ok_or(Rejection::MissingField(place.name()))?;
    spelt(field.value, *syntax, field.name)
}

fn query_of<'h, H: Look + ?Sized>(
    url: &PublicUrl,
    scheme: &Scheme,
    head: &'h H,
) -> Result<&'h [u8], Rejection> {
    let query = url.query_of(head.target())?.as_bytes();
    if scheme.query_meets_body && !query.iter().all(|byte| is_of_query(*byte)) {
        return Err(Rejection::AmbiguousQuery);
    }
    Ok(query)
}

fn spelt<'t>(text: &'t [u8], syntax: Syntax, name: &'static str) -> Result<&'t [u8], Rejection> {
    if syntax.admits(text) { Ok(text) } else { Err(Rejection::MalformedField(name)) }
}
