//! A small server for any provider:
//! `cargo run -p verihook-rocket --example receiver -- --provider github --secret s`.

use rocket::fairing::AdHoc;
use rocket::{Config, Route};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};
use verihook_rocket::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, VerifiedWebhook, webhook,
};

async fn signed<T: Payload>(hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

async fn origin<T: Payload>(hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

#[rocket::get("/handled")]
fn handled() -> String {
    Receiver::handled()
}

fn routes(endpoint: ReceiverVerifier) -> Vec<Route> {
    let (raw, json) = match endpoint {
        ReceiverVerifier::Signed(verifier) => (
            webhook("/raw", verifier.clone(), signed::<Bytes>),
            webhook("/json", verifier, signed::<Object>),
        ),
        ReceiverVerifier::Origin(verifier) => (
            webhook("/raw", verifier.clone(), origin::<Bytes>),
            webhook("/json", verifier, origin::<Object>),
        ),
    };
    [raw, json, rocket::routes![handled]].concat()
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let receiver = Receiver::from_command_line();
    let config = Config {
        address: receiver.listen.ip(),
        port: receiver.listen.port(),
        ip_header: None,
        log_level: rocket::config::LogLevel::Critical,
        ..Config::default()
    };
    let announce = AdHoc::on_liftoff("announce", |rocket| {
        Receiver::announce(SocketAddr::new(rocket.config().address, rocket.config().port));
        Box::pin(async {})
    });
    let rocket = rocket::custom(config).attach(announce).mount("/", routes(receiver.endpoint));
    rocket.launch().await?;
    Ok(())
}
