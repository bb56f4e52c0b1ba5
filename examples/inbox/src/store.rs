//! The delivery store.

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

/// The result of storing a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a delivery is either new or a duplicate")]
pub enum Stored {
    /// The delivery is new, and is now stored durably.
    New,
    /// The delivery was already stored.
    Again,
}

/// An error of the store. Answer with 503, so that the provider retries.
pub struct NotStored(Box<dyn std::error::Error + Send + Sync>);

impl Inbox {
    /// Opens the store in this file, and creates the file if it does not exist.
    ///
    /// # Errors
    /// Returns an error if the file cannot be opened or is not an SQLite database.
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

    /// Stores a delivery, unless it is already stored.
    ///
    /// # Errors
    /// Returns an error if the delivery cannot be stored.
    pub async fn store(&self, delivery: &Delivery, body: &Bytes) -> Result<Stored, NotStored> {
        let (endpoint, secret) = (delivery.endpoint(), delivery.secret().to_owned());
        let (key, body) = (key(delivery, body), body.clone());
        let connection = Arc::clone(&self.connection);
        // SQLite blocks on the disk, so it must not run on a thread of the async runtime.
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

    /// Returns the body of every delivery and the name of the secret that signed it, in the order
    /// of arrival.
    ///
    /// # Errors
    /// Returns an error if the store cannot be read.
    pub fn all(&self) -> Result<Vec<(Vec<u8>, String)>, NotStored> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = connection.prepare("SELECT body, secret FROM deliveries ORDER BY rowid")?;
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| row.map_err(NotStored::from)).collect()
    }
}

/// Returns the key that identifies a delivery: its id if the id is signed, otherwise a digest of
/// the body.
///
/// An unsigned id is not enough, because a sender that replays a captured delivery can change it.
/// So two deliveries with equal bytes count as one. If a provider distinguishes deliveries by a
/// value that it does not sign, such as Shopify's topic header, use a separate endpoint for each
/// value.
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

impl From<tokio::task::JoinError> for NotStored {
    fn from(error: tokio::task::JoinError) -> Self {
        Self(error.into())
    }
}
