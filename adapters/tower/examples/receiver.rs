//! A small server for any provider, on plain hyper:
//! `cargo run -p verihook-tower --example receiver -- --provider github --secret s`.

use http::{Method, Request, Response, StatusCode};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use serde_json::{Map, Value};
use std::convert::Infallible;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};
use verihook_tower::{
    Bytes, Endpoint, Json, Payload as _, Proof as _, RejectionKind, VerifiedBody, Verifier,
    VerifyLayer,
};

type Object = Json<Map<String, Value>>;

/// Answers a verified request. The layer verifies the bytes for every path; the service parses
/// them.
fn respond<P>(verifier: &Verifier<P>, path: &str, body: &Bytes) -> Response<Full<Bytes>> {
    let (status, text) = match path {
        "/json" if Object::from_slice(body).is_err() => {
            let answer = verifier.answer_kind(RejectionKind::Payload);
            (answer.status(), answer.body().to_owned())
        }
        "/raw" | "/json" => {
            Receiver::count_run();
            (200, body.len().to_string())
        }
        _ => (404, String::new()),
    };
    let mut response = Response::new(Full::from(text));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

async fn serve<P>(listener: TcpListener, verifier: Verifier<P>) -> std::io::Result<()>
where
    P: Endpoint,
    verihook_tower::ProofOf<P, Bytes>: Send + Sync + 'static,
{
    let layer = VerifyLayer::new(verifier.clone());
    let service = ServiceBuilder::new().layer(layer).service(service_fn(
        move |request: Request<VerifiedBody<P>>| {
            let verifier = verifier.clone();
            async move {
                let path = request.uri().path().to_owned();
                let (body, _) = request.into_body().into_proof().into_parts();
                Ok::<_, Infallible>(respond(&verifier, &path, &body))
            }
        },
    ));
    let service = service_fn(move |request: Request<Incoming>| {
        let verified = service.clone();
        async move {
            if (request.method(), request.uri().path()) == (&Method::GET, "/handled") {
                let handled = Full::<Bytes>::from(Receiver::handled());
                return Ok::<_, Infallible>(Response::new(Either::Left(handled)));
            }
            Ok(verified.oneshot(request).await?.map(Either::Right))
        }
    });
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service.clone());
        tokio::spawn(async move {
            let builder = Builder::new(TokioExecutor::new());
            // An error means that the client disconnected, which needs no action.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let receiver = Receiver::from_command_line();
    let listener = TcpListener::bind(receiver.listen).await?;
    Receiver::announce(listener.local_addr()?);
    match receiver.endpoint {
        ReceiverVerifier::Signed(verifier) => serve(listener, verifier).await,
        ReceiverVerifier::Origin(verifier) => serve(listener, verifier).await,
    }
}
