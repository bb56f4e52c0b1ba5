//! The cases: a sentence of requirement each, and the bytes that try it.

use crate::wire::{Step, chunk, head, request};
use crate::{BODY_DEADLINE, BODY_LIMIT, Outcome, SECRETS, Script, Sender, TENANTS_SECRET};
use std::time::Duration;
use verihook::RejectionKind;

/// A requirement, and how it is tried.
#[derive(Debug)]
#[non_exhaustive]
pub struct Case {
    /// Its name.
    pub id: &'static str,
    /// One sentence.
    pub requirement: &'static str,
    /// The slug of the provider whose scheme it uses.
    pub provider: &'static str,
    /// What is sent, and what must come of it.
    pub(crate) script: fn(&Sender) -> Script,
}

/// Defines the table, and the macro that makes a test of each row.
macro_rules! cases {
    ($dollar:tt $(#[doc = $requirement:literal] $id:ident $provider:literal $script:expr;)*) => {
        /// Every case.
        pub const CASES: &[Case] = &[$(Case {
            id: stringify!($id),
            requirement: $requirement,
            provider: $provider,
            script: $script,
        }),*];

        /// Makes one test of each case, run against this function, which is a [`Serve`](crate::Serve). A second
        /// argument lists the [`Deviation`](crate::Deviation)s.
        #[macro_export]
        macro_rules! suite {
            ($dollar serve:ident) => {
                $dollar crate::suite!($dollar serve, []);
            };
            ($dollar serve:ident, $dollar deviations:expr) => {
                const CONFORMANCE_DEVIATIONS: &[$dollar crate::Deviation] = &$dollar deviations;

                mod conformance {
                    use super::CONFORMANCE_DEVIATIONS as DEVIATIONS;

                    $(
                        #[doc = $requirement]
                        #[::core::prelude::v1::test]
                        fn $id() {
                            $dollar crate::run(stringify!($id), super::$dollar serve, DEVIATIONS);
                        }
                    )*
                }
            };
        }
    };
}

const B: &[u8] = br#"{"a":1}"#;

cases! { $
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
    ok_header_capitals "github" |sender| renamed(sender, str::to_uppercase);
    /// Names of header fields are case-insensitive: lower case.
    ok_header_lower "github" |sender| renamed(sender, str::to_lowercase);
    /// During a rotation the other secret is good, too.
    ok_other_secret "github" |sender| {
        sent(request("POST", PATH, &sender.headers_with(SECRETS[0], B, 0), B), delivered(B))
    };
    /// A body of exactly the limit, with a declared length, reaches the handler.
    ok_limit_declared "github" |sender| sent(sender.request(FULL), delivered(FULL));
    /// A body of exactly the limit, in chunks, reaches the handler.
    ok_limit_chunked "github" |sender| chunked(sender, FULL, 500, delivered(FULL));
    /// A client that waits for `100 Continue` gets it, and then its delivery through.
    ok_expect_continue "github" |sender| Script {
        steps: vec![
            Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7"), ("expect", "100-continue")])),
            Step::AwaitAnswer,
            Step::Send(B.to_vec()),
        ],
        outcome: delivered(B),
    };
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
    /// A timestamp at the far end of what fits a number is refused, though signed, and is no server error.
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
    length_over_declared "github" |sender| Script {
        steps: vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "1001")]))],
        outcome: TOO_LARGE,
    };
    /// A declared length beyond all memory is refused before any of it is sent.
    length_huge "github" |sender| Script {
        steps: vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "1000000000000000")]))],
        outcome: TOO_LARGE,
    };
    /// A body over the limit in chunks is refused, though genuinely signed.
    length_over_chunked "github" |sender| chunked(sender, &[b'x'; BODY_LIMIT + 1], 500, TOO_LARGE);
    /// A body that ends early is refused, even if what came is genuinely signed.
    cut_declared "github" |sender| Script {
        steps: vec![
            Step::Send(head("POST", PATH, &sender.headers(b"{\"a\""), &[("content-length", "100")])),
            Step::Send(b"{\"a\"".to_vec()),
            Step::Finish,
        ],
        outcome: Outcome::Refused(RejectionKind::Malformed),
    };
    /// A chunked body without its last chunk is refused, even if what came is genuinely signed.
    cut_chunked "github" |sender| Script {
        steps: vec![
            Step::Send(head("POST", PATH, &sender.headers(b"{\"a\""), &[("transfer-encoding", "chunked")])),
            Step::Send(chunk(b"{\"a\"")),
            Step::Finish,
        ],
        outcome: Outcome::Refused(RejectionKind::Malformed),
    };
    /// A body that stalls is given up at the deadline.
    slow_stalls "github" |sender| Script {
        steps: vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7")])), Step::Send(b"{\"a".to_vec())],
        outcome: Outcome::Refused(RejectionKind::TimedOut),
    };
    /// The deadline is that of the whole body: dripping does not put it off.
    slow_drips "github" |sender| {
        let mut steps = vec![Step::Send(head("POST", PATH, &sender.headers(FULL), &[("content-length", "1000")]))];
        let drip = [Step::Send(b"x".to_vec()), Step::Wait(BODY_DEADLINE / 8)];
        steps.extend(drip.iter().cycle().take(2 * 24).cloned());
        steps.push(Step::Send(vec![b'x'; FULL.len() - 24]));
        Script { steps, outcome: Outcome::Refused(RejectionKind::TimedOut) }
    };
    /// A body that is content-coded is refused before it is read.
    coded_gzip "github" |sender| {
        let mut headers = sender.headers(B);
        headers.push(("content-encoding".into(), "gzip".into()));
        sent(request("POST", PATH, &headers, B), Outcome::Refused(RejectionKind::ContentCoded))
    };
    /// A method that the provider does not send is refused, and the answer says which it sends.
    method_get "github" |sender| {
        sent(request("GET", PATH, &sender.headers(b""), b""), Outcome::Refused(RejectionKind::MethodNotAllowed))
    };
    /// A refusal by the head can be read by a client that still sends chunks.
    refusal_while_sending_chunks "github" |_| {
        let mut steps = vec![Step::Send(head("POST", PATH, &[], &[("transfer-encoding", "chunked")]))];
        for _ in 0..20 {
            steps.extend([Step::Send(chunk(&[b'x'; 2_000])), Step::Wait(Duration::from_millis(5))]);
        }
        steps.push(Step::Send(b"0\r\n\r\n".to_vec()));
        Script { steps, outcome: NOT_AUTHENTIC }
    };
    /// The body of a refused request is not read as the next request.
    refused_body_is_no_request "github" |sender| {
        let inner = sender.request(B);
        let mut outer = request("POST", PATH, &[], &inner);
        let text = String::from_utf8_lossy(&outer).replacen("connection: close\r\n", "", 1);
        outer = text.into_bytes();
        let steps = vec![Step::Send(outer), Step::Wait(Duration::from_millis(500)), Step::Finish];
        Script { steps, outcome: NOT_AUTHENTIC }
    };
    /// A head that is no HTTP is refused by the parser.
    head_space_before_colon "github" |_| {
        let bytes = b"POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-hub-signature-256 : x\r\ncontent-length: 0\r\n\r\n";
        sent(bytes.to_vec(), Outcome::RefusedByParser)
    };

    /// A body of 13 bytes in one chunk reaches the handler: one byte less than some servers read ahead.
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
    /// A control character in a field is refused by the parser.
    head_control_character "github" |_| raw(b"x-hub-signature-256: sha256=\x01", Outcome::RefusedByParser);
    /// A folded field is refused by the parser.
    head_folded "github" |_| raw(b"x-hub-signature-256: sha256=\r\n 00", Outcome::RefusedByParser);
    /// More fields than any provider sends are refused by the parser.
    head_500_fields "github" |_| {
        let fields: Vec<String> = (0..500).map(|field| format!("x-{field}: 1")).collect();
        raw(fields.join("\r\n").as_bytes(), Outcome::RefusedByParser)
    };
    /// A length with a sign is refused by the parser.
    length_with_sign "github" |sender| declared(sender, &["+7"]);
    /// A negative length is refused by the parser.
    length_negative "github" |sender| declared(sender, &["-7"]);
    /// A length that is no number is refused by the parser.
    length_not_a_number "github" |sender| declared(sender, &["seven"]);
    /// Two lengths that differ are refused by the parser.
    length_twice "github" |sender| declared(sender, &["7", "6"]);
    /// A list of lengths is refused by the parser.
    length_list "github" |sender| declared(sender, &["7, 7"]);
    /// A body that is declared and never comes is refused, if the connection ends.
    cut_at_0 "github" |sender| cut(sender, b"", ("content-length", "7"), b"");
    /// A longer body that ends early is refused, even if what came is genuinely signed.
    cut_declared_long "github" |sender| cut(sender, THIRTY, ("content-length", "100"), THIRTY);
    /// A longer chunked body without its last chunk is refused, even if what came is genuinely signed.
    cut_chunked_long "github" |sender| cut(sender, THIRTY, ("transfer-encoding", "chunked"), &chunk(THIRTY));
    /// A chunk whose size is no number ends no body.
    cut_by_garbage "github" |sender| {
        let garbage = [chunk(THIRTY), b"zz\r\n".to_vec()].concat();
        cut(sender, THIRTY, ("transfer-encoding", "chunked"), &garbage)
    };
    /// A chunk that is shorter than it says ends no body.
    cut_in_chunk "github" |sender| cut(sender, THIRTY, ("transfer-encoding", "chunked"), chunk(THIRTY).split_at(20).0);
    /// A body of which nothing comes is given up at the deadline.
    slow_stalls_at_0 "github" |sender| Script {
        steps: vec![Step::Send(head("POST", PATH, &sender.headers(B), &[("content-length", "7")]))],
        outcome: Outcome::Refused(RejectionKind::TimedOut),
    };
    /// A chunked body that stalls is given up at the deadline.
    slow_stalls_in_chunks "github" |sender| Script {
        steps: vec![
            Step::Send(head("POST", PATH, &sender.headers(THIRTY), &[("transfer-encoding", "chunked")])),
            Step::Send(chunk(THIRTY)),
        ],
        outcome: Outcome::Refused(RejectionKind::TimedOut),
    };
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
    /// A genuine delivery reaches the handler: shopify.
    shopify_genuine "shopify" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: shopify.
    shopify_rotated "shopify" |sender| under(sender, crate::secrets_of("shopify")[0], B, delivered(B));
    /// A delivery without a signature is refused: shopify.
    shopify_unsigned "shopify" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: shopify.
    shopify_changed "shopify" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: shopify.
    shopify_twice "shopify" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: slack.
    slack_genuine "slack" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: slack.
    slack_rotated "slack" |sender| under(sender, crate::secrets_of("slack")[0], B, delivered(B));
    /// A delivery without a signature is refused: slack.
    slack_unsigned "slack" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: slack.
    slack_changed "slack" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: slack.
    slack_twice "slack" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: standard-webhooks.
    standard_genuine "standard-webhooks" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: standard-webhooks.
    standard_rotated "standard-webhooks" |sender| under(sender, crate::secrets_of("standard-webhooks")[0], B, delivered(B));
    /// A delivery without a signature is refused: standard-webhooks.
    standard_unsigned "standard-webhooks" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: standard-webhooks.
    standard_changed "standard-webhooks" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: standard-webhooks.
    standard_twice "standard-webhooks" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: stripe.
    stripe_genuine "stripe" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: stripe.
    stripe_rotated "stripe" |sender| under(sender, crate::secrets_of("stripe")[0], B, delivered(B));
    /// A delivery without a signature is refused: stripe.
    stripe_unsigned "stripe" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: stripe.
    stripe_changed "stripe" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: stripe.
    stripe_twice "stripe" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: svix.
    svix_genuine "svix" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: svix.
    svix_rotated "svix" |sender| under(sender, crate::secrets_of("svix")[0], B, delivered(B));
    /// A delivery without a signature is refused: svix.
    svix_unsigned "svix" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: svix.
    svix_changed "svix" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: svix.
    svix_twice "svix" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: texture.
    texture_genuine "texture" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: texture.
    texture_rotated "texture" |sender| under(sender, crate::secrets_of("texture")[0], B, delivered(B));
    /// A delivery without a signature is refused: texture.
    texture_unsigned "texture" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: texture.
    texture_changed "texture" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: texture.
    texture_twice "texture" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: centrepoint.
    centrepoint_genuine "centrepoint" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: centrepoint.
    centrepoint_rotated "centrepoint" |sender| under(sender, crate::secrets_of("centrepoint")[0], B, delivered(B));
    /// A delivery without a signature is refused: centrepoint.
    centrepoint_unsigned "centrepoint" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: centrepoint.
    centrepoint_changed "centrepoint" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: centrepoint.
    centrepoint_twice "centrepoint" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: tradelens.
    tradelens_genuine "tradelens" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: tradelens.
    tradelens_rotated "tradelens" |sender| under(sender, crate::secrets_of("tradelens")[0], B, delivered(B));
    /// A delivery without a signature is refused: tradelens.
    tradelens_unsigned "tradelens" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: tradelens.
    tradelens_changed "tradelens" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: tradelens.
    tradelens_twice "tradelens" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A genuine delivery reaches the handler: tradelens-sha1.
    tradelens_sha1_genuine "tradelens-sha1" |sender| sent(sender.request(B), delivered(B));
    /// A genuine delivery under the other secret reaches the handler: tradelens-sha1.
    tradelens_sha1_rotated "tradelens-sha1" |sender| under(sender, crate::secrets_of("tradelens-sha1")[0], B, delivered(B));
    /// A delivery without a signature is refused: tradelens-sha1.
    tradelens_sha1_unsigned "tradelens-sha1" |_| sent(request("POST", PATH, &[], B), NOT_AUTHENTIC);
    /// A delivery with a changed body is refused: tradelens-sha1.
    tradelens_sha1_changed "tradelens-sha1" |sender| sent(request("POST", PATH, &sender.headers(B), b"{\"a\":2}"), NOT_AUTHENTIC);
    /// A delivery with its header fields twice is refused: tradelens-sha1.
    tradelens_sha1_twice "tradelens-sha1" |sender| {
        let headers = [sender.headers(B), sender.headers(B)].concat();
        sent(request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    };
    /// A stale delivery is refused, though genuinely signed: slack.
    slack_stale "slack" |sender| at(sender, -330);
    /// A delivery from the future is refused, though genuinely signed: slack.
    slack_ahead "slack" |sender| at(sender, 330);
    /// A stale delivery is refused, though genuinely signed: standard-webhooks.
    standard_stale "standard-webhooks" |sender| at(sender, -330);
    /// A delivery from the future is refused, though genuinely signed: standard-webhooks.
    standard_ahead "standard-webhooks" |sender| at(sender, 330);
    /// A stale delivery is refused, though genuinely signed: stripe.
    stripe_stale "stripe" |sender| at(sender, -330);
    /// A delivery from the future is refused, though genuinely signed: stripe.
    stripe_ahead "stripe" |sender| at(sender, 330);
    /// A stale delivery is refused, though genuinely signed: svix.
    svix_stale "svix" |sender| at(sender, -330);
    /// A delivery from the future is refused, though genuinely signed: svix.
    svix_ahead "svix" |sender| at(sender, 330);
}

