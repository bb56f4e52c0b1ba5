//! Schemes that sign the body, over HTTP/1.

use super::*;
use crate::setup::{SECRETS, TENANTS_SECRET};
use crate::shapes::PUBLIC_URL;

cases! { $
    /// Schemes that sign the body, over HTTP/1.
    CASES,
    /// The cases of [`CASES`](crate::CASES).
    suite, conformance, CONFORMANCE_DEVIATIONS;

    /// A genuine delivery with a declared length reaches the handler.
    ok_declared_length "github" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery in one chunk reaches the handler.
    ok_one_chunk "github" |sender| chunked(sender, B, B.len(), delivered(B));
    /// A genuine delivery in chunks of one byte reaches the handler.
    ok_chunk_per_byte "github" |sender| chunked(sender, B, 1, delivered(B));
    /// An empty body that is signed reaches the handler.
    ok_empty_body "github" |sender| sent(sender.request(b""), delivered(b""));
    /// A body is bytes: what is not UTF-8 reaches the handler unchanged.
    ok_not_utf8 "github" |sender| sent(sender.request(b"\xff\xfe\x00{}"), delivered(b"\xff\xfe\x00{}"));
    /// Names of header fields are case-insensitive: capitals.
    ok_header_capitals "github" |sender| altered(sender, |name, _| name.make_ascii_uppercase(), delivered(B));
    /// Names of header fields are case-insensitive: lower case.
    ok_header_lower "github" |sender| altered(sender, |name, _| name.make_ascii_lowercase(), delivered(B));
    /// During a rotation the other secret is good, too.
    ok_other_secret "github" |sender| {
        sent(request("POST", PATH, &sender.headers_with(SECRETS[0], B, 0), B), delivered(B))
    };
    /// A body of exactly the limit, with a declared length, reaches the handler.
    ok_limit_declared "github" |sender| sent(sender.request(FULL), delivered(FULL));
    /// A body of exactly the limit, in chunks, reaches the handler.
    ok_limit_chunked "github" |sender| chunked(sender, FULL, 500, delivered(FULL));
    /// A client that waits for `100 Continue` gets it, and then its delivery through.
    ok_expect_continue "github" |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7"), ("expect", "100-continue")])),
            Step::AwaitAnswer,
            Step::Send(B.to_vec()),
        ],
        delivered(B),
    );
    /// A header field with a signed time is read the same way.
    ok_timestamp "terra" |sender| sent(sender.request(B), delivered(B));

    /// A delivery without a signature is refused.
    signature_missing "github" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery that was signed with another secret is refused.
    signature_other_secret "github" |sender| {
        sent(request("POST", PATH, &sender.headers_with("guess", B, 0), B), NOT_AUTHENTIC)
    };
    /// A signature of zeros is refused.
    signature_zeros "github" |sender| {
        let mut headers = sender.headers(B);
        for (_, value) in &mut headers {
            *value = format!("sha256={}", "0".repeat(64));
        }
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A signature under the empty key is refused.
    signature_empty_key "github" |_| github(&format!("sha256={}", Sender::mac_with("", B)), NOT_AUTHENTIC);
    /// The beginning of a signature is none.
    signature_cut "github" |_| github(&format!("sha256={}", &Sender::mac(B)[..62]), NOT_AUTHENTIC);
    /// A label without a signature behind it is none.
    signature_empty "github" |_| github("sha256=", NOT_AUTHENTIC);
    /// A signature with more behind it is none.
    signature_longer "github" |_| github(&format!("sha256={}00", Sender::mac(B)), NOT_AUTHENTIC);
    /// A signature without its label is none.
    signature_without_label "github" |_| github(&Sender::mac(B), NOT_AUTHENTIC);
    /// A signature with another label is none.
    signature_other_label "github" |_| github(&format!("sha1={}", Sender::mac(B)), NOT_AUTHENTIC);
    /// A signature with junk in it is none.
    signature_junk "github" |_| github(&format!("sha256=zz{}", &Sender::mac(B)[2..]), NOT_AUTHENTIC);
    /// Hexadecimal digits may be capitals.
    ok_hex_capitals "github" |_| github(&format!("sha256={}", Sender::mac(B).to_uppercase()), delivered(B));
    /// A body with a line feed appended is refused.
    body_line_feed_appended "github" |sender| {
        sent(request("POST", PATH, &sender.headers(B), b"{\"a\":1}\n"), NOT_AUTHENTIC)
    };
    /// A body with a byte order mark in front is refused.
    body_byte_order_mark "github" |sender| {
        sent(request("POST", PATH, &sender.headers(B), b"\xef\xbb\xbf{\"a\":1}"), NOT_AUTHENTIC)
    };
    /// A body with one bit changed is refused.
    body_bit_changed "github" |sender| sent(request("POST", PATH, &sender.headers(B), br#"{"a":0}"#), NOT_AUTHENTIC);
    /// A body that means the same and is written otherwise is refused.
    body_serialised_again "github" |sender| {
        sent(request("POST", PATH, &sender.headers(B), br#"{"a": 1}"#), NOT_AUTHENTIC)
    };
    /// A signature that stands twice is refused, even if both are right.
    header_twice "github" |sender| {
        let mut headers = sender.headers(B);
        headers.extend(sender.headers(B));
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A wrong signature before the right one is refused.
    header_wrong_then_right "github" |sender| {
        let mut headers = sender.headers(b"another");
        headers.extend(sender.headers(B));
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A signature that is not ASCII is refused, and is no server error.
    header_not_ascii "github" |_| {
        let bytes = b"POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-hub-signature-256: sha256=\xff\xc3\xa9\r\ncontent-length: 7\r\n\r\n{\"a\":1}";
        sent(bytes.to_vec(), NOT_AUTHENTIC)
    };
    /// A timestamp that is too old is refused, though genuinely signed.
    time_stale "terra" |sender| sent(request("POST", PATH, &sender.headers_with(SECRETS[1], B, -330), B), NOT_AUTHENTIC);
    /// A timestamp in the future is refused, though genuinely signed.
    time_ahead "terra" |sender| sent(request("POST", PATH, &sender.headers_with(SECRETS[1], B, 330), B), NOT_AUTHENTIC);
    /// A timestamp at the far end of what fits a number is refused, though signed, and is no server
    /// error.
    time_extreme "terra" |_| {
        let time = "-9223372036854775808";
        let mac = Sender::mac(format!("{time}.{{\"a\":1}}").as_bytes());
        terra(&format!("t={time},v1={mac}"), NOT_AUTHENTIC)
    };
    /// A timestamp with anything but digits is refused, though genuinely signed.
    time_not_digits "terra" |_| {
        let now = Sender::now();
        let mac = Sender::mac(format!("+{now}.{{\"a\":1}}").as_bytes());
        terra(&format!("t=+{now},v1={mac}"), NOT_AUTHENTIC)
    };
    /// Sixteen listed signatures are looked at.
    signatures_16 "terra" |_| many(15, delivered(B));
    /// A seventeenth listed signature is a refusal, though it is genuine.
    signatures_17 "terra" |_| many(16, NOT_AUTHENTIC);
    /// Thousands of listed signatures are refused, though the last is genuine.
    signatures_2000 "terra" |_| many(2_000, NOT_AUTHENTIC);
    /// Of an unknown version of the scheme no signature counts, though it is genuine.
    signature_other_version "terra" |_| {
        let now = Sender::now();
        let mac = Sender::mac(format!("{now}.{{\"a\":1}}").as_bytes());
        terra(&format!("t={now},v0={mac}"), NOT_AUTHENTIC)
    };
    /// A genuine delivery whose signed bytes are split elsewhere is refused.
    split_elsewhere "terra" |_| {
        let now = Sender::now();
        let mac = Sender::mac(format!("{now}.{{\"v\":1.5}}").as_bytes());
        let value = format!("t={now}.{{\"v\":1,v1={mac}");
        let headers = [("x-terra-signature".to_owned(), value)];
        sent(request("POST", PATH, &headers, b"5}"), NOT_AUTHENTIC)
    };

    /// A body that is declared to be over the limit is refused before any of it is sent.
    length_over_declared "github" |sender| withheld(sender, "1001", &[], TOO_LARGE);
    /// A declared length beyond all memory is refused before any of it is sent.
    length_huge "github" |sender| withheld(sender, "1000000000000000", &[], TOO_LARGE);
    /// A body over the limit in chunks is refused, though genuinely signed.
    length_over_chunked "github" |sender| chunked(sender, &[b'x'; BODY_LIMIT + 1], 500, TOO_LARGE);
    /// A body that ends early is refused, even if what came is genuinely signed.
    cut_declared "github" |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(b"{\"a\""), &[("content-length", "100")])),
            Step::Send(b"{\"a\"".to_vec()),
            Step::Finish,
        ],
        MALFORMED,
    );
    /// A chunked body without its last chunk is refused, even if what came is genuinely signed.
    cut_chunked "github" |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(b"{\"a\""), &[("transfer-encoding", "chunked")])),
            Step::Send(chunk(b"{\"a\"")),
            Step::Finish,
        ],
        MALFORMED,
    );
    /// A body that stalls is given up at the deadline.
    slow_stalls "github" |sender| steps(
        vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7")])), Step::Send(b"{\"a".to_vec())],
        TIMED_OUT,
    );
    /// The deadline is that of the whole body: dripping does not put it off.
    slow_drips "github" |sender| {
        let mut sending = vec![Step::Send(head("POST", PATH, &sender.headers(FULL), &[("content-length", "1000")]))];
        sending.extend(drip());
        sending.push(Step::Send(vec![b'x'; FULL.len() - DRIPS]));
        steps(sending, TIMED_OUT)
    };
    /// A body that is content-coded is refused, though it is genuinely signed as it was sent.
    coded_gzip "github" |sender| coded(sender, "gzip");
    /// A method that the provider does not send is refused, and the answer says which it sends.
    method_get "github" |sender| {
        sent(request("GET", PATH, &sender.headers(b""), b""), METHOD_NOT_ALLOWED)
    };
    /// A refusal by the head can be read by a client that still sends chunks.
    refusal_while_sending_chunks "github" |_| {
        let mut sending = vec![Step::Send(head("POST", PATH, &[], &[("transfer-encoding", "chunked")]))];
        for _ in 0..20 {
            sending.extend([Step::SendOrAbort(chunk(&[b'x'; 2_000])), Step::Wait(Duration::from_millis(5))]);
        }
        sending.push(Step::SendOrAbort(b"0\r\n\r\n".to_vec()));
        steps(sending, NOT_AUTHENTIC)
    };
    /// A client that writes its whole body before it reads sees that it is declared to be too
    /// large, up to eight times the limit.
    too_large_while_sending "github" |sender| {
        let fields = [("content-length", "8000")];
        writes_first(head("POST", PATH, &sender.headers(B), &fields), &[b'x'; 250], 32, b"")
    };
    /// A client that writes all its chunks before it reads sees that they are too large, up to
    /// eight times the limit.
    too_large_while_sending_chunks "github" |sender| {
        let fields = [("transfer-encoding", "chunked")];
        let head = head("POST", PATH, &sender.headers(B), &fields);
        writes_first(head, &chunk(&[b'x'; 250]), 32, b"0\r\n\r\n")
    };
    /// A list of 16 KiB of separators is refused.
    signatures_none_but_commas "terra" |sender| {
        altered(sender, |_, value| *value = format!("{value}{}", ",".repeat(15_000)), NOT_AUTHENTIC)
    };
    /// A separator at the end of a list of signatures is harmless.
    ok_signatures_and_commas "terra" |sender| {
        altered(sender, |_, value| *value = format!(",{value},,"), delivered(B))
    };
    /// A large body is refused while the memory for bodies in flight is spent, and its client sees
    /// that.
    budget_spent "budget:github" |sender| {
        let body = [b'x'; 20_000];
        sent(sender.request(&body), UNAVAILABLE)
    };
    /// A large chunked body is refused while the memory for bodies in flight is spent.
    budget_spent_chunked "budget:github" |sender| {
        chunked(sender, &[b'x'; 20_000], 2_000, UNAVAILABLE)
    };
    /// An ordinary delivery arrives while the memory for bodies in flight is spent.
    ok_budget_spent "budget:github" |sender| {
        sent(sender.request(&[b'x'; 10_000]), delivered(&[b'x'; 10_000]))
    };
    /// The body of a refused request is not read as the next request.
    refused_body_is_no_request "github" |sender| {
        let inner = sender.request(B);
        let mut outer = request("POST", PATH, &[], &inner);
        let text = String::from_utf8_lossy(&outer).replacen("connection: close\r\n", "", 1);
        outer = text.into_bytes();
        steps(vec![Step::Send(outer), Step::Wait(Duration::from_millis(500)), Step::Finish], NOT_AUTHENTIC)
    };
    /// A space between a field's name and its colon is refused by the parser, though the signature
    /// is genuine.
    head_space_before_colon "github" |_| raw("x-hub-signature-256 : {}");

    /// A body of 13 bytes in one chunk reaches the handler: one byte less than some servers read
    /// ahead.
    ok_chunk_of_13 "github" |sender| chunked(sender, b"{\"a\":\"12345\"", 13, delivered(b"{\"a\":\"12345\""));
    /// A body of 14 bytes in one chunk reaches the handler.
    ok_chunk_of_14 "github" |sender| chunked(sender, b"{\"a\":\"12345\"}", 14, delivered(b"{\"a\":\"12345\"}"));
    /// An empty chunked body that is signed reaches the handler.
    ok_empty_chunked "github" |sender| chunked(sender, b"", 1, delivered(b""));
    /// Trailers are no part of the body.
    ok_trailers "github" |sender| {
        let mut bytes = head("POST", PATH, &sender.headers(B), &[("transfer-encoding", "chunked")]);
        bytes.extend(chunk(B));
        bytes.extend_from_slice(b"0\r\nx-trailer: 1\r\n\r\n");
        sent(bytes, delivered(B))
    };
    /// A byte order mark is part of the body.
    ok_byte_order_mark "github" |sender| sent(sender.request(b"\xef\xbb\xbf{}"), delivered(b"\xef\xbb\xbf{}"));
    /// Every byte may stand in a body.
    ok_every_byte "github" |sender| sent(sender.request(&EVERY_BYTE), delivered(&EVERY_BYTE));
    /// A form is bytes, too.
    ok_form "github" |sender| with(sender, &[("content-type", "application/x-www-form-urlencoded")], b"payload=%7B%7D&x=1");
    /// A form that would change the method, if anybody asked it, does not.
    ok_form_method "github" |sender| {
        with(sender, &[("content-type", "application/x-www-form-urlencoded")], b"_method=delete&x=1")
    };
    /// The content type is nobody's business: JSON.
    ok_content_type_json "github" |sender| with(sender, &[("content-type", "application/json; charset=utf-8")], B);
    /// The content type is nobody's business: nonsense.
    ok_content_type_odd "github" |sender| with(sender, &[("content-type", "nonsense")], B);
    /// `identity` is no content coding.
    ok_identity "github" |sender| with(sender, &[("content-encoding", "identity")], B);
    /// Another field may stand twice.
    ok_other_field_twice "github" |sender| with(sender, &[("x-a", "1"), ("x-a", "2")], B);
    /// A field of an older scheme beside the current one is ignored.
    ok_older_field_beside "github" |sender| with(sender, &[("x-hub-signature", "sha1=00")], B);
    /// Fields that claim another client, host or protocol change nothing.
    ok_forwarded "github" |sender| {
        let fields = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-host", "evil"), ("forwarded", "for=127.0.0.1"), ("x-real-ip", "::1")];
        with(sender, &fields, B)
    };
    /// A signature that is no header field is none.
    signature_in_query "github" |_| {
        let path = format!("{PATH}?x-hub-signature-256=sha256={}", Sender::mac(B));
        sent(request("POST", &path, &[], B), NOT_AUTHENTIC)
    };
    /// A signature in a trailer comes too late.
    signature_in_trailer "github" |_| {
        let mut bytes = head("POST", PATH, &[], &[("transfer-encoding", "chunked")]);
        bytes.extend(chunk(B));
        bytes.extend(format!("0\r\nx-hub-signature-256: sha256={}\r\n\r\n", Sender::mac(B)).into_bytes());
        sent(bytes, NOT_AUTHENTIC)
    };
    /// Two right signatures merged into one field are none.
    signature_merged "github" |_| {
        github(&format!("sha256={0}, sha256={0}", Sender::mac(B)), NOT_AUTHENTIC)
    };
    /// Only the older, weaker signature is none.
    signature_only_sha1 "github" |_| {
        let headers = [("x-hub-signature".to_owned(), format!("sha1={}", Sender::mac(B)))];
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A signature field without a value is none.
    signature_blank "github" |_| github("", NOT_AUTHENTIC);
    /// A control character in a field is refused by the parser, beside a genuine signature.
    head_control_character "github" |_| raw("x-other: a\x01b\r\nx-hub-signature-256: {}");
    /// A folded field is refused by the parser, though it is a genuine signature.
    head_folded "github" |_| raw("x-hub-signature-256:\r\n {}");
    /// More fields than any provider sends are refused by the parser, though one of them is a
    /// genuine signature.
    head_500_fields "github" |_| {
        let fields: String = (0..500).map(|field| format!("x-{field}: 1\r\n")).collect();
        raw(&(fields + "x-hub-signature-256: {}"))
    };
    /// A length with a sign is refused by the parser.
    length_with_sign "github" |sender| declared(sender, &[("content-length", "+7")], B, Outcome::RefusedByParser);
    /// A negative length is refused by the parser.
    length_negative "github" |sender| declared(sender, &[("content-length", "-7")], B, Outcome::RefusedByParser);
    /// A length that is no number is refused by the parser.
    length_not_a_number "github" |sender| declared(sender, &[("content-length", "seven")], B, Outcome::RefusedByParser);
    /// Two lengths that differ are refused by the parser, whichever of them is right.
    length_twice "github" |sender| together([["7", "6"], ["6", "7"]].map(|lengths| {
        let fields = lengths.map(|length| ("content-length", length));
        let head = head("POST", PATH, &sender.headers(B), &fields);
        ([head, B.to_vec()].concat(), Outcome::RefusedByParser)
    }));
    /// A list of equal lengths is refused, or is one.
    either_length_list "github" |sender| {
        declared(sender, &[("content-length", "7, 7")], B, Outcome::Either(B.to_vec()))
    };
    /// A list of lengths that differ is refused by the parser.
    length_list "github" |sender| {
        declared(sender, &[("content-length", "7, 6")], B, Outcome::RefusedByParser)
    };
    /// A body that is declared and never comes is refused, if the connection ends.
    cut_at_0 "github" |sender| cut(sender, b"", ("content-length", "7"), b"");
    /// A longer body that ends early is refused, even if what came is genuinely signed.
    cut_declared_long "github" |sender| cut(sender, THIRTY, ("content-length", "100"), THIRTY);
    /// A longer chunked body without its last chunk is refused, even if what came is genuinely
    /// signed.
    cut_chunked_long "github" |sender| cut(sender, THIRTY, ("transfer-encoding", "chunked"), &chunk(THIRTY));
    /// A chunk whose size is no number ends no body.
    cut_by_garbage "github" |sender| {
        let garbage = [chunk(THIRTY), b"zz\r\n".to_vec()].concat();
        cut(sender, THIRTY, ("transfer-encoding", "chunked"), &garbage)
    };
    /// A chunk that is shorter than it says ends no body.
    cut_in_chunk "github" |sender| cut(sender, THIRTY, ("transfer-encoding", "chunked"), chunk(THIRTY).split_at(20).0);
    /// A body of which nothing comes is given up at the deadline.
    slow_stalls_at_0 "github" |sender| steps(
        vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7")]))],
        TIMED_OUT,
    );
    /// A chunked body that stalls is given up at the deadline.
    slow_stalls_in_chunks "github" |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(THIRTY), &[("transfer-encoding", "chunked")])),
            Step::Send(chunk(THIRTY)),
        ],
        TIMED_OUT,
    );
    /// An unknown content coding is refused.
    coded_unknown "github" |sender| coded(sender, "foo");
    /// The name of a content coding may be in capitals.
    coded_capitals "github" |sender| coded(sender, "GZIP");
    /// One of several content codings is enough to refuse.
    coded_twice "github" |sender| coded(sender, "identity, br");
    /// PUT is refused where the provider sends POST.
    method_put "github" |sender| method(sender, "PUT");
    /// DELETE is refused where the provider sends POST.
    method_delete "github" |sender| method(sender, "DELETE");
    /// OPTIONS is refused where the provider sends POST.
    method_options "github" |sender| method(sender, "OPTIONS");
    /// PATCH is refused where the provider sends POST.
    method_patch "github" |sender| method(sender, "PATCH");
    /// A delivery to a tenant reaches the handler under the tenant's secret.
    tenant_known "tenant:github" |sender| tenant(sender, "shop", TENANTS_SECRET, delivered(B));
    /// A delivery to a tenant under another's secret is refused.
    tenant_of_another "tenant:github" |sender| tenant(sender, "shop", SECRETS[1], NOT_AUTHENTIC);
    /// A delivery to nobody is refused as any other, so that tenants cannot be guessed.
    tenant_unknown "tenant:github" |sender| tenant(sender, "nobody", SECRETS[1], NOT_AUTHENTIC);
    /// A delivery whose secrets cannot be looked up may come again.
    tenant_unavailable "tenant:github" |sender| tenant(sender, "down", SECRETS[1], UNAVAILABLE);
    /// A search for secrets that takes for ever is given up.
    tenant_slow "tenant:github" |sender| tenant(sender, "slow", SECRETS[1], UNAVAILABLE);
    /// A delivery without a signature is refused before anybody is asked.
    tenant_unsigned "tenant:github" |_| {
        sent(request("POST", "/raw?tenant=slow", &[], B), NOT_AUTHENTIC)
    };

    /// A delivery with a malformed signature is rejected before the tenant is looked up.
    tenant_garbage "tenant:github" |sender| {
        let headers: Headers = sender.headers(B).into_iter().map(|(name, _)| field(&name, "garbage")).collect();
        sent(request("POST", "/raw?tenant=down", &headers, B), NOT_AUTHENTIC)
    };
    /// A stale delivery is rejected before the tenant is looked up.
    tenant_stale "tenant:terra" |sender| {
        let headers = sender.headers_with(TENANTS_SECRET, B, -330);
        sent(request("POST", "/raw?tenant=down", &headers, B), NOT_AUTHENTIC)
    };
    /// A malformed time is rejected before the tenant is looked up.
    tenant_malformed_time "tenant:terra" |sender| {
        let mut headers = sender.headers(B);
        for (_, value) in &mut headers {
            *value = value.replacen("t=", "t=+", 1);
        }
        sent(request("POST", "/raw?tenant=down", &headers, B), NOT_AUTHENTIC)
    };
    /// The client of a known tenant is asked for its body before a wrong signature is rejected.
    tenant_known_continues "tenant:github" |sender| continues(sender, "shop");
    /// The client of an unknown tenant is asked for its body too, so that tenants cannot be listed.
    tenant_unknown_continues "tenant:github" |sender| continues(sender, "nobody");
    /// The body of a delivery to a known tenant is awaited until the deadline.
    tenant_known_stalls "tenant:github" |sender| stalls(sender, "shop");
    /// The body of a delivery to an unknown tenant is awaited until the deadline too.
    tenant_unknown_stalls "tenant:github" |sender| stalls(sender, "nobody");
    /// A body over the limit is rejected as such for a known tenant.
    tenant_known_over "tenant:github" |sender| over_limit(sender, "shop");
    /// A body over the limit is rejected as such for an unknown tenant too.
    tenant_unknown_over "tenant:github" |sender| over_limit(sender, "nobody");

    /// The tenant that the path names is verified under its own secret.
    path_names_tenant "paths:github" |sender| {
        to_path(sender, JSON_PATH, TENANTS_SECRET, delivered(B))
    };
    /// A tenant's secret is refused under another tenant's path.
    path_of_another "paths:github" |sender| to_path(sender, PATH, TENANTS_SECRET, NOT_AUTHENTIC);
    /// A query is no part of the path that names a tenant.
    path_with_query "paths:github" |sender| {
        to_path(sender, "/json?v=1", TENANTS_SECRET, delivered(B))
    };
    /// A query that looks like another tenant's path names no tenant.
    path_query_names_another "paths:github" |sender| {
        to_path(sender, "/raw?/json", TENANTS_SECRET, NOT_AUTHENTIC)
    };
    /// A query that looks like another tenant's path does not lose a genuine delivery.
    path_query_names_another_genuine "paths:github" |sender| {
        to_path(sender, "/json?/raw", TENANTS_SECRET, delivered(B))
    };
    /// The absolute form of a target names the same tenant as its path, or is refused.
    path_absolute_form "paths:github" |sender| {
        to_path(sender, "http://localhost/json", TENANTS_SECRET, Outcome::Either(B.to_vec()))
    };
    /// The absolute form of a target has a query too.
    path_absolute_form_query "paths:github" |sender| {
        to_path(sender, "http://localhost/raw?/json", TENANTS_SECRET, Outcome::NotDelivered)
    };
    /// An encoded slash is not one that separates tenants.
    path_encoded_slash "paths:github" |sender| {
        to_path(sender, "/raw%2Fjson", TENANTS_SECRET, Outcome::NotDelivered)
    };
    /// Two slashes name no tenant that one slash names.
    path_two_slashes "paths:github" |sender| {
        to_path(sender, "//json", SECRETS[1], Outcome::NotDelivered)
    };
    /// Path parameters name no tenant.
    path_parameters "paths:github" |sender| {
        to_path(sender, "/raw;/json", TENANTS_SECRET, Outcome::NotDelivered)
    };
    /// A slash at the end does not turn one tenant's path into another's.
    path_trailing_slash "paths:github" |sender| {
        to_path(sender, "/json/", SECRETS[1], Outcome::NotDelivered)
    };

    /// A delivery without a body and without a length reaches the handler, if the empty body is
    /// signed.
    ok_no_length "github" |sender| sent(head("POST", PATH, &sender.headers(b""), &[]), delivered(b""));
    /// White space around a field's value is no part of it.
    ok_white_space "github" |sender| altered(sender, |_, value| *value = format!("\t  {value} \t"), delivered(B));
    /// A query is nobody's business, where it is not signed.
    ok_query "github" |sender| sent(request("POST", "/raw?a=1&&b=%2f", &sender.headers(B), B), delivered(B));
    /// A client of HTTP/1.0 may send a delivery, too.
    ok_http_1_0 "github" |sender| {
        let request = String::from_utf8_lossy(&sender.request(B)).replacen("HTTP/1.1", "HTTP/1.0", 1);
        sent(request.into_bytes(), delivered(B))
    };
    /// The right signature before a wrong one is refused.
    header_right_then_wrong "github" |sender| {
        with_headers(&[sender.headers(B), sender.headers(b"another")].concat(), B, NOT_AUTHENTIC)
    };
    /// A field whose name has other punctuation is another field.
    header_underscores "github" |sender| altered(sender, |name, _| *name = name.replace('-', "_"), NOT_AUTHENTIC);
    /// An odd number of hexadecimal digits is no signature.
    signature_odd "github" |_| github(&format!("sha256={}0", Sender::mac(B)), NOT_AUTHENTIC);
    /// A sign is no hexadecimal digit, even where a number may have one.
    signature_sign "github" |_| {
        // `+f` for `0f`: the first body whose signature begins with a zero.
        let bodies = (0..4096).map(|number| format!("{{\"a\":{number}}}"));
        let mut signed = bodies.map(|body| (Sender::mac(body.as_bytes()), body));
        let (mac, body) = signed.find(|(mac, _)| mac.starts_with('0')).unwrap_or_default();
        let headers = vec![field("x-hub-signature-256", format!("sha256={}", mac.replacen('0', "+", 1)))];
        with_headers(&headers, body.as_bytes(), NOT_AUTHENTIC)
    };
    /// `0x` is no part of a signature.
    signature_0x "github" |_| github(&format!("sha256=0x{}", Sender::mac(B)), NOT_AUTHENTIC);
    /// White space within a signature is no part of one.
    signature_inner_space "github" |_| {
        let mut mac = Sender::mac(B);
        mac.insert(32, ' ');
        github(&format!("sha256={mac}"), NOT_AUTHENTIC)
    };
    /// The name of the hash is written one way.
    signature_label_capitals "github" |_| github(&format!("SHA256={}", Sender::mac(B)), NOT_AUTHENTIC);
    /// A body with other line ends is refused.
    body_line_ends "github" |sender| with_headers(&sender.headers(b"{\n\"a\":1}"), b"{\r\n\"a\":1}", NOT_AUTHENTIC);
    /// A body whose members stand in another order is refused.
    body_members_swapped "github" |sender| {
        with_headers(&sender.headers(b"{\"a\":1,\"b\":2}"), b"{\"b\":2,\"a\":1}", NOT_AUTHENTIC)
    };
    /// What is not UTF-8 is not the same as the character that stands for it.
    body_replacement_character "github" |sender| {
        with_headers(&sender.headers("{\"a\":\"\u{fffd}\"}".as_bytes()), b"{\"a\":\"\xff\"}", NOT_AUTHENTIC)
    };
    /// A signed body of exactly the limit with more behind it is refused.
    body_appended_over_limit "github" |sender| {
        with_headers(&sender.headers(FULL), &[FULL, &[b'x'; 100]].concat(), TOO_LARGE)
    };
    /// A body that is too large is refused though some of it came already.
    length_over_with_beginning "github" |sender| {
        declared(sender, &[("content-length", "1001")], &[b'x'; 20], TOO_LARGE)
    };
    /// A client that asks whether to send a body that is too large is told not to.
    length_over_expect "github" |sender| withheld(sender, "1001", &[("expect", "100-continue")], TOO_LARGE);
    /// A declared length at the end of what fits a signed number is refused.
    length_63_bits "github" |sender| withheld(sender, "9223372036854775807", &[], TOO_LARGE);
    /// A declared length that fits no number is refused by the parser.
    length_beyond_64_bits "github" |sender| withheld(sender, "18446744073709551616", &[], Outcome::RefusedByParser);
    /// A transfer coding that nobody knows is refused by the parser.
    transfer_unknown "github" |sender| {
        declared(sender, &[("transfer-encoding", "xchunked")], &chunk(B), Outcome::RefusedByParser)
    };
    /// Chunks must be the last of the transfer codings.
    transfer_chunked_first "github" |sender| {
        declared(sender, &[("transfer-encoding", "chunked, identity")], &chunk(B), Outcome::RefusedByParser)
    };
    /// A length beside chunks is refused or ignored, and the body is never two.
    either_length_and_chunks "github" |sender| {
        let fields = [("content-length", "7"), ("transfer-encoding", "chunked")];
        declared(sender, &fields, &whole(B), Outcome::Either(B.to_vec()))
    };
    /// Two equal lengths are refused, or are one.
    either_length_twice "github" |sender| {
        declared(sender, &[("content-length", "7"), ("content-length", "7")], B, Outcome::Either(B.to_vec()))
    };
    /// The transfer coding twice is refused, or is one.
    either_transfer_twice "github" |sender| {
        let fields = [("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")];
        declared(sender, &fields, &whole(B), Outcome::Either(B.to_vec()))
    };
    /// A transfer coding below the chunks is refused, or nobody decodes it.
    either_transfer_gzip "github" |sender| {
        declared(sender, &[("transfer-encoding", "gzip, chunked")], &whole(B), Outcome::Either(B.to_vec()))
    };
    /// An extension of a chunk is refused, or ignored.
    either_chunk_extension "github" |sender| {
        let size = format!("{:x};a=b\r\n", THIRTY.len());
        let extended = [size.as_bytes(), THIRTY, b"\r\n0\r\n\r\n"].concat();
        framed(sender, &extended, Outcome::Either(THIRTY.to_vec()))
    };
    /// Line feeds alone are refused, or end lines.
    either_line_feeds "github" |sender| {
        let head = head("POST", PATH, &sender.headers(B), &[("content-length", "7")]);
        let head = String::from_utf8_lossy(&head).replace('\r', "");
        sent([head.as_bytes(), B].concat(), Outcome::Either(B.to_vec()))
    };
    /// A request without a host is refused, or is one.
    either_no_host "github" |sender| {
        let request = String::from_utf8_lossy(&sender.request(B)).replacen("host: localhost\r\n", "", 1);
        sent(request.into_bytes(), Outcome::Either(B.to_vec()))
    };
    /// A zero byte in a field is refused by the parser, beside a genuine signature.
    head_zero_byte "github" |_| raw("x-other: a\0b\r\nx-hub-signature-256: {}");
    /// The size of a chunk has no prefix.
    chunk_size_prefix "github" |sender| framed(sender, &chunk_of_size("0x1d"), MALFORMED);
    /// The size of a chunk has no sign.
    chunk_size_sign "github" |sender| framed(sender, &chunk_of_size("+1d"), MALFORMED);
    /// The size of a chunk fits a number.
    chunk_size_overflow "github" |sender| framed(sender, &chunk_of_size("1000000000000001d"), MALFORMED);
    /// A chunk ends where it says.
    chunk_size_too_small "github" |sender| framed(sender, &chunk_of_size("1b"), MALFORMED);
    /// A body that was signed plain and sent gzipped is not what was signed.
    coded_after_signing "github" |sender| {
        let mut headers = sender.headers(B);
        headers.push(field("content-encoding", "gzip"));
        with_headers(&headers, GZIPPED, CONTENT_CODED)
    };
    /// Gzipped bytes that nobody calls so are bytes.
    ok_gzip_unsaid "github" |sender| sent(sender.request(GZIPPED), delivered(GZIPPED));
    /// A method that asks for the head alone is refused.
    method_head "github" |sender| sent(head("HEAD", PATH, &sender.headers(b""), &[]), Outcome::RefusedByParser);
    /// A client that is gone in the middle of a body was never there, even if what came is
    /// genuinely signed.
    gone_in_body "github" |sender| steps(
        vec![
            Step::Send(head("POST", PATH, &sender.headers(THIRTY), &[("content-length", "100")])),
            Step::Send(THIRTY.to_vec()),
            Step::Wait(SHORTLY),
            Step::Reset,
        ],
        Outcome::NotDelivered,
    );
    /// A hundred deliveries at once, every second of them forged, are told apart.
    many_at_once "github" |sender| together((0..100_u32).map(|number| {
        let body = format!("{{\"a\":{number}}}{}", " ".repeat(900)).into_bytes();
        match number % 2 {
            0 => (sender.request(&body), delivered(&body)),
            _ => (request("POST", PATH, &sender.headers(B), &body), NOT_AUTHENTIC),
        }
    }));
    /// A field of more than 16 KiB is refused, though the signature in it is genuine.
    header_20k "terra" |_| {
        let (now, mac) = timed();
        terra(&format!("t={now},{},v1={mac}", "x".repeat(20_000)), NOT_AUTHENTIC)
    };
    /// A time that stands twice is refused, even if both are equal.
    time_twice "terra" |_| {
        let (now, mac) = timed();
        terra(&format!("t={now},t={now},v1={mac}"), NOT_AUTHENTIC)
    };
    /// A signature without its time is none.
    time_missing "terra" |_| terra(&format!("v1={}", timed().1), NOT_AUTHENTIC);
    /// The order of a list is nobody's business.
    time_last "terra" |_| {
        let (now, mac) = timed();
        terra(&format!("v1={mac},t={now}"), delivered(B))
    };
    /// A malformed signature beside the genuine one is passed over.
    signature_beside_malformed "terra" |_| {
        let (now, mac) = timed();
        terra(&format!("t={now},v1=zz,v1={mac}"), delivered(B))
    };
    /// A signature of nothing is none.
    signature_of_nothing "terra" |_| terra(&format!("t={},v1=", timed().0), NOT_AUTHENTIC);
    /// Whatever is not written as a time in seconds is none, though genuinely signed.
    time_odd "terra" |_| {
        let now = Sender::now();
        let odd = [
            "", "-1", "0", "NaN", "inf", "1e9", "0x6553f100", "9223372036854775807", "18446744073709551615",
            "8210266876799", &"1".repeat(400), &format!("{now}.9"), &format!("0{now}"), &format!(" {now}"),
            &format!("{now}000"), &format!("{}_{}", now / 10, now % 10), &format!("{now}abc"),
            &format!("\u{ff11}{}", now % 1_000_000_000),
        ];
        together(odd.into_iter().map(|time| {
            let mac = Sender::mac(&[time.as_bytes(), b".", B].concat());
            let headers = vec![field("x-terra-signature", format!("t={time},v1={mac}"))];
            (request("POST", PATH, &headers, B), NOT_AUTHENTIC)
        }))
    };

    /// A signed object reaches the handler that takes objects.
    json_object "github" |sender| json(sender, B, delivered(B));
    /// The content type of JSON is nobody's business.
    json_as_text "github" |sender| {
        let mut headers = sender.headers(B);
        headers.push(field("content-type", "text/plain"));
        sent(request("POST", JSON_PATH, &headers, B), delivered(B))
    };
    /// An object may have a member twice; the handler has the bytes, too.
    json_member_twice "github" |sender| json(sender, b"{\"a\":1,\"a\":2}", delivered(b"{\"a\":1,\"a\":2}"));
    /// What is signed and no JSON is not understood.
    json_malformed "github" |sender| json(sender, b"{nope", PAYLOAD);
    /// What is signed and no object is not understood.
    json_array "github" |sender| json(sender, b"[1]", PAYLOAD);
    /// An empty body is no JSON.
    json_empty "github" |sender| json(sender, b"", PAYLOAD);
    /// A byte order mark is no JSON.
    json_byte_order_mark "github" |sender| json(sender, b"\xef\xbb\xbf{}", PAYLOAD);
    /// What is not UTF-8 is no JSON.
    json_not_utf8 "github" |sender| json(sender, b"{\"a\":\"\xff\"}", PAYLOAD);
    /// JSON that is nested hundreds of times is not understood, and breaks nothing.
    json_deep "github" |sender| {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(450), "]".repeat(450));
        json(sender, deep.as_bytes(), PAYLOAD)
    };
    /// What is not signed is not read: junk is refused like any forgery.
    json_unsigned "github" |_| sent(request("POST", JSON_PATH, &[], b"{nope"), NOT_AUTHENTIC);
    /// What is forged is not read.
    json_forged "github" |sender| sent(request("POST", JSON_PATH, &sender.headers(B), b"{nope"), NOT_AUTHENTIC);

    /// An endpoint may refuse forgeries with a status of its own.
    status_of_forgeries "statuses:github" changed;
    /// An endpoint may refuse what is too large with a status of its own.
    status_of_too_large "statuses:github" |sender| {
        declared(sender, &[("content-length", "1001")], &[b'x'; 20], TOO_LARGE)
    };

    /// A genuine delivery reaches the handler: shopify.
    shopify_genuine "shopify" genuine;
    /// A genuine delivery under the other secret reaches the handler: shopify.
    shopify_rotated "shopify" rotated;
    /// A delivery without a signature is refused: shopify.
    shopify_unsigned "shopify" unsigned;
    /// A delivery with a changed body is refused: shopify.
    shopify_changed "shopify" changed;
    /// A delivery with its header fields twice is refused: shopify.
    shopify_twice "shopify" twice;
    /// A genuine delivery reaches the handler: slack.
    slack_genuine "slack" genuine;
    /// A genuine delivery under the other secret reaches the handler: slack.
    slack_rotated "slack" rotated;
    /// A delivery without a signature is refused: slack.
    slack_unsigned "slack" unsigned;
    /// A delivery with a changed body is refused: slack.
    slack_changed "slack" changed;
    /// A delivery with its header fields twice is refused: slack.
    slack_twice "slack" twice;
    /// A genuine delivery reaches the handler: standard-webhooks.
    standard_genuine "standard-webhooks" genuine;
    /// A genuine delivery under the other secret reaches the handler: standard-webhooks.
    standard_rotated "standard-webhooks" rotated;
    /// A delivery without a signature is refused: standard-webhooks.
    standard_unsigned "standard-webhooks" unsigned;
    /// A delivery with a changed body is refused: standard-webhooks.
    standard_changed "standard-webhooks" changed;
    /// A delivery with its header fields twice is refused: standard-webhooks.
    standard_twice "standard-webhooks" twice;
    /// A genuine delivery reaches the handler: stripe.
    stripe_genuine "stripe" genuine;
    /// A genuine delivery under the other secret reaches the handler: stripe.
    stripe_rotated "stripe" rotated;
    /// A delivery without a signature is refused: stripe.
    stripe_unsigned "stripe" unsigned;
    /// A delivery with a changed body is refused: stripe.
    stripe_changed "stripe" changed;
    /// A delivery with its header fields twice is refused: stripe.
    stripe_twice "stripe" twice;
    /// A genuine delivery reaches the handler: svix.
    svix_genuine "svix" genuine;
    /// A genuine delivery under the other secret reaches the handler: svix.
    svix_rotated "svix" rotated;
    /// A delivery without a signature is refused: svix.
    svix_unsigned "svix" unsigned;
    /// A delivery with a changed body is refused: svix.
    svix_changed "svix" changed;
    /// A delivery with its header fields twice is refused: svix.
    svix_twice "svix" twice;
    /// A genuine delivery reaches the handler: texture.
    texture_genuine "texture" genuine;
    /// A genuine delivery under the other secret reaches the handler: texture.
    texture_rotated "texture" rotated;
    /// A delivery without a signature is refused: texture.
    texture_unsigned "texture" unsigned;
    /// A delivery with a changed body is refused: texture.
    texture_changed "texture" changed;
    /// A delivery with its header fields twice is refused: texture.
    texture_twice "texture" twice;
    /// A genuine delivery reaches the handler: centrepoint.
    centrepoint_genuine "centrepoint" genuine;
    /// A genuine delivery under the other secret reaches the handler: centrepoint.
    centrepoint_rotated "centrepoint" rotated;
    /// A delivery without a signature is refused: centrepoint.
    centrepoint_unsigned "centrepoint" unsigned;
    /// A delivery with a changed body is refused: centrepoint.
    centrepoint_changed "centrepoint" changed;
    /// A delivery with its header fields twice is refused: centrepoint.
    centrepoint_twice "centrepoint" twice;
    /// A genuine delivery reaches the handler: tradelens.
    tradelens_genuine "tradelens" genuine;
    /// A genuine delivery under the other secret reaches the handler: tradelens.
    tradelens_rotated "tradelens" rotated;
    /// A delivery without a signature is refused: tradelens.
    tradelens_unsigned "tradelens" unsigned;
    /// A delivery with a changed body is refused: tradelens.
    tradelens_changed "tradelens" changed;
    /// A delivery with its header fields twice is refused: tradelens.
    tradelens_twice "tradelens" twice;
    /// A genuine delivery reaches the handler: tradelens-sha1.
    tradelens_sha1_genuine "tradelens-sha1" genuine;
    /// A genuine delivery under the other secret reaches the handler: tradelens-sha1.
    tradelens_sha1_rotated "tradelens-sha1" rotated;
    /// A delivery without a signature is refused: tradelens-sha1.
    tradelens_sha1_unsigned "tradelens-sha1" unsigned;
    /// A delivery with a changed body is refused: tradelens-sha1.
    tradelens_sha1_changed "tradelens-sha1" changed;
    /// A delivery with its header fields twice is refused: tradelens-sha1.
    tradelens_sha1_twice "tradelens-sha1" twice;
    /// A stale delivery is refused, though genuinely signed: slack.
    slack_stale "slack" stale;
    /// A delivery from the future is refused, though genuinely signed: slack.
    slack_ahead "slack" ahead;
    /// A stale delivery is refused, though genuinely signed: standard-webhooks.
    standard_stale "standard-webhooks" stale;
    /// A delivery from the future is refused, though genuinely signed: standard-webhooks.
    standard_ahead "standard-webhooks" ahead;
    /// A stale delivery is refused, though genuinely signed: stripe.
    stripe_stale "stripe" stale;
    /// A delivery from the future is refused, though genuinely signed: stripe.
    stripe_ahead "stripe" ahead;
    /// A stale delivery is refused, though genuinely signed: svix.
    svix_stale "svix" stale;
    /// A delivery from the future is refused, though genuinely signed: svix.
    svix_ahead "svix" ahead;

    /// Base64 without its padding is none, if the provider pads.
    shopify_unpadded "shopify" |sender| altered(sender, |_, value| *value = value.replace('=', ""), NOT_AUTHENTIC);
    /// Base64 with junk behind it is none.
    shopify_junk "shopify" |sender| altered(sender, |_, value| value.push('!'), NOT_AUTHENTIC);
    /// A signature in hexadecimal digits is none, where Base64 is asked for.
    shopify_hex "shopify" |sender| altered(sender, |_, value| *value = Sender::mac(B), NOT_AUTHENTIC);
    /// A time that was changed after signing is refused.
    slack_time_changed "slack" |sender| {
        let earlier = (Sender::now() - 1).to_string();
        instead(sender, "x-slack-request-timestamp", |value| value.clone_from(&earlier))
    };
    /// A version of a signature alone is none.
    standard_version_alone "standard-webhooks" |sender| {
        instead(sender, "webhook-signature", |value| *value = "v1,".into())
    };
    /// A signature of an unknown version is none, though genuine.
    standard_other_version "standard-webhooks" |sender| {
        instead(sender, "webhook-signature", |value| *value = value.replacen("v1,", "v1a,", 1))
    };
    /// An id that was changed after signing is refused.
    standard_id_changed "standard-webhooks" |sender| instead(sender, "webhook-id", |value| value.push('x'));
    /// A delivery without its signed id is refused.
    standard_id_missing "standard-webhooks" |sender| {
        altered(sender, |name, _| if name == "webhook-id" { *name = "x-id".into() }, NOT_AUTHENTIC)
    };
    /// A genuine delivery whose signed bytes are split elsewhere is refused: the id takes the time
    /// with it.
    standard_id_with_dot "standard-webhooks" |sender| {
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
    /// Two names of one field must not contradict each other.
    svix_names_contradict "svix" |sender| {
        let mut headers = sender.headers(B);
        let other = sender.headers(b"another").into_iter();
        headers.extend(other.map(|(name, value)| (name.replace("svix", "webhook"), value)));
        with_headers(&headers, B, NOT_AUTHENTIC)
    };
    /// The stronger of two schemes is no signature of the weaker one.
    tradelens_sha1_other_hash "tradelens-sha1" |sender| altered(sender, |_, value| *value = Sender::mac(B), NOT_AUTHENTIC);

    /// A genuine delivery reaches the handler: a scheme that signs the URL.
    shape_url_genuine "shape-url" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme that signs the URL.
    shape_url_rotated "shape-url" rotated;
    /// A delivery without a signature is refused: a scheme that signs the URL.
    shape_url_unsigned "shape-url" unsigned;
    /// A delivery with a changed body is refused: a scheme that signs the URL.
    shape_url_changed "shape-url" changed;
    /// A delivery with its header fields twice is refused: a scheme that signs the URL.
    shape_url_twice "shape-url" twice;
    /// A genuine delivery reaches the handler: a scheme that signs the fields of a form.
    shape_form_genuine "shape-form" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme that signs the
    /// fields of a form.
    shape_form_rotated "shape-form" rotated;
    /// A delivery without a signature is refused: a scheme that signs the fields of a form.
    shape_form_unsigned "shape-form" unsigned;
    /// A delivery with a changed body is refused: a scheme that signs the fields of a form.
    shape_form_changed "shape-form" changed;
    /// A delivery with its header fields twice is refused: a scheme that signs the fields of a
    /// form.
    shape_form_twice "shape-form" twice;
    /// A body whose digest is in the signed query reaches the handler.
    digest_genuine "shape-digest" |sender| digested(sender, B, B, delivered(B));
    /// A form without a digest is verified by its fields.
    digest_of_form_missing "shape-digest" |sender| sent(sender.request(b"a=1&b=2"), delivered(b"a=1&b=2"));
    /// A delivery whose body was taken away is refused, although the signed query is genuine.
    digest_taken_away "shape-digest" |sender| digested(sender, B, b"", NOT_AUTHENTIC);
    /// A delivery whose body was changed is refused, although the signed query is genuine.
    digest_changed "shape-digest" |sender| digested(sender, B, br#"{"a":2}"#, NOT_AUTHENTIC);
    /// A form with another body's digest is refused.
    digest_beside_form "shape-digest" |sender| digested(sender, B, b"a=1", NOT_AUTHENTIC);
    /// A digest in the query that appears twice is refused.
    digest_twice "shape-digest" |sender| {
        let target = format!("{PATH}?digest={}", Sender::digest(B));
        let headers = sender.signed("POST", &target, sender.secret(), B, 0);
        sent(request("POST", &format!("{target}&digest={}", Sender::digest(b"")), &headers, b""), NOT_AUTHENTIC)
    };
    /// A digest that was moved out of the query into a form is refused, although the signed bytes
    /// are the same.
    digest_in_form "shape-digest" |sender| {
        let target = format!("{PATH}?digest={}", Sender::digest(B));
        let headers = sender.signed("POST", &target, sender.secret(), B, 0);
        let form = format!("%3Fdigest%3D{}", Sender::digest(B));
        sent(request("POST", PATH, &headers, form.as_bytes()), NOT_AUTHENTIC)
    };
    /// A digest that was written into a field of a signed form makes no other body genuine.
    digest_out_of_form "shape-digest" |sender| {
        let digest = Sender::digest(B);
        let form = format!("a=%26digest%3D{digest}%26&b=c");
        let headers = sender.signed("POST", &format!("{PATH}?v=1"), sender.secret(), form.as_bytes(), 0);
        sent(request("POST", &format!("{PATH}?v=1a&digest={digest}&bc"), &headers, B), NOT_AUTHENTIC)
    };
    /// A form whose last field ends like a digest in the query is refused, as it could be sent
    /// again with another body.
    digest_ends_form "shape-digest" |sender| {
        let form = format!("a=%26digest%3D{}", Sender::digest(B));
        let headers = sender.signed("POST", &format!("{PATH}?v=1"), sender.secret(), form.as_bytes(), 0);
        sent(request("POST", &format!("{PATH}?v=1"), &headers, form.as_bytes()), NOT_AUTHENTIC)
    };
    /// A body whose digest is in a signed header field reaches the handler.
    content_digest_genuine "shape-content-digest" |sender| sent(sender.request(B), delivered(B));
    /// A delivery whose body was taken away is refused, although the signed header field is
    /// genuine.
    content_digest_taken_away "shape-content-digest" |sender| with_headers(&sender.headers(B), b"", NOT_AUTHENTIC);
    /// A delivery whose body was changed is refused, although the signed header field is genuine.
    content_digest_changed "shape-content-digest" changed;
    /// A delivery whose digest was exchanged with its body is refused.
    content_digest_of_another "shape-content-digest" |sender| {
        let mut headers = sender.headers(B);
        for (name, value) in &mut headers {
            if name == "x-digest" {
                *value = Sender::digest(b"{}");
            }
        }
        with_headers(&headers, b"{}", NOT_AUTHENTIC)
    };
    /// JSON right behind a signed query reaches the handler.
    query_genuine "shape-query" |sender| to(sender, "/raw?a=1", "/raw?a=1", delivered(B));
    /// A body that was moved into the query is refused, although the signed bytes are the same.
    query_takes_body "shape-query" |_| {
        let mac = Sender::mac(format!("{PUBLIC_URL}?a=1[1]").as_bytes());
        sent(request("POST", "/raw?a=1[1]", &[field("x-signature", mac)], b""), NOT_AUTHENTIC)
    };
    /// The end of a query that was moved into the body is refused, although the signed bytes are
    /// the same.
    query_gives_to_body "shape-query" |_| {
        let mac = Sender::mac(format!("{PUBLIC_URL}?a=1").as_bytes());
        sent(request("POST", "/raw?a", &[field("x-signature", mac)], b"=1"), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: a scheme that signs the method and the query.
    shape_method_genuine "shape-method" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme that signs the
    /// method and the query.
    shape_method_rotated "shape-method" rotated;
    /// A delivery without a signature is refused: a scheme that signs the method and the query.
    shape_method_unsigned "shape-method" unsigned;
    /// A delivery with a changed body is refused: a scheme that signs the method and the query.
    shape_method_changed "shape-method" changed;
    /// A delivery with its header fields twice is refused: a scheme that signs the method and the
    /// query.
    shape_method_twice "shape-method" twice;
    /// A genuine delivery reaches the handler: a scheme whose time is in the body.
    shape_json_genuine "shape-json" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme whose time is in the
    /// body.
    shape_json_rotated "shape-json" rotated;
    /// A delivery without a signature is refused: a scheme whose time is in the body.
    shape_json_unsigned "shape-json" unsigned;
    /// A delivery with a changed body is refused: a scheme whose time is in the body.
    shape_json_changed "shape-json" changed;
    /// A delivery with its header fields twice is refused: a scheme whose time is in the body.
    shape_json_twice "shape-json" twice;
    /// A genuine delivery reaches the handler: a scheme with a date.
    shape_date_genuine "shape-date" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme with a date.
    shape_date_rotated "shape-date" rotated;
    /// A delivery without a signature is refused: a scheme with a date.
    shape_date_unsigned "shape-date" unsigned;
    /// A delivery with a changed body is refused: a scheme with a date.
    shape_date_changed "shape-date" changed;
    /// A delivery with its header fields twice is refused: a scheme with a date.
    shape_date_twice "shape-date" twice;
    /// A genuine delivery reaches the handler: a scheme with a list between semicolons.
    shape_list_genuine "shape-list" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme with a list between
    /// semicolons.
    shape_list_rotated "shape-list" rotated;
    /// A delivery without a signature is refused: a scheme with a list between semicolons.
    shape_list_unsigned "shape-list" unsigned;
    /// A delivery with a changed body is refused: a scheme with a list between semicolons.
    shape_list_changed "shape-list" changed;
    /// A delivery with its header fields twice is refused: a scheme with a list between semicolons.
    shape_list_twice "shape-list" twice;
    /// A genuine delivery reaches the handler: a scheme with SHA-512.
    shape_sha512_genuine "shape-sha512" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme with SHA-512.
    shape_sha512_rotated "shape-sha512" rotated;
    /// A delivery without a signature is refused: a scheme with SHA-512.
    shape_sha512_unsigned "shape-sha512" unsigned;
    /// A delivery with a changed body is refused: a scheme with SHA-512.
    shape_sha512_changed "shape-sha512" changed;
    /// A delivery with its header fields twice is refused: a scheme with SHA-512.
    shape_sha512_twice "shape-sha512" twice;
    /// A genuine delivery reaches the handler: a scheme that signs another field.
    shape_header_genuine "shape-header" genuine;
    /// A genuine delivery under the other secret reaches the handler: a scheme that signs another
    /// field.
    shape_header_rotated "shape-header" rotated;
    /// A delivery without a signature is refused: a scheme that signs another field.
    shape_header_unsigned "shape-header" unsigned;
    /// A delivery with a changed body is refused: a scheme that signs another field.
    shape_header_changed "shape-header" changed;
    /// A delivery with its header fields twice is refused: a scheme that signs another field.
    shape_header_twice "shape-header" twice;
    /// The query that was signed reaches the handler's endpoint as it was sent.
    shape_form_query "shape-form" |sender| to(sender, "/raw?b=2&a=1", "/raw?b=2&a=1", delivered(&sender.body()));
    /// An odd spelling of a query is signed as it was spelt.
    shape_form_query_odd "shape-form" |sender| {
        to(sender, "/raw?a=1&&b=%2f%2F&c", "/raw?a=1&&b=%2f%2F&c", delivered(&sender.body()))
    };
    /// A query that is spelt otherwise than it was signed is refused.
    shape_form_query_respelt "shape-form" |sender| to(sender, "/raw?a=%2f", "/raw?a=%2F", NOT_AUTHENTIC);
    /// A query in another order than it was signed is refused.
    shape_form_query_reordered "shape-form" |sender| to(sender, "/raw?a=1&b=2", "/raw?b=2&a=1", NOT_AUTHENTIC);
    /// A query that was taken away is refused.
    shape_form_query_missing "shape-form" |sender| to(sender, "/raw?a=1", PATH, NOT_AUTHENTIC);
    /// A query that was not signed is refused.
    shape_form_query_added "shape-form" |sender| to(sender, PATH, "/raw?a=1", NOT_AUTHENTIC);
    /// Fields of a form in another order are what was signed, and reach the handler as they came.
    shape_form_reordered "shape-form" |sender| {
        let other = b"amount=1&name=a+b";
        with_headers(&sender.headers(&sender.body()), other, delivered(other))
    };
    /// The URL that was signed is the endpoint's own, whatever the request says.
    shape_url_query "shape-url" |sender| to(sender, PATH, "/raw?a=1", delivered(&sender.body()));
    /// A host that the request chooses changes nothing about the URL that was signed.
    shape_url_host "shape-url" |sender| {
        let fields = [("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "http"), ("x-original-url", "/evil")];
        with(sender, &fields, B)
    };
    /// Every method that the provider sends reaches the handler.
    shape_method_put "shape-method" |sender| {
        let headers = sender.signed("PUT", PATH, sender.secret(), B, 0);
        sent(request("PUT", PATH, &headers, B), delivered(B))
    };
    /// A method that was changed after signing is refused.
    shape_method_swapped "shape-method" |sender| sent(request("PUT", PATH, &sender.headers(B), B), NOT_AUTHENTIC);
    /// A refused method is told all those that the provider sends.
    shape_method_get "shape-method" |sender| sent(request("GET", PATH, &sender.headers(b""), b""), METHOD_NOT_ALLOWED);
    /// A query that was signed reaches the handler, beside the method.
    shape_method_query "shape-method" |sender| to(sender, "/raw?x=%20", "/raw?x=%20", delivered(B));
    /// A stale delivery is refused, though genuinely signed: milliseconds.
    shape_method_stale "shape-method" stale;
    /// A delivery from the future is refused, though genuinely signed: milliseconds.
    shape_method_ahead "shape-method" ahead;
    /// A stale delivery is refused, though genuinely signed: the time is in the body.
    shape_json_stale "shape-json" |sender| sent(sender.request(&sender.body_at(-330)), NOT_AUTHENTIC);
    /// A delivery from the future is refused, though genuinely signed: the time is in the body.
    shape_json_ahead "shape-json" |sender| sent(sender.request(&sender.body_at(330)), NOT_AUTHENTIC);
    /// A delivery without its time is refused, though genuinely signed: the time is in the body.
    shape_json_timeless "shape-json" |sender| sent(sender.request(B), NOT_AUTHENTIC);
    /// A stale delivery is refused, though genuinely signed: a date.
    shape_date_stale "shape-date" stale;
    /// A delivery from the future is refused, though genuinely signed: a date.
    shape_date_ahead "shape-date" ahead;
    /// A date that is spelt otherwise is refused, though genuinely signed so.
    shape_date_respelt "shape-date" |sender| {
        let mut headers = sender.headers(B);
        let mut spelt = String::new();
        for (_, value) in headers.iter_mut().filter(|(name, _)| name == "x-time") {
            *value = value.replace('T', " ");
            spelt.clone_from(value);
        }
        for (_, value) in headers.iter_mut().filter(|(name, _)| name == "x-signature") {
            *value = Sender::mac(&[spelt.as_bytes(), B].concat());
        }
        with_headers(&headers, B, NOT_AUTHENTIC)
    };
    /// A stale delivery is refused, though genuinely signed: a list between semicolons.
    shape_list_stale "shape-list" stale;
    /// A list with another separator is refused.
    shape_list_commas "shape-list" |sender| altered(sender, |_, value| *value = value.replace(';', ","), NOT_AUTHENTIC);
    /// A signed field that was changed is refused.
    shape_header_topic_changed "shape-header" |sender| instead(sender, "x-topic", |value| value.push('x'));
    /// A signed field that is not there is refused.
    shape_header_topic_missing "shape-header" |sender| {
        altered(sender, |name, _| if name == "x-topic" { *name = "x-other".into() }, NOT_AUTHENTIC)
    };
    /// A signed id that does not have its form is refused, though genuinely signed so.
    shape_header_id_odd "shape-header" |_| {
        let signature = Sender::mac(&[b"orders/paid:not/an/id:", B].concat());
        let headers = vec![field("x-topic", "orders/paid"), field("x-id", "not/an/id"), field("x-signature", signature)];
        with_headers(&headers, B, NOT_AUTHENTIC)
    };
}

const EVERY_BYTE: [u8; 256] = every_byte();

/// A delivery of `B` with this signature.
fn github(signature: &str, outcome: Outcome) -> Script {
    with_headers(&vec![field("x-hub-signature-256", signature)], B, outcome)
}

/// A delivery of `B` with this signature.
fn terra(signature: &str, outcome: Outcome) -> Script {
    with_headers(&vec![field("x-terra-signature", signature)], B, outcome)
}

/// The time, and Terra's MAC of it and of `B`.
fn timed() -> (u64, String) {
    let now = Sender::now();
    (now, Sender::mac(format!("{now}.{{\"a\":1}}").as_bytes()))
}

/// A genuine delivery behind so many empty signatures.
fn many(empty: usize, outcome: Outcome) -> Script {
    let (now, mac) = timed();
    terra(&format!("t={now}{},v1={mac}", ",v1=".repeat(empty)), outcome)
}

/// A delivery that is genuine but for one of its header fields.
fn instead(sender: &Sender, field: &str, change: impl Fn(&mut String)) -> Script {
    let change = |name: &mut String, value: &mut String| {
        if name == field {
            change(value);
        }
    };
    altered(sender, change, NOT_AUTHENTIC)
}

/// A delivery of no body whose head has these lines, in which `{}` is the genuine signature.
fn raw(lines: &str) -> Script {
    let signature = format!("sha256={}", Sender::mac(b""));
    let start = "POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n";
    let lines = lines.replace("{}", &signature);
    sent(format!("{start}{lines}\r\n\r\n").into_bytes(), Outcome::RefusedByParser)
}

/// `THIRTY` as a chunk whose size is written so, and the last chunk.
fn chunk_of_size(size: &str) -> Vec<u8> {
    [size.as_bytes(), b"\r\n", THIRTY, b"\r\n0\r\n\r\n"].concat()
}

/// A chunked body of one chunk, to its end.
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

/// A client that writes this head, so many pieces and an end, and reads only then.
fn writes_first(head: Vec<u8>, piece: &[u8], pieces: usize, end: &[u8]) -> Script {
    let mut writing = vec![Step::Send(head)];
    for _ in 0..pieces {
        writing.extend([Step::SendOrAbort(piece.to_vec()), Step::Wait(Duration::from_millis(5))]);
    }
    writing.push(Step::SendOrAbort(end.to_vec()));
    steps(writing, TOO_LARGE)
}

/// A delivery whose signed query has the digest of the first body, with the second one.
fn digested(sender: &Sender, signed: &[u8], body: &[u8], outcome: Outcome) -> Script {
    let target = format!("{PATH}?digest={}", Sender::digest(signed));
    let headers = sender.signed("POST", &target, sender.secret(), signed, 0);
    sent(request("POST", &target, &headers, body), outcome)
}

/// A delivery under no secret of this tenant, whose client waits to be asked for the body.
fn continues(sender: &Sender, tenant: &str) -> Script {
    let framing = [("content-length", "7"), ("expect", "100-continue")];
    let head = head("POST", &format!("{PATH}?tenant={tenant}"), &sender.headers(B), &framing);
    steps(
        vec![Step::Send(head), Step::AwaitAnswer, Step::Send(B.to_vec())],
        Outcome::RefusedLate(RejectionKind::NotAuthentic),
    )
}

/// A delivery to this tenant whose body stalls behind what any server reads ahead.
fn stalls(sender: &Sender, tenant: &str) -> Script {
    let target = format!("{PATH}?tenant={tenant}");
    let head = head("POST", &target, &sender.headers(THIRTY), &[("content-length", "29")]);
    let begun = THIRTY.get(..20).unwrap_or_default().to_vec();
    steps(vec![Step::Send(head), Step::Send(begun)], TIMED_OUT)
}

/// A chunked delivery to this tenant that is over the limit.
fn over_limit(sender: &Sender, tenant: &str) -> Script {
    let body = [b'x'; BODY_LIMIT + 1];
    let target = format!("{PATH}?tenant={tenant}");
    let framing = [("transfer-encoding", "chunked")];
    let mut bytes = head("POST", &target, &sender.headers(&body), &framing);
    for part in body.chunks(500) {
        bytes.extend(chunk(part));
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    sent(bytes, TOO_LARGE)
}

/// A delivery to this target under this secret.
fn to_path(sender: &Sender, target: &str, secret: &str, outcome: Outcome) -> Script {
    sent(request("POST", target, &sender.headers_with(secret, B, 0), B), outcome)
}
