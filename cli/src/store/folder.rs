//! The folder of stored requests.
//!
//! `000123-<milliseconds>-POST.http` contains the bytes of a request. `index.jsonl` has a line for
//! each request. Bodies can be personal data, so only the owner can read the folder.

use super::entry::{Entry, Verdict};
use crate::UsageError;
use crate::request::raw::{self, Length};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

const INDEX: &str = "index.jsonl";

/// A folder that this process alone writes to.
pub(crate) struct Folder {
    path: PathBuf,
    index: File,
    /// The number of lines in the index.
    lines: usize,
    /// Locked while the folder is open.
    _lock: File,
}

/// Returns `verihook` in the user's folder for state, or in the one for temporary files.
pub(crate) fn default_path() -> PathBuf {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local").join("state")))
        .or_else(|| set("LOCALAPPDATA"));
    state.unwrap_or_else(std::env::temp_dir).join("verihook")
}

/// Returns the file of the request with this id.
pub(crate) fn find(folder: &Path, id: u64) -> Result<PathBuf, UsageError> {
    let files = files(folder).map_err(|why| at(folder, why))?;
    files.get(&id).map(|name| folder.join(name)).ok_or_else(|| {
        UsageError::new(format_args!(
            "{}: no request has the id {id} (choose the folder with --folder)",
            folder.display()
        ))
    })
}

/// Returns the file of the request that was stored last.
pub(crate) fn last(folder: &Path) -> Result<PathBuf, UsageError> {
    let files = files(folder).map_err(|why| at(folder, why))?;
    files.iter().max_by_key(|(id, _)| **id).map(|(_, name)| folder.join(name)).ok_or_else(|| {
        UsageError::new(format_args!(
            "{}: no request is stored (choose the folder with --folder)",
            folder.display()
        ))
    })
}

impl Folder {
    /// Opens the folder or creates it, and returns the entries of its requests, oldest first.
    pub(crate) fn open(path: &Path) -> Result<(Self, Vec<Entry>), UsageError> {
        create(path).map_err(|why| at(path, why))?;
        let lock = lock(path)?;
        let entries = read(path).map_err(|why| at(path, why))?;
        let index = write_index(path, &entries).map_err(|why| at(path, why))?;
        Ok((Self { path: path.to_owned(), index, lines: entries.len(), _lock: lock }, entries))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Stores the bytes of a request, and returns the name of the file.
    ///
    /// The file appears as a whole or not at all.
    pub(crate) fn store(&self, entry: &Entry, raw: &[u8]) -> io::Result<String> {
        let method: String =
            entry.method.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
        let name = format!("{:06}-{}-{method}.http", entry.id, entry.at);
        write_whole(&self.path, &name, raw)?;
        Ok(name)
    }

    /// Adds a line to the index.
    pub(crate) fn append(&mut self, entry: &Entry) -> io::Result<()> {
        self.index.write_all(&line_of(entry)?)?;
        self.lines = self.lines.saturating_add(1);
        Ok(())
    }

    /// Rewrites the index if most of its lines have been replaced.
    pub(crate) fn compact<'e>(
        &mut self,
        entries: impl ExactSizeIterator<Item = &'e Entry>,
    ) -> io::Result<()> {
        const SPARE: usize = 1000;
        let count = entries.len();
        if self.lines > count.saturating_mul(3).saturating_add(SPARE) {
            self.index = write_index(&self.path, entries)?;
            self.lines = count;
        }
        Ok(())
    }

    /// Removes the file of an entry.
    pub(crate) fn remove(&self, entry: &Entry) -> io::Result<()> {
        match &entry.file {
            Some(name) => fs::remove_file(self.path.join(name)),
            None => Ok(()),
        }
    }
}

fn at(path: &Path, why: impl core::fmt::Display) -> UsageError {
    UsageError::new(format_args!("{}: {why}", path.display()))
}

fn create(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        builder.mode(0o700).create(path)?;
        // In a folder for temporary files, another user may have created it.
        if fs::metadata(path)?.permissions().mode() & 0o002 != 0 {
            return Err(io::Error::other("every user can write to this folder: choose another"));
        }
    }
    #[cfg(not(unix))]
    builder.create(path)?;
    Ok(())
}

fn lock(path: &Path) -> Result<File, UsageError> {
    let file = private().create(true).append(true).open(path.join(".lock"));
    let file = file.map_err(|why| at(path, why))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(at(
            path,
            "another `verihook listen` uses this folder: stop it, or choose another with --folder",
        )),
        Err(TryLockError::Error(why)) => Err(at(path, why)),
    }
}

/// Returns options that create files which only the owner can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.tmp"));
    let mut file = private().write(true).create(true).truncate(true).open(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn line_of(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    Ok(line)
}

/// Writes the whole index, and returns it open at its end.
fn write_index<'e>(
    folder: &Path,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> io::Result<File> {
    let mut lines = Vec::new();
    for entry in entries {
        lines.extend(line_of(entry)?);
    }
    write_whole(folder, INDEX, &lines)?;
    private().append(true).open(folder.join(INDEX))
}

/// Returns the entry of each request, oldest first.
///
/// A line that is not an entry is left out: it was cut when the process ended. A request without a
/// line gets an entry.
fn read(folder: &Path) -> io::Result<Vec<Entry>> {
    let files = files(folder)?;
    let names: HashSet<&str> = files.values().map(String::as_str).collect();
    let mut entries = BTreeMap::new();
    match File::open(folder.join(INDEX)) {
        Ok(index) => {
            for line in BufReader::new(index).split(b'\n') {
                if let Ok(entry) = serde_json::from_slice::<Entry>(&line?) {
                    entries.insert(entry.id, entry);
                }
            }
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => {}
        Err(why) => return Err(why),
    }
    entries.retain(|_, entry| entry.file.as_deref().is_none_or(|name| names.contains(name)));
    for (id, name) in &files {
        if !entries.contains_key(id)
            && let Some(entry) = unindexed(folder, *id, name)
        {
            entries.insert(*id, entry);
        }
    }
    Ok(entries.into_values().collect())
}

/// Returns the names of the files with requests, by id.
fn files(folder: &Path) -> io::Result<HashMap<u64, String>> {
    let mut files = HashMap::new();
    for file in fs::read_dir(folder)? {
        if let Ok(name) = file?.file_name().into_string()
            && let Some(id) = id_of(&name)
        {
            files.insert(id, name);
        }
    }
    Ok(files)
}

/// Returns the id in the name of a stored request.
///
/// Other tools use the same extension, and their files must not be taken for requests to remove.
fn id_of(name: &str) -> Option<u64> {
    let mut parts = name.strip_suffix(".http")?.split('-');
    let (id, at, method) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_own = parts.next().is_none()
        && id.len() >= 6
        && is_number(id)
        && is_number(at)
        && method.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_own { id.parse().ok() } else { None }
}

fn unindexed(folder: &Path, id: u64, name: &str) -> Option<Entry> {
    let request = raw::read(&fs::read(folder.join(name)).ok()?, Length::Required).ok()?;
    Some(Entry {
        id,
        at: name.split('-').nth(1).and_then(|at| at.parse().ok()).unwrap_or_default(),
        method: request.method,
        target: request.target,
        bytes: request.body.len() as u64,
        file: Some(name.to_owned()),
        verdict: Verdict::default(),
        status: None,
        forward: None,
    })
}
