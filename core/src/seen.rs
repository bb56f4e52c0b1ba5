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
    /// The end of each name, by which nearly all others are told from it.
    ends: [u64; MOST],
    /// For a length of a name, modulo 32, a bit for each name that is so long: most fields of a request are passed over by
    /// this alone.
    by_length: [u16; 32],
}

impl Names {
    pub(crate) fn new(all: impl Iterator<Item = &'static str>) -> Self {
        let mut names: Vec<&'static str> = Vec::new();
        let (mut ends, mut by_length) = ([0; MOST], [0; 32]);
        for name in all {
            let at = names.len();
            let slots = (ends.get_mut(at), by_length.get_mut(name.len() % 32));
            if let ((Some(end), Some(as_long)), false) = (slots, names.contains(&name)) {
                *end = end_of(name);
                *as_long |= 1_u16 << at;
                names.push(name);
            }
        }
        Self { names, ends, by_length }
    }

    /// Those names that are as long as this one.
    #[inline]
    fn as_long_as(&self, name: &str) -> u16 {
        self.by_length.get(name.len() % 32).copied().unwrap_or_default()
    }

    /// Which of these names this is, in whatever case.
    #[inline(always)]
    fn position(&self, name: &str, mut among: u16) -> Option<usize> {
        let end = end_of(name);
        while among != 0 {
            let at = among.trailing_zeros() as usize;
            among &= among - 1;
            if self.ends.get(at) != Some(&end) {
                continue;
            }
            let wanted = self.names.get(at)?;
            // Most servers write names in lower case.
            if *wanted == name || wanted.eq_ignore_ascii_case(name) {
                return Some(at);
            }
        }
        None
    }

    #[cold]
    fn position_by_text(&self, name: &str) -> Option<usize> {
        self.position(name, self.as_long_as(name))
    }
}

/// The last eight bytes of a name, as they are in lower case; the same for all names that are shorter.
#[inline]
fn end_of(name: &str) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    name.as_bytes().last_chunk().map_or(0, |end| u64::from_ne_bytes(*end) | LOWER)
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
        let among = self.names.as_long_as(name);
        if among != 0 {
            self.keep(name, value, among);
        }
    }

    #[inline(always)]
    fn keep(&mut self, name: &str, value: &'h [u8], among: u16) {
        if let Some(at) = self.names.position(name, among)
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
        // A scheme asks for its own names, which are the very texts that were looked for.
        let names = self.fields.names;
        let same = names.names.iter().position(|known| core::ptr::eq(*known, name));
        same.or_else(|| names.position_by_text(name))
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
            ("", "nothing"),
        ];
        let wanted = ["x-one", "x-two", "x-four", "x-none"];
        // More than fit, so that the last are looked up one by one.
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
        let many = letters.into_iter().chain(wanted).chain(["x-six"]);
        for lists in [true, false] {
            let head = Listing(PlainHead::new("POST", "/", &headers), lists);
            for names in [Names::new(wanted.into_iter()), Names::new(many.clone())] {
                let mut seen = Seen::new(&head, &names);
                seen.look();
                for name in wanted.into_iter().chain(["x-six", "x-other", "x-tw"]) {
                    assert_eq!(values(&seen, name), values(&head, name), "{name}");
                    assert_eq!(seen.only(name), (&head as &dyn Head).only(name), "{name}");
                    assert_eq!(seen.all(name), (&head as &dyn Head).all(name), "{name}");
                }
            }
        }
    }
}
