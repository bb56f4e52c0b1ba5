//! The delivery id in a body.

use crate::codec::json_scan::first_member;
use crate::scheme::syntax::Syntax;
use bytes::Bytes;
use core::sync::atomic::{AtomicUsize, Ordering};

/// The path to an id in a JSON body, and its syntax.
#[derive(Clone, Copy)]
pub(crate) struct IdPlace {
    pub(crate) path: &'static [&'static str],
    pub(crate) syntax: Syntax,
}

impl IdPlace {
    /// Returns the id in this body.
    ///
    /// A missing or odd one reads as `None`; it must not fail an authentic delivery.
    pub(crate) fn find(self, body: &[u8]) -> Option<&str> {
        let id = first_member(body, self.path).filter(|id| self.syntax.admits(id))?;
        core::str::from_utf8(id).ok()
    }
}

/// The delivery id in a body that is kept for it, and read when it is first asked for.
///
/// Most ids are at the beginning of a body. Finding one at the end, or none, takes longer than
/// verifying the body.
pub(crate) struct BodyId {
    body: Bytes,
    place: IdPlace,
    /// Where the id begins and ends, once it has been looked for.
    start: AtomicUsize,
    end: AtomicUsize,
}

/// The id has not been looked for. No id begins here, as an object begins before it.
const UNREAD: usize = 0;

/// The body has no id.
const NONE: usize = usize::MAX;

impl BodyId {
    pub(crate) const fn new(body: Bytes, place: IdPlace) -> Self {
        let (start, end) = (AtomicUsize::new(UNREAD), AtomicUsize::new(NONE));
        Self { body, place, start, end }
    }

    pub(crate) fn get(&self) -> Option<&str> {
        match self.start.load(Ordering::Acquire) {
            UNREAD => self.read(),
            start => {
                let id = self.body.get(start..self.end.load(Ordering::Relaxed))?;
                core::str::from_utf8(id).ok()
            }
        }
    }

    fn read(&self) -> Option<&str> {
        let id = self.place.find(&self.body);
        let start = id.map_or(NONE, |id| id.as_ptr() as usize - self.body.as_ptr() as usize);
        // Every thread that looks for the id finds it at the same place.
        self.end.store(start.saturating_add(id.map_or(0, str::len)), Ordering::Relaxed);
        self.start.store(start, Ordering::Release);
        id
    }
}

impl Clone for BodyId {
    fn clone(&self) -> Self {
        Self::new(self.body.clone(), self.place)
    }
}
