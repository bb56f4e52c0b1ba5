//! Schemes that sign the body, over HTTP/1.

use super::*;
use crate::setup::{SECRETS, TENANTS_SECRET};
use crate::shapes::PUBLIC_URL;

cases! { $
    /// Schemes that sign the body, over HTTP/1.
    CASES,
    /// The cases of [`CASES`](crate::CASES).
    suite, conformance, CONFORMANCE_DEVIATIONS;

    /// A genuine delivery with a `Content-Length` reaches the handler.
    ok_declared_length "github" [Framing, any] |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery in one chunk reaches the handler.
    ok_one_chunk "github" [Framing, any] |sender| chunked(sender, B, B.len(), delivered(B));
    /// A genuine delivery in chunks of one byte reaches the handler.
    ok_chunk_per_byte "github" [Framing, any] |sender| chunked(sender, B, 1, delivered(B));
    /// A signed empty body reaches the handler.
    ok_empty_body "github" [Body, any, any_body] |sender| sent(sender.request(b""), delivered(b""));
    /// A signed body that is not UTF-8 reaches the handler unchanged.
    ok_not_utf8 "github" [Body, any, any_body] |sender| sent(sender.request(b"\xff\xfe\x00{}"), delivered(b"\xff\xfe\x00{}"));
    /// A genuine delivery whose header names are in upper case reaches the handler.
    ok_header_capitals "github" [Headers, any] |sender| altered(sender, |name, _| name.make_ascii_uppercase(), delivered(B));
    /// A genuine delivery whose header names are in lower case reaches the handler.
    ok_header_lower "github" [Headers, any] |sender| altered(sender, |name, _| name.make_ascii_lowercase(), delivered(B));
    /// A delivery signed with the old secret reaches the handler during a rotation.
    ok_other_secret "github" [Secrets, any, two_secrets] |sender| {
        sent(request("POST", PATH, &sender.headers_with(sender.old_secret(), B, 0), B), delivered(B))
    };
    /// A body of exactly the limit, with a `Content-Length`, reaches the handler.
    ok_limit_declared "github" [Limits, any, limited] |sender| sent(sender.request(&sender.full()), delivered(&sender.full()));
    /// A chunked body of exactly the limit reaches the handler.
    ok_limit_chunked "github" [Limits, any, limited] |sender| chunked(sender, &sender.full(), 500, delivered(&sender.full()));
    /// A client that waits for `100 Continue` receives it, and its delivery then reaches the
    /// handler.
    ok_expect_continue "github" [Framing, any] |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7"), ("expect", "100-continue")])),
            Step::AwaitAnswer,
            Step::Send(B.to_vec()),
        ],
        delivered(B),
    );
    /// A genuine delivery whose signature header contains a timestamp reaches the handler.
    ok_timestamp "terra" [Freshness, twin] |sender| sent(sender.request(B), delivered(B));

    /// A delivery without a signature is rejected.
    signature_missing "github" [Signature, any] |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery signed with an unknown secret is rejected.
    signature_other_secret "github" [Signature, any] |sender| {
        sent(request("POST", PATH, &sender.headers_with(&sender.foreign_secret(), B, 0), B), NOT_AUTHENTIC)
    };
    /// A signature that consists of zeros is rejected.
    signature_zeros "github" [Signature, any] |sender| {
        let zero = |text: char| if text.is_ascii_alphanumeric() { '0' } else { text };
        signature(sender, |value| value.chars().map(zero).collect())
    };
    /// A signature made with an empty key is rejected.
    signature_empty_key "github" [Signature, plain_mac] |sender| plain(sender, &Sender::mac_with("", B), NOT_AUTHENTIC);
    /// A truncated signature is rejected.
    signature_cut "github" [Signature, any] |sender| {
        // Two hexadecimal digits, or as many Base64 characters as make whole bytes.
        signature(sender, |value| {
            let length = value.len();
            let kept = if value.ends_with('=') { (length - 1) / 4 * 4 } else { length - 2 };
            value.get(..kept).unwrap_or_default().to_owned()
        })
    };
    /// A signature header that contains only the prefix is rejected.
    signature_empty "github" [Signature, any] |sender| signature(sender, |_| String::new());
    /// A correct signature followed by more digits is rejected.
    signature_longer "github" [Signature, plain_mac, odd] |sender| plain(sender, &format!("{}00", sender.mac(B)), NOT_AUTHENTIC);
    /// A correct signature without its prefix is rejected.
    signature_without_label "github" [Signature, odd] |sender| github(sender, &sender.mac(B), NOT_AUTHENTIC);
    /// A correct signature with the prefix of another algorithm is rejected.
    signature_other_label "github" [Signature, odd] |sender| github(sender, &format!("sha1={}", sender.mac(B)), NOT_AUTHENTIC);
    /// A signature with characters that are not hexadecimal digits is rejected.
    signature_junk "github" [Signature, any] |sender| signature(sender, |value| format!("zz{}", value.get(2..).unwrap_or_default()));
    /// A correct signature in upper-case hexadecimal digits is accepted.
    ok_hex_capitals "github" [Signature, plain_mac, odd] |sender| plain(sender, &sender.mac(B).to_uppercase(), delivered(B));
    /// A body with a line feed appended after signing is rejected.
    body_line_feed_appended "github" [Body, any] |sender| {
        sent(request("POST", PATH, &sender.headers(B), b"{\"a\":1}\n"), NOT_AUTHENTIC)
    };
    /// A body with a byte order mark prepended after signing is rejected.
    body_byte_order_mark "github" [Body, any] |sender| {
        sent(request("POST", PATH, &sender.headers(B), b"\xef\xbb\xbf{\"a\":1}"), NOT_AUTHENTIC)
    };
    /// A body with one bit changed after signing is rejected.
    body_bit_changed "github" [Body, any] |sender| sent(request("POST", PATH, &sender.headers(B), br#"{"a":0}"#), NOT_AUTHENTIC);
    /// A body that was re-serialised after signing is rejected, even if the JSON is equivalent.
    body_serialised_again "github" [Body, any] |sender| {
        sent(request("POST", PATH, &sender.headers(B), br#"{"a": 1}"#), NOT_AUTHENTIC)
    };
    /// A request whose signature header appears twice is rejected, even if both values are correct.
    header_twice "github" [Headers, any, odd] |sender| {
        let mut headers = sender.headers(B);
        headers.extend(sender.headers(B));
        odd(sender, "POST", &headers, B, NOT_AUTHENTIC)
    };
    /// A request with a wrong signature header before the correct one is rejected.
    header_wrong_then_right "github" [Headers, any, odd] |sender| {
        let mut headers = sender.headers(b"another");
        headers.extend(sender.headers(B));
        odd(sender, "POST", &headers, B, NOT_AUTHENTIC)
    };
    /// A signature header with non-ASCII bytes is rejected, and causes no server error.
    header_not_ascii "github" [Headers, any] |sender| {
        let signature = sender.signature();
        let head = head("POST", PATH, &sender.without_signature(B), &[("content-length", "7")]);
        let head = head.strip_suffix(b"\r\n").unwrap_or(&head);
        let line = format!("{}: {}", signature.name, signature.prefix);
        sent([head, line.as_bytes(), b"\xff\xc3\xa9\r\n\r\n", B].concat(), NOT_AUTHENTIC)
    };
    /// A delivery with a timestamp that is too old is rejected, even if it is correctly signed.
    time_stale "terra" [Freshness, timed] |sender| sent(request("POST", PATH, &sender.headers_with(sender.secret(), B, -sender.beyond()), B), NOT_AUTHENTIC);
    /// A delivery with a timestamp in the future is rejected, even if it is correctly signed.
    time_ahead "terra" [Freshness, timed] |sender| sent(request("POST", PATH, &sender.headers_with(sender.secret(), B, sender.beyond()), B), NOT_AUTHENTIC);
    /// The smallest 64-bit integer as a timestamp is rejected, even if it is correctly signed, and
    /// causes no server error.
    time_extreme "terra" [Freshness, timed_mac, odd] |sender| {
        let time = "-9223372036854775808";
        let mac = sender.mac(format!("{time}.{{\"a\":1}}").as_bytes());
        terra(sender, &format!("t={time},v1={mac}"), NOT_AUTHENTIC)
    };
    /// A timestamp with anything but digits is rejected, even if it is correctly signed.
    time_not_digits "terra" [Freshness, timed_mac, odd] |sender| {
        let now = Sender::now();
        let mac = sender.mac(format!("+{now}.{{\"a\":1}}").as_bytes());
        terra(sender, &format!("t=+{now},v1={mac}"), NOT_AUTHENTIC)
    };
    /// A signature list of 16 entries is accepted if the last one is correct.
    signatures_16 "terra" [Limits, timed_mac, odd] |sender| many(sender, 15, delivered(B));
    /// A signature list of 17 entries is rejected, even if the last one is correct.
    signatures_17 "terra" [Limits, timed_mac, odd] |sender| many(sender, 16, NOT_AUTHENTIC);
    /// A signature list of thousands of entries is rejected, even if the last one is correct.
    signatures_2000 "terra" [Limits, timed_mac, odd] |sender| many(sender, 2_000, NOT_AUTHENTIC);
    /// A correct signature labelled with an unknown version of the scheme is rejected.
    signature_other_version "terra" [Signature, timed_mac, odd] |sender| {
        let now = Sender::now();
        let mac = sender.mac(format!("{now}.{{\"a\":1}}").as_bytes());
        terra(sender, &format!("t={now},v0={mac}"), NOT_AUTHENTIC)
    };
    /// A delivery that moves the boundary between the timestamp and the body is rejected, although
    /// the signed bytes are the same.
    split_elsewhere "terra" [Signature, timed_mac] |sender| {
        let now = Sender::now();
        let mac = sender.mac(format!("{now}.{{\"v\":1.5}}").as_bytes());
        let value = format!("t={now}.{{\"v\":1,v1={mac}");
        let headers = [(sender.signature().name, value)];
        sent(request("POST", PATH, &headers, b"5}"), NOT_AUTHENTIC)
    };

    /// A body whose declared length exceeds the limit is rejected before any of it is sent.
    length_over_declared "github" [Limits, any, limited, odd] |sender| withheld(sender, &(sender.limit() + 1).to_string(), &[], TOO_LARGE);
    /// A declared length that exceeds any memory is rejected before any of the body is sent.
    length_huge "github" [Limits, any, limited, odd] |sender| withheld(sender, "1000000000000000", &[], TOO_LARGE);
    /// A chunked body over the limit is rejected, even if it is correctly signed.
    length_over_chunked "github" [Limits, any, limited] |sender| chunked(sender, &sender.over_limit(), 500, TOO_LARGE);
    /// A body that ends before its declared length is rejected, even if the bytes that arrived are
    /// correctly signed.
    cut_declared "github" [Framing, any] |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(b"{\"a\""), &[("content-length", "100")])),
            Step::Send(b"{\"a\"".to_vec()),
            Step::Finish,
        ],
        MALFORMED,
    );
    /// A chunked body without its last chunk is rejected, even if the bytes that arrived are
    /// correctly signed.
    cut_chunked "github" [Framing, any] |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(b"{\"a\""), &[("transfer-encoding", "chunked")])),
            Step::Send(chunk(b"{\"a\"")),
            Step::Finish,
        ],
        MALFORMED,
    );
    /// A body that stalls is rejected at the deadline.
    slow_stalls "github" [Deadlines, any, deadlined] |sender| steps(
        vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7")])), Step::Send(b"{\"a".to_vec())],
        TIMED_OUT,
    );
    /// The deadline covers the whole body, so a body that trickles in does not extend it.
    slow_drips "github" [Deadlines, any, deadlined] |sender| {
        let length = sender.limit().to_string();
        let mut sending = vec![Step::Send(head("POST", PATH, &sender.headers(&sender.full()), &[("content-length", &length)]))];
        sending.extend(drip(sender));
        sending.push(Step::Send(vec![b'x'; sender.limit() - DRIPS]));
        steps(sending, TIMED_OUT)
    };
    /// A body with a content coding is rejected, even if it is correctly signed as sent.
    coded_gzip "github" [Coding, any, odd] |sender| coded(sender, "gzip");
    /// A method that the provider does not send is rejected with an `Allow` header that lists the
    /// ones it does.
    method_get "github" [Methods, any, odd] |sender| {
        odd(sender, "GET", &sender.headers(b""), b"", METHOD_NOT_ALLOWED)
    };
    /// A client that is still sending chunks sees the answer if its request is rejected because of
    /// the head.
    refusal_while_sending_chunks "github" [Framing, any, odd] |_| {
        let mut sending = vec![Step::Send(head("POST", PATH, &[], &[("transfer-encoding", "chunked")]))];
        for _ in 0..20 {
            sending.extend([Step::SendOrAbort(chunk(&[b'x'; 2_000])), Step::Wait(Duration::from_millis(5))]);
        }
        sending.push(Step::SendOrAbort(b"0\r\n\r\n".to_vec()));
        steps(sending, NOT_AUTHENTIC)
    };
    /// A client that writes its whole body before it reads still sees that its declared length is
    /// rejected, up to eight times the limit.
    too_large_while_sending "github" [Limits, any, limited, odd] |sender| {
        let length = (8 * sender.limit()).to_string();
        let head = head("POST", PATH, &sender.headers(B), &[("content-length", &length)]);
        writes_first(head, &vec![b'x'; sender.limit() / 4], 32, b"")
    };
    /// A client that writes all its chunks before it reads still sees that they are rejected as too
    /// large, up to eight times the limit.
    too_large_while_sending_chunks "github" [Limits, any, limited, odd] |sender| {
        let fields = [("transfer-encoding", "chunked")];
        let head = head("POST", PATH, &sender.headers(B), &fields);
        writes_first(head, &chunk(&vec![b'x'; sender.limit() / 4]), 32, b"0\r\n\r\n")
    };
    /// A signature list padded with 15,000 separators is rejected.
    signatures_none_but_commas "terra" [Limits, timed_mac, odd] |sender| {
        altered(sender, |_, value| *value = format!("{value}{}", ",".repeat(15_000)), NOT_AUTHENTIC)
    };
    /// Empty entries at the start and at the end of a signature list are ignored.
    ok_signatures_and_commas "terra" [Signature, timed_mac, odd] |sender| {
        altered(sender, |_, value| *value = format!(",{value},,"), delivered(B))
    };
    /// A large body is rejected while the memory budget for bodies in flight is spent, and its
    /// client sees the answer.
    budget_spent "budget:github" [Limits] |sender| {
        let body = [b'x'; 20_000];
        sent(sender.request(&body), UNAVAILABLE)
    };
    /// A large chunked body is rejected while the memory budget for bodies in flight is spent.
    budget_spent_chunked "budget:github" [Limits] |sender| {
        chunked(sender, &[b'x'; 20_000], 2_000, UNAVAILABLE)
    };
    /// A body of ordinary size reaches the handler while the memory budget for bodies in flight is
    /// spent.
    ok_budget_spent "budget:github" [Limits] |sender| {
        sent(sender.request(&[b'x'; 10_000]), delivered(&[b'x'; 10_000]))
    };
    /// The body of a rejected request is not parsed as the next request.
    refused_body_is_no_request "github" [Framing, any] |sender| {
        let inner = sender.request(B);
        let mut outer = request("POST", PATH, &[], &inner);
        let text = String::from_utf8_lossy(&outer).replacen("connection: close\r\n", "", 1);
        outer = text.into_bytes();
        steps(vec![Step::Send(outer), Step::Wait(Duration::from_millis(500)), Step::Finish], NOT_AUTHENTIC)
    };
    /// The HTTP parser rejects a space between a header name and its colon, even if the signature
    /// is correct.
    head_space_before_colon "github" [Framing, any] |sender| {
        let name = sender.signature().name;
        raw(sender, |lines| lines.replacen(&format!("{name}:"), &format!("{name} :"), 1))
    };

    /// A signed body of 13 bytes in one chunk reaches the handler; some servers read 14 bytes
    /// ahead.
    ok_chunk_of_13 "github" [Framing, any] |sender| chunked(sender, b"{\"a\":\"12345\"}", 13, delivered(b"{\"a\":\"12345\"}"));
    /// A signed body of 14 bytes in one chunk reaches the handler; some servers read 14 bytes
    /// ahead.
    ok_chunk_of_14 "github" [Framing, any] |sender| chunked(sender, b"{\"a\":\"123456\"}", 14, delivered(b"{\"a\":\"123456\"}"));
    /// A signed empty chunked body reaches the handler.
    ok_empty_chunked "github" [Framing, any, any_body] |sender| chunked(sender, b"", 1, delivered(b""));
    /// A genuine delivery with a trailer reaches the handler; the trailer is not part of the body.
    ok_trailers "github" [Framing, any] |sender| {
        let mut bytes = head("POST", PATH, &sender.headers(B), &[("transfer-encoding", "chunked")]);
        bytes.extend(chunk(B));
        bytes.extend_from_slice(b"0\r\nx-trailer: 1\r\n\r\n");
        sent(bytes, delivered(B))
    };
    /// A signed byte order mark reaches the handler as part of the body.
    ok_byte_order_mark "github" [Body, any, any_body] |sender| sent(sender.request(b"\xef\xbb\xbf{}"), delivered(b"\xef\xbb\xbf{}"));
    /// A signed body that contains every byte value reaches the handler unchanged.
    ok_every_byte "github" [Body, any, any_body] |sender| sent(sender.request(&EVERY_BYTE), delivered(&EVERY_BYTE));
    /// A signed form reaches the handler as the bytes that were sent.
    ok_form "github" [Body, any, any_body] |sender| with(sender, &[("content-type", "application/x-www-form-urlencoded")], b"payload=%7B%7D&x=1");
    /// A `_method` field in a form does not override the method of the request.
    ok_form_method "github" [Methods, any, any_body] |sender| {
        with(sender, &[("content-type", "application/x-www-form-urlencoded")], b"_method=delete&x=1")
    };
    /// A genuine delivery with the content type of JSON reaches the handler.
    ok_content_type_json "github" [Headers, any] |sender| with(sender, &[("content-type", "application/json; charset=utf-8")], B);
    /// A genuine delivery with an invalid content type reaches the handler.
    ok_content_type_odd "github" [Headers, any, odd] |sender| with(sender, &[("content-type", "nonsense")], B);
    /// A body with the content coding `identity` reaches the handler.
    ok_identity "github" [Coding, any, odd] |sender| with(sender, &[("content-encoding", "identity")], B);
    /// A header that is unrelated to the signature may appear twice.
    ok_other_field_twice "github" [Headers, any] |sender| with(sender, &[("x-a", "1"), ("x-a", "2")], B);
    /// The header of an older signature scheme is ignored if the current one is present.
    ok_older_field_beside "github" [Headers] |sender| with(sender, &[("x-hub-signature", "sha1=00")], B);
    /// Headers that claim another client, host or protocol do not affect verification.
    ok_forwarded "github" [Headers, any] |sender| {
        let fields = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-host", "evil"), ("forwarded", "for=127.0.0.1"), ("x-real-ip", "::1")];
        with(sender, &fields, B)
    };
    /// A signature in the query instead of a header is rejected.
    signature_in_query "github" [Signature, any, odd] |sender| {
        let signature = sender.signature();
        let path = format!("{PATH}?{}={}{}", signature.name, signature.prefix, signature.value);
        sent(request("POST", &path, &sender.without_signature(B), B), NOT_AUTHENTIC)
    };
    /// A signature in a trailer is rejected.
    signature_in_trailer "github" [Signature, any, odd] |sender| {
        let signature = sender.signature();
        let headers = sender.without_signature(B);
        let mut bytes = head("POST", PATH, &headers, &[("transfer-encoding", "chunked")]);
        bytes.extend(chunk(B));
        let line = format!("{}: {}{}", signature.name, signature.prefix, signature.value);
        bytes.extend(format!("0\r\n{line}\r\n\r\n").into_bytes());
        sent(bytes, NOT_AUTHENTIC)
    };
    /// Two correct signatures merged into one header value are rejected.
    signature_merged "github" [Signature, plain_mac, odd] |sender| {
        let (prefix, mac) = (sender.signature().prefix, sender.mac(B));
        let value = format!("{prefix}{mac}, {prefix}{mac}");
        odd(sender, "POST", &vec![field(&sender.signature().name, value)], B, NOT_AUTHENTIC)
    };
    /// A delivery with only the older and weaker SHA-1 signature is rejected.
    signature_only_sha1 "github" [Signature] |sender| {
        let headers = [("x-hub-signature".to_owned(), format!("sha1={}", sender.mac(B)))];
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// An empty signature header is rejected.
    signature_blank "github" [Signature, any] |sender| {
        let name = sender.signature().name;
        instead(sender, &name, String::clear)
    };
    /// A signature header that is a single word is rejected, and causes no server error.
    signature_word "github" [Signature, any] |sender| {
        let name = sender.signature().name;
        instead(sender, &name, |value| *value = "v1".to_owned())
    };
    /// The HTTP parser rejects a control character in a header value, even if the signature is
    /// correct.
    head_control_character "github" [Framing, any, odd] |sender| raw(sender, |lines| format!("x-other: a\x01b\r\n{lines}"));
    /// The HTTP parser rejects a folded signature header, even if the signature is correct.
    head_folded "github" [Framing, any, odd] |sender| {
        let name = sender.signature().name;
        raw(sender, |lines| lines.replacen(&format!("{name}: "), &format!("{name}:\r\n "), 1))
    };
    /// The HTTP parser rejects a request with more header fields than any provider sends, even if
    /// the signature is correct.
    head_500_fields "github" [Limits, any, odd] |sender| {
        let fields: String = (0..500).map(|field| format!("x-{field}: 1\r\n")).collect();
        raw(sender, |lines| format!("{fields}{lines}"))
    };
    /// The HTTP parser rejects a `Content-Length` with a plus sign.
    length_with_sign "github" [Framing, any] |sender| declared(sender, &[("content-length", "+7")], B, Outcome::RefusedByParser);
    /// The HTTP parser rejects a negative `Content-Length`.
    length_negative "github" [Framing, any] |sender| declared(sender, &[("content-length", "-7")], B, Outcome::RefusedByParser);
    /// The HTTP parser rejects a `Content-Length` that is not a number.
    length_not_a_number "github" [Framing, any] |sender| declared(sender, &[("content-length", "seven")], B, Outcome::RefusedByParser);
    /// The HTTP parser rejects two different `Content-Length` headers, whichever is correct.
    length_twice "github" [Framing, any] |sender| together([["7", "6"], ["6", "7"]].map(|lengths| {
        let fields = lengths.map(|length| ("content-length", length));
        let head = head("POST", PATH, &sender.headers(B), &fields);
        ([head, B.to_vec()].concat(), Outcome::RefusedByParser)
    }));
    /// A `Content-Length` that lists equal values is rejected, or read as one value.
    either_length_list "github" [Framing, any] |sender| {
        declared(sender, &[("content-length", "7, 7")], B, Outcome::Either(B.to_vec()))
    };
    /// The HTTP parser rejects a `Content-Length` that lists different values.
    length_list "github" [Framing, any] |sender| {
        declared(sender, &[("content-length", "7, 6")], B, Outcome::RefusedByParser)
    };
    /// A request whose connection ends before any of its declared body arrives is rejected.
    cut_at_0 "github" [Framing, any] |sender| cut(sender, b"", ("content-length", "7"), b"");
    /// A longer body that ends before its declared length is rejected, even if the bytes that
    /// arrived are correctly signed.
    cut_declared_long "github" [Framing, any] |sender| cut(sender, THIRTY, ("content-length", "100"), THIRTY);
    /// A longer chunked body without its last chunk is rejected, even if the bytes that arrived are
    /// correctly signed.
    cut_chunked_long "github" [Framing, any] |sender| cut(sender, THIRTY, ("transfer-encoding", "chunked"), &chunk(THIRTY));
    /// A chunk size that is not a number does not end a body, and the request is rejected.
    cut_by_garbage "github" [Framing, any] |sender| {
        let garbage = [chunk(THIRTY), b"zz\r\n".to_vec()].concat();
        cut(sender, THIRTY, ("transfer-encoding", "chunked"), &garbage)
    };
    /// A connection that ends inside a chunk does not end a body, and the request is rejected.
    cut_in_chunk "github" [Framing, any] |sender| cut(sender, THIRTY, ("transfer-encoding", "chunked"), chunk(THIRTY).split_at(20).0);
    /// A body of which no byte arrives is rejected at the deadline.
    slow_stalls_at_0 "github" [Deadlines, any, deadlined] |sender| steps(
        vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7")]))],
        TIMED_OUT,
    );
    /// A chunked body that stalls is rejected at the deadline.
    slow_stalls_in_chunks "github" [Deadlines, any, deadlined] |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(THIRTY), &[("transfer-encoding", "chunked")])),
            Step::Send(chunk(THIRTY)),
        ],
        TIMED_OUT,
    );
    /// A body with an unknown content coding is rejected.
    coded_unknown "github" [Coding, any, odd] |sender| coded(sender, "foo");
    /// A body whose content coding is named in upper case is rejected.
    coded_capitals "github" [Coding, any, odd] |sender| coded(sender, "GZIP");
    /// A list of content codings is rejected if one of them is not `identity`.
    coded_twice "github" [Coding, any, odd] |sender| coded(sender, "identity, br");
    /// `PUT` is rejected if the provider sends only `POST`.
    method_put "github" [Methods, any, odd] |sender| method(sender, "PUT");
    /// `DELETE` is rejected if the provider sends only `POST`.
    method_delete "github" [Methods, any, odd] |sender| method(sender, "DELETE");
    /// `OPTIONS` is rejected if the provider sends only `POST`.
    method_options "github" [Methods, any, odd] |sender| method(sender, "OPTIONS");
    /// `PATCH` is rejected if the provider sends only `POST`.
    method_patch "github" [Methods, any, odd] |sender| method(sender, "PATCH");
    /// A delivery to a tenant reaches the handler if it is signed with the tenant's secret.
    tenant_known "tenant:github" [Tenants] |sender| tenant(sender, "shop", TENANTS_SECRET, delivered(B));
    /// A delivery to a tenant is rejected if it is signed with another tenant's secret.
    tenant_of_another "tenant:github" [Tenants] |sender| tenant(sender, "shop", SECRETS[1], NOT_AUTHENTIC);
    /// A delivery to an unknown tenant is rejected like any other forgery, so that tenants cannot
    /// be guessed.
    tenant_unknown "tenant:github" [Tenants] |sender| tenant(sender, "nobody", SECRETS[1], NOT_AUTHENTIC);
    /// A delivery whose secrets cannot be looked up is answered as unavailable, so that the sender
    /// retries.
    tenant_unavailable "tenant:github" [Tenants] |sender| tenant(sender, "down", SECRETS[1], UNAVAILABLE);
    /// A delivery whose secret look-up does not finish is answered as unavailable.
    tenant_slow "tenant:github" [Tenants] |sender| tenant(sender, "slow", SECRETS[1], UNAVAILABLE);
    /// A delivery without a signature is rejected before the tenant is looked up.
    tenant_unsigned "tenant:github" [Tenants] |_| {
        sent(request("POST", "/raw?tenant=slow", &[], B), NOT_AUTHENTIC)
    };

    /// A delivery with a malformed signature is rejected before the tenant is looked up.
    tenant_garbage "tenant:github" [Tenants] |sender| {
        let headers: Headers = sender.headers(B).into_iter().map(|(name, _)| field(&name, "garbage")).collect();
        sent(request("POST", "/raw?tenant=down", &headers, B), NOT_AUTHENTIC)
    };
    /// A stale delivery is rejected before the tenant is looked up.
    tenant_stale "tenant:terra" [Tenants] |sender| {
        let headers = sender.headers_with(TENANTS_SECRET, B, -sender.beyond());
        sent(request("POST", "/raw?tenant=down", &headers, B), NOT_AUTHENTIC)
    };
    /// A delivery with a malformed timestamp is rejected before the tenant is looked up.
    tenant_malformed_time "tenant:terra" [Tenants] |sender| {
        let mut headers = sender.headers(B);
        for (_, value) in &mut headers {
            *value = value.replacen("t=", "t=+", 1);
        }
        sent(request("POST", "/raw?tenant=down", &headers, B), NOT_AUTHENTIC)
    };
    /// A client that waits for `100 Continue` receives it for a known tenant before a wrong
    /// signature is rejected.
    tenant_known_continues "tenant:github" [Tenants] |sender| continues(sender, "shop");
    /// A client that waits for `100 Continue` receives it for an unknown tenant too, so that
    /// tenants cannot be listed.
    tenant_unknown_continues "tenant:github" [Tenants] |sender| continues(sender, "nobody");
    /// The body of a delivery to a known tenant is awaited until the deadline.
    tenant_known_stalls "tenant:github" [Tenants] |sender| stalls(sender, "shop");
    /// The body of a delivery to an unknown tenant is awaited until the deadline too.
    tenant_unknown_stalls "tenant:github" [Tenants] |sender| stalls(sender, "nobody");
    /// A body over the limit is rejected as too large for a known tenant.
    tenant_known_over "tenant:github" [Tenants] |sender| over_limit(sender, "shop");
    /// A body over the limit is rejected as too large for an unknown tenant too.
    tenant_unknown_over "tenant:github" [Tenants] |sender| over_limit(sender, "nobody");

    /// A delivery to the tenant that the path names is verified with that tenant's secret.
    path_names_tenant "paths:github" [Tenants] |sender| {
        to_path(sender, JSON_PATH, TENANTS_SECRET, delivered(B))
    };
    /// A delivery signed with one tenant's secret is rejected under another tenant's path.
    path_of_another "paths:github" [Tenants] |sender| to_path(sender, PATH, TENANTS_SECRET, NOT_AUTHENTIC);
    /// The query is not part of the path that names a tenant.
    path_with_query "paths:github" [Tenants] |sender| {
        to_path(sender, "/json?v=1", TENANTS_SECRET, delivered(B))
    };
    /// A query that looks like another tenant's path does not select that tenant.
    path_query_names_another "paths:github" [Tenants] |sender| {
        to_path(sender, "/raw?/json", TENANTS_SECRET, NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler even if its query looks like another tenant's path.
    path_query_names_another_genuine "paths:github" [Tenants] |sender| {
        to_path(sender, "/json?/raw", TENANTS_SECRET, delivered(B))
    };
    /// A target in absolute form selects the same tenant as its path, or is rejected.
    path_absolute_form "paths:github" [Tenants] |sender| {
        to_path(sender, "http://localhost/json", TENANTS_SECRET, Outcome::Either(B.to_vec()))
    };
    /// The query of a target in absolute form does not select a tenant.
    path_absolute_form_query "paths:github" [Tenants] |sender| {
        to_path(sender, "http://localhost/raw?/json", TENANTS_SECRET, Outcome::NotDelivered)
    };
    /// A percent-encoded slash does not separate the segments of the path that names a tenant.
    path_encoded_slash "paths:github" [Tenants] |sender| {
        to_path(sender, "/raw%2Fjson", TENANTS_SECRET, Outcome::NotDelivered)
    };
    /// A path that starts with two slashes does not select another tenant.
    path_two_slashes "paths:github" [Tenants] |sender| {
        to_path(sender, "//json", SECRETS[1], Outcome::NotDelivered)
    };
    /// Path parameters after a semicolon do not select a tenant.
    path_parameters "paths:github" [Tenants] |sender| {
        to_path(sender, "/raw;/json", TENANTS_SECRET, Outcome::NotDelivered)
    };
    /// A trailing slash does not turn one tenant's path into another's.
    path_trailing_slash "paths:github" [Tenants] |sender| {
        to_path(sender, "/json/", SECRETS[1], Outcome::NotDelivered)
    };

    /// A delivery with neither a body nor a `Content-Length` reaches the handler if the empty body
    /// is signed.
    ok_no_length "github" [Framing, any, any_body] |sender| sent(head("POST", PATH, &sender.headers(b""), &[]), delivered(b""));
    /// Leading and trailing white space is not part of a header value.
    ok_white_space "github" [Headers, any] |sender| altered(sender, |_, value| *value = format!("\t  {value} \t"), delivered(B));
    /// A query that the scheme does not sign is ignored.
    ok_query "github" [Url, any] |sender| to(sender, "/raw?a=1&&b=%2f", "/raw?a=1&&b=%2f", delivered(B));
    /// A genuine delivery over HTTP/1.0 reaches the handler.
    ok_http_1_0 "github" [Framing, any] |sender| {
        let request = String::from_utf8_lossy(&sender.request(B)).replacen("HTTP/1.1", "HTTP/1.0", 1);
        sent(request.into_bytes(), delivered(B))
    };
    /// A request with the correct signature header before a wrong one is rejected.
    header_right_then_wrong "github" [Headers, any, odd] |sender| {
        odd(sender, "POST", &[sender.headers(B), sender.headers(b"another")].concat(), B, NOT_AUTHENTIC)
    };
    /// A signature under a header name with underscores instead of hyphens is rejected.
    header_underscores "github" [Headers, any, odd] |sender| {
        if !sender.signature().name.contains('-') {
            sender.note::<()>("the name of the signature header has no hyphen");
        }
        altered(sender, |name, _| *name = name.replace('-', "_"), NOT_AUTHENTIC)
    };
    /// A signature with an odd number of hexadecimal digits is rejected.
    signature_odd "github" [Signature, plain_mac, odd] |sender| plain(sender, &format!("{}0", sender.mac(B)), NOT_AUTHENTIC);
    /// A signature with a plus sign in place of its leading zero is rejected.
    signature_sign "github" [Signature, plain_mac, odd] |sender| {
        // `+f` for `0f`, in the first body whose signature begins with a zero.
        let bodies = (0..4096).map(|number| format!("{{\"a\":{number}}}"));
        let mut signed = bodies.map(|body| (sender.mac(body.as_bytes()), body));
        let (mac, body) = signed.find(|(mac, _)| mac.starts_with('0')).unwrap_or_default();
        let signature = sender.signature();
        let value = format!("{}{}", signature.prefix, mac.replacen('0', "+", 1));
        with_headers(&vec![field(&signature.name, value)], body.as_bytes(), NOT_AUTHENTIC)
    };
    /// A signature that starts with `0x` is rejected.
    signature_0x "github" [Signature, plain_mac, odd] |sender| plain(sender, &format!("0x{}", sender.mac(B)), NOT_AUTHENTIC);
    /// A signature with a space inside it is rejected.
    signature_inner_space "github" [Signature, plain_mac, odd] |sender| {
        let mut mac = sender.mac(B);
        mac.insert(32, ' ');
        plain(sender, &mac, NOT_AUTHENTIC)
    };
    /// A signature whose prefix is in upper case is rejected.
    signature_label_capitals "github" [Signature, odd] |sender| github(sender, &format!("SHA256={}", sender.mac(B)), NOT_AUTHENTIC);
    /// A body whose line endings were changed after signing is rejected.
    body_line_ends "github" [Body, any] |sender| with_headers(&sender.headers(b"{\n\"a\":1}"), b"{\r\n\"a\":1}", NOT_AUTHENTIC);
    /// A body whose JSON members were reordered after signing is rejected.
    body_members_swapped "github" [Body, any] |sender| {
        with_headers(&sender.headers(b"{\"a\":1,\"b\":2}"), b"{\"b\":2,\"a\":1}", NOT_AUTHENTIC)
    };
    /// A body with invalid UTF-8 is rejected if the replacement character was signed instead.
    body_replacement_character "github" [Body, any] |sender| {
        with_headers(&sender.headers("{\"a\":\"\u{fffd}\"}".as_bytes()), b"{\"a\":\"\xff\"}", NOT_AUTHENTIC)
    };
    /// A signed body of exactly the limit with bytes appended is rejected as too large.
    body_appended_over_limit "github" [Limits, any, limited] |sender| {
        with_headers(&sender.headers(&sender.full()), &[sender.full(), vec![b'x'; 100]].concat(), TOO_LARGE)
    };
    /// A body whose declared length exceeds the limit is rejected although some of it has arrived.
    length_over_with_beginning "github" [Limits, any, limited, odd] |sender| {
        declared(sender, &[("content-length", &(sender.limit() + 1).to_string())], &[b'x'; 20], TOO_LARGE)
    };
    /// A client that waits for `100 Continue` does not receive it for a body over the limit.
    length_over_expect "github" [Limits, any, limited, odd] |sender| withheld(sender, &(sender.limit() + 1).to_string(), &[("expect", "100-continue")], TOO_LARGE);
    /// The largest signed 64-bit integer as a `Content-Length` is rejected as too large.
    length_63_bits "github" [Limits, any, limited, odd] |sender| withheld(sender, "9223372036854775807", &[], TOO_LARGE);
    /// The HTTP parser rejects a `Content-Length` of more than 64 bits.
    length_beyond_64_bits "github" [Framing, any] |sender| withheld(sender, "18446744073709551616", &[], Outcome::RefusedByParser);
    /// The HTTP parser rejects an unknown transfer coding.
    transfer_unknown "github" [Framing, any] |sender| {
        declared(sender, &[("transfer-encoding", "xchunked")], &chunk(B), Outcome::RefusedByParser)
    };
    /// The HTTP parser rejects a transfer coding that follows `chunked`.
    transfer_chunked_first "github" [Framing, any] |sender| {
        declared(sender, &[("transfer-encoding", "chunked, identity")], &chunk(B), Outcome::RefusedByParser)
    };
    /// A `Content-Length` with a chunked body is rejected or ignored, and never leads to two
    /// bodies.
    either_length_and_chunks "github" [Framing, any] |sender| {
        let fields = [("content-length", "7"), ("transfer-encoding", "chunked")];
        declared(sender, &fields, &whole(B), Outcome::Either(B.to_vec()))
    };
    /// Two equal `Content-Length` headers are rejected, or read as one.
    either_length_twice "github" [Framing, any] |sender| {
        declared(sender, &[("content-length", "7"), ("content-length", "7")], B, Outcome::Either(B.to_vec()))
    };
    /// Two `Transfer-Encoding: chunked` headers are rejected, or read as one.
    either_transfer_twice "github" [Framing, any] |sender| {
        let fields = [("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")];
        declared(sender, &fields, &whole(B), Outcome::Either(B.to_vec()))
    };
    /// A body with `Transfer-Encoding: gzip, chunked` is rejected, or reaches the handler
    /// undecoded.
    either_transfer_gzip "github" [Framing, any] |sender| {
        declared(sender, &[("transfer-encoding", "gzip, chunked")], &whole(B), Outcome::Either(B.to_vec()))
    };
    /// A chunk extension is rejected or ignored.
    either_chunk_extension "github" [Framing, any] |sender| {
        let size = format!("{:x};a=b\r\n", THIRTY.len());
        let extended = [size.as_bytes(), THIRTY, b"\r\n0\r\n\r\n"].concat();
        framed(sender, &extended, Outcome::Either(THIRTY.to_vec()))
    };
    /// Bare line feeds in the head are rejected, or end its lines.
    either_line_feeds "github" [Framing, any] |sender| {
        let head = head("POST", PATH, &sender.headers(B), &[("content-length", "7")]);
        let head = String::from_utf8_lossy(&head).replace('\r', "");
        sent([head.as_bytes(), B].concat(), Outcome::Either(B.to_vec()))
    };
    /// A request without a `Host` header is rejected, or verified like any other.
    either_no_host "github" [Framing, any] |sender| {
        let request = String::from_utf8_lossy(&sender.request(B)).replacen("host: localhost\r\n", "", 1);
        sent(request.into_bytes(), Outcome::Either(B.to_vec()))
    };
    /// The HTTP parser rejects a zero byte in a header value, even if the signature is correct.
    head_zero_byte "github" [Framing, any] |sender| raw(sender, |lines| format!("x-other: a\0b\r\n{lines}"));
    /// A chunk size with a `0x` prefix is rejected.
    chunk_size_prefix "github" [Framing, any] |sender| framed(sender, &chunk_of_size("0x1d"), MALFORMED);
    /// A chunk size with a plus sign is rejected.
    chunk_size_sign "github" [Framing, any] |sender| framed(sender, &chunk_of_size("+1d"), MALFORMED);
    /// A chunk size of more than 64 bits is rejected.
    chunk_size_overflow "github" [Framing, any] |sender| framed(sender, &chunk_of_size("1000000000000001d"), MALFORMED);
    /// A chunk with more bytes than its size declares is rejected.
    chunk_size_too_small "github" [Framing, any] |sender| framed(sender, &chunk_of_size("1b"), MALFORMED);
    /// A body that was signed uncompressed and sent gzipped is rejected.
    coded_after_signing "github" [Coding, any, odd] |sender| {
        let mut headers = sender.headers(B);
        headers.push(field("content-encoding", "gzip"));
        if sender.setup.entry.scheme.has_gzip_bodies() {
            sender.note::<()>("the provider signs what a gzipped body decodes to");
        }
        with_headers(&headers, GZIPPED, CONTENT_CODED)
    };
    /// A scheme that signs what a gzipped body decodes to accepts it, and the handler gets it
    /// decoded.
    gzip_genuine "getstream" [Coding] |sender| gzipped(sender, B, GZIPPED, delivered(B));
    /// The same body in chunks of one byte.
    gzip_chunked "getstream" [Coding] |sender| {
        let mut headers = sender.headers(B);
        headers.push(field("content-encoding", "gzip"));
        let mut bytes = head("POST", PATH, &headers, &[("transfer-encoding", "chunked")]);
        bytes.extend(GZIPPED.iter().flat_map(|byte| chunk(&[*byte])));
        bytes.extend_from_slice(b"0\r\n\r\n");
        sent(bytes, delivered(B))
    };
    /// The same scheme accepts a body that is not coded.
    gzip_plain "getstream" [Coding] genuine;
    /// A gzipped body whose signature is that of the gzipped bytes is rejected.
    gzip_signed_coded "getstream" [Coding] |sender| gzipped(sender, GZIPPED, GZIPPED, NOT_AUTHENTIC);
    /// A gzipped body without a signature is rejected.
    gzip_unsigned "getstream" [Coding] |_| {
        let headers = vec![field("content-encoding", "gzip")];
        with_headers(&headers, GZIPPED, NOT_AUTHENTIC)
    };
    /// A small gzipped body that decodes to more than the limit is rejected.
    gzip_bomb "getstream" [Coding, limited] |sender| gzipped(sender, &[b' '; 4000], GZIPPED_BOMB, TOO_LARGE);
    /// A gzipped body that is cut off, with its own length declared, is rejected.
    gzip_cut "getstream" [Coding] |sender| {
        gzipped(sender, B, GZIPPED.get(..GZIPPED.len() - 1).unwrap_or_default(), MALFORMED)
    };
    /// A byte after a gzipped body is rejected.
    gzip_trailing "getstream" [Coding] |sender| gzipped(sender, B, &[GZIPPED, b"\n"].concat(), MALFORMED);
    /// A second gzip member is rejected.
    gzip_two_members "getstream" [Coding] |sender| gzipped(sender, B, &GZIPPED.repeat(2), MALFORMED);
    /// A body that is declared as gzip and is not is rejected.
    gzip_unfounded "getstream" [Coding] |sender| gzipped(sender, B, &[b'x'; 30], MALFORMED);
    /// Another content coding is rejected.
    gzip_deflate "getstream" [Coding] |sender| coded(sender, "deflate");
    /// A body that is declared as coded twice is rejected.
    gzip_twice "getstream" [Coding] |sender| coded(sender, "gzip, gzip");
    /// Gzipped bytes that no header declares as such reach the handler unchanged.
    ok_gzip_unsaid "github" [Body, any, any_body] |sender| sent(sender.request(GZIPPED), delivered(GZIPPED));
    /// `HEAD` is rejected if the provider sends only `POST`.
    method_head "github" [Methods, any, odd] |sender| sent(head("HEAD", PATH, &sender.headers(b""), &[]), Outcome::RefusedByParser);
    /// A body whose connection is reset never reaches the handler, even if the bytes that arrived
    /// are correctly signed.
    gone_in_body "github" [Framing, any, counted] |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(THIRTY), &[("content-length", "100")])),
            Step::Send(THIRTY.to_vec()),
            Step::Wait(SHORTLY),
            Step::Reset,
        ],
        Outcome::NotDelivered,
    );
    /// Of a hundred concurrent deliveries, each genuine one reaches the handler and each forged one
    /// is rejected.
    many_at_once "github" [Limits, any] |sender| together((0..100_u32).map(|number| {
        let body = format!("{{\"a\":{number}}}{}", " ".repeat(900)).into_bytes();
        match number % 2 {
            0 => (sender.request(&body), delivered(&body)),
            _ => (request("POST", PATH, &sender.headers(B), &body), NOT_AUTHENTIC),
        }
    }));
    /// A signature header of more than 16 KiB is rejected, even if it contains a correct signature.
    header_20k "terra" [Limits, timed_mac, odd] |sender| {
        let (now, mac) = timed(sender);
        terra(sender, &format!("t={now},{},v1={mac}", "x".repeat(20_000)), NOT_AUTHENTIC)
    };
    /// A signature header with two timestamps is rejected, even if they are equal.
    time_twice "terra" [Freshness, timed_mac, odd] |sender| {
        let (now, mac) = timed(sender);
        terra(sender, &format!("t={now},t={now},v1={mac}"), NOT_AUTHENTIC)
    };
    /// A signature without its timestamp is rejected.
    time_missing "terra" [Freshness, timed_mac] |sender| terra(sender, &format!("v1={}", timed(sender).1), NOT_AUTHENTIC);
    /// The entries of a signature header may come in any order.
    time_last "terra" [Freshness, timed_mac, odd] |sender| {
        let (now, mac) = timed(sender);
        terra(sender, &format!("v1={mac},t={now}"), delivered(B))
    };
    /// A malformed signature in a list does not invalidate a correct one.
    signature_beside_malformed "terra" [Signature, timed_mac] |sender| {
        let (now, mac) = timed(sender);
        terra(sender, &format!("t={now},v1=zz,v1={mac}"), delivered(B))
    };
    /// An empty entry for the signature is rejected.
    signature_of_nothing "terra" [Signature, timed_mac] |sender| terra(sender, &format!("t={},v1=", timed(sender).0), NOT_AUTHENTIC);
    /// A timestamp that is not the current time in plain Unix seconds is rejected, even if it is
    /// correctly signed.
    time_odd "terra" [Freshness, timed_mac, odd] |sender| {
        let now = Sender::now();
        let odd = [
            "", "-1", "0", "NaN", "inf", "1e9", "0x6553f100", "9223372036854775807", "18446744073709551615",
            "8210266876799", &"1".repeat(400), &format!("{now}.9"), &format!("0{now}"), &format!(" {now}"),
            &format!("{now}000"), &format!("{}_{}", now / 10, now % 10), &format!("{now}abc"),
            &format!("\u{ff11}{}", now % 1_000_000_000),
        ];
        together(odd.into_iter().map(|time| {
            let mac = sender.mac(&[time.as_bytes(), b".", B].concat());
            let headers = vec![field(&sender.signature().name, format!("t={time},v1={mac}"))];
            (request("POST", PATH, &headers, B), NOT_AUTHENTIC)
        }))
    };

    /// A signed JSON object reaches the handler that expects an object.
    json_object "github" [Json, any, json] |sender| json(sender, B, delivered(B));
    /// A signed JSON object reaches the handler whatever its content type.
    json_as_text "github" [Json, any, json, odd] |sender| {
        let mut headers = sender.headers(B);
        headers.push(field("content-type", "text/plain"));
        sent(request("POST", JSON_PATH, &headers, B), delivered(B))
    };
    /// A signed JSON object with a duplicate member reaches the handler, with its bytes unchanged.
    json_member_twice "github" [Json, any, json, odd] |sender| json(sender, b"{\"a\":1,\"a\":2}", delivered(b"{\"a\":1,\"a\":2}"));
    /// A signed body that is not JSON is rejected as an invalid payload if the handler expects an
    /// object.
    json_malformed "github" [Json, any, json] |sender| json(sender, b"{nope", PAYLOAD);
    /// Signed JSON that is not an object is rejected as an invalid payload if the handler expects
    /// an object.
    json_array "github" [Json, any, json, odd] |sender| json(sender, b"[1]", PAYLOAD);
    /// A signed empty body is rejected as an invalid payload if the handler expects JSON.
    json_empty "github" [Json, any, json] |sender| json(sender, b"", PAYLOAD);
    /// A byte order mark before signed JSON is part of the body, and is ignored by the parser.
    json_byte_order_mark "github" [Json, any, json, odd] |sender| {
        json(sender, b"\xef\xbb\xbf{}", delivered(b"\xef\xbb\xbf{}"))
    };
    /// Signed JSON that starts with two byte order marks is rejected as an invalid payload.
    json_byte_order_marks "github" [Json, any, json, odd] |sender| {
        json(sender, b"\xef\xbb\xbf\xef\xbb\xbf{}", PAYLOAD)
    };
    /// Signed JSON that is not UTF-8 is rejected as an invalid payload.
    json_not_utf8 "github" [Json, any, json, odd] |sender| json(sender, b"{\"a\":\"\xff\"}", PAYLOAD);
    /// Signed JSON that is nested hundreds of levels deep is rejected as an invalid payload, and
    /// crashes nothing.
    json_deep "github" [Json, any, json, odd] |sender| {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(450), "]".repeat(450));
        json(sender, deep.as_bytes(), PAYLOAD)
    };
    /// Invalid JSON without a signature is rejected like any forgery, and never parsed.
    json_unsigned "github" [Json, any, json] |_| sent(request("POST", JSON_PATH, &[], b"{nope"), NOT_AUTHENTIC);
    /// Invalid JSON with a wrong signature is rejected like any forgery, and never parsed.
    json_forged "github" [Json, any, json] |sender| sent(request("POST", JSON_PATH, &sender.headers(B), b"{nope"), NOT_AUTHENTIC);

    /// An endpoint can answer forgeries with a status code of its choice.
    status_of_forgeries "statuses:github" [Signature] changed;
    /// An endpoint can answer bodies over the limit with a status code of its choice.
    status_of_too_large "statuses:github" [Limits, limited] |sender| {
        declared(sender, &[("content-length", &(sender.limit() + 1).to_string())], &[b'x'; 20], TOO_LARGE)
    };

    /// A genuine Shopify delivery reaches the handler.
    shopify_genuine "shopify" [Signature, twin] genuine;
    /// A Shopify delivery signed with the old secret reaches the handler during a rotation.
    shopify_rotated "shopify" [Secrets, twin, two_secrets] rotated;
    /// A Shopify delivery without a signature is rejected.
    shopify_unsigned "shopify" [Signature, twin] unsigned;
    /// A Shopify delivery whose body was changed after signing is rejected.
    shopify_changed "shopify" [Body, twin] changed;
    /// A Shopify delivery whose headers all appear twice is rejected.
    shopify_twice "shopify" [Headers, twin] twice;
    /// A genuine Slack delivery reaches the handler.
    slack_genuine "slack" [Signature, twin] genuine;
    /// A Slack delivery signed with the old secret reaches the handler during a rotation.
    slack_rotated "slack" [Secrets, twin, two_secrets] rotated;
    /// A Slack delivery without a signature is rejected.
    slack_unsigned "slack" [Signature, twin] unsigned;
    /// A Slack delivery whose body was changed after signing is rejected.
    slack_changed "slack" [Body, twin] changed;
    /// A Slack delivery whose headers all appear twice is rejected.
    slack_twice "slack" [Headers, twin] twice;
    /// A genuine Standard Webhooks delivery reaches the handler.
    standard_genuine "standard-webhooks" [Signature, twin] genuine;
    /// A Standard Webhooks delivery signed with the old secret reaches the handler during a
    /// rotation.
    standard_rotated "standard-webhooks" [Secrets, twin, two_secrets] rotated;
    /// A Standard Webhooks delivery without a signature is rejected.
    standard_unsigned "standard-webhooks" [Signature, twin] unsigned;
    /// A Standard Webhooks delivery whose body was changed after signing is rejected.
    standard_changed "standard-webhooks" [Body, twin] changed;
    /// A Standard Webhooks delivery whose headers all appear twice is rejected.
    standard_twice "standard-webhooks" [Headers, twin] twice;
    /// A genuine Stripe delivery reaches the handler.
    stripe_genuine "stripe" [Signature, twin] genuine;
    /// A Stripe delivery signed with the old secret reaches the handler during a rotation.
    stripe_rotated "stripe" [Secrets, twin, two_secrets] rotated;
    /// A Stripe delivery without a signature is rejected.
    stripe_unsigned "stripe" [Signature, twin] unsigned;
    /// A Stripe delivery whose body was changed after signing is rejected.
    stripe_changed "stripe" [Body, twin] changed;
    /// A Stripe delivery whose headers all appear twice is rejected.
    stripe_twice "stripe" [Headers, twin] twice;
    /// A genuine Svix delivery reaches the handler.
    svix_genuine "svix" [Signature, twin] genuine;
    /// A Svix delivery signed with the old secret reaches the handler during a rotation.
    svix_rotated "svix" [Secrets, twin, two_secrets] rotated;
    /// A Svix delivery without a signature is rejected.
    svix_unsigned "svix" [Signature, twin] unsigned;
    /// A Svix delivery whose body was changed after signing is rejected.
    svix_changed "svix" [Body, twin] changed;
    /// A Svix delivery whose headers all appear twice is rejected.
    svix_twice "svix" [Headers, twin] twice;
    /// A genuine Texture delivery reaches the handler.
    texture_genuine "texture" [Signature, twin] genuine;
    /// A Texture delivery signed with the old secret reaches the handler during a rotation.
    texture_rotated "texture" [Secrets, twin, two_secrets] rotated;
    /// A Texture delivery without a signature is rejected.
    texture_unsigned "texture" [Signature, twin] unsigned;
    /// A Texture delivery whose body was changed after signing is rejected.
    texture_changed "texture" [Body, twin] changed;
    /// A Texture delivery whose headers all appear twice is rejected.
    texture_twice "texture" [Headers, twin] twice;
    /// A genuine CentrePoint delivery reaches the handler.
    centrepoint_genuine "centrepoint" [Signature, twin] genuine;
    /// A CentrePoint delivery signed with the old secret reaches the handler during a rotation.
    centrepoint_rotated "centrepoint" [Secrets, twin, two_secrets] rotated;
    /// A CentrePoint delivery without a signature is rejected.
    centrepoint_unsigned "centrepoint" [Signature, twin] unsigned;
    /// A CentrePoint delivery whose body was changed after signing is rejected.
    centrepoint_changed "centrepoint" [Body, twin] changed;
    /// A CentrePoint delivery whose headers all appear twice is rejected.
    centrepoint_twice "centrepoint" [Headers, twin] twice;
    /// A genuine TradeLens delivery reaches the handler.
    tradelens_genuine "tradelens" [Signature, twin] genuine;
    /// A TradeLens delivery signed with the old secret reaches the handler during a rotation.
    tradelens_rotated "tradelens" [Secrets, twin, two_secrets] rotated;
    /// A TradeLens delivery without a signature is rejected.
    tradelens_unsigned "tradelens" [Signature, twin] unsigned;
    /// A TradeLens delivery whose body was changed after signing is rejected.
    tradelens_changed "tradelens" [Body, twin] changed;
    /// A TradeLens delivery whose headers all appear twice is rejected.
    tradelens_twice "tradelens" [Headers, twin] twice;
    /// A genuine SHA-1 TradeLens delivery reaches the handler.
    tradelens_sha1_genuine "tradelens-sha1" [Signature, twin] genuine;
    /// An SHA-1 TradeLens delivery signed with the old secret reaches the handler during a
    /// rotation.
    tradelens_sha1_rotated "tradelens-sha1" [Secrets, twin, two_secrets] rotated;
    /// An SHA-1 TradeLens delivery without a signature is rejected.
    tradelens_sha1_unsigned "tradelens-sha1" [Signature, twin] unsigned;
    /// An SHA-1 TradeLens delivery whose body was changed after signing is rejected.
    tradelens_sha1_changed "tradelens-sha1" [Body, twin] changed;
    /// An SHA-1 TradeLens delivery whose headers all appear twice is rejected.
    tradelens_sha1_twice "tradelens-sha1" [Headers, twin] twice;
    /// A stale Slack delivery is rejected, even if it is correctly signed.
    slack_stale "slack" [Freshness, twin] stale;
    /// A Slack delivery from the future is rejected, even if it is correctly signed.
    slack_ahead "slack" [Freshness, twin] ahead;
    /// A stale Standard Webhooks delivery is rejected, even if it is correctly signed.
    standard_stale "standard-webhooks" [Freshness, twin] stale;
    /// A Standard Webhooks delivery from the future is rejected, even if it is correctly signed.
    standard_ahead "standard-webhooks" [Freshness, twin] ahead;
    /// A stale Stripe delivery is rejected, even if it is correctly signed.
    stripe_stale "stripe" [Freshness, twin] stale;
    /// A Stripe delivery from the future is rejected, even if it is correctly signed.
    stripe_ahead "stripe" [Freshness, twin] ahead;
    /// A stale Svix delivery is rejected, even if it is correctly signed.
    svix_stale "svix" [Freshness, twin] stale;
    /// A Svix delivery from the future is rejected, even if it is correctly signed.
    svix_ahead "svix" [Freshness, twin] ahead;

    /// A Base64 signature without its padding is rejected if the provider sends padding.
    shopify_unpadded "shopify" [Signature, odd] |sender| altered(sender, |_, value| *value = value.replace('=', ""), NOT_AUTHENTIC);
    /// A Base64 signature followed by junk is rejected.
    shopify_junk "shopify" [Signature, odd] |sender| altered(sender, |_, value| value.push('!'), NOT_AUTHENTIC);
    /// A correct signature in hexadecimal digits is rejected if the scheme uses Base64.
    shopify_hex "shopify" [Signature, odd] |sender| altered(sender, |_, value| *value = sender.mac(B), NOT_AUTHENTIC);
    /// A delivery whose timestamp was changed after signing is rejected.
    slack_time_changed "slack" [Freshness] |sender| {
        let earlier = (Sender::now() - 1).to_string();
        instead(sender, "x-slack-request-timestamp", |value| value.clone_from(&earlier))
    };
    /// A signature header that contains only the version label is rejected.
    standard_version_alone "standard-webhooks" [Signature] |sender| {
        instead(sender, "webhook-signature", |value| *value = "v1,".into())
    };
    /// A correct signature labelled with another version is rejected.
    standard_other_version "standard-webhooks" [Signature, odd] |sender| {
        instead(sender, "webhook-signature", |value| *value = value.replacen("v1,", "v1a,", 1))
    };
    /// A delivery whose id was changed after signing is rejected.
    standard_id_changed "standard-webhooks" [Body] |sender| instead(sender, "webhook-id", |value| value.push('x'));
    /// A delivery without its signed id is rejected.
    standard_id_missing "standard-webhooks" [Signature] |sender| {
        altered(sender, |name, _| if name == "webhook-id" { *name = "x-id".into() }, NOT_AUTHENTIC)
    };
    /// A delivery that moves its signed timestamp into the delivery id is rejected, although the
    /// signed bytes are the same.
    standard_id_with_dot "standard-webhooks" [Signature, odd] |sender| {
        let now = Sender::now();
        let mut headers = sender.headers(format!("{now}.{{}}").as_bytes());
        for (name, value) in &mut headers {
            match name.as_str() {
                "webhook-id" => value.push_str(&format!(".{now}")),
                "webhook-timestamp" => *value = now.to_string(),
                _ => {}
            }
        }
        with_headers(&headers, b"{}", NOT_AUTHENTIC)
    };
    /// A delivery with different values under the two names of a header is rejected.
    svix_names_contradict "svix" [Headers, odd] |sender| {
        let mut headers = sender.headers(B);
        let other = sender.headers(b"another").into_iter();
        headers.extend(other.map(|(name, value)| (name.replace("svix", "webhook"), value)));
        with_headers(&headers, B, NOT_AUTHENTIC)
    };
    /// A correct SHA-256 signature is rejected by the SHA-1 scheme of the same provider.
    tradelens_sha1_other_hash "tradelens-sha1" [Signature] |sender| altered(sender, |_, value| *value = sender.mac(B), NOT_AUTHENTIC);

    /// If the scheme signs the URL, a genuine delivery reaches the handler.
    shape_url_genuine "shape-url" [Url] genuine;
    /// If the scheme signs the URL, a delivery signed with the old secret reaches the handler
    /// during a rotation.
    shape_url_rotated "shape-url" [Secrets, two_secrets] rotated;
    /// If the scheme signs the URL, a delivery without a signature is rejected.
    shape_url_unsigned "shape-url" [Url] unsigned;
    /// If the scheme signs the URL, a delivery whose body was changed after signing is rejected.
    shape_url_changed "shape-url" [Url] changed;
    /// If the scheme signs the URL, a delivery whose headers all appear twice is rejected.
    shape_url_twice "shape-url" [Headers] twice;
    /// If the scheme signs the fields of a form, a genuine delivery reaches the handler.
    shape_form_genuine "shape-form" [Signature] genuine;
    /// If the scheme signs the fields of a form, a delivery signed with the old secret reaches the
    /// handler during a rotation.
    shape_form_rotated "shape-form" [Secrets, two_secrets] rotated;
    /// If the scheme signs the fields of a form, a delivery without a signature is rejected.
    shape_form_unsigned "shape-form" [Signature] unsigned;
    /// If the scheme signs the fields of a form, a delivery whose body was changed after signing is
    /// rejected.
    shape_form_changed "shape-form" [Body] changed;
    /// If the scheme signs the fields of a form, a delivery whose headers all appear twice is
    /// rejected.
    shape_form_twice "shape-form" [Headers] twice;
    /// A body whose digest is in the signed query reaches the handler.
    digest_genuine "shape-digest" [Body] |sender| digested(sender, B, B, delivered(B));
    /// A form without a digest in the query is verified by its fields.
    digest_of_form_missing "shape-digest" [Body] |sender| sent(sender.request(b"a=1&b=2"), delivered(b"a=1&b=2"));
    /// A delivery whose body was removed is rejected, although the signed query is genuine.
    digest_taken_away "shape-digest" [Body] |sender| digested(sender, B, b"", NOT_AUTHENTIC);
    /// A delivery whose body was changed is rejected, although the signed query is genuine.
    digest_changed "shape-digest" [Body] |sender| digested(sender, B, br#"{"a":2}"#, NOT_AUTHENTIC);
    /// A form is rejected if the signed query contains another body's digest.
    digest_beside_form "shape-digest" [Body] |sender| digested(sender, B, b"a=1", NOT_AUTHENTIC);
    /// A query that contains two digests is rejected.
    digest_twice "shape-digest" [Body] |sender| {
        let target = format!("{PATH}?digest={}", Sender::digest(B));
        let headers = sender.signed("POST", &target, sender.secret(), B, 0);
        sent(request("POST", &format!("{target}&digest={}", Sender::digest(b"")), &headers, b""), NOT_AUTHENTIC)
    };
    /// A digest that was moved out of the query into a form is rejected, although the signed bytes
    /// are the same.
    digest_in_form "shape-digest" [Body] |sender| {
        let target = format!("{PATH}?digest={}", Sender::digest(B));
        let headers = sender.signed("POST", &target, sender.secret(), B, 0);
        let form = format!("%3Fdigest%3D{}", Sender::digest(B));
        sent(request("POST", PATH, &headers, form.as_bytes()), NOT_AUTHENTIC)
    };
    /// A digest that was moved out of a signed form into the query does not authenticate another
    /// body.
    digest_out_of_form "shape-digest" [Body] |sender| {
        let digest = Sender::digest(B);
        let form = format!("a=%26digest%3D{digest}%26&b=c");
        let headers = sender.signed("POST", &format!("{PATH}?v=1"), sender.secret(), form.as_bytes(), 0);
        sent(request("POST", &format!("{PATH}?v=1a&digest={digest}&bc"), &headers, B), NOT_AUTHENTIC)
    };
    /// A form whose last field ends like a digest in the query is rejected, because it could be
    /// replayed with another body.
    digest_ends_form "shape-digest" [Body] |sender| {
        let form = format!("a=%26digest%3D{}", Sender::digest(B));
        let headers = sender.signed("POST", &format!("{PATH}?v=1"), sender.secret(), form.as_bytes(), 0);
        sent(request("POST", &format!("{PATH}?v=1"), &headers, form.as_bytes()), NOT_AUTHENTIC)
    };
    /// A body whose digest is in a signed header reaches the handler.
    content_digest_genuine "shape-content-digest" [Body] |sender| sent(sender.request(B), delivered(B));
    /// A delivery whose body was removed is rejected, although the signed header is genuine.
    content_digest_taken_away "shape-content-digest" [Body] |sender| with_headers(&sender.headers(B), b"", NOT_AUTHENTIC);
    /// A delivery whose body was changed is rejected, although the signed header is genuine.
    content_digest_changed "shape-content-digest" [Body] changed;
    /// A delivery whose body and digest header were both replaced is rejected.
    content_digest_of_another "shape-content-digest" [Body] |sender| {
        let mut headers = sender.headers(B);
        for (name, value) in &mut headers {
            if name == "x-digest" {
                *value = Sender::digest(b"{}");
            }
        }
        with_headers(&headers, b"{}", NOT_AUTHENTIC)
    };
    /// A JSON body that is signed directly after the query reaches the handler.
    query_genuine "shape-query" [Url] |sender| to(sender, "/raw?a=1", "/raw?a=1", delivered(B));
    /// A body that was moved into the query is rejected, although the signed bytes are the same.
    query_takes_body "shape-query" [Url] |sender| {
        let mac = sender.mac(format!("{PUBLIC_URL}?a=1[1]").as_bytes());
        sent(request("POST", "/raw?a=1[1]", &[field("x-signature", mac)], b""), NOT_AUTHENTIC)
    };
    /// The end of a query that was moved into the body is rejected, although the signed bytes are
    /// the same.
    query_gives_to_body "shape-query" [Url] |sender| {
        let mac = sender.mac(format!("{PUBLIC_URL}?a=1").as_bytes());
        sent(request("POST", "/raw?a", &[field("x-signature", mac)], b"=1"), NOT_AUTHENTIC)
    };
    /// If the scheme signs the method and the query, a genuine delivery reaches the handler.
    shape_method_genuine "shape-method" [Signature] genuine;
    /// If the scheme signs the method and the query, a delivery signed with the old secret reaches
    /// the handler during a rotation.
    shape_method_rotated "shape-method" [Secrets, two_secrets] rotated;
    /// If the scheme signs the method and the query, a delivery without a signature is rejected.
    shape_method_unsigned "shape-method" [Signature] unsigned;
    /// If the scheme signs the method and the query, a delivery whose body was changed after
    /// signing is rejected.
    shape_method_changed "shape-method" [Body] changed;
    /// If the scheme signs the method and the query, a delivery whose headers all appear twice is
    /// rejected.
    shape_method_twice "shape-method" [Headers] twice;
    /// If the timestamp is in the body, a genuine delivery reaches the handler.
    shape_json_genuine "shape-json" [Signature] genuine;
    /// If the timestamp is in the body, a delivery signed with the old secret reaches the handler
    /// during a rotation.
    shape_json_rotated "shape-json" [Secrets, two_secrets] rotated;
    /// If the timestamp is in the body, a delivery without a signature is rejected.
    shape_json_unsigned "shape-json" [Signature] unsigned;
    /// If the timestamp is in the body, a delivery whose body was changed after signing is
    /// rejected.
    shape_json_changed "shape-json" [Body] changed;
    /// If the timestamp is in the body, a delivery whose headers all appear twice is rejected.
    shape_json_twice "shape-json" [Headers] twice;
    /// If the timestamp is a date, a genuine delivery reaches the handler.
    shape_date_genuine "shape-date" [Signature] genuine;
    /// If the timestamp is a date, a delivery signed with the old secret reaches the handler during
    /// a rotation.
    shape_date_rotated "shape-date" [Secrets, two_secrets] rotated;
    /// If the timestamp is a date, a delivery without a signature is rejected.
    shape_date_unsigned "shape-date" [Signature] unsigned;
    /// If the timestamp is a date, a delivery whose body was changed after signing is rejected.
    shape_date_changed "shape-date" [Body] changed;
    /// If the timestamp is a date, a delivery whose headers all appear twice is rejected.
    shape_date_twice "shape-date" [Headers] twice;
    /// If the list is separated by semicolons, a genuine delivery reaches the handler.
    shape_list_genuine "shape-list" [Signature] genuine;
    /// If the list is separated by semicolons, a delivery signed with the old secret reaches the
    /// handler during a rotation.
    shape_list_rotated "shape-list" [Secrets, two_secrets] rotated;
    /// If the list is separated by semicolons, a delivery without a signature is rejected.
    shape_list_unsigned "shape-list" [Signature] unsigned;
    /// If the list is separated by semicolons, a delivery whose body was changed after signing is
    /// rejected.
    shape_list_changed "shape-list" [Body] changed;
    /// If the list is separated by semicolons, a delivery whose headers all appear twice is
    /// rejected.
    shape_list_twice "shape-list" [Headers] twice;
    /// If the scheme uses SHA-512, a genuine delivery reaches the handler.
    shape_sha512_genuine "shape-sha512" [Signature] genuine;
    /// If the scheme uses SHA-512, a delivery signed with the old secret reaches the handler during
    /// a rotation.
    shape_sha512_rotated "shape-sha512" [Secrets, two_secrets] rotated;
    /// If the scheme uses SHA-512, a delivery without a signature is rejected.
    shape_sha512_unsigned "shape-sha512" [Signature] unsigned;
    /// If the scheme uses SHA-512, a delivery whose body was changed after signing is rejected.
    shape_sha512_changed "shape-sha512" [Body] changed;
    /// If the scheme uses SHA-512, a delivery whose headers all appear twice is rejected.
    shape_sha512_twice "shape-sha512" [Headers] twice;
    /// If the scheme signs an additional header, a genuine delivery reaches the handler.
    shape_header_genuine "shape-header" [Headers] genuine;
    /// If the scheme signs an additional header, a delivery signed with the old secret reaches the
    /// handler during a rotation.
    shape_header_rotated "shape-header" [Secrets, two_secrets] rotated;
    /// If the scheme signs an additional header, a delivery without a signature is rejected.
    shape_header_unsigned "shape-header" [Headers] unsigned;
    /// If the scheme signs an additional header, a delivery whose body was changed after signing is
    /// rejected.
    shape_header_changed "shape-header" [Headers] changed;
    /// If the scheme signs an additional header, a delivery whose headers all appear twice is
    /// rejected.
    shape_header_twice "shape-header" [Headers] twice;
    /// A delivery with a signed query reaches the handler.
    shape_form_query "shape-form" [Url] |sender| to(sender, "/raw?b=2&a=1", "/raw?b=2&a=1", delivered(&sender.body()));
    /// An unusually encoded query is verified exactly as it was sent.
    shape_form_query_odd "shape-form" [Url] |sender| {
        to(sender, "/raw?a=1&&b=%2f%2F&c", "/raw?a=1&&b=%2f%2F&c", delivered(&sender.body()))
    };
    /// A query that was re-encoded after signing is rejected.
    shape_form_query_respelt "shape-form" [Url] |sender| to(sender, "/raw?a=%2f", "/raw?a=%2F", NOT_AUTHENTIC);
    /// A query that was reordered after signing is rejected.
    shape_form_query_reordered "shape-form" [Url] |sender| to(sender, "/raw?a=1&b=2", "/raw?b=2&a=1", NOT_AUTHENTIC);
    /// A query that was removed after signing is rejected.
    shape_form_query_missing "shape-form" [Url] |sender| to(sender, "/raw?a=1", PATH, NOT_AUTHENTIC);
    /// A query that was added after signing is rejected.
    shape_form_query_added "shape-form" [Url] |sender| to(sender, PATH, "/raw?a=1", NOT_AUTHENTIC);
    /// A form whose fields were reordered verifies if the scheme sorts them, and reaches the
    /// handler as it was sent.
    shape_form_reordered "shape-form" [Body] |sender| {
        let other = b"amount=1&name=a+b";
        with_headers(&sender.headers(&sender.body()), other, delivered(other))
    };
    /// A scheme that signs the endpoint's URL uses the configured URL, whatever the request's
    /// query.
    shape_url_query "shape-url" [Url] |sender| to(sender, PATH, "/raw?a=1", delivered(&sender.body()));
    /// Headers that claim another host, protocol or URL do not change the URL that is verified.
    shape_url_host "shape-url" [Url] |sender| {
        let fields = [("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "http"), ("x-original-url", "/evil")];
        with(sender, &fields, B)
    };
    /// `PUT` reaches the handler if the provider sends it.
    shape_method_put "shape-method" [Methods] |sender| {
        let headers = sender.signed("PUT", PATH, sender.secret(), B, 0);
        sent(request("PUT", PATH, &headers, B), delivered(B))
    };
    /// A delivery whose method was changed after signing is rejected.
    shape_method_swapped "shape-method" [Methods] |sender| sent(request("PUT", PATH, &sender.headers(B), B), NOT_AUTHENTIC);
    /// A method that the provider does not send is rejected with an `Allow` header that lists all
    /// those it does.
    shape_method_get "shape-method" [Methods] |sender| sent(request("GET", PATH, &sender.headers(b""), b""), METHOD_NOT_ALLOWED);
    /// A delivery with a signed method and a signed query reaches the handler.
    shape_method_query "shape-method" [Url] |sender| to(sender, "/raw?x=%20", "/raw?x=%20", delivered(B));
    /// If the timestamp is in milliseconds, a stale delivery is rejected, even if it is correctly
    /// signed.
    shape_method_stale "shape-method" [Freshness] stale;
    /// If the timestamp is in milliseconds, a delivery from the future is rejected, even if it is
    /// correctly signed.
    shape_method_ahead "shape-method" [Freshness] ahead;
    /// If the timestamp is in the body, a stale delivery is rejected, even if it is correctly
    /// signed.
    shape_json_stale "shape-json" [Freshness] |sender| sent(sender.request(&sender.body_at(-sender.beyond())), NOT_AUTHENTIC);
    /// If the timestamp is in the body, a delivery from the future is rejected, even if it is
    /// correctly signed.
    shape_json_ahead "shape-json" [Freshness] |sender| sent(sender.request(&sender.body_at(sender.beyond())), NOT_AUTHENTIC);
    /// If the timestamp is in the body, a delivery without one is rejected, even if it is correctly
    /// signed.
    shape_json_timeless "shape-json" [Freshness] |sender| sent(sender.request(B), NOT_AUTHENTIC);
    /// If the timestamp is a date, a stale delivery is rejected, even if it is correctly signed.
    shape_date_stale "shape-date" [Freshness] stale;
    /// If the timestamp is a date, a delivery from the future is rejected, even if it is correctly
    /// signed.
    shape_date_ahead "shape-date" [Freshness] ahead;
    /// A date with a space instead of `T` is rejected, even if it is correctly signed.
    shape_date_respelt "shape-date" [Freshness] |sender| {
        let mut headers = sender.headers(B);
        let mut spelt = String::new();
        for (_, value) in headers.iter_mut().filter(|(name, _)| name == "x-time") {
            *value = value.replace('T', " ");
            spelt.clone_from(value);
        }
        for (_, value) in headers.iter_mut().filter(|(name, _)| name == "x-signature") {
            *value = sender.mac(&[spelt.as_bytes(), B].concat());
        }
        with_headers(&headers, B, NOT_AUTHENTIC)
    };
    /// If the list is separated by semicolons, a stale delivery is rejected, even if it is
    /// correctly signed.
    shape_list_stale "shape-list" [Freshness] stale;
    /// A list with another separator is rejected.
    shape_list_commas "shape-list" [Signature] |sender| altered(sender, |_, value| *value = value.replace(';', ","), NOT_AUTHENTIC);
    /// A delivery whose signed header was changed is rejected.
    shape_header_topic_changed "shape-header" [Headers] |sender| instead(sender, "x-topic", |value| value.push('x'));
    /// A delivery without its signed header is rejected.
    shape_header_topic_missing "shape-header" [Headers] |sender| {
        altered(sender, |name, _| if name == "x-topic" { *name = "x-other".into() }, NOT_AUTHENTIC)
    };
    /// A delivery id that does not match its syntax is rejected, even if it is correctly signed.
    shape_header_id_odd "shape-header" [Headers] |sender| {
        let signature = sender.mac(&[b"orders/paid:not/an/id:", B].concat());
        let headers = vec![field("x-topic", "orders/paid"), field("x-id", "not/an/id"), field("x-signature", signature)];
        with_headers(&headers, B, NOT_AUTHENTIC)
    };
}

const EVERY_BYTE: [u8; 256] = every_byte();

/// A delivery of `B` with this signature after the usual prefix, for schemes like GitHub's.
fn plain(sender: &Sender, mac: &str, outcome: Outcome) -> Script {
    let signature = sender.signature();
    let value = format!("{}{mac}", signature.prefix);
    with_headers(&vec![field(&signature.name, value)], B, outcome)
}

/// A delivery of `B` with this signature header, for schemes like GitHub's.
fn github(sender: &Sender, signature: &str, outcome: Outcome) -> Script {
    with_headers(&vec![field(&sender.signature().name, signature)], B, outcome)
}

/// A delivery of `B` with this signature header, for schemes like Terra's.
fn terra(sender: &Sender, signature: &str, outcome: Outcome) -> Script {
    with_headers(&vec![field(&sender.signature().name, signature)], B, outcome)
}

/// The current time, and Terra's MAC of that time and `B`.
fn timed(sender: &Sender) -> (u64, String) {
    let now = Sender::now();
    (now, sender.mac(format!("{now}.{{\"a\":1}}").as_bytes()))
}

/// A delivery whose correct signature follows this many empty ones.
fn many(sender: &Sender, empty: usize, outcome: Outcome) -> Script {
    let (now, mac) = timed(sender);
    terra(sender, &format!("t={now}{},v1={mac}", ",v1=".repeat(empty)), outcome)
}

/// A delivery that is genuine except for one header.
fn instead(sender: &Sender, field: &str, change: impl Fn(&mut String)) -> Script {
    let change = |name: &mut String, value: &mut String| {
        if name == field {
            change(value);
        }
    };
    altered(sender, change, NOT_AUTHENTIC)
}

/// A genuine delivery whose header lines were changed, for the HTTP parser to reject.
fn raw(sender: &Sender, change: impl Fn(String) -> String) -> Script {
    let lines = sender.headers(B).into_iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let head = head("POST", PATH, &[], &[("content-length", "7")]);
    let start = head.strip_suffix(b"\r\n").unwrap_or(&head);
    let lines = change(lines.collect());
    sent([start, lines.as_bytes(), b"\r\n", B].concat(), Outcome::RefusedByParser)
}

/// A genuine delivery of `B` whose signature, without its prefix, was changed.
fn signature(sender: &Sender, change: impl Fn(&str) -> String) -> Script {
    let signature = sender.signature();
    let changed = format!("{}{}", signature.prefix, change(&signature.value));
    instead(sender, &signature.name, |value| value.clone_from(&changed))
}

/// `THIRTY` as a chunk with this string as its size, and the last chunk.
fn chunk_of_size(size: &str) -> Vec<u8> {
    [size.as_bytes(), b"\r\n", THIRTY, b"\r\n0\r\n\r\n"].concat()
}

/// A complete chunked body of one chunk.
fn whole(body: &[u8]) -> Vec<u8> {
    [chunk(body), b"0\r\n\r\n".to_vec()].concat()
}

const fn every_byte() -> [u8; 256] {
    let mut bytes = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "below 256")]
        {
            bytes[byte] = byte as u8;
        }
        byte += 1;
    }
    bytes
}

