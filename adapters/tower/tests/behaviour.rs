//! Behaviour that the shared suite does not cover: services that must be polled ready, answers, and
//! the requests that reach the service.

#![allow(clippy::unwrap_used, missing_docs)]

use http::{Request, Response, StatusCode};
use http_body::Body as _;
use http_body_util::{BodyExt as _, Full};
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use tower::buffer::BufferLayer;
use tower::limit::{ConcurrencyLimitLayer, GlobalConcurrencyLimitLayer};
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn};
use verihook_conformance::{Log, TENANT_PATHS, tenant_of};
use verihook_tower::providers::{CentrePointBasic, GitHub};
use verihook_tower::{
    Authenticated, Bytes, Json, Rejection, RejectionKind, Signer, UnixTime, Verified, VerifiedBody,
    Verifier, VerifyLayer,
};

fn request<P>(signer: &Signer<P>, body: &'static str) -> Request<Full<Bytes>> {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let mut request = Request::post("/");
    for (name, value) in signer.sign(body.as_bytes(), now).unwrap() {
        request = request.header(name, value);
    }
    request.body(Full::from(body)).unwrap()
}

async fn echo(request: Request<VerifiedBody<GitHub>>) -> Result<Response<Full<Bytes>>, Infallible> {
    let hook: Verified<GitHub, Bytes> = request.body().proof().clone();
    let length = request.body().size_hint().exact();
    let mut body = request.into_body();
    let read = (&mut body).collect().await.unwrap().to_bytes();
    assert_eq!((hook.payload(), length), (&read, Some(read.len() as u64)));
    assert!(body.is_end_stream() && body.frame().await.is_none(), "a body is read only once");
    assert_eq!(body.into_proof().payload(), &read, "the proof keeps the bytes");
    Ok(Response::new(Full::new(read)))
}

/// An inner service parses the body itself. The proof is not in the extensions, where a look-up
/// with the wrong type would compile.
#[tokio::test]
async fn a_body_is_read_as_a_payload() {
    let service = service_fn(async |request: Request<VerifiedBody<GitHub>>| {
        assert!(request.extensions().get::<Verified<GitHub, Bytes>>().is_none());
        let told = format!("{:?}", request.body());
        assert!(told.starts_with("VerifiedBody { bytes: ") && !told.contains("zen"), "{told}");
        let hook = request.into_body().parse::<Json<Map<String, Value>>>();
        let status =
            if hook.is_ok_and(|hook| hook.payload().0.contains_key("zen")) { 200 } else { 422 };
        Response::builder().status(status).body(Full::<Bytes>::default())
    });
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(service);
    let signer = Signer::<GitHub>::new("s").unwrap();
    for (body, status) in [("{\"zen\":1}", 200), ("{", 422), ("", 422)] {
        let response = service.clone().oneshot(request(&signer, body)).await.unwrap();
        assert_eq!(response.status(), status, "{body}");
    }
}

/// If `call` used a service that was not polled ready, it would panic with a concurrency limit, and
/// never answer with a buffer.
#[tokio::test]
async fn the_service_that_was_ready_is_the_one_that_is_called() {
    let github = VerifyLayer::new(Verifier::<GitHub>::new("s").unwrap());
    let limited = ServiceBuilder::new()
        .layer(github.clone())
        .layer(ConcurrencyLimitLayer::new(1))
        .service(service_fn(echo));
    let limited_for_all = ServiceBuilder::new()
        .layer(github.clone())
        .layer(GlobalConcurrencyLimitLayer::new(2))
        .service(service_fn(echo));
    let buffered =
        ServiceBuilder::new().layer(github).layer(BufferLayer::new(1)).service(service_fn(echo));
    twenty_at_once(limited).await;
    twenty_at_once(limited_for_all).await;
    twenty_at_once(buffered).await;
}

