//! Reads a place of a scheme in a head.

use crate::rejection::Rejection;
use crate::request::field_index::{FieldId, FieldIndex};
use crate::request::indexed_head::{IndexedHead, MAX_VALUE_LEN};
use crate::request::url::only_parameter;
use crate::scheme::items::trimmed;
use crate::scheme::place::Place;

/// A place, and the positions of its header fields in an index.
pub(crate) struct IndexedPlace {
    place: Place,
    /// The ids of the first names. Few places have more.
    ids: [FieldId; 2],
}

/// A header field, an item of one or a query parameter, and the name under which it was found.
pub(crate) struct Field<'h> {
    pub(crate) name: &'static str,
    pub(crate) value: &'h [u8],
}

impl IndexedPlace {
    pub(crate) fn new(place: Place, index: &FieldIndex<'_>) -> Self {
        let mut ids = [FieldId::UNKNOWN; 2];
        for (id, name) in ids.iter_mut().zip(place.names()) {
            *id = index.id_of(name);
        }
        Self { place, ids }
    }

    /// Returns a place that is looked up by name.
    pub(crate) const fn unindexed(place: Place) -> Self {
        Self { place, ids: [FieldId::UNKNOWN; 2] }
    }

    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }

    /// Returns the header field or the query parameter, if the request has it.
    #[inline(always)]
    pub(crate) fn field<'h>(&self, head: &IndexedHead<'h>) -> Result<Option<Field<'h>>, Rejection> {
        let [id, _] = self.ids;
        match self.place.names() {
            [name] => {
                let value = self.value(head, name, id)?;
                Ok(value.map(|value| Field { name, value }))
            }
            _ => self.field_elsewhere(head),
        }
    }

    #[inline(never)]
    fn field_elsewhere<'h>(&self, head: &IndexedHead<'h>) -> Result<Option<Field<'h>>, Rejection> {
        if let Some(name) = self.place.parameter() {
            return parameter(head, name);
        }
        if self.place.is_last_segment() {
            return last_segment(head);
        }
        let mut found: Option<Field<'h>> = None;
        for (name, id) in self.names_with_ids() {
            match (&found, self.value(head, name, id)?) {
                (_, None) => {}
                (None, Some(value)) => found = Some(Field { name, value }),
                (Some(first), Some(value)) if first.value != value && !self.place.is_each() => {
                    return Err(Rejection::ConflictingHeaders(name));
                }
                (Some(_), Some(_)) => {}
            }
        }
        Ok(found)
    }

    /// Calls `each` with every header field of the place that the request has.
    pub(crate) fn each_field<'h>(
        &self,
        head: &IndexedHead<'h>,
        each: &mut dyn FnMut(Field<'h>) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        for (name, id) in self.names_with_ids() {
            if self.place.is_repeated() {
                for value in head.all(name)? {
                    each(Field { name, value })?;
                }
            } else if let Some(value) = head.only(name, id)? {
                each(Field { name, value })?;
            }
        }
        Ok(())
    }

    fn names_with_ids(&self) -> impl Iterator<Item = (&'static str, FieldId)> {
        let ids = self.ids.iter().chain(core::iter::repeat(&FieldId::UNKNOWN));
        self.place.names().iter().copied().zip(ids.copied())
    }

    /// Returns the value of one field, or the first value if several are allowed.
    #[inline(always)]
    fn value<'h>(
        &self,
        head: &IndexedHead<'h>,
        name: &'static str,
        id: FieldId,
    ) -> Result<Option<&'h [u8]>, Rejection> {
        if self.place.is_repeated() { first_value(head, name) } else { head.only(name, id) }
    }

    /// Returns the only item with the prefix, or `None` if the field or the item is missing.
    #[inline(always)]
    pub(crate) fn item<'h>(&self, head: &IndexedHead<'h>) -> Result<Option<Field<'h>>, Rejection> {
        match self.field(head)? {
            Some(Field { name, value }) if self.place.is_whole() => {
                Ok(Some(Field { name, value: trimmed(value) }))
            }
            Some(field) => self.item_of(field),
            None => Ok(None),
        }
    }

    #[inline(never)]
    fn item_of<'h>(&self, field: Field<'h>) -> Result<Option<Field<'h>>, Rejection> {
        let Field { name, value } = field;
        if self.place.is_overlong_list(value) {
            return Err(Rejection::MalformedField(name));
        }
        let mut first = None;
        for item in self.place.items(value) {
            match first.replace(item) {
                Some(other) if !self.place.is_grouped() || other != item => {
                    return Err(Rejection::RepeatedField(name));
                }
                _ => {}
            }
        }
        Ok(first.map(|value| Field { name, value }))
    }
}

/// Returns a query parameter, not decoded.
fn parameter<'h>(
    head: &IndexedHead<'h>,
    name: &'static str,
) -> Result<Option<Field<'h>>, Rejection> {
    match only_parameter(head.target(), name)? {
        Some(value) if value.len() > MAX_VALUE_LEN => Err(Rejection::HeaderTooLong(name)),
        value => Ok(value.map(|value| Field { name, value: value.as_bytes() })),
    }
}

/// Returns the last segment of the path, not decoded.
fn last_segment<'h>(head: &IndexedHead<'h>) -> Result<Option<Field<'h>>, Rejection> {
    let name = Place::last_segment().name();
    let segment = head.path().rsplit('/').next().unwrap_or_default();
    match segment.len() {
        0 => Ok(None),
        1..=MAX_VALUE_LEN => Ok(Some(Field { name, value: segment.as_bytes() })),
        _ => Err(Rejection::HeaderTooLong(name)),
    }
}

#[cold]
#[inline(never)]
fn first_value<'h>(
    head: &IndexedHead<'h>,
    name: &'static str,
) -> Result<Option<&'h [u8]>, Rejection> {
    Ok(head.all(name)?.first().copied())
}
