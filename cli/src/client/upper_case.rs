//! Header names in upper case, as some clients and proxies write them.

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A connection that writes the header names of its first request in upper case.
///
/// hyper writes names in lower or in title case and has no setting for this one.
pub(super) struct UpperCase<T> {
    inner: T,
    /// `None` if the names are written as they are.
    position: Option<Position>,
}

/// Where the next byte is in a request.
#[derive(Clone, Copy)]
enum Position {
    RequestLine,
    Name,
    Value,
    BlankLine,
    Body,
}

/// The most bytes that are rewritten at a time.
const CHUNK: usize = 8 * 1024;

impl<T> UpperCase<T> {
    pub(super) const fn new(inner: T, enabled: bool) -> Self {
        Self { inner, position: if enabled { Some(Position::RequestLine) } else { None } }
    }
}

impl Position {
    /// Moves past a byte and returns how it is written.
    const fn pass(&mut self, byte: u8) -> u8 {
        match (*self, byte) {
            (Self::RequestLine | Self::Value, b'\n') => *self = Self::Name,
            (Self::Name, b':') => *self = Self::Value,
            (Self::Name, b'\r') => *self = Self::BlankLine,
            (Self::Name, _) => return byte.to_ascii_uppercase(),
            (Self::BlankLine, _) => *self = Self::Body,
            _ => {}
        }
        byte
    }
}

/// Returns a request with its header names in upper case.
pub(super) fn rewritten(request: &[u8]) -> Vec<u8> {
    let mut position = Position::RequestLine;
    request.iter().map(|byte| position.pass(*byte)).collect()
}

impl<T: Write + Unpin> Write for UpperCase<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let Some(position) = &mut this.position else {
            return Pin::new(&mut this.inner).poll_write(context, bytes);
        };
        let mut ahead = *position;
        let written: Vec<u8> = bytes.iter().take(CHUNK).map(|byte| ahead.pass(*byte)).collect();
        let count = ready!(Pin::new(&mut this.inner).poll_write(context, &written))?;
        // Only a part may have been written; the rest comes again.
        for byte in bytes.iter().take(count) {
            position.pass(*byte);
        }
        Poll::Ready(Ok(count))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.position.is_none() && self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.position.is_none() {
            return Pin::new(&mut self.get_mut().inner).poll_write_vectored(context, slices);
        }
        let first = slices.iter().find(|slice| !slice.is_empty());
        self.poll_write(context, first.map_or(&[], |slice| slice))
    }
}

impl<T: Read + Unpin> Read for UpperCase<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_read(context, buffer)
    }
}

impl<T: Connection> Connection for UpperCase<T> {
    fn connected(&self) -> Connected {
        self.inner.connected()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_change() {
        let sent = b"POST /a:b HTTP/1.1\r\nx-github-event: push: it\r\nhost: h\r\n\r\na: b\r\nc: d";
        let written = rewritten(sent);
        let expected =
            b"POST /a:b HTTP/1.1\r\nX-GITHUB-EVENT: push: it\r\nHOST: h\r\n\r\na: b\r\nc: d";
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(expected));
    }
}
