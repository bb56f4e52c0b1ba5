//! PostgreSQL through sqlx.

use super::address;
use super::driver::{
    ACQUIRE_LIMIT, APPLICATION, CONNECTIONS, Driver, Failure, Parameter, Row, SETTINGS,
    SETUP_LIMIT, STATEMENT_LIMIT,
};
use super::{Database, PostgresTables, store};
use crate::fence::{FenceError, FencedTransaction};
use crate::lease::Statement;
use crate::store::StoreError;
use core::time::Duration;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions};
use sqlx::query::Query;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Error, PgConnection, PgPool, Postgres, Row as _,
    SqlSafeStr, Transaction,
};
use std::sync::Arc;

/// A store in PostgreSQL, through sqlx 0.9, for all processes that share the database.
///
/// It has four connections of its own, so that claims do not wait for handlers. A handler that
/// commits its effect in the same database can complete the delivery in the same transaction, with
/// [`Lease::complete_in`](crate::Lease::complete_in): then neither happens without the other.
///
/// Connect to the server itself, or to a proxy that keeps sessions. PgBouncer in transaction mode
/// refuses the settings of the connections.
///
/// For TLS, enable one of the TLS features of sqlx 0.9 in your `Cargo.toml`.
///
/// sqlx 0.9 needs Rust 1.94. [`PostgresStore`](crate::PostgresStore) needs the Rust version of this
/// crate, and answers faster. Both use the same tables, and a handler can complete a delivery
/// through either driver.
#[derive(Debug)]
pub struct SqlxStore(Database<Pooled>);

impl SqlxStore {
    /// Connects, and creates the tables if they are absent.
    ///
    /// # Errors
    /// [`StoreError`] if the URL is not a PostgreSQL URL, if the server cannot be reached or
    /// refuses the role, and if the tables are of another version or the role lacks rights on them.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Self::connect_with(url, &PostgresTables::new()).await
    }

    /// Connects, and uses these tables.
    ///
    /// # Errors
    /// See [`connect`](Self::connect).
    pub async fn connect_with(url: &str, tables: &PostgresTables) -> Result<Self, StoreError> {
        address::check(url)?;
        let options = options(url)?;
        // Outside the pool, which hides why a server refuses a connection.
        let first = tokio::time::timeout(SETUP_LIMIT, options.connect()).await;
        let first = first.unwrap_or(Err(Error::PoolTimedOut)).map_err(failed);
        let server = format!("{}:{}", options.get_host(), options.get_port());
        let what = format!("cannot connect to {server}");
        drop(first.map_err(|failure| failure.into_error(&what))?);
        // A pool has one limit for all calls, and the set-up may take longer than a claim.
        let set_up = Pooled::new(options.clone(), 1, SETUP_LIMIT);
        let statements = tables.prepare(&set_up).await?;
        let driver = Pooled::new(options, CONNECTIONS, ACQUIRE_LIMIT);
        Ok(Self(Database { driver, statements }))
    }
}

store!(SqlxStore);

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let parsed = url.parse::<PgConnectOptions>();
    // The text of the error can contain a part of the URL.
    let options = parsed.map_err(|_| {
        StoreError::new(
            "PostgreSQL: the URL is malformed: expected \
             `postgres://user:password@host:port/database`",
        )
    })?;
    let options = match options.get_application_name() {
        Some(_) => options,
        None => options.application_name(APPLICATION),
    };
    Ok(options.options(SETTINGS))
}

#[derive(Debug)]
struct Pooled(PgPool);

