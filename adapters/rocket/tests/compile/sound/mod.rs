//! Programs that compile: a guard with path parameters, a `Result` of it, guarded routes.

use rocket::{Build, Rocket, http::Status};
use verihook_rocket::{
    Bytes, Json, VerifiedWebhook, Verifier, WebhookRejection, catchers, fairing, providers::GitHub,
    webhook,
};

#[rocket::post("/<_tenant>", data = "<_hook>")]
fn on_push(_tenant: &str, _hook: VerifiedWebhook<GitHub, Json<Vec<u32>>>) {}

async fn looks(_: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>) -> Status {
    Status::Ok
}

fn build(github: Verifier<GitHub>) -> Rocket<Build> {
    rocket::build()
        .attach(fairing(github.clone()))
        .mount("/a", rocket::routes![on_push])
        .mount("/b", webhook("/", github, looks))
        .register("/", catchers())
}

pub(crate) fn all() {
    let _ = build;
}
