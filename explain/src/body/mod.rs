//! The bodies that may have been signed instead of the one that arrived.

mod charset;
mod compression;
mod envelope;
mod form;
mod json;
mod lines;
mod style;

use crate::candidate::{Candidate, Change};
use crate::code::Code;
use verihook::Bytes;

pub(crate) use compression::{declared, decompress, printable};
pub(crate) use envelope::{decode_base64, decode_hex, unescaped};
pub(crate) use json::Document;

/// A body that may have been signed, and how likely that is before it is tried.
pub(crate) struct Original {
    pub(crate) body: Bytes,
    pub(crate) change: Change,
    /// Lower is likelier.
    pub(crate) rank: usize,
    /// The body was not content-coded when it was signed.
    pub(crate) drops_coding: bool,
}

/// The longest body that a candidate may have.
pub(crate) const MAX_LEN: usize = 4 * 1024 * 1024;

/// The most bytes that the candidates of one body have together.
const MAX_TOTAL: usize = 24 * 1024 * 1024;

/// Collects candidates, each body once.
pub(crate) struct Originals<'b> {
    received: &'b [u8],
    found: Vec<Original>,
    total: usize,
}

impl Originals<'_> {
    fn add(&mut self, rank: usize, body: Vec<u8>, code: Code, evidence: &str) {
        self.push(rank, body, Change::new(code, evidence), false);
    }

    fn push(&mut self, rank: usize, body: Vec<u8>, change: Change, drops_coding: bool) {
        let is_known = body == self.received && !drops_coding
            || self.found.iter().any(|known| known.body == body);
        let total = self.total + body.len();
        if is_known || body.len() > MAX_LEN || total > MAX_TOTAL {
            return;
        }
        self.total = total;
        self.found.push(Original { body: body.into(), change, rank, drops_coding });
    }
}

/// Returns the bodies that may have been signed, the likeliest first.
pub(crate) fn originals(candidate: &Candidate) -> Vec<Original> {
    let mut found = Originals { received: &candidate.body, found: Vec::new(), total: 0 };
    compression::add(candidate, &mut found);
    envelope::add(&candidate.body, &mut found);
    lines::add(&candidate.body, &mut found);
    json::add(&candidate.body, &mut found);
    charset::add(&candidate.body, &mut found);
    form::add(candidate, &mut found);
    let mut found = found.found;
    found.sort_by_key(|original| original.rank);
    found
}