impl Pooled {
    fn new(options: PgConnectOptions, connections: u16, limit: Duration) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(connections.into())
            .acquire_timeout(limit)
            // A round trip for each call. A broken connection is found by its use.
            .test_before_acquire(false);
        Self(pool.connect_lazy_with(options))
    }

    /// Runs a call on a connection, which is closed unless the server answered.
    async fn with<T, F>(&self, limit: Duration, call: F) -> Result<T, Failure>
    where
        F: AsyncFnOnce(&mut PgConnection) -> Result<T, Error>,
    {
        let mut connection = Lent(Some(self.0.acquire().await.map_err(failed)?));
        let Some(lent) = connection.0.as_mut() else { return Err(Failure::late()) };
        let Ok(result) = tokio::time::timeout(limit, call(lent)).await else {
            return Err(Failure::late());
        };
        let result = result.map_err(failed);
        if result.as_ref().err().is_none_or(Failure::is_reported) {
            connection.give_back();
        } else {
            self.close_idle();
        }
        result
    }

    /// Closes the connections that wait for use: the server that closed one has closed them all.
    fn close_idle(&self) {
        for _ in 0..CONNECTIONS {
            let Some(connection) = self.0.try_acquire() else { return };
            drop(Lent(Some(connection)));
        }
    }
}

/// A connection that is closed when it is dropped. A call that was cancelled can leave work on it,
/// and sqlx would hand it to the next user.
struct Lent(Option<PoolConnection<Postgres>>);

impl Lent {
    fn give_back(mut self) {
        self.0 = None;
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(connection.detach());
        }
    }
}

fn failed(error: Error) -> Failure {
    match &error {
        Error::Database(reported) => {
            Failure::reported(&reported.code().unwrap_or_default(), reported.message())
        }
        Error::Tls(_) => Failure::broken(
            "no TLS, which `sslmode` demands: enable a TLS feature of sqlx 0.9 in your \
             `Cargo.toml`, and check the certificates",
            error,
        ),
        Error::PoolTimedOut => Failure::new("no connection in time: is the server reachable?"),
        _ => Failure::broken("the connection failed", error),
    }
}

impl Driver for Pooled {
    async fn row(
        &self,
        sql: &Arc<str>,
        parameters: &[Parameter<'_>],
    ) -> Result<Option<Row>, Failure> {
        self.with(STATEMENT_LIMIT, async |connection| {
            let query = query(AssertSqlSafe(Arc::clone(sql)), parameters);
            let row = query.fetch_optional(connection).await?;
            row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
        })
        .await
    }

    async fn execute(&self, sql: &Arc<str>, parameters: &[Parameter<'_>]) -> Result<u64, Failure> {
        self.with(STATEMENT_LIMIT, async |connection| {
            let query = query(AssertSqlSafe(Arc::clone(sql)), parameters);
            Ok(query.execute(connection).await?.rows_affected())
        })
        .await
    }

    async fn text(
        &self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Option<String>, Failure> {
        self.with(SETUP_LIMIT, async |connection| {
            let query = query(AssertSqlSafe(sql), parameters).persistent(false);
            let row = query.fetch_optional(connection).await?;
            row.map_or(Ok(None), |row| row.try_get(0))
        })
        .await
    }

    async fn script(&self, sql: &str) -> Result<(), Failure> {
        self.with(SETUP_LIMIT * 2, async |connection| {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(drop)
        })
        .await
    }
}

fn query<'q>(
    sql: impl SqlSafeStr,
    parameters: &[Parameter<'q>],
) -> Query<'q, Postgres, PgArguments> {
    parameters.iter().fold(sqlx::query(sql), |query, parameter| match *parameter {
        Parameter::Bytes(value) => query.bind(value),
        Parameter::Text(value) => query.bind(value),
        Parameter::Small(value) => query.bind(value),
        Parameter::Big(value) => query.bind(value),
    })
}

impl FencedTransaction for &mut PgConnection {
    async fn execute(self, statement: Statement<'_>) -> Result<u64, FenceError> {
        let Statement { sql, key, owner, status } = statement;
        let query = sqlx::query(AssertSqlSafe(sql)).bind(&key[..]).bind(&owner[..]).bind(status);
        let changed = query.execute(self).await;
        changed.map(|result| result.rows_affected()).map_err(|error| {
            let code = error.as_database_error().and_then(|error| error.code());
            let code = code.map(|code| code.into_owned());
            FenceError::of(code.as_deref(), error)
        })
    }
}

impl FencedTransaction for &mut Transaction<'_, Postgres> {
    async fn execute(self, statement: Statement<'_>) -> Result<u64, FenceError> {
        let connection: &mut PgConnection = self;
        FencedTransaction::execute(connection, statement).await
    }
}
