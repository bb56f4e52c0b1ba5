//! Passwords and tokens, which prove who sent a request but do not sign its body.

use super::*;

cases! { $
    /// Passwords and tokens, over HTTP/1.
    ORIGIN_CASES,
    /// The cases of [`ORIGIN_CASES`](crate::ORIGIN_CASES).
    origin_suite, conformance_of_origin, CONFORMANCE_DEVIATIONS_OF_ORIGIN;

    /// A delivery with the correct user name and password reaches the handler.
    basic_right "centrepoint-basic" [Credentials, origin] genuine;
    /// A delivery with the old password reaches the handler during a rotation.
    basic_rotated "centrepoint-basic" [Secrets, origin, two_secrets] rotated;
    /// A delivery with the correct password reaches the handler whatever its body, which a password
    /// does not sign.
    basic_any_body "centrepoint-basic" [Credentials, origin, any_body] |sender| sent(sender.request(b"\xff\xfe\x00{}"), delivered(b"\xff\xfe\x00{}"));
    /// An empty body with the correct password reaches the handler.
    basic_empty_body "centrepoint-basic" [Credentials, origin, any_body] |sender| sent(sender.request(b""), delivered(b""));
    /// The scheme name `Basic` may be in upper case.
    basic_word_capitals "centrepoint-basic" [Credentials, basic] |sender| {
        altered(sender, |_, value| *value = value.replacen("Basic", "BASIC", 1), delivered(B))
    };
    /// A delivery without a password is rejected with a `WWW-Authenticate` header.
    basic_missing "centrepoint-basic" [Credentials, origin] unsigned;
    /// A password header that appears twice is rejected, even if both values are correct.
    basic_twice "centrepoint-basic" [Credentials, origin, odd] twice;
    /// A wrong password is rejected.
    basic_wrong "centrepoint-basic" [Credentials, origin] |sender| under(sender, &sender.foreign_secret(), B, NOT_AUTHENTIC);
    /// A truncated password is rejected.
    basic_cut "centrepoint-basic" [Credentials, origin] |sender| under(sender, sender.cut_secret(), B, NOT_AUTHENTIC);
    /// The correct password followed by more characters is rejected.
    basic_longer "centrepoint-basic" [Credentials, origin] |sender| under(sender, &format!("{}1", sender.secret()), B, NOT_AUTHENTIC);
    /// The correct password with another user name is rejected.
    basic_other_user "centrepoint-basic" [Credentials, basic] |sender| {
        let password = sender.secret().split_once(':').map_or("", |(_, password)| password);
        under(sender, &format!("other:{password}"), B, NOT_AUTHENTIC)
    };
    /// A Base64 password followed by junk is rejected.
    basic_junk "centrepoint-basic" [Credentials, basic, odd] |sender| altered(sender, |_, value| value.push('!'), NOT_AUTHENTIC);
    /// The scheme name `Basic` without a password is rejected.
    basic_word_alone "centrepoint-basic" [Credentials, basic] |sender| altered(sender, |_, value| *value = "Basic".into(), NOT_AUTHENTIC);
    /// A password sent with the scheme name `Bearer` is rejected.
    basic_as_bearer "centrepoint-basic" [Credentials, basic, odd] |sender| {
        altered(sender, |_, value| *value = value.replacen("Basic", "Bearer", 1), NOT_AUTHENTIC)
    };
    /// A password header with non-ASCII bytes is rejected, and causes no server error.
    basic_not_ascii "centrepoint-basic" [Credentials, basic] |_| {
        let head = head("POST", PATH, &[], &[("content-length", "7")]);
        let head = head.strip_suffix(b"\r\n").unwrap_or(&head);
        sent([head, b"authorization: Basic \xff\xc3\xa9\r\n\r\n", B].concat(), NOT_AUTHENTIC)
    };
    /// A chunked body with the correct password reaches the handler.
    basic_chunked "centrepoint-basic" [Framing, origin] |sender| chunked(sender, THIRTY, 10, delivered(THIRTY));
    /// A body that ends before its declared length is rejected, because no signature would reveal
    /// the truncation.
    basic_cut_declared "centrepoint-basic" [Framing, origin] |sender| cut(sender, B, ("content-length", "100"), B);
    /// A longer body that ends before its declared length is rejected, because no signature would
    /// reveal the truncation.
    basic_cut_declared_long "centrepoint-basic" [Framing, origin] |sender| cut(sender, THIRTY, ("content-length", "100"), THIRTY);
    /// A chunked body without its last chunk is rejected, because no signature would reveal the
    /// truncation.
    basic_cut_chunked "centrepoint-basic" [Framing, origin] |sender| {
        refused_cut(sender, chunk(B))
    };
    /// A longer chunked body without its last chunk is rejected.
    basic_cut_chunked_long "centrepoint-basic" [Framing, origin] |sender| {
        refused_cut(sender, chunk(THIRTY))
    };
    /// A body over the limit is rejected, even with the correct password.
    basic_too_large "centrepoint-basic" [Limits, origin, limited] |sender| with_headers(&sender.headers(B), &sender.over_limit(), TOO_LARGE);
    /// A body with a content coding is rejected, even with the correct password.
    basic_coded "centrepoint-basic" [Coding, origin, odd] |sender| coded(sender, "gzip");
    /// A method that the provider does not send is rejected, even with the correct password.
    basic_get "centrepoint-basic" [Methods, origin, odd] |sender| sent(request("GET", PATH, &sender.headers(b""), b""), METHOD_NOT_ALLOWED);
    /// A JSON object with the correct password reaches the handler that expects an object.
    basic_json "centrepoint-basic" [Json, origin, json] |sender| json(sender, B, delivered(B));
    /// A body that is not JSON is rejected as an invalid payload if the handler expects an object.
    basic_json_malformed "centrepoint-basic" [Json, origin, json] |sender| json(sender, b"{nope", PAYLOAD);
    /// Invalid JSON without a password is rejected like any forgery, and never parsed.
    basic_json_missing "centrepoint-basic" [Json, origin, json] |_| sent(request("POST", JSON_PATH, &[], b"{nope"), NOT_AUTHENTIC);

    /// A delivery with the correct token reaches the handler.
    bearer_right "centrepoint-bearer" [Credentials, twin] genuine;
    /// A delivery with the old token reaches the handler during a rotation.
    bearer_rotated "centrepoint-bearer" [Secrets, twin, two_secrets] rotated;
    /// A delivery without a token is rejected with a `WWW-Authenticate` header.
    bearer_missing "centrepoint-bearer" [Credentials, twin] unsigned;
    /// A token header that appears twice is rejected, even if both values are correct.
    bearer_twice "centrepoint-bearer" [Credentials, twin] twice;
    /// A wrong token is rejected.
    bearer_wrong "centrepoint-bearer" [Credentials, twin] |sender| under(sender, &sender.foreign_secret(), B, NOT_AUTHENTIC);
    /// A truncated token is rejected.
    bearer_cut "centrepoint-bearer" [Credentials, twin] |sender| under(sender, sender.cut_secret(), B, NOT_AUTHENTIC);
    /// The correct token in upper case is rejected.
    bearer_capitals "centrepoint-bearer" [Credentials, bearer] |sender| under(sender, &sender.secret().to_uppercase(), B, NOT_AUTHENTIC);
    /// The scheme name `Bearer` may be in lower case.
    bearer_word_lower "centrepoint-bearer" [Credentials, bearer] |sender| {
        altered(sender, |_, value| *value = value.replacen("Bearer", "bearer", 1), delivered(B))
    };
    /// A token without its scheme name is rejected.
    bearer_word_missing "centrepoint-bearer" [Credentials, bearer, odd] |sender| {
        altered(sender, |_, value| *value = value.replacen("Bearer ", "", 1), NOT_AUTHENTIC)
    };
    /// A token in the query is rejected.
    bearer_in_query "centrepoint-bearer" [Credentials, bearer, odd] |sender| {
        let target = format!("{PATH}?access_token={}", sender.secret());
        sent(request("POST", &target, &[], B), NOT_AUTHENTIC)
    };

    /// A delivery with a token that the application considers valid reaches the handler.
    validator_valid "validator:centrepoint-bearer" [Credentials] genuine;
    /// A token that the application does not consider valid is rejected.
    validator_invalid "validator:centrepoint-bearer" [Credentials] |sender| under(sender, "expired", B, NOT_AUTHENTIC);
    /// A delivery whose token cannot be validated is answered as unavailable, so that the sender
    /// retries.
    validator_unavailable "validator:centrepoint-bearer" [Credentials] |sender| under(sender, "down", B, UNAVAILABLE);
    /// A delivery whose token validation does not finish is answered as unavailable.
    validator_slow "validator:centrepoint-bearer" [Credentials] |sender| under(sender, "slow", B, UNAVAILABLE);
    /// A delivery without a token is rejected before the application is asked.
    validator_missing "validator:centrepoint-bearer" [Credentials] unsigned;

    /// A delivery with the correct token in a custom header reaches the handler.
    token_right "shape-token" [Credentials] genuine;
    /// A delivery with the old token in a custom header reaches the handler during a rotation.
    token_rotated "shape-token" [Secrets, two_secrets] rotated;
    /// A delivery without a token in the custom header is rejected.
    token_missing "shape-token" [Credentials] unsigned;
    /// A custom token header that appears twice is rejected, even if both values are correct.
    token_twice "shape-token" [Credentials] twice;
    /// A wrong token in a custom header is rejected.
    token_wrong "shape-token" [Credentials] |sender| under(sender, "guess", B, NOT_AUTHENTIC);

    /// A challenge in a header is answered with a JSON body if the provider expects that.
    handshake_as_json "okta" [Handshake] |_| {
        let headers = [field("X-Okta-Verification-Challenge", "Abc-1_9")];
        sent(request("GET", PATH, &headers, b""), Outcome::HandshakeBody("application/json", r#"{"verification":"Abc-1_9"}"#.to_owned()))
    };
    /// A challenge in a header of `OPTIONS` is answered in another header.
    handshake_options "cloudevents" [Handshake] |_| {
        let headers = [field("WebHook-Request-Origin", "events.example.com"), field("WebHook-Request-Rate", "120")];
        let greeted = Outcome::HandshakeHeader("webhook-allowed-origin".to_owned(), "events.example.com".to_owned());
        sent(request("OPTIONS", PATH, &headers, b""), greeted)
    };
}

/// A chunked delivery whose connection ends after these bytes.
fn refused_cut(sender: &Sender, bytes: Vec<u8>) -> Script {
    cut(sender, THIRTY, ("transfer-encoding", "chunked"), &bytes)
}
