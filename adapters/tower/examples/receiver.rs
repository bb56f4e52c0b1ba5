//! A small server for any provider, on plain hyper:
//! `cargo run -p verihook-tower --example receiver -- --provider github --secret s`.

use http::{Method, Request, Response, StatusCode};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::pin::pin;
use tokio::net::TcpListener;
use tower::util::BoxCloneService;
use tower::{Layer as _, ServiceExt as _, service_fn};
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};
use verihook_tower::idempotency::Idempotency;
use verihook_tower::{
    Bytes, Endpoint, Json, Payload as _, Proof as _, RejectionKind, ResponseBody, VerifiedBody,
    Verifier, VerifyLayer,
};

type Object = Json<Map<String, Value>>;

/// Answers a verified request. The layer verifies the bytes for every path; the service parses
/// them.
async fn respond<P>(verifier: &Verifier<P>, path: &str, body: &Bytes) -> Response<Full<Bytes>> {
    let (status, text) = match path {
        "/json" if Object::from_slice(body).is_err() => {
            let answer = verifier.answer_kind(RejectionKind::Payload);
            (answer.status(), answer.body().to_owned())
        }
        "/raw" | "/json" => {
            Receiver::work().await;
            (200, body.len().to_string())
        }
        _ => (404, String::new()),
    };
    let mut response = Response::new(Full::from(text));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// The service behind the layer, in a box, because a layer is another type if it handles each
/// delivery once.
type Service = BoxCloneService<Request<Incoming>, Response<ResponseBody<Full<Bytes>>>, Infallible>;

fn service<P>(verifier: Verifier<P>, idempotency: Option<&Idempotency>) -> Service
where
    P: Endpoint,
    verihook_tower::ProofOf<P, Bytes>: Send + Sync + 'static,
{
    let own = verifier.clone();
    let handler = service_fn(move |request: Request<VerifiedBody<P>>| {
        let verifier = own.clone();
        async move {
            let path = request.uri().path().to_owned();
            let (body, _) = request.into_body().into_proof().into_parts();
            Ok::<_, Infallible>(respond(&verifier, &path, &body).await)
        }
    });
    match idempotency {
        None => BoxCloneService::new(VerifyLayer::new(verifier).layer(handler)),
        Some(once) => BoxCloneService::new(VerifyLayer::new(once.wrap(verifier)).layer(handler)),
    }
}

async fn serve(listener: TcpListener, verified: Service) -> std::io::Result<()> {
    let service = service_fn(move |request: Request<Incoming>| {
        let verified = verified.clone();
        async move {
            if (request.method(), request.uri().path()) == (&Method::GET, "/handled") {
                let handled = Full::<Bytes>::from(Receiver::handled());
                return Ok::<_, Infallible>(Response::new(Either::Left(handled)));
            }
            Ok(verified.oneshot(request).await?.map(Either::Right))
        }
    });
    let (builder, graceful) = (Builder::new(TokioExecutor::new()), GracefulShutdown::new());
    let mut stopped = pin!(Receiver::stopped());
    loop {
        let (stream, _) = tokio::select! {
            accepted = listener.accept() => accepted?,
            () = &mut stopped => break,
        };
        let service = TowerToHyperService::new(service.clone());
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        // An error means that the client disconnected, which needs no action.
        tokio::spawn(graceful.watch(connection.into_owned()));
    }
    graceful.shutdown().await;
    Ok(())
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Receiver { listen, endpoint, idempotency, .. } = Receiver::from_command_line().await;
    let service = match endpoint {
        ReceiverVerifier::Signed(verifier) => service(verifier, idempotency.as_ref()),
        ReceiverVerifier::Origin(verifier) => service(verifier, idempotency.as_ref()),
    };
    let listener = TcpListener::bind(listen).await?;
    Receiver::announce(listener.local_addr()?);
    serve(listener, service).await?;
    Receiver::drain(idempotency).await;
    Ok(())
}
