//! Completions that go to the server together.
//!
//! A script costs the server three times as much as a plain command, and the client as much as any
//! command. Callers that complete at one moment share both.

use super::connection::Connection;
use super::script::Script;
use super::value::MARK_LEN;
use core::sync::atomic::{AtomicUsize, Ordering};
use redis::RedisResult;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// The completions that wait until the first of them sends all.
#[derive(Default)]
pub(super) struct Batch {
    waiting: Mutex<Vec<Waiting>>,
    /// The number of callers, including those that were sent alone.
    callers: AtomicUsize,
}

pub(super) struct Completion {
    pub(super) key: Vec<u8>,
    /// The first part of the value as it must be, and the one that replaces it.
    pub(super) marks: [[u8; MARK_LEN]; 2],
}

struct Waiting {
    completion: Completion,
    sender: oneshot::Sender<RedisResult<Outcome>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Held,
    Lost,
    /// Nothing was done. Send this completion alone: there is no other, or its key has a fault.
    Alone,
}

impl Batch {
    /// Counts a caller until the value is dropped.
    pub(super) fn enter(&self) -> Caller<'_> {
        self.callers.fetch_add(1, Ordering::Relaxed);
        Caller(&self.callers)
    }

    /// Sends a completion together with those of other callers.
    ///
    /// Returns `None` if the caller that sends was dropped. The outcome is unknown then.
    pub(super) async fn send(
        &self,
        completion: Completion,
        script: &Script,
        connection: &Connection,
    ) -> Option<RedisResult<Outcome>> {
        let (sender, receiver) = oneshot::channel();
        if self.push(Waiting { completion, sender }) {
            let first = First(Some(self));
            // Tasks that are ready add their completions. A caller that is alone does not wait for
            // any, because that would cost it half of its speed.
            if self.callers.load(Ordering::Relaxed) > 1 {
                tokio::task::yield_now().await;
            }
            send_all(first.take(), script, connection).await;
        }
        receiver.await.ok()
    }

    /// Returns `true` for the first completion.
    fn push(&self, new: Waiting) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(new);
        waiting.len() == 1
    }

    fn take(&self) -> Vec<Waiting> {
        core::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The caller that will send. If it is dropped before that, no other one waits for it.
struct First<'b>(Option<&'b Batch>);

impl First<'_> {
    fn take(mut self) -> Vec<Waiting> {
        self.0.take().map(Batch::take).unwrap_or_default()
    }
}

impl Drop for First<'_> {
    fn drop(&mut self) {
        self.0.take().map(Batch::take);
    }
}

/// A caller that has not got its answer yet.
pub(super) struct Caller<'b>(&'b AtomicUsize);

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn send_all(all: Vec<Waiting>, script: &Script, connection: &Connection) {
    let outcomes = match all.as_slice() {
        [_] => Ok(vec![]),
        all => {
            let keys = all.iter().map(|waiting| waiting.completion.key.as_slice());
            let marks = all.iter().flat_map(|waiting| &waiting.completion.marks);
            let arguments = marks.map(<[u8; MARK_LEN]>::as_slice);
            script.run::<Vec<i64>>(connection, keys, arguments).await
        }
    };
    for (index, waiting) in all.into_iter().enumerate() {
        let outcome = outcomes.as_ref().map(|outcomes| match outcomes.get(index) {
            Some(1) => Outcome::Held,
            Some(0) => Outcome::Lost,
            _ => Outcome::Alone,
        });
        // The caller may be gone.
        let _ = waiting.sender.send(outcome.map_err(Clone::clone));
    }
}
