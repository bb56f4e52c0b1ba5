//! The refusal, as a response.

use crate::extract::WebhookRejection;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use verihook_receive::http_body::response;

/// What the peer is told. In the response's extensions, for layers that count, are core's
/// `RejectionKind` and, unless only the payload did not fit, its `Rejection`.
impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        response(&self.into(), Body::from)
    }
}
