//! Replaces `decoder` when the feature `gzip` is off. Every coded body is then rejected.

use crate::rejection::Rejection;
use alloc::vec::Vec;

pub(super) struct Decoder;

impl Decoder {
    pub(super) const fn new(_: usize) -> Self {
        Self
    }

    pub(super) const fn received(&self) -> usize {
        0
    }

    pub(super) const fn decoded(&self) -> Option<usize> {
        None
    }

    pub(super) fn update(
        &mut self,
        _: &[u8],
        _: impl FnMut(usize) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        Err(Rejection::GzipDisabled)
    }

    pub(super) const fn finish(&mut self) -> Result<Option<Vec<u8>>, Rejection> {
        Err(Rejection::GzipDisabled)
    }
}
