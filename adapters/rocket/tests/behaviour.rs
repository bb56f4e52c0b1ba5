//! Behaviour that the shared suite does not cover: typed payloads, configuration, origin-only
//! schemes, and bodies that Rocket truncates.

#![allow(clippy::unwrap_used, missing_docs)]

use rocket::data::Data;
use rocket::error::ErrorKind;
use rocket::fairing::{AdHoc, Fairing, Info, Kind};
use rocket::http::{Header, Status};
use rocket::local::asynchronous;
use rocket::local::blocking::{Client, LocalResponse};
use rocket::{Build, Config, Request, Rocket};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::SystemTime;
use verihook_conformance::wire::{Step, chunk, exchange, head};
use verihook_conformance::{Log, TENANT_PATHS, tenant_of};
use verihook_rocket::providers::{CentrePoint, CentrePointBasic, GitHub, Slack};
use verihook_rocket::{
    AuthenticatedWebhook, Bytes, Json, JsonOrForm, Rejection, Signer, UnixTime, VerifiedWebhook,
    Verifier, WebhookRejection, catchers, fairing, webhook,
};

verihook_rocket::endpoint! {
    /// A second endpoint of GitHub.
    pub Billing: GitHub
}

#[derive(Deserialize)]
struct Event {
    id: u32,
}

#[rocket::post("/typed", data = "<hook>")]
fn typed(hook: VerifiedWebhook<GitHub, Json<Event>>) -> String {
    hook.payload().0.id.to_string()
}

const ROUTED: [(&str, &str, u16, &str); 6] = [
    ("issues", r#"{"id":7}"#, 200, "7"),
    ("issues", "payload=%7B%22id%22%3A7%7D", 200, "7"),
    ("issues", r#"{"id":"secret"}"#, 422, "payload not understood\n"),
    ("issues", "id=7", 422, "payload not understood\n"),
    ("ping", r#"{"zen":"."}"#, 200, "ping"),
    ("push", "no JSON", 200, "other"),
];

/// A handler chooses the payload by the kind of event, as for GitHub's first delivery, a `ping`.
/// One that does not parse is answered and logged as if the handler had taken it.
#[test]
fn a_payload_is_parsed_in_the_handler() {
    #[rocket::post("/", data = "<hook>")]
    fn guarded(hook: VerifiedWebhook<GitHub, Bytes>) -> Result<String, WebhookRejection> {
        Ok(match hook.delivery().unsigned_event() {
            Some("issues") => hook.parse::<JsonOrForm<Event>>()?.payload().0.id.to_string(),
            Some("ping") => "ping".to_owned(),
            _ => "other".to_owned(),
        })
    }
    let verifier = || Verifier::<GitHub>::new("s").unwrap();
    let routed = async |hook: VerifiedWebhook<GitHub, Bytes>| guarded(hook);
    let rocket = rocket::custom(config())
        .attach(fairing(verifier()))
        .mount("/guard", rocket::routes![guarded])
        .mount("/route", webhook("/", verifier(), routed))
        .register("/", catchers());
    let client = Client::untracked(rocket).unwrap();
    for path in ["/guard", "/route"] {
        for (event, body, status, answer) in ROUTED {
            let signer = Signer::<GitHub>::new("s").unwrap().header("x-github-event", event);
            let mut request = client.post(path).body(body);
            for (name, value) in signer.sign(body.as_bytes(), now()).unwrap() {
                request.add_header(Header::new(name, value));
            }
            let response = request.dispatch();
            assert_eq!(response.status().code, status);
            assert_eq!(response.into_string().as_deref(), Some(answer));
        }
    }
}

/// A route without verification that matches the same requests as the guarded one.
#[rocket::post("/typed", rank = 2)]
const fn open() -> &'static str {
    "the open route ran"
}

fn config() -> Config {
    let log_level = rocket::config::LogLevel::Off;
    let shutdown = rocket::config::Shutdown { ctrlc: false, ..Default::default() };
    Config { port: 0, log_level, shutdown, ..Config::default() }
}

fn guarded() -> Rocket<Build> {
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let routes = rocket::routes![typed, open];
    rocket::custom(config()).attach(fairing(verifier)).mount("/", routes).register("/", catchers())
}

fn now() -> UnixTime {
    UnixTime::try_from(SystemTime::now()).unwrap()
}

fn send<'c, P>(
    client: &'c Client,
    path: &'c str,
    signer: &Signer<P>,
    body: &str,
) -> LocalResponse<'c> {
    let mut request = client.post(path).body(body);
    for (name, value) in signer.sign(body.as_bytes(), now()).unwrap() {
        request.add_header(Header::new(name, value));
    }
    request.add_header(Header::new("content-length", body.len().to_string()));
    request.dispatch()
}

