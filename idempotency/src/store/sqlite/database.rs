//! The statements, and what their errors mean.

use super::schema;
use super::writer::{Call, Outcome};
use crate::key::{BodyDigest, Key};
use crate::store::{Claim, Claimed, Ownership, StoreError};
use core::time::Duration;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, ToSql};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A sweep blocks the claims of all processes. With 1,000 rows, they waited for 75 to 105 ms.
const SWEPT_BY_CALL: usize = 200;

const BEGIN: &str = "BEGIN IMMEDIATE";
const COMMIT: &str = "COMMIT";

const READ: &str =
    "SELECT body, status, lease_until, expires FROM verihook_deliveries WHERE key = ?1";

/// Inserts a delivery, or replaces one that has expired or was abandoned. 1 row: it is claimed.
const CLAIM: &str = "INSERT INTO verihook_deliveries AS old \
    (key, body, owner, lease_until, expires) VALUES (?1, ?2, ?3, ?4, ?5) \
    ON CONFLICT (key) DO UPDATE SET body = excluded.body, owner = excluded.owner, status = NULL, \
    lease_until = excluded.lease_until, expires = excluded.expires \
    WHERE old.expires <= ?6 \
    OR (old.status IS NULL AND old.lease_until <= ?6 AND old.body = excluded.body)";

const RENEW: &str = "UPDATE verihook_deliveries SET lease_until = ?3 WHERE key = ?1 AND owner = ?2";

pub(super) const COMPLETE: &str =
    "UPDATE verihook_deliveries SET owner = NULL, status = ?3 WHERE key = ?1 AND owner = ?2";

const RELEASE: &str = "DELETE FROM verihook_deliveries WHERE key = ?1 AND owner = ?2";

const SWEEP: &str = "DELETE FROM verihook_deliveries WHERE key IN \
    (SELECT key FROM verihook_deliveries WHERE expires <= ?1 ORDER BY expires LIMIT ?2)";

/// A connection to the file. The methods of a batch are called in their order.
pub(super) struct Database {
    connection: Connection,
    path: PathBuf,
    file: Option<FileId>,
}

/// Why a call failed.
pub(super) enum Failure {
    /// Another connection holds the write lock. Nothing has changed, and the call can be repeated.
    Busy,
    /// Anything else, with a text for the operator.
    Other(String),
}

impl Database {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let (connection, path) = schema::open(path)?;
        let file = FileId::of(&path);
        Ok(Self { connection, path, file })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Answers a claim from what is committed, unless the delivery can be claimed.
    ///
    /// It needs no write lock, so that duplicates cost little and do not wait for other processes.
    pub(super) fn read_claim(&self, claim: &Claim) -> Result<Option<Claimed>, Failure> {
        let entry = self.read(claim.key)?;
        Ok(entry.and_then(|entry| entry.claimed(claim, now())))
    }

    pub(super) fn status(&self, key: Key) -> Result<Option<u16>, Failure> {
        let entry = self.read(key)?.filter(|entry| entry.expires > now());
        Ok(entry.and_then(|entry| entry.status))
    }

    /// Takes the write lock.
    pub(super) fn begin(&self) -> Result<(), Failure> {
        if self.file != FileId::of(&self.path) {
            return Err(Failure::Other(format!(
                "`{}` was deleted or replaced while it was open: expected the file that was opened \
                 at the start. Restart all processes that use it",
                self.path.display()
            )));
        }
        if !self.connection.is_autocommit() {
            self.roll_back();
        }
        self.execute(BEGIN, &[]).map(drop)
    }

    pub(super) fn commit(&self) -> Result<(), Failure> {
        let committed = self.execute(COMMIT, &[]);
        if committed.is_err() {
            self.roll_back();
        }
        committed.map(drop)
    }

    /// Returns `true` if a transaction has begun and SQLite has not rolled it back.
    pub(super) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    fn roll_back(&self) {
        // If it fails, SQLite has rolled back already, or `begin` tries again.
        let _ = self.execute("ROLLBACK", &[]);
    }

