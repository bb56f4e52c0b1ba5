//! Behaviour that the shared suite does not cover: typed payloads, configuration, origin-only
//! schemes, a body that is read twice.

#![allow(clippy::unwrap_used, missing_docs)]

use actix_web::body::to_bytes;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, Error, HttpResponse, web};
use serde::Deserialize;
use std::time::SystemTime;
use verihook_actix::providers::{CentrePointBasic, GitHub};
use verihook_actix::{
    AuthenticatedWebhook, Bytes, Json, JsonOrForm, Rejection, Signer, UnixTime, VerifiedWebhook,
    Verifier, WebhookRejection, webhook,
};
use verihook_conformance::{Log, TENANT_PATHS, tenant_of};

verihook_actix::endpoint! {
    /// A second endpoint of GitHub.
    pub Billing: GitHub
}

#[derive(Deserialize)]
struct Event {
    id: u32,
}

async fn send<P, S>(app: &S, signer: &Signer<P>, body: &'static str) -> (StatusCode, String)
where
    S: Service<actix_http::Request, Response = ServiceResponse, Error = Error>,
{
    send_to(app, "/hook", signer, body).await
}

async fn send_to<P, S>(
    app: &S,
    path: &str,
    signer: &Signer<P>,
    body: &'static str,
) -> (StatusCode, String)
where
    S: Service<actix_http::Request, Response = ServiceResponse, Error = Error>,
{
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let mut request = TestRequest::post().uri(path).set_payload(body);
    for header in signer.sign(body.as_bytes(), now).unwrap() {
        request = request.append_header(header);
    }
    let response = call_service(app, request.to_request()).await;
    let status = response.status();
    let body = to_bytes(response.into_body()).await.unwrap_or_default();
    (status, String::from_utf8(body.to_vec()).unwrap())
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
#[actix_web::test]
async fn a_payload_is_parsed_in_the_handler() {
    async fn route(hook: VerifiedWebhook<GitHub, Bytes>) -> Result<String, WebhookRejection> {
        Ok(match hook.delivery().unsigned_event() {
            Some("issues") => hook.parse::<JsonOrForm<Event>>()?.payload().0.id.to_string(),
            Some("ping") => "ping".to_owned(),
            _ => "other".to_owned(),
        })
    }
    let log = Log::listen();
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, route))).await;
    for (event, body, status, answer) in ROUTED {
        let signer = Signer::<GitHub>::new("s").unwrap().header("x-github-event", event);
        let (answered, text) = send(&app, &signer, body).await;
        assert_eq!((answered.as_u16(), text.as_str()), (status, answer));
    }
    let told = log.told();
    let warned: Vec<_> = told.iter().filter(|line| line.contains("status=422")).collect();
    assert_eq!(warned.len(), 2, "{told:?}");
    assert!(warned.iter().all(|line| !line.contains("secret")), "{told:?}");
}

async fn typed(hook: VerifiedWebhook<GitHub, Json<Event>>) -> String {
    hook.payload().0.id.to_string()
}

