//! The server whose promises are tested: an axum server on one store.

mod effects;

use crate::client::{PROVIDERS, SECRET};
use crate::cluster::Failure;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::MethodRouter;
use effects::Effects;
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use verihook_axum::{Any, Bytes, Once, VerifiedWebhook, Verifier, webhook};
use verihook_idempotency::{
    Claim, Claimed, Idempotency, Identity, Lease, MemoryStore, PostgresStore, RedisStore,
    SqliteStore, Store,
};

/// For how long a server that stops waits for its handlers.
const DRAIN: Duration = Duration::from_secs(10);

/// The status of a delivery that was handled. It is not 200, so that a duplicate's answer shows
/// that the store kept it.
const HANDLED: u16 = 202;

type Hook = VerifiedWebhook<Any, Bytes>;

/// Runs one server, until SIGTERM or the end of standard input.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Serve {
    /// Listen on this address. Port 0 picks a free port.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The store: `memory`, `sqlite:FILE`, `redis://..` or `postgres://..`.
    #[arg(long)]
    store: String,
    /// Append the effects to this file. Without it, they go into the database of the store, in
    /// one transaction with the completion.
    #[arg(long)]
    effects: Option<PathBuf>,
    /// A handler takes a random time of up to this many milliseconds.
    #[arg(long, default_value_t = 0)]
    handler_ms: u64,
    /// The lease, in milliseconds.
    #[arg(long, default_value_t = 30_000)]
    lease_ms: u64,
    /// The acknowledgement deadline, in milliseconds.
    #[arg(long, default_value_t = 10_000)]
    acknowledge_ms: u64,
    /// Build a known mistake in, to show that it is caught.
    #[arg(long, hide = true)]
    flaw: Option<Flaw>,
}

/// A mistake that the harness must catch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Flaw {
    /// Every delivery is handled, without a claim.
    NoClaim,
    /// The handler claims and completes by itself, inside its connection.
    ByHand,
    /// The effect is committed before the completion, not with it.
    Unfenced,
    /// The answer is sent before the effect.
    AckBeforeEffect,
    /// Deliveries are handled without a claim while the store is away.
    FailOpen,
    /// The server stops without waiting for its handlers.
    NoDrain,
}

impl Flaw {
    /// Returns the name on the command line.
    pub(crate) fn name(self) -> String {
        use clap::ValueEnum as _;
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

#[derive(Clone)]
struct App {
    idempotency: Idempotency,
    effects: Arc<Effects>,
    settings: Arc<Serve>,
}

/// Runs the server.
pub(crate) async fn serve(settings: Serve) -> Result<(), Failure> {
    end_with_parent();
    tracing_subscriber::fmt().with_ansi(false).with_writer(std::io::stderr).init();
    let mut terminated = signal(SignalKind::terminate())?;
    let idempotency = connect(&settings).await?;
    let effects = Effects::open(&settings.store, settings.effects.as_deref())?;
    let (flaw, app) = (
        settings.flaw,
        App {
            idempotency: idempotency.clone(),
            effects: Arc::new(effects),
            settings: Arc::new(settings.clone()),
        },
    );
    let listener = TcpListener::bind(settings.listen).await?;
    let mut output = std::io::stdout();
    writeln!(output, "listening on http://{}", listener.local_addr()?)?;
    output.flush()?;
    axum::serve(listener, router(app)?)
        .with_graceful_shutdown(async move {
            terminated.recv().await;
        })
        .await?;
    if flaw == Some(Flaw::NoDrain) {
        return Ok(());
    }
    let drained = idempotency.drain(DRAIN).await;
    if drained.is_complete() { Ok(()) } else { Err(format!("not drained: {drained:?}").into()) }
}

/// Ends the process when its parent ends, even if that was killed.
fn end_with_parent() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(1);
    });
}

