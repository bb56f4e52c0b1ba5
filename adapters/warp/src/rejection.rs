//! The refusal, as a reply.

use core::fmt;
use verihook::{Answer, Rejection};
use verihook_receive::Refusal;
use verihook_receive::http_body::response;
use warp::Reply;
use warp::reply::Response;

/// A refused request, as a reply: what the peer is told. It prints why, for the operator.
///
/// It is no rejection of warp's: those make warp try the next route.
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

impl Reply for WebhookRejection {
    fn into_response(self) -> Response {
        response(&self.0, |text| text).into_response()
    }
}

impl fmt::Display for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for WebhookRejection {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.0.source()
    }
}
