//! The header fields that an endpoint reads, found in one pass over a head.

use crate::codec::bytes::equal;
use crate::rejection::Rejection;
use crate::request::head::Head;
use crate::request::peer::Peer;
use alloc::vec::Vec;
use core::fmt;

/// The longest value of a header field that is looked at, in bytes.
pub(crate) const MAX_VALUE_LEN: usize = 16 * 1024;

/// So many names are looked for at once; an endpoint that reads more has the rest looked up one by
/// one.
const MAX_FIELDS: usize = 12;

/// The names of the header fields that an endpoint reads, in lower case.
pub(crate) struct FieldIndex {
    /// Those that are looked for, each where its value is kept, and then empty ones.
    names: [&'static str; MAX_FIELDS],
    /// For each slot, which name stands there, if any. No two names share one, so a field of a
    /// request is compared with one name at most, and most fields with none.
    slots: [u8; SLOTS],
    factor: usize,
    /// Bit `n` is set if the name `n` has a slot, so that it is found where it stands.
    with_slot: u32,
    /// Bit `n % 64` is set if one of the names has `n` letters: most fields of a request are passed
    /// over by this alone.
    lengths: u64,
}

const SLOTS: usize = 64;

/// No name stands in a slot.
const NONE: u8 = u8::MAX;

/// The slot of a name, in whatever case: of its length and its last letter.
#[inline(always)]
const fn slot_of(length: usize, last: u8, factor: usize) -> usize {
    length.wrapping_mul(factor).wrapping_add((last | 0x20) as usize) % SLOTS
}

/// Where a name stands among those that an endpoint reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldId(u8);

impl FieldId {
    /// Nobody has looked yet.
    pub(crate) const UNKNOWN: Self = Self(u8::MAX);

    pub(crate) const fn nth(place: u8) -> Self {
        Self(place)
    }
}

impl FieldIndex {
    pub(crate) fn new(all: impl Iterator<Item = &'static str>) -> Self {
        let mut names = [""; MAX_FIELDS];
        let mut rest = names.iter_mut();
        let mut seen: Vec<&'static str> = Vec::new();
        for name in all {
            if !seen.contains(&name) {
                seen.push(name);
                // What is beyond those that are looked for is looked up by itself.
                if let Some(place) = rest.next() {
                    *place = name;
                }
            }
        }
        // The factor that gives most of them a slot: nearly always there is one for all. A name
        // without one is looked up by itself, too.
        let tables = (1..SLOTS).map(|factor| (Self::table(&names, factor), factor));
        let taken = |slots: &[u8; SLOTS]| slots.iter().filter(|slot| **slot != NONE).count();
        let best = tables.max_by_key(|(slots, _)| taken(slots));
        let (slots, factor) = best.unwrap_or(([NONE; SLOTS], 1));
        let with_slot = slots.iter().filter(|slot| **slot != NONE);
        let with_slot = with_slot.fold(0, |bits, at| bits | 1 << at);
        let lengths = names.iter().fold(0, |lengths, name| lengths | 1 << (name.len() % 64));
        Self { names, slots, factor, with_slot, lengths }
    }

