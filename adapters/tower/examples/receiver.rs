//! A little server for any provider, on plain hyper:
//! `cargo run -p verihook-tower --example receiver -- --provider github --secret s`.

use http::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use serde_json::{Map, Value};
use std::convert::Infallible;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, service_fn};
use verihook_conformance::receiver::{Endpoint, Receiver};
use verihook_tower::{
    Bytes, Json, Marker, Payload as _, RejectionKind, VerifiedBody, Verifier, VerifyLayer,
};

type Object = Json<Map<String, Value>>;

/// The bytes are verified here, whatever the path. What they are read as is the service's own business.
fn respond<P>(verifier: &Verifier<P>, path: &str, body: &Bytes) -> Response<VerifiedBody> {
    let (status, text) = match path {
        "/json" if Object::from_slice(body).is_err() => {
            let answer = verifier.answer_kind(RejectionKind::Payload);
            (answer.status(), answer.body().to_owned())
        }
        "/raw" | "/json" => (200, body.len().to_string()),
        _ => (404, String::new()),
    };
    let mut response = Response::new(VerifiedBody::from(text));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

async fn serve<P>(listener: TcpListener, verifier: Verifier<P>) -> std::io::Result<()>
where
    P: Marker,
    verihook_tower::ProofOf<P, Bytes>: Clone + Send + Sync + 'static,
{
    let layer = VerifyLayer::new(verifier.clone());
    let service = ServiceBuilder::new().layer(layer).service(service_fn(
        move |request: Request<VerifiedBody>| {
            let verifier = verifier.clone();
            async move {
                let path = request.uri().path().to_owned();
                let body = collected(request.into_body());
                Ok::<_, Infallible>(respond(&verifier, &path, &body.await))
            }
        },
    ));
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service.clone());
        tokio::spawn(async move {
            let builder = Builder::new(TokioExecutor::new());
            // Clients go away in the middle; that is their business.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// A verified body is there already; this cannot fail.
async fn collected(body: VerifiedBody) -> Bytes {
    use http_body_util::BodyExt as _;
    body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default()
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let receiver = Receiver::from_command_line();
    let listener = TcpListener::bind(receiver.listen).await?;
    Receiver::announce(listener.local_addr()?);
    match receiver.endpoint {
        Endpoint::Signed(verifier) => serve(listener, verifier).await,
        Endpoint::Origin(verifier) => serve(listener, verifier).await,
    }
}
