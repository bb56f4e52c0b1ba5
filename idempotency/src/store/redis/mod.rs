//! A store in Redis.

mod batch;
mod connection;
mod risk;
mod script;
mod value;

pub use risk::RedisRisk;

use super::{Claim, Claimed, Ownership, Store, StoreError, StoreFuture};
use crate::key::{BodyDigest, Key, Owner};
use batch::{Batch, Completion, Outcome};
use connection::Connection;
use core::fmt;
use core::time::Duration;
use redis::{Cmd, FromRedisValue, RedisError, Value};
use script::{Script, Scripts};
use value::MARK_LEN;

/// How long [`RedisStore::connect`] may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(2);

/// For how long the entry is kept that the store writes to test its permissions.
const TRIAL: Duration = Duration::from_secs(10);

/// Redis refuses a time that it cannot add to the present.
const MAX_RETENTION: Duration = Duration::from_secs(100 * 365 * 86_400);

/// A store in Redis 5 or later, for any number of processes and machines.
///
/// Each delivery is one key, which expires when its retention is over. The server's clock decides
/// when a lease has run out.
///
/// # What it promises
///
/// At any time, one owner holds a delivery. But Redis cannot commit a completion together with the
/// effect of a handler, so a process that is killed between the two leaves a delivery that is
/// handled again: **at least once**. Redis also forgets what it had not written to disk. Configure
/// it like this:
///
/// ```text
/// maxmemory-policy noeviction
/// appendonly yes
/// ```
///
/// Any other policy removes entries when the memory is full, and their duplicates are handled
/// again. Without the append-only file, a restart forgets what was done since the last snapshot.
/// With it, a power failure still costs the last second, and a failover costs what the replica had
/// not received. The store checks both settings when it connects, logs what it found, and returns
/// it from [`risks`](Self::risks).
///
/// One entry takes about 215 bytes of the server's memory: 2.2 GB for ten million.
///
/// # Errors
///
/// A call fails within about a second if the server does not answer. When the server is back, the
/// store reconnects by itself. Redis Cluster is not supported.
///
/// ```no_run
/// # async fn connect() -> Result<(), verihook_idempotency::StoreError> {
/// use verihook_idempotency::{Idempotency, RedisStore};
///
/// let store = RedisStore::connect("redis://:password@redis.internal:6379").await?;
/// let idempotency = Idempotency::new(store);
/// # Ok(())
/// # }
/// ```
pub struct RedisStore {
    connection: Connection,
    prefix: String,
    scripts: Scripts,
    completions: Batch,
    risks: Vec<RedisRisk>,
}

/// The settings of a [`RedisStore`].
#[must_use]
pub struct RedisStoreBuilder {
    url: String,
    prefix: String,
}

