//! The refusal, as a response.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use core::fmt;
use verihook::{Answer, Rejection};
use verihook_receive::Refusal;

/// A refused request: the error of both extractors.
///
/// As a response it is what the peer is told. It prints why, for the operator.
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

impl ResponseError for WebhookRejection {
    fn status_code(&self) -> StatusCode {
        // The core makes no status outside 400 to 599; should it ever, the answer is still no success.
        StatusCode::from_u16(self.answer().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let answer = self.answer();
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, HeaderValue::from_static(Answer::CONTENT_TYPE)));
        if let Some((name, value)) = answer.header() {
            response
                .insert_header((HeaderName::from_static(name), HeaderValue::from_static(value)));
        }
        response.body(answer.body())
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
