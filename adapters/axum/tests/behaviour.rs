//! Behaviour that the shared suite does not cover: typed payloads, states, origin-only schemes,
//! outer layers, answers.

#![allow(clippy::unwrap_used, missing_docs)]

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRef, Path, State};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Router, middleware};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;
use tower::{Layer as _, ServiceExt as _};
use verihook_axum::providers::{
    CentrePoint, CentrePointBasic, CentrePointBearer, GitHub, HubSpot, Terra, TradeLens, Twilio,
};
use verihook_axum::{
    AuthenticatedWebhook, Batch, BodySigned, Bytes, Encoding, Head, Json, JsonOrForm, Part, Place,
    Provider, Rejection, RejectionKind, ResolveError, Scheme, SecretResolver, Secrets,
    SecretsFuture, Signer, Tenant, UnixTime, ValidationFuture, VerifiedWebhook, Verifier,
    WebhookRejection, webhook,
};
use verihook_conformance::{Log, TENANT_PATHS, tenant_of};
use verihook_tower::VerifyLayer;

verihook_axum::endpoint! {
    /// A second endpoint of GitHub.
    pub Billing: GitHub
}

#[derive(Deserialize)]
struct Event {
    id: u32,
}

fn now() -> UnixTime {
    UnixTime::try_from(SystemTime::now()).unwrap()
}

fn request<P>(path: &str, signer: &Signer<P>, body: &'static str) -> Request<Body> {
    let mut request = Request::post(path);
    for (name, value) in signer.sign(body.as_bytes(), now()).unwrap() {
        request = request.header(name, value);
    }
    request.body(body.into()).unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1000).await.unwrap().into()).unwrap()
}