#[actix_web::test]
async fn a_typed_payload() {
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, typed))).await;
    let signer = Signer::<GitHub>::new("s").unwrap();
    assert_eq!(send(&app, &signer, r#"{"id":7}"#).await, (StatusCode::OK, "7".into()));
    let unfit = send(&app, &signer, "{nope").await;
    assert_eq!(unfit, (StatusCode::UNPROCESSABLE_ENTITY, "payload not understood\n".into()));
    let forger = Signer::<GitHub>::new("t").unwrap();
    let forged = send(&app, &forger, "{nope").await;
    assert_eq!(forged, (StatusCode::UNAUTHORIZED, "webhook not authentic\n".into()));
}

#[actix_web::test]
async fn the_verifier_is_found_as_plain_and_as_shared_data() {
    let signer = Signer::<GitHub>::new("s").unwrap();
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let plain = App::new().app_data(verifier.clone()).route("/hook", web::post().to(typed));
    let plain = init_service(plain).await;
    assert_eq!(send(&plain, &signer, r#"{"id":7}"#).await.0, StatusCode::OK);
    let shared =
        App::new().app_data(web::Data::new(verifier)).route("/hook", web::post().to(typed));
    let shared = init_service(shared).await;
    assert_eq!(send(&shared, &signer, r#"{"id":7}"#).await.0, StatusCode::OK);
    let forgotten = init_service(App::new().route("/hook", web::post().to(typed))).await;
    let answer = send(&forgotten, &signer, r#"{"id":7}"#).await;
    assert_eq!(answer, (StatusCode::INTERNAL_SERVER_ERROR, "endpoint misconfigured\n".into()));
}

#[actix_web::test]
async fn a_body_that_was_read_before_is_a_mistake_of_the_server() {
    async fn twice(_: Bytes, hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        format!("{}", hook.payload().len())
    }
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, twice))).await;
    let signer = Signer::<GitHub>::new("s").unwrap().header("content-length", "2");
    assert_eq!(send(&app, &signer, "{}").await.0, StatusCode::INTERNAL_SERVER_ERROR);
}

#[actix_web::test]
async fn a_tenant_is_named_by_the_path() {
    async fn on_push(tenant: web::Path<String>, hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        assert_eq!(hook.delivery().tenant(), Some(tenant.as_str()));
        format!("{tenant}: {}", hook.payload().len())
    }
    let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build().unwrap();
    let app = App::new().service(webhook("/hooks/{tenant}", verifier, on_push));
    let app = init_service(app).await;
    let signer = Signer::<GitHub>::new("the first tenant's").unwrap();
    for (path, status) in TENANT_PATHS {
        let (answered, text) = send_to(&app, path, &signer, "{}").await;
        assert_eq!(answered, status, "{path}");
        assert_eq!(text == "one: 2", status == 200);
    }
}

#[actix_web::test]
async fn endpoints_of_one_application_are_kept_apart() {
    async fn one(hook: VerifiedWebhook<GitHub, Bytes>) -> &'static str {
        hook.delivery().endpoint()
    }
    async fn two(hook: VerifiedWebhook<Billing, Bytes>) -> &'static str {
        hook.delivery().endpoint()
    }
    let app = App::new()
        .service(webhook("/one", Verifier::new("1").unwrap(), one))
        .service(webhook("/two", Verifier::new("2").unwrap(), two));
    let app = init_service(app).await;
    let signer = Signer::<GitHub>::new("1").unwrap();
    assert_eq!(send_to(&app, "/one", &signer, "{}").await.1, "github");
    assert_eq!(send_to(&app, "/two", &signer, "{}").await.0, 401);
}

#[actix_web::test]
async fn a_refusal_is_told_to_the_log_once() {
    let log = Log::listen();
    let verifier = Verifier::<GitHub>::new("the right secret").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, typed))).await;
    let forger = Signer::<GitHub>::new("a guess").unwrap();
    let signed = forger.sign(b"{}", UnixTime::from_seconds(0)).unwrap();
    assert_eq!(send(&app, &forger, "{}").await.0, 401);
    log.assert_refusal(
        "github",
        401,
        "signature mismatch",
        &["the right secret", &signed[0].1[7..]],
    );
}

#[actix_web::test]
async fn a_password_authenticates_the_origin() {
    async fn origin(hook: AuthenticatedWebhook<CentrePointBasic, Bytes>) -> Bytes {
        hook.into_payload()
    }
    let verifier = Verifier::<CentrePointBasic>::new("study:password").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, origin))).await;
    let right = Signer::<CentrePointBasic>::new("study:password").unwrap();
    assert_eq!(send(&app, &right, "any").await, (StatusCode::OK, "any".into()));
    let wrong = Signer::<CentrePointBasic>::new("study:wrong").unwrap();
    assert_eq!(send(&app, &wrong, "any").await.0, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a_handler_may_look_at_the_refusal() {
    async fn looks(hook: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>) -> String {
        hook.map_or_else(|refused| refused.to_string(), |_| "verified".into())
    }
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, looks))).await;
    let forger = Signer::<GitHub>::new("t").unwrap();
    let reason = Rejection::SignatureMismatch.to_string();
    assert_eq!(send(&app, &forger, "{}").await, (StatusCode::OK, reason));
}

verihook_actix::provider! {
    /// Sends HEAD before it delivers.
    Probing: "probing", BodySigned,
    verihook_actix::Scheme::hmac_sha256(verihook_actix::Place::header("sig"), verihook_actix::Encoding::Hex)
        .signs(&[verihook_actix::Part::Body])
        .handshake(verihook_actix::Handshake::method("HEAD").reply_ok())
        .build()
}