#[test]
fn a_typed_payload() {
    let client = Client::untracked(guarded()).unwrap();
    let signer = Signer::<GitHub>::new("s").unwrap();
    let response = send(&client, "/typed", &signer, r#"{"id": 1234567}"#);
    assert_eq!(
        (response.status(), response.into_string().unwrap().as_str()),
        (Status::Ok, "1234567")
    );
    let response = send(&client, "/typed", &signer, "{nope, nope, nope");
    assert_eq!(response.status(), Status::UnprocessableEntity);
    assert_eq!(response.into_string().unwrap(), "payload not understood\n");
    let forger = Signer::<GitHub>::new("t").unwrap();
    let response = send(&client, "/typed", &forger, "{nope, nope, nope");
    assert_eq!(response.status(), Status::Unauthorized, "Rocket tried another route");
    assert_eq!(response.into_string().unwrap(), "webhook not authentic\n");
    let response = client.get("/nowhere").dispatch();
    assert_eq!(response.into_string().unwrap(), "404 Not Found\n");
}

#[test]
fn without_its_fairing_rocket_does_not_launch() {
    let forgotten = rocket::custom(config()).mount("/", rocket::routes![typed]);
    let refused = Client::untracked(forgotten).map(|_| ()).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::SentinelAborts(_)));
    let twice = guarded().attach(fairing(Verifier::<GitHub>::new("other").unwrap()));
    let refused = Client::untracked(twice).map(|_| ()).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::FailedFairings(_)));
}

#[test]
fn a_tenant_is_named_by_the_path() {
    #[rocket::post("/hooks/<tenant>", data = "<hook>")]
    fn on_push(tenant: &str, hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        assert_eq!(hook.delivery().tenant(), Some(tenant));
        format!("{tenant}: {}", hook.payload().len())
    }
    let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build().unwrap();
    let rocket =
        rocket::custom(config()).attach(fairing(verifier)).mount("/", rocket::routes![on_push]);
    let client = Client::untracked(rocket).unwrap();
    let signer = Signer::<GitHub>::new("the first tenant's").unwrap();
    for (path, status) in TENANT_PATHS {
        let response = send(&client, path, &signer, "{}");
        assert_eq!(response.status().code, status, "{path}");
        assert_eq!(response.into_string().unwrap() == "one: 2", status == 200);
    }
}

#[test]
fn endpoints_of_one_application_are_kept_apart() {
    let one = async |hook: VerifiedWebhook<GitHub, Bytes>| hook.delivery().endpoint();
    let two = async |hook: VerifiedWebhook<Billing, Bytes>| hook.delivery().endpoint();
    let rocket = rocket::custom(config())
        .mount("/", webhook("/one", Verifier::new("1").unwrap(), one))
        .mount("/", webhook("/two", Verifier::new("2").unwrap(), two));
    let client = Client::untracked(rocket).unwrap();
    let signer = Signer::<GitHub>::new("1").unwrap();
    assert_eq!(send(&client, "/one", &signer, "{}").into_string().unwrap(), "github");
    assert_eq!(send(&client, "/two", &signer, "{}").status(), Status::Unauthorized);
}

