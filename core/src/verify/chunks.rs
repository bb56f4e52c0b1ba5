//! The body of a request, as it arrives.

use bytes::{Bytes, BytesMut};

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

    /// Chunks are joined as they come: a list of them would keep each one's read buffer alive, so
    /// that a body of single bytes would cost many times its size.
    pub(super) fn push(&mut self, chunk: Bytes) {
        *self = match core::mem::replace(self, Self::None) {
            Self::None => Self::One(chunk),
            Self::One(first) => {
                let mut joined = BytesMut::from(first);
                joined.extend_from_slice(&chunk);
                Self::Many(joined)
            }
            Self::Many(mut joined) => {
                joined.extend_from_slice(&chunk);
                Self::Many(joined)
            }
        };
    }

    pub(super) fn into_bytes(self) -> Bytes {
        match self {
            Self::None => Bytes::new(),
            Self::One(chunk) => chunk,
            Self::Many(joined) => joined.freeze(),
        }
    }
}
