//! Behaviour that the shared suite does not cover: typed payloads, path parameters, origin-only
//! schemes, the plain filter.

#![allow(clippy::unwrap_used, missing_docs)]

use serde::Deserialize;
use std::time::SystemTime;
use verihook_conformance::{Log, TENANT_PATHS, tenant_of};
use verihook_warp::providers::{CentrePointBasic, GitHub};
use verihook_warp::{
    AuthenticatedWebhook, Bytes, Json, JsonOrForm, Rejection, Signer, UnixTime, VerifiedWebhook,
    Verifier, WebhookRejection, handle, result,
};
use warp::http;
use warp::reply::Response;
use warp::test::RequestBuilder;
use warp::{Filter as _, Reply as _};

verihook_warp::endpoint! {
    /// A second endpoint of GitHub.
    pub Billing: GitHub
}

#[derive(Deserialize)]
struct Event {
    id: u32,
}

fn request<P>(path: &str, signer: &Signer<P>, body: &str) -> RequestBuilder {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signed = signer.sign(body.as_bytes(), now).unwrap();
    let request = warp::test::request().method("POST").path(path).body(body);
    signed.into_iter().fold(request, |request, (name, value)| request.header(name, value))
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
#[tokio::test]
async fn a_payload_is_parsed_in_the_handler() {
    async fn route((): (), hook: VerifiedWebhook<GitHub, Bytes>) -> Response {
        let parsed = match hook.delivery().unsigned_event() {
            Some("issues") => hook.parse::<JsonOrForm<Event>>(),
            Some("ping") => return "ping".into_response(),
            _ => return "other".into_response(),
        };
        match parsed {
            Ok(hook) => hook.payload().0.id.to_string().into_response(),
            Err(rejection) => rejection.into_response(),
        }
    }
    let log = Log::listen();
    let hooks = handle(warp::path!("hook"), Verifier::<GitHub>::new("s").unwrap(), route);
    for (event, body, status, answer) in ROUTED {
        let signer = Signer::<GitHub>::new("s").unwrap().header("x-github-event", event);
        let response = request("/hook", &signer, body).reply(&hooks).await;
        let text = std::str::from_utf8(response.body()).unwrap();
        assert_eq!((response.status().as_u16(), text), (status, answer));
    }
    let told = log.told();
    let warned: Vec<_> = told.iter().filter(|line| line.contains("status=422")).collect();
    assert_eq!(warned.len(), 2, "{told:?}");
    assert!(warned.iter().all(|line| !line.contains("secret")), "{told:?}");
}

#[tokio::test]
async fn a_typed_payload_and_a_path_parameter() {
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let before = warp::path!("hooks" / String);
    let handler = async |(tenant,): (String,), hook: VerifiedWebhook<GitHub, Json<Event>>| {
        format!("{tenant} {}", hook.payload().0.id)
    };
    let route = handle(before, verifier, handler).or(warp::any().map(|| "open"));
    let signer = Signer::<GitHub>::new("s").unwrap();
    let response = request("/hooks/shop", &signer, r#"{"id":7}"#).reply(&route).await;
    assert_eq!((response.status().as_u16(), &response.body()[..]), (200, &b"shop 7"[..]));
    let response = request("/hooks/shop", &signer, "{nope").reply(&route).await;
    assert_eq!(
        (response.status().as_u16(), &response.body()[..]),
        (422, &b"payload not understood\n"[..])
    );
    let forger = Signer::<GitHub>::new("t").unwrap();
    let response = request("/hooks/shop", &forger, "{nope").reply(&route).await;
    assert_eq!(
        (response.status().as_u16(), &response.body()[..]),
        (401, &b"webhook not authentic\n"[..])
    );
    let response = request("/elsewhere", &forger, "").reply(&route).await;
    assert_eq!(response.body(), "open", "a request for another path did not fall through");
}

#[tokio::test]
async fn a_tenant_is_named_by_the_path() {
    let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build().unwrap();
    let handler = async |(tenant,): (String,), hook: VerifiedWebhook<GitHub, Bytes>| {
        assert_eq!(hook.delivery().tenant(), Some(tenant.as_str()));
        format!("{tenant}: {}", hook.payload().len())
    };
    let route = handle(warp::path!("hooks" / String), verifier, handler);
    let signer = Signer::<GitHub>::new("the first tenant's").unwrap();
    for (path, status) in TENANT_PATHS {
        let response = request(path, &signer, "{}").reply(&route).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(response.body() == "one: 2", status == 200);
    }
}

#[tokio::test]
async fn endpoints_of_one_application_are_kept_apart() {
    let one = async |(): (), hook: VerifiedWebhook<GitHub, Bytes>| hook.delivery().endpoint();
    let two = async |(): (), hook: VerifiedWebhook<Billing, Bytes>| hook.delivery().endpoint();
    let routes = handle(warp::path!("one"), Verifier::new("1").unwrap(), one).or(handle(
        warp::path!("two"),
        Verifier::new("2").unwrap(),
        two,
    ));
    let signer = Signer::<GitHub>::new("1").unwrap();
    assert_eq!(request("/one", &signer, "{}").reply(&routes).await.body(), "github");
    assert_eq!(request("/two", &signer, "{}").reply(&routes).await.status(), 401);
}

#[tokio::test]
async fn a_refusal_is_told_to_the_log_once() {
    let log = Log::listen();
    let verifier = Verifier::<GitHub>::new("the right secret").unwrap();
    let handler =
        async |(): (), hook: VerifiedWebhook<GitHub, Bytes>| hook.payload().len().to_string();
    let route = handle(warp::path!("hook"), verifier, handler);
    let forger = Signer::<GitHub>::new("a guess").unwrap();
    let signed = forger.sign(b"{}", UnixTime::from_seconds(0)).unwrap();
    assert_eq!(request("/hook", &forger, "{}").reply(&route).await.status(), 401);
    log.assert_refusal(
        "github",
        401,
        "signature mismatch",
        &["the right secret", &signed[0].1[7..]],
    );
}

#[tokio::test]
async fn a_password_authenticates_the_origin() {
    let verifier = Verifier::<CentrePointBasic>::new("study:password").unwrap();
    let handler = async |(): (), hook: AuthenticatedWebhook<CentrePointBasic, Bytes>| {
        hook.payload().len().to_string()
    };
    let route = handle(warp::path!("hook"), verifier, handler);
    let right = Signer::<CentrePointBasic>::new("study:password").unwrap();
    assert_eq!(request("/hook", &right, "any").reply(&route).await.body(), "3");
    let wrong = Signer::<CentrePointBasic>::new("study:wrong").unwrap();
    let response = request("/hook", &wrong, "any").reply(&route).await;
    assert_eq!(
        response.headers()["www-authenticate"],
        "Basic realm=\"webhook\", charset=\"UTF-8\""
    );
}

#[tokio::test]
async fn the_plain_filter_extracts_a_result() {
    type Hook = Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>;
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let route = warp::path!("hook").and(result(verifier)).map(|hook: Hook| {
        hook.map_or_else(|refused| refused.to_string(), |_| "verified".to_owned())
    });
    let signer = Signer::<GitHub>::new("s").unwrap();
    assert_eq!(request("/hook", &signer, "{}").reply(&route).await.body(), "verified");
    let forger = Signer::<GitHub>::new("t").unwrap();
    let reason = Rejection::SignatureMismatch.to_string();
    assert_eq!(request("/hook", &forger, "{}").reply(&route).await.body(), reason.as_str());
}

verihook_warp::provider! {
    /// Sends HEAD before it delivers.
    Probing: "probing", BodySigned,
    verihook_warp::Scheme::hmac_sha256(verihook_warp::Place::header("sig"), verihook_warp::Encoding::Hex)
        .signs(&[verihook_warp::Part::Body])
        .handshake(verihook_warp::Handshake::method("HEAD").reply_ok())
        .build()
}

/// A probe by HEAD is answered without the handler where the route admits HEAD.
#[tokio::test]
async fn the_plain_filter_answers_a_head_probe() {
    type Hook = Result<VerifiedWebhook<Probing, Bytes>, WebhookRejection>;
    let verifier = Verifier::<Probing>::new("a secret of some length").unwrap();
    let route = warp::path!("hook").and(result(verifier)).map(|hook: Hook| match hook {
        Ok(_) => http::StatusCode::IM_A_TEAPOT.into_response(),
        Err(refused) => refused.into_response(),
    });
    for (method, status) in [("HEAD", 200), ("POST", 401), ("GET", 405)] {
        let request = warp::test::request().path("/hook").method(method);
        assert_eq!(request.reply(&route).await.status(), status, "{method}");
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
#[tokio::test]
async fn a_recorded_delivery_is_received_with_the_clock_of_its_arrival() {
    use verihook_warp::providers::Terra;
    let echo = async |(): (), _: VerifiedWebhook<Terra, Bytes>| "";
    let hooks = handle(warp::path!("hook"), Verifier::<Terra>::new("foo").unwrap(), echo);
    let (signature, body, arrival) = RECORDED;
    let request = || {
        let request = warp::test::request().method("POST").path("/hook").body(body);
        request.header("terra-signature", signature)
    };
    assert_eq!(request().reply(&hooks).await.status(), 401);
    let _clock = verihook_warp::TestClock::at(arrival);
    assert_eq!(request().reply(&hooks).await.status(), 200);
}
