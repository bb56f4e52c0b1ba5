//! What can be tried over HTTP/2 alone.

use super::*;
use crate::http2::{End, Reason, Request};

cases! { $
    /// What can be tried over HTTP/2 alone, without TLS.
    HTTP2_CASES,
    /// The cases of [`HTTP2_CASES`](crate::HTTP2_CASES).
    http2_suite, conformance_of_http2, CONFORMANCE_DEVIATIONS_OF_HTTP2;

    /// A genuine delivery over HTTP/2 reaches the handler.
    http2_ok "github" |sender| over(vec![sender.http2(B)], delivered(B));
    /// A delivery over HTTP/2 need not declare its length.
    http2_no_length "github" |sender| over(vec![without_length(sender.http2(B))], delivered(B));
    /// An empty body over HTTP/2 reaches the handler, if it is signed.
    http2_empty "github" |sender| over(vec![split(sender, b"", End::Regular)], delivered(b""));
    /// A body in frames of one byte reaches the handler.
    http2_frame_per_byte "github" |sender| over(vec![split(sender, B, End::Regular)], delivered(B));
    /// A body of exactly the limit, in several frames, reaches the handler.
    http2_limit "github" |sender| over(vec![in_frames(sender, FULL, 250, End::Regular)], delivered(FULL));
    /// Trailers are no part of the body.
    http2_trailers "github" |sender| over(vec![split(sender, B, End::Trailer)], delivered(B));
    /// A header field with a signed time is read the same way over HTTP/2.
    http2_timestamp "terra" |sender| over(vec![sender.http2(B)], delivered(B));
    /// A delivery without a signature is refused over HTTP/2.
    http2_missing "github" |sender| {
        over(vec![Request { headers: Vec::new(), ..sender.http2(B) }], NOT_AUTHENTIC)
    };
    /// A delivery with a changed body is refused over HTTP/2.
    http2_changed "github" |sender| {
        let frames = vec![br#"{"a":2}"#.to_vec().into()];
        over(vec![Request { frames, ..sender.http2(B) }], NOT_AUTHENTIC)
    };
    /// A signature that stands twice is refused over HTTP/2.
    http2_twice "github" |sender| {
        let request = without_length(sender.http2(B));
        let headers = [request.headers.clone(), request.headers.clone()].concat();
        over(vec![Request { headers, ..request }], NOT_AUTHENTIC)
    };
    /// A malformed signature is refused over HTTP/2.
    http2_malformed "github" |sender| {
        let mut request = without_length(sender.http2(B));
        for (_, value) in &mut request.headers {
            value.push('z');
        }
        over(vec![request], NOT_AUTHENTIC)
    };
    /// A stale delivery is refused over HTTP/2.
    http2_stale "terra" |sender| {
        let headers = sender.headers_with(sender.secret(), B, -330).into_iter();
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value)).collect();
        over(vec![Request { headers, ..sender.http2(B) }], NOT_AUTHENTIC)
    };
    /// A body that is declared to be over the limit is refused over HTTP/2.
    http2_over_declared "github" |sender| {
        over(vec![sender.http2(&[b'x'; BODY_LIMIT + 1])], TOO_LARGE)
    };
    /// A body over the limit whose length nobody declared is refused.
    http2_over_stream "github" |sender| {
        over(vec![in_frames(sender, &[b'x'; BODY_LIMIT + 1], 250, End::Regular)], TOO_LARGE)
    };
    /// A content-coded body is refused over HTTP/2.
    http2_coded "github" |sender| {
        let mut request = sender.http2(B);
        request.headers.push(field("content-encoding", "gzip"));
        over(vec![request], CONTENT_CODED)
    };
    /// A method that the provider does not send is refused over HTTP/2.
    http2_get "github" |sender| {
        over(vec![Request { method: "GET", ..without_length(sender.http2(B)) }], METHOD_NOT_ALLOWED)
    };
    /// A body that stalls over HTTP/2 is given up at the deadline.
    http2_stalls "github" |sender| over(vec![split(sender, THIRTY, End::Never)], TIMED_OUT);
    /// END_STREAM on an empty frame of its own confirms the end of a body.
    http2_end_on_empty_frame "github" |sender| over(vec![split(sender, B, End::EmptyFrame)], delivered(B));
    /// END_STREAM on an empty frame of its own confirms the end of an empty body.
    http2_end_on_empty_frame_alone "github" |sender| over(vec![split(sender, b"", End::EmptyFrame)], delivered(b""));
    /// The handler never runs for a stream that the client cancels in the middle of its body, even
    /// if it signed what came.
    http2_reset "github" |sender| over(vec![split(sender, B, CANCEL)], Outcome::NotDelivered);
    /// The handler never runs for a stream that the client cancels in the middle of a longer body.
    http2_reset_long "github" |sender| over(vec![split(sender, THIRTY, CANCEL)], Outcome::NotDelivered);
    /// The handler never runs for a stream that the client resets with `PROTOCOL_ERROR`.
    http2_reset_protocol_error "github" |sender| {
        over(vec![split(sender, B, End::Reset(Reason::PROTOCOL_ERROR))], Outcome::NotDelivered)
    };
    /// The handler never runs for a stream that the client resets with `INTERNAL_ERROR`.
    http2_reset_internal_error "github" |sender| {
        over(vec![split(sender, B, End::Reset(Reason::INTERNAL_ERROR))], Outcome::NotDelivered)
    };
    /// A reset with `NO_ERROR` before any DATA frame is not the end of an empty body.
    http2_reset_no_error_at_0 "github" |sender| unconfirmed(split(sender, b"", NO_ERROR), b"");
    /// A reset with `NO_ERROR` after one DATA frame is not the end of the body.
    http2_reset_no_error "github" |sender| unconfirmed(in_frames(sender, THIRTY, 30, NO_ERROR), THIRTY);
    /// A reset with `NO_ERROR` after several DATA frames is not the end of the body.
    http2_reset_no_error_frames "github" |sender| unconfirmed(split(sender, THIRTY, NO_ERROR), THIRTY);
    /// A reset with `NO_ERROR` before the declared length arrived is not the end of the body.
    http2_reset_no_error_short "github" |sender| {
        over(vec![longer(split(sender, THIRTY, NO_ERROR))], Outcome::NotDelivered)
    };
    /// A body whose declared length arrived is whole, or is not delivered, if the client then
    /// resets the stream.
    http2_reset_no_error_whole "github" |sender| {
        let request = Request { end: NO_ERROR, ..sender.http2(B) };
        over(vec![request], Outcome::AtMostOnce(B.to_vec()))
    };
    /// A connection that the client gives up with GOAWAY in the middle of a body does not end the
    /// body.
    http2_goaway "github" |sender| unconfirmed(split(sender, THIRTY, End::GoAway), THIRTY);
    /// A connection whose sending half is closed in the middle of a body does not end the body.
    http2_half_close "github" |sender| unconfirmed(split(sender, THIRTY, End::HalfClose), THIRTY);
    /// A body that is shorter than declared was never there, even if what came is genuinely signed.
    http2_cut "github" |sender| over(vec![longer(sender.http2(B))], Outcome::NotDelivered);
    /// Fifty deliveries that are refused by their head are all told so.
    http2_refusals_seen "github" |sender| {
        let request = Request { headers: Vec::new(), insists_after: Some(SHORTLY), ..sender.http2(B) };
        over(vec![request; 50], NOT_AUTHENTIC)
    };
    /// Fifty deliveries at once over one connection reach the handler.
    http2_fifty "github" |sender| over(vec![without_length(sender.http2(B)); 50], delivered(B));
    /// An object reaches the handler that takes objects over HTTP/2.
    http2_json "github" |sender| {
        over(vec![Request { target: JSON_PATH.to_owned(), ..sender.http2(B) }], delivered(B))
    };
}

pub(super) const CANCEL: End = End::Reset(Reason::CANCEL);

pub(super) const NO_ERROR: End = End::Reset(Reason::NO_ERROR);

/// A delivery whose end nothing confirms, although these signed bytes arrived.
fn unconfirmed(request: Request, signed: &[u8]) -> Script {
    over(vec![request], Outcome::Unconfirmed(signed.to_vec()))
}

/// These requests over one connection, each of which has this outcome.
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

/// A delivery without a declared length, in frames of this size, or without any if the body is
/// empty. (Many tiny ones at once are an attack, to some servers.)
pub(super) fn in_frames(sender: &Sender, body: &[u8], size: usize, end: End) -> Request {
    let frames = body.chunks(size).map(|bytes| bytes.to_vec().into()).collect();
    Request { frames, end, ..without_length(sender.http2(body)) }
}

/// A delivery that declares a longer body than comes.
pub(super) fn longer(mut request: Request) -> Request {
    request.headers.retain(|(name, _)| name != "content-length");
    request.headers.push(field("content-length", "100"));
    request
}
