//! Schemes of the shapes that most providers use. Each is declared as a user would declare it, and
//! checked against a published vector if there is one.

#![allow(clippy::unwrap_used, missing_docs)]

use verihook::{
    Encoding, Form, Part, Place, PlainHead, Provider, Rejection, Scheme, Signer, SigningSecret,
    Syntax, TimestampFormat, UnixTime, Verified, Verifier,
};

const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);

type Headers<'a> = &'a [(&'a str, &'a str)];

fn post<'a>(headers: Headers<'a>) -> PlainHead<'a, &'a str, &'a str> {
    PlainHead::new("POST", "/", headers)
}

mod body_and_lists {
    use super::*;

    verihook::provider! {
        /// https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
        pub Line: "line", BodySigned,
        Scheme::hmac_sha256(Place::header("x-line-signature"), Encoding::Base64).signs(&[Part::Body]).build()
    }

    verihook::provider! {
        /// https://circleci.com/docs/guides/integration/outbound-webhooks/
        pub CircleCi: "circleci", BodySigned,
        Scheme::hmac_sha256(Place::header("circleci-signature").separated_by(',').prefix("v1="), Encoding::Hex)
            .signs(&[Part::Body])
            .build()
    }

    const PADDLE: Place = Place::header("paddle-signature").separated_by(';');

    verihook::provider! {
        /// https://developer.paddle.com/webhooks/signature-verification
        pub Paddle: "paddle", BodySigned,
        Scheme::hmac_sha256(PADDLE.prefix("h1="), Encoding::Hex)
            .timestamp(PADDLE.prefix("ts="), TimestampFormat::Seconds)
            .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
            .tolerance_seconds(5)
            .build()
    }

    const SANITY: Place = Place::header("sanity-webhook-signature").separated_by(',');

    verihook::provider! {
        /// https://github.com/sanity-io/webhook-toolkit
        pub Sanity: "sanity", BodySigned,
        Scheme::hmac_sha256(SANITY.prefix("v1="), Encoding::Base64Url)
            .timestamp(SANITY.prefix("t="), TimestampFormat::Milliseconds)
            .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
            .build()
    }

