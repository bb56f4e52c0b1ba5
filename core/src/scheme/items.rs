//! The items of a header value at a place.

use super::place::{Place, Position};
use memchr::memchr;

impl Place {
    /// Returns `true` if a value has more items than are searched.
    ///
    /// Empty items count, because each item costs time.
    #[inline]
    pub(crate) fn is_overlong_list(&self, value: &[u8]) -> bool {
        let Some(separator) = self.separator else { return false };
        let separates = |byte: &&u8| **byte == separator || Some(**byte) == self.groups;
        value.iter().filter(separates).count() >= MAX_ITEMS
    }

    /// Returns the items of a value that have the prefix, without it.
    #[inline]
    pub(crate) const fn items<'v>(&self, value: &'v [u8]) -> Items<'_, 'v> {
        Items { place: self, rest: Some(value), position: 0 }
    }

    /// Returns `true` if the place is the whole value of a field.
    #[inline(always)]
    pub(crate) const fn is_whole(&self) -> bool {
        self.separator.is_none() && self.prefix.is_empty()
    }

    /// Returns the next item with the prefix, and advances the list past it.
    #[inline(always)]
    fn next_item<'v>(&self, list: &mut Option<&'v [u8]>) -> Option<&'v [u8]> {
        while let Some(rest) = *list {
            let end = self.separator.and_then(|separator| memchr(separator, rest));
            let (item, rest) = match end.and_then(|end| rest.split_at_checked(end)) {
                Some((item, rest)) => (item, rest.get(1..)),
                None => (rest, None),
            };
            *list = rest;
            if let Some(item) = self.without_prefix(item) {
                return Some(item);
            }
        }
        None
    }

    /// Returns `true` if every item of the list counts, and its groups do not matter.
    #[inline(always)]
    const fn is_simple(&self) -> bool {
        self.groups.is_none() && matches!(self.position, Position::Any)
    }

    /// Does the same as [`next_item`](Self::next_item) for lists with positions or groups.
    #[cold]
    #[inline(never)]
    fn next_placed<'v>(
        &self,
        list: &mut Option<&'v [u8]>,
        position: &mut usize,
    ) -> Option<&'v [u8]> {
        while let Some(rest) = *list {
            let separates = |byte: &u8| Some(*byte) == self.separator || Some(*byte) == self.groups;
            let end = rest.iter().position(separates);
            let (item, rest) = match end.and_then(|end| rest.split_at_checked(end)) {
                Some((item, rest)) => (item, rest.get(1..)),
                None => (rest, None),
            };
            *list = rest;
            let at = *position;
            *position += 1;
            let counts = match self.position {
                Position::Any => true,
                Position::At(wanted) => at == wanted,
                Position::From(first) => at >= first,
            };
            if counts && let Some(item) = self.without_prefix(item) {
                return Some(item);
            }
        }
        None
    }

    /// Returns the item without its prefix, if it has the prefix.
    #[inline(always)]
    fn without_prefix<'v>(&self, item: &'v [u8]) -> Option<&'v [u8]> {
        let item = trimmed(item);
        if item.is_empty() && self.separator.is_some() {
            return None;
        }
        if self.prefix.is_empty() {
            return Some(item);
        }
        match item.strip_prefix(self.prefix.as_bytes()) {
            None => self.optional.then_some(item),
            rest => rest,
        }
    }
}

/// The items of the value of a header field.
pub(crate) struct Items<'p, 'v> {
    place: &'p Place,
    /// The part of the value that is not yet read.
    rest: Option<&'v [u8]>,
    /// The number of items read, if positions count.
    position: usize,
}

impl<'v> Iterator for Items<'_, 'v> {
    type Item = &'v [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'v [u8]> {
        if self.place.is_simple() {
            return self.place.next_item(&mut self.rest);
        }
        self.place.next_placed(&mut self.rest, &mut self.position)
    }
}

/// Trims white space from both ends.
///
/// There is nearly always none, because servers trim the values of header fields.
#[inline(always)]
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
    match text {
        [first, .., last] if *first > b' ' && *last > b' ' => text,
        _ => trim(text),
    }
}

#[cold]
#[inline(never)]
const fn trim(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

/// The maximum number of items in a list: 16 signatures, and as many other items.
const MAX_ITEMS: usize = 32;
