//! A small server for any provider:
//! `cargo run -p verihook-warp --example receiver -- --provider github --secret s`.

use serde_json::{Map, Value};
use tokio::net::TcpListener;
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};
use verihook_warp::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, RouteVerifier, VerifiedWebhook,
    handle,
};
use warp::Filter as _;
use warp::filters::BoxedFilter;
use warp::reply::Response;

async fn signed<T: Payload>((): (), hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

async fn origin<T: Payload>((): (), hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

fn signed_routes(verifier: impl RouteVerifier<Endpoint = Any> + Clone) -> BoxedFilter<(Response,)> {
    let raw = handle(warp::path!("raw"), verifier.clone(), signed::<Bytes>);
    raw.or(handle(warp::path!("json"), verifier, signed::<Object>)).unify().boxed()
}

fn origin_routes(
    verifier: impl RouteVerifier<Endpoint = AnyOrigin> + Clone,
) -> BoxedFilter<(Response,)> {
    let raw = handle(warp::path!("raw"), verifier.clone(), origin::<Bytes>);
    raw.or(handle(warp::path!("json"), verifier, origin::<Object>)).unify().boxed()
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Receiver { listen, endpoint, idempotency, .. } = Receiver::from_command_line().await;
    let routes = match (endpoint, &idempotency) {
        (ReceiverVerifier::Signed(verifier), None) => signed_routes(verifier),
        (ReceiverVerifier::Signed(verifier), Some(once)) => signed_routes(once.wrap(verifier)),
        (ReceiverVerifier::Origin(verifier), None) => origin_routes(verifier),
        (ReceiverVerifier::Origin(verifier), Some(once)) => origin_routes(once.wrap(verifier)),
    };
    let routes = routes.or(warp::path!("handled").and(warp::get()).map(Receiver::handled));
    let listener = TcpListener::bind(listen).await?;
    Receiver::announce(listener.local_addr()?);
    warp::serve(routes).incoming(listener).graceful(Receiver::stopped()).run().await;
    Receiver::drain(idempotency).await;
    Ok(())
}