/// Runs on a single-threaded runtime, because `Log` only records its own thread.
#[rocket::tokio::test(crate = "rocket::tokio")]
async fn a_refusal_is_told_to_the_log_once() {
    let log = Log::listen();
    let verifier = Verifier::<GitHub>::new("the right secret").unwrap();
    let handler = async |hook: VerifiedWebhook<GitHub, Bytes>| hook.payload().len().to_string();
    let rocket = rocket::custom(config()).mount("/", webhook("/hook", verifier, handler));
    let client = asynchronous::Client::untracked(rocket).await.unwrap();
    let forged = Signer::<GitHub>::new("a guess").unwrap().sign(b"{}", now()).unwrap();
    let (name, signature) = forged[0].clone();
    let request = client.post("/hook").body("{}").header(Header::new(name, signature.clone()));
    assert_eq!(request.dispatch().await.status(), Status::Unauthorized);
    log.assert_refusal("github", 401, "signature mismatch", &["the right secret", &signature[7..]]);
}

#[test]
fn a_password_authenticates_the_origin() {
    let verifier = Verifier::<CentrePointBasic>::new("study:password").unwrap();
    let handler = async |hook: AuthenticatedWebhook<CentrePointBasic, Bytes>| {
        hook.payload().len().to_string()
    };
    let rocket = rocket::custom(config()).mount("/", webhook("/hook", verifier, handler));
    let client = Client::untracked(rocket).unwrap();
    let right = Signer::<CentrePointBasic>::new("study:password").unwrap();
    assert_eq!(send(&client, "/hook", &right, "any").into_string().unwrap(), "3");
    let wrong = Signer::<CentrePointBasic>::new("study:wrong").unwrap();
    let response = send(&client, "/hook", &wrong, "any");
    let challenge = response.headers().get_one("www-authenticate");
    assert_eq!(challenge, Some("Basic realm=\"webhook\", charset=\"UTF-8\""));

    // Without a declared length, a truncated body cannot be detected.
    let mut undeclared = client.post("/hook").body("any");
    for (name, value) in right.sign(b"any", now()).unwrap() {
        undeclared.add_header(Header::new(name, value));
    }
    assert_eq!(undeclared.dispatch().status(), Status::LengthRequired);
}

#[test]
fn a_handler_may_look_at_the_refusal() {
    type Hook = Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>;
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let handler =
        async |hook: Hook| hook.map_or_else(|refused| refused.to_string(), |_| "verified".into());
    let rocket = rocket::custom(config()).mount("/", webhook("/hook", verifier, handler));
    let client = Client::untracked(rocket).unwrap();
    let forger = Signer::<GitHub>::new("t").unwrap();
    let reason = send(&client, "/hook", &forger, "any body at all").into_string().unwrap();
    assert_eq!(reason, Rejection::SignatureMismatch.to_string());
}

/// Launches a server on a thread that is never joined, and returns its address.
fn launch(rocket: Rocket<Build>) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    let liftoff = AdHoc::on_liftoff("ready", move |rocket| {
        let address = SocketAddr::new(rocket.config().address, rocket.config().port);
        sender.send(address).unwrap();
        Box::pin(async {})
    });
    std::thread::spawn(move || {
        let _ = rocket::execute(rocket.attach(liftoff).launch());
    });
    receiver.recv().unwrap()
}

/// Another fairing that peeks into bodies, as for logging, and is attached after ours.
struct Peeking;

#[rocket::async_trait]
impl Fairing for Peeking {
    fn info(&self) -> Info {
        Info { name: "peeking", kind: Kind::Request }
    }

    async fn on_request(&self, _: &mut Request<'_>, data: &mut Data<'_>) {
        data.peek(14).await;
    }
}

