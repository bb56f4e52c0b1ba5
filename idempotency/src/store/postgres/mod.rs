//! Stores in PostgreSQL, which do not depend on the driver.

mod address;
mod driver;
mod statements;
mod tables;
#[cfg(feature = "sqlx")]
pub(crate) mod with_sqlx;
#[cfg(feature = "tokio-postgres")]
pub(crate) mod with_tokio_postgres;

use super::{Claim, Claimed, Ownership, StoreError};
use crate::key::{BodyDigest, Key, Owner};
use core::fmt;
use core::time::Duration;
use driver::{Driver, Failure, Parameter, Row};
use statements::{BATCH, CONFLICT, DONE, IN_FLIGHT, Statements};
pub use tables::PostgresTables;

/// The time after which to retry where a transaction holds the row of an expired lease.
const LOCKED_RETRY_AFTER: Duration = Duration::from_secs(1);

/// The number of attempts of a claim that another one, or a release, comes between.
const ATTEMPTS: usize = 16;

/// A hundred years. The sum with today is a time that PostgreSQL can represent.
const MAX_DURATION: Duration = Duration::from_secs(100 * 366 * 86_400);

/// A store, on the connections of a driver.
struct Database<D> {
    driver: D,
    statements: Statements,
}

impl<D: Driver> Database<D> {
    async fn claim(&self, claim: Claim) -> Result<Claimed, StoreError> {
        let parameters = [
            Parameter::Bytes(claim.key.as_bytes()),
            digest(&claim.body),
            Parameter::Bytes(claim.owner.as_bytes()),
            microseconds(claim.lease),
            microseconds(claim.retention),
        ];
        for _ in 0..ATTEMPTS {
            let is_locked = match self.driver.execute(&self.statements.claim, &parameters).await {
                Ok(0) => false,
                Ok(_) => return Ok(Claimed::New),
                // A transaction that completes the delivery, or a process that was stopped in it.
                Err(failure) if failure.is_locked() => true,
                Err(failure) => return Err(cannot("claim", failure)),
            };
            if let Some(claimed) = self.look_up(claim).await? {
                return Ok(claimed);
            }
            if is_locked {
                break;
            }
        }
        Ok(Claimed::InFlight { retry_after: LOCKED_RETRY_AFTER })
    }

    /// Returns what keeps a claim from being new. It does not wait for locks.
    ///
    /// `None`: nothing any more, because the other claim was released or its lease ran out.
    async fn look_up(&self, claim: Claim) -> Result<Option<Claimed>, StoreError> {
        let parameters = [Parameter::Bytes(claim.key.as_bytes()), digest(&claim.body)];
        let row = self.driver.row(&self.statements.look_up, &parameters).await;
        let claimed = row.and_then(|row| row.map(claimed).transpose());
        claimed.map_err(|failure| cannot("claim", failure))
    }

    async fn renew(
        &self,
        key: Key,
        owner: Owner,
        lease: Duration,
    ) -> Result<Ownership, StoreError> {
        let parameters = [
            Parameter::Bytes(key.as_bytes()),
            Parameter::Bytes(owner.as_bytes()),
            microseconds(lease),
        ];
        let changed = self.driver.execute(&self.statements.renew, &parameters).await;
        changed.map(ownership).map_err(|failure| cannot("renew", failure))
    }

    async fn complete(&self, key: Key, owner: Owner, status: u16) -> Result<Ownership, StoreError> {
        let status = i16::try_from(status).map_err(|_| {
            StoreError::new(format!("the status {status} is not one of HTTP: expected 100 to 999"))
        })?;
        let parameters = [
            Parameter::Bytes(key.as_bytes()),
            Parameter::Bytes(owner.as_bytes()),
            Parameter::Small(status),
        ];
        let changed = self.driver.execute(&self.statements.complete, &parameters).await;
        changed.map(ownership).map_err(|failure| cannot("complete", failure))
    }

