//! An index of the header fields that an endpoint reads, to find them in one pass over a head.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The maximum number of names in an index.
///
/// If an endpoint reads more fields, the rest are looked up by name.
const MAX_FIELDS: usize = 12;

/// The names of the header fields that an endpoint reads, in lower case: a hash table without
/// collisions.
///
/// A loop over the names instead would add 27 % to a verification of 256 bytes (row "256 B" of
/// `scripts/speed`), and a look-up for each name 38 %.
#[derive(Debug)]
pub(crate) struct FieldIndex<'n> {
    /// The names, each at the position of its value in a [`FieldSink`], followed by empty strings.
    names: [&'n str; MAX_FIELDS],
    /// The position of the name in each slot, or [`NONE`].
    ///
    /// No two names share a slot, so a field of a request is compared with at most one name, and
    /// most fields with none.
    slots: [u8; SLOTS],
    factor: usize,
    /// Bit `n` is set if name `n` has a slot.
    with_slot: u32,
    /// Bit `n % 64` is set if a name has `n` bytes.
    ///
    /// This check alone skips most fields of a request.
    lengths: u64,
}

const SLOTS: usize = 64;

/// An empty slot.
const NONE: u8 = u8::MAX;

/// The number in every slot of [`FieldIndex::ALL`].
const COPIED: u8 = NONE - 1;

/// Returns the slot of a name in any case: a hash of its length and its last byte.
#[inline(always)]
const fn slot_of(length: usize, last: u8, factor: usize) -> usize {
    length.wrapping_mul(factor).wrapping_add((last | 0x20) as usize) % SLOTS
}

/// The position of a name in a [`FieldIndex`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldId(u8);

impl FieldId {
    /// A field that is looked up by name.
    pub(crate) const UNKNOWN: Self = Self(u8::MAX);

    pub(crate) const fn nth(number: u8) -> Self {
        Self(number)
    }
}

impl<'n> FieldIndex<'n> {
    /// An index without names. All fields are looked up by name.
    pub(crate) const EMPTY: Self =
        Self { names: [""; MAX_FIELDS], slots: [NONE; SLOTS], factor: 1, with_slot: 0, lengths: 0 };

    /// An index without names, with which a [`FieldSink`] copies every field.
    pub(crate) const ALL: Self = Self { slots: [COPIED; SLOTS], lengths: u64::MAX, ..Self::EMPTY };

    pub(crate) fn new(all: impl IntoIterator<Item = &'n str>) -> Self {
        let mut names = [""; MAX_FIELDS];
        let mut unused = names.iter_mut();
        let mut known: Vec<&str> = Vec::new();
        for name in all {
            if !known.contains(&name) {
                known.push(name);
                if let Some(place) = unused.next() {
                    *place = name;
                }
            }
        }
        // The factor that gives the most names a slot. Nearly always, one factor gives all names a
        // slot; a field without a slot is looked up by name.
        let tables = (1..SLOTS).map(|factor| (Self::table(&names, factor), factor));
        let taken = |slots: &[u8; SLOTS]| slots.iter().filter(|slot| **slot != NONE).count();
        let best = tables.max_by_key(|(slots, _)| taken(slots));
        let (slots, factor) = best.unwrap_or(([NONE; SLOTS], 1));
        Self::with_slots(names, slots, factor)
    }

    /// Creates an index of one name.
    pub(crate) fn of_one(name: &'n str) -> Self {
        let mut names = [""; MAX_FIELDS];
        names[0] = name;
        Self::with_slots(names, Self::table(&names, 1), 1)
    }