    fn table(names: &[&'static str; MAX_FIELDS], factor: usize) -> [u8; SLOTS] {
        let mut slots = [NONE; SLOTS];
        for (at, name) in (0..).zip(names) {
            if let Some(last) = name.as_bytes().last()
                && let Some(slot) = slots.get_mut(slot_of(name.len(), *last, factor))
                && *slot == NONE
            {
                *slot = at;
            }
        }
        slots
    }

    /// Where this very name stands, for those who will ask for it often.
    pub(crate) fn at(&self, name: &str) -> FieldId {
        let at = (0..).zip(&self.names).find(|(_, known)| **known == name && !name.is_empty());
        at.map_or(FieldId::UNKNOWN, |(at, _)| FieldId(at))
    }
}

/// Where a [`Head`] puts its header fields, for a verifier to find those that it reads. See
/// [`Head::fields`].
pub struct FieldSink<'h> {
    names: &'h FieldIndex,
    found: [Option<&'h [u8]>; MAX_FIELDS],
    /// Bit `n` is set if the field `n` has several values: those are looked up again.
    repeated: u32,
}

impl<'h> FieldSink<'h> {
    /// One more field: its name, in whatever case, and its value.
    // With few branches, as which way they go changes from field to field.
    #[inline(always)]
    pub fn field(&mut self, name: &str, value: &'h [u8]) {
        let names = self.names;
        if (names.lengths >> (name.len() % 64)) & 1 == 0 {
            return;
        }
        let Some(last) = name.as_bytes().last() else { return };
        let slot = names.slots.get(slot_of(name.len(), *last, names.factor));
        let at = usize::from(slot.copied().unwrap_or(NONE));
        let (Some(wanted), Some(found)) = (names.names.get(at), self.found.get_mut(at)) else {
            return;
        };
        // Most servers write names in lower case.
        if equal(wanted.as_bytes(), name.as_bytes()) || wanted.eq_ignore_ascii_case(name) {
            self.repeated |= u32::from(found.replace(value).is_some()) << at;
        }
    }
}

impl fmt::Debug for FieldSink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.names.names.iter().filter(|name| !name.is_empty());
        f.debug_list().entries(names).finish()
    }
}

/// Whoever can be asked for a header field, of which values are looked at only if they are not too
/// long.
pub(crate) trait Look: Head {
    /// The value of a header field that may stand once, and that stands there among the names, if
    /// that is known.
    fn only(&self, name: &'static str, at: FieldId) -> Result<Option<&[u8]>, Rejection>;

    /// All values of a header field.
    fn all(&self, name: &'static str) -> Result<Vec<&[u8]>, Rejection>;
}

impl Look for dyn Head + '_ {
    fn only(&self, name: &'static str, _: FieldId) -> Result<Option<&[u8]>, Rejection> {
        let mut found = None;
        let mut repeated = false;
        self.values(name, &mut |value| repeated |= found.replace(value).is_some());
        if repeated { Err(Rejection::RepeatedField(name)) } else { bounded(name, found) }
    }

    fn all(&self, name: &'static str) -> Result<Vec<&[u8]>, Rejection> {
        let mut found = Vec::new();
        self.values(name, &mut |value| found.push(value));
        if found.iter().any(|value| value.len() > MAX_VALUE_LEN) {
            return Err(Rejection::HeaderTooLong(name));
        }
        Ok(found)
    }
}

#[inline(always)]
fn bounded<'h>(name: &'static str, value: Option<&'h [u8]>) -> Result<Option<&'h [u8]>, Rejection> {
    match value {
        Some(value) if value.len() > MAX_VALUE_LEN => Err(Rejection::HeaderTooLong(name)),
        value => Ok(value),
    }
}

/// A head of which the fields that are read were found already. It says the same as the head that
/// it stands for.
pub(crate) struct IndexedHead<'h> {
    head: &'h dyn Head,
    fields: FieldSink<'h>,
    /// Bit `n` is set if all there is to say of the field `n` was found: it was looked for, and has
    /// one value or none.
    known: u32,
}

impl<'h> IndexedHead<'h> {
    /// Nothing yet: [`Self::look`] fills it, where it stands, as moving what was just written takes
    /// longer than finding it.
    #[inline]
    pub(crate) const fn new(head: &'h dyn Head, names: &'h FieldIndex) -> Self {
        Self { head, fields: FieldSink { names, found: [None; MAX_FIELDS], repeated: 0 }, known: 0 }
    }

    /// Looks for the fields.
    #[inline]
    pub(crate) fn look(&mut self) {
        if self.head.fields(&mut self.fields) {
            self.known = self.fields.names.with_slot & !self.fields.repeated;
        }
    }

