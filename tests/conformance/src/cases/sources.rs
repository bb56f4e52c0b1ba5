//! Source addresses, proxies, further credentials and handshakes.

use super::*;

cases! { $
    /// Source addresses, trusted proxies, encryption, further credentials and handshakes, over
    /// HTTP/1.
    SOURCE_CASES,
    /// The cases of [`SOURCE_CASES`](crate::SOURCE_CASES).
    source_suite, conformance_of_sources, CONFORMANCE_DEVIATIONS_OF_SOURCES;

    /// A delivery from an allowed address reaches the handler.
    source_allowed "local:github" [Sources] genuine;
    /// A delivery from any other address is rejected, even if it is correctly signed.
    source_stranger "local:github" [Sources] |sender| from(STRANGER, sender.request(B), FORBIDDEN);
    /// A delivery without a signature from a disallowed address is rejected in the same way.
    source_stranger_unsigned "local:github" [Sources] |_| from(STRANGER, request("POST", PATH, &[], B), FORBIDDEN);
    /// A method that the provider does not send is rejected in the same way from a disallowed
    /// address.
    source_stranger_method "local:github" [Sources] |_| from(STRANGER, request("DELETE", PATH, &[], B), FORBIDDEN);
    /// A delivery from a disallowed address is rejected before any of its body is sent.
    source_before_body "local:github" [Sources] |sender| {
        from(STRANGER, head("POST", PATH, &sender.headers(B), &[("content-length", "7")]), FORBIDDEN)
    };
    /// No header can make a disallowed address count as an allowed one.
    source_stranger_claims "local:github" [Sources] |sender| {
        let claims = [
            "x-forwarded-for", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip", "fastly-client-ip",
            "x-cluster-client-ip", "client-ip", "x-remote-ip", "x-remote-addr",
        ];
        let mut headers = sender.headers(B);
        headers.extend(claims.iter().map(|name| field(name, "127.0.0.1")));
        headers.push(field("forwarded", "for=127.0.0.1;proto=https"));
        from(STRANGER, request("POST", PATH, &headers, B), FORBIDDEN)
    };
    /// No header can make an allowed address count as another one if no proxy is trusted.
    source_allowed_claims "local:github" [Sources] |sender| {
        with(sender, &[("x-forwarded-for", "203.0.113.9"), ("x-real-ip", "203.0.113.9"), ("forwarded", "for=203.0.113.9")], B)
    };
    /// Malformed forwarding headers are ignored if no proxy is trusted, and cause no server error.
    source_allowed_garbage "local:github" [Sources] |sender| {
        with(sender, &[("x-forwarded-for", "\"[::ffff:1.2.3.4, \\"), ("forwarded", "for=\"\\;;=,")], B)
    };

    /// A delivery from an allowed address through a trusted proxy reaches the handler.
    proxied_allowed "proxied:github" [Sources] genuine;
    /// A proxy may write a port, brackets, an IPv4-mapped IPv6 address, white space, or the
    /// protocol in upper case.
    proxied_spellings "proxied:github" [Sources] |sender| together([
        "192.0.2.7:4711", "[2001:db8::7]", "[2001:db8::7]:4711", "2001:db8::7", "2001:0DB8:0000::0007", "::ffff:192.0.2.7",
        "[::ffff:192.0.2.7]:4711", "\t 192.0.2.7 \t",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "HTTPS")], delivered(B))));
    /// Everything to the left of the client's address was written by the client and is ignored,
    /// however malformed.
    proxied_left_is_ignored "proxied:github" [Sources] |sender| together([
        "203.0.113.9, 192.0.2.7", "unknown,192.0.2.7", "\"open, 192.0.2.7", ",,, 192.0.2.7", "192.0.2.7, 10.0.0.9",
        "203.0.113.9, 192.0.2.7, 10.0.0.9, ::ffff:10.0.0.10",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "https")], delivered(B))));
    /// An allowed address to the left of the client's own was written by the client and does not
    /// count.
    proxied_stranger "proxied:github" [Sources] |sender| together([
        "203.0.113.9", "192.0.2.7, 203.0.113.9", "192.0.2.7, 203.0.113.9, 10.0.0.9", "192.0.2.7, ::ffff:203.0.113.9",
        "192.0.2.7,[2001:db9::1]:443",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "https")], FORBIDDEN)));
    /// A forwarding header that appears twice is one list, and its last line was written by the
    /// nearest proxy.
    proxied_two_lines "proxied:github" [Sources] |sender| together([
        forwarding(sender, &[(FOR, "203.0.113.9"), (FOR, "192.0.2.7"), (PROTO, "https")], delivered(B)),
        forwarding(sender, &[(FOR, "192.0.2.7"), (FOR, "10.0.0.9"), (PROTO, "https")], delivered(B)),
        forwarding(sender, &[(FOR, "192.0.2.7"), (FOR, "203.0.113.9"), (PROTO, "https")], FORBIDDEN),
    ]);
    /// A delivery is rejected if the client's address in the forwarding header cannot be parsed.
    proxied_garbage "proxied:github" [Sources] |sender| together([
        "", "unknown", "192.0.2.7,", "192.0.2.7, unknown", "\"192.0.2.7\"", "'192.0.2.7'", "for=192.0.2.7", "192.0.2.7 192.0.2.7",
        "192.0.2.007", "0xc0.0.2.7", "3221225991", "192.0.2", "192.0.2.7:", "192.0.2.7:99999", "[192.0.2.7]", "[2001:db8::7",
        "2001:db8::7%eth0", "192.0.2.7/24", "192.0.2.7;192.0.2.7", "http://192.0.2.7", "localhost", "-", "\\",
    ].map(|source| forwarding(sender, &[(FOR, source), (PROTO, "https")], FORBIDDEN)));
    /// A forwarding header with non-ASCII bytes is rejected, and causes no server error.
    proxied_not_ascii "proxied:github" [Sources] |sender| {
        let head = forwarded_head(sender, &[(PROTO, "https")]);
        let text = b"x-forwarded-for: \xff\xfe192.0.2.7\r\n\r\n";
        let head = head.strip_suffix(b"\r\n").unwrap_or(&head);
        sent([head, text, B].concat(), FORBIDDEN)
    };
    /// A delivery through a trusted proxy is rejected if the proxy's forwarding header is missing.
    proxied_missing "proxied:github" [Sources] |sender| together([
        forwarding(sender, &[(PROTO, "https")], FORBIDDEN),
        forwarding(sender, &[(PROTO, "https"), ("forwarded", "for=192.0.2.7")], FORBIDDEN),
        forwarding(sender, &[(PROTO, "https"), ("x-real-ip", "192.0.2.7")], FORBIDDEN),
    ]);
    /// Forwarding headers do not count if the client that connects is not a trusted proxy.
    proxied_by_a_stranger "proxied:github" [Sources] |sender| from(STRANGER, sender.request(B), FORBIDDEN);
    /// A delivery that reached the proxy without TLS is rejected if the endpoint requires TLS.
    proxied_not_encrypted "proxied:github" [Sources] |sender| together([
        forwarding(sender, &[(FOR, "192.0.2.7")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "http")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "https, http")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "https"), (PROTO, "http")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), ("x-forwarded-ssl", "on")], FORBIDDEN),
        forwarding(sender, &[(FOR, "192.0.2.7"), ("forwarded", "for=192.0.2.7;proto=https")], FORBIDDEN),
    ]);
    /// A delivery through a trusted proxy is rejected without a signature.
    proxied_unsigned "proxied:github" [Sources] |_| {
        with_headers(&vec![field(FOR, "192.0.2.7"), field(PROTO, "https")], B, NOT_AUTHENTIC)
    };

    /// A delivery from an allowed address through a proxy that writes `Forwarded` reaches the
    /// handler.
    forwarded_allowed "forwarded:github" [Sources] genuine;
    /// `Forwarded` is understood in every form in which proxies write it.
    forwarded_spellings "forwarded:github" [Sources] |sender| together([
        "For=192.0.2.7;PROTO=HTTPS", "proto=https; for=\"192.0.2.7:4711\"; by=10.0.0.1", "for=\"[2001:db8::7]:4711\";proto=\"https\"",
        "for=\"[2001:db8::7]\";host=\"a,b;c=d\";proto=https", "for=192.0.2.7;proto=https,for=10.0.0.9;proto=http",
        "for=\"[::ffff:192.0.2.7]\";proto=https", "host=\"a;b\";for=192.0.2.7;proto=https;",
    ].map(|value| forwarding(sender, &[("forwarded", value)], delivered(B))));
    /// Elements that the client wrote into `Forwarded` cannot hide the one that the proxy appends.
    forwarded_left_is_ignored "forwarded:github" [Sources] |sender| together([
        "for=203.0.113.9;proto=http, for=192.0.2.7;proto=https", "for=\"open, for=192.0.2.7;proto=https",
        "x=\"\\, for=192.0.2.7;proto=https", ";;=\", for=\"192.0.2.7\";proto=https",
    ].map(|value| forwarding(sender, &[("forwarded", value)], delivered(B))));
    /// Elements that the client wrote into `Forwarded` cannot replace the one that the proxy
    /// appends.
    forwarded_stranger "forwarded:github" [Sources] |sender| together([
        "for=203.0.113.9;proto=https", "for=192.0.2.7;proto=https, for=203.0.113.9;proto=https",
        "for=192.0.2.7;proto=https;x=\", for=203.0.113.9;proto=https", "for=192.0.2.7;proto=https;x=\"\\, for=203.0.113.9;proto=https",
        "for=192.0.2.7;proto=https;x=\", for=\"203.0.113.9\";proto=https", "for=192.0.2.7;proto=https, for=192.0.2.7;proto=http",
        "for=192.0.2.7;proto=https, for=192.0.2.7", "for=192.0.2.7;host=\"x;proto=https;y=z\"",
    ].map(|value| forwarding(sender, &[("forwarded", value)], FORBIDDEN)));
    /// A delivery is rejected if the proxy's `Forwarded` element is malformed or names no address.
    forwarded_garbage "forwarded:github" [Sources] |sender| together([
        "", ",", "192.0.2.7", "for", "for=;proto=https", "for=unknown;proto=https", "for=_hidden;proto=https", "proto=https",
        "for=192.0.2.7;for=192.0.2.7;proto=https", "for=192.0.2.7;proto=https;proto=https", "for=\"192.0.2.7;proto=https",
        "for=\"\\192.0.2.7\";proto=https", "for=[2001:db8::7;proto=https", "for=192.0.2.7 ;nonsense;proto=https",
        "for=192.0.2.7;proto=https,",
    ].map(|value| forwarding(sender, &[("forwarded", value)], FORBIDDEN)));
    /// A delivery through a proxy that writes `Forwarded` is rejected if that header is missing.
    forwarded_missing "forwarded:github" [Sources] |sender| together([forwarding(sender, &[], FORBIDDEN)]);
    /// `X-Forwarded-For` and `X-Forwarded-Proto` are ignored if the proxy writes `Forwarded`.
    forwarded_other_field "forwarded:github" [Sources] |sender| together([
        forwarding(sender, &[(FOR, "192.0.2.7"), (PROTO, "https")], FORBIDDEN),
        forwarding(sender, &[("forwarded", "for=203.0.113.9;proto=https"), (FOR, "192.0.2.7")], FORBIDDEN),
        forwarding(sender, &[("forwarded", "for=192.0.2.7;proto=https"), (FOR, "203.0.113.9"), (PROTO, "http")], delivered(B)),
    ]);

    /// A delivery with a correct signature and the required password reaches the handler.
    also_right "also:centrepoint" [Credentials] genuine;
    /// A delivery signed with the old secret and with the required password reaches the handler.
    also_rotated "also:centrepoint" [Credentials, two_secrets] rotated;
    /// A delivery with a correct signature and the other configured password reaches the handler.
    also_other_password "also:centrepoint" [Credentials] |sender| beside(sender, Some("Basic c3R1ZHk6b2xk"), delivered(B));
    /// A correct signature without the required password is rejected.
    also_missing "also:centrepoint" [Credentials] |sender| beside(sender, None, NOT_AUTHENTIC);
    /// A correct signature with a wrong password is rejected.
    also_wrong "also:centrepoint" [Credentials] |sender| beside(sender, Some("Basic c3R1ZHk6Z3Vlc3M="), NOT_AUTHENTIC);
    /// A correct signature with the password sent as a bearer token is rejected.
    also_as_bearer "also:centrepoint" [Credentials] |sender| beside(sender, Some("Bearer c3R1ZHk6czNjcmV0"), NOT_AUTHENTIC);
    /// The required password without a signature, or with a wrong one, is rejected.
    also_alone "also:centrepoint" [Credentials] |sender| together([
        (request("POST", PATH, &sender.only(&["authorization"], B), B), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers(b"another"), B), NOT_AUTHENTIC),
    ]);
    /// A password header that appears twice is rejected, even if both values are correct.
    also_twice "also:centrepoint" [Credentials] |sender| {
        let headers = [sender.headers(B), sender.only(&["authorization"], B)].concat();
        with_headers(&headers, B, NOT_AUTHENTIC)
    };

    /// A delivery with the required headers reaches the handler.
    header_right "header:texture" [Credentials] genuine;
    /// The names of required headers may be in upper or lower case.
    header_name_case "header:texture" [Credentials] |sender| together([
        (request("POST", PATH, &renamed(sender, str::to_uppercase), B), delivered(B)),
        (request("POST", PATH, &renamed(sender, str::to_lowercase), B), delivered(B)),
    ]);
    /// A correct signature is rejected if one of the required headers is missing.
    header_missing "header:texture" [Credentials] |sender| together([
        (request("POST", PATH, &sender.only(&["texture-signature"], B), B), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.only(&["texture-signature", "authorization"], B), B), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.only(&["texture-signature", "x-site"], B), B), NOT_AUTHENTIC),
    ]);
    /// A delivery with the required headers is rejected without a signature.
    header_unsigned "header:texture" [Credentials] |sender| {
        with_headers(&sender.only(&["authorization", "x-site"], B), B, NOT_AUTHENTIC)
    };
    /// Any other value of a required header is rejected, even if only case, inner white space or
    /// length differs.
    header_wrong "header:texture" [Credentials] |sender| together([
        "Bearer guess", "bearer s3cret", "Bearer  s3cret", "Bearer s3cre", "Bearer s3crett", "s3cret", "",
    ].map(|value| {
        let mut headers = sender.only(&["texture-signature", "x-site"], B);
        headers.push(field("authorization", value));
        (request("POST", PATH, &headers, B), NOT_AUTHENTIC)
    }));
    /// Any one of the configured values of a required header is accepted.
    header_other_value "header:texture" [Credentials] |sender| {
        let mut headers = sender.only(&["texture-signature", "authorization"], B);
        headers.push(field("x-site", "old"));
        with_headers(&headers, B, delivered(B))
    };
    /// A required header that appears twice is rejected, even if both values are correct.
    header_repeated "header:texture" [Credentials] |sender| {
        let headers = [sender.headers(B), sender.only(&["x-site"], B)].concat();
        with_headers(&headers, B, NOT_AUTHENTIC)
    };

    /// A handshake is answered with its challenge, and does not reach the handler.
    handshake_answered "centrepoint" [Handshake] |_| asked(&[EVENT, CODE], VALIDATION, greeted());
    /// A handshake without a body is answered too.
    handshake_without_body "centrepoint" [Handshake] |_| asked(&[EVENT, CODE], b"", greeted());
    /// A signed handshake is answered in the same way.
    handshake_signed "centrepoint" [Handshake] |sender| {
        let mut headers = sender.headers(VALIDATION);
        headers.extend([field(EVENT.0, EVENT.1), field(CODE.0, CODE.1)]);
        with_headers(&headers, VALIDATION, greeted())
    };
    /// The header names and the event of a handshake may be in upper or lower case.
    handshake_name_case "centrepoint" [Handshake, odd] |_| {
        asked(&[("X-ACTIGRAPH-EVENT", "Validation"), ("x-actigraph-hook-secret", CODE.1)], VALIDATION, greeted())
    };
    /// A handshake is answered each time it is sent.
    handshake_again "centrepoint" [Handshake] |_| together([0; 3].map(|_| {
        (request("POST", PATH, &[field(EVENT.0, EVENT.1), field(CODE.0, CODE.1)], VALIDATION), greeted())
    }));
    /// A delivery of another event reaches the handler, even if it carries a challenge.
    handshake_other_event "centrepoint" [Handshake] |sender| {
        with(sender, &[("x-actigraph-event", "upload"), CODE], B)
    };
    /// A delivery of another event is rejected without a signature, even if it carries a challenge.
    handshake_unsigned_event "centrepoint" [Handshake] |_| asked(&[("x-actigraph-event", "upload"), CODE], B, NOT_AUTHENTIC);
    /// A request with only the event or only the challenge is not a handshake, and is rejected
    /// without a signature.
    handshake_incomplete "centrepoint" [Handshake] |_| together([
        (request("POST", PATH, &[field(EVENT.0, EVENT.1)], B), NOT_AUTHENTIC),
        (request("POST", PATH, &[field(CODE.0, CODE.1)], B), NOT_AUTHENTIC),
    ]);
    /// A challenge that appears twice is not echoed.
    handshake_twice "centrepoint" [Handshake, odd] |_| asked(&[EVENT, CODE, CODE], VALIDATION, NOT_AUTHENTIC);
    /// A challenge that is empty, too long or has anything but plain characters is not echoed.
    handshake_odd_code "centrepoint" [Handshake, odd] |_| {
        let long = "x".repeat(257);
        let codes = ["", "a b", "<script>", "a\"b", "a,b", "a;b", "{}", "%0d%0a", long.as_str()];
        together(codes.map(|code| {
            (request("POST", PATH, &[field(EVENT.0, EVENT.1), field(CODE.0, code)], VALIDATION), NOT_AUTHENTIC)
        }))
    };
    /// A handshake with another method is rejected.
    handshake_method "centrepoint" [Handshake, odd] |_| {
        sent(request("PUT", PATH, &[field(EVENT.0, EVENT.1), field(CODE.0, CODE.1)], VALIDATION), METHOD_NOT_ALLOWED)
    };
    /// A `GET` handshake is answered with its query parameter, which alone makes `GET` acceptable.
    handshake_query "dropbox" [Handshake] |_| sent(get("/raw?a=b&challenge=Abc-1_9"), said("Abc-1_9"));
    /// `GET` is rejected without the query parameter of the handshake.
    handshake_query_missing "dropbox" [Handshake, odd] |_| together([PATH, "/raw?challenge", "/raw?Challenge=a", "/raw?xchallenge=a"].map(|path| {
        (get(path), METHOD_NOT_ALLOWED)
    }));
    /// A query parameter that appears twice, is empty, too long or encoded, or has anything but
    /// plain characters is not echoed.
    handshake_query_odd "dropbox" [Handshake, odd] |_| {
        let long = format!("/raw?challenge={}", "x".repeat(257));
        let paths = [
            "/raw?challenge=a&challenge=a", "/raw?challenge=", "/raw?challenge=%41", "/raw?challenge=a+b",
            "/raw?challenge=(a)", "/raw?challenge='a'", long.as_str(),
        ];
        together(paths.map(|path| (get(path), NOT_AUTHENTIC)))
    };
    /// The query parameter of a handshake does not make an unsigned delivery acceptable.
    handshake_query_post "dropbox" [Handshake] |_| sent(request("POST", "/raw?challenge=abc", &[], B), NOT_AUTHENTIC);
    /// A `_method` field in a form cannot turn a delivery into a handshake.
    handshake_query_form_method "dropbox" [Handshake] |_| {
        let form = [field("content-type", "application/x-www-form-urlencoded")];
        let body = b"_method=get&challenge=abc";
        sent(request("POST", "/raw?challenge=abc", &form, body), NOT_AUTHENTIC)
    };
    /// A signed handshake is answered with a member of its body, and does not reach the handler.
    handshake_in_body "slack" [Handshake] |sender| sent(sender.request(SLACK), said("3eZbrw1aB-c_9"));
    /// A handshake that must be signed is rejected if its signature is missing, wrong or stale.
    handshake_in_body_forged "slack" [Handshake] |sender| together([
        (request("POST", PATH, &[], SLACK), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers(B), SLACK), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers_with("another secret than that", SLACK, 0), SLACK), NOT_AUTHENTIC),
        (request("POST", PATH, &sender.headers_with(sender.secret(), SLACK, -3600), SLACK), NOT_AUTHENTIC),
    ]);
    /// A signed body that is not a complete handshake reaches the handler.
    handshake_in_body_odd "slack" [Handshake, any_body, odd] |sender| {
        let bodies: [&[u8]; 5] = [
            br#"{"type":"url_verification"}"#, br#"{"type":"url_verification","challenge":"<script>"}"#,
            br#"{"type":"url_verification","challenge":"a","challenge":"a"}"#,
            br#"{"type":"event_callback","challenge":"a"}"#, b"type=url_verification&challenge=a",
        ];
        together(bodies.map(|body| (sender.request(body), delivered(body))))
    };
    /// A challenge that cannot be the signed content of a delivery is answered with its MAC.
    handshake_computed "zoom" [Handshake] |sender| {
        let mac = Sender::mac_with(sender.secret(), b"qgg8vlvZRS6UYooatFL8Aw");
        let said = format!(r#"{{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"{mac}"}}"#);
        sent(sender.request(ZOOM), Outcome::HandshakeBody(JSON, said))
    };
    /// No MAC is computed for a challenge that could be the signed content of a delivery, or for an
    /// unsigned handshake.
    handshake_no_oracle "zoom" [Handshake] |sender| {
        let content = br#"{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1700000000:true"}}"#;
        together([
            (sender.request(content), delivered(content)),
            (request("POST", PATH, &[], ZOOM), NOT_AUTHENTIC),
        ])
    };
    /// A challenge is answered with its MAC alone, without the challenge, if the provider expects
    /// that.
    handshake_computed_alone "smartcar" [Handshake] |sender| {
        let mac = Sender::mac_with(sender.secret(), b"8f2d9c");
        sent(sender.request(SMARTCAR), Outcome::HandshakeBody(JSON, format!(r#"{{"challenge":"{mac}"}}"#)))
    };
    /// The MAC of a challenge is rejected as a signature, even if the scheme signs only the body.
    handshake_computed_again "smartcar" [Handshake] |sender| {
        let code = b"8f2d9c";
        let mac = Sender::mac_with(sender.secret(), code);
        asked(&[("SC-Signature", mac.as_str())], code, NOT_AUTHENTIC)
    };
    /// A handshake is answered with 204 and no body if the provider expects that.
    handshake_nodded "shape-nod" [Handshake] |sender| {
        sent(sender.request(br#"{"version":1,"application":"12","type":0}"#), Outcome::HandshakeEmpty)
    };
    /// A handshake with the correct verify token is answered.
    handshake_token "meta" [Handshake, shows_token] |_| {
        sent(get("/raw?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=v3rify-me"), said("1158201444"))
    };
    /// A handshake is rejected if its verify token is wrong, missing or repeated.
    handshake_token_wrong "meta" [Handshake, shows_token] |_| together([
        "hub.verify_token=guess", "hub.verify_token=", "hub.verify_token=V3rify-me", "hub.verify_token=v3rify-me%20", "verify_token=v3rify-me", "a=b",
        "hub.verify_token=v3rify-me&hub.verify_token=guess", "hub.verify_token=v3rify-me&hub.verify_token=v3rify-me",
    ].map(|query| (get(&format!("/raw?hub.mode=subscribe&hub.challenge=1158201444&{query}")), NOT_AUTHENTIC)));
    /// The correct verify token makes neither an incomplete or malformed handshake nor an unsigned
    /// delivery acceptable.
    handshake_token_alone "meta" [Handshake, shows_token] |_| together([
        (get("/raw?hub.mode=subscribe&hub.verify_token=v3rify-me"), METHOD_NOT_ALLOWED),
        (request("POST", "/raw?hub.challenge=1&hub.verify_token=v3rify-me", &[], B), NOT_AUTHENTIC),
        (get("/raw?hub.challenge=(b)&hub.verify_token=v3rify-me"), NOT_AUTHENTIC),
    ]);
    /// A handshake of another provider is rejected as an unsigned delivery.
    handshake_of_another "github" [Handshake] |_| asked(&[EVENT, CODE], VALIDATION, NOT_AUTHENTIC);
}

/// A local address from which the suite does not usually connect.
const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

const FOR: &str = "x-forwarded-for";
const PROTO: &str = "x-forwarded-proto";

const EVENT: (&str, &str) = ("X-ActiGraph-Event", "validation");
const CODE: (&str, &str) = ("X-ActiGraph-Hook-Secret", "1d3ad7a1-91c9-4ffc-8562-5bad545e6a40");
/// The example in the provider's documentation.
const VALIDATION: &[u8] =
    br#"{"WebhookId":"74","ValidationCode":"1d3ad7a1-91c9-4ffc-8562-5bad545e6a40"}"#;

/// The examples in the documentation of Slack, Zoom and Smartcar.
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

/// These bytes, sent from this local address.
fn from(source: Ipv4Addr, bytes: Vec<u8>, outcome: Outcome) -> Script {
    let transport = Transport::Tcp(vec![Step::Send(bytes)]);
    Script { plays: vec![Play { source: Some(source), transport, outcomes: vec![outcome] }] }
}

/// An unsigned request with these headers.
fn asked(fields: &[(&str, &str)], body: &[u8], outcome: Outcome) -> Script {
    let headers = fields.iter().map(|(name, value)| field(name, *value)).collect();
    with_headers(&headers, body, outcome)
}

/// The head of a genuine delivery with these forwarding headers instead of the usual ones.
fn forwarded_head(sender: &Sender, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut headers = sender.only(&["x-hub-signature-256"], B);
    headers.extend(fields.iter().map(|(name, value)| field(name, *value)));
    head("POST", PATH, &headers, &[("content-length", "7")])
}

/// A genuine delivery with these forwarding headers instead of the usual ones.
fn forwarding(sender: &Sender, fields: &[(&str, &str)], outcome: Outcome) -> (Vec<u8>, Outcome) {
    ([forwarded_head(sender, fields), B.to_vec()].concat(), outcome)
}

/// A genuine delivery with this credential in addition to its signature.
fn beside(sender: &Sender, credential: Option<&str>, outcome: Outcome) -> Script {
    let mut headers = sender.only(&["x-actigraph-signature"], B);
    headers.extend(credential.map(|credential| field("authorization", credential)));
    with_headers(&headers, B, outcome)
}

/// The headers of a genuine delivery, with their names changed.
fn renamed(sender: &Sender, rename: fn(&str) -> String) -> Headers {
    sender.headers(B).into_iter().map(|(name, value)| (rename(&name), value)).collect()
}
