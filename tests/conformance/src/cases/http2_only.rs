//! Schemes that sign the body, over HTTP/2.

use super::*;
use crate::http2::{End, Reason, Request};

cases! { $
    /// Schemes that sign the body, over HTTP/2 without TLS.
    HTTP2_CASES,
    /// The cases of [`HTTP2_CASES`](crate::HTTP2_CASES).
    http2_suite, conformance_of_http2, CONFORMANCE_DEVIATIONS_OF_HTTP2;

    /// A genuine delivery over HTTP/2 reaches the handler.
    http2_ok "github" [Http2, any] |sender| over(vec![sender.http2(B)], delivered(B));
    /// A delivery over HTTP/2 without a declared length reaches the handler.
    http2_no_length "github" [Http2, any] |sender| over(vec![without_length(sender.http2(B))], delivered(B));
    /// A signed empty body over HTTP/2 reaches the handler.
    http2_empty "github" [Http2, any, any_body] |sender| over(vec![split(sender, b"", End::Regular)], delivered(b""));
    /// A body in frames of one byte reaches the handler.
    http2_frame_per_byte "github" [Http2, any] |sender| over(vec![split(sender, B, End::Regular)], delivered(B));
    /// A body of exactly the limit, in several frames, reaches the handler.
    http2_limit "github" [Http2, any, limited] |sender| over(vec![in_frames(sender, &sender.full(), 250, End::Regular)], delivered(&sender.full()));
    /// A genuine delivery over HTTP/2 with a trailer reaches the handler; the trailer is not part
    /// of the body.
    http2_trailers "github" [Http2, any] |sender| over(vec![split(sender, B, End::Trailer)], delivered(B));
    /// A genuine delivery whose signature header contains a timestamp reaches the handler over
    /// HTTP/2.
    http2_timestamp "terra" [Http2, twin] |sender| over(vec![sender.http2(B)], delivered(B));
    /// A delivery without a signature is rejected over HTTP/2.
    http2_missing "github" [Http2, any] |sender| {
        over(vec![Request { headers: Vec::new(), ..sender.http2(B) }], NOT_AUTHENTIC)
    };
    /// A delivery with a changed body is rejected over HTTP/2.
    http2_changed "github" [Http2, any] |sender| {
        let frames = vec![br#"{"a":2}"#.to_vec().into()];
        over(vec![Request { frames, ..sender.http2(B) }], NOT_AUTHENTIC)
    };
    /// A request whose signature header appears twice is rejected over HTTP/2.
    http2_twice "github" [Http2, any, odd] |sender| {
        let request = without_length(sender.http2(B));
        let headers = [request.headers.clone(), request.headers.clone()].concat();
        over(vec![Request { headers, ..request }], NOT_AUTHENTIC)
    };
    /// A malformed signature is rejected over HTTP/2.
    http2_malformed "github" [Http2, any] |sender| {
        let mut request = without_length(sender.http2(B));
        for (_, value) in &mut request.headers {
            value.push('z');
        }
        over(vec![request], NOT_AUTHENTIC)
    };
    /// A stale delivery is rejected over HTTP/2.
    http2_stale "terra" [Http2, timed] |sender| {
        let headers = sender.headers_with(sender.secret(), B, -sender.beyond()).into_iter();
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value)).collect();
        over(vec![Request { headers, ..sender.http2(B) }], NOT_AUTHENTIC)
    };
    /// A body whose declared length exceeds the limit is rejected over HTTP/2.
    http2_over_declared "github" [Http2, any, limited] |sender| {
        over(vec![sender.http2(&sender.over_limit())], TOO_LARGE)
    };
    /// A body over the limit without a declared length is rejected over HTTP/2.
    http2_over_stream "github" [Http2, any, limited] |sender| {
        over(vec![in_frames(sender, &sender.over_limit(), 250, End::Regular)], TOO_LARGE)
    };
    /// A body with a content coding is rejected over HTTP/2.
    http2_coded "github" [Http2, any, odd] |sender| {
        let mut request = sender.http2(B);
        request.headers.push(field("content-encoding", "gzip"));
        over(vec![request], CONTENT_CODED)
    };
    /// A method that the provider does not send is rejected over HTTP/2.
    http2_get "github" [Http2, any, odd] |sender| {
        over(vec![Request { method: "GET", ..without_length(sender.http2(B)) }], METHOD_NOT_ALLOWED)
    };
    /// A body that stalls over HTTP/2 is rejected at the deadline.
    http2_stalls "github" [Http2, any, deadlined] |sender| over(vec![split(sender, THIRTY, End::Never)], TIMED_OUT);
    /// END_STREAM on an empty DATA frame confirms the end of a body.
    http2_end_on_empty_frame "github" [Http2, any] |sender| over(vec![split(sender, B, End::EmptyFrame)], delivered(B));
    /// END_STREAM on an empty DATA frame confirms the end of an empty body.
    http2_end_on_empty_frame_alone "github" [Http2, any, any_body] |sender| over(vec![split(sender, b"", End::EmptyFrame)], delivered(b""));
    /// The handler never runs for a stream that the client cancels in the middle of its body, even
    /// if the bytes that arrived are correctly signed.
    http2_reset "github" [Http2, any, counted] |sender| over(vec![split(sender, B, CANCEL)], Outcome::NotDelivered);
    /// The handler never runs for a stream that the client cancels in the middle of a longer body.
    http2_reset_long "github" [Http2, any, counted] |sender| over(vec![split(sender, THIRTY, CANCEL)], Outcome::NotDelivered);
    /// The handler never runs for a stream that the client resets with `PROTOCOL_ERROR`.
    http2_reset_protocol_error "github" [Http2, any, counted] |sender| {
        over(vec![split(sender, B, End::Reset(Reason::PROTOCOL_ERROR))], Outcome::NotDelivered)
    };
    /// The handler never runs for a stream that the client resets with `INTERNAL_ERROR`.
    http2_reset_internal_error "github" [Http2, any, counted] |sender| {
        over(vec![split(sender, B, End::Reset(Reason::INTERNAL_ERROR))], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` before any DATA frame is not the end of an empty body.
    http2_reset_no_error_at_0 "github" [Http2, any, counted] |sender| unconfirmed(split(sender, b"", NO_ERROR), b"");
    /// A reset with `NO_ERROR` after one DATA frame is not the end of the body.
    http2_reset_no_error "github" [Http2, any, counted] |sender| unconfirmed(in_frames(sender, THIRTY, 30, NO_ERROR), THIRTY);
    /// A reset with `NO_ERROR` after several DATA frames is not the end of the body.
    http2_reset_no_error_frames "github" [Http2, any, counted] |sender| unconfirmed(split(sender, THIRTY, NO_ERROR), THIRTY);
    /// A reset with `NO_ERROR` before the declared length has arrived is not the end of the body.
    http2_reset_no_error_short "github" [Http2, any, counted] |sender| {
        over(vec![longer(split(sender, THIRTY, NO_ERROR))], Outcome::NotDelivered)
    };
    /// A body whose declared length has arrived is delivered whole or not at all if the client then
    /// resets the stream.
    http2_reset_no_error_whole "github" [Http2, any, counted] |sender| {
        let request = Request { end: NO_ERROR, ..sender.http2(B) };
        over(vec![request], Outcome::AtMostOnce(B.to_vec()))
    };
    /// A body does not end when the client sends GOAWAY and closes its side of the connection.
    http2_goaway "github" [Http2, any, counted] |sender| unconfirmed(split(sender, THIRTY, End::GoAway), THIRTY);
    /// A body does not end when the client closes its side of the connection.
    http2_half_close "github" [Http2, any, counted] |sender| unconfirmed(split(sender, THIRTY, End::HalfClose), THIRTY);
    /// A body that ends before its declared length never reaches the handler, even if the bytes
    /// that arrived are correctly signed.
    http2_cut "github" [Http2, any, counted] |sender| over(vec![longer(sender.http2(B))], Outcome::NotDelivered);
    /// Fifty concurrent deliveries that are rejected because of their head all receive their
    /// answer.
    http2_refusals_seen "github" [Http2, any] |sender| {
        let request = Request { headers: Vec::new(), insists_after: Some(SHORTLY), ..sender.http2(B) };
        over(vec![request; 50], NOT_AUTHENTIC)
    };
    /// Fifty concurrent deliveries over one connection reach the handler.
    http2_fifty "github" [Http2, any] |sender| over(vec![without_length(sender.http2(B)); 50], delivered(B));
    /// A JSON object over HTTP/2 reaches the handler that expects an object.
    http2_json "github" [Http2, any, json] |sender| {
        over(vec![Request { target: JSON_PATH.to_owned(), ..sender.http2(B) }], delivered(B))
    };
}

pub(super) const CANCEL: End = End::Reset(Reason::CANCEL);

pub(super) const NO_ERROR: End = End::Reset(Reason::NO_ERROR);

/// A delivery of signed bytes whose end nothing confirms.
fn unconfirmed(request: Request, signed: &[u8]) -> Script {
    over(vec![request], Outcome::Unconfirmed(signed.to_vec()))
}

/// These requests over one connection, each with this outcome.
pub(super) fn over(requests: Vec<Request>, outcome: Outcome) -> Script {
    let outcomes = vec![outcome; requests.len()];
    Script { plays: vec![Play { source: None, transport: Transport::Http2(requests), outcomes }] }
}

pub(super) fn without_length(mut request: Request) -> Request {
    request.headers.retain(|(name, _)| name != "content-length");
    request
}

/// A delivery without a declared length, in frames of one byte.
pub(super) fn split(sender: &Sender, body: &[u8], end: End) -> Request {
    in_frames(sender, body, 1, end)
}

/// A delivery without a declared length, in DATA frames of this size. An empty body has none.
/// (Some servers treat many tiny frames as an attack.)
pub(super) fn in_frames(sender: &Sender, body: &[u8], size: usize, end: End) -> Request {
    let frames = body.chunks(size).map(|bytes| bytes.to_vec().into()).collect();
    Request { frames, end, ..without_length(sender.http2(body)) }
}

/// A delivery that declares a longer body than it sends.
pub(super) fn longer(mut request: Request) -> Request {
    request.headers.retain(|(name, _)| name != "content-length");
    request.headers.push(field("content-length", "100"));
    request
}