async fn connect(settings: &Serve) -> Result<Idempotency, Failure> {
    let store = &*settings.store;
    Ok(if let Some(file) = store.strip_prefix("sqlite:") {
        configured(settings, SqliteStore::open(file)?)
    } else if store.starts_with("redis:") {
        configured(settings, RedisStore::connect(store).await?)
    } else if store.starts_with("postgres:") {
        configured(settings, PostgresStore::connect(store).await?)
    } else if store == "memory" {
        configured(settings, MemoryStore::new())
    } else {
        return Err(format!(
            "unknown store {store:?}: expected memory, sqlite:FILE, redis://.. or postgres://.."
        )
        .into());
    })
}

fn configured(settings: &Serve, store: impl Store) -> Idempotency {
    let builder = Idempotency::builder(store).lease(Duration::from_millis(settings.lease_ms));
    match settings.flaw {
        Some(Flaw::FailOpen) => builder.dangerously_handle_unclaimed().build(),
        _ => builder.build(),
    }
}

fn router(app: App) -> Result<Router, Failure> {
    let mut router = Router::new();
    for provider in PROVIDERS {
        let verifier = Verifier::<Any>::by_slug(provider)?.secret(SECRET).build()?;
        router = router.route(&format!("/{provider}"), route(&app, verifier));
    }
    Ok(router.with_state(app))
}

fn route(app: &App, verifier: Verifier<Any>) -> MethodRouter<App> {
    let deadline = Duration::from_millis(app.settings.acknowledge_ms);
    let once = app.idempotency.wrap(verifier.clone()).acknowledge_within(deadline);
    match app.settings.flaw {
        Some(Flaw::NoClaim) => webhook(verifier, handle_unclaimed),
        Some(Flaw::ByHand) => webhook(verifier, handle_by_hand),
        Some(Flaw::AckBeforeEffect) => webhook(once, acknowledge_first),
        // A delivery that is handled without a claim has no lease.
        Some(Flaw::Unfenced | Flaw::FailOpen) => webhook(once, handle_unclaimed),
        Some(Flaw::NoDrain) | None => webhook(once, handle),
    }
}

async fn handle(State(app): State<App>, once: Once<Hook>) -> StatusCode {
    let (hook, lease) = once.into_parts();
    app.apply(&hook, Some(&lease)).await
}

async fn handle_unclaimed(State(app): State<App>, hook: Hook) -> StatusCode {
    app.apply(&hook, None).await
}

async fn acknowledge_first(State(app): State<App>, hook: Hook) -> StatusCode {
    tokio::spawn(async move { app.apply(&hook, None).await });
    StatusCode::ACCEPTED
}

async fn handle_by_hand(State(app): State<App>, hook: Hook) -> Result<StatusCode, StatusCode> {
    let unavailable = |_| StatusCode::SERVICE_UNAVAILABLE;
    let entry = verihook_axum::providers::by_slug(hook.delivery().provider());
    let scheme = entry.ok_or(StatusCode::INTERNAL_SERVER_ERROR)?.scheme;
    let identity = Identity::of("", hook.delivery(), hook.payload(), scheme);
    let lease = Duration::from_millis(app.settings.lease_ms);
    let claim = Claim::new(identity.key, identity.body, lease, Duration::from_secs(3600));
    let store = app.idempotency.store();
    match store.claim(claim).await.map_err(unavailable)? {
        Claimed::New => {}
        Claimed::Done { .. } => return Ok(StatusCode::ACCEPTED),
        _ => return Err(StatusCode::SERVICE_UNAVAILABLE),
    }
    let status = app.apply(&hook, None).await;
    let settled = match status.is_success() {
        true => store.complete(claim.key, claim.owner, status.as_u16()).await,
        false => store.release(claim.key, claim.owner).await,
    };
    settled.map(|_| status).map_err(unavailable)
}

impl App {
    /// Does the work of a handler: takes some time, and has one effect.
    async fn apply(&self, hook: &Hook, lease: Option<&Lease>) -> StatusCode {
        let time = Duration::from_millis(self.settings.handler_ms).mul_f64(fastrand::f64());
        let delivery = hook.delivery();
        let id = delivery.id().or(delivery.unsigned_id()).unwrap_or_default();
        match self.effects.apply(id, lease, time).await {
            Ok(()) => StatusCode::from_u16(HANDLED).unwrap_or_default(),
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "no effect for {id}: {error}");
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }
}
