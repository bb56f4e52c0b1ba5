//! Receives orders of a Shopify shop with Rocket: `SECRET=… cargo run -p rocket-shopify`.

use inbox::{DRAIN, Inbox, Settings};
use rocket::Config;
use rocket::fairing::AdHoc;
use rocket::http::Status;
use serde::Deserialize;
use verihook_rocket::providers::Shopify;
use verihook_rocket::{Json, Once, Secrets, VerifiedWebhook, Verifier, webhook};

#[derive(Deserialize)]
struct Order {
    id: u64,
    name: String,
}

/// Handles a single topic, because the header field that names the topic is not signed.
async fn on_order(inbox: Inbox, hook: Once<VerifiedWebhook<Shopify, Json<Order>>>) -> Status {
    let Order { id, name } = &hook.payload().0;
    if let Err(error) = inbox.store(hook.lease(), hook.delivery(), hook.body()).await {
        tracing::error!("{error}");
        return Status::ServiceUnavailable;
    }
    tracing::info!("order {name} ({id})");
    Status::Ok
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let shopify = Verifier::<Shopify>::builder().secrets(&secrets).build()?;
    let inbox = Inbox::open(&settings.database)?;
    let idempotency = inbox.idempotency().clone();
    let orders = webhook("/hooks/orders", idempotency.wrap(shopify), move |hook| {
        on_order(inbox.clone(), hook)
    });
    let config = Config {
        address: settings.listen.ip(),
        port: settings.listen.port(),
        // Any client can set this header.
        ip_header: None,
        ..Config::default()
    };
    rocket::custom(config)
        .attach(AdHoc::on_liftoff("announce", |rocket| {
            let config = rocket.config();
            Settings::announce((config.address, config.port).into(), "/hooks/orders");
            Box::pin(async {})
        }))
        .mount("/", orders)
        .launch()
        .await?;
    idempotency.drain(DRAIN).await;
    Ok(())
}
