//! The server, written as an application would.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use verihook_axum::providers::{
    CentrePoint, CentrePointBasic, CentrePointBearer, Terra, Texture, TradeLens,
};
use verihook_axum::{
    AuthenticatedWebhook, ConfigError, Delivery, Json, Rejection, RejectionKind, SigningSecret,
    VerifiedWebhook, Verifier,
};

/// Secrets of this example. A real application reads them from its configuration.
pub(crate) mod secrets {
    pub(crate) const TERRA: &str = "terra-quickstart-secret-5f3a9c";
    pub(crate) const TERRA_OLD: &str = "terra-quickstart-secret-before-rotation";
    pub(crate) const TEXTURE: &str = "texture-quickstart-secret-7b21e0";
    pub(crate) const CENTREPOINT: &str = "B3`MlG4sJR.X^-%w=oG_UrNBEpszl?";
    pub(crate) const CENTREPOINT_BASIC: &str = "study:correct horse battery staple";
    pub(crate) const CENTREPOINT_BEARER: &str = "mF_9.B5f-4.1JqM";
    pub(crate) const TRADELENS: &str = "tradelens-quickstart-secret-c98d14";
    pub(crate) const TRADELENS_OLD: &str = "tradelens-quickstart-secret-before-rotation";
}

/// The largest body of the Texture endpoint, in bytes.
pub(crate) const TEXTURE_LIMIT: usize = 64 * 1024;

#[derive(Deserialize)]
struct TerraEvent {
    #[serde(rename = "type")]
    kind: String,
}

type Object = Map<String, Value>;

/// A running server and its journal.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) task: JoinHandle<io::Result<()>>,
    journal: Journal,
}

/// A record of the handled and rejected deliveries.
#[derive(Clone)]
struct Journal {
    handled: Arc<AtomicUsize>,
    last_verdict: Arc<Mutex<String>>,
    prints: bool,
}

impl Server {
    /// Returns the number of deliveries that reached a handler.
    pub(crate) fn handled(&self) -> usize {
        self.journal.handled.load(Ordering::SeqCst)
    }

    /// Returns the reason or the result of the last request.
    pub(crate) fn last_verdict(&self) -> String {
        self.journal.last_verdict.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Journal {
    fn handled(&self, delivery: &Delivery, what: &str) -> StatusCode {
        self.handled.fetch_add(1, Ordering::SeqCst);
        let verdict = format!("verified, secret {}", delivery.secret());
        if self.prints {
            println!("{}: {what} ({verdict})", delivery.endpoint());
        }
        self.note(verdict);
        StatusCode::OK
    }

    /// Records the reason for a rejection from the response's extensions. The sender never sees it.
    fn answered(&self, response: &Response) {
        let extensions = response.extensions();
        let Some(kind) = extensions.get::<RejectionKind>() else { return };
        let reason = extensions.get::<Rejection>();
        let verdict = reason.map_or_else(|| format!("{kind:?}"), ToString::to_string);
        if self.prints {
            println!("rejected with {}: {verdict}", response.status());
        }
        self.note(verdict);
    }

    fn note(&self, verdict: String) {
        *self.last_verdict.lock().unwrap_or_else(PoisonError::into_inner) = verdict;
    }
}

pub(crate) async fn start(listen: SocketAddr, prints: bool) -> Result<Server, crate::Error> {
    let journal = Journal { handled: Arc::default(), last_verdict: Arc::default(), prints };
    let router = router(App::new(journal.clone())?);
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Server { address, task, journal })
}

/// The application's state: a verifier for each endpoint, and the journal.
#[derive(Clone, FromRef)]
struct App {
    terra: Verifier<Terra>,
    texture: Verifier<Texture>,
    centrepoint: Verifier<CentrePoint>,
    basic: Verifier<CentrePointBasic>,
    bearer: Verifier<CentrePointBearer>,
    tradelens: Verifier<TradeLens>,
    journal: Journal,
}

impl App {
    fn new(journal: Journal) -> Result<Self, ConfigError> {
        Ok(Self {
            terra: Verifier::builder()
                .secret(SigningSecret::new(secrets::TERRA).named("current"))
                .secret(SigningSecret::new(secrets::TERRA_OLD).named("before rotation"))
                .build()?,
            texture: Verifier::builder()
                .secret(secrets::TEXTURE)
                .body_limit(TEXTURE_LIMIT)
                .build()?,
            centrepoint: Verifier::new(secrets::CENTREPOINT)?,
            basic: Verifier::new(secrets::CENTREPOINT_BASIC)?,
            bearer: Verifier::new(secrets::CENTREPOINT_BEARER)?,
            tradelens: Verifier::builder()
                .secret(SigningSecret::new(secrets::TRADELENS).named("current"))
                .secret(SigningSecret::new(secrets::TRADELENS_OLD).named("before rotation"))
                .build()?,
            journal,
        })
    }
}

async fn on_terra(
    State(journal): State<Journal>,
    hook: VerifiedWebhook<Terra, Json<TerraEvent>>,
) -> StatusCode {
    journal.handled(hook.delivery(), &hook.payload().0.kind)
}

async fn on_texture(
    State(journal): State<Journal>,
    hook: VerifiedWebhook<Texture, Json<Object>>,
) -> StatusCode {
    journal.handled(hook.delivery(), &format!("{} members", hook.payload().0.len()))
}

async fn on_centrepoint(
    State(journal): State<Journal>,
    hook: VerifiedWebhook<CentrePoint, Json<Object>>,
) -> StatusCode {
    journal.handled(hook.delivery(), &format!("{} members", hook.payload().0.len()))
}

async fn on_basic(
    State(journal): State<Journal>,
    hook: AuthenticatedWebhook<CentrePointBasic, Json<Object>>,
) -> StatusCode {
    journal.handled(hook.delivery(), &format!("{} members", hook.payload().0.len()))
}

async fn on_bearer(
    State(journal): State<Journal>,
    hook: AuthenticatedWebhook<CentrePointBearer, Json<Object>>,
) -> StatusCode {
    journal.handled(hook.delivery(), &format!("{} members", hook.payload().0.len()))
}

async fn on_tradelens(
    State(journal): State<Journal>,
    hook: VerifiedWebhook<TradeLens, Json<Vec<Object>>>,
) -> StatusCode {
    journal.handled(hook.delivery(), &format!("{} events", hook.payload().0.len()))
}

fn router(app: App) -> Router {
    let journal = app.journal.clone();
    Router::new()
        .route("/hooks/terra", post(on_terra))
        .route("/hooks/texture", post(on_texture))
        .route("/hooks/centrepoint", post(on_centrepoint))
        .route("/hooks/centrepoint-basic", post(on_basic))
        .route("/hooks/centrepoint-bearer", post(on_bearer))
        .route("/hooks/tradelens", post(on_tradelens))
        .layer(map_response(move |response: Response| {
            journal.answered(&response);
            async move { response }
        }))
        .with_state(app)
}
