//! Reads the claims of a head: its signed parts and unsigned values.

use super::plan::Plan;
use crate::codec::percent::{decode_some, is_of_query};
use crate::proof::claims::{Claims, MAX_UNSIGNED_LEN, Span};
use crate::rejection::Rejection;
use crate::request::field_index::FieldId;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::IndexedPlace;
use crate::request::url::PublicUrl;
use crate::scheme::Part;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::UnixTime;

impl Plan {
    /// Reads the parts of the head that the scheme signs, and its unsigned values.
    #[inline]
    pub(crate) fn read_claims(
        &self,
        head: &IndexedHead<'_>,
        url: Option<&PublicUrl>,
        claims: &mut Claims,
    ) -> Result<(), Rejection> {
        if !self.signs_body_alone {
            self.read_signed(claims, head, url)?;
        }
        if let Some(place) = &self.unsigned_event {
            claims.unsigned_event = read_unsigned(claims, place, head);
        }
        if let Some(place) = &self.unsigned_id {
            claims.unsigned_id = read_unsigned(claims, place, head);
        }
        if let Some(place) = &self.unsigned_timestamp {
            claims.unsigned_timestamp = read_unsigned(claims, place, head);
        }
        Ok(())
    }

    fn read_signed(
        &self,
        claims: &mut Claims,
        head: &IndexedHead<'_>,
        url: Option<&PublicUrl>,
    ) -> Result<(), Rejection> {
        let mut number = 0;
        for (part, field) in self.scheme.content.iter().zip(&self.part_fields) {
            let query;
            let text = match part {
                Part::Timestamp => {
                    let (text, time) = self.timestamp(head)?;
                    claims.timestamp = Some(time);
                    text
                }
                Part::Id => self.id(head)?,
                Part::Header(name, syntax) => header(head, name, *field, *syntax)?,
                Part::Method => head.method().as_bytes(),
                Part::PathWithQuery | Part::UrlWithQuery => {
                    query = decode_some(self.query(head, url)?, self.scheme.decoded_in_url);
                    &*query
                }
                Part::Path => {
                    // The text is configuration, so it is only compared here.
                    self.query(head, url)?;
                    continue;
                }
                // Everything before the body is hashed as one piece.
                Part::Literal(text) if self.signs_prefix => text.as_bytes(),
                _ => continue,
            };
            let span = claims.keep(text);
            match part {
                Part::Id => claims.id = span,
                Part::Timestamp => claims.signed_timestamp = span,
                _ => {}
            }
            claims.end_signed(number);
            number += usize::from(!self.signs_prefix);
        }
        Ok(())
    }

    // Inlined, it would slow down schemes without a timestamp.
    #[inline(never)]
    pub(super) fn timestamp<'h>(
        &self,
        head: &IndexedHead<'h>,
    ) -> Result<(&'h [u8], UnixTime), Rejection> {
        let Some((place, format)) = &self.timestamp else {
            return Err(Rejection::MissingField("timestamp"));
        };
        let field = place.item(head)?.ok_or(Rejection::MissingField(place.place().name()))?;
        let time = UnixTime::parse(field.value, *format);
        Ok((field.value, time.ok_or(Rejection::MalformedField(field.name))?))
    }

    #[inline(never)]
    fn id<'h>(&self, head: &IndexedHead<'h>) -> Result<&'h [u8], Rejection> {
        let Some((place, syntax)) = &self.id else { return Err(Rejection::MissingField("id")) };
        let field = place.item(head)?.ok_or(Rejection::MissingField(place.place().name()))?;
        checked(field.value, *syntax, field.name)
    }

    #[inline(never)]
    fn query<'h>(
        &self,
        head: &IndexedHead<'h>,
        url: Option<&PublicUrl>,
    ) -> Result<&'h [u8], Rejection> {
        let url = url.ok_or(Rejection::PathMismatch)?;
        let query = url.query_of(head.target())?.as_bytes();
        if self.scheme.query_meets_body && !query.iter().all(|byte| is_of_query(*byte)) {
            return Err(Rejection::AmbiguousQuery);
        }
        Ok(query)
    }
}

fn header<'h>(
    head: &IndexedHead<'h>,
    name: &'static str,
    id: FieldId,
    syntax: Syntax,
) -> Result<&'h [u8], Rejection> {
    let value = head.only(name, id)?.ok_or(Rejection::MissingField(name))?;
    checked(value.trim_ascii(), syntax, name)
}

/// Copies an unsigned value. The accessor checks its syntax.
#[inline(never)]
fn read_unsigned(claims: &mut Claims, place: &IndexedPlace, head: &IndexedHead<'_>) -> Span {
    match place.item(head) {
        Ok(Some(field)) if field.value.len() <= MAX_UNSIGNED_LEN => claims.keep(field.value),
        _ => Span::default(),
    }
}

fn checked<'h>(text: &'h [u8], syntax: Syntax, name: &'static str) -> Result<&'h [u8], Rejection> {
    if syntax.admits(text) { Ok(text) } else { Err(Rejection::MalformedField(name)) }
}
