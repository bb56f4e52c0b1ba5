//! The delivery store.

use core::fmt;
use rusqlite::{Connection, TransactionBehavior, params};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use verihook::{Bytes, Delivery};
use verihook_idempotency::{Idempotency, Lease, SqliteStore, StoreError};

/// The status with which an application acknowledges a delivery.
const OK: u16 = 200;

/// The deliveries of an application, in the same SQLite file as the marks of those it has handled.
#[derive(Clone)]
pub struct Inbox {
    connection: Arc<Mutex<Connection>>,
    idempotency: Idempotency,
}

/// An error of the store. Answer with 503, so that the provider retries.
pub struct NotStored(Box<dyn std::error::Error + Send + Sync>);

impl Inbox {
    /// Opens the store in this file, and creates the file if it does not exist.
    ///
    /// # Errors
    /// Returns an error if the file cannot be opened or is not an SQLite database.
    pub fn open(path: &Path) -> Result<Self, NotStored> {
        let idempotency = Idempotency::new(SqliteStore::open(path)?);
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_millis(500))?;
        connection.execute_batch(
            "PRAGMA synchronous = FULL; -- what is acknowledged survives a power cut
             CREATE TABLE IF NOT EXISTS deliveries (
                 number INTEGER PRIMARY KEY,
                 endpoint TEXT NOT NULL,
                 secret TEXT NOT NULL,
                 body BLOB NOT NULL
             ) STRICT;",
        )?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), idempotency })
    }

    /// Returns what makes an endpoint handle each delivery once.
    #[must_use]
    pub const fn idempotency(&self) -> &Idempotency {
        &self.idempotency
    }

    /// Stores a delivery.
    ///
    /// The delivery is stored and marked as done in one transaction, so that neither happens
    /// without the other, even if the process is killed.
    ///
    /// # Errors
    /// Returns an error if the delivery cannot be stored, or if another process took it over.
    pub async fn store(
        &self,
        lease: &Lease,
        delivery: &Delivery,
        body: &Bytes,
    ) -> Result<(), NotStored> {
        let (lease, body, endpoint) = (lease.clone(), body.clone(), delivery.endpoint());
        let secret = delivery.secret().to_owned();
        let connection = Arc::clone(&self.connection);
        // SQLite blocks on the disk, so it must not run on a thread of the async runtime.
        let storing = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute(
                "INSERT INTO deliveries (endpoint, secret, body) VALUES (?1, ?2, ?3)",
                params![endpoint, secret, &*body],
            )?;
            let Some(done) = lease.statement(OK) else {
                return Err(NotStored("the store of the leases is not an SQL database".into()));
            };
            match transaction.execute(done.sql, params![done.key, done.owner, done.status])? {
                0 => Err(NotStored("another process took the delivery over".into())),
                _ => Ok(transaction.commit()?),
            }
        });
        storing.await?
    }

    /// Returns the body of every delivery and the name of the secret that signed it, in the order
    /// of arrival.
    ///
    /// # Errors
    /// Returns an error if the store cannot be read.
    pub fn all(&self) -> Result<Vec<(Vec<u8>, String)>, NotStored> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = connection.prepare("SELECT body, secret FROM deliveries ORDER BY number")?;
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| row.map_err(NotStored::from)).collect()
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").finish_non_exhaustive()
    }
}

impl fmt::Display for NotStored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the delivery store failed: {}", self.0)
    }
}

/// Prints the same as `Display`, because a `main` that returns an error prints it with `Debug`.
impl fmt::Debug for NotStored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for NotStored {}

impl From<rusqlite::Error> for NotStored {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.into())
    }
}

impl From<StoreError> for NotStored {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

impl From<tokio::task::JoinError> for NotStored {
    fn from(error: tokio::task::JoinError) -> Self {
        Self(error.into())
    }
}
