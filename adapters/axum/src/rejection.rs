//! The refusal, as a response.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use core::fmt;
use verihook::{Answer, Rejection};
use verihook_receive::Refusal;

/// A refused request: the rejection of both extractors.
///
/// As a response it is what the peer is told, and in the response's extensions, for layers that count, are core's
/// `RejectionKind` and, unless only the payload did not fit, its [`Rejection`]. It prints why, for the operator.
#[derive(Debug)]
pub struct WebhookRejection(Refusal);

impl WebhookRejection {
    /// What the peer is told.
    pub const fn answer(&self) -> Answer {
        self.0.answer()
    }

    /// Why the request was not verified; `None` if it was, and only its payload did not fit.
    #[must_use]
    pub const fn rejection(&self) -> Option<Rejection> {
        self.0.rejection()
    }
}

impl From<Refusal> for WebhookRejection {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        verihook_receive::http_body::response(&self.0, Body::from)
    }
}

impl fmt::Display for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WebhookRejection {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
