//! The refusal, as a response.

use crate::extract::WebhookRejection;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use verihook::Answer;

/// What the peer is told.
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