    async fn release(&self, key: Key, owner: Owner) -> Result<Ownership, StoreError> {
        let parameters = [Parameter::Bytes(key.as_bytes()), Parameter::Bytes(owner.as_bytes())];
        let changed = self.driver.execute(&self.statements.release, &parameters).await;
        changed.map(ownership).map_err(|failure| cannot("release", failure))
    }

    async fn status(&self, key: Key) -> Result<Option<u16>, StoreError> {
        let parameters = [Parameter::Bytes(key.as_bytes())];
        let row = self.driver.row(&self.statements.status, &parameters).await;
        let row = row.map_err(|failure| cannot("read", failure))?;
        let status = row.and_then(|(status, _)| status).map(number).transpose();
        status.map_err(|failure| cannot("read", failure))
    }

    async fn sweep(&self) -> Result<bool, StoreError> {
        let removed = self.driver.execute(&self.statements.sweep, &[]).await;
        Ok(removed.map_err(|failure| cannot("sweep", failure))? == BATCH)
    }
}

fn cannot(call: &'static str, failure: Failure) -> StoreError {
    failure.into_error(call)
}

const fn digest(body: &BodyDigest) -> Parameter<'_> {
    Parameter::Bytes(body.as_bytes())
}

fn microseconds(duration: Duration) -> Parameter<'static> {
    let microseconds = duration.min(MAX_DURATION).as_micros();
    Parameter::Big(i64::try_from(microseconds).unwrap_or(i64::MAX))
}

fn ownership(changed: u64) -> Ownership {
    (changed == 1).into()
}

fn claimed((verdict, detail): Row) -> Result<Claimed, Failure> {
    let detail = detail.unwrap_or_default();
    match verdict {
        Some(DONE) => Ok(Claimed::Done { status: number(detail)? }),
        Some(IN_FLIGHT) => {
            // The lease may have run out since it was compared.
            let rest = Duration::from_micros(u64::try_from(detail).unwrap_or_default());
            Ok(Claimed::InFlight { retry_after: rest.max(Duration::from_millis(1)) })
        }
        Some(CONFLICT) => Ok(Claimed::Conflict),
        other => Err(Failure::new(format!("the verdict {other:?} is unknown"))),
    }
}

fn number(status: i64) -> Result<u16, Failure> {
    let error = |_| Failure::new(format!("the status {status} in the table is not one of HTTP"));
    u16::try_from(status).map_err(error)
}

impl<D> fmt::Debug for Database<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").finish_non_exhaustive()
    }
}

/// Implements [`Store`](super::Store) for a tuple struct of a [`Database`].
macro_rules! store {
    ($name:ident) => {
        impl crate::store::Store for $name {
            fn claim(&self, claim: crate::Claim) -> crate::StoreFuture<'_, crate::Claimed> {
                crate::StoreFuture::new(self.0.claim(claim))
            }

            fn renew(
                &self,
                key: crate::Key,
                owner: crate::Owner,
                lease: core::time::Duration,
            ) -> crate::StoreFuture<'_, crate::Ownership> {
                crate::StoreFuture::new(self.0.renew(key, owner, lease))
            }

            fn complete(
                &self,
                key: crate::Key,
                owner: crate::Owner,
                status: u16,
            ) -> crate::StoreFuture<'_, crate::Ownership> {
                crate::StoreFuture::new(self.0.complete(key, owner, status))
            }

            fn release(
                &self,
                key: crate::Key,
                owner: crate::Owner,
            ) -> crate::StoreFuture<'_, crate::Ownership> {
                crate::StoreFuture::new(self.0.release(key, owner))
            }

            fn status(&self, key: crate::Key) -> crate::StoreFuture<'_, Option<u16>> {
                crate::StoreFuture::new(self.0.status(key))
            }

            fn sweep(&self) -> crate::StoreFuture<'_, bool> {
                crate::StoreFuture::new(self.0.sweep())
            }

            fn name(&self) -> &'static str {
                "postgres"
            }

            fn completion(&self) -> Option<&str> {
                Some(&self.0.statements.complete)
            }
        }
    };
}

pub(super) use store;
