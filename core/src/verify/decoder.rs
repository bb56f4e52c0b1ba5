//! Decodes a gzip-coded body as it arrives, for schemes that sign before compression.

use crate::rejection::Rejection;
use alloc::vec::Vec;
use flate2::write::GzDecoder;
use std::io::{self, Write};

/// The decoder of a body, with what is decoded so far.
pub(super) struct Decoder {
    /// `None` once the body has ended.
    member: Option<GzDecoder<Decoded>>,
    /// The number of coded bytes.
    received: usize,
}

/// The number of coded bytes that are decoded before the limits are checked again.
///
/// Deflate expands them to at most 1032 times their length: half a MiB.
const STEP: usize = 512;

impl Decoder {
    /// Returns a decoder that decodes to at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        let decoded = Decoded { bytes: Vec::new(), limit, is_over: false };
        Self { member: Some(GzDecoder::new(decoded)), received: 0 }
    }

    /// Returns the number of coded bytes that have arrived.
    pub(super) const fn received(&self) -> usize {
        self.received
    }

    /// Returns the number of bytes decoded so far, or `None` once the body has ended.
    pub(super) fn decoded(&self) -> Option<usize> {
        self.member.as_ref().map(|member| member.get_ref().bytes.len())
    }

    /// Decodes the next bytes, and passes the length so far, coded and decoded, to `within`.
    pub(super) fn update(
        &mut self,
        chunk: &[u8],
        mut within: impl FnMut(usize) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        self.received = self.received.saturating_add(chunk.len());
        within(self.received)?;
        for piece in chunk.chunks(STEP) {
            let member = self.member.as_mut().ok_or(Rejection::GzipMalformed)?;
            let written = member.write_all(piece).and_then(|()| member.flush());
            let decoded = member.get_ref();
            written.map_err(|_| decoded.rejection(Rejection::GzipMalformed))?;
            within(decoded.bytes.len())?;
        }
        Ok(())
    }

    /// Ends the body and returns it decoded, if one whole member has arrived.
    ///
    /// Returns `None` if it has ended before.
    pub(super) fn finish(&mut self) -> Result<Option<Vec<u8>>, Rejection> {
        let Some(mut member) = self.member.take() else { return Ok(None) };
        // A decoder that is at the end of a member takes no further byte.
        let is_whole = matches!(member.write(&[0]), Ok(0));
        let finished = member.try_finish();
        let decoded = member.get_mut();
        match (finished, is_whole) {
            (Ok(()), true) => Ok(Some(core::mem::take(&mut decoded.bytes))),
            (Err(_), true) => Err(decoded.rejection(Rejection::GzipMalformed)),
            (_, false) => Err(decoded.rejection(Rejection::BodyIncomplete)),
        }
    }
}

/// The decoded bytes, whose memory never exceeds the limit.
struct Decoded {
    bytes: Vec<u8>,
    limit: usize,
    is_over: bool,
}

impl Decoded {
    /// Returns the rejection of a body that is over the limit, or this one.
    const fn rejection(&self, other: Rejection) -> Rejection {
        if self.is_over { Rejection::BodyTooLarge } else { other }
    }
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