/// Where the endpoint under test is.
pub(crate) const PATH: &str = "/raw";

const THIRTY: &[u8] = b"{\"a\":\"thirty bytes, or more\"}";
const EVERY_BYTE: [u8; 256] = every_byte();
const FULL: &[u8] = &[b'x'; BODY_LIMIT];
const NOT_AUTHENTIC: Outcome = Outcome::Refused(RejectionKind::NotAuthentic);
const UNAVAILABLE: Outcome = Outcome::Refused(RejectionKind::Unavailable);
const TOO_LARGE: Outcome = Outcome::Refused(RejectionKind::TooLarge);

fn delivered(body: &[u8]) -> Outcome {
    Outcome::Delivered(body.to_vec())
}

fn sent(bytes: Vec<u8>, outcome: Outcome) -> Script {
    Script { steps: vec![Step::Send(bytes)], outcome }
}

/// A delivery of `B` with this signature.
fn github(signature: &str, outcome: Outcome) -> Script {
    sent(
        request("POST", PATH, &[("x-hub-signature-256".to_owned(), signature.to_owned())], B),
        outcome,
    )
}

/// A delivery of `B` with this signature.
fn terra(signature: &str, outcome: Outcome) -> Script {
    sent(
        request("POST", PATH, &[("x-terra-signature".to_owned(), signature.to_owned())], B),
        outcome,
    )
}