impl RedisStore {
    /// Connects to the server of a URL: `redis://[user:password@]host[:port][/database]`.
    ///
    /// `rediss://` connects over TLS, with the feature `redis-tls` and the certificates of the
    /// system.
    ///
    /// # Errors
    /// [`StoreError`] if the URL is invalid, if the server cannot be reached within two seconds, is
    /// too old, or does not let the user write and run scripts.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Self::builder(url).connect().await
    }

    /// Starts to configure a store for the server of a URL.
    pub fn builder(url: &str) -> RedisStoreBuilder {
        RedisStoreBuilder { url: url.to_owned(), prefix: "verihook:".to_owned() }
    }

    /// Returns what the server's configuration can cost, as it was when the store connected.
    #[must_use]
    pub fn risks(&self) -> &[RedisRisk] {
        &self.risks
    }

    fn key(&self, key: Key) -> Vec<u8> {
        [self.prefix.as_bytes(), key.as_bytes()].concat()
    }

    fn explain(&self, error: RedisError) -> StoreError {
        self.connection.explain(error, &self.prefix)
    }

    async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        self.connection.query(command).await.map_err(|error| self.explain(error))
    }

    /// Runs a script that does nothing unless the delivery has this owner.
    async fn owned(
        &self,
        script: &Script,
        key: Key,
        owner: Owner,
        argument: &[u8],
    ) -> Result<Ownership, StoreError> {
        let mark = value::pending_mark(owner);
        let key = self.key(key);
        let held = script.run_in_place(&self.connection, &key, [&mark, argument]).await;
        held.map(|is_held: bool| is_held.into()).map_err(|error| self.explain(error))
    }

    async fn try_complete(
        &self,
        key: Key,
        owner: Owner,
        status: u16,
    ) -> Result<Ownership, StoreError> {
        let _caller = self.completions.enter();
        let done = value::done_mark(status);
        let marks = [value::pending_mark(owner), done];
        let completion = Completion { key: self.key(key), marks };
        let all = &self.scripts.complete_all;
        match self.completions.send(completion, all, &self.connection).await {
            Some(Ok(Outcome::Held)) => Ok(Ownership::Held),
            Some(Ok(Outcome::Lost)) => Ok(Ownership::Lost),
            Some(Ok(Outcome::Alone)) => self.owned(&self.scripts.complete, key, owner, &done).await,
            Some(Err(error)) => Err(self.explain(error)),
            None => Err(StoreError::new("the call that sent this completion was dropped")),
        }
    }

    async fn try_claim(&self, claim: Claim) -> Result<Claimed, StoreError> {
        let key = self.key(claim.key);
        let retention = claim.retention.clamp(Duration::from_millis(1), MAX_RETENTION);
        let value = value::pending(&claim, retention);
        let retention = retention.as_millis().to_string();
        // A new delivery takes one plain command: it costs the server a third of a script.
        let mut set = Cmd::with_capacity(6, 160);
        set.arg("SET").arg(&key).arg(&value).arg("NX").arg("PX").arg(&retention);
        match self.connection.query(&set).await {
            Ok(true) => return Ok(Claimed::New),
            Ok(false) => {}
            // What is there already can be read without more memory.
            Err(error) if script::is_full(&error) => {}
            Err(error) => return Err(self.explain(error)),
        }
        let (keys, arguments) = ([key.as_slice()], [value.as_slice(), retention.as_bytes()]);
        let contend = &self.scripts.contend;
        let contended =
            contend.run(&self.connection, keys.into_iter(), arguments.into_iter()).await;
        match contended.map_err(|error| self.explain(error))? {
            Value::Nil => Ok(Claimed::New),
            Value::Int(rest) => {
                let rest = u64::try_from(rest).unwrap_or_default();
                Ok(Claimed::InFlight { retry_after: Duration::from_millis(rest) })
            }
            Value::BulkString(value) => self.settled(&value, claim.body),
            other => Err(StoreError::new(format!("unexpected answer of Redis: {other:?}"))),
        }
    }

    /// Reads a value that is done, or that belongs to another body.
    fn settled(&self, value: &[u8], body: BodyDigest) -> Result<Claimed, StoreError> {
        match (value::digest(value), value::status(value)) {
            (Some(digest), _) if digest != body => Ok(Claimed::Conflict),
            (Some(_), Some(status)) => Ok(Claimed::Done { status }),
            _ => Err(StoreError::new(format!(
                "a key that begins with `{}` holds a value that was not written by this store: \
                 choose another prefix",
                self.prefix.escape_debug()
            ))),
        }
    }

    async fn try_status(&self, key: Key) -> Result<Option<u16>, StoreError> {
        let mut read = Cmd::with_capacity(4, 80);
        read.arg("GETRANGE").arg(self.key(key)).arg(0).arg(MARK_LEN - 1);
        let mark: Vec<u8> = self.query(&read).await?;
        Ok(value::status(&mark))
    }

    /// Claims, renews and releases a delivery of its own, so that a missing permission or a full
    /// memory is found at the start, and not at the first webhook.
    async fn try_out(&self) -> Result<(), StoreError> {
        let key = Key::from_bytes(rand::random());
        let claim = Claim::new(key, BodyDigest::ANY, TRIAL, TRIAL);
        self.try_claim(claim).await?;
        self.try_claim(Claim { owner: Owner::random(), ..claim }).await?;
        let _ = self.renew(key, claim.owner, TRIAL).await?;
        match self.release(key, claim.owner).await? {
            Ownership::Held => Ok(()),
            Ownership::Lost => {
                Err(StoreError::new("Redis lost a key immediately after writing it"))
            }
        }
    }
}

impl RedisStoreBuilder {
    /// Sets what the names of all keys begin with, `verihook:` by default. The 32 bytes of the
    /// delivery's key follow.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Connects.
    ///
    /// # Errors
    /// As [`RedisStore::connect`].
    pub async fn connect(self) -> Result<RedisStore, StoreError> {
        let connection = Connection::open(&self.url)?;
        let mut store = RedisStore {
            connection,
            prefix: self.prefix,
            scripts: Scripts::new(),
            completions: Batch::default(),
            risks: Vec::new(),
        };
        let start = async {
            store.risks = risk::check(&store.connection, &store.prefix).await?;
            store.try_out().await
        };
        match tokio::time::timeout(CONNECT_LIMIT, start).await {
            Ok(started) => started?,
            Err(_) => return Err(store.connection.too_slow(CONNECT_LIMIT)),
        }
        for risk in &store.risks {
            tracing::warn!(target: "verihook", server = %store.connection, "{risk}");
        }
        Ok(store)
    }
}

impl Store for RedisStore {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        StoreFuture::new(self.try_claim(claim))
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        StoreFuture::new(async move {
            let lease = lease.min(MAX_RETENTION).as_millis().to_string();
            self.owned(&self.scripts.renew, key, owner, lease.as_bytes()).await
        })
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        StoreFuture::new(self.try_complete(key, owner, status))
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        StoreFuture::new(self.owned(&self.scripts.release, key, owner, b""))
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        StoreFuture::new(self.try_status(key))
    }

    /// Redis removes expired keys by itself.
    fn sweep(&self) -> StoreFuture<'_, bool> {
        StoreFuture::ready(Ok(false))
    }

    fn name(&self) -> &'static str {
        "redis"
    }
}

/// Leaves out the password of the URL.
impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("server", &format_args!("{}", self.connection))
            .field("prefix", &self.prefix)
            .field("risks", &self.risks)
            .finish_non_exhaustive()
    }
}

/// Leaves out the URL, which can contain a password.
impl fmt::Debug for RedisStoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStoreBuilder").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
