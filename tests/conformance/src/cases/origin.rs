//! Passwords and tokens, which say who sends and nothing about what.

use super::*;

cases! { $
    /// Passwords and tokens, over HTTP/1.
    ORIGIN_CASES,
    /// The cases of [`ORIGIN_CASES`](crate::ORIGIN_CASES).
    origin_suite, conformance_of_origin, CONFORMANCE_DEVIATIONS_OF_ORIGIN;

    /// The right user name and password get a delivery through.
    basic_right "centrepoint-basic" genuine;
    /// During a rotation the other password is good, too.
    basic_rotated "centrepoint-basic" rotated;
    /// Whatever the body is: a password says nothing about it.
    basic_any_body "centrepoint-basic" |sender| sent(sender.request(b"\xff\xfe\x00{}"), delivered(b"\xff\xfe\x00{}"));
    /// An empty body may come with a password.
    basic_empty_body "centrepoint-basic" |sender| sent(sender.request(b""), delivered(b""));
    /// The scheme word may be in capitals.
    basic_word_capitals "centrepoint-basic" |sender| {
        altered(sender, |_, value| *value = value.replacen("Basic", "BASIC", 1), delivered(B))
    };
    /// A delivery without a password is refused, and is told to bring one.
    basic_missing "centrepoint-basic" unsigned;
    /// A password twice is refused, even if both are right.
    basic_twice "centrepoint-basic" twice;
    /// Another password is refused.
    basic_wrong "centrepoint-basic" |sender| under(sender, "study:guess", B, NOT_AUTHENTIC);
    /// The beginning of a password is none.
    basic_cut "centrepoint-basic" |sender| under(sender, "study:s3cre", B, NOT_AUTHENTIC);
    /// A password with more behind it is none.
    basic_longer "centrepoint-basic" |sender| under(sender, "study:s3cret1", B, NOT_AUTHENTIC);
    /// The right password of another user is refused.
    basic_other_user "centrepoint-basic" |sender| under(sender, "other:s3cret", B, NOT_AUTHENTIC);
    /// Base64 with junk behind it is no password.
    basic_junk "centrepoint-basic" |sender| altered(sender, |_, value| value.push('!'), NOT_AUTHENTIC);
    /// The scheme word alone is no password.
    basic_word_alone "centrepoint-basic" |sender| altered(sender, |_, value| *value = "Basic".into(), NOT_AUTHENTIC);
    /// A password as a token is none.
    basic_as_bearer "centrepoint-basic" |sender| {
        altered(sender, |_, value| *value = value.replacen("Basic", "Bearer", 1), NOT_AUTHENTIC)
    };
    /// What is not ASCII is no password, and no server error.
    basic_not_ascii "centrepoint-basic" |_| {
        let head = b"POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Basic \xff\xc3\xa9\r\ncontent-length: 7\r\n\r\n";
        sent([head.as_slice(), B].concat(), NOT_AUTHENTIC)
    };
    /// Chunks may come with a password.
    basic_chunked "centrepoint-basic" |sender| chunked(sender, THIRTY, 10, delivered(THIRTY));
    /// A body that ends early is refused, as nothing else would tell that it did.
    basic_cut_declared "centrepoint-basic" |sender| cut(sender, B, ("content-length", "100"), B);
    /// A longer body that ends early is refused, as nothing else would tell that it did.
    basic_cut_declared_long "centrepoint-basic" |sender| cut(sender, THIRTY, ("content-length", "100"), THIRTY);
    /// Chunks that end early are refused, as nothing else would tell that they did.
    basic_cut_chunked "centrepoint-basic" |sender| {
        refused_cut(sender, chunk(B))
    };
    /// Chunks that end early behind the first bytes are refused.
    basic_cut_chunked_long "centrepoint-basic" |sender| {
        refused_cut(sender, chunk(THIRTY))
    };
    /// A body over the limit is refused, whoever sends it.
    basic_too_large "centrepoint-basic" |sender| with_headers(&sender.headers(B), &[b'x'; BODY_LIMIT + 1], TOO_LARGE);
    /// A content-coded body is refused, whoever sends it.
    basic_coded "centrepoint-basic" |sender| coded(sender, "gzip");
    /// A method that the provider does not send is refused, whoever sends it.
    basic_get "centrepoint-basic" |sender| sent(request("GET", PATH, &sender.headers(b""), b""), METHOD_NOT_ALLOWED);
    /// An object reaches the handler that takes objects.
    basic_json "centrepoint-basic" |sender| json(sender, B, delivered(B));
    /// What is no JSON is not understood.
    basic_json_malformed "centrepoint-basic" |sender| json(sender, b"{nope", PAYLOAD);
    /// What nobody sent with a password is not read.
    basic_json_missing "centrepoint-basic" |_| sent(request("POST", JSON_PATH, &[], b"{nope"), NOT_AUTHENTIC);

    /// The right token gets a delivery through.
    bearer_right "centrepoint-bearer" genuine;
    /// During a rotation the other token is good, too.
    bearer_rotated "centrepoint-bearer" rotated;
    /// A delivery without a token is refused, and is told to bring one.
    bearer_missing "centrepoint-bearer" unsigned;
    /// A token twice is refused, even if both are right.
    bearer_twice "centrepoint-bearer" twice;
    /// Another token is refused.
    bearer_wrong "centrepoint-bearer" |sender| under(sender, "guess", B, NOT_AUTHENTIC);
    /// The beginning of a token is none.
    bearer_cut "centrepoint-bearer" |sender| under(sender, "s3cre", B, NOT_AUTHENTIC);
    /// A token in capitals is another one.
    bearer_capitals "centrepoint-bearer" |sender| under(sender, "S3CRET", B, NOT_AUTHENTIC);
    /// The scheme word may be in lower case.
    bearer_word_lower "centrepoint-bearer" |sender| {
        altered(sender, |_, value| *value = value.replacen("Bearer", "bearer", 1), delivered(B))
    };
    /// A token without its scheme word is none.
    bearer_word_missing "centrepoint-bearer" |sender| {
        altered(sender, |_, value| *value = value.replacen("Bearer ", "", 1), NOT_AUTHENTIC)
    };
    /// A token in a query is none.
    bearer_in_query "centrepoint-bearer" |_| {
        sent(request("POST", "/raw?access_token=s3cret", &[], B), NOT_AUTHENTIC)
    };

    /// A token that the application finds valid gets a delivery through.
    validator_valid "validator:centrepoint-bearer" genuine;
    /// A token that the application does not find valid is refused.
    validator_invalid "validator:centrepoint-bearer" |sender| under(sender, "expired", B, NOT_AUTHENTIC);
    /// A delivery whose token cannot be validated now may come again.
    validator_unavailable "validator:centrepoint-bearer" |sender| under(sender, "down", B, UNAVAILABLE);
    /// A validation that takes for ever is given up.
    validator_slow "validator:centrepoint-bearer" |sender| under(sender, "slow", B, UNAVAILABLE);
    /// A delivery without a token is refused before anybody is asked.
    validator_missing "validator:centrepoint-bearer" unsigned;

    /// The right token in a field of its own gets a delivery through.
    token_right "shape-token" genuine;
    /// During a rotation the other token in a field of its own is good, too.
    token_rotated "shape-token" rotated;
    /// A delivery without a token in a field of its own is refused.
    token_missing "shape-token" unsigned;
    /// A token in a field of its own, twice, is refused.
    token_twice "shape-token" twice;
    /// Another token in a field of its own is refused.
    token_wrong "shape-token" |sender| under(sender, "guess", B, NOT_AUTHENTIC);

    /// A header field is answered in JSON.
    handshake_as_json "okta" |_| {
        let headers = [field("X-Okta-Verification-Challenge", "Abc-1_9")];
        sent(request("GET", PATH, &headers, b""), Outcome::HandshakeBody("application/json", r#"{"verification":"Abc-1_9"}"#.to_owned()))
    };
    /// A header field is answered in another, to OPTIONS.
    handshake_options "cloudevents" |_| {
        let headers = [field("WebHook-Request-Origin", "events.example.com"), field("WebHook-Request-Rate", "120")];
        let greeted = Outcome::HandshakeHeader("webhook-allowed-origin".to_owned(), "events.example.com".to_owned());
        sent(request("OPTIONS", PATH, &headers, b""), greeted)
    };
}

/// Chunks, and then the connection ends.
fn refused_cut(sender: &Sender, bytes: Vec<u8>) -> Script {
    cut(sender, THIRTY, ("transfer-encoding", "chunked"), &bytes)
}