    /// Executes a call that may write.
    pub(super) fn write(&self, call: &Call, now: i64) -> Result<Outcome, Failure> {
        let (sql, key, owner, value) = match *call {
            Call::Claim(ref claim) => return self.claim(claim, now).map(Outcome::Claimed),
            Call::Status(key) => return self.status(key).map(Outcome::Status),
            Call::Sweep => return self.sweep(now).map(Outcome::HasMore),
            Call::Renew { key, owner, lease } => (RENEW, key, owner, Some(after(now, lease))),
            Call::Complete { key, owner, status } => (COMPLETE, key, owner, Some(status.into())),
            Call::Release { key, owner } => (RELEASE, key, owner, None),
        };
        let value = value.as_ref().map(|value| value as &dyn ToSql);
        let parameters: [&dyn ToSql; 2] = [key.as_bytes(), owner.as_bytes()];
        let parameters: Vec<_> = parameters.into_iter().chain(value).collect();
        let is_owned = self.execute(sql, &parameters)? == 1;
        Ok(Outcome::Ownership(Ownership::from(is_owned)))
    }

    fn claim(&self, claim: &Claim, now: i64) -> Result<Claimed, Failure> {
        let (lease_until, expires) = (after(now, claim.lease), after(now, claim.retention));
        let body = claim.body.as_bytes();
        let owner = claim.owner.as_bytes();
        let parameters: [&dyn ToSql; 6] =
            [claim.key.as_bytes(), body, owner, &lease_until, &expires, &now];
        if self.execute(CLAIM, &parameters)? == 1 {
            return Ok(Claimed::New);
        }
        let claimed = self.read(claim.key)?.and_then(|entry| entry.claimed(claim, now));
        let unexpected = || Failure::Other("SQLite changed no row, and there was none".to_owned());
        claimed.ok_or_else(unexpected)
    }

    fn sweep(&self, now: i64) -> Result<bool, Failure> {
        let limit = i64::try_from(SWEPT_BY_CALL).unwrap_or(i64::MAX);
        Ok(self.execute(SWEEP, &[&now, &limit])? == SWEPT_BY_CALL)
    }

    fn read(&self, key: Key) -> Result<Option<Entry>, Failure> {
        let read = || {
            let mut statement = self.connection.prepare_cached(READ)?;
            statement.query_row([key.as_bytes()], Entry::from_row).optional()
        };
        read().map_err(|error| self.failure(&error))
    }

    fn execute(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<usize, Failure> {
        let execute = || self.connection.prepare_cached(sql)?.execute(parameters);
        execute().map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &rusqlite::Error) -> Failure {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Failure::Busy,
            _ => Failure::Other(schema::explain(&self.path, error)),
        }
    }
}

struct Entry {
    body: BodyDigest,
    status: Option<u16>,
    lease_until: i64,
    expires: i64,
}

impl Entry {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let body = BodyDigest::from_bytes(row.get(0)?);
        Ok(Self { body, status: row.get(1)?, lease_until: row.get(2)?, expires: row.get(3)? })
    }

    /// Returns the answer to a claim; `None` if the delivery can be claimed.
    fn claimed(&self, claim: &Claim, now: i64) -> Option<Claimed> {
        if self.expires <= now {
            return None;
        }
        if self.body != claim.body {
            return Some(Claimed::Conflict);
        }
        if let Some(status) = self.status {
            return Some(Claimed::Done { status });
        }
        let rest = u64::try_from(self.lease_until - now).ok().filter(|rest| *rest > 0)?;
        Some(Claimed::InFlight { retry_after: Duration::from_millis(rest) })
    }
}

/// Returns the milliseconds since 1970 by the clock of the machine, which all its processes share.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    after(0, since)
}

fn after(now: i64, time: Duration) -> i64 {
    now.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

/// Identifies a file on its disk, so that a new file at the same path is noticed.
#[derive(PartialEq, Eq)]
struct FileId(u64, u64);

impl FileId {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|file| Self(file.dev(), file.ino()))
    }

    /// An open file of SQLite cannot be deleted elsewhere.
    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|_| Self(0, 0))
    }
}
