//! A small server for any provider:
//! `cargo run -p verihook-actix --example receiver -- --provider github --secret s`.

use actix_web::{App, HttpServer, rt, web};
use serde_json::{Map, Value};
use verihook_actix::idempotency::Idempotency;
use verihook_actix::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, RouteVerifier, VerifiedWebhook,
    webhook,
};
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};

async fn signed<T: Payload>(hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

async fn origin<T: Payload>(hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

fn signed_routes(
    config: &mut web::ServiceConfig,
    verifier: impl RouteVerifier<Endpoint = Any> + Clone,
) {
    config.service(webhook("/raw", verifier.clone(), signed::<Bytes>)).service(webhook(
        "/json",
        verifier,
        signed::<Object>,
    ));
}

fn origin_routes(
    config: &mut web::ServiceConfig,
    verifier: impl RouteVerifier<Endpoint = AnyOrigin> + Clone,
) {
    config.service(webhook("/raw", verifier.clone(), origin::<Bytes>)).service(webhook(
        "/json",
        verifier,
        origin::<Object>,
    ));
}

fn routes(
    config: &mut web::ServiceConfig,
    endpoint: ReceiverVerifier,
    idempotency: Option<&Idempotency>,
) {
    match (endpoint, idempotency) {
        (ReceiverVerifier::Signed(verifier), None) => signed_routes(config, verifier),
        (ReceiverVerifier::Signed(verifier), Some(once)) => {
            signed_routes(config, once.wrap(verifier));
        }
        (ReceiverVerifier::Origin(verifier), None) => origin_routes(config, verifier),
        (ReceiverVerifier::Origin(verifier), Some(once)) => {
            origin_routes(config, once.wrap(verifier));
        }
    }
    config.route("/handled", web::get().to(async || Receiver::handled()));
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let Receiver { listen, endpoint, idempotency, .. } = Receiver::from_command_line().await;
    let once = idempotency.clone();
    let app =
        move || App::new().configure(|config| routes(config, endpoint.clone(), once.as_ref()));
    let server = HttpServer::new(app).disable_signals().bind(listen)?;
    server.addrs().into_iter().for_each(Receiver::announce);
    let server = server.run();
    let handle = server.handle();
    rt::spawn(async move {
        Receiver::stopped().await;
        // A worker that stops drops its tasks, so they are drained first.
        Receiver::drain(idempotency).await;
        handle.stop(true).await;
    });
    server.await
}
