//! Passwords and tokens, which prove who sent a request but do not sign its body.

use super::*;

cases! { $
    /// Passwords and tokens, over HTTP/1.
    ORIGIN_CASES,
    /// The cases of [`ORIGIN_CASES`](crate::ORIGIN_CASES).
    origin_suite, conformance_of_origin, CONFORMANCE_DEVIATIONS_OF_ORIGIN;

    /// A delivery with the correct user name and password reaches the handler.
    basic_right "centrepoint-basic" genuine;
    /// A delivery with the old password reaches the handler during a rotation.
    basic_rotated "centrepoint-basic" rotated;
    /// A delivery with the correct password reaches the handler whatever its body, which a password
    /// does not sign.
    basic_any_body "centrepoint-basic" |sender| sent(sender.request(b"\xff\xfe\x00{}"), delivered(b"\xff\xfe\x00{}"));
    /// An empty body with the correct password reaches the handler.
    basic_empty_body "centrepoint-basic" |sender| sent(sender.request(b""), delivered(b""));
    /// The scheme name `Basic` may be in upper case.
    basic_word_capitals "centrepoint-basic" |sender| {
        altered(sender, |_, value| *value = value.replacen("Basic", "BASIC", 1), delivered(B))
    };
    /// A delivery without a password is rejected with a `WWW-Authenticate` header.
    basic_missing "centrepoint-basic" unsigned;
    /// A password header that appears twice is rejected, even if both values are correct.
    basic_twice "centrepoint-basic" twice;
    /// A wrong password is rejected.
    basic_wrong "centrepoint-basic" |sender| under(sender, "study:guess", B, NOT_AUTHENTIC);
    /// A truncated password is rejected.
    basic_cut "centrepoint-basic" |sender| under(sender, "study:s3cre", B, NOT_AUTHENTIC);
    /// The correct password followed by more characters is rejected.
    basic_longer "centrepoint-basic" |sender| under(sender, "study:s3cret1", B, NOT_AUTHENTIC);
    /// The correct password with another user name is rejected.
    basic_other_user "centrepoint-basic" |sender| under(sender, "other:s3cret", B, NOT_AUTHENTIC);
    /// A Base64 password followed by junk is rejected.
    basic_junk "centrepoint-basic" |sender| altered(sender, |_, value| value.push('!'), NOT_AUTHENTIC);
    /// The scheme name `Basic` without a password is rejected.
    basic_word_alone "centrepoint-basic" |sender| altered(sender, |_, value| *value = "Basic".into(), NOT_AUTHENTIC);
    /// A password sent with the scheme name `Bearer` is rejected.
    basic_as_bearer "centrepoint-basic" |sender| {
        altered(sender, |_, value| *value = value.replacen("Basic", "Bearer", 1), NOT_AUTHENTIC)
    };
    /// A password header with non-ASCII bytes is rejected, and causes no server error.
    basic_not_ascii "centrepoint-basic" |_| {
        let head = b"POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Basic \xff\xc3\xa9\r\ncontent-length: 7\r\n\r\n";
        sent([head.as_slice(), B].concat(), NOT_AUTHENTIC)
    };
    /// A chunked body with the correct password reaches the handler.
    basic_chunked "centrepoint-basic" |sender| chunked(sender, THIRTY, 10, delivered(THIRTY));
    /// A body that ends before its declared length is rejected, because no signature would reveal
    /// the truncation.
    basic_cut_declared "centrepoint-basic" |sender| cut(sender, B, ("content-length", "100"), B);
    /// A longer body that ends before its declared length is rejected, because no signature would
    /// reveal the truncation.
    basic_cut_declared_long "centrepoint-basic" |sender| cut(sender, THIRTY, ("content-length", "100"), THIRTY);
    /// A chunked body without its last chunk is rejected, because no signature would reveal the
    /// truncation.
    basic_cut_chunked "centrepoint-basic" |sender| {
        refused_cut(sender, chunk(B))
    };
    /// A longer chunked body without its last chunk is rejected.
    basic_cut_chunked_long "centrepoint-basic" |sender| {
        refused_cut(sender, chunk(THIRTY))
    };
    /// A body over the limit is rejected, even with the correct password.
    basic_too_large "centrepoint-basic" |sender| with_headers(&sender.headers(B), &[b'x'; BODY_LIMIT + 1], TOO_LARGE);
    /// A body with a content coding is rejected, even with the correct password.
    basic_coded "centrepoint-basic" |sender| coded(sender, "gzip");
    /// A method that the provider does not send is rejected, even with the correct password.
    basic_get "centrepoint-basic" |sender| sent(request("GET", PATH, &sender.headers(b""), b""), METHOD_NOT_ALLOWED);
    /// A JSON object with the correct password reaches the handler that expects an object.
    basic_json "centrepoint-basic" |sender| json(sender, B, delivered(B));
    /// A body that is not JSON is rejected as an invalid payload if the handler expects an object.
    basic_json_malformed "centrepoint-basic" |sender| json(sender, b"{nope", PAYLOAD);
    /// Invalid JSON without a password is rejected like any forgery, and never parsed.
    basic_json_missing "centrepoint-basic" |_| sent(request("POST", JSON_PATH, &[], b"{nope"), NOT_AUTHENTIC);

    /// A delivery with the correct token reaches the handler.
    bearer_right "centrepoint-bearer" genuine;
    /// A delivery with the old token reaches the handler during a rotation.
    bearer_rotated "centrepoint-bearer" rotated;
    /// A delivery without a token is rejected with a `WWW-Authenticate` header.
    bearer_missing "centrepoint-bearer" unsigned;
    /// A token header that appears twice is rejected, even if both values are correct.
    bearer_twice "centrepoint-bearer" twice;
    /// A wrong token is rejected.
    bearer_wrong "centrepoint-bearer" |sender| under(sender, "guess", B, NOT_AUTHENTIC);
    /// A truncated token is rejected.
    bearer_cut "centrepoint-bearer" |sender| under(sender, "s3cre", B, NOT_AUTHENTIC);
    /// The correct token in upper case is rejected.
    bearer_capitals "centrepoint-bearer" |sender| under(sender, "S3CRET", B, NOT_AUTHENTIC);
    /// The scheme name `Bearer` may be in lower case.
    bearer_word_lower "centrepoint-bearer" |sender| {
        altered(sender, |_, value| *value = value.replacen("Bearer", "bearer", 1), delivered(B))
    };
    /// A token without its scheme name is rejected.
    bearer_word_missing "centrepoint-bearer" |sender| {
        altered(sender, |_, value| *value = value.replacen("Bearer ", "", 1), NOT_AUTHENTIC)
    };
    /// A token in the query is rejected.
    bearer_in_query "centrepoint-bearer" |_| {
        sent(request("POST", "/raw?access_token=s3cret", &[], B), NOT_AUTHENTIC)
    };

    /// A delivery with a token that the application considers valid reaches the handler.
    validator_valid "validator:centrepoint-bearer" genuine;
    /// A token that the application does not consider valid is rejected.
    validator_invalid "validator:centrepoint-bearer" |sender| under(sender, "expired", B, NOT_AUTHENTIC);
    /// A delivery whose token cannot be validated is answered as unavailable, so that the sender
    /// retries.
    validator_unavailable "validator:centrepoint-bearer" |sender| under(sender, "down", B, UNAVAILABLE);
    /// A delivery whose token validation does not finish is answered as unavailable.
    validator_slow "validator:centrepoint-bearer" |sender| under(sender, "slow", B, UNAVAILABLE);
    /// A delivery without a token is rejected before the application is asked.
    validator_missing "validator:centrepoint-bearer" unsigned;

    /// A delivery with the correct token in a custom header reaches the handler.
    token_right "shape-token" genuine;
    /// A delivery with the old token in a custom header reaches the handler during a rotation.
    token_rotated "shape-token" rotated;
    /// A delivery without a token in the custom header is rejected.
    token_missing "shape-token" unsigned;
    /// A custom token header that appears twice is rejected, even if both values are correct.
    token_twice "shape-token" twice;
    /// A wrong token in a custom header is rejected.
    token_wrong "shape-token" |sender| under(sender, "guess", B, NOT_AUTHENTIC);

    /// A challenge in a header is answered with a JSON body if the provider expects that.
    handshake_as_json "okta" |_| {
        let headers = [field("X-Okta-Verification-Challenge", "Abc-1_9")];
        sent(request("GET", PATH, &headers, b""), Outcome::HandshakeBody("application/json", r#"{"verification":"Abc-1_9"}"#.to_owned()))
    };
    /// A challenge in a header of `OPTIONS` is answered in another header.
    handshake_options "cloudevents" |_| {
        let headers = [field("WebHook-Request-Origin", "events.example.com"), field("WebHook-Request-Rate", "120")];
        let greeted = Outcome::HandshakeHeader("webhook-allowed-origin".to_owned(), "events.example.com".to_owned());
        sent(request("OPTIONS", PATH, &headers, b""), greeted)
    };
}

/// A chunked delivery whose connection ends after these bytes.
fn refused_cut(sender: &Sender, bytes: Vec<u8>) -> Script {
    cut(sender, THIRTY, ("transfer-encoding", "chunked"), &bytes)
}
