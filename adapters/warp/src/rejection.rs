//! The refusal, as a reply.

use crate::filter::WebhookRejection;
use verihook_receive::http_body::response;
use warp::Reply;
use warp::reply::Response;

/// What the peer is told. It is no rejection of warp's: those make warp try the next route.
impl Reply for WebhookRejection {
    fn into_response(self) -> Response {
        response(&self.into(), |text| text).into_response()
    }
}
