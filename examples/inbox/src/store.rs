//! The store.

use core::fmt;
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use verihook::{Bytes, Delivery};

/// A store of deliveries.
#[derive(Clone)]
pub struct Inbox {
    connection: Arc<Mutex<Connection>>,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "it was there, or it was not")]
pub enum Stored {
    /// It was stored, for good.
    New,
    /// It was there already.
    Again,
}

/// A delivery could not be stored. The provider should come again.
pub struct NotStored(Box<dyn std::error::Error + Send + Sync>);

impl Inbox {
    /// The store in this file, which is made if it is not there.
    ///
    /// # Errors
    /// If the file cannot be opened, or is something else.
    pub fn open(path: &Path) -> Result<Self, NotStored> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL; -- what is acknowledged survives a power cut
             CREATE TABLE IF NOT EXISTS deliveries (
                 endpoint TEXT NOT NULL,
                 key TEXT NOT NULL,
                 secret TEXT NOT NULL,
                 body BLOB NOT NULL,
                 PRIMARY KEY (endpoint, key)
             );",
        )?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Stores a delivery, unless it is there already.
    ///
    /// # Errors
    /// If it cannot be stored.
    pub async fn store(&self, delivery: &Delivery, body: &Bytes) -> Result<Stored, NotStored> {
        let (endpoint, secret) = (delivery.endpoint(), delivery.secret().to_owned());
        let (key, body) = (key(delivery, body), body.clone());
        let connection = Arc::clone(&self.connection);
        // SQLite waits for the disk, which a thread of the runtime must not.
        let storing = tokio::task::spawn_blocking(move || {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            connection.execute(
                "INSERT INTO deliveries (endpoint, key, secret, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
                params![endpoint, key, secret, &*body],
            )
        });
        match storing.await?? {
            0 => Ok(Stored::Again),
            _ => Ok(Stored::New),
        }
    }

    /// Every delivery's body, and the name of the secret that it came under, in the order of
    /// arrival.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn all(&self) -> Result<Vec<(Vec<u8>, String)>, NotStored> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = connection.prepare("SELECT body, secret FROM deliveries ORDER BY rowid")?;
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| row.map_err(NotStored::from)).collect()
    }
}

/// What tells a delivery from others: the id if it is signed, otherwise a digest of what is. An id
/// that is not signed can be changed by whoever sends a captured delivery again. So two deliveries
/// of equal bytes are one here, and where a provider tells them apart by something that it does not
/// sign (Shopify's topic is a header field), each needs an endpoint of its own.
fn key(delivery: &Delivery, body: &[u8]) -> String {
    match delivery.id() {
        Some(id) => format!("id:{id}"),
        None => {
            let digest = Sha256::digest(body);
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("sha256:{hex}")
        }
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").finish_non_exhaustive()
    }
}

impl fmt::Display for NotStored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store failed: {}", self.0)
    }
}

/// The same, because a `main` that returns it prints this.
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

impl From<tokio::task::JoinError> for NotStored {
    fn from(error: tokio::task::JoinError) -> Self {
        Self(error.into())
    }
}
