//! The header fields that an endpoint reads, found in one pass over a head.

use crate::head::Head;
use crate::peer::Peer;
use crate::place::LONGEST_VALUE;
use crate::rejection::Rejection;
use alloc::vec::Vec;
use core::fmt;

/// So many names are looked for at once; an endpoint that reads more has the rest looked up one by one.
const MOST: usize = 16;

/// The names of the header fields that an endpoint reads, in lower case.
pub(crate) struct Names {
    names: Vec<&'static str>,
    /// For each slot, which name stands there, if any. No two names share one, so a field of a request is compared with one
    /// name at most, and most fields with none.
    slots: [u8; SLOTS],
    factor: usize,
    /// Bit `n % 64` is set if one of the names has `n` letters: most fields of a request are passed over by this alone.
    lengths: u64,
}

const SLOTS: usize = 64;

/// No name stands in a slot.
const NONE: u8 = u8::MAX;

/// The slot of a name, in whatever case: of its length and its last letter.
#[inline(always)]
fn slot_of(name: &str, factor: usize) -> usize {
    let last = name.as_bytes().last().map_or(0, |last| usize::from(last | 0x20));
    name.len().wrapping_mul(factor).wrapping_add(last) % SLOTS
}

impl Names {
    pub(crate) fn new(all: impl Iterator<Item = &'static str>) -> Self {
        let mut names: Vec<&'static str> = Vec::new();
        for name in all {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        // The factor that gives most of them a slot: nearly always there is one for all. A name without one, or one beyond those
        // that are looked for, is looked up by itself.
        let tables = (1..SLOTS).map(|factor| Self::table(&names, factor));
        let best =
            tables.max_by_key(|(slots, _)| slots.iter().filter(|slot| **slot != NONE).count());
        let (slots, factor) = best.unwrap_or(([NONE; SLOTS], 1));
        let lengths = names.iter().fold(0, |lengths, name| lengths | 1 << (name.len() % 64));
        Self { names, slots, factor, lengths }
    }

    fn table(names: &[&'static str], factor: usize) -> ([u8; SLOTS], usize) {
        let mut slots = [NONE; SLOTS];
        for (at, name) in (0..).zip(names.iter().take(MOST)) {
            match slots.get_mut(slot_of(name, factor)) {
                Some(slot) if *slot == NONE => *slot = at,
                _ => {}
            }
        }
        (slots, factor)
    }

    /// The place among the names of the only one that this could be.
    #[inline(always)]
    fn candidate(&self, name: &str) -> Option<usize> {
        let at = self.slots.get(slot_of(name, self.factor)).copied().unwrap_or(NONE);
        (at != NONE).then_some(usize::from(at))
    }
}

/// Where a [`Head`] puts its header fields, for a verifier to find those that it reads. See [`Head::fields`].
pub struct Fields<'h> {
    names: &'h Names,
    found: [Option<&'h [u8]>; MOST],
    /// Bit `n` is set if the field `n` has several values: those are looked up again.
    repeated: u16,
}

impl<'h> Fields<'h> {
    /// One more field: its name, in whatever case, and its value.
    #[inline(always)]
    pub fn field(&mut self, name: &str, value: &'h [u8]) {
        if (self.names.lengths >> (name.len() % 64)) & 1 == 1
            && let Some(at) = self.names.candidate(name)
        {
            self.keep(at, name, value);
        }
    }

    #[inline(always)]
    fn keep(&mut self, at: usize, name: &str, value: &'h [u8]) {
        // Most servers write names in lower case.
        let same = |wanted: &str| wanted == name || wanted.eq_ignore_ascii_case(name);
        if self.names.names.get(at).is_some_and(|wanted| same(wanted))
            && let Some(slot) = self.found.get_mut(at)
        {
            self.repeated |= u16::from(slot.replace(value).is_some()) << at;
        }
    }
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.names.names).finish()
    }
}

