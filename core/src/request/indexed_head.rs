//! A head with an index of its fields.

use crate::rejection::Rejection;
use crate::request::field_index::{FieldId, FieldIndex, FieldMask, FieldSink};
use crate::request::head::Head;
use crate::request::peer::Peer;
use alloc::vec::Vec;

/// The maximum length of a header value, in bytes.
pub(crate) const MAX_VALUE_LEN: usize = 16 * 1024;

/// A head, and the values of the header fields that an endpoint reads.
pub(crate) struct IndexedHead<'h> {
    head: &'h dyn Head,
    index: &'h FieldIndex<'h>,
    fields: FieldSink<'h, 'h>,
    is_read: bool,
    /// The fields of which one value or none was found.
    singles: FieldMask,
}

impl<'h> IndexedHead<'h> {
    /// Returns a head whose fields are looked up by name until [`IndexedHead::read`] finds them.
    #[inline]
    pub(crate) const fn new(head: &'h dyn Head, index: &'h FieldIndex<'static>) -> Self {
        Self {
            head,
            index,
            fields: FieldSink::new(index),
            is_read: false,
            singles: FieldMask::NONE,
        }
    }

    /// Returns a head of which too few fields are read for an index to pay off.
    pub(crate) const fn unindexed(head: &'h dyn Head) -> Self {
        static EMPTY: FieldIndex<'static> = FieldIndex::EMPTY;
        Self::new(head, &EMPTY)
    }

    /// Finds the fields that are in the index.
    ///
    /// They are stored in place, because moving values that were just written stalls the processor.
    #[inline]
    pub(crate) fn read(&mut self) {
        self.head.fields(&mut self.fields);
        self.singles = self.fields.singles();
        self.is_read = true;
    }

    #[inline]
    pub(crate) fn method(&self) -> &'h str {
        self.head.method()
    }

    #[inline]
    pub(crate) fn target(&self) -> &'h str {
        self.head.target()
    }

    /// Returns the path of the target, as received.
    pub(crate) fn path(&self) -> &'h str {
        self.head.path()
    }

    pub(crate) fn hides_cut_bodies(&self) -> bool {
        self.head.hides_cut_bodies()
    }

    #[cfg_attr(
        not(feature = "network"),
        allow(dead_code, reason = "only source addresses need it")
    )]
    pub(crate) fn peer(&self) -> Option<Peer> {
        self.head.peer()
    }

    /// Returns the value of a header field that may appear only once.
    ///
    /// `id` is its position in the index, or [`FieldId::UNKNOWN`].
    #[inline(always)]
    pub(crate) fn only(
        &self,
        name: &'static str,
        id: FieldId,
    ) -> Result<Option<&'h [u8]>, Rejection> {
        match self.fields.single(id, self.singles) {
            Some(Some(value)) if value.len() > MAX_VALUE_LEN => Err(Rejection::HeaderTooLong(name)),
            Some(value) => Ok(value),
            None => self.only_by_name(name),
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn only_by_name(&self, name: &'static str) -> Result<Option<&'h [u8]>, Rejection> {
        let (mut only, mut is_repeated) = (None, false);
        self.each(name, &mut |value| is_repeated |= only.replace(value).is_some());
        match only {
            _ if is_repeated => Err(Rejection::RepeatedField(name)),
            Some(value) if value.len() > MAX_VALUE_LEN => Err(Rejection::HeaderTooLong(name)),
            value => Ok(value),
        }
    }

    /// Returns all values of a header field, in order.
    pub(crate) fn all(&self, name: &'static str) -> Result<Vec<&'h [u8]>, Rejection> {
        let mut values = Vec::new();
        self.each(name, &mut |value| values.push(value));
        if values.iter().any(|value| value.len() > MAX_VALUE_LEN) {
            return Err(Rejection::HeaderTooLong(name));
        }
        Ok(values)
    }

    /// Returns `true` if a header field is present.
    pub(crate) fn has(&self, name: &str) -> bool {
        let mut count = 0;
        self.each(name, &mut |_| count += 1);
        count > 0
    }

    /// Calls `each` with every value of a header field, of any length, in order.
    pub(crate) fn each(&self, name: &str, each: &mut dyn FnMut(&'h [u8])) {
        match self.fields.all(self.index.id_of(name)) {
            Some(values) if self.is_read => values.for_each(each),
            _ => self.head.values(name, each),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::head::PlainHead;

    fn values<'h>(head: &IndexedHead<'h>, name: &str) -> Vec<&'h [u8]> {
        let mut values = Vec::new();
        head.each(name, &mut |value| values.push(value));
        values
    }

    #[test]
    fn an_index_changes_no_answer() {
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
        let read = |name: &str| -> Vec<&[u8]> {
            let named = headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
            named.map(|(_, value)| value.as_bytes()).collect()
        };
        // Two names of one length and one last letter share a slot under every factor.
        let read_fields = ["x-one", "x-two", "x-four", "x-none", "z-one", "y-six"];
        // More names than an index holds, so that the last are looked up by name.
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
        let many: Vec<&str> = letters.into_iter().chain(read_fields).chain(["x-six"]).collect();
        let head = PlainHead::new("POST", "/", &headers);
        for names in [&[][..], &read_fields, &many] {
            let index = FieldIndex::new(names.iter().copied());
            let mut indexed = IndexedHead::new(&head, &index);
            indexed.read();
            for name in read_fields.into_iter().chain(["x-six", "y-one", "x-other", "x-tw"]) {
                let right = read(name);
                assert_eq!(values(&indexed, name), right, "{name}");
                assert_eq!(indexed.all(name), Ok(right.clone()), "{name}");
                let only = match right.as_slice() {
                    [] => Ok(None),
                    [only] => Ok(Some(*only)),
                    _ => Err(Rejection::RepeatedField(name)),
                };
                assert_eq!(indexed.only(name, FieldId::UNKNOWN), only, "{name}");
                assert_eq!(indexed.only(name, index.id_of(name)), only, "{name}");
                let mut looked_up = Vec::new();
                head.values(name, &mut |value| looked_up.push(value));
                assert_eq!(looked_up, right, "{name}");
            }
        }
    }

    #[test]
    fn a_long_value_is_rejected_whether_or_not_it_is_indexed() {
        let long = "a".repeat(MAX_VALUE_LEN + 1);
        let headers = [("x-long", long.as_str())];
        let head = PlainHead::new("POST", "/", &headers);
        let index = FieldIndex::new(["x-long"]);
        let mut read = IndexedHead::new(&head, &index);
        read.read();
        for indexed in [read, IndexedHead::new(&head, &index), IndexedHead::unindexed(&head)] {
            let rejected = Rejection::HeaderTooLong("x-long");
            assert_eq!(indexed.only("x-long", index.id_of("x-long")), Err(rejected));
            assert_eq!(indexed.all("x-long"), Err(rejected));
        }
    }
}
