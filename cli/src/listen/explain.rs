//! Explains rejected requests one after the other.

use std::sync::Arc;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};

/// The maximum number of requests that wait for their explanation. Others are not explained.
const MAX_WAITING: usize = 16;

/// Requests that wait for their explanation.
///
/// Anyone who can send a request can send one that takes seconds to explain. Only one explanation
/// runs at a time, so that deliveries are still verified and answered.
pub(super) struct Queue {
    places: Arc<Semaphore>,
    turn: Arc<Mutex<()>>,
}

/// A place in the queue.
pub(super) struct Place {
    turn: Arc<Mutex<()>>,
    _permit: OwnedSemaphorePermit,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(MAX_WAITING)), turn: Arc::default() }
    }

    /// Returns a place in the queue, if it is not full.
    pub(super) fn enter(&self) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { turn: Arc::clone(&self.turn), _permit: permit })
    }
}

impl Place {
    /// Waits for the explanations before this one and runs it. `None` if it panics.
    pub(super) async fn run<T: Send + 'static>(
        self,
        explain: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let _turn = self.turn.lock().await;
        tokio::task::spawn_blocking(explain).await.ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{MAX_WAITING, Queue};

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let queue = Queue::new();
        let mut places: Vec<_> = (0..MAX_WAITING).map(|_| queue.enter().unwrap()).collect();
        assert!(queue.enter().is_none());
        assert_eq!(places.pop().unwrap().run(|| 1).await, Some(1));
        assert!(queue.enter().is_some());
    }
}
