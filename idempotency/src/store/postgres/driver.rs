//! What a store needs from a driver of PostgreSQL.

use crate::causes;
use crate::store::StoreError;
use core::fmt;
use core::future::Future;
use core::time::Duration;
use std::error::Error;
use std::sync::Arc;

/// The number of connections of a store. They are its own, so that claims do not wait for handlers.
pub(super) const CONNECTIONS: u16 = 4;

/// For how long a call waits for a connection.
pub(super) const ACQUIRE_LIMIT: Duration = Duration::from_millis(500);

/// For how long a call waits for an answer. Then its connection is closed.
pub(super) const STATEMENT_LIMIT: Duration = Duration::from_millis(600);

/// For how long the first connection, and then each step of the set-up, may take.
pub(super) const SETUP_LIMIT: Duration = Duration::from_millis(2_500);

/// The settings of each connection.
///
/// A row can be locked by the transaction of a process that was stopped. A claim does not wait for
/// it. The server gives a statement up before the client does, and then it is known that it did not
/// take effect. At a higher isolation level, a claim that waited would fail.
///
/// A plan is kept for as long as the connection. One that was made while the table was small would
/// read the whole table for each claim when it has grown.
pub(super) const SETTINGS: [(&str, &str); 5] = [
    ("lock_timeout", "300"),
    ("statement_timeout", "500"),
    ("default_transaction_isolation", "read committed"),
    ("enable_seqscan", "off"),
    ("plan_cache_mode", "force_generic_plan"),
];

/// The name under which the server lists the connections.
pub(super) const APPLICATION: &str = "verihook";

/// A parameter of a statement.
#[derive(Clone, Copy)]
pub(super) enum Parameter<'p> {
    Bytes(&'p [u8]),
    Text(&'p str),
    Small(i16),
    Big(i64),
}

/// The two numbers of a row.
pub(super) type Row = (Option<i64>, Option<i64>);

/// A pool of connections.
///
/// A call that is dropped, or runs out of time, leaves no connection in the pool that still waits
/// for an answer.
pub(super) trait Driver: Send + Sync + 'static {
    /// Executes a statement and returns its first row, which has two numbers.
    fn row(
        &self,
        sql: &Arc<str>,
        parameters: &[Parameter<'_>],
    ) -> impl Future<Output = Result<Option<Row>, Failure>> + Send;

    /// Executes a statement and returns the number of rows that it changed.
    fn execute(
        &self,
        sql: &Arc<str>,
        parameters: &[Parameter<'_>],
    ) -> impl Future<Output = Result<u64, Failure>> + Send;

    /// Executes a statement of the set-up and returns its only value.
    fn text(
        &self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> impl Future<Output = Result<Option<String>, Failure>> + Send;

    /// Executes statements of the set-up in one transaction.
    fn script(&self, sql: &str) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Why a statement was not executed.
#[derive(Debug)]
pub(super) struct Failure {
    /// The server's code of the error.
    code: Option<String>,
    context: Option<&'static str>,
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// Creates a failure that this crate found.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { code: None, context: None, message: message.into(), source: None }
    }

    /// Creates a failure that the server reported.
    pub(super) fn reported(code: &str, message: &str) -> Self {
        let mut failure = Self::new(message);
        failure.code = Some(code.to_owned());
        failure
    }

    /// Creates a failure of the connection.
    pub(super) fn broken(
        message: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { source: Some(source.into()), ..Self::new(message) }
    }

    /// Creates a failure of a call that ran out of time.
    pub(super) fn late() -> Self {
        Self::new(format!("PostgreSQL did not answer within {STATEMENT_LIMIT:?}"))
    }

    /// Adds what the statement was for.
    pub(super) fn in_context(mut self, context: &'static str) -> Self {
        self.context = Some(context);
        self
    }

    /// Returns `true` if another transaction held a lock for too long.
    pub(super) fn is_locked(&self) -> bool {
        self.code.as_deref() == Some("55P03")
    }

    /// Returns `true` if the server takes part in the conversation and refused the statement.
    #[cfg(feature = "sqlx")]
    pub(super) fn is_reported(&self) -> bool {
        self.code.is_some()
    }

    pub(super) fn into_error(self, what: &str) -> StoreError {
        let mut message = format!("PostgreSQL: {}: {}", self.context.unwrap_or(what), self.message);
        if let Some(advice) = self.code.as_deref().and_then(advice) {
            message.push_str(": ");
            message.push_str(advice);
        }
        match self.source {
            Some(source) => StoreError::with_source(message, Causes(source)),
            None => StoreError::new(message),
        }
    }
}

/// Returns what to do about an error, by its code.
fn advice(code: &str) -> Option<&'static str> {
    Some(match code {
        "28P01" | "28000" => "check the user and the password of the URL, and `pg_hba.conf`",
        "3D000" => "check the database of the URL, or create it",
        "25006" => "the server or the role is read-only: connect to the primary server",
        "42501" => "grant the role the rights on the tables, see `PostgresTables`",
        "42P01" | "42703" => "the tables were dropped or changed: restart to create them",
        "53100" => "free space on the disk of the server",
        "53300" => "the server has no connection left: raise `max_connections`",
        "55P03" => "a transaction holds the row",
        "57014" => "the server took too long",
        "57P03" => "the server is starting or stopping",
        _ => return None,
    })
}

/// An error whose text includes its causes.
#[derive(Debug)]
struct Causes(Box<dyn Error + Send + Sync>);

impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        causes::write(f, &*self.0)
    }
}

impl Error for Causes {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
