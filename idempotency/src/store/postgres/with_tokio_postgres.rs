//! PostgreSQL through tokio-postgres and deadpool.

use super::address;
use super::driver::{
    ACQUIRE_LIMIT, APPLICATION, CONNECTIONS, Driver, Failure, Parameter, Row, SETTINGS,
    SETUP_LIMIT, STATEMENT_LIMIT,
};
use super::{Database, PostgresTables, store};
use crate::fence::{FenceError, FencedTransaction};
use crate::lease::Statement;
use crate::store::StoreError;
use core::future::Future;
use core::time::Duration;
use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, QueueMode, RecyclingMethod, Runtime, Timeouts,
};
use std::sync::Arc;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, Error, NoTls, Socket};

/// A store in PostgreSQL, through tokio-postgres, for all processes that share the database.
///
/// It has four connections of its own, so that claims do not wait for handlers. A handler that
/// commits its effect in the same database can complete the delivery in the same transaction, with
/// [`Lease::complete_in`](crate::Lease::complete_in): then neither happens without the other.
///
/// Connect to the server itself, or to a proxy that keeps sessions. PgBouncer in transaction mode
/// refuses the settings of the connections.
#[derive(Debug)]
pub struct PostgresStore(Database<Pooled>);

impl PostgresStore {
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
        let config = config(url)?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(StoreError::new(
                "PostgreSQL: the URL demands TLS with `sslmode`: connect with \
                 `PostgresStore::connect_tls`",
            ));
        }
        Self::open(config, tables, NoTls).await
    }

    /// Connects with TLS, for example through the crate `tokio-postgres-rustls`.
    ///
    /// A URL with `sslmode=require` demands it. Without that, a server that offers no TLS is used
    /// in plain text.
    ///
    /// # Errors
    /// See [`connect`](Self::connect).
    pub async fn connect_tls<T>(
        url: &str,
        tables: &PostgresTables,
        connector: T,
    ) -> Result<Self, StoreError>
    where
        T: MakeTlsConnect<Socket> + Clone + Sync + Send + 'static,
        T::Stream: Sync + Send,
        T::TlsConnect: Sync + Send,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        Self::open(config(url)?, tables, connector).await
    }

    async fn open<T>(
        config: Config,
        tables: &PostgresTables,
        connector: T,
    ) -> Result<Self, StoreError>
    where
        T: MakeTlsConnect<Socket> + Clone + Sync + Send + 'static,
        T::Stream: Sync + Send,
        T::TlsConnect: Sync + Send,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        let what = format!("cannot connect to {}", server(&config));
        let settings = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let driver = Pooled::new(Manager::from_config(config, connector, settings))?;
        driver.connect().await.map_err(|failure| failure.into_error(&what))?;
        let statements = tables.prepare(&driver).await?;
        Ok(Self(Database { driver, statements }))
    }
}

store!(PostgresStore);

/// Returns the first host and port, for errors.
fn server(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(host)) => host.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "the server".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    format!("{host}:{port}")
}

fn config(url: &str) -> Result<Config, StoreError> {
    address::check(url)?;
    let parsed = url.parse::<Config>();
    // The text of the error and its cause name options, and no values.
    let mut config = parsed.map_err(|error| {
        Failure::broken("expected `postgres://user:password@host:port/database`", error)
            .into_error("the URL is malformed")
    })?;
    if config.get_application_name().is_none() {
        config.application_name(APPLICATION);
    }
    let mut options = config.get_options().unwrap_or_default().to_owned();
    for (name, value) in SETTINGS {
        options.push_str(&format!(" -c {name}={}", value.replace(' ', "\\ ")));
    }
    config.options(options.trim_start());
    Ok(config)
}

#[derive(Debug)]
struct Pooled(Pool);