/// If the connection breaks in the first bytes of a body, Rocket treats the body as complete. Here
/// the received bytes have a genuine signature, so only the guard keeps them from the handler.
#[test]
fn a_body_that_rocket_cuts_is_refused() {
    let signer = Signer::<GitHub>::new("s").unwrap();
    let cut = |body: &[u8], coding: (&str, &str), bytes: Vec<u8>| {
        let signed = signer.sign(body, now()).unwrap();
        let signed: Vec<_> =
            signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        vec![
            Step::Send(head("POST", "/typed", &signed, &[coding])),
            Step::Send(bytes),
            Step::Finish,
        ]
    };
    let (short, long) = (&br#"{"id":7}"#[..], &br#"{"id":7,"more":"than fourteen bytes"}"#[..]);
    let chunked = ("transfer-encoding", "chunked");
    let garbage = [chunk(short), b"zz\r\n".to_vec()].concat();
    let plain = launch(guarded());
    let peeked = launch(guarded().attach(Peeking));
    for (name, steps) in [
        ("declared, short", cut(short, ("content-length", "100"), short.to_vec())),
        ("declared, long", cut(long, ("content-length", "100"), long.to_vec())),
        ("chunked, short", cut(short, chunked, chunk(short))),
        ("chunked, long", cut(long, chunked, chunk(long))),
        ("chunked, garbage", cut(short, chunked, garbage)),
    ] {
        for (server, address) in [("plain", plain), ("peeked", peeked)] {
            let answers = exchange(address, &steps);
            let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
            assert_eq!(statuses, [400], "{name}, {server}");
        }
    }
    let whole = [chunk(short), b"0\r\n\r\n".to_vec()].concat();
    for address in [plain, peeked] {
        let mut steps = cut(short, chunked, whole.clone());
        steps.pop(); // hyper drops a connection whose client has shut down its side
        let answers = exchange(address, &steps);
        assert_eq!(answers[0].body, b"7");
    }
}

#[rocket::post("/centrepoint", data = "<_hook>")]
fn centrepoint(_hook: VerifiedWebhook<CentrePoint, Bytes>) -> &'static str {
    "the handler ran"
}

#[rocket::catch(default)]
fn own_catcher() -> &'static str {
    "my own words"
}

/// A handshake is answered with its code, whatever the application's catchers do when a guard fails
/// with 200.
#[test]
fn a_handshake_needs_no_catcher() {
    let rocket = || {
        let verifier = Verifier::<CentrePoint>::new("s").unwrap();
        let rocket = rocket::custom(config()).attach(fairing(verifier));
        rocket.mount("/", rocket::routes![centrepoint])
    };
    let applications = [
        rocket(),
        rocket().register("/", rocket::catchers![own_catcher]),
        rocket().register("/", catchers()),
    ];
    for rocket in applications {
        let client = Client::untracked(rocket).unwrap();
        let asked = client.post("/centrepoint").body("{\"WebhookId\":\"74\"}");
        let asked = asked.header(Header::new("X-ActiGraph-Event", "validation"));
        let response = asked.header(Header::new("X-ActiGraph-Hook-Secret", "1d3ad7a1")).dispatch();
        assert_eq!(response.status(), Status::Ok);
        assert_eq!(response.headers().get_one("x-actigraph-hook-secret"), Some("1d3ad7a1"));
        assert_ne!(response.into_string().as_deref(), Some("the handler ran"));
        // The answer must not leak into a request that is not a handshake.
        let response = client.post("/centrepoint").body("{\"thirty\":\"bytes\"}").dispatch();
        assert_eq!(response.headers().get_one("x-actigraph-hook-secret"), None);
    }
}

verihook_rocket::provider! {
    /// Sends HEAD before it delivers.
    Probing: "probing", BodySigned,
    verihook_rocket::Scheme::hmac_sha256(verihook_rocket::Place::header("sig"), verihook_rocket::Encoding::Hex)
        .signs(&[verihook_rocket::Part::Body])
        .handshake(verihook_rocket::Handshake::method("HEAD").reply_ok())
        .build()
}

