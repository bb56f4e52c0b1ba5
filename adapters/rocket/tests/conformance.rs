//! The shared suite over real sockets, for the guard with its fairing and catchers, and for guarded
//! routes.

#![allow(clippy::unwrap_used, missing_docs)]

use rocket::fairing::AdHoc;
use rocket::http::Status;
use rocket::{Build, Config, Rocket, State};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use std::sync::Mutex;
use verihook_conformance::deviations::{ROCKET, ROCKET_GUARD};
use verihook_conformance::{Ledger, Ready};
use verihook_rocket::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, VerifiedWebhook, Verifier, catchers,
    fairing, webhook,
};

type Object = Json<Map<String, Value>>;

/// Launches a server and reports its address.
fn run(rocket: Rocket<Build>, ready: Ready) {
    let ready = Mutex::new(Some(ready));
    let liftoff = AdHoc::on_liftoff("ready", move |rocket| {
        let address = SocketAddr::new(rocket.config().address, rocket.config().port);
        ready.lock().unwrap().take().unwrap().at(address);
        Box::pin(async {})
    });
    rocket::execute(rocket.attach(liftoff).launch()).unwrap();
}

fn config() -> Config {
    let log_level = rocket::config::LogLevel::Off;
    let shutdown = rocket::config::Shutdown { ctrlc: false, ..Default::default() };
    Config { port: 0, log_level, workers: 2, ip_header: None, shutdown, ..Config::default() }
}

mod guard {
    use super::*;

    #[rocket::post("/raw", data = "<hook>")]
    fn raw(hook: VerifiedWebhook<Any, Bytes>, ledger: &State<Ledger>) -> Status {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
        Status::Ok
    }

    #[rocket::get("/raw", data = "<hook>")]
    fn get(hook: VerifiedWebhook<Any, Bytes>, ledger: &State<Ledger>) -> Status {
        raw(hook, ledger)
    }

    #[rocket::put("/raw", data = "<hook>")]
    fn put(hook: VerifiedWebhook<Any, Bytes>, ledger: &State<Ledger>) -> Status {
        raw(hook, ledger)
    }

    #[rocket::post("/json", data = "<hook>")]
    fn json(hook: VerifiedWebhook<Any, Object>, ledger: &State<Ledger>) -> Status {
        ledger.record(hook.body().clone());
        Status::Ok
    }

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let rocket = rocket::custom(config())
            .attach(fairing(verifier))
            .manage(ledger)
            .mount("/", rocket::routes![raw, get, put, json])
            .register("/", catchers());
        run(rocket, ready);
    }

    verihook_conformance::suite!(serve, [ROCKET, ROCKET_GUARD].concat());

    verihook_conformance::source_suite!(serve, [ROCKET, ROCKET_GUARD].concat());
}

mod routes {
    use super::*;

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let log = ledger.clone();
        let raw = move |hook: VerifiedWebhook<Any, Bytes>| {
            log.record(hook.into_payload());
            async { Status::Ok }
        };
        let json = move |hook: VerifiedWebhook<Any, Object>| {
            ledger.record(hook.body().clone());
            async { Status::Ok }
        };
        let rocket = rocket::custom(config())
            .mount("/", webhook("/raw", verifier.clone(), raw))
            .mount("/", webhook("/json", verifier, json));
        run(rocket, ready);
    }

    verihook_conformance::suite!(serve, ROCKET);
    verihook_conformance::source_suite!(serve, ROCKET);
    verihook_conformance::http2_suite!(serve, ROCKET);
}

mod origin {
    use super::*;

    fn serve(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
        let log = ledger.clone();
        let raw = move |hook: AuthenticatedWebhook<AnyOrigin, Bytes>| {
            log.record(hook.into_payload());
            async { Status::Ok }
        };
        let json = move |hook: AuthenticatedWebhook<AnyOrigin, Object>| {
            ledger.record(hook.body().clone());
            async { Status::Ok }
        };
        let rocket = rocket::custom(config())
            .mount("/", webhook("/raw", verifier.clone(), raw))
            .mount("/", webhook("/json", verifier, json));
        run(rocket, ready);
    }

    verihook_conformance::origin_suite!(serve, ROCKET);
    verihook_conformance::http2_origin_suite!(serve, ROCKET);
}
