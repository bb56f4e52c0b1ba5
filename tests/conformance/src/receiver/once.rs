//! The store of a receiver that handles each delivery once, and its end.

use super::Receiver;
use std::time::Duration;
use verihook_idempotency::{
    Idempotency, MemoryStore, PostgresStore, RedisStore, SqliteStore, StoreError,
};

/// How long a receiver that was told to stop waits for its handlers.
const DRAIN_LIMIT: Duration = Duration::from_secs(30);

/// Opens the store that a command line names.
///
/// A value that names none is not repeated in the error, because a URL may contain a password.
pub(super) async fn open(store: &str) -> Result<Idempotency, StoreError> {
    let (kind, rest) = store.split_once(':').unwrap_or((store, ""));
    Ok(match (kind, rest) {
        ("memory", "") => Idempotency::new(MemoryStore::new()),
        ("sqlite", file) if !file.is_empty() => Idempotency::new(SqliteStore::open(file)?),
        ("redis" | "rediss", _) => Idempotency::new(RedisStore::connect(store).await?),
        ("postgres" | "postgresql", _) => Idempotency::new(PostgresStore::connect(store).await?),
        _ => {
            return Err(StoreError::new(
                "the value of `--idempotency` names no store: expected `memory`, `sqlite:FILE`, \
                 `redis://..` or `postgres://..`",
            ));
        }
    })
}

impl Receiver {
    /// Waits until the process is told to stop, by SIGINT or SIGTERM.
    pub async fn stopped() {
        let interrupted = tokio::signal::ctrl_c();
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            // Without a handler for SIGTERM, the signal ends the process.
            if let Ok(mut terminated) = signal(SignalKind::terminate()) {
                tokio::select! {
                    _ = interrupted => {}
                    _ = terminated.recv() => {}
                }
                return;
            }
        }
        let _ = interrupted.await;
    }

    /// Waits for the handlers that are running, if each delivery is handled once.
    pub async fn drain(idempotency: Option<Idempotency>) {
        let Some(idempotency) = idempotency else { return };
        let drained = idempotency.drain(DRAIN_LIMIT).await;
        if !drained.is_complete() {
            eprintln!("handlers are left: {drained:?}");
        }
    }
}
