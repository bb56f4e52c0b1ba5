//! Receives orders of a Shopify shop with Rocket: `SECRET=… cargo run -p rocket-shopify`.

use inbox::{Inbox, Settings, Stored};
use rocket::fairing::AdHoc;
use rocket::http::Status;
use rocket::{Config, State};
use serde::Deserialize;
use verihook_rocket::providers::Shopify;
use verihook_rocket::{Json, Secrets, VerifiedWebhook, Verifier, catchers, fairing};

#[derive(Deserialize)]
struct Order {
    id: u64,
    name: String,
}

/// Handles a single topic, because the header field that names the topic is not signed.
#[rocket::post("/hooks/orders", data = "<hook>")]
async fn on_order(hook: VerifiedWebhook<Shopify, Json<Order>>, inbox: &State<Inbox>) -> Status {
    let Order { id, name } = &hook.payload().0;
    match inbox.store(hook.delivery(), hook.body()).await {
        Ok(Stored::New) => tracing::info!("order {name} ({id})"),
        Ok(Stored::Again) => tracing::info!("order {name} ({id}): duplicate delivery"),
        Err(error) => {
            tracing::error!("{error}");
            return Status::ServiceUnavailable;
        }
    }
    Status::Ok
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let shopify = Verifier::<Shopify>::builder().secrets(&secrets).build()?;
    let config = Config {
        address: settings.listen.ip(),
        port: settings.listen.port(),
        // Any client can set this header.
        ip_header: None,
        ..Config::default()
    };
    rocket::custom(config)
        .attach(fairing(shopify)) // before other fairings
        .attach(AdHoc::on_liftoff("announce", |rocket| {
            let config = rocket.config();
            Settings::announce((config.address, config.port).into(), "/hooks/orders");
            Box::pin(async {})
        }))
        .manage(Inbox::open(&settings.database)?)
        .mount("/", rocket::routes![on_order])
        .register("/", catchers())
        .launch()
        .await?;
    Ok(())
}
