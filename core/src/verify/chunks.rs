//! The chunks of a body, joined as they arrive.

use bytes::{Bytes, BytesMut};

/// The maximum ratio of the memory reserved for a body to what has arrived of it.
const MAX_GROWTH: usize = 8;

pub(super) enum Chunks {
    None,
    One(Bytes),
    Many(BytesMut),
}

impl Chunks {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::One(chunk) => chunk.len(),
            Self::Many(chunks) => chunks.len(),
        }
    }

    /// Appends a chunk.
    ///
    /// A list of chunks would keep the read buffer of each one alive, so that a body that arrives
    /// byte by byte would cost many times its size. The second chunk reserves memory for the
    /// declared length, so that a body is not moved while it grows, but never more than
    /// [`MAX_GROWTH`] times what has arrived: a declaration costs the sender nothing.
    pub(super) fn push(&mut self, chunk: Bytes, declared: Option<u64>, limit: usize) {
        *self = match core::mem::replace(self, Self::None) {
            Self::None => Self::One(chunk),
            Self::One(first) => {
                let length = first.len() + chunk.len();
                let declared = declared.and_then(|length| usize::try_from(length).ok());
                let most = length.saturating_mul(MAX_GROWTH).min(limit);
                let room = declared.unwrap_or(0).min(most).max(length);
                let mut joined = BytesMut::with_capacity(room);
                joined.extend_from_slice(&first);
                joined.extend_from_slice(&chunk);
                Self::Many(joined)
            }
            Self::Many(mut joined) => {
                joined.extend_from_slice(&chunk);
                Self::Many(joined)
            }
        };
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Self::None => &[],
            Self::One(chunk) => chunk,
            Self::Many(joined) => joined,
        }
    }

    pub(super) fn into_bytes(self) -> Bytes {
        match self {
            Self::None => Bytes::new(),
            Self::One(chunk) => chunk,
            Self::Many(joined) => joined.freeze(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reserved(first: usize, second: usize, declared: u64, limit: usize) -> usize {
        let mut chunks = Chunks::None;
        for length in [first, second] {
            chunks.push(Bytes::from(alloc::vec![0; length]), Some(declared), limit);
        }
        match chunks {
            Chunks::Many(joined) => joined.capacity(),
            _ => 0,
        }
    }

    #[test]
    fn memory_follows_what_arrived_and_not_what_is_declared() {
        assert_eq!(reserved(8192, 8192, 65_536, 1 << 20), 65_536);
        assert_eq!(reserved(8192, 8192, 1 << 40, 1 << 20), 131_072);
        assert_eq!(reserved(8192, 8192, 1 << 40, 100_000), 100_000);
        for limit in [1 << 20, usize::MAX] {
            for declared in [1 << 40, i64::MAX as u64, u64::MAX] {
                assert!(reserved(1, 1, declared, limit) <= 64, "{declared}, {limit}");
            }
        }
    }
}
