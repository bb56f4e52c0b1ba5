//! A service for requests that were not verified.

use http::{Request, Response};
use std::convert::Infallible;
use tower::{Service, ServiceBuilder, service_fn};
use verihook_tower::{Verifier, VerifyLayer, providers::GitHub};

async fn respond(_: Request<String>) -> Result<Response<String>, Infallible> {
    Ok(Response::new(String::new()))
}

fn build(github: Verifier<GitHub>) {
    let mut service = ServiceBuilder::new().layer(VerifyLayer::new(github)).service(service_fn(respond));
    let _ = service.call(Request::new(String::new()));
}

fn main() {}
