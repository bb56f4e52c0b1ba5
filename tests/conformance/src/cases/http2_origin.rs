//! Passwords and tokens over HTTP/2, where nothing but the framework tells that a body was cut.

use super::http2_only::{CANCEL, NO_ERROR, in_frames, longer, over, split, without_length};
use super::*;
use crate::http2::{End, Reason, Request};

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
    http2_basic_reset "centrepoint-basic" |sender| over(vec![split(sender, B, CANCEL)], Outcome::NotDelivered);
    /// A stream that is reset in the middle of a longer body was never there, whoever sent it.
    http2_basic_reset_long "centrepoint-basic" |sender| {
        over(vec![split(sender, THIRTY, CANCEL)], Outcome::NotDelivered)
    };
    /// A stream that is reset before as much came as was declared was never there, whoever sent it.
    http2_basic_reset_declared "centrepoint-basic" |sender| {
        over(vec![longer(split(sender, THIRTY, CANCEL))], Outcome::NotDelivered)
    };
    /// END_STREAM on an empty frame of its own confirms the end of a body.
    http2_basic_end_on_empty_frame "centrepoint-basic" |sender| {
        over(vec![split(sender, B, End::EmptyFrame)], delivered(B))
    };
    /// A body whose length was declared ends with that length, whichever frame carries END_STREAM.
    http2_basic_end_on_empty_frame_declared "centrepoint-basic" |sender| {
        over(vec![Request { end: End::EmptyFrame, ..sender.http2(B) }], delivered(B))
    };
    /// Trailers confirm the end of a body.
    http2_basic_trailers "centrepoint-basic" |sender| {
        over(vec![split(sender, B, End::Trailer)], delivered(B))
    };
    /// A stream that the client resets with `PROTOCOL_ERROR` has no body, even with the right
    /// password.
    http2_basic_reset_protocol_error "centrepoint-basic" |sender| {
        over(vec![split(sender, B, End::Reset(Reason::PROTOCOL_ERROR))], Outcome::NotDelivered)
    };
    /// A stream that the client resets with `INTERNAL_ERROR` has no body, even with the right
    /// password.
    http2_basic_reset_internal_error "centrepoint-basic" |sender| {
        over(vec![split(sender, B, End::Reset(Reason::INTERNAL_ERROR))], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` before any DATA frame does not end a body, even with the right
    /// password.
    http2_basic_reset_no_error_at_0 "centrepoint-basic" |sender| {
        over(vec![split(sender, b"", NO_ERROR)], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` after one DATA frame does not end a body, even with the right
    /// password.
    http2_basic_reset_no_error "centrepoint-basic" |sender| {
        over(vec![in_frames(sender, THIRTY, 30, NO_ERROR)], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` after several DATA frames does not end a body, even with the right
    /// password.
    http2_basic_reset_no_error_frames "centrepoint-basic" |sender| {
        over(vec![split(sender, THIRTY, NO_ERROR)], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` before the declared length arrived does not end a body, even with
    /// the right password.
    http2_basic_reset_no_error_short "centrepoint-basic" |sender| {
        over(vec![longer(split(sender, THIRTY, NO_ERROR))], Outcome::NotDelivered)
    };
    /// A body whose declared length arrived is whole, or is not delivered, if the client then
    /// resets the stream.
    http2_basic_reset_no_error_whole "centrepoint-basic" |sender| {
        let request = Request { end: NO_ERROR, ..sender.http2(B) };
        over(vec![request], Outcome::AtMostOnce(B.to_vec()))
    };
    /// A connection that the client gives up with GOAWAY in the middle of a body does not end the
    /// body.
    http2_basic_goaway "centrepoint-basic" |sender| {
        over(vec![split(sender, THIRTY, End::GoAway)], Outcome::NotDelivered)
    };
    /// A connection whose sending half is closed in the middle of a body does not end the body.
    http2_basic_half_close "centrepoint-basic" |sender| {
        over(vec![split(sender, THIRTY, End::HalfClose)], Outcome::NotDelivered)
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