/// Whoever can be asked for a header field, of which values are looked at only if they are not too long.
pub(crate) trait Look: Head {
    /// The value of a header field that may stand once.
    fn only(&self, name: &'static str) -> Result<Option<&[u8]>, Rejection>;

    /// All values of a header field.
    fn all(&self, name: &'static str) -> Result<Vec<&[u8]>, Rejection>;
}

impl Look for dyn Head + '_ {
    fn only(&self, name: &'static str) -> Result<Option<&[u8]>, Rejection> {
        let mut found = None;
        let mut repeated = false;
        self.values(name, &mut |value| repeated |= found.replace(value).is_some());
        if repeated { Err(Rejection::RepeatedField(name)) } else { bounded(name, found) }
    }

    fn all(&self, name: &'static str) -> Result<Vec<&[u8]>, Rejection> {
        let mut found = Vec::new();
        self.values(name, &mut |value| found.push(value));
        if found.iter().any(|value| value.len() > LONGEST_VALUE) {
            return Err(Rejection::HeaderTooLong(name));
        }
        Ok(found)
    }
}

#[inline(always)]
fn bounded<'h>(name: &'static str, value: Option<&'h [u8]>) -> Result<Option<&'h [u8]>, Rejection> {
    match value {
        Some(value) if value.len() > LONGEST_VALUE => Err(Rejection::HeaderTooLong(name)),
        value => Ok(value),
    }
}

/// A head of which the fields that are read were found already. It says the same as the head that it stands for.
pub(crate) struct Seen<'h> {
    head: &'h dyn Head,
    fields: Fields<'h>,
    /// Whether the fields were looked for, which a head need not allow.
    looked: bool,
}

impl<'h> Seen<'h> {
    /// Nothing yet: [`Self::look`] fills it, where it stands, as moving what was just written takes longer than finding it.
    #[inline]
    pub(crate) const fn new(head: &'h dyn Head, names: &'h Names) -> Self {
        Self { head, fields: Fields { names, found: [None; MOST], repeated: 0 }, looked: false }
    }

    /// Looks for the fields.
    #[inline]
    pub(crate) fn look(&mut self) {
        self.looked = self.head.fields(&mut self.fields);
    }

    /// Where a field was found, if it was looked for.
    #[inline(always)]
    fn position(&self, name: &str) -> Option<usize> {
        if !self.looked {
            return None;
        }
        let at = self.fields.names.candidate(name)?;
        let known = self.fields.names.names.get(at)?;
        // A scheme asks for its own names, which are the very texts that were looked for.
        (core::ptr::eq(*known, name) || *known == name).then_some(at)
    }

    /// The one value of a field; an error, if it was not looked for, or has several.
    #[inline(always)]
    fn found(&self, name: &str) -> Result<Option<&'h [u8]>, Several> {
        let at = self.position(name).ok_or(Several)?;
        if self.fields.repeated & (1 << at) != 0 {
            return Err(Several);
        }
        Ok(self.fields.found.get(at).copied().flatten())
    }
}

/// There may be several values, or nobody looked.
struct Several;

impl Head for Seen<'_> {
    fn method(&self) -> &str {
        self.head.method()
    }

    fn target(&self) -> &str {
        self.head.target()
    }

    fn values<'s>(&'s self, name: &str, each: &mut dyn FnMut(&'s [u8])) {
        match self.found(name) {
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

impl Look for Seen<'_> {
    #[inline(always)]
    fn only(&self, name: &'static str) -> Result<Option<&[u8]>, Rejection> {
        match self.found(name) {
            Ok(value) => bounded(name, value),
            Err(Several) => self.head.only(name),
        }
    }

    fn all(&self, name: &'static str) -> Result<Vec<&[u8]>, Rejection> {
        self.head.all(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::head::PlainHead;

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

        fn fields<'h>(&'h self, fields: &mut Fields<'h>) -> bool {
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
            for names in [Names::new(wanted.into_iter()), Names::new(many.clone())] {
                let mut seen = Seen::new(&head, &names);
                seen.look();
                for name in wanted.into_iter().chain(["x-six", "y-one", "x-other", "x-tw"]) {
                    assert_eq!(values(&seen, name), values(&head, name), "{name}");
                    assert_eq!(seen.only(name), (&head as &dyn Head).only(name), "{name}");
                    assert_eq!(seen.all(name), (&head as &dyn Head).all(name), "{name}");
                }
            }
        }
    }
}
