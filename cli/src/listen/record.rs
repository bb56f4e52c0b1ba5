//! A socket that records what is read from it.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The bytes that a connection has received.
#[derive(Clone)]
pub(super) struct Recording {
    bytes: Arc<Mutex<Option<Vec<u8>>>>,
    limit: usize,
}

impl Recording {
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Arc::new(Mutex::new(Some(Vec::new()))), limit }
    }

    /// Returns the bytes so far and ends the recording. `None` if there were more than the limit.
    pub(super) fn take(&self) -> Option<Vec<u8>> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn add(&self, more: &[u8]) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(recorded) = bytes.as_mut() else { return };
        if recorded.len().saturating_add(more.len()) > self.limit {
            *bytes = None;
        } else {
            recorded.extend_from_slice(more);
        }
    }
}

/// A connection whose received bytes are recorded.
pub(super) struct Recorder {
    stream: TcpStream,
    recording: Recording,
}

impl Recorder {
    pub(super) const fn new(stream: TcpStream, recording: Recording) -> Self {
        Self { stream, recording }
    }
}

impl AsyncRead for Recorder {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Poll::Ready(Ok(())) = read {
            self.recording.add(buffer.filled().get(before..).unwrap_or_default());
        }
        read
    }
}

impl AsyncWrite for Recorder {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