/// A client that writes a head, a number of pieces and an end before it reads.
fn writes_first(head: Vec<u8>, piece: &[u8], pieces: usize, end: &[u8]) -> Script {
    let mut writing = vec![Step::Send(head)];
    for _ in 0..pieces {
        writing.extend([Step::SendOrAbort(piece.to_vec()), Step::Wait(Duration::from_millis(5))]);
    }
    writing.push(Step::SendOrAbort(end.to_vec()));
    steps(writing, TOO_LARGE)
}

/// A delivery of `body` whose signed query contains the digest of `signed`.
fn digested(sender: &Sender, signed: &[u8], body: &[u8], outcome: Outcome) -> Script {
    let target = format!("{PATH}?digest={}", Sender::digest(signed));
    let headers = sender.signed("POST", &target, sender.secret(), signed, 0);
    sent(request("POST", &target, &headers, body), outcome)
}

/// A delivery that is not signed with this tenant's secret, whose client waits for
/// `100 Continue`.
fn continues(sender: &Sender, tenant: &str) -> Script {
    let framing = [("content-length", "7"), ("expect", "100-continue")];
    let head = head("POST", &format!("{PATH}?tenant={tenant}"), &sender.headers(B), &framing);
    steps(
        vec![Step::Send(head), Step::AwaitAnswer, Step::Send(B.to_vec())],
        Outcome::RefusedLate(RejectionKind::NotAuthentic),
    )
}

/// A delivery to this tenant whose body stalls after more bytes than any server reads ahead.
fn stalls(sender: &Sender, tenant: &str) -> Script {
    let target = format!("{PATH}?tenant={tenant}");
    let head = head("POST", &target, &sender.headers(THIRTY), &[("content-length", "29")]);
    let begun = THIRTY.get(..20).unwrap_or_default().to_vec();
    steps(vec![Step::Send(head), Step::Send(begun)], TIMED_OUT)
}

/// A chunked delivery to this tenant whose body is over the limit.
fn over_limit(sender: &Sender, tenant: &str) -> Script {
    let body = sender.over_limit();
    let target = format!("{PATH}?tenant={tenant}");
    let framing = [("transfer-encoding", "chunked")];
    let mut bytes = head("POST", &target, &sender.headers(&body), &framing);
    for part in body.chunks(500) {
        bytes.extend(chunk(part));
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    sent(bytes, TOO_LARGE)
}

/// A delivery to this target, signed with this secret.
fn to_path(sender: &Sender, target: &str, secret: &str, outcome: Outcome) -> Script {
    sent(request("POST", target, &sender.headers_with(secret, B, 0), B), outcome)
}
