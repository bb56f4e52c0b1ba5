//! A small server for any provider:
//! `cargo run -p verihook-rocket --example receiver -- --provider github --secret s`.

use rocket::fairing::AdHoc;
use rocket::{Config, Route};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};
use verihook_rocket::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, RouteVerifier, VerifiedWebhook,
    webhook,
};

async fn signed<T: Payload>(hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

async fn origin<T: Payload>(hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

#[rocket::get("/handled")]
fn handled() -> String {
    Receiver::handled()
}

fn signed_routes<V>(verifier: V) -> Vec<Route>
where
    V: RouteVerifier<Endpoint = Any> + Clone,
{
    let raw = webhook("/raw", verifier.clone(), signed::<Bytes>);
    [raw, webhook("/json", verifier, signed::<Object>)].concat()
}

fn origin_routes<V>(verifier: V) -> Vec<Route>
where
    V: RouteVerifier<Endpoint = AnyOrigin> + Clone,
{
    let raw = webhook("/raw", verifier.clone(), origin::<Bytes>);
    [raw, webhook("/json", verifier, origin::<Object>)].concat()
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Receiver { listen, endpoint, idempotency, .. } = Receiver::from_command_line().await;
    let routes = match (endpoint, &idempotency) {
        (ReceiverVerifier::Signed(verifier), None) => signed_routes(verifier),
        (ReceiverVerifier::Signed(verifier), Some(once)) => signed_routes(once.wrap(verifier)),
        (ReceiverVerifier::Origin(verifier), None) => origin_routes(verifier),
        (ReceiverVerifier::Origin(verifier), Some(once)) => origin_routes(once.wrap(verifier)),
    };
    let config = Config {
        address: listen.ip(),
        port: listen.port(),
        ip_header: None,
        log_level: rocket::config::LogLevel::Critical,
        ..Config::default()
    };
    let announce = AdHoc::on_liftoff("announce", |rocket| {
        Receiver::announce(SocketAddr::new(rocket.config().address, rocket.config().port));
        Box::pin(async {})
    });
    let rocket = rocket::custom(config).attach(announce).mount("/", routes);
    // Rocket shuts down on SIGINT and SIGTERM itself.
    rocket.mount("/", rocket::routes![handled]).launch().await?;
    Receiver::drain(idempotency).await;
    Ok(())
}
