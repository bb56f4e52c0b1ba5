//! The connection to a server, which is made again after it broke.

use crate::store::StoreError;
use core::fmt;
use core::time::Duration;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::io::tcp::TcpSettings;
use redis::{
    Client, Cmd, ConnectionInfo, ErrorKind, FromRedisValue, IntoConnectionInfo as _, RedisError,
    RedisResult, ServerErrorKind,
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A call connects and waits for an answer in the worst case, which takes one second then.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(500);

/// The time after which a server that acknowledges nothing is given up. A host that vanished sends
/// no error, and the kernel would try for a quarter of an hour.
#[cfg(target_os = "linux")]
const VANISHED_TIMEOUT: Duration = Duration::from_secs(3);

const EXPECTED: &str = "expected `redis://[user:password@]host[:port][/database]`, with each \
                        special character of the password percent-encoded";

pub(super) struct Connection {
    client: Client,
    address: String,
    current: Mutex<Current>,
}

struct Current {
    /// How many connections were given up before this one.
    generation: u64,
    manager: ConnectionManager,
}

impl Connection {
    /// Prepares a connection, which the first command makes.
    pub(super) fn open(url: &str) -> Result<Self, StoreError> {
        let info = parse(url)?;
        let settings = TcpSettings::default();
        #[cfg(target_os = "linux")]
        let settings = settings.set_user_timeout(VANISHED_TIMEOUT);
        let address = info.addr().to_string();
        let info = info.set_tcp_settings(settings);
        let invalid = |error| StoreError::with_source(invalid_url(), error);
        let client = Client::open(info).map_err(invalid)?;
        let manager = connect_lazily(&client).map_err(invalid)?;
        Ok(Self { client, address, current: Mutex::new(Current { generation: 0, manager }) })
    }

    pub(super) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let (generation, mut manager) = {
            let current = self.current();
            (current.generation, current.manager.clone())
        };
        let result = command.query_async(&mut manager).await;
        if let Err(error) = &result
            && is_permanent(error)
        {
            self.replace(generation);
        }
        result
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the next command use a new connection.
    fn replace(&self, generation: u64) {
        let mut current = self.current();
        if current.generation == generation
            && let Ok(manager) = connect_lazily(&self.client)
        {
            *current = Current { generation: generation + 1, manager };
        }
    }

    /// Says what happened and what to do.
    pub(super) fn explain(&self, error: RedisError, prefix: &str) -> StoreError {
        let (server, prefix) = (&self.address, prefix.escape_debug());
        let message = match (error.kind(), error.code()) {
            _ if error.is_timeout() => return self.too_slow(RESPONSE_TIMEOUT),
            (ErrorKind::AuthenticationFailed, _) | (_, Some("WRONGPASS")) => {
                format!("Redis at {server} rejected the user name or password in the URL")
            }
            (_, Some("NOAUTH")) => {
                format!("Redis at {server} requires a password, and the URL has none")
            }
            (ErrorKind::Io, _) => format!("Redis at {server} cannot be reached"),
            (ErrorKind::Parse, _) => {
                format!("the server at {server} is not Redis: check the port of the URL")
            }
            (ErrorKind::Server(ServerErrorKind::NoPerm), _) => forbidden(server, &prefix),
            _ if is_forbidden_in_script(&error) => forbidden(server, &prefix),
            (_, Some("OOM")) => format!(
                "the memory of Redis at {server} is full: raise maxmemory, or remember deliveries \
                 for a shorter time"
            ),
            (_, Some("WRONGTYPE")) => format!(
                "a key of Redis at {server} that begins with `{prefix}` was not written by this store: \
                 choose another prefix"
            ),
            (ErrorKind::Server(ServerErrorKind::ReadOnly), _) => {
                format!("Redis at {server} is a replica: use the address of the primary")
            }
            (ErrorKind::Server(ServerErrorKind::BusyLoading), _) => {
                format!("Redis at {server} is still loading its data")
            }
            _ => format!("Redis at {server} failed"),
        };
        StoreError::with_source(message, error)
    }

    pub(super) fn too_slow(&self, limit: Duration) -> StoreError {
        StoreError::new(format!("Redis at {} did not answer within {limit:?}", self.address))
    }
}

/// Reads a URL. The messages never contain it, because it can contain a password.
///
/// A password with `/`, `?` or `#` in it would end the address early. So nothing may follow the
/// address that this store does not know.
fn parse(url: &str) -> Result<ConnectionInfo, StoreError> {
    let parsed = redis::parse_redis_url(url).ok_or_else(|| StoreError::new(invalid_url()))?;
    if matches!(parsed.scheme(), "rediss" | "valkeys") {
        prepare_tls(parsed.scheme())?;
    }
    let is_socket = !parsed.has_host();
    let is_known = |name: &str| match name {
        "protocol" => true,
        "db" | "user" | "pass" => is_socket,
        _ => false,
    };
    if parsed.fragment().is_some() || !parsed.query_pairs().all(|(name, _)| is_known(&name)) {
        return Err(StoreError::new(invalid_url()));
    }
    parsed.into_connection_info().map_err(|error| StoreError::with_source(invalid_url(), error))
}

fn invalid_url() -> String {
    format!("the URL of Redis is invalid: {EXPECTED}")
}

/// Without a choice, rustls panics if the application enables two of its cryptography providers.
#[cfg(feature = "redis-tls")]
fn prepare_tls(_scheme: &str) -> Result<(), StoreError> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may have been faster, and its choice is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    Ok(())
}

#[cfg(not(feature = "redis-tls"))]
fn prepare_tls(scheme: &str) -> Result<(), StoreError> {
    Err(StoreError::new(format!(
        "`{scheme}://` needs TLS: enable the feature `redis-tls` of verihook-idempotency"
    )))
}

fn connect_lazily(client: &Client) -> RedisResult<ConnectionManager> {
    // A failed attempt is repeated by the next command. Retries in the background would make
    // commands wait for them.
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        .set_response_timeout(Some(RESPONSE_TIMEOUT))
        .set_number_of_retries(0);
    ConnectionManager::new_lazy_with_config(client.clone(), config)
}

/// Returns `true` if the connection would fail in the same way again.
///
/// The manager reconnects after an I/O error. It keeps another error of the first steps for ever: a
/// wrong password, for example, which the server may accept later. A primary that became a replica
/// keeps its connections, and the address can lead to another server by then. A time-out is no
/// reason: what was sent must reach the server before what follows.
fn is_permanent(error: &RedisError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::AuthenticationFailed
            | ErrorKind::Parse
            | ErrorKind::Client
            | ErrorKind::InvalidClientConfig
            | ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::ResponseError)
    )
}

/// Redis 7 reports a missing permission inside a script as a general error.
fn is_forbidden_in_script(error: &RedisError) -> bool {
    error.detail().is_some_and(|detail| detail.contains("user executing the script"))
}

fn forbidden(server: &str, prefix: &impl fmt::Display) -> String {
    format!(
        "the user of Redis at {server} lacks a permission: it needs SET, GET, GETRANGE, SETRANGE, \
         PTTL, DEL, EVAL and EVALSHA on the keys `{prefix}*`"
    )
}

/// The address, without the password.
impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}
