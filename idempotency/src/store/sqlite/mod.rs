//! A store in an SQLite file.

mod database;
mod schema;
mod writer;

use self::database::Database;
use self::writer::{Call, Outcome, Writer};
use super::{Claim, Claimed, Ownership, Store, StoreError, StoreFuture};
use crate::key::{Key, Owner};
use core::fmt;
use core::time::Duration;
use std::path::{Path, PathBuf};

/// A store in an SQLite file, for all processes of one machine.
///
/// Each answer is on disk before the caller gets it: the file is in WAL mode with
/// `synchronous=FULL`. One thread writes for all callers of a process and commits calls that wait
/// together in one transaction, so the rate grows with the number of callers.
///
/// # An effect and its completion in one transaction
///
/// The tables `verihook_deliveries` and `verihook_meta` can be in a file with tables of your own. A
/// handler that ends its transaction on that file with
/// [`Lease::statement`](crate::Lease::statement) commits its effect only if it still owns the
/// delivery. Keep the transaction short and begin it with `BEGIN IMMEDIATE`: SQLite has one write
/// lock, and claims wait for it for half a second. Then they return an error.
///
/// # The file
///
/// It must be on a local disk: SQLite's locks do not work on network file systems. Beside it,
/// SQLite creates `-wal` and `-shm` files. Do not delete, move or replace any of the three while a
/// process uses them. If the file itself is missing or was replaced, each call that writes returns
/// an error until the process is restarted, because other processes would not see its entries.
///
/// A sweep makes room for new entries inside the file. The file gets smaller only by `VACUUM`.
///
/// # Clock
///
/// Leases and retentions use the clock of the machine. If it is set, they end earlier or later.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("deliveries.db");
/// use verihook_idempotency::{Idempotency, SqliteStore};
///
/// let idempotency = Idempotency::new(SqliteStore::open(path)?);
/// # Ok(())
/// # }
/// ```
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
}

impl SqliteStore {
    /// Opens a file, and creates it if it does not exist. Blocks: call it when the server starts.
    ///
    /// A thread of the store then uses the file. It ends when the store is dropped and has answered
    /// its callers.
    ///
    /// # Errors
    /// If the folder does not exist, the path is not a file of SQLite or cannot be written, or the
    /// tables in it are of another version of this crate.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let database = Database::open(path.as_ref())?;
        let path = database.path().to_owned();
        Ok(Self { path, writer: Writer::start(database)? })
    }

    /// Calls the writer. It answers each call with an outcome of its kind.
    fn call<T: 'static>(
        &self,
        call: Call,
        outcome: fn(Outcome) -> Option<T>,
    ) -> StoreFuture<'_, T> {
        StoreFuture::new(async move {
            let unexpected = || StoreError::new("the SQLite writer answered another call");
            outcome(self.writer.call(call).await?).ok_or_else(unexpected)
        })
    }

    fn owned(&self, call: Call) -> StoreFuture<'_, Ownership> {
        self.call(call, |outcome| match outcome {
            Outcome::Ownership(ownership) => Some(ownership),
            _ => None,
        })
    }
}

impl Store for SqliteStore {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        self.call(Call::Claim(claim), |outcome| match outcome {
            Outcome::Claimed(claimed) => Some(claimed),
            _ => None,
        })
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        self.owned(Call::Renew { key, owner, lease })
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        self.owned(Call::Complete { key, owner, status })
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        self.owned(Call::Release { key, owner })
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        self.call(Call::Status(key), |outcome| match outcome {
            Outcome::Status(status) => Some(status),
            _ => None,
        })
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        self.call(Call::Sweep, |outcome| match outcome {
            Outcome::HasMore(has_more) => Some(has_more),
            _ => None,
        })
    }

    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn completion(&self) -> Option<&str> {
        Some(database::COMPLETE)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}
