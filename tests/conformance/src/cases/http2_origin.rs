//! Passwords and tokens over HTTP/2, where only the framework knows that a body was cut.

use super::http2_only::{CANCEL, NO_ERROR, in_frames, longer, over, split, without_length};
use super::*;
use crate::http2::{End, Reason, Request};

cases! { $
    /// Passwords and tokens over HTTP/2 without TLS.
    HTTP2_ORIGIN_CASES,
    /// The cases of [`HTTP2_ORIGIN_CASES`](crate::HTTP2_ORIGIN_CASES).
    http2_origin_suite, conformance_of_http2_origin, CONFORMANCE_DEVIATIONS_OF_HTTP2_ORIGIN;

    /// A delivery with the correct password reaches the handler over HTTP/2.
    http2_basic_right "centrepoint-basic" [Http2, origin] |sender| over(vec![sender.http2(B)], delivered(B));
    /// A body with the correct password and without a declared length reaches the handler over
    /// HTTP/2.
    http2_basic_no_length "centrepoint-basic" [Http2, origin] |sender| {
        over(vec![without_length(sender.http2(B))], delivered(B))
    };
    /// A wrong password is rejected over HTTP/2.
    http2_basic_wrong "centrepoint-basic" [Http2, origin] |sender| {
        over(vec![with_credential(sender.http2(B), Some("Basic c3R1ZHk6Z3Vlc3M="))], NOT_AUTHENTIC)
    };
    /// A delivery without a password is rejected over HTTP/2 with a `WWW-Authenticate` header.
    http2_basic_missing "centrepoint-basic" [Http2, origin] |sender| {
        over(vec![with_credential(sender.http2(B), None)], NOT_AUTHENTIC)
    };
    /// A stream that the client cancels in the middle of its body never reaches the handler, even
    /// with the correct password.
    http2_basic_reset "centrepoint-basic" [Http2, origin, counted] |sender| over(vec![split(sender, B, CANCEL)], Outcome::NotDelivered);
    /// A stream that the client cancels in the middle of a longer body never reaches the handler,
    /// even with the correct password.
    http2_basic_reset_long "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, THIRTY, CANCEL)], Outcome::NotDelivered)
    };
    /// A stream that the client cancels before the declared length has arrived never reaches the
    /// handler, even with the correct password.
    http2_basic_reset_declared "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![longer(split(sender, THIRTY, CANCEL))], Outcome::NotDelivered)
    };
    /// END_STREAM on an empty DATA frame confirms the end of a body.
    http2_basic_end_on_empty_frame "centrepoint-basic" [Http2, origin] |sender| {
        over(vec![split(sender, B, End::EmptyFrame)], delivered(B))
    };
    /// A body ends with its declared length, whichever frame carries END_STREAM.
    http2_basic_end_on_empty_frame_declared "centrepoint-basic" [Http2, origin] |sender| {
        over(vec![Request { end: End::EmptyFrame, ..sender.http2(B) }], delivered(B))
    };
    /// A trailer confirms the end of a body.
    http2_basic_trailers "centrepoint-basic" [Http2, origin] |sender| {
        over(vec![split(sender, B, End::Trailer)], delivered(B))
    };
    /// A stream that the client resets with `PROTOCOL_ERROR` never reaches the handler, even with
    /// the correct password.
    http2_basic_reset_protocol_error "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, B, End::Reset(Reason::PROTOCOL_ERROR))], Outcome::NotDelivered)
    };
    /// A stream that the client resets with `INTERNAL_ERROR` never reaches the handler, even with
    /// the correct password.
    http2_basic_reset_internal_error "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, B, End::Reset(Reason::INTERNAL_ERROR))], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` before any DATA frame does not end a body, even with the correct
    /// password.
    http2_basic_reset_no_error_at_0 "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, b"", NO_ERROR)], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` after one DATA frame does not end a body, even with the correct
    /// password.
    http2_basic_reset_no_error "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![in_frames(sender, THIRTY, 30, NO_ERROR)], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` after several DATA frames does not end a body, even with the correct
    /// password.
    http2_basic_reset_no_error_frames "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, THIRTY, NO_ERROR)], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` before the declared length has arrived does not end a body, even
    /// with the correct password.
    http2_basic_reset_no_error_short "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![longer(split(sender, THIRTY, NO_ERROR))], Outcome::NotDelivered)
    };
    /// A body whose declared length has arrived is delivered whole or not at all if the client then
    /// resets the stream.
    http2_basic_reset_no_error_whole "centrepoint-basic" [Http2, origin, counted] |sender| {
        let request = Request { end: NO_ERROR, ..sender.http2(B) };
        over(vec![request], Outcome::AtMostOnce(B.to_vec()))
    };
    /// A body does not end when the client sends GOAWAY and closes its side of the connection.
    http2_basic_goaway "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, THIRTY, End::GoAway)], Outcome::NotDelivered)
    };
    /// A body does not end when the client closes its side of the connection.
    http2_basic_half_close "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![split(sender, THIRTY, End::HalfClose)], Outcome::NotDelivered)
    };
    /// A body that ends before its declared length never reaches the handler, even with the correct
    /// password.
    http2_basic_cut "centrepoint-basic" [Http2, origin, counted] |sender| over(vec![longer(sender.http2(B))], Outcome::NotDelivered);
    /// A longer body that ends before its declared length never reaches the handler, even with the
    /// correct password.
    http2_basic_cut_long "centrepoint-basic" [Http2, origin, counted] |sender| {
        over(vec![longer(sender.http2(THIRTY))], Outcome::NotDelivered)
    };
}

fn with_credential(mut request: Request, credential: Option<&str>) -> Request {
    request.headers.retain(|(name, _)| name != "authorization");
    request.headers.extend(credential.map(|credential| field("authorization", credential)));
    request
}
