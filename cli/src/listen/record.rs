//! A socket that records what is read from it.

use core::pin::Pin;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::task::{Context, Poll};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The number of bytes that all connections may still record.
pub(super) struct Budget(AtomicUsize);

impl Budget {
    pub(super) const fn new(bytes: usize) -> Self {
        Self(AtomicUsize::new(bytes))
    }

    fn spend(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// The bytes that a connection has received.
#[derive(Clone)]
pub(super) struct Recording {
    inner: Arc<Mutex<Recorded>>,
    limit: usize,
}

struct Recorded {
    bytes: Result<Vec<u8>, NotRecorded>,
    budget: Arc<Budget>,
    /// The bytes of the budget that are given back when the connection ends.
    spent: usize,
}

/// The reason the bytes of a connection are not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotRecorded {
    /// There are more than the limit.
    TooMany,
    /// The other connections have recorded too many.
    Busy,
}

impl Recording {
    pub(super) fn new(limit: usize, budget: &Arc<Budget>) -> Self {
        let budget = Arc::clone(budget);
        let recorded = Recorded { bytes: Ok(Vec::new()), budget, spent: 0 };
        Self { inner: Arc::new(Mutex::new(recorded)), limit }
    }

    /// Returns the bytes so far and ends the recording.
    pub(super) fn take(&self) -> Result<Vec<u8>, NotRecorded> {
        let mut recorded = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        core::mem::replace(&mut recorded.bytes, Err(NotRecorded::TooMany))
    }

    fn add(&self, more: &[u8]) {
        let mut recorded = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.add(more, self.limit);
    }
}

impl Recorded {
    fn add(&mut self, more: &[u8], limit: usize) {
        let Ok(bytes) = &mut self.bytes else { return };
        let why = if bytes.len().saturating_add(more.len()) > limit {
            NotRecorded::TooMany
        } else if !self.budget.spend(more.len()) {
            NotRecorded::Busy
        } else {
            self.spent = self.spent.saturating_add(more.len());
            bytes.extend_from_slice(more);
            return;
        };
        self.bytes = Err(why);
        self.budget.give_back(core::mem::take(&mut self.spent));
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        self.budget.give_back(self.spent);
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

#[cfg(test)]
mod tests {
    use super::{Budget, NotRecorded, Recording};
    use std::sync::Arc;

    #[test]
    fn connections_share_a_budget() {
        let budget = Arc::new(Budget::new(10));
        let [first, second, third] = [8, 8, 4].map(|limit| Recording::new(limit, &budget));
        first.add(b"123456");
        second.add(b"12345");
        assert_eq!(second.take(), Err(NotRecorded::Busy));
        third.add(b"1234");
        assert_eq!(third.take(), Ok(b"1234".to_vec()));
        drop(third);
        // What was taken counts until the connection ends, as it is still in memory.
        assert_eq!(first.take(), Ok(b"123456".to_vec()));
        assert!(!budget.spend(5));
        drop(first);
        assert!(budget.spend(10));
    }

    #[test]
    fn more_than_the_limit_is_not_recorded() {
        let budget = Arc::new(Budget::new(100));
        let recording = Recording::new(3, &budget);
        recording.add(b"12");
        recording.add(b"34");
        assert_eq!(recording.take(), Err(NotRecorded::TooMany));
        assert!(budget.spend(100));
    }
}
