//! The requests of a running `listen`, in memory and in the folder.

use crate::store::{Entry, Folder};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::broadcast;

/// The number of changes that a slow reader may lag behind.
const BACKLOG: usize = 1024;

pub(super) struct Journal {
    /// Distinguishes the revisions of this process from those of an earlier one.
    started: u64,
    keep: usize,
    inner: Mutex<Inner>,
    changes: broadcast::Sender<Change>,
}

struct Inner {
    folder: Folder,
    /// In the order of their ids.
    entries: VecDeque<Change>,
    next_id: u64,
    revision: u64,
}

/// An entry, and the number of the change that made it what it is.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) revision: u64,
    pub(super) entry: Arc<Entry>,
}

impl Journal {
    pub(super) fn new(folder: Folder, entries: Vec<Entry>, keep: usize) -> Self {
        let next_id = entries.last().map_or(0, |entry| entry.id).saturating_add(1);
        let loaded = |entry| Change { revision: 0, entry: Arc::new(entry) };
        let entries = entries.into_iter().map(loaded).collect();
        let mut inner = Inner { folder, entries, next_id, revision: 0 };
        inner.prune(keep);
        let (changes, _) = broadcast::channel(BACKLOG);
        Self { started: now_ms(), keep, inner: Mutex::new(inner), changes }
    }

    /// Stores a request, and returns its entry with an id.
    ///
    /// If the disk does not take it, the request stays in memory.
    pub(super) fn add(&self, mut entry: Entry, raw: Option<&[u8]>) -> Entry {
        let mut inner = self.lock();
        entry.id = inner.next_id;
        inner.next_id = inner.next_id.saturating_add(1);
        entry.file = raw.and_then(|raw| {
            let stored = inner.folder.store(&entry, raw);
            stored.inspect_err(warn).ok()
        });
        let change = inner.changed(entry.clone());
        inner.entries.push_back(change.clone());
        inner.prune(self.keep);
        inner.write(&entry);
        // An error only says that no page is open.
        let _ = self.changes.send(change);
        entry
    }

    /// Replaces the entry with the same id, if it still exists.
    pub(super) fn update(&self, entry: &Entry) {
        let mut inner = self.lock();
        let at = inner.entries.partition_point(|change| change.entry.id < entry.id);
        if inner.entries.get(at).is_none_or(|change| change.entry.id != entry.id) {
            return;
        }
        let change = inner.changed(entry.clone());
        if let Some(old) = inner.entries.get_mut(at) {
            *old = change.clone();
        }
        inner.write(entry);
        let _ = self.changes.send(change);
    }

    /// Returns up to `limit` entries with a lower id than `before`, newest first.
    pub(super) fn page(&self, before: Option<u64>, limit: usize) -> Vec<Arc<Entry>> {
        let inner = self.lock();
        let before = before.unwrap_or(u64::MAX);
        let end = inner.entries.partition_point(|change| change.entry.id < before);
        let older = inner.entries.range(..end).rev().take(limit);
        older.map(|change| Arc::clone(&change.entry)).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().entries.len()
    }

    pub(super) fn get(&self, id: u64) -> Option<Arc<Entry>> {
        let inner = self.lock();
        let at = inner.entries.partition_point(|change| change.entry.id < id);
        let change = inner.entries.get(at).filter(|change| change.entry.id == id)?;
        Some(Arc::clone(&change.entry))
    }

    /// Returns the file of an entry.
    pub(super) fn file(&self, entry: &Entry) -> Option<PathBuf> {
        entry.file.as_ref().map(|name| self.lock().folder.path().join(name))
    }

    /// Returns the changes to come, those since this mark, and the mark of now.
    ///
    /// There is no list if the mark is not one of this process: then everything may have changed.
    pub(super) fn follow(&self, mark: Option<&str>) -> Followed {
        let inner = self.lock();
        let since = mark.and_then(|mark| {
            let (started, revision) = mark.split_once('.')?;
            let revision: u64 = revision.parse().ok()?;
            (started.parse() == Ok(self.started)).then_some(revision)
        });
        let missed = since.map(|since| {
            let newer = inner.entries.iter().filter(|change| change.revision > since);
            let mut missed: Vec<_> = newer.cloned().collect();
            missed.sort_by_key(|change| change.revision);
            missed
        });
        Followed { missed, mark: self.mark(inner.revision), changes: self.changes.subscribe() }
    }

    /// Returns the mark of a revision, with which a page continues after it.
    pub(super) fn mark(&self, revision: u64) -> String {
        format!("{}.{revision}", self.started)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The changes of a journal from a mark on.
pub(super) struct Followed {
    pub(super) missed: Option<Vec<Change>>,
    pub(super) mark: String,
    pub(super) changes: broadcast::Receiver<Change>,
}

impl Inner {
    fn changed(&mut self, entry: Entry) -> Change {
        self.revision = self.revision.saturating_add(1);
        Change { revision: self.revision, entry: Arc::new(entry) }
    }

    fn write(&mut self, entry: &Entry) {
        let written = self
            .folder
            .append(entry)
            .and_then(|()| self.folder.compact(self.entries.iter().map(|change| &*change.entry)));
        if let Err(why) = written {
            warn(&why);
        }
    }

    fn prune(&mut self, keep: usize) {
        while self.entries.len() > keep {
            if let Some(oldest) = self.entries.pop_front()
                && let Err(why) = self.folder.remove(&oldest.entry)
            {
                warn(&why);
            }
        }
    }
}

fn warn(why: &std::io::Error) {
    anstream::eprintln!("verihook: the request is not stored as a whole: {why}");
}

/// Returns the time in milliseconds since 1970.
pub(super) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
