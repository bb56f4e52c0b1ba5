//! Stored requests: a folder with one raw HTTP request a file, and an index of them.

mod entry;
mod folder;

pub(crate) use entry::{Entry, Forwarded, Reason, Verdict, VerdictKind};
pub(crate) use folder::{Folder, default_path, find, last};
