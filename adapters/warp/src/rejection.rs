//! The rejection as a reply.

use crate::filter::WebhookRejection;
use verihook_receive::http_body::response;
use warp::Reply;
use warp::reply::Response;

/// Replies with the answer for the sender. This is not a warp rejection, which would make warp try
/// the next route.
impl Reply for WebhookRejection {
    fn into_response(self) -> Response {
        response(&self.into(), |text| text).into_response()
    }
}
