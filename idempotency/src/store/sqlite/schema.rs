//! Opening a file, and the tables in it.

use crate::store::StoreError;
use core::time::Duration;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

const VERSION: i64 = 1;

/// The writer looks for new calls in between, and decides how often to try again.
const BUSY_TIMEOUT: Duration = Duration::from_millis(5);

/// How long to wait for other processes that open the file at the same time.
const OPEN_TIMEOUT: Duration = Duration::from_secs(5);

/// A large transaction of the application can let the log grow. It is cut to 64 MiB afterwards.
const PRAGMAS: &str = "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;";

const TABLES: &str = "
CREATE TABLE verihook_meta (version INTEGER NOT NULL) STRICT;
INSERT INTO verihook_meta (version) VALUES (1);
CREATE TABLE verihook_deliveries (
    key BLOB PRIMARY KEY NOT NULL,
    body BLOB NOT NULL,
    owner BLOB,
    status INTEGER,
    lease_until INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX verihook_deliveries_expires ON verihook_deliveries (expires);
";

/// Opens or creates a file with the tables. Returns the absolute path too.
pub(super) fn open(path: &Path) -> Result<(Connection, PathBuf), StoreError> {
    if path.as_os_str().is_empty() || path.as_os_str() == ":memory:" {
        return Err(StoreError::new(
            "expected the path of a file: use `MemoryStore` for a store without one",
        ));
    }
    // It also keeps SQLite from taking a name that begins with `file:` for a URI.
    let path = std::path::absolute(path).map_err(|error| {
        StoreError::with_source(format!("`{}` is not a path", path.display()), error)
    })?;
    check_path(&path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let failed = |error: rusqlite::Error| StoreError::new(explain(&path, &error));
    let connection = Connection::open_with_flags(&path, flags).map_err(failed)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
    let mode = patiently(|| {
        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))
    });
    let mode = mode.map_err(failed)?;
    if mode != "wal" {
        return Err(StoreError::new(format!(
            "`{}` has the journal mode `{mode}`: expected a file on a local disk that can be \
             switched to `wal`",
            path.display()
        )));
    }
    connection.execute_batch(PRAGMAS).map_err(failed)?;
    match patiently(|| version(&connection)).map_err(failed)? {
        Some(found) => check_version(&path, found)?,
        None => create(&connection, &path)?,
    }
    check_writable(&connection).map_err(failed)?;
    Ok((connection, path))
}

/// SQLite says "unable to open database file" in all of these cases.
fn check_path(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        let message = format!("`{}` is a folder: expected a file", path.display());
        return Err(StoreError::new(message));
    }
    match path.parent() {
        Some(folder) if !folder.is_dir() => Err(StoreError::new(format!(
            "cannot open `{}`: the folder `{}` does not exist. Create it first",
            path.display(),
            folder.display()
        ))),
        _ => Ok(()),
    }
}

/// Returns the version of the tables; `None` if there are none.
fn version(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    // One statement sees one state of the file, even if another process creates the tables now.
    let tables = "SELECT coalesce(sum(name = 'verihook_meta'), 0),
                         coalesce(sum(name = 'verihook_deliveries'), 0)
                  FROM sqlite_schema WHERE type = 'table'";
    let (meta, deliveries): (i64, i64) =
        connection.query_row(tables, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if meta == 0 {
        // Tables without a version are older than the first one.
        return Ok((deliveries != 0).then_some(0));
    }
    let version = connection
        .query_row("SELECT version FROM verihook_meta", [], |row| row.get(0))
        .optional()?;
    Ok(Some(version.unwrap_or(0)))
}

fn check_version(path: &Path, found: i64) -> Result<(), StoreError> {
    let hint = match found {
        VERSION => return Ok(()),
        ..VERSION => "Move the file away to begin with an empty one",
        _ => "A newer verihook-idempotency has created it: update this one",
    };
    Err(StoreError::new(format!(
        "the tables in `{}` have schema version {found}: expected {VERSION}. {hint}",
        path.display()
    )))
}

/// Several processes can get here at the same time, so the first one with the lock decides.
fn create(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let created = patiently(|| {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let found = version(connection)?;
        if found.is_none() {
            connection.execute_batch(TABLES)?;
        }
        connection.execute_batch("COMMIT")?;
        Ok(found)
    });
    match created {
        Ok(found) => check_version(path, found.unwrap_or(VERSION)),
        Err(error) => {
            let message = explain(path, &error);
            // The connection is closed next, which rolls back as well.
            let _ = connection.execute_batch("ROLLBACK");
            Err(StoreError::new(message))
        }
    }
}

/// Fails if the file can only be read. SQLite opens it all the same.
fn check_writable(connection: &Connection) -> rusqlite::Result<()> {
    match connection.execute("DELETE FROM verihook_meta WHERE false", []) {
        // A process that holds the lock shows that the file can be written.
        Err(error) if is_busy(&error) => Ok(()),
        result => result.map(drop),
    }
}

/// Repeats an attempt while another process has a lock.
fn patiently<T>(attempt: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let begun = Instant::now();
    loop {
        match attempt() {
            Err(error) if is_busy(&error) && begun.elapsed() < OPEN_TIMEOUT => {
                thread::sleep(BUSY_TIMEOUT);
            }
            result => return result,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    let busy = [Some(ErrorCode::DatabaseBusy), Some(ErrorCode::DatabaseLocked)];
    busy.contains(&error.sqlite_error_code())
}

/// Says what failed, and what to do.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> String {
    let path = path.display();
    let hint = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "Free some space on its disk; no entry is lost",
        Some(ErrorCode::ReadOnly) => {
            "Let the process write the file and its folder, in which SQLite creates other files"
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "Let the process read and write the file and its folder, in which SQLite creates other \
             files"
        }
        Some(ErrorCode::NotADatabase) => "Use an SQLite file or a new path",
        Some(ErrorCode::DatabaseCorrupt) => {
            "Stop all processes that use it, and restore it or move it away with its `-wal` file"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "Another process holds the write lock: find out which one, and end its transaction"
        }
        _ => return format!("SQLite failed on `{path}`: {error}"),
    };
    format!("SQLite failed on `{path}`: {error}. {hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let (connection, _) = open(&folder.path().join("deliveries.db")).unwrap();
            let pragma = |name| -> i64 {
                connection.pragma_query_value(None, name, |row| row.get(0)).unwrap()
            };
            assert_eq!(pragma("synchronous"), 2, "FULL");
            assert_eq!(pragma("busy_timeout"), 5);
        }
    }
}
