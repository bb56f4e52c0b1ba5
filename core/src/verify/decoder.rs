//! Decodes a gzip-coded body as it arrives, for schemes that sign what it decodes to.

use crate::rejection::Rejection;
use alloc::vec::Vec;
use flate2::write::GzDecoder;
use std::io::{self, Write};

/// The decoder of a body, with what is decoded so far.
pub(super) struct Decoder(GzDecoder<Decoded>);

/// The number of coded bytes that are decoded before the limits are checked again.
///
/// Deflate expands them to at most 1032 times their length: half a MiB.
const STEP: usize = 512;

impl Decoder {
    /// Returns a decoder that decodes to at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self(GzDecoder::new(Decoded { bytes: Vec::new(), limit, is_over: false }))
    }

    /// Returns the number of bytes decoded so far.
    pub(super) fn len(&self) -> usize {
        self.0.get_ref().bytes.len()
    }

    /// Decodes the next bytes, and passes the length so far to `within`.
    pub(super) fn update(
        &mut self,
        chunk: &[u8],
        mut within: impl FnMut(usize) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        for piece in chunk.chunks(STEP) {
            let written = self.0.write_all(piece).and_then(|()| self.0.flush());
            written.map_err(|_| self.rejection())?;
            within(self.len())?;
        }
        Ok(())
    }

    /// Returns the decoded body, if one whole member has arrived.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Rejection> {
        // A decoder that is at the end of a member takes no further byte.
        let is_whole = matches!(self.0.write(&[0]), Ok(0));
        match self.0.try_finish() {
            Ok(()) if is_whole => Ok(core::mem::take(&mut self.0.get_mut().bytes)),
            _ if is_whole => Err(self.rejection()),
            _ if self.0.get_ref().is_over => Err(Rejection::BodyTooLarge),
            _ => Err(Rejection::BodyIncomplete),
        }
    }

    fn rejection(&self) -> Rejection {
        if self.0.get_ref().is_over { Rejection::BodyTooLarge } else { Rejection::GzipMalformed }
    }
}

/// The decoded bytes, whose memory never exceeds the limit.
struct Decoded {
    bytes: Vec<u8>,
    limit: usize,
    is_over: bool,
}

impl Write for Decoded {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let length = self.bytes.len().saturating_add(piece.len());
        if length > self.limit {
            self.is_over = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if length > self.bytes.capacity() {
            let room = self.bytes.capacity().saturating_mul(2).min(self.limit).max(length);
            self.bytes.reserve_exact(room - self.bytes.len());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