    fn with_slots(names: [&'n str; MAX_FIELDS], slots: [u8; SLOTS], factor: usize) -> Self {
        let with_slot = slots.iter().filter(|slot| **slot != NONE);
        let with_slot = with_slot.fold(0, |bits, number| bits | 1 << number);
        let lengths = names.iter().fold(0, |lengths, name| lengths | 1 << (name.len() % 64));
        Self { names, slots, factor, with_slot, lengths }
    }

    fn table(names: &[&str; MAX_FIELDS], factor: usize) -> [u8; SLOTS] {
        let mut slots = [NONE; SLOTS];
        for (number, name) in (0..).zip(names) {
            if let Some(last) = name.as_bytes().last()
                && let Some(slot) = slots.get_mut(slot_of(name.len(), *last, factor))
                && *slot == NONE
            {
                *slot = number;
            }
        }
        slots
    }

    /// Returns the id of this name, or [`FieldId::UNKNOWN`].
    pub(crate) fn id_of(&self, name: &str) -> FieldId {
        let known = (0..).zip(&self.names).find(|(_, known)| **known == name && !name.is_empty());
        known.map_or(FieldId::UNKNOWN, |(number, _)| FieldId(number))
    }
}

/// A receiver of header fields, which keeps the fields that the verifier reads.
///
/// See [`Head::fields`](crate::Head::fields).
pub struct FieldSink<'i, 'h> {
    index: &'i FieldIndex<'i>,
    first: [Option<&'h [u8]>; MAX_FIELDS],
    /// The other values of fields that appear several times, in order.
    further: Vec<(FieldId, &'h [u8])>,
    /// The copies of all fields, if the index is [`FieldIndex::ALL`].
    copies: Option<&'i mut Vec<(String, Vec<u8>)>>,
}

impl<'i, 'h> FieldSink<'i, 'h> {
    #[inline]
    pub(crate) const fn new(index: &'i FieldIndex<'i>) -> Self {
        Self { index, first: [None; MAX_FIELDS], further: Vec::new(), copies: None }
    }

    /// Creates a sink that copies every field.
    pub(crate) fn copying(copies: &'i mut Vec<(String, Vec<u8>)>) -> Self {
        Self { copies: Some(copies), ..Self::new(&FieldIndex::ALL) }
    }

    /// Adds a field: its name, in any case, and its value.
    // It has few branches, because a processor predicts them badly: they differ for each field.
    #[inline(always)]
    pub fn field(&mut self, name: &str, value: &'h [u8]) {
        let index = self.index;
        if (index.lengths >> (name.len() % 64)) & 1 == 0 {
            return;
        }
        let Some(last) = name.as_bytes().last() else { return };
        let slot = index.slots.get(slot_of(name.len(), *last, index.factor));
        let number = slot.copied().unwrap_or(NONE);
        let place = usize::from(number);
        let (Some(known), Some(first)) = (index.names.get(place), self.first.get_mut(place)) else {
            if number == COPIED {
                self.copy(name, value);
            }
            return;
        };
        // Most servers write names in lower case.
        if *known == name || known.eq_ignore_ascii_case(name) {
            match first {
                None => *first = Some(value),
                Some(_) => self.add_further(FieldId(number), value),
            }
        }
    }

    #[cold]
    fn copy(&mut self, name: &str, value: &[u8]) {
        if let Some(copies) = &mut self.copies {
            copies.push((name.to_owned(), value.to_owned()));
        }
    }

    #[cold]
    fn add_further(&mut self, id: FieldId, value: &'h [u8]) {
        self.further.push((id, value));
    }

    /// Returns the fields that have one value or none, as a mask.
    #[inline]
    pub(crate) fn singles(&self) -> FieldMask {
        let repeated = self.further.iter().fold(0, |bits, (id, _)| bits | 1 << id.0);
        FieldMask(self.index.with_slot & !repeated)
    }

    /// Returns the value of a field, if it is in this mask.
    #[inline(always)]
    pub(crate) fn single(&self, id: FieldId, singles: FieldMask) -> Option<Option<&'h [u8]>> {
        let value = self.first.get(usize::from(id.0))?;
        (singles.0.wrapping_shr(id.0.into()) & 1 == 1).then_some(*value)
    }

    /// Returns all values of a field, or `None` if it is not in the index.
    pub(crate) fn all(&self, id: FieldId) -> Option<impl Iterator<Item = &'h [u8]>> {
        let first = self.first.get(usize::from(id.0)).filter(|_| self.is_indexed(id))?;
        let further = self.further.iter().filter(move |(other, _)| *other == id);
        Some(first.iter().copied().chain(further.map(|(_, value)| *value)))
    }

    #[inline(always)]
    fn is_indexed(&self, id: FieldId) -> bool {
        self.index.with_slot.checked_shr(id.0.into()).unwrap_or(0) & 1 == 1
    }
}

/// A set of fields of a [`FieldIndex`]: bit `n` is set for the field with number `n`.
#[derive(Clone, Copy)]
pub(crate) struct FieldMask(u32);

impl FieldMask {
    pub(crate) const NONE: Self = Self(0);
}

impl fmt::Debug for FieldSink<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.index.names.iter().filter(|name| !name.is_empty());
        f.debug_list().entries(names).finish()
    }
}