    /// The one value of a field; an error, if it was not looked for, or has several.
    #[inline(always)]
    fn found(&self, name: &str, at: FieldId) -> Result<Option<&'h [u8]>, Several> {
        match self.fields.found.get(usize::from(at.0)) {
            Some(value) if self.known >> at.0 & 1 == 1 => {
                debug_assert_eq!(self.fields.names.names.get(usize::from(at.0)), Some(&name));
                Ok(*value)
            }
            Some(_) => Err(Several),
            None => self.found_by_name(name),
        }
    }

    #[cold]
    #[inline(never)]
    fn looked_up(&self, name: &'static str) -> Result<Option<&'h [u8]>, Rejection> {
        self.head.only(name, FieldId::UNKNOWN)
    }

    #[cold]
    #[inline(never)]
    fn found_by_name(&self, name: &str) -> Result<Option<&'h [u8]>, Several> {
        match self.fields.names.at(name) {
            FieldId::UNKNOWN => Err(Several),
            at => self.found(name, at),
        }
    }
}

/// There may be several values, or nobody looked.
struct Several;

impl Head for IndexedHead<'_> {
    fn method(&self) -> &str {
        self.head.method()
    }

    fn target(&self) -> &str {
        self.head.target()
    }

    fn values<'s>(&'s self, name: &str, each: &mut dyn FnMut(&'s [u8])) {
        match self.found(name, FieldId::UNKNOWN) {
            Ok(value) => value.into_iter().for_each(each),
            Err(Several) => self.head.values(name, each),
        }
    }

    fn hides_cut_bodies(&self) -> bool {
        self.head.hides_cut_bodies()
    }

    fn peer(&self) -> Option<Peer> {
        self.head.peer()
    }
}

impl Look for IndexedHead<'_> {
    #[inline(always)]
    fn only(&self, name: &'static str, at: FieldId) -> Result<Option<&[u8]>, Rejection> {
        match self.found(name, at) {
            Ok(value) => bounded(name, value),
            Err(Several) => self.looked_up(name),
        }
    }

    fn all(&self, name: &'static str) -> Result<Vec<&[u8]>, Rejection> {
        self.head.all(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::head::PlainHead;

    /// Lists its fields if it is told to.
    struct Listing<'a>(PlainHead<'a, &'static str, &'static str>, bool);

    impl Head for Listing<'_> {
        fn method(&self) -> &str {
            self.0.method()
        }

        fn target(&self) -> &str {
            self.0.target()
        }

        fn values<'h>(&'h self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
            self.0.values(name, each);
        }

        fn fields<'h>(&'h self, fields: &mut FieldSink<'h>) -> bool {
            self.1 && self.0.fields(fields)
        }
    }

    fn values<'h>(head: &'h dyn Head, name: &str) -> Vec<&'h [u8]> {
        let mut values = Vec::new();
        head.values(name, &mut |value| values.push(value));
        values
    }

    #[test]
    fn it_says_what_the_head_says() {
        let headers = [
            ("X-One", "1"),
            ("x-two", "a"),
            ("X-TWO", "b"),
            ("x-six", "6"),
            ("x-two", ""),
            ("x-four", ""),
            ("x-One ", "9"),
            ("y-one", "2"),
            ("Z-One", "3"),
            ("y-six", "4"),
            ("", "nothing"),
        ];
        // Two of one length and one last letter have one slot, whatever the factor.
        let wanted = ["x-one", "x-two", "x-four", "x-none", "z-one", "y-six"];
        // More than fit, so that the last are looked up one by one.
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
        let many = letters.into_iter().chain(wanted).chain(["x-six"]);
        for lists in [true, false] {
            let head = Listing(PlainHead::new("POST", "/", &headers), lists);
            for names in [FieldIndex::new(wanted.into_iter()), FieldIndex::new(many.clone())] {
                let mut seen = IndexedHead::new(&head, &names);
                seen.look();
                for name in wanted.into_iter().chain(["x-six", "y-one", "x-other", "x-tw"]) {
                    assert_eq!(values(&seen, name), values(&head, name), "{name}");
                    let plain = (&head as &dyn Head).only(name, FieldId::UNKNOWN);
                    assert_eq!(seen.only(name, FieldId::UNKNOWN), plain, "{name}");
                    assert_eq!(seen.only(name, names.at(name)), plain, "{name}");
                    assert_eq!(seen.all(name), (&head as &dyn Head).all(name), "{name}");
                }
            }
        }
    }
}
