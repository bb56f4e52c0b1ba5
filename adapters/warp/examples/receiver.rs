//! A small server for any provider:
//! `cargo run -p verihook-warp --example receiver -- --provider github --secret s`.

use serde_json::{Map, Value};
use tokio::net::TcpListener;
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};
use verihook_warp::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, VerifiedWebhook, handle,
};
use warp::Filter as _;

async fn signed<T: Payload>((): (), hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

async fn origin<T: Payload>((): (), hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let receiver = Receiver::from_command_line();
    let listener = TcpListener::bind(receiver.listen).await?;
    Receiver::announce(listener.local_addr()?);
    let (raw, json) = (warp::path!("raw"), warp::path!("json"));
    let handled = warp::path!("handled").and(warp::get()).map(Receiver::handled);
    match receiver.endpoint {
        ReceiverVerifier::Signed(verifier) => {
            let raw = handle(raw, verifier.clone(), signed::<Bytes>);
            let routes = raw.or(handle(json, verifier, signed::<Object>));
            warp::serve(routes.or(handled)).incoming(listener).run().await;
        }
        ReceiverVerifier::Origin(verifier) => {
            let raw = handle(raw, verifier.clone(), origin::<Bytes>);
            let routes = raw.or(handle(json, verifier, origin::<Object>));
            warp::serve(routes.or(handled)).incoming(listener).run().await;
        }
    }
    Ok(())
}