/// A genuine delivery behind so many empty signatures.
fn many(empty: usize, outcome: Outcome) -> Script {
    let now = Sender::now();
    let mac = Sender::mac(format!("{now}.{{\"a\":1}}").as_bytes());
    terra(&format!("t={now}{},v1={mac}", ",v1=".repeat(empty)), outcome)
}

/// A genuine delivery in chunks of this size.
fn chunked(sender: &Sender, body: &[u8], size: usize, outcome: Outcome) -> Script {
    let mut bytes = head("POST", PATH, &sender.headers(body), &[("transfer-encoding", "chunked")]);
    for part in body.chunks(size) {
        bytes.extend(chunk(part));
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    sent(bytes, outcome)
}

/// A genuine delivery with its header fields spelt otherwise.
fn renamed(sender: &Sender, rename: fn(&str) -> String) -> Script {
    let mut headers = sender.headers(B);
    for (name, _) in &mut headers {
        *name = rename(name);
    }
    sent(request("POST", PATH, &headers, B), delivered(B))
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

/// A genuine delivery with more header fields.
fn with(sender: &Sender, fields: &[(&str, &str)], body: &[u8]) -> Script {
    let mut headers = sender.headers(body);
    headers.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    sent(request("POST", PATH, &headers, body), delivered(body))
}

/// A delivery signed with this secret.
fn under(sender: &Sender, secret: &str, body: &[u8], outcome: Outcome) -> Script {
    sent(request("POST", PATH, &sender.headers_with(secret, body, 0), body), outcome)
}

/// A delivery that is genuine but for its time.
fn at(sender: &Sender, seconds: i64) -> Script {
    let secret = crate::secrets_of(sender.provider)[1];
    sent(request("POST", PATH, &sender.headers_with(secret, B, seconds), B), NOT_AUTHENTIC)
}

/// A head with these lines, and no body.
fn raw(lines: &[u8], outcome: Outcome) -> Script {
    let start =
        b"POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n".as_slice();
    sent([start, lines, b"\r\n\r\n"].concat(), outcome)
}

/// A genuine delivery that declares its length so.
fn declared(sender: &Sender, lengths: &[&str]) -> Script {
    let lengths: Vec<_> = lengths.iter().map(|length| ("content-length", *length)).collect();
    let bytes = [head("POST", PATH, &sender.headers(B), &lengths), B.to_vec()].concat();
    sent(bytes, Outcome::RefusedByParser)
}

/// A delivery whose connection ends early; what is signed is what came.
fn cut(sender: &Sender, signed: &[u8], framing: (&str, &str), bytes: &[u8]) -> Script {
    let head = head("POST", PATH, &sender.headers(signed), &[framing]);
    let steps = vec![Step::Send(head), Step::Send(bytes.to_vec()), Step::Finish];
    Script { steps, outcome: Outcome::Refused(RejectionKind::Malformed) }
}

fn coded(sender: &Sender, coding: &str) -> Script {
    let mut headers = sender.headers(B);
    headers.push(("content-encoding".into(), coding.into()));
    sent(request("POST", PATH, &headers, B), Outcome::Refused(RejectionKind::ContentCoded))
}

fn method(sender: &Sender, method: &str) -> Script {
    sent(
        request(method, PATH, &sender.headers(B), B),
        Outcome::Refused(RejectionKind::MethodNotAllowed),
    )
}

/// A delivery to this tenant, signed with this secret.
fn tenant(sender: &Sender, name: &str, secret: &str, outcome: Outcome) -> Script {
    let headers = sender.headers_with(secret, B, 0);
    sent(request("POST", &format!("{PATH}?tenant={name}"), &headers, B), outcome)
}
