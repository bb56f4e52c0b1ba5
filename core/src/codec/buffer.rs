//! A byte buffer that allocates only when it outgrows the room it brings along.

use alloc::vec::Vec;

/// Bytes, the first `N` of them without an allocation.
///
/// What a head claims is short: a timestamp, an id, one or two signatures. Keeping it here is what
/// lets an ordinary delivery be verified without touching the heap.
#[derive(Clone)]
pub(crate) struct Buffer<const N: usize> {
    room: [u8; N],
    /// How many there are, wherever they are.
    used: usize,
    /// Holds everything once the room was too small.
    heap: Vec<u8>,
}

impl<const N: usize> Buffer<N> {
    pub(crate) const fn new() -> Self {
        Self { room: [0; N], used: 0, heap: Vec::new() }
    }

    #[inline]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.extend_with(bytes.len(), |space| {
            space.copy_from_slice(bytes);
            true
        });
    }

    /// Appends `length` bytes that `fill` writes, or nothing if it says `false`.
    #[inline(always)]
    pub(crate) fn extend_with(
        &mut self,
        length: usize,
        fill: impl FnOnce(&mut [u8]) -> bool,
    ) -> bool {
        let (start, end) = (self.used, self.used + length);
        let filled = match self.room.get_mut(start..end) {
            Some(room) if self.heap.is_empty() => fill(room),
            _ => self.fill_heap(length, fill),
        };
        self.used = if filled { end } else { start };
        filled
    }

    #[cold]
    fn fill_heap(&mut self, length: usize, fill: impl FnOnce(&mut [u8]) -> bool) -> bool {
        if self.heap.is_empty() {
            self.heap.extend_from_slice(self.room.get(..self.used).unwrap_or_default());
        }
        self.heap.resize(self.used + length, 0);
        let filled = self.heap.get_mut(self.used..).is_some_and(fill);
        if !filled {
            self.heap.truncate(self.used);
        }
        filled
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.heap.is_empty() {
            self.room.get(..self.used).unwrap_or_default()
        } else {
            &self.heap
        }
    }

    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stay_in_order_across_the_move_to_the_heap() {
        let mut buffer = Buffer::<4>::new();
        for chunk in [&b"ab"[..], b"", b"cd", b"e", b"", b"fgh"] {
            buffer.extend(chunk);
        }
        assert_eq!(buffer.as_slice(), b"abcdefgh");
        assert_eq!(buffer.len(), 8);
    }

    #[test]
    fn what_is_filled_in_place_is_there_or_nothing_is() {
        let mut buffer = Buffer::<4>::new();
        for text in ["ab", "cd", "ef", "gh"] {
            let fill = |says: bool| {
                move |space: &mut [u8]| {
                    space.copy_from_slice(text.as_bytes());
                    says
                }
            };
            assert!(!buffer.extend_with(2, fill(false)));
            assert!(buffer.extend_with(2, fill(true)));
        }
        assert_eq!(buffer.as_slice(), b"abcdefgh");
    }

    #[test]
    fn a_full_room_is_not_the_heap() {
        let mut buffer = Buffer::<4>::new();
        buffer.extend(b"abcd");
        assert!(buffer.heap.is_empty());
        assert_eq!(buffer.as_slice(), b"abcd");
    }
}
