//! The effects of the handlers, in a form in which a doubled one can be counted.

use super::HANDLED;
use crate::cluster::Failure;
use deadpool_postgres::{Config, Pool, PoolConfig, Runtime, Timeouts};
use rusqlite::{Connection, TransactionBehavior};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio_postgres::NoTls;
use verihook_idempotency::Lease;

/// How long a handler waits for its database.
const TIMEOUT: Duration = Duration::from_millis(800);

/// Where the effects go.
pub(super) enum Effects {
    /// A file that all servers append to.
    File(File),
    /// The table `effects` in the database of the store.
    Postgres(Pool),
    /// The table `effects` in the file of the store.
    Sqlite(Arc<Mutex<Connection>>),
}

impl Effects {
    /// Opens what the effects go into.
    pub(super) fn open(store: &str, file: Option<&Path>) -> Result<Self, Failure> {
        if let Some(file) = file {
            return Ok(Self::File(OpenOptions::new().append(true).create(true).open(file)?));
        }
        if let Some(file) = store.strip_prefix("sqlite:") {
            let connection = Connection::open(file)?;
            connection.busy_timeout(TIMEOUT)?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            return Ok(Self::Sqlite(Arc::new(Mutex::new(connection))));
        }
        if store.starts_with("postgres:") {
            let timeouts =
                Timeouts { wait: Some(TIMEOUT), create: Some(TIMEOUT), recycle: Some(TIMEOUT) };
            let config = Config {
                url: Some(store.to_owned()),
                pool: Some(PoolConfig { max_size: 8, timeouts, ..PoolConfig::default() }),
                ..Config::default()
            };
            return Ok(Self::Postgres(config.create_pool(Some(Runtime::Tokio1), NoTls)?));
        }
        Err(format!("the store {store:?} is no database for effects: give --effects").into())
    }

    /// Takes this time, and has the effect of one delivery in the middle of it.
    ///
    /// With a lease, the effect is committed together with the completion, or not at all.
    pub(super) async fn apply(
        &self,
        id: &str,
        lease: Option<&Lease>,
        time: Duration,
    ) -> Result<(), Failure> {
        match self {
            Self::File(file) => {
                tokio::time::sleep(time / 2).await;
                // One short write to a page: a kill leaves all of it or nothing. The machine itself
                // does not crash here, so it need not be synchronised.
                (&*file).write_all(format!("{id}\n").as_bytes())?;
                tokio::time::sleep(time / 2).await;
                Ok(())
            }
            Self::Postgres(pool) => in_postgres(pool, id, lease, time).await,
            Self::Sqlite(connection) => {
                // Outside the transaction, which excludes every other writer.
                tokio::time::sleep(time / 2).await;
                let (connection, id) = (Arc::clone(connection), id.to_owned());
                let lease = lease.cloned();
                let work = move || {
                    let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                    in_sqlite(&mut connection, &id, lease.as_ref())
                };
                tokio::task::spawn_blocking(work).await??;
                tokio::time::sleep(time / 2).await;
                Ok(())
            }
        }
    }
}

/// A third of the time passes before the transaction, inside it and after it.
async fn in_postgres(
    pool: &Pool,
    id: &str,
    lease: Option<&Lease>,
    time: Duration,
) -> Result<(), Failure> {
    tokio::time::sleep(time / 3).await;
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    transaction.execute("INSERT INTO effects (delivery) VALUES ($1)", &[&id]).await?;
    tokio::time::sleep(time / 3).await;
    if let Some(lease) = lease {
        // An error drops the transaction, which rolls it back.
        lease.complete_in(&transaction, HANDLED).await?;
    }
    transaction.commit().await?;
    tokio::time::sleep(time / 3).await;
    Ok(())
}

fn in_sqlite(connection: &mut Connection, id: &str, lease: Option<&Lease>) -> Result<(), Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.prepare_cached("INSERT INTO effects (delivery) VALUES (?1)")?.execute([id])?;
    if let Some(lease) = lease {
        let statement = lease.statement(HANDLED).ok_or("the store is no SQL database")?;
        let changed = transaction.prepare_cached(statement.sql)?.execute((
            statement.key,
            statement.owner,
            statement.status,
        ))?;
        if changed != 1 {
            return Err("another owner has the delivery: rolled back".into());
        }
    }
    Ok(transaction.commit()?)
}
