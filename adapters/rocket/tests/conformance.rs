//! The shared suite over real sockets, for the guard with its fairing and catchers, and for guarded
//! routes.

#![allow(clippy::unwrap_used, missing_docs)]

use rocket::fairing::AdHoc;
use rocket::http::Status;
use rocket::{Build, Config, Rocket, State};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use std::sync::Mutex;
use verihook_conformance::{Deviation, Ledger, Ready};
use verihook_rocket::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, VerifiedWebhook, Verifier, catchers,
    fairing, webhook,
};

type Object = Json<Map<String, Value>>;

const PEEK: &str = "Rocket waits for 14 bytes of the body, or its end, before it calls a guard";
const CONTINUE: &str = "Rocket sends `100 Continue` and waits for the body before it calls a guard";
const METHOD: &str = "Rocket does not call a guard if no route has the method";
const FORM: &str = "Rocket takes the method from a form that begins with `_method=`";
const HIDDEN: &str =
    "Rocket may hide that chunks are missing, so an unsigned body must declare its length";

const RESET: &str =
    "Rocket reports a reset with `NO_ERROR` as the end of the body, so signed bytes are accepted";

const fn deviates(case: &'static str, statuses: &'static [u16], reason: &'static str) -> Deviation {
    Deviation { case, statuses, reason }
}

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

    verihook_conformance::suite!(
        serve,
        [
            deviates("length_over_declared", &[], PEEK),
            deviates("length_63_bits", &[], PEEK),
            deviates("length_huge", &[], PEEK),
            deviates("length_over_expect", &[100], CONTINUE),
            deviates("slow_stalls", &[], PEEK),
            deviates("slow_stalls_at_0", &[], PEEK),
            deviates("ok_form_method", &[404], FORM),
            deviates("method_delete", &[404], METHOD),
            deviates("method_options", &[404], METHOD),
            deviates("method_patch", &[404], METHOD),
        ]
    );

    verihook_conformance::source_suite!(
        serve,
        [
            deviates("source_before_body", &[], PEEK),
            deviates("source_stranger_method", &[404], METHOD),
        ]
    );
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

    verihook_conformance::suite!(
        serve,
        [
            deviates("length_over_declared", &[], PEEK),
            deviates("length_63_bits", &[], PEEK),
            deviates("length_huge", &[], PEEK),
            deviates("length_over_expect", &[100], CONTINUE),
            deviates("slow_stalls", &[], PEEK),
            deviates("slow_stalls_at_0", &[], PEEK),
        ]
    );
    verihook_conformance::source_suite!(serve, [deviates("source_before_body", &[], PEEK)]);
    verihook_conformance::http2_suite!(
        serve,
        [
            deviates("http2_reset_no_error_at_0", &[], RESET),
            deviates("http2_reset_no_error", &[], RESET),
            deviates("http2_reset_no_error_frames", &[], RESET),
        ]
    );
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

    verihook_conformance::origin_suite!(
        serve,
        [
            deviates("basic_chunked", &[411], HIDDEN),
            deviates("basic_cut_chunked", &[411], HIDDEN),
            deviates("basic_cut_chunked_long", &[411], HIDDEN),
        ]
    );
    verihook_conformance::http2_origin_suite!(
        serve,
        [
            deviates("http2_basic_no_length", &[411], HIDDEN),
            deviates("http2_basic_end_on_empty_frame", &[411], HIDDEN),
            deviates("http2_basic_trailers", &[411], HIDDEN),
        ]
    );
}
