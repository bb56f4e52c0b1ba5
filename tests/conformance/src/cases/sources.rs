//! From where a request comes, and what it must bring beside its signature.

use super::*;

cases! { $
    /// Source addresses, trusted proxies, encryption, further credentials and handshakes, over
    /// HTTP/1.
    SOURCE_CASES,
    /// The cases of [`SOURCE_CASES`](crate::SOURCE_CASES).
    source_suite, conformance_of_sources, CONFORMANCE_DEVIATIONS_OF_SOURCES;

    /// A delivery from an address that is allowed reaches the handler.
    source_allowed "local:github" genuine;
    /// A delivery from another address is refused, though it is genuinely signed.
    source_stranger "local:github" |sender| from(STRANGER, sender.request(B), FORBIDDEN);
    /// From another address a delivery without a signature is refused in the same way.
    source_stranger_unsigned "local:github" |_| from(STRANGER, request("POST", PATH, &[], B), FORBIDDEN);
    /// From another address even a method that the provider does not send is refused in the same
    /// way.
    source_stranger_method "local:github" |_| from(STRANGER, request("DELETE", PATH, &[], B), FORBIDDEN);
    /// From another address a delivery is refused before any of its body is sent.
    source_before_body "local:github" |sender| {
        from(STRANGER, head("POST", PATH, &sender.headers(B), &[("content-length", "7")]), FORBIDDEN)
    };
    /// No header field makes another address one that is allowed.
    source_stranger_claims "local:github" |sender| {
        let claims = [
            "x-forwarded-for", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip", "fastly-client-ip",
            "x-cluster-client-ip", "client-ip", "x-remote-ip", "x-remote-addr",
        ];
        let mut headers = sender.headers(B);
        headers.extend(claims.iter().map(|name| field(name, "127.0.0.1")));
        headers.push(field("forwarded", "for=127.0.0.1;proto=https"));
        from(STRANGER, request("POST", PATH, &headers, B), FORBIDDEN)
    };
    /// No header field makes an allowed address another one, where no proxy is trusted.
    source_allowed_claims "local:github" |sender| {
        with(sender, &[("x-forwarded-for", "203.0.113.9"), ("x-real-ip", "203.0.113.9"), ("forwarded", "for=203.0.113.9")], B)
    };
    /// Nothing in a header field that no proxy is trusted to write is a server error.
    source_allowed_garbage "local:github" |sender| {
        with(sender, &[("x-forwarded-for", "\"[::ffff:1.2.3.4, \\"), ("forwarded", "for=\"\\;;=,")], B)
    };

    /// Behind a trusted proxy a delivery from an allowed address reaches the handler.
    proxied_allowed "proxied:github" genuine;
    /// A proxy may write a port, brackets, an IPv4 address as an IPv6 one, white space, or the
    /// protocol in capitals.
    proxied_spellings "proxied:github" |sender| together([
        "192.0.2.7:4711", "[2001:db8::7]", "[2001:db8::7]:4711", "2001:db8::7", "2001:0DB8:0000::0007", "::ffff:192.0.2.7",
        "[::ffff:192.0.2.7]:4711", "\t 192.0.2.7 \t",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "HTTPS")], delivered(B))));
    /// What stands left of the client's address was written by the client, whatever it is.
    proxied_left_is_ignored "proxied:github" |sender| together([
        "203.0.113.9, 192.0.2.7", "unknown,192.0.2.7", "\"open, 192.0.2.7", ",,, 192.0.2.7", "192.0.2.7, 10.0.0.9",
        "203.0.113.9, 192.0.2.7, 10.0.0.9, ::ffff:10.0.0.10",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "https")], delivered(B))));
    /// An allowed address left of another one is nobody's word but the client's.
    proxied_stranger "proxied:github" |sender| together([
        "203.0.113.9", "192.0.2.7, 203.0.113.9", "192.0.2.7, 203.0.113.9, 10.0.0.9", "192.0.2.7, ::ffff:203.0.113.9",
        "192.0.2.7,[2001:db9::1]:443",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "https")], FORBIDDEN)));
    /// A field that stands twice is one list: the last line is the nearest proxy's.
    proxied_two_lines "proxied:github" |sender| together([
        forwarding(sender, &[(FOR, "203.0.113.9"), (FOR, "192.0.2.7"), (PROTO, "https")], delivered(B)),
        forwarding(sender, &[(FOR, "192.0.2.7"), (FOR, "10.0.0.9"), (PROTO, "https")], delivered(B)),
        forwarding(sender, &[(FOR, "192.0.2.7"), (FOR, "203.0.113.9"), (PROTO, "https")], FORBIDDEN),
    ]);
    /// A proxy that says nothing which could be understood says of nobody that he may send.
    proxied_garbage "proxied:github" |sender| together([
        "", "unknown", "192.0.2.7,", "192.0.2.7, unknown", "\"192.0.2.7\"", "'192.0.2.7'", "for=192.0.2.7", "192.0.2.7 192.0.2.7",
        "192.0.2.007", "0xc0.0.2.7", "3221225991", "192.0.2", "192.0.2.7:", "192.0.2.7:99999", "[192.0.2.7]", "[2001:db8::7",
        "2001:db8::7%eth0", "192.0.2.7/24", "192.0.2.7;192.0.2.7", "http://192.0.2.7", "localhost", "-", "\\",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "https")], FORBIDDEN)));
    /// What is not ASCII is no address, and no server error.
    proxied_not_ascii "proxied:github" |sender| {
        let head = forwarded_head(sender, &[(PROTO, "https")]);
        let text = b"x-forwarded-for: \xff\xfe192.0.2.7\r\n\r\n";
        let head = head.strip_suffix(b"\r\n").unwrap_or(&head);
        sent([head, text, B].concat(), FORBIDDEN)
    };
    /// Without the proxy's field nobody knows who sent a delivery.
    proxied_missing "proxied:github" |sender| together([
        forwarding(sender, &[(PROTO, "https")], FORBIDDEN),
        forwarding(sender, &[(PROTO, "https"), ("forwarded", "for=192.0.2.7")], FORBIDDEN),
        forwarding(sender, &[(PROTO, "https"), ("x-real-ip", "192.0.2.7")], FORBIDDEN),
    ]);
    /// Who is no proxy of ours cannot speak for others.
    proxied_by_a_stranger "proxied:github" |sender| from(STRANGER, sender.request(B), FORBIDDEN);
    /// What the client sent to the proxy without encryption is refused.
    proxied_not_encrypted "proxied:github" |sender| together([
        forwarding(sender, &[(FOR, "192.0.2.7")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "http")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "https, http")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "https"), (PROTO, "http")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), ("x-forwarded-ssl", "on")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), ("forwarded", "for=192.0.2.7;proto=https")], FORBIDDEN),
    ]);
    /// Behind a trusted proxy a signature is still needed.
    proxied_unsigned "proxied:github" |_| {
        with_headers(&vec![field(FOR, "192.0.2.7"), field(PROTO, "https")], B, NOT_AUTHENTIC)
    };

    /// Behind a proxy that writes `Forwarded` a delivery from an allowed address reaches the
    /// handler.
    forwarded_allowed "forwarded:github" genuine;
    /// `Forwarded` may be written in any of the ways that proxies write it.
    forwarded_spellings "forwarded:github" |sender| together([
        "For=192.0.2.7;PROTO=HTTPS", "proto=https; for=\"192.0.2.7:4711\"; by=10.0.0.1", "for=\"[2001:db8::7]:4711\";proto=\"https\"",
        "for=\"[2001:db8::7]\";host=\"a,b;c=d\";proto=https", "for=192.0.2.7;proto=https,for=10.0.0.9;proto=http",
        "for=\"[::ffff:192.0.2.7]\";proto=https", "host=\"a;b\";for=192.0.2.7;proto=https;",
    ].map(|value| forwarding(sender, &[("forwarded", value)], delivered(B))));
    /// What a client wrote before its proxy cannot swallow what the proxy wrote.
    forwarded_left_is_ignored "forwarded:github" |sender| together([
        "for=203.0.113.9;proto=http, for=192.0.2.7;proto=https", "for=\"open, for=192.0.2.7;proto=https",
        "x=\"\\, for=192.0.2.7;proto=https", ";;=\", for=\"192.0.2.7\";proto=https",
    ].map(|value| forwarding(sender, &[("forwarded", value)], delivered(B))));
    /// Nor can it speak for the proxy.
    forwarded_stranger "forwarded:github" |sender| together([
        "for=203.0.113.9;proto=https", "for=192.0.2.7;proto=https, for=203.0.113.9;proto=https",
        "for=192.0.2.7;proto=https;x=\", for=203.0.113.9;proto=https", "for=192.0.2.7;proto=https;x=\"\\, for=203.0.113.9;proto=https",
        "for=192.0.2.7;proto=https;x=\", for=\"203.0.113.9\";proto=https", "for=192.0.2.7;proto=https, for=192.0.2.7;proto=http",
        "for=192.0.2.7;proto=https, for=192.0.2.7", "for=192.0.2.7;host=\"x;proto=https;y=z\"",
    ].map(|value| forwarding(sender, &[("forwarded", value)], FORBIDDEN)));
    /// An element that could not be understood says of nobody that he may send.
    forwarded_garbage "forwarded:github" |sender| together([
        "", ",", "192.0.2.7", "for", "for=;proto=https", "for=unknown;proto=https", "for=_hidden;proto=https", "proto=https",
        "for=192.0.2.7;for=192.0.2.7;proto=https", "for=192.0.2.7;proto=https;proto=https", "for=\"192.0.2.7;proto=https",
        "for=\"\\192.0.2.7\";proto=https", "for=[2001:db8::7;proto=https", "for=192.0.2.7 ;nonsense;proto=https",
        "for=192.0.2.7;proto=https,",
    ].map(|value| forwarding(sender, &[("forwarded", value)], FORBIDDEN)));
    /// Without the proxy's field nobody knows who sent a delivery, nor how.
    forwarded_missing "forwarded:github" |sender| together([forwarding(sender, &[], FORBIDDEN)]);
    /// Where a proxy writes `Forwarded`, the other field is the client's.
    forwarded_other_field "forwarded:github" |sender| together([
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "https")], FORBIDDEN),
        forwarding(sender, &[("forwarded", "for=203.0.113.9;proto=https"), (FOR, "192.0.2.7")], FORBIDDEN),
        forwarding(sender, &[("forwarded", "for=192.0.2.7;proto=https"), (FOR, "203.0.113.9"), (PROTO, "http")], delivered(B)),
    ]);

    /// With a password beside its signature a delivery reaches the handler.
    also_right "also:centrepoint" genuine;
    /// During a rotation of the signing secret it does, too.
    also_rotated "also:centrepoint" rotated;
    /// The other password is good, too.
    also_other_password "also:centrepoint" |sender| beside(sender, Some("Basic c3R1ZHk6b2xk"), delivered(B));
    /// Without the password a signature is not enough.
    also_missing "also:centrepoint" |sender| beside(sender, None, NOT_AUTHENTIC);
    /// With another password a signature is not enough.
    also_wrong "also:centrepoint" |sender| beside(sender, Some("Basic c3R1ZHk6Z3Vlc3M="), NOT_AUTHENTIC);
    /// The password as a token is none.
    also_as_bearer "also:centrepoint" |sender| beside(sender, Some("Bearer c3R1ZHk6czNjcmV0"), NOT_AUTHENTIC);
    /// The password is not enough without the signature, nor with a wrong one.
    also_alone "also:centrepoint" |sender| together([
        (request("POST", PATH, &sender.only(&["authorization"], B), B), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers(b"another"), B), NOT_AUTHENTIC),
    ]);
    /// The password twice is refused, even if both are right.
    also_twice "also:centrepoint" |sender| {
        let headers = [sender.headers(B), sender.only(&["authorization"], B)].concat();
        with_headers(&headers, B, NOT_AUTHENTIC)
    };

    /// With the header field that the provider was told to send, a delivery reaches the handler.
    header_right "header:texture" genuine;
    /// The name of that field may be in capitals, or in lower case.
    header_name_case "header:texture" |sender| together([
        (request("POST", PATH, &renamed(sender, str::to_uppercase), B), delivered(B)),
        (request("POST", PATH, &renamed(sender, str::to_lowercase), B), delivered(B)),
    ]);
    /// Without that field, or without its companion, a signature is not enough.
    header_missing "header:texture" |sender| together([
        (request("POST", PATH, &sender.only(&["texture-signature"], B), B), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.only(&["texture-signature", "authorization"], B), B), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.only(&["texture-signature", "x-site"], B), B), NOT_AUTHENTIC),
    ]);
    /// Those fields are not enough without a signature.
    header_unsigned "header:texture" |sender| {
        with_headers(&sender.only(&["authorization", "x-site"], B), B, NOT_AUTHENTIC)
    };
    /// Another value of that field is refused, if only in its case, in white space inside it, or
    /// cut or longer.
    header_wrong "header:texture" |sender| together([
        "Bearer guess", "bearer s3cret", "Bearer  s3cret", "Bearer s3cre", "Bearer s3crett", "s3cret", "",
    ].map(|value| {
        let mut headers = sender.only(&["texture-signature", "x-site"], B);
        headers.push(field("authorization", value));
        (request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    }));
    /// One of the values of a field that has two is enough.
    header_other_value "header:texture" |sender| {
        let mut headers = sender.only(&["texture-signature", "authorization"], B);
        headers.push(field("x-site", "old"));
        with_headers(&headers, B, delivered(B))
    };
    /// That field twice is refused, even if both are right.
    header_repeated "header:texture" |sender| {
        let headers = [sender.headers(B), sender.only(&["x-site"], B)].concat();
        with_headers(&headers, B, NOT_AUTHENTIC)
    };

    /// A handshake is answered with its code, and reaches no handler.
    handshake_answered "centrepoint" |_| asked(&[EVENT, CODE], VALIDATION, greeted());
    /// A handshake without a body is answered, too.
    handshake_without_body "centrepoint" |_| asked(&[EVENT, CODE], b"", greeted());
    /// A handshake that is signed is answered in the same way.
    handshake_signed "centrepoint" |sender| {
        let mut headers = sender.headers(VALIDATION);
        headers.extend([field(EVENT.0, EVENT.1), field(CODE.0, CODE.1)]);
        with_headers(&headers, VALIDATION, greeted())
    };
    /// The names of its fields may be in any case.
    handshake_name_case "centrepoint" |_| {
        asked(&[("X-ACTIGRAPH-EVENT", "Validation"), ("x-actigraph-hook-secret", CODE.1)], VALIDATION, greeted())
    };
    /// A handshake may come again.
    handshake_again "centrepoint" |_| together([0; 3].map(|_| {
        (request("POST", PATH, &[field(EVENT.0, EVENT.1), field(CODE.0, CODE.1)], VALIDATION), greeted())
    }));
    /// A delivery of another event is verified, though it has a code.
    handshake_other_event "centrepoint" |sender| {
        with(sender, &[("x-actigraph-event", "upload"), CODE], B)
    };
    /// A delivery of another event is refused without a signature, though it has a code.
    handshake_unsigned_event "centrepoint" |_| asked(&[("x-actigraph-event", "upload"), CODE], B, NOT_AUTHENTIC);
    /// Without a code there is no handshake, and without an event there is none.
    handshake_incomplete "centrepoint" |_| together([
        (request("POST", PATH, &[field(EVENT.0, EVENT.1)], B), NOT_AUTHENTIC),
        (request("POST", PATH, &[field(CODE.0, CODE.1)], B), NOT_AUTHENTIC),
    ]);
    /// A code that stands twice is not repeated.
    handshake_twice "centrepoint" |_| asked(&[EVENT, CODE, CODE], VALIDATION, NOT_AUTHENTIC);
    /// A code that is long, or has anything but plain characters, is not repeated.
    handshake_odd_code "centrepoint" |_| {
        let long = "x".repeat(257);
        let codes = ["", "a b", "<script>", "a\"b", "a,b", "a;b", "{}", "%0d%0a", long.as_str()];
        together(codes.map(|code| {
            (request("POST", PATH, &[field(EVENT.0, EVENT.1), field(CODE.0, code)], VALIDATION), NOT_AUTHENTIC)
        }))
    };
    /// A handshake with another method is none.
    handshake_method "centrepoint" |_| {
        sent(request("PUT", PATH, &[field(EVENT.0, EVENT.1), field(CODE.0, CODE.1)], VALIDATION), METHOD_NOT_ALLOWED)
    };
    /// A handshake that is a GET is answered with a parameter of its query, and it alone makes that
    /// method right.
    handshake_query "dropbox" |_| sent(get("/raw?a=b&challenge=Abc-1_9"), said("Abc-1_9"));
    /// A GET without that parameter is none.
    handshake_query_missing "dropbox" |_| together([PATH, "/raw?challenge", "/raw?Challenge=a", "/raw?xchallenge=a"].map(|path| {
        (get(path), METHOD_NOT_ALLOWED)
    }));
    /// A parameter that stands twice, is empty, is coded or means something in a page is not
    /// repeated.
    handshake_query_odd "dropbox" |_| {
        let long = format!("/raw?challenge={}", "x".repeat(257));
        let paths = [
            "/raw?challenge=a&challenge=a", "/raw?challenge=", "/raw?challenge=%41", "/raw?challenge=a+b",
            "/raw?challenge=(a)", "/raw?challenge='a'", long.as_str(),
        ];
        together(paths.map(|path| (get(path), NOT_AUTHENTIC)))
    };
    /// That parameter makes no unsigned delivery right.
    handshake_query_post "dropbox" |_| sent(request("POST", "/raw?challenge=abc", &[], B), NOT_AUTHENTIC);
    /// A form cannot turn a delivery into a handshake by naming another method.
    handshake_query_form_method "dropbox" |_| {
        let form = [field("content-type", "application/x-www-form-urlencoded")];
        let body = b"_method=get&challenge=abc";
        sent(request("POST", "/raw?challenge=abc", &form, body), NOT_AUTHENTIC)
    };
    /// A handshake that must be signed is answered with a member of its body, and reaches no
    /// handler.
    handshake_in_body "slack" |sender| sent(sender.request(SLACK), said("3eZbrw1aB-c_9"));
    /// Without its signature, or with another's, it is refused.
    handshake_in_body_forged "slack" |sender| together([
        (request("POST", PATH, &[], SLACK), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers(B), SLACK), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers_with("another secret than that", SLACK, 0), SLACK), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers_with(sender.secret(), SLACK, -3600), SLACK), NOT_AUTHENTIC),
    ]);
    /// What is signed and has no code to repeat is a delivery.
    handshake_in_body_odd "slack" |sender| {
        let bodies: [&[u8]; 5] = [
            br#"{"type":"url_verification"}"#, br#"{"type":"url_verification","challenge":"<script>"}"#,
            br#"{"type":"url_verification","challenge":"a","challenge":"a"}"#,
            br#"{"type":"event_callback","challenge":"a"}"#, b"type=url_verification&challenge=a",
        ];
        together(bodies.map(|body| (sender.request(body), delivered(body))))
    };
    /// A code is answered with what the secret makes of it, in a form that no delivery has.
    handshake_computed "zoom" |sender| {
        let mac = Sender::mac_with(sender.secret(), b"qgg8vlvZRS6UYooatFL8Aw");
        let said = format!(r#"{{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"{mac}"}}"#);
        sent(sender.request(ZOOM), Outcome::HandshakeBody(JSON, said))
    };
    /// Nothing is computed of what could be the signed content of a delivery, nor for whoever does
    /// not sign.
    handshake_no_oracle "zoom" |sender| {
        let content = br#"{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1700000000:true"}}"#;
        together([
            (sender.request(content), delivered(content)),
            (request("POST", PATH, &[], ZOOM), NOT_AUTHENTIC),
        ])
    };
    /// A code is answered with what the secret makes of it, and without the code.
    handshake_computed_alone "smartcar" |sender| {
        let mac = Sender::mac_with(sender.secret(), b"8f2d9c");
        sent(sender.request(SMARTCAR), Outcome::HandshakeBody(JSON, format!(r#"{{"challenge":"{mac}"}}"#)))
    };
    /// What was computed is no signature of a delivery, even where the body alone is signed.
    handshake_computed_again "smartcar" |sender| {
        let code = b"8f2d9c";
        let mac = Sender::mac_with(sender.secret(), code);
        asked(&[("SC-Signature", mac.as_str())], code, NOT_AUTHENTIC)
    };
    /// A handshake is answered with 204 and nothing.
    handshake_nodded "shape-nod" |sender| {
        sent(sender.request(br#"{"version":1,"application":"12","type":0}"#), Outcome::HandshakeEmpty)
    };
    /// A handshake that shows a token is answered if it is the right one.
    handshake_token "meta" |_| {
        sent(get("/raw?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=v3rify-me"), said("1158201444"))
    };
    /// With another token, or two of them, or none, nothing is repeated.
    handshake_token_wrong "meta" |_| together([
        "hub.verify_token=guess", "hub.verify_token=", "hub.verify_token=V3rify-me", "hub.verify_token=v3rify-me%20", "verify_token=v3rify-me", "a=b",
        "hub.verify_token=v3rify-me&hub.verify_token=guess", "hub.verify_token=v3rify-me&hub.verify_token=v3rify-me",
    ].map(|query| (get(&format!("/raw?hub.mode=subscribe&hub.challenge=1158201444&{query}")), NOT_AUTHENTIC)));
    /// The right token makes nothing else of a GET, and no unsigned delivery right.
    handshake_token_alone "meta" |_| together([
        (get("/raw?hub.mode=subscribe&hub.verify_token=v3rify-me"), METHOD_NOT_ALLOWED),
        (request("POST", "/raw?hub.challenge=1&hub.verify_token=v3rify-me", &[], B), NOT_AUTHENTIC),
        (get("/raw?hub.challenge=(b)&hub.verify_token=v3rify-me"), NOT_AUTHENTIC),
    ]);
    /// A provider that has no handshake is asked for a signature.
    handshake_of_another "github" |_| asked(&[EVENT, CODE], VALIDATION, NOT_AUTHENTIC);
}

/// An address of this machine that is not the one from which the suite usually connects.
const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

const FOR: &str = "x-forwarded-for";
const PROTO: &str = "x-forwarded-proto";

const EVENT: (&str, &str) = ("X-ActiGraph-Event", "validation");
const CODE: (&str, &str) = ("X-ActiGraph-Hook-Secret", "1d3ad7a1-91c9-4ffc-8562-5bad545e6a40");
/// As the provider's own document shows it.
const VALIDATION: &[u8] =
    br#"{"WebhookId":"74","ValidationCode":"1d3ad7a1-91c9-4ffc-8562-5bad545e6a40"}"#;

/// As Slack, Zoom and Smartcar show them.
const SLACK: &[u8] =
    br#"{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aB-c_9","type":"url_verification"}"#;
const ZOOM: &[u8] = br#"{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}"#;

const SMARTCAR: &[u8] = br#"{"eventId":"a","eventType":"VERIFY","data":{"challenge":"8f2d9c"}}"#;

const JSON: &str = "application/json";

fn said(code: &str) -> Outcome {
    Outcome::HandshakeBody("text/plain; charset=utf-8", code.to_owned())
}

fn get(target: &str) -> Vec<u8> {
    request("GET", target, &[], b"")
}

fn greeted() -> Outcome {
    Outcome::HandshakeHeader(CODE.0.to_ascii_lowercase(), CODE.1.to_owned())
}

/// These bytes, from this address of this machine.
fn from(source: Ipv4Addr, bytes: Vec<u8>, outcome: Outcome) -> Script {
    let transport = Transport::Tcp(vec![Step::Send(bytes)]);
    Script { plays: vec![Play { source: Some(source), transport, outcomes: vec![outcome] }] }
}

/// A request with these header fields, unsigned.
fn asked(fields: &[(&str, &str)], body: &[u8], outcome: Outcome) -> Script {
    let headers = fields.iter().map(|(name, value)| field(name, *value)).collect();
    with_headers(&headers, body, outcome)
}

/// The head of a genuine delivery with these fields of a proxy instead of the usual ones.
fn forwarded_head(sender: &Sender, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut headers = sender.only(&["x-hub-signature-256"], B);
    headers.extend(fields.iter().map(|(name, value)| field(name, *value)));
    head("POST", PATH, &headers, &[("content-length", "7")])
}

/// A genuine delivery with these fields of a proxy instead of the usual ones.
fn forwarding(sender: &Sender, fields: &[(&str, &str)], outcome: Outcome) -> (Vec<u8>, Outcome) {
    ([forwarded_head(sender, fields), B.to_vec()].concat(), outcome)
}

/// A genuine delivery with this credential beside its signature.
fn beside(sender: &Sender, credential: Option<&str>, outcome: Outcome) -> Script {
    let mut headers = sender.only(&["x-actigraph-signature"], B);
    headers.extend(credential.map(|credential| field("authorization", credential)));
    with_headers(&headers, B, outcome)
}

/// The header fields of a genuine delivery under names that are written otherwise.
fn renamed(sender: &Sender, rename: fn(&str) -> String) -> Headers {
    sender.headers(B).into_iter().map(|(name, value)| (rename(&name), value)).collect()
}
