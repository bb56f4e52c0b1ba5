//! The rejection as a response.

use crate::extract::WebhookRejection;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use verihook_receive::http_body::response;

/// Responds with the answer for the sender.
///
/// For a rejection, the response's extensions hold core's `RejectionKind`, and its `Rejection`
/// unless only the payload was malformed. Layers can count these; the sender never sees them.
impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        response(&self.into(), Body::from)
    }
}
