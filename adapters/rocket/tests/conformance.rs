//! The shared suite, over real sockets: with the guard, its fairing and catchers, and with guarded routes.

#![allow(clippy::unwrap_used, missing_docs)]

use rocket::fairing::AdHoc;
use rocket::http::Status;
use rocket::{Build, Config, Rocket, State};
use std::net::SocketAddr;
use std::sync::Mutex;
use verihook_conformance::{Deviation, Ledger, Ready};
use verihook_rocket::{Any, Bytes, VerifiedWebhook, Verifier, catchers, fairing, webhook};

const PEEK: &str = "Rocket waits for 14 bytes of the body, or its end, before it asks anybody";

const METHOD: &str = "Rocket does not ask a guard where no route has the method";
const FORM: &str = "Rocket takes the method from a form that begins with `_method=`";

/// What Rocket decides before anybody is asked, whatever the routes.
const fn peeking(case: &'static str) -> Deviation {
    Deviation { case, statuses: &[], reason: PEEK }
}

/// Launches, and says where.
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

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let rocket = rocket::custom(config())
            .attach(fairing(verifier))
            .manage(ledger)
            .mount("/", rocket::routes![raw, get])
            .register("/", catchers());
        run(rocket, ready);
    }

    verihook_conformance::suite!(
        serve,
        [
            peeking("length_over_declared"),
            peeking("length_huge"),
            peeking("slow_stalls"),
            peeking("slow_stalls_at_0"),
            Deviation { case: "ok_form_method", statuses: &[404], reason: FORM },
            Deviation { case: "method_put", statuses: &[404], reason: METHOD },
            Deviation { case: "method_delete", statuses: &[404], reason: METHOD },
            Deviation { case: "method_options", statuses: &[404], reason: METHOD },
            Deviation { case: "method_patch", statuses: &[404], reason: METHOD },
        ]
    );
}

mod routes {
    use super::*;

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let handler = move |hook: VerifiedWebhook<Any, Bytes>| {
            ledger.record(hook.into_payload());
            async { Status::Ok }
        };
        run(rocket::custom(config()).mount("/", webhook("/raw", verifier, handler)), ready);
    }

    verihook_conformance::suite!(
        serve,
        [
            peeking("length_over_declared"),
            peeking("length_huge"),
            peeking("slow_stalls"),
            peeking("slow_stalls_at_0"),
            Deviation { case: "ok_form_method", statuses: &[405], reason: FORM },
        ]
    );
}