impl Pooled {
    fn new(manager: Manager) -> Result<Self, StoreError> {
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS.into())
            // The connection that was used last has a process with warm caches.
            .queue_mode(QueueMode::Lifo)
            .timeouts(timeouts(ACQUIRE_LIMIT))
            .runtime(Runtime::Tokio1)
            .build();
        let pool = pool.map_err(|error| {
            StoreError::with_source("cannot create the connections of PostgreSQL", error)
        })?;
        Ok(Self(pool))
    }

    /// Opens the first connection, which may take longer than later ones.
    async fn connect(&self) -> Result<(), Failure> {
        self.0.timeout_get(&timeouts(SETUP_LIMIT)).await.map(drop).map_err(not_acquired)
    }

    /// Runs a call on a connection, which is closed if the call runs out of time.
    async fn with<T, F>(
        &self,
        limit: Duration,
        call: impl FnOnce(Arc<Object>) -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let connection = Arc::new(self.0.get().await.map_err(not_acquired)?);
        let result = tokio::time::timeout(limit, call(Arc::clone(&connection))).await;
        let Ok(result) = result else {
            if let Some(connection) = Arc::into_inner(connection) {
                drop(Object::take(connection));
            }
            return Err(Failure::late());
        };
        result.map_err(failed)
    }
}

const fn timeouts(limit: Duration) -> Timeouts {
    Timeouts { wait: Some(limit), create: Some(limit), recycle: Some(limit) }
}

fn not_acquired(error: PoolError) -> Failure {
    match error {
        PoolError::Backend(error) => failed(error),
        PoolError::Timeout(_) => Failure::new("no connection in time: is the server reachable?"),
        other => Failure::broken("no connection", other),
    }
}

fn failed(error: Error) -> Failure {
    match error.as_db_error() {
        Some(reported) => Failure::reported(reported.code().code(), reported.message()),
        None => Failure::broken("the connection failed", error),
    }
}

impl Driver for Pooled {
    async fn row(
        &self,
        sql: &Arc<str>,
        parameters: &[Parameter<'_>],
    ) -> Result<Option<Row>, Failure> {
        self.with(STATEMENT_LIMIT, |connection| async move {
            let statement = connection.prepare_cached(sql).await?;
            let row = connection.query_opt(&statement, &values(parameters)).await?;
            row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
        })
        .await
    }

    async fn execute(&self, sql: &Arc<str>, parameters: &[Parameter<'_>]) -> Result<u64, Failure> {
        self.with(STATEMENT_LIMIT, |connection| async move {
            let statement = connection.prepare_cached(sql).await?;
            connection.execute(&statement, &values(parameters)).await
        })
        .await
    }

    async fn text(
        &self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Option<String>, Failure> {
        self.with(SETUP_LIMIT, |connection| async move {
            let row = connection.query_opt(sql, &values(parameters)).await?;
            row.map_or(Ok(None), |row| row.try_get(0))
        })
        .await
    }

    async fn script(&self, sql: &str) -> Result<(), Failure> {
        let call = |connection: Arc<Object>| async move { connection.batch_execute(sql).await };
        self.with(SETUP_LIMIT * 2, call).await
    }
}

fn values<'p>(parameters: &'p [Parameter<'p>]) -> Vec<&'p (dyn ToSql + Sync)> {
    let value = |parameter: &'p Parameter<'p>| -> &'p (dyn ToSql + Sync) {
        match parameter {
            Parameter::Bytes(value) => value,
            Parameter::Text(value) => value,
            Parameter::Small(value) => value,
            Parameter::Big(value) => value,
        }
    };
    parameters.iter().map(value).collect()
}

impl FencedTransaction for &tokio_postgres::Transaction<'_> {
    async fn execute(self, statement: Statement<'_>) -> Result<u64, FenceError> {
        let Statement { sql, key, owner, status } = statement;
        let (key, owner) = (&key[..], &owner[..]);
        let changed =
            tokio_postgres::Transaction::execute(self, sql, &[&key, &owner, &status]).await;
        changed.map_err(|error| {
            let code = error.code().map(|code| code.code().to_owned());
            FenceError::of(code.as_deref(), error)
        })
    }
}

impl FencedTransaction for &deadpool_postgres::Transaction<'_> {
    async fn execute(self, statement: Statement<'_>) -> Result<u64, FenceError> {
        let transaction: &tokio_postgres::Transaction<'_> = self;
        FencedTransaction::execute(transaction, statement).await
    }
}
