//! Passwords and tokens over HTTP/2, where nothing but the framework tells that a body was cut.

use super::http2_only::{longer, over, split, without_length};
use super::*;
use crate::http2::{End, Request};

cases! { $
    /// Passwords and tokens over HTTP/2 without TLS.
    HTTP2_ORIGIN_CASES,
    /// The cases of [`HTTP2_ORIGIN_CASES`](crate::HTTP2_ORIGIN_CASES).
    http2_origin_suite, conformance_of_http2_origin, CONFORMANCE_DEVIATIONS_OF_HTTP2_ORIGIN;

    /// The right password gets a delivery through over HTTP/2.
    http2_basic_right "centrepoint-basic" |sender| over(vec![sender.http2(B)], delivered(B));
    /// A body of no declared length may come with a password over HTTP/2.
    http2_basic_no_length "centrepoint-basic" |sender| {
        over(vec![without_length(sender.http2(B))], delivered(B))
    };
    /// Another password is refused over HTTP/2.
    http2_basic_wrong "centrepoint-basic" |sender| {
        over(vec![with_credential(sender.http2(B), Some("Basic c3R1ZHk6Z3Vlc3M="))], NOT_AUTHENTIC)
    };
    /// A delivery without a password is refused over HTTP/2, and is told to bring one.
    http2_basic_missing "centrepoint-basic" |sender| {
        over(vec![with_credential(sender.http2(B), None)], NOT_AUTHENTIC)
    };
    /// A stream that is reset in the middle of its body was never there, whoever sent it.
    http2_basic_reset "centrepoint-basic" |sender| over(vec![split(sender, B, End::Reset)], Outcome::NotDelivered);
    /// A stream that is reset in the middle of a longer body was never there, whoever sent it.
    http2_basic_reset_long "centrepoint-basic" |sender| {
        over(vec![split(sender, THIRTY, End::Reset)], Outcome::NotDelivered)
    };
    /// A stream that is reset before as much came as was declared was never there, whoever sent it.
    http2_basic_reset_declared "centrepoint-basic" |sender| {
        over(vec![longer(split(sender, THIRTY, End::Reset))], Outcome::NotDelivered)
    };
    /// A body that is shorter than declared was never there, whoever sent it.
    http2_basic_cut "centrepoint-basic" |sender| over(vec![longer(sender.http2(B))], Outcome::NotDelivered);
    /// A longer body that is shorter than declared was never there, whoever sent it.
    http2_basic_cut_long "centrepoint-basic" |sender| {
        over(vec![longer(sender.http2(THIRTY))], Outcome::NotDelivered)
    };
}

fn with_credential(mut request: Request, credential: Option<&str>) -> Request {
    request.headers.retain(|(name, _)| name != "authorization");
    request.headers.extend(credential.map(|credential| field("authorization", credential)));
    request
}
