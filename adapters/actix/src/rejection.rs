//! The rejection as a response.

use crate::extract::WebhookRejection;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// Responds with the answer for the sender.
impl ResponseError for WebhookRejection {
    fn status_code(&self) -> StatusCode {
        // Core only makes valid status codes. If that ever changes, never answer with a success.
        StatusCode::from_u16(self.answer().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let answer = self.answer();
        let mut response = HttpResponse::build(self.status_code());
        for field in answer.headers() {
            response.insert_header(field);
        }
        response.body(answer.body().to_owned())
    }
}