/// A probe by HEAD is answered without the handler where the route admits HEAD.
#[actix_web::test]
async fn an_extractor_answers_a_head_probe() {
    async fn handler(_hook: VerifiedWebhook<Probing, Bytes>) -> HttpResponse {
        HttpResponse::ImATeapot().finish()
    }
    let verifier = Verifier::<Probing>::new("a secret of some length").unwrap();
    let app = App::new().app_data(verifier).service(
        web::resource("/hook").route(web::post().to(handler)).route(web::head().to(handler)),
    );
    let app = init_service(app).await;
    for (method, status) in [(Method::HEAD, 200), (Method::POST, 401), (Method::GET, 405)] {
        let request = TestRequest::with_uri("/hook").method(method.clone()).to_request();
        assert_eq!(call_service(&app, request).await.status(), status, "{method}");
    }
}

/// A scope's verifier guards the endpoints of the scope, in whichever form it and an outer verifier
/// are registered. If it is unclear which of the two is nearer, the answer is 500. An outer secret
/// never opens an inner endpoint.
#[actix_web::test]
async fn the_nearest_verifier_counts() {
    async fn handler(hook: VerifiedWebhook<GitHub, Bytes>) -> Bytes {
        hook.into_payload()
    }
    fn plain(verifier: &Verifier<GitHub>) -> impl Fn(&mut web::ServiceConfig) + use<> {
        let verifier = verifier.clone();
        move |config| {
            config.app_data(verifier.clone());
        }
    }
    fn shared(verifier: &Verifier<GitHub>) -> impl Fn(&mut web::ServiceConfig) + use<> {
        let data = web::Data::new(verifier.clone());
        move |config| {
            config.app_data(data.clone());
        }
    }
    let outer = Verifier::<GitHub>::new("the outer secret").unwrap();
    let inner = Verifier::<GitHub>::new("the inner secret").unwrap();
    let (by_outer, by_inner) = (
        Signer::<GitHub>::new("the outer secret").unwrap(),
        Signer::<GitHub>::new("the inner secret").unwrap(),
    );
    type Configure = Box<dyn Fn(&mut web::ServiceConfig)>;
    let cases: [(Configure, Configure, u16, u16); 5] = [
        (Box::new(plain(&outer)), Box::new(plain(&inner)), 401, 200),
        (Box::new(shared(&outer)), Box::new(shared(&inner)), 401, 200),
        (Box::new(plain(&outer)), Box::new(shared(&inner)), 500, 500),
        (Box::new(shared(&outer)), Box::new(plain(&inner)), 500, 500),
        (Box::new(plain(&inner)), Box::new(shared(&inner)), 401, 200),
    ];
    for (number, (outside, inside, outer_status, inner_status)) in cases.into_iter().enumerate() {
        let scope = web::scope("/in").configure(inside).route("/", web::post().to(handler));
        let resource = webhook("/own", inner.clone(), handler);
        let app =
            init_service(App::new().configure(outside).service(resource).service(scope)).await;
        for (path, signer, status) in [
            ("/in/", &by_outer, outer_status),
            ("/in/", &by_inner, inner_status),
            ("/own", &by_outer, 401),
            ("/own", &by_inner, 200),
        ] {
            let (answered, _) = send_to(&app, path, signer, "{}").await;
            assert_eq!(answered, status, "case {number}, {path}");
        }
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
#[actix_web::test]
async fn a_recorded_delivery_is_received_with_the_clock_of_its_arrival() {
    use verihook_actix::providers::Terra;
    async fn echo(hook: VerifiedWebhook<Terra, Bytes>) -> Bytes {
        hook.into_payload()
    }
    let verifier = Verifier::<Terra>::new("foo").unwrap();
    let app = init_service(App::new().service(webhook("/hook", verifier, echo))).await;
    let (signature, body, arrival) = RECORDED;
    let request = || {
        let request = TestRequest::post().uri("/hook").set_payload(body);
        request.append_header(("terra-signature", signature)).to_request()
    };
    assert_eq!(call_service(&app, request()).await.status(), 401);
    let _clock = verihook_actix::TestClock::at(arrival);
    assert_eq!(call_service(&app, request()).await.status(), 200);
}
