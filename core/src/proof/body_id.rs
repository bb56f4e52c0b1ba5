//! The delivery id in a body.

use crate::codec::json_scan::first_member;
use crate::scheme::syntax::Syntax;
use alloc::boxed::Box;
use bytes::Bytes;
use once_cell::race::OnceBox;

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
    found: OnceBox<Option<Box<str>>>,
}

impl BodyId {
    pub(crate) const fn new(body: Bytes, place: IdPlace) -> Self {
        Self { body, place, found: OnceBox::new() }
    }

    pub(crate) fn get(&self) -> Option<&str> {
        let find = || Box::new(self.place.find(&self.body).map(Box::from));
        self.found.get_or_init(find).as_deref()
    }
}

impl Clone for BodyId {
    fn clone(&self) -> Self {
        Self::new(self.body.clone(), self.place)
    }
}