    #[test]
    fn published_vectors() {
        let headers = [("x-line-signature", "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k=")];
        let line = Verifier::<Line>::new("channel_secret").unwrap();
        line.verify(&post(&headers), b"bodybodybodybody", NOW).unwrap();

        let circle = [
            (
                "secret",
                "hello world",
                "734cc62f32841568f45715aeb9f4d7891324e6d948e4c6c60c0621cdac48623a",
            ),
            (
                "another-secret",
                "lalala",
                "daa220016c8f29a8b214fbfc3671aeec2145cfb1e6790184ffb38b6d0425fa00",
            ),
            (
                "hunter123",
                "an-important-request-payload",
                "9be2242094a9a8c00c64306f382a7f9d691de910b4a266f67bd314ef18ac49fa",
            ),
        ];
        for (secret, body, signature) in circle {
            let value = format!("v2=ff,v1={signature}");
            let verifier = Verifier::<CircleCi>::new(secret).unwrap();
            let headers = [("circleci-signature", value.as_str())];
            verifier.verify(&post(&headers), body.as_bytes(), NOW).unwrap();
            verifier.verify(&post(&headers), b"other", NOW).unwrap_err();
        }

        let signature = "a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9";
        let value = format!("ts=1698796800;h1={signature}");
        let paddle = Verifier::<Paddle>::new("VALID_SECRET").unwrap();
        let now = UnixTime::from_seconds(1_698_796_805);
        let headers = [("Paddle-Signature", value.as_str())];
        let hook = paddle.verify(&post(&headers), br#"{"data": ["1", "2"]}"#, now).unwrap();
        assert_eq!(hook.delivery().timestamp(), Some(UnixTime::from_seconds(1_698_796_800)));
        let late = UnixTime::from_seconds(1_698_796_806);
        let refused = paddle.verify(&post(&headers), br#"{"data": ["1", "2"]}"#, late);
        assert_eq!(refused.unwrap_err(), Rejection::TimestampStale);

        let sanity = Verifier::<Sanity>::new("test").unwrap();
        let value = "t=1633519811129,v1=tLa470fx7qkLLEcMOcEUFuBbRSkGujyskxrNXcoh0N0";
        let now = UnixTime::from_seconds(1_633_519_811);
        let headers = [("sanity-webhook-signature", value)];
        sanity.verify(&post(&headers), br#"{"_id":"resume"}"#, now).unwrap();
    }
}

mod without_separator {
    use super::*;

    const TIME: Place = Place::header("x-zendesk-webhook-signature-timestamp");
    const SIGNATURE: Place = Place::header("x-zendesk-webhook-signature");

    verihook::provider! {
        /// https://developer.zendesk.com/documentation/webhooks/verifying/ as it reads today
        pub Zendesk: "zendesk", BodySigned,
        Scheme::hmac_sha256(SIGNATURE, Encoding::Base64)
            .timestamp(TIME, TimestampFormat::Rfc3339)
            .signs(&[Part::Timestamp, Part::Body])
            .build()
    }

    verihook::provider! {
        /// The order of an older published vector.
        pub ZendeskOld: "zendesk-old", BodySigned,
        Scheme::hmac_sha256(SIGNATURE, Encoding::Base64)
            .timestamp(TIME, TimestampFormat::Rfc3339)
            .signs(&[Part::Body, Part::Timestamp])
            .build()
    }

    verihook::provider! {
        /// https://dev.twitch.tv/docs/eventsub/handling-webhook-events/
        pub Twitch: "twitch", BodySigned,
        Scheme::hmac_sha256(Place::header("twitch-eventsub-message-signature").prefix("sha256="), Encoding::Hex)
            .id(Place::header("twitch-eventsub-message-id"), Syntax::HEX.and("-").length(36, 36))
            .timestamp(Place::header("twitch-eventsub-message-timestamp"), TimestampFormat::Rfc3339)
            .signs(&[Part::Id, Part::Timestamp, Part::Body])
            .build()
    }

    verihook::provider! {
        /// https://developer.whoop.com/docs/developing/webhooks/
        pub Whoop: "whoop", BodySigned,
        Scheme::hmac_sha256(Place::header("x-whoop-signature"), Encoding::Base64)
            .timestamp(Place::header("x-whoop-signature-timestamp"), TimestampFormat::Milliseconds)
            .signs(&[Part::Timestamp, Part::Body])
            .build()
    }

    #[test]
    fn published_vector_of_zendesk() {
        let secret = "HRkRd4BeOAoUkfZr-mhauJT64rvBASlJRoIyPsd3zeA=";
        let headers = [
            ("X-Zendesk-Webhook-Signature", "tRDSF7URY8BLCDlaBcQ7FHu051Zk+aAB0NKMP53teMw="),
            ("X-Zendesk-Webhook-Signature-Timestamp", "2021-07-25T10:00:00Z"),
        ];
        let now = UnixTime::from_seconds(1_627_207_200);
        let old = Verifier::<ZendeskOld>::new(secret).unwrap();
        old.verify(&post(&headers), br#"{"say": "hello"}"#, now).unwrap();
        let new = Verifier::<Zendesk>::new(secret).unwrap();
        let refused = new.verify(&post(&headers), br#"{"say": "hello"}"#, now);
        assert_eq!(refused.unwrap_err(), Rejection::SignatureMismatch);
    }

    #[test]
    fn three_parts_side_by_side() {
        let id = "e76c6bd4-55c9-4987-8304-da1588d8988b";
        let headers = Signer::<Twitch>::new("s3cRe7").unwrap().id(id).sign(b"{}", NOW).unwrap();
        let verifier = Verifier::<Twitch>::new("s3cRe7").unwrap();
        let head = PlainHead::new("POST", "/", &headers);
        assert_eq!(verifier.verify(&head, b"{}", NOW).unwrap().delivery().id(), Some(id));
    }

    /// By a clock that was never set, another split of the digits could be fresh, so the verifier
    /// rejects every request.
    #[test]
    fn a_clock_of_the_last_century_is_refused() {
        let verifier = Verifier::<Whoop>::new("secret").unwrap();
        let headers = Signer::<Whoop>::new("secret").unwrap().sign(b"{}", NOW).unwrap();
        let [(_, time), (_, signature)] = headers.as_slice() else {
            unreachable!("two header fields")
        };
        let (beginning, rest) = time.split_at(6);
        let headers =
            [("x-whoop-signature-timestamp", beginning), ("x-whoop-signature", signature)];
        let never_set = UnixTime::from_seconds(beginning.parse::<u64>().unwrap() / 1000);
        let body = format!("{rest}{{}}").into_bytes();
        let refused = verifier.verify(&post(&headers), body, never_set);
        assert_eq!(refused.unwrap_err(), Rejection::ClockUnusable);
    }

    /// The digits of a timestamp may be adjacent to the body: splitting them elsewhere gives another
    /// timestamp.
    #[test]
    fn a_shifted_split_of_digits_is_refused() {
        let verifier = Verifier::<Whoop>::new("secret").unwrap();
        let headers = Signer::<Whoop>::new("secret").unwrap().sign(b"12345", NOW).unwrap();
        let [(_, time), (_, signature)] = headers.as_slice() else {
            unreachable!("two header fields")
        };
        verifier.verify(&PlainHead::new("POST", "/", &headers), b"12345", NOW).unwrap();
        let signed = format!("{time}12345");
        for split in (1..signed.len()).filter(|split| *split != time.len()) {
            let (time, body) = signed.split_at(split);
            let headers = [("x-whoop-signature-timestamp", time), ("x-whoop-signature", signature)];
            let verdict = verifier.verify(&post(&headers), body.as_bytes(), NOW);
            assert_ne!(verdict.unwrap_err(), Rejection::SignatureMismatch, "{time} {body}");
        }
    }
}

mod urls_and_forms {
    use super::*;

    verihook::provider! {
        /// https://developer.squareup.com/docs/webhooks/step3validate
        pub Square: "square", BodySigned,
        Scheme::hmac_sha256(Place::header("x-square-hmacsha256-signature"), Encoding::Base64)
            .signs(&[Part::Url, Part::Body])
            .build()
    }

    verihook::provider! {
        /// https://www.twilio.com/docs/usage/security#validating-requests
        pub Twilio: "twilio", BodySigned,
        Scheme::hmac_sha1(Place::header("x-twilio-signature"), Encoding::Base64)
            .signs(&[Part::UrlWithQuery, Part::SortedForm])
            .ambiguous("nothing separates the query from the names and values of the fields")
            .build()
    }

    verihook::provider! {
        /// https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/
        pub Trello: "trello", BodySigned,
        Scheme::hmac_sha1(Place::header("x-trello-webhook"), Encoding::Base64)
            .signs(&[Part::Body, Part::Url])
            .build()
    }

    verihook::provider! {
        /// https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
        pub HubSpot: "hubspot", BodySigned,
        Scheme::hmac_sha256(Place::header("x-hubspot-signature-v3"), Encoding::Base64)
            .timestamp(Place::header("x-hubspot-request-timestamp"), TimestampFormat::Milliseconds)
            .signs(&[Part::Method, Part::UrlWithQuery, Part::Body, Part::Timestamp])
            .ambiguous("nothing separates the query from the body")
            .build()
    }

    #[test]
    fn published_vector_of_square() {
        let url = "https://example.com/webhook";
        let square =
            Verifier::<Square>::builder().secret("asdf1234").public_url(url).build().unwrap();
        let headers =
            [("x-square-hmacsha256-signature", "2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=")];
        // The path and host of the request are not used: the signed URL is configuration.
        for target in ["/webhook", "/anything?else=1"] {
            let head = PlainHead::new("POST", target, &headers);
            square.verify(&head, br#"{"hello":"world"}"#, NOW).unwrap();
            square.verify(&head, br#"{"hello":"World"}"#, NOW).unwrap_err();
        }
        let elsewhere = "https://example.com/webhook2";
        let square =
            Verifier::<Square>::builder().secret("asdf1234").public_url(elsewhere).build().unwrap();
        square.verify(&post(&headers), br#"{"hello":"world"}"#, NOW).unwrap_err();
        assert!(Verifier::<Square>::new("asdf1234").is_err(), "a public URL is needed");
    }

    const CALL: &[u8] =
        b"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Call {
        caller: String,
        digits: u32,
    }

    #[test]
    fn published_vector_of_twilio() {
        let twilio = Verifier::<Twilio>::builder()
            .secret("12345")
            .public_url("https://mycompany.com/myapp.php");
        let twilio = twilio.build().unwrap();
        let headers = [("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")];
        let head = PlainHead::new("POST", "/myapp.php?foo=1&bar=2", &headers);
        let hook: Verified<Twilio, Form<Call>> =
            twilio.verify(&head, CALL, NOW).unwrap().parse().unwrap();
        assert_eq!(
            (hook.payload().0.caller.as_str(), hook.payload().0.digits),
            ("+14158675309", 1234)
        );

        let other_query = PlainHead::new("POST", "/myapp.php?foo=1&bar=3", &headers);
        assert_eq!(
            twilio.verify(&other_query, CALL, NOW).unwrap_err(),
            Rejection::SignatureMismatch
        );
        let other_path = PlainHead::new("POST", "/other.php?foo=1&bar=2", &headers);
        assert_eq!(twilio.verify(&other_path, CALL, NOW).unwrap_err(), Rejection::PathMismatch);
        for body in [&CALL[..CALL.len() - 1], b"", b"{}"] {
            assert_eq!(twilio.verify(&head, body, NOW).unwrap_err(), Rejection::SignatureMismatch);
        }
    }

    /// The number of fields that an unverified sender can make the verifier sort is bounded.
    #[test]
    fn a_form_of_too_many_fields_is_refused() {
        let twilio = Verifier::<Twilio>::builder()
            .secret("12345")
            .public_url("https://mycompany.com/myapp.php");
        let twilio = twilio.build().unwrap();
        let headers = [("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")];
        let head = PlainHead::new("POST", "/myapp.php", &headers);
        let refused = twilio.verify(&head, "a&".repeat(500_000).into_bytes(), NOW).unwrap_err();
        assert_eq!(refused, Rejection::TooManyFields);
    }

    #[test]
    fn url_behind_the_body_and_around_it() {
        let url = "https://example.com/hooks/trello";
        let headers =
            Signer::<Trello>::new("s").unwrap().public_url(url).unwrap().sign(b"{}", NOW).unwrap();
        let trello = Verifier::<Trello>::builder().secret("s").public_url(url).build().unwrap();
        trello.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW).unwrap();

        let signer =
            Signer::<HubSpot>::new("s").unwrap().public_url("https://example.com/h").unwrap();
        let headers = signer.target("/h?a=1").sign(b"{}", NOW).unwrap();
        let hubspot =
            Verifier::<HubSpot>::builder().secret("s").public_url("https://example.com/h");
        let hubspot = hubspot.build().unwrap();
        hubspot.verify(&PlainHead::new("POST", "/h?a=1", &headers), b"{}", NOW).unwrap();
        hubspot.verify(&PlainHead::new("POST", "/h?a=2", &headers), b"{}", NOW).unwrap_err();
        hubspot.verify(&PlainHead::new("POST", "/h?a=1", &headers), b"{ }", NOW).unwrap_err();
    }
}

mod in_the_body {
    use super::*;

    verihook::provider! {
        /// https://linear.app/developers/webhooks
        pub Linear: "linear", BodySigned,
        Scheme::hmac_sha256(Place::header("linear-signature"), Encoding::Hex)
            .signs(&[Part::Body])
            .timestamp(Place::json(&["webhookTimestamp"]), TimestampFormat::Milliseconds)
            .id(Place::json(&["data", "id"]), Syntax::visible())
            .tolerance_seconds(60)
            .build()
    }

    fn verdict(body: &str) -> Result<Option<String>, Rejection> {
        let headers = Signer::<Linear>::new("secret").unwrap().sign(body.as_bytes(), NOW).unwrap();
        let linear = Verifier::<Linear>::new("secret").unwrap();
        let hook = linear.verify(&PlainHead::new("POST", "/", &headers), body.as_bytes(), NOW)?;
        assert_eq!(hook.delivery().timestamp(), Some(NOW));
        assert_eq!(hook.delivery().unsigned_id(), None);
        Ok(hook.delivery().id().map(str::to_owned))
    }

    #[test]
    fn a_time_and_an_id_are_read_once_the_body_can_be_believed() {
        let fresh = r#"{"data":{"id":"2174add1"},"webhookTimestamp":1795000000999}"#;
        assert_eq!(verdict(fresh), Ok(Some("2174add1".into())));
        assert_eq!(verdict(r#"{"webhookTimestamp":"1795000000000"}"#), Ok(None));
        for (body, why) in [
            (r#"{"webhookTimestamp":1794999939000}"#, Rejection::TimestampStale),
            (r#"{"webhookTimestamp":1795000061000}"#, Rejection::TimestampAhead),
            (r#"{"webhookTimestamp":-1}"#, Rejection::MissingField("webhookTimestamp")),
            (r#"{"webhookTimestamp":"now"}"#, Rejection::MalformedField("webhookTimestamp")),
            (r#"{"other":1795000000000}"#, Rejection::MissingField("webhookTimestamp")),
            (
                r#"{"webhookTimestamp":1795000000000,"webhookTimestamp":1}"#,
                Rejection::MalformedField("webhookTimestamp"),
            ),
            ("not json", Rejection::MalformedField("webhookTimestamp")),
            ("", Rejection::MalformedField("webhookTimestamp")),
        ] {
            assert_eq!(verdict(body), Err(why), "{body}");
        }
    }

    /// A forged body is not parsed, so the reason is the signature and not a malformed body.
    #[test]
    fn a_forged_body_is_not_read() {
        let linear = Verifier::<Linear>::new("secret").unwrap();
        let headers = [("linear-signature", "00".repeat(32))];
        let refused = linear.verify(&PlainHead::new("POST", "/", &headers), b"not json", NOW);
        assert_eq!(refused.unwrap_err(), Rejection::SignatureMismatch);
    }
}

mod tokens_and_keys {
    use super::*;

    verihook::provider! {
        /// https://docs.gitlab.com/user/project/integrations/webhooks/
        pub GitLabToken: "gitlab-token", OriginOnly,
        Scheme::token(Place::header("x-gitlab-token")).build()
    }

    verihook::provider! {
        /// Another hash, with a hexadecimal secret and a second method.
        pub Wide: "wide", BodySigned,
        Scheme::hmac_sha512(Place::header("wide-signature"), Encoding::Hex)
            .signs(&[Part::Header("wide-event", Syntax::visible().except(":")), Part::Literal(":"), Part::Body])
            .hex_secret()
            .methods("POST, PUT")
            .build()
    }

    #[test]
    fn a_static_token() {
        let verifier = Verifier::<GitLabToken>::new("glwt-1").unwrap();
        let token = |token| [("X-Gitlab-Token", token)];
        verifier.verify(&post(&token("glwt-1")), b"", NOW).unwrap();
        let spaced = SigningSecret::new(" glwt-1").verbatim();
        assert!(Verifier::<GitLabToken>::new(spaced).is_err(), "no header field can contain it");
        for wrong in ["", "glwt-", "glwt-12", "GLWT-1", "glwt-1 glwt-1"] {
            assert_eq!(
                verifier.verify(&post(&token(wrong)), b"", NOW).unwrap_err(),
                Rejection::CredentialMismatch,
                "{wrong}"
            );
        }
    }

    verihook::provider! {
        /// Signs the method, and sends two methods.
        pub Methodical: "methodical", BodySigned,
        Scheme::hmac_sha256(Place::header("sig"), Encoding::Hex)
            .signs(&[Part::Method, Part::Literal(":"), Part::Body])
            .methods("POST, PUT")
            .build()
    }

    #[test]
    fn a_signed_method() {
        let headers =
            Signer::<Methodical>::new("s").unwrap().method("PUT").sign(b"{}", NOW).unwrap();
        let verifier = Verifier::<Methodical>::new("s").unwrap();
        let _ = verifier.verify(&PlainHead::new("PUT", "/", &headers), b"{}", NOW).unwrap();
        let other = verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", NOW);
        assert_eq!(other.unwrap_err(), Rejection::SignatureMismatch);
    }

    #[test]
    fn a_signed_header_and_another_method() {
        let secret = "00ff00ff00ff00ff";
        let signer =
            Signer::<Wide>::new(secret).unwrap().header("wide-event", "created").method("PUT");
        let headers = signer.sign(b"{}", NOW).unwrap();
        let verifier = Verifier::<Wide>::new(secret).unwrap();
        verifier.verify(&PlainHead::new("PUT", "/", &headers), b"{}", NOW).unwrap();
        let refused =
            verifier.verify(&PlainHead::new("PATCH", "/", &headers), b"{}", NOW).unwrap_err();
        assert_eq!(verifier.answer(refused).header(), Some(("allow", "POST, PUT")));
        let mut relabelled = headers.clone();
        relabelled[0].1 = "deleted".into();
        let head = PlainHead::new("PUT", "/", &relabelled);
        assert_eq!(verifier.verify(&head, b"{}", NOW).unwrap_err(), Rejection::SignatureMismatch);
        for unfit in ["00f", "zz", "", "00", "0000000000000000"] {
            assert!(Verifier::<Wide>::new(unfit).is_err(), "{unfit:?}");
        }
    }
}

#[test]
fn a_scheme_says_what_it_binds() {
    assert!(without_separator::Twitch::SCHEME.binds_body());
    assert!(!tokens_and_keys::GitLabToken::SCHEME.binds_body());
    assert!(urls_and_forms::Twilio::SCHEME.ambiguity().is_some());
    assert!(urls_and_forms::Square::SCHEME.ambiguity().is_none());
}
