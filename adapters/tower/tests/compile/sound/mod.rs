//! Programs that compile: the layer around a service of verified bodies, and around an axum router.

use http::{Request, Response};
use std::convert::Infallible;
use tower::{Service, ServiceBuilder, service_fn};
use verihook_tower::{VerifiedBody, Verifier, VerifyLayer, providers::GitHub};

async fn respond(_: Request<VerifiedBody<GitHub>>) -> Result<Response<String>, Infallible> {
    Ok(Response::new(String::new()))
}

fn build(github: Verifier<GitHub>) -> axum::Router {
    let layer = VerifyLayer::new(github);
    let mut service = ServiceBuilder::new().layer(layer.clone()).service(service_fn(respond));
    drop(service.call(Request::new(String::new())));
    axum::Router::new().route("/", axum::routing::post(|| async {})).layer(layer)
}

pub(crate) fn all() {
    let _ = build;
}