#[rocket::post("/probed", data = "<_hook>")]
fn probed(_hook: VerifiedWebhook<Probing, Bytes>) -> Status {
    Status::ImATeapot
}

#[rocket::head("/probed", data = "<_hook>")]
fn probed_by_head(_hook: VerifiedWebhook<Probing, Bytes>) -> Status {
    Status::ImATeapot
}

/// A probe by HEAD is answered without the handler where the route admits HEAD.
#[test]
fn a_guard_answers_a_head_probe() {
    let verifier = Verifier::<Probing>::new("a secret of some length").unwrap();
    let rocket = rocket::custom(config()).attach(fairing(verifier)).register("/", catchers());
    let rocket = rocket.mount("/", rocket::routes![probed, probed_by_head]);
    let client = Client::untracked(rocket).unwrap();
    assert_eq!(client.head("/probed").dispatch().status(), Status::Ok);
    assert_eq!(client.post("/probed").body("").dispatch().status(), Status::Unauthorized);
}

#[rocket::post("/slack", data = "<hook>")]
fn slack(hook: VerifiedWebhook<Slack, Bytes>) -> &'static str {
    drop(hook);
    "the handler ran"
}

/// A handshake that expects the code in the body is answered with exactly that body.
#[test]
fn a_handshake_in_a_body_needs_no_catcher() {
    let rocket = || {
        let verifier = Verifier::<Slack>::new("s").unwrap();
        let rocket = rocket::custom(config()).attach(fairing(verifier));
        rocket.mount("/", rocket::routes![slack])
    };
    let applications = [
        rocket(),
        rocket().register("/", rocket::catchers![own_catcher]),
        rocket().register("/", catchers()),
    ];
    let body = r#"{"type":"url_verification","challenge":"3eZbrw1aB"}"#;
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = Signer::<Slack>::new("s").unwrap().sign(body.as_bytes(), now).unwrap();
    for rocket in applications {
        let client = Client::untracked(rocket).unwrap();
        let mut asked = client.post("/slack").body(body);
        for (name, value) in signed.clone() {
            asked.add_header(Header::new(name, value));
        }
        let response = asked.dispatch();
        assert_eq!(response.status(), Status::Ok);
        let types: Vec<_> = response.headers().get("content-type").collect();
        assert_eq!(types, ["text/plain; charset=utf-8"]);
        assert_eq!(response.headers().get_one("x-content-type-options"), Some("nosniff"));
        assert_eq!(response.into_string().as_deref(), Some("3eZbrw1aB"));
    }
}

/// The published test of Terra's SDK for Java, at the time of its arrival.
#[cfg(feature = "test-clock")]
const RECORDED: (&str, &str, UnixTime) = (
    "t=12345678,v1=599aa529690b885a43f184327c582375068d70705b7a471af15e10682c6f5313",
    "{'bar':'baz'}",
    UnixTime::from_seconds(12_345_700),
);

#[cfg(feature = "test-clock")]
#[test]
fn a_recorded_delivery_is_received_with_the_clock_of_its_arrival() {
    use verihook_rocket::providers::Terra;
    let echo = async |hook: VerifiedWebhook<Terra, Bytes>| hook.into_payload().to_vec();
    let verifier = Verifier::<Terra>::new("foo").unwrap();
    let rocket = rocket::custom(config()).mount("/", webhook("/hook", verifier, echo));
    let client = Client::untracked(rocket).unwrap();
    let (signature, body, arrival) = RECORDED;
    let send = || {
        let request = client.post("/hook").header(Header::new("terra-signature", signature));
        request.body(body).dispatch().status().code
    };
    assert_eq!(send(), 401);
    let _clock = verihook_rocket::TestClock::at(arrival);
    assert_eq!(send(), 200);
}
