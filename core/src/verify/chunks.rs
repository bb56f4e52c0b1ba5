//! The chunks of a body, joined as they arrive.

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

    /// Appends a chunk.
    ///
    /// A list of chunks would keep the read buffer of each one alive, so that a body that arrives
    /// byte by byte would cost many times its size. The second chunk reserves memory for the
    /// declared length, up to the limit, so that a body is not moved while it grows.
    pub(super) fn push(&mut self, chunk: Bytes, declared: Option<u64>, limit: usize) {
        *self = match core::mem::replace(self, Self::None) {
            Self::None => Self::One(chunk),
            Self::One(first) => {
                let length = first.len() + chunk.len();
                let declared = declared.and_then(|length| usize::try_from(length).ok());
                let room = declared.unwrap_or(0).min(limit).max(length);
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
