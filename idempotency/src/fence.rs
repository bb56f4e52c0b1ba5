//! The completion of a delivery in the transaction of its handler.

use crate::causes;
use crate::lease::{Lease, Statement};
use core::fmt;
use core::future::Future;
use std::error::Error;

/// A transaction, or a connection inside one, in which a handler completes its delivery.
///
/// It is implemented for `&mut sqlx::PgConnection` and `&mut sqlx::Transaction` (feature `sqlx`),
/// and for `&tokio_postgres::Transaction` and `&deadpool_postgres::Transaction` (feature
/// `tokio-postgres`). Implement it for another driver, or use
/// [`Lease::statement`](crate::Lease::statement) there.
pub trait FencedTransaction {
    /// Executes the statement, and returns the number of rows that it changed.
    ///
    /// # Errors
    /// [`FenceError::of`] the driver's error.
    fn execute(
        self,
        statement: Statement<'_>,
    ) -> impl Future<Output = Result<u64, FenceError>> + Send;
}

impl Lease {
    /// Completes the delivery in a transaction of the handler, with the status that the handler is
    /// about to return, 200 to 299.
    ///
    /// Call it last, commit after `Ok`, and roll back after an error. The effect of the handler and
    /// the completion then happen together, or neither does, even if the process is killed or
    /// another owner took over the delivery.
    ///
    /// ```
    /// # #[cfg(feature = "tokio-postgres")]
    /// # mod example {
    /// use verihook_idempotency::Lease;
    ///
    /// async fn pay(
    ///     lease: Lease,
    ///     client: &mut tokio_postgres::Client,
    /// ) -> Result<u16, Box<dyn std::error::Error + Send + Sync>> {
    ///     let transaction = client.transaction().await?;
    ///     transaction.execute("INSERT INTO payments DEFAULT VALUES", &[]).await?;
    ///     lease.complete_in(&transaction, 200).await?; // `?` drops the transaction: rolled back
    ///     transaction.commit().await?;
    ///     Ok(200)
    /// }
    /// # }
    /// ```
    ///
    /// The transaction must be in the store's database. Keep it short and make no network calls
    /// inside it, because concurrent claims wait for its result. At the isolation levels `REPEATABLE READ` and `SERIALIZABLE`, a lease that was renewed
    /// since the transaction began is lost too: a lease is renewed after a third of its time, so a
    /// transaction must be shorter than that.
    ///
    /// # Errors
    /// - [`FenceError::Lost`]: another owner took over the delivery.
    /// - [`FenceError::NotSql`]: the store is not an SQL database.
    /// - [`FenceError::WrongStatus`]: the status is not 200 to 299.
    /// - [`FenceError::Database`]: the statement failed.
    pub async fn complete_in(
        &self,
        transaction: impl FencedTransaction,
        status: u16,
    ) -> Result<(), FenceError> {
        if !matches!(status, 200..300) {
            return Err(FenceError::WrongStatus(status));
        }
        let statement = self.statement(status).ok_or(FenceError::NotSql)?;
        match transaction.execute(statement).await? {
            0 => Err(FenceError::Lost),
            _ => Ok(()),
        }
    }
}

/// Why a delivery was not completed in a transaction. Roll it back.
#[derive(Debug)]
#[non_exhaustive]
pub enum FenceError {
    /// Another owner took over the delivery, because the lease ran out, or it was released.
    Lost,
    /// The store is not an SQL database.
    NotSql,
    /// This status is not one of 200 to 299, the only ones that complete a delivery.
    WrongStatus(u16),
    /// The database failed.
    Database(Box<dyn Error + Send + Sync>),
}

impl FenceError {
    /// Creates an error from one of a driver and its SQLSTATE.
    ///
    /// A serialization failure (`40001`) means that another transaction changed the delivery, so it
    /// is [`Lost`](Self::Lost).
    pub fn of(sqlstate: Option<&str>, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        match sqlstate {
            Some("40001") => Self::Lost,
            _ => Self::Database(error.into()),
        }
    }
}

impl fmt::Display for FenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost => f.write_str("another owner took over the delivery: roll back"),
            Self::NotSql => f.write_str(
                "the store is not an SQL database: complete the delivery by returning 200 to 299",
            ),
            Self::WrongStatus(status) => {
                write!(f, "status {status} does not complete a delivery: expected 200 to 299")
            }
            Self::Database(error) => {
                f.write_str("the delivery was not completed: ")?;
                causes::write(f, &**error)
            }
        }
    }
}

impl Error for FenceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Database(error) => Some(&**error),
            _ => None,
        }
    }
}
