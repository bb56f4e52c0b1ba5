//! Programs that compile: path parameters, a `Result` of a webhook, another route after it, the
//! plain filter.

use verihook_warp::{
    Bytes, Json, VerifiedWebhook, Verifier, WebhookRejection, handle, providers::GitHub, result,
};
use warp::{Filter, Reply, http::StatusCode};

async fn on_push((_, _): (String, u32), _: VerifiedWebhook<GitHub, Json<Vec<u32>>>) -> StatusCode {
    StatusCode::OK
}

async fn looks((): (), _: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>) -> StatusCode {
    StatusCode::OK
}

fn build(github: Verifier<GitHub>) -> impl Filter<Extract = impl Reply> + Clone {
    let plain = warp::path!("plain").and(result(github.clone())).map(
        |hook: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>| match hook {
            Ok(_) => StatusCode::OK.into_response(),
            Err(refused) => refused.into_response(),
        },
    );
    handle(warp::path!("hooks" / String / u32), github.clone(), on_push)
        .or(handle(warp::path!("looks"), github, looks))
        .or(plain)
}

pub(crate) fn all() {
    let _ = build;
}