#[tokio::test]
async fn a_typed_payload_and_its_bytes() {
    let handler = async |hook: VerifiedWebhook<GitHub, Json<Event>>| {
        assert_eq!(hook.body(), r#"{"id": 7}"#);
        assert_eq!(hook.delivery().provider(), "github");
        hook.payload().0.id.to_string()
    };
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    let signer = Signer::<GitHub>::new("s").unwrap();

    let response = app.clone().oneshot(request("/", &signer, r#"{"id": 7}"#)).await.unwrap();
    assert_eq!((response.status(), text(response).await.as_str()), (StatusCode::OK, "7"));

    let response = app.clone().oneshot(request("/", &signer, "{nope")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(text(response).await, "payload not understood\n");

    let forger = Signer::<GitHub>::new("t").unwrap();
    let response = app.oneshot(request("/", &forger, "{nope")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "an unverified body was parsed");
    assert_eq!(response.extensions().get::<Rejection>(), Some(&Rejection::SignatureMismatch));
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(text(response).await, "webhook not authentic\n");
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
    async fn route(hook: VerifiedWebhook<GitHub, Bytes>) -> Result<String, WebhookRejection> {
        Ok(match hook.delivery().unsigned_event() {
            Some("issues") => hook.parse::<JsonOrForm<Event>>()?.payload().0.id.to_string(),
            Some("ping") => "ping".to_owned(),
            _ => "other".to_owned(),
        })
    }
    let log = Log::listen();
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app: Router = Router::new().route("/", webhook(verifier, route));
    let signer = Signer::<GitHub>::new("s").unwrap();
    for (event, body, status, answer) in ROUTED {
        let mut request = request("/", &signer, body);
        request.headers_mut().insert("x-github-event", HeaderValue::from_static(event));
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!((response.status().as_u16(), text(response).await.as_str()), (status, answer));
    }
    let told = log.told();
    let warned: Vec<_> = told.iter().filter(|line| line.contains("status=422")).collect();
    assert_eq!(warned.len(), 2, "{told:?}");
    assert!(warned.iter().all(|line| !line.contains("secret")), "{told:?}");
}

#[derive(Clone, FromRef)]
struct App {
    github: Verifier<GitHub>,
    billing: Verifier<Billing>,
    name: &'static str,
}

#[tokio::test]
async fn endpoints_of_one_application_are_kept_apart() {
    async fn github(
        State(name): State<&'static str>,
        hook: VerifiedWebhook<GitHub, Bytes>,
    ) -> String {
        format!("{name}: {}", hook.delivery().endpoint())
    }
    async fn billing(hook: VerifiedWebhook<Billing, Bytes>) -> &'static str {
        hook.delivery().endpoint()
    }
    let app = Router::new()
        .route("/github", post(github))
        .route("/billing", post(billing))
        .with_state(App {
            github: Verifier::new("one").unwrap(),
            billing: Verifier::new("two").unwrap(),
            name: "shop",
        });
    let app = Router::new().nest("/hooks", app);
    let (one, two) =
        (Signer::<GitHub>::new("one").unwrap(), Signer::<Billing>::new("two").unwrap());
    for (path, status, body) in
        [("/hooks/github", 200, "shop: github"), ("/hooks/billing", 401, "")]
    {
        let response = app.clone().oneshot(request(path, &one, "{}")).await.unwrap();
        assert_eq!(response.status(), status);
        assert!(text(response).await.starts_with(body));
    }
    let response = app.oneshot(request("/hooks/billing", &two, "{}")).await.unwrap();
    assert_eq!(text(response).await, "Billing");
}

/// A route with its own verifier, in an application whose state has none.
#[tokio::test]
async fn a_handler_takes_the_state_of_the_application() {
    #[derive(Clone, FromRef)]
    struct Shop {
        name: &'static str,
        limit: usize,
    }
    async fn whole(State(shop): State<Shop>, hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        format!("{}: {} of {}", shop.name, hook.payload().len(), shop.limit)
    }
    async fn parts(
        State(name): State<&'static str>,
        State(limit): State<usize>,
        Path(tenant): Path<String>,
        hook: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>,
    ) -> Result<String, WebhookRejection> {
        Ok(format!("{name}/{tenant}: {} of {limit}", hook?.payload().len()))
    }
    let verifier = || Verifier::<GitHub>::new("s").unwrap();
    let app = Router::new()
        .route("/whole", webhook(verifier(), whole))
        .route("/parts/{tenant}", webhook(verifier(), parts))
        .with_state(Shop { name: "shop", limit: 7 });
    let signer = Signer::<GitHub>::new("s").unwrap();
    let forger = Signer::<GitHub>::new("t").unwrap();
    for (path, answer) in [("/whole", "shop: 2 of 7"), ("/parts/one", "shop/one: 2 of 7")] {
        let response = app.clone().oneshot(request(path, &signer, "{}")).await.unwrap();
        assert_eq!((response.status(), text(response).await.as_str()), (StatusCode::OK, answer));
        let response = app.clone().oneshot(request(path, &forger, "{}")).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
}

/// An extractor before the webhook that fails ends the request, as in any axum handler.
#[tokio::test]
async fn an_extractor_before_the_webhook_may_reject() {
    let handler = async |_: Path<u32>, hook: VerifiedWebhook<GitHub, Bytes>| hook.into_payload();
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app: Router = Router::new().route("/{number}", webhook(verifier, handler));
    let signer = Signer::<GitHub>::new("s").unwrap();
    for (path, status) in [("/7", 200), ("/seven", 400)] {
        let response = app.clone().oneshot(request(path, &signer, "{}")).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
    }
}

#[tokio::test]
async fn a_password_authenticates_the_origin() {
    let verifier = Verifier::<CentrePointBasic>::new("study:password").unwrap();
    let handler = async |hook: AuthenticatedWebhook<CentrePointBasic, Bytes>| hook.into_payload();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    let right = Signer::<CentrePointBasic>::new("study:password").unwrap();
    let response = app.clone().oneshot(request("/", &right, "any body")).await.unwrap();
    assert_eq!(text(response).await, "any body");
    let wrong = Signer::<CentrePointBasic>::new("study:wrong").unwrap();
    let response = app.oneshot(request("/", &wrong, "any body")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        response.headers()["www-authenticate"],
        "Basic realm=\"webhook\", charset=\"UTF-8\""
    );
}

#[tokio::test]
async fn a_token_is_validated_while_the_request_waits() {
    fn introspect(token: &str) -> ValidationFuture {
        let valid = token == "valid";
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(valid)
        })
    }
    let verifier =
        Verifier::<CentrePointBearer>::builder().token_validator(introspect).build().unwrap();
    let handler = async |hook: AuthenticatedWebhook<CentrePointBearer, Bytes>| hook.into_payload();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    for (token, status) in [("valid", 200), ("expired", 401)] {
        let signer = Signer::<CentrePointBearer>::new(token).unwrap();
        let response = app.clone().oneshot(request("/", &signer, "any")).await.unwrap();
        assert_eq!(response.status(), status);
        let challenge = response.headers().get("www-authenticate");
        assert_eq!(challenge.is_some_and(|challenge| challenge == "Bearer"), status == 401);
    }
}

#[tokio::test]
async fn a_handler_may_look_at_the_refusal() {
    let handler = async |hook: Result<VerifiedWebhook<Terra, Bytes>, WebhookRejection>| match hook {
        Ok(_) => StatusCode::OK,
        Err(refused) if refused.rejection() == Some(Rejection::TimestampStale) => StatusCode::GONE,
        Err(refused) => StatusCode::from_u16(refused.answer().status()).unwrap(),
    };
    let verifier =
        Verifier::<Terra>::builder().secret("s").status(RejectionKind::NotAuthentic, 403);
    let app: Router = Router::new().route("/", webhook(verifier.build().unwrap(), handler));
    let signer = Signer::<Terra>::new("s").unwrap();
    assert_eq!(app.clone().oneshot(request("/", &signer, "")).await.unwrap().status(), 200);
    let mut old = Request::post("/");
    for (name, value) in signer.sign(b"", UnixTime::from_seconds(1_700_000_000)).unwrap() {
        old = old.header(name, value);
    }
    assert_eq!(app.clone().oneshot(old.body(Body::empty()).unwrap()).await.unwrap().status(), 410);
    let unsigned = Request::post("/").body(Body::empty()).unwrap();
    assert_eq!(app.oneshot(unsigned).await.unwrap().status(), 403);
}

#[tokio::test]
async fn a_tenant_is_named_by_the_path() {
    async fn on_push(Path(tenant): Path<String>, hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        assert_eq!(hook.delivery().tenant(), Some(tenant.as_str()));
        format!("{tenant}: {}", hook.payload().len())
    }
    let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build().unwrap();
    let app: Router = Router::new().route("/hooks/{tenant}", webhook(verifier, on_push));
    let signer = Signer::<GitHub>::new("the first tenant's").unwrap();
    for (path, status) in TENANT_PATHS {
        let response = app.clone().oneshot(request(path, &signer, "{}")).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(text(response).await == "one: 2", status == 200);
    }
}

#[tokio::test]
async fn a_refusal_is_told_to_the_log_once() {
    let log = Log::listen();
    let handler = async |hook: VerifiedWebhook<Billing, Bytes>| hook.into_payload();
    let verifier = Verifier::<Billing>::new("the right secret").unwrap();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    let forged = request("/", &Signer::<Billing>::new("a guess").unwrap(), "{}");
    let signature = forged.headers()["x-hub-signature-256"].to_str().unwrap().to_owned();
    assert_eq!(app.oneshot(forged).await.unwrap().status(), 401);
    log.assert_refusal(
        "Billing",
        401,
        "signature mismatch",
        &["the right secret", &signature[7..]],
    );
}

/// An application can convert a rejection into its own error type.
#[tokio::test]
async fn a_refusal_becomes_an_error_of_the_application() {
    enum Failure {
        Refused(WebhookRejection),
    }
    impl From<WebhookRejection> for Failure {
        fn from(refused: WebhookRejection) -> Self {
            Self::Refused(refused)
        }
    }
    impl IntoResponse for Failure {
        fn into_response(self) -> axum::response::Response {
            let Self::Refused(refused) = self;
            let id = ("x-request-id", "7");
            ([id], refused.into_response()).into_response()
        }
    }
    type Hook = Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>;
    let handler = async |hook: Hook| -> Result<Bytes, Failure> { Ok(hook?.into_payload()) };
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    let forger = Signer::<GitHub>::new("t").unwrap();
    let response = app.oneshot(request("/", &forger, "{}")).await.unwrap();
    assert_eq!(
        (response.status(), &response.headers()["x-request-id"]),
        (StatusCode::UNAUTHORIZED, &HeaderValue::from_static("7"))
    );
    assert_eq!(text(response).await, "webhook not authentic\n");
}

verihook_axum::provider! {
    /// Signs its URL with the query of the request.
    Querying: "querying", BodySigned,
    Scheme::hmac_sha256(Place::header("sig"), Encoding::Hex)
        .signs(&[Part::UrlWithQuery, Part::Body])
        .ambiguous("nothing stands between the query and the body")
        .build()
}

/// A nested router strips its prefix from the URI, but the signed target is the received one.
#[tokio::test]
async fn a_signed_query_under_a_nested_router() {
    let url = "https://example.com/api/hook";
    let verifier = Verifier::<Querying>::builder().secret("s").public_url(url).build().unwrap();
    let handler = async |hook: VerifiedWebhook<Querying, Bytes>| hook.into_payload();
    let app: Router =
        Router::new().nest("/api", Router::new().route("/hook", webhook(verifier, handler)));
    let signer =
        Signer::<Querying>::new("s").unwrap().public_url(url).unwrap().target("/api/hook?a=1");
    let response = app.clone().oneshot(request("/api/hook?a=1", &signer, "{}")).await.unwrap();
    assert_eq!(response.status(), 200);
    let response = app.oneshot(request("/api/hook?a=2", &signer, "{}")).await.unwrap();
    assert_eq!(response.status(), 401);
}

/// A layer inside a nested router sees the received target too, so it verifies what the provider
/// signed. The extractor behind it takes over its proof.
async fn layers_and_nested_routers<P>(url: &str)
where
    P: Provider<Proves = BodySigned>,
{
    fn layered<P>(asked: &Arc<AtomicUsize>, url: &str) -> (Verifier<P>, VerifyLayer<Verifier<P>>)
    where
        P: Provider<Proves = BodySigned>,
    {
        let asked = Arc::clone(asked);
        let resolver = move |_: &dyn Head| -> SecretsFuture<P> {
            asked.fetch_add(1, Ordering::SeqCst);
            Box::pin(async {
                let secrets = Secrets::new(["s"]).map_err(|_| ResolveError::Unavailable)?;
                Ok(Tenant::new("one", secrets))
            })
        };
        let verifier = Verifier::<P>::builder().secret_resolver(resolver).public_url(url);
        let verifier = verifier.build().unwrap();
        (verifier.clone(), VerifyLayer::new(verifier))
    }
    async fn echo<P>(hook: VerifiedWebhook<P, Bytes>) -> Bytes
    where
        P: Provider<Proves = BodySigned>,
    {
        hook.into_payload()
    }
    let asked = Arc::new(AtomicUsize::new(0));
    let (verifier, layer) = layered::<P>(&asked, url);
    let route = || webhook(verifier.clone(), echo::<P>);
    let routes = || Router::new().route("/hook", route());
    let apps: [(&str, Router); 7] = [
        ("extractor", Router::new().nest("/api", routes())),
        ("layer inside", Router::new().nest("/api", routes().layer(layer.clone()))),
        (
            "layer on a route",
            Router::new().nest("/api", Router::new().route("/hook", route().layer(layer.clone()))),
        ),
        ("layer outside", Router::new().nest("/api", routes()).layer(layer.clone())),
        ("nested twice", {
            let inner = Router::new().route("/", route()).layer(layer.clone());
            Router::new().nest("/api", Router::new().nest("/hook", inner))
        }),
        ("nest_service", Router::new().nest_service("/api", layer.layer(routes()))),
        (
            "fallback_service",
            Router::new().fallback_service(layer.layer(Router::new().nest("/api", routes()))),
        ),
    ];
    let signer = Signer::<P>::new("s").unwrap().public_url(url).unwrap().target("/api/hook?a=1");
    for (name, app) in apps {
        asked.store(0, Ordering::SeqCst);
        let response = app.clone().oneshot(request("/api/hook?a=1", &signer, "{}")).await.unwrap();
        assert_eq!(
            (response.status(), text(response).await.as_str()),
            (StatusCode::OK, "{}"),
            "{name}"
        );
        assert_eq!(asked.load(Ordering::SeqCst), 1, "{name}: expected one verification");
        for path in ["/api/hook?a=2", "/api/hook"] {
            let response = app.clone().oneshot(request(path, &signer, "{}")).await.unwrap();
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{name} {path}");
        }
    }
}

#[tokio::test]
async fn a_signed_query_behind_layers_and_nested_routers() {
    layers_and_nested_routers::<Twilio>("https://example.com/api/hook").await;
    layers_and_nested_routers::<HubSpot>("https://example.com/api/hook").await;
    layers_and_nested_routers::<Querying>("https://example.com/api/hook").await;
}

/// A resolver that counts its look-ups.
fn counting(asked: &Arc<AtomicUsize>) -> impl SecretResolver<GitHub> {
    let asked = Arc::clone(asked);
    move |_: &dyn Head| -> SecretsFuture<GitHub> {
        asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {
            let secrets = Secrets::new(["s"]).map_err(|_| ResolveError::Unavailable)?;
            Ok(Tenant::new("one", secrets))
        })
    }
}

/// The extractor reuses the layer's proof: the secret is looked up once, and the bytes are the
/// proof's.
#[tokio::test]
async fn a_proof_of_the_layer_is_taken_over() {
    let asked = Arc::new(AtomicUsize::new(0));
    let verifier = Verifier::<GitHub>::builder().secret_resolver(counting(&asked)).build().unwrap();
    let handler = async |hook: VerifiedWebhook<GitHub, Json<Event>>| {
        assert_eq!(hook.body(), r#"{"id": 7}"#);
        hook.payload().0.id.to_string()
    };
    let meddling = middleware::map_request(async |request: Request<Body>| {
        request.map(|_| Body::from(r#"{"id": 8}"#))
    });
    let app: Router = Router::new()
        .route("/", webhook(verifier.clone(), handler))
        .layer(meddling)
        .layer(VerifyLayer::new(verifier));
    let signer = Signer::<GitHub>::new("s").unwrap();
    let response = app.clone().oneshot(request("/", &signer, r#"{"id": 7}"#)).await.unwrap();
    assert_eq!((response.status(), text(response).await.as_str()), (StatusCode::OK, "7"));
    assert_eq!(asked.load(Ordering::SeqCst), 1, "expected one verification");
    let response = app.clone().oneshot(request("/", &signer, "{nope")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let forger = Signer::<GitHub>::new("t").unwrap();
    let response = app.oneshot(request("/", &forger, r#"{"id": 7}"#)).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

/// A layer's proof for another endpoint is a misconfiguration.
#[tokio::test]
async fn a_proof_for_another_endpoint_is_a_mistake_of_the_server() {
    let handler = async |_: VerifiedWebhook<Billing, Bytes>| StatusCode::OK;
    let app: Router = Router::new()
        .route("/", webhook(Verifier::<Billing>::new("s").unwrap(), handler))
        .layer(VerifyLayer::new(Verifier::<GitHub>::new("s").unwrap()));
    let signer = Signer::<GitHub>::new("s").unwrap();
    let response = app.oneshot(request("/", &signer, "{}")).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(response.extensions().get::<Rejection>(), Some(&Rejection::VerifiedElsewhere));
}

/// Two verifiers of one endpoint can hold different secrets, so the second one verifies again.
#[tokio::test]
async fn another_verifier_of_the_same_endpoint_verifies_again() {
    let behind = |secret: &str| -> Router {
        let handler = async |hook: VerifiedWebhook<GitHub, Bytes>| hook.into_payload();
        Router::new()
            .route("/", webhook(Verifier::<GitHub>::new(secret).unwrap(), handler))
            .layer(VerifyLayer::new(Verifier::<GitHub>::new("s").unwrap()))
    };
    let signer = Signer::<GitHub>::new("s").unwrap();
    let response = behind("s").oneshot(request("/", &signer, "{}")).await.unwrap();
    assert_eq!((response.status(), text(response).await.as_str()), (StatusCode::OK, "{}"));
    let response = behind("t").oneshot(request("/", &signer, "{}")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

/// A layer with a stricter limit than the endpoint's ends the stream with an error. The answer is
/// still 413.
#[tokio::test]
async fn a_stricter_limit_in_front_is_a_limit() {
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let handler = async |hook: VerifiedWebhook<GitHub, Bytes>| hook.into_payload();
    let limited = middleware::map_request(async |request: Request<Body>| {
        request.map(|body| Body::new(http_body_util::Limited::new(body, 4)))
    });
    let app: Router = Router::new().route("/", webhook(verifier, handler)).layer(limited);
    let signer = Signer::<GitHub>::new("s").unwrap();
    assert_eq!(app.clone().oneshot(request("/", &signer, "1234")).await.unwrap().status(), 200);
    assert_eq!(app.oneshot(request("/", &signer, "12345")).await.unwrap().status(), 413);
}

#[tokio::test]
async fn a_batch_of_events() {
    let handler = async |hook: VerifiedWebhook<TradeLens, Batch<Event>>| {
        let ids = hook.payload().iter().map(|event| event.map_or(0, |event| event.id));
        format!("{:?}", ids.collect::<Vec<_>>())
    };
    let verifier = Verifier::<TradeLens>::new("s").unwrap();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    let signer = Signer::<TradeLens>::new("s").unwrap();
    for (body, answer) in [
        (r#"[{"id": 7}, {"id": "eight"}, {"id": 9}]"#, "[7, 0, 9]"),
        (r#"{"id": 7}"#, "[7]"),
        ("[]", "[]"),
    ] {
        let response = app.clone().oneshot(request("/", &signer, body)).await.unwrap();
        assert_eq!((response.status(), text(response).await.as_str()), (StatusCode::OK, answer));
    }
    let response = app.oneshot(request("/", &signer, "[{]")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

/// The peer's address is known only if the server provides `ConnectInfo`.
#[tokio::test]
async fn an_endpoint_that_asks_who_sends_is_loud_where_nobody_knows() {
    let verifier =
        Verifier::<GitHub>::builder().secret("s").sources(["192.0.2.7"]).build().unwrap();
    let app: Router =
        Router::new().route("/", webhook(verifier, async |_: VerifiedWebhook<GitHub, Bytes>| {}));
    let signer = Signer::<GitHub>::new("s").unwrap();
    let response = app.clone().oneshot(request("/", &signer, "{}")).await.unwrap();
    assert_eq!(response.extensions().get::<Rejection>(), Some(&Rejection::PeerUnknown));
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    for (address, status) in [
        ("192.0.2.7:50123", StatusCode::OK),
        ("[::ffff:192.0.2.7]:50123", StatusCode::OK),
        ("192.0.2.8:50123", StatusCode::FORBIDDEN),
    ] {
        let mut request = request("/", &signer, "{}");
        let address: SocketAddr = address.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(address));
        assert_eq!(app.clone().oneshot(request).await.unwrap().status(), status, "{address}");
    }
}

/// An application that inspects rejections and returns them answers handshakes too.
#[tokio::test]
async fn a_handshake_is_answered_by_whoever_returns_the_rejection() {
    type Hook = Result<VerifiedWebhook<CentrePoint, Bytes>, WebhookRejection>;
    let handler = async |hook: Hook| hook.map(|hook| hook.into_payload());
    let verifier = Verifier::<CentrePoint>::new("s").unwrap();
    let app: Router = Router::new().route("/", post(handler)).with_state(verifier);
    let asked = Request::post("/")
        .header("x-actigraph-event", "validation")
        .header("x-actigraph-hook-secret", "1d3ad7a1");
    let response = app.oneshot(asked.body(Body::from("{}")).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["x-actigraph-hook-secret"], "1d3ad7a1");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert!(response.extensions().get::<RejectionKind>().is_none());
}

verihook_axum::provider! {
    /// Sends HEAD before it delivers.
    Probing: "probing", BodySigned,
    Scheme::hmac_sha256(Place::header("sig"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(verihook_axum::Handshake::method("HEAD").reply_ok())
        .build()
}

/// A probe by HEAD is answered without the handler where the route admits HEAD.
#[tokio::test]
async fn an_extractor_answers_a_head_probe() {
    async fn handler(_hook: VerifiedWebhook<Probing, Bytes>) -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }
    let verifier = Verifier::<Probing>::new("a secret of some length").unwrap();
    for (route, status) in [
        (axum::routing::any(handler), 200),
        (axum::routing::get(handler), 200),
        (post(handler).head(handler), 200),
        (post(handler), 405),
    ] {
        let app: Router = Router::new().route("/", route).with_state(verifier.clone());
        let probe = Request::head("/").body(Body::empty()).unwrap();
        assert_eq!(app.oneshot(probe).await.unwrap().status(), status);
    }
    let app: Router = Router::new().route("/", axum::routing::any(handler)).with_state(verifier);
    let unsigned = Request::post("/").body(Body::empty()).unwrap();
    assert_eq!(app.oneshot(unsigned).await.unwrap().status(), 401);
}

/// A body that does not forward `is_end_stream`, like that of a careless layer.
struct Wrapped(Option<Bytes>);

impl http_body::Body for Wrapped {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Ready(self.0.take().map(|bytes| Ok(http_body::Frame::data(bytes))))
    }
}

/// Over HTTP/2 an unconfirmed end counts only if the declared length has arrived. Over HTTP/1 the
/// parser confirms the end.
#[tokio::test]
async fn the_end_of_a_wrapped_body_needs_a_confirmation_over_http2() {
    let app = Router::new().route(
        "/",
        webhook(
            Verifier::<GitHub>::new("s").unwrap(),
            async |_: VerifiedWebhook<GitHub, Bytes>| {},
        ),
    );
    let signer = Signer::<GitHub>::new("s").unwrap();
    for (version, length, status) in [
        (Version::HTTP_10, None, 200),
        (Version::HTTP_11, None, 200),
        (Version::HTTP_2, None, 400),
        (Version::HTTP_3, None, 400),
        (Version::HTTP_2, Some(2), 200),
        (Version::HTTP_2, Some(3), 400),
    ] {
        let mut request =
            request("/", &signer, "{}").map(|_| Body::new(Wrapped(Some("{}".into()))));
        *request.version_mut() = version;
        if let Some(length) = length {
            request.headers_mut().insert("content-length", HeaderValue::from(length));
        }
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{version:?}, {length:?}");
        let rejection = (status != 200).then_some(Rejection::EndUnconfirmed);
        assert_eq!(response.extensions().get::<Rejection>().copied(), rejection);
    }
    let mut whole = request("/", &signer, "{}");
    *whole.version_mut() = Version::HTTP_2;
    assert_eq!(app.oneshot(whole).await.unwrap().status(), 200);
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
    let handler = async |hook: VerifiedWebhook<Terra, Bytes>| hook.into_payload();
    let verifier = Verifier::<Terra>::new("foo").unwrap();
    let app: Router = Router::new().route("/", webhook(verifier, handler));
    let (signature, body, arrival) = RECORDED;
    let send = || {
        let request = Request::post("/").header("terra-signature", signature);
        app.clone().oneshot(request.body(Body::from(body)).unwrap())
    };
    assert_eq!(send().await.unwrap().status(), 401);
    let _clock = verihook_axum::TestClock::at(arrival);
    assert_eq!(send().await.unwrap().status(), 200);
}
