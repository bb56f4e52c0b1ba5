//! Programs that compile: headers before the webhook, a `Result` of it, `debug_handler`, an
//! application's state.

use axum::extract::{FromRef, State};
use axum::http::HeaderMap;
use axum::{Router, routing::post};
use verihook_axum::{
    Bytes, Json, VerifiedWebhook, Verifier, WebhookRejection, providers::GitHub, providers::Stripe,
    webhook,
};

#[derive(Clone, FromRef)]
struct App {
    github: Verifier<GitHub>,
    stripe: Verifier<Stripe>,
}

#[axum::debug_handler(state = App)]
async fn on_push(_: HeaderMap, _: VerifiedWebhook<GitHub, Json<Vec<u32>>>) {}

async fn on_event(_: Result<VerifiedWebhook<Stripe, Bytes>, WebhookRejection>) {}

fn routes(app: App) -> Router {
    let direct = webhook(app.github.clone(), on_push_directly);
    Router::new()
        .route("/a", post(on_push))
        .route("/b", post(on_event))
        .route("/c", direct)
        .with_state(app)
}

#[axum::debug_handler(state = Verifier<GitHub>)]
async fn on_push_directly(_: VerifiedWebhook<GitHub, Bytes>) {}

/// The application's state beside the verifier, whole and in part.
#[derive(Clone, FromRef)]
struct Shop {
    name: &'static str,
}

async fn with_state(_: State<Shop>, _: State<&'static str>, _: VerifiedWebhook<GitHub, Bytes>) {}

fn shop(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", webhook(github, with_state)).with_state(Shop { name: "shop" })
}

pub(crate) fn all() {
    let _ = (routes, shop);
}
