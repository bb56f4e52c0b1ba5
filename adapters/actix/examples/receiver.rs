//! A small server for any provider:
//! `cargo run -p verihook-actix --example receiver -- --provider github --secret s`.

use actix_web::{App, HttpServer, web};
use serde_json::{Map, Value};
use verihook_actix::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, VerifiedWebhook, webhook,
};
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};

async fn signed<T: Payload>(hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

async fn origin<T: Payload>(hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

fn routes(endpoint: ReceiverVerifier, config: &mut web::ServiceConfig) {
    match endpoint {
        ReceiverVerifier::Signed(verifier) => config
            .service(webhook("/raw", verifier.clone(), signed::<Bytes>))
            .service(webhook("/json", verifier, signed::<Object>)),
        ReceiverVerifier::Origin(verifier) => config
            .service(webhook("/raw", verifier.clone(), origin::<Bytes>))
            .service(webhook("/json", verifier, origin::<Object>)),
    };
    config.route("/handled", web::get().to(async || Receiver::handled()));
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let Receiver { listen, endpoint, .. } = Receiver::from_command_line();
    let server =
        HttpServer::new(move || App::new().configure(|config| routes(endpoint.clone(), config)));
    let server = server.bind(listen)?;
    server.addrs().into_iter().for_each(Receiver::announce);
    server.run().await
}