async fn twenty_at_once<S, B>(service: S)
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: std::fmt::Debug + Send,
    B: Send + 'static,
{
    let signer = Arc::new(Signer::<GitHub>::new("s").unwrap());
    let calls: Vec<_> =
        (0..20).map(|_| tokio::spawn(service.clone().oneshot(request(&signer, "{}")))).collect();
    for call in calls {
        let answered = tokio::time::timeout(Duration::from_secs(5), call).await;
        let status = answered.unwrap().unwrap().unwrap().status();
        assert_eq!(status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_refusal_is_a_response_and_not_an_error() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counting = {
        let calls = Arc::clone(&calls);
        service_fn(move |_: Request<VerifiedBody<GitHub>>| {
            calls.fetch_add(1, Ordering::SeqCst);
            async { Err::<Response<Full<Bytes>>, _>("the service's own error") }
        })
    };
    let verifier = Verifier::<GitHub>::new("s").unwrap();
    let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(counting);
    let forger = Signer::<GitHub>::new("t").unwrap();
    let response = service.clone().oneshot(request(&forger, "{}")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.extensions().get::<Rejection>(), Some(&Rejection::SignatureMismatch));
    assert_eq!(response.extensions().get::<RejectionKind>(), Some(&RejectionKind::NotAuthentic));
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    let text = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!((text, calls.load(Ordering::SeqCst)), ("webhook not authentic\n".into(), 0));

    let signer = Signer::<GitHub>::new("s").unwrap();
    let failed = service.oneshot(request(&signer, "{}")).await;
    assert_eq!(failed.map(|_| ()), Err("the service's own error"), "the error was not forwarded");
}

#[tokio::test]
async fn a_tenant_is_named_by_the_path() {
    let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build().unwrap();
    let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(service_fn(echo));
    let signer = Signer::<GitHub>::new("the first tenant's").unwrap();
    for (path, status) in TENANT_PATHS {
        // The layer does not route, so an unknown path is an unknown tenant.
        let status = if status == 404 { 401 } else { status };
        let mut request = request(&signer, "{}");
        *request.uri_mut() = path.parse().unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
    }
}

#[tokio::test]
async fn a_refusal_is_told_to_the_log_once() {
    let log = Log::listen();
    let verifier = Verifier::<GitHub>::new("the right secret").unwrap();
    let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(service_fn(echo));
    let forged = request(&Signer::<GitHub>::new("a guess").unwrap(), "{}");
    let signature = forged.headers()["x-hub-signature-256"].to_str().unwrap().to_owned();
    assert_eq!(service.oneshot(forged).await.unwrap().status(), 401);
    log.assert_refusal("github", 401, "signature mismatch", &["the right secret", &signature[7..]]);
}

#[tokio::test]
async fn a_password_authenticates_the_origin() {
    let service = service_fn(async |request: Request<VerifiedBody<CentrePointBasic>>| {
        let hook: Authenticated<CentrePointBasic, Bytes> = request.into_body().into_proof();
        Ok::<_, Infallible>(Response::new(Full::new(hook.into_payload())))
    });
    let verifier = Verifier::<CentrePointBasic>::new("study:password").unwrap();
    let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(service);
    let right = Signer::<CentrePointBasic>::new("study:password").unwrap();
    let response = service.clone().oneshot(request(&right, "any")).await.unwrap();
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "any");
    let wrong = Signer::<CentrePointBasic>::new("study:wrong").unwrap();
    let response = service.oneshot(request(&wrong, "any")).await.unwrap();
    assert_eq!(
        response.headers()["www-authenticate"],
        "Basic realm=\"webhook\", charset=\"UTF-8\""
    );
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
    use verihook_tower::providers::Terra;
    let echo = service_fn(async |request: Request<VerifiedBody<Terra>>| {
        Ok::<_, Infallible>(Response::new(request.into_body()))
    });
    let verifier = Verifier::<Terra>::new("foo").unwrap();
    let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(echo);
    let (signature, body, arrival) = RECORDED;
    let send = || {
        let request = Request::post("/").header("terra-signature", signature);
        service.clone().oneshot(request.body(Full::<Bytes>::from(body)).unwrap())
    };
    assert_eq!(send().await.unwrap().status(), 401);
    let _clock = verihook_tower::TestClock::at(arrival);
    assert_eq!(send().await.unwrap().status(), 200);
}
