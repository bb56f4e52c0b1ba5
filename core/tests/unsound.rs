//! Schemes that the compiler rejects, each with the reason that it gives.

#![allow(missing_docs)]

#[path = "unsound/sound.rs"]
mod sound;

use std::any::Any;
use std::io::{Write as _, stderr};
use std::panic::{UnwindSafe, catch_unwind};
use verihook::{
    DigestAlgorithm, Encoding, FormField, Handshake, Part, Place, Provider as _, Scheme,
    SchemeBuilder, Syntax, TimestampFormat, UnixTime,
};

const SIGNATURE: Place = Place::header("sig");
const TIME: Place = Place::header("time");
const ID: Place = Place::header("id");

const fn mac(content: &'static [Part]) -> SchemeBuilder {
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex).signs(content)
}

/// Returns the reason to reject a scheme, or an empty string.
///
/// The rules are ordinary code, so they can be tested without the compiler. `build` panics with the
/// reason that `try_build` returns.
fn reason(builder: impl FnOnce() -> SchemeBuilder + UnwindSafe) -> String {
    let builder = match catch_unwind(builder) {
        Ok(builder) => builder,
        Err(panic) => return text_of(panic.as_ref()),
    };
    let reason = builder.try_build().err().map(|unsound| unsound.to_string()).unwrap_or_default();
    let panicked = catch_unwind(move || builder.build()).err();
    assert_eq!(reason, panicked.map(|panic| text_of(panic.as_ref())).unwrap_or_default());
    reason
}

/// Returns the message of a panic, which is not static if it was formatted.
fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

const BODY: &[Part] = &[Part::Body];
const DOT: Part = Part::Literal(".");

#[test]
fn a_sound_scheme_has_no_reason() {
    assert_eq!(reason(|| mac(BODY)), "");
    assert_eq!(
        reason(|| mac(&[Part::Timestamp, Part::Body]).timestamp(TIME, TimestampFormat::Seconds)),
        ""
    );
    assert_eq!(
        reason(|| mac(&[Part::Body, Part::Timestamp]).timestamp(TIME, TimestampFormat::Seconds)),
        ""
    );
    assert_eq!(reason(|| mac(&[Part::Url, Part::Body])), "");
    assert_eq!(reason(|| mac(&[Part::Method, Part::Body])), "");
    let visible = || mac(&[Part::Id, DOT, Part::Body]).id(ID, Syntax::visible().except("."));
    assert_eq!(reason(visible), "");
    let fixed = || mac(&[Part::Id, Part::Body]).id(ID, Syntax::visible().length(36, 36));
    assert_eq!(reason(fixed), "");
    // A date and time ends an id without colons.
    let dated =
        || mac(&[Part::Id, Part::Timestamp, Part::Body]).id(ID, Syntax::visible().except(":"));
    assert_eq!(reason(|| dated().timestamp(TIME, TimestampFormat::Rfc3339)), "");
    let last = || {
        mac(&[Part::Timestamp, Part::Id])
            .timestamp(TIME, TimestampFormat::Seconds)
            .id(ID, Syntax::visible())
    };
    assert_eq!(reason(last), "");
    assert_eq!(reason(Scheme::bearer), "");
}

#[test]
fn a_handshake_gives_nothing_away_and_swallows_nothing() {
    const TEMPLATE: &[Part] = &[Part::Literal("v0:"), Part::Body];
    let asks = |handshake| reason(move || mac(TEMPLATE).handshake(handshake));
    let get = Handshake::method("GET").query("code");
    let signed = Handshake::signed(&["type"], "ask");
    assert_eq!(asks(get.as_text()), "");
    assert_eq!(asks(signed.json(&["code"]).as_json_with_mac("code", "mac")), "");
    assert_eq!(asks(signed.reply_json("{}")), "");

    let method = "an unsigned handshake can be answered with a MAC only if its method is not one of deliveries";
    assert_eq!(asks(get.as_json_with_mac("code", "mac")), "");
    let by_header = Handshake::on_header("event", "ask").query("code").as_json_mac("mac");
    assert_eq!(asks(by_header), method);
    assert_eq!(asks(Handshake::on_query("code").as_json_mac("mac")), method);
    let computed = signed.json(&["code"]).as_json_with_mac("code", "mac");
    let colon = "a challenge could be the signed content of a delivery: sign a literal with a colon, or the body alone or after a literal";
    // If the body is signed alone or after literals, the engine rejects a delivery whose signed
    // content could be a challenge.
    const PLAIN: &[Part] = &[Part::Literal("v0."), Part::Literal("v1."), Part::Body];
    const DOTTED: &[Part] = &[Part::Timestamp, DOT, Part::Body];
    const BEHIND: &[Part] = &[Part::Body, DOT];
    for computed in [computed, get.as_json_mac("mac")] {
        assert_eq!(reason(move || mac(BODY).handshake(computed)), "");
        assert_eq!(reason(move || mac(PLAIN).handshake(computed)), "");
        let timed = move || mac(DOTTED).timestamp(TIME, TimestampFormat::Seconds);
        assert_eq!(reason(move || timed().handshake(computed)), colon);
        assert_eq!(reason(move || mac(BEHIND).handshake(computed)), colon);
    }
    assert_eq!(asks(get.token("token").as_text()), "");
    let token = "a signed handshake must not have a token";
    assert_eq!(asks(signed.token("token").reply_no_content()), token);
    assert_eq!(asks(signed.reply_no_content()), "");
    let hashed = move || {
        let content = &[Part::Literal("v0:"), Part::Body, Part::Secret];
        Scheme::sha256(SIGNATURE, Encoding::Hex).signs(content).handshake(computed)
    };
    assert_eq!(reason(hashed), "only a scheme with a MAC can answer with a MAC");
    assert_eq!(
        asks(signed.query("code").as_text()),
        "the challenge of a handshake with a body must be in its body"
    );
    assert_eq!(
        asks(get.json(&["code"]).as_text()),
        "only a handshake with a JSON body can read the body"
    );
    assert_eq!(
        asks(get.and_member(&["token"]).as_text()),
        "only a signed handshake has another member"
    );
    assert_eq!(asks(get.reply_ok()), "a handshake with a fixed answer must not have a challenge");
    assert_eq!(
        asks(Handshake::on_header("event", "ask").as_text()),
        "a handshake needs a challenge: `.query(..)`, …"
    );

    let delivers = "a handshake must not use a method of deliveries";
    assert_eq!(asks(Handshake::method("POST").query("code").as_text()), delivers);
    let several = move || mac(BODY).methods("POST, GET, PUT").handshake(get.as_text());
    assert_eq!(reason(several), delivers);
    let other = Handshake::method("GE").query("code").as_text();
    assert_eq!(reason(move || mac(BODY).methods("POST, GET, PUT").handshake(other)), "");
    let origin = move || Scheme::bearer().handshake(signed.reply_json("{}"));
    assert_eq!(reason(origin), "a signed handshake needs a signed body");
}

#[test]
fn a_probe_has_no_challenge_and_no_method_of_deliveries() {
    let asks = |handshake| reason(move || mac(BODY).handshake(handshake));
    const FIELDS: &[FormField] = &[FormField::new("id", Syntax::DIGITS)];
    for probe in [
        Handshake::method("HEAD"),
        Handshake::on_header("event", "ping"),
        Handshake::unsigned_form(FIELDS),
        Handshake::unsigned_json(&["type"], "ping"),
        Handshake::signed(&["type"], "ping"),
    ] {
        assert_eq!(asks(probe.reply_ok()), "");
        assert_eq!(asks(probe.reply_no_content()), "");
        assert_eq!(asks(probe), "a handshake needs an answer: `.as_text()`, …");
        assert_eq!(asks(probe.as_text()), "a handshake needs a challenge: `.query(..)`, …");
    }
    let delivers = "a handshake must not use a method of deliveries";
    assert_eq!(asks(Handshake::method("POST").reply_ok()), delivers);
    let token = "only a handshake by method or header field can have a token";
    assert_eq!(asks(Handshake::unsigned_form(FIELDS).token("t").reply_ok()), token);
    let test = "only a signed probe of a scheme with a MAC can have a published secret";
    assert_eq!(asks(Handshake::method("HEAD").signed_with("s").reply_ok()), test);
    let question = Handshake::signed(&["type"], "ask").json(&["code"]).as_text();
    assert_eq!(asks(question.signed_with("s")), test);
    let probe = Handshake::method("HEAD").reply_ok();
    let five = move || (0..5).fold(mac(BODY), |builder, _| builder.handshake(probe));
    assert_eq!(reason(five), "a scheme can have at most 4 handshakes");
}

#[test]
fn only_a_shared_secret_is_delivered_in_a_request() {
    assert_eq!(reason(|| mac(BODY).handshake(Handshake::delivers_secret("secret"))), "");
    let in_json = Handshake::delivers_secret_in_json(&["token"]);
    assert_eq!(reason(move || mac(BODY).handshake(in_json)), "");
    let shared = "only a shared secret or a token can be delivered in a request";
    assert_eq!(reason(move || Scheme::basic().handshake(in_json)), shared);
}

#[test]
fn only_a_signed_url_is_decoded_or_has_either_port() {
    let url = || mac(&[Part::UrlWithQuery, DOT]);
    assert_eq!(reason(move || url().either_port().decodes_in_url(":@")), "");
    assert_eq!(reason(|| mac(BODY).either_port()), "`.either_port()` needs a signed URL");
    assert_eq!(
        reason(|| mac(BODY).decodes_in_url(":")),
        "`.decodes_in_url(..)` needs a signed URL"
    );
    let odd = "a decoded character must be one that a query can contain, and not `%`, `&` or `=`";
    for odd_one in ["%", "&", "=", " ", "#", "\"", "\u{e9}"] {
        assert_eq!(reason(move || url().decodes_in_url(odd_one)), odd, "{odd_one}");
    }
    // `?a=1%2B1` and `?a=1+1` would have one signature, and so would `?a=%%321` and `?a=%21`.
    for two_meanings in ["+", "2", ":B", "f"] {
        let text = reason(move || url().decodes_in_url(two_meanings));
        assert!(text.starts_with("a decoded character must not be `+`"), "{two_meanings}: {text}");
    }
    assert_eq!(reason(move || url().decodes_in_url(":/?@!$'()*,;g~")), "");
}

#[test]
fn a_timestamp_is_declared_and_signed_or_neither() {
    let refused = "a timestamp protects only if it is both declared and signed: add `Part::Timestamp`, or call it \
                   `unsigned_timestamp`";
    assert_eq!(reason(|| mac(BODY).timestamp(TIME, TimestampFormat::Seconds)), refused);
    let undeclared = || mac(&[Part::Timestamp, DOT, Part::Body]);
    assert_eq!(reason(undeclared), "`Part::Timestamp` needs `.timestamp(..)`");
    let twice =
        || mac(&[Part::Timestamp, Part::Timestamp]).timestamp(TIME, TimestampFormat::Seconds);
    assert_eq!(reason(twice), "the signed content must not contain `Part::Timestamp` twice");
    let in_body = Place::json(&["t"]);
    let unbound = move || mac(&[Part::Literal("x")]).timestamp(in_body, TimestampFormat::Seconds);
    assert_eq!(
        reason(unbound),
        "a timestamp in the body is signed only if `Part::Body` or `Part::BodyDigest` is"
    );
    let bearer = || Scheme::bearer().timestamp(TIME, TimestampFormat::Seconds);
    assert_eq!(reason(bearer), refused);
    let unsigned = move || mac(BODY).unsigned_timestamp(in_body);
    assert_eq!(reason(unsigned), "an unsigned timestamp must be in a header field");
    assert_eq!(
        reason(|| mac(BODY).tolerance_seconds(u64::MAX)),
        "the tolerance must not be longer than 366 days"
    );
}

#[test]
fn an_id_is_declared_and_signed_or_called_unsigned() {
    let refused =
        "an id must be both declared and signed: add `Part::Id`, or call it `unsigned_id`";
    assert_eq!(reason(|| mac(BODY).id(ID, Syntax::DIGITS)), refused);
    assert_eq!(reason(|| mac(&[Part::Id])), "`Part::Id` needs `.id(..)`");
    let in_body = Place::json(&["id"]);
    let unbound = move || mac(&[Part::Literal("x")]).id(in_body, Syntax::DIGITS);
    assert_eq!(
        reason(unbound),
        "an id in the body is signed only if `Part::Body` or `Part::BodyDigest` is"
    );
}

#[test]
fn signed_content_has_one_reading() {
    let refused = "signed content can be split in two ways: separate its parts with a literal that they cannot contain";
    let contents: [fn() -> SchemeBuilder; 9] = [
        // The id may contain what follows it.
        || mac(&[Part::Id, DOT, Part::Body]).id(ID, Syntax::visible()),
        // Nothing follows it.
        || mac(&[Part::Id, Part::Body]).id(ID, Syntax::visible().except(".")),
        || mac(&[Part::Id, Part::Literal(""), Part::Body]).id(ID, Syntax::DIGITS),
        // Digits that are not a timestamp can have any length.
        || mac(&[Part::Id, Part::Body]).id(ID, Syntax::DIGITS),
        // The same after the body.
        || mac(&[Part::Body, Part::Id]).id(ID, Syntax::visible()),
        || mac(&[Part::Body, DOT, const { Part::Header("h", Syntax::visible()) }]),
        // One method may end in another.
        || mac(&[Part::Body, Part::Method]).methods("LOCK, UNLOCK"),
        // `ambiguous` does not excuse an id.
        || mac(&[Part::Id, Part::Body]).id(ID, Syntax::visible()).ambiguous("because"),
        || {
            mac(&[Part::Id, Part::UrlWithQuery, Part::Body])
                .id(ID, Syntax::visible())
                .ambiguous("because")
        },
    ];
    for content in contents {
        assert_eq!(reason(content), refused);
    }
    assert_eq!(reason(|| mac(&[Part::Method, DOT, Part::Body]).methods("POST, PUT")), "");
}

#[test]
fn what_stays_ambiguous_is_said() {
    let refused = "signed content can be split in two ways: declare the scheme `ambiguous`, and say why that is accepted";
    // Two parts without a fixed syntax.
    assert_eq!(reason(|| mac(&[Part::UrlWithQuery, Part::Body])), refused);
    assert_eq!(reason(|| mac(&[Part::Body, DOT, Part::SortedForm])), refused);
    // The names and values of fields are not separated.
    assert_eq!(reason(|| mac(&[Part::Url, Part::SortedForm])), refused);
    assert_eq!(reason(|| mac(&[Part::UrlWithQuery, Part::Body]).ambiguous("because")), "");
    assert_eq!(reason(|| mac(&[Part::Url, Part::SortedForm]).ambiguous("because")), "");
    // A body that begins like JSON cannot be moved into the query.
    let json = || mac(&[Part::UrlWithQuery, Part::Body]).json_bodies();
    assert_eq!(reason(json), "");
    assert_eq!(
        reason(move || json().ambiguous("because")),
        "this scheme is not ambiguous: remove `.ambiguous(..)`"
    );
    let elsewhere = "`json_bodies` is only for schemes that sign the body directly after the query";
    assert_eq!(reason(|| mac(BODY).json_bodies()), elsewhere);
    assert_eq!(
        reason(|| mac(BODY).ambiguous("because")),
        "this scheme is not ambiguous: remove `.ambiguous(..)`"
    );
    let fields =
        || mac(&[Part::SortedForm]).ambiguous("because").id(Place::json(&["id"]), Syntax::DIGITS);
    assert_eq!(
        reason(fields),
        "an id in the body is signed only if `Part::Body` or `Part::BodyDigest` is"
    );
}

#[test]
fn methods_and_header_names_are_spelt_one_way() {
    for methods in [
        "post",
        "POST,PUT",
        "POST ,PUT",
        "POST, ",
        ", POST",
        "POST, , PUT",
        "POST\u{1}",
        "POST;PUT",
    ] {
        assert_ne!(reason(|| mac(BODY).methods(methods)), "", "{methods:?}");
    }
    assert_eq!(reason(|| mac(BODY).methods("POST, PUT, PATCH")), "");
    let capital = || mac(&[const { Part::Header("X-Topic", Syntax::DIGITS) }]);
    assert_eq!(reason(capital), "the name of a header field must be a lower-case token");
    assert_eq!(
        reason(|| mac(BODY).unsigned_id(Place::json(&["id"]).separated_by(','))),
        "a JSON member cannot be a list with a separator"
    );
    let prefix = || mac(BODY).unsigned_id(Place::json(&["id"]).prefix("x"));
    assert_eq!(reason(prefix), "a JSON member cannot have a prefix");
}

#[test]
fn what_is_signed_and_where_it_stands() {
    assert_eq!(reason(|| mac(&[])), "a signature scheme needs signed content: add `.signs(..)`");
    assert_eq!(
        reason(|| Scheme::basic().signs(BODY)),
        "a token or password signs nothing: remove `.signs(..)`"
    );
    let in_body = || Scheme::hmac_sha256(Place::json(&["sig"]), Encoding::Hex).signs(BODY);
    assert_eq!(reason(in_body), "a signature must be in a header field or in the query");
    assert_eq!(
        reason(|| mac(BODY).shortest_secret(0)),
        "the shortest secret must have at least 1 byte"
    );
    assert_eq!(reason(|| mac(BODY).methods("")), "a scheme needs at least one method");
    let many = || mac(&[const { Part::Header("h", Syntax::visible().length(1, 1)) }; 9]);
    assert_eq!(reason(many), "at most 8 parts of the head can be signed");
    let list = || {
        Scheme::hmac_sha256(SIGNATURE.separated_by(',').prefix("v1,"), Encoding::Hex).signs(BODY)
    };
    assert_eq!(reason(list), "a prefix cannot contain the separator of its list");
    let order = || {
        Scheme::hmac_sha256(SIGNATURE.prefix("v1,").separated_by(','), Encoding::Hex).signs(BODY)
    };
    assert_eq!(reason(order), "a prefix cannot contain the separator of its list");
    for separator in ['=', '+', '/', '-', '_', 'a', '0', '\n', 'é'] {
        let list = move || {
            Scheme::hmac_sha256(SIGNATURE.separated_by(separator), Encoding::Hex).signs(BODY)
        };
        assert_ne!(reason(list), "", "{separator:?}");
    }
}

/// The rules of the modules for schemes return their reasons, so that none can panic at run time.
#[test]
fn no_rule_panics() {
    for (file, text) in [
        ("rules.rs", include_str!("../src/scheme/rules.rs")),
        ("split_rules.rs", include_str!("../src/scheme/split_rules.rs")),
        ("place_rules.rs", include_str!("../src/scheme/place_rules.rs")),
        ("handshake/rules.rs", include_str!("../src/scheme/handshake/rules.rs")),
        ("builder.rs", include_str!("../src/scheme/builder.rs")),
    ] {
        for word in ["assert!(", "panic!("] {
            assert!(!text.contains(word), "{file} has {word}");
        }
    }
}

const DIGEST: Part = Part::BodyDigest(DigestAlgorithm::Sha256, Encoding::Hex);

#[test]
fn a_path_and_a_digest_have_one_reading() {
    let refused = "signed content can be split in two ways: separate its parts with a literal that they cannot contain";
    let sound: [fn() -> SchemeBuilder; 9] = [
        || mac(&[Part::Path, Part::Body]),
        || mac(&[Part::PathWithQuery, DIGEST]),
        || mac(&[Part::PathWithQuery, Part::Body]).json_bodies(),
        || mac(&[DIGEST, Part::Body]),
        // A path begins with a slash, which no method contains.
        || mac(&[Part::Method, Part::Path, Part::Body]).methods("POST, PUT"),
        || mac(&[Part::Method, Part::PathWithQuery]).methods("POST, PUT"),
        || mac(&[Part::Method, Part::UrlWithQuery]).methods("POST, PUT"),
        || mac(&[Part::Body, Part::Path, Part::Method]).methods("LOCK, UNLOCK"),
        || mac(&[DIGEST]).id(Place::json(&["id"]), Syntax::visible()),
    ];
    for scheme in sound {
        assert_eq!(reason(scheme), "");
    }
    let unsound: [fn() -> SchemeBuilder; 5] = [
        // The query may end in a part of a method.
        || mac(&[Part::PathWithQuery, Part::Method, DIGEST]).methods("LOCK, UNLOCK"),
        // An id may contain a slash, and a method can run into a digest.
        || mac(&[Part::Id, Part::Path, Part::Body]).id(ID, Syntax::visible()),
        || mac(&[Part::Id, DIGEST, Part::Body]).id(ID, Syntax::HEX),
        || mac(&[Part::Method, DIGEST]).methods("POST, PUT"),
        || mac(&[DIGEST, Part::Id, Part::Body]).id(ID, Syntax::HEX),
    ];
    for scheme in unsound {
        assert_eq!(reason(scheme), refused);
    }
    let two = "signed content can be split in two ways: declare the scheme `ambiguous`, and say why that is accepted";
    assert_eq!(reason(|| mac(&[Part::PathWithQuery, Part::Body])), two);
    let twice = "the signed content must not contain `Part::BodyDigest` twice";
    assert_eq!(reason(|| mac(&[DIGEST, DIGEST])), twice);
    let both = || {
        let content: &[Part] =
            &[const { Part::Header("h", Syntax::visible().length(64, 64)) }, DIGEST];
        mac(content).body_digest(verihook::BodyDigest::header("h", Encoding::Hex))
    };
    assert_eq!(reason(both), "a scheme that signs the body must not declare a digest of it");
}

#[test]
fn a_signature_is_not_in_the_query_that_it_signs() {
    let with = |content| Scheme::hmac_sha256(Place::query("sig"), Encoding::Hex).signs(content);
    let refused = "a signature in the query cannot be part of what it signs: sign `Part::Path` or `Part::Url` instead";
    for content in [&[Part::UrlWithQuery][..], &[Part::PathWithQuery, DOT, DIGEST]] {
        assert_eq!(reason(move || with(content)), refused);
    }
    for content in [BODY, &[Part::Path, Part::Body], &[Part::Url, Part::Body]] {
        assert_eq!(reason(move || with(content)), "");
    }
    let in_path = || Scheme::hmac_sha256(Place::last_segment(), Encoding::Hex).signs(BODY);
    assert_eq!(reason(in_path), "a signature must be in a header field or in the query");
    assert_eq!(reason(|| Scheme::token(Place::query("token"))), "");
    assert_eq!(reason(|| Scheme::token(Place::last_segment())), "");
    let unsigned = [
        ("an unsigned id must be in a header field", mac(BODY).unsigned_id(Place::query("a"))),
        (
            "an unsigned event must be in a header field",
            mac(BODY).unsigned_event(Place::query("a")),
        ),
        (
            "an unsigned timestamp must be in a header field",
            mac(BODY).unsigned_timestamp(Place::query("a")),
        ),
    ];
    for (refused, scheme) in unsigned {
        assert_eq!(reason(move || scheme), refused);
    }
    let time = || mac(BODY).timestamp(Place::query("t"), TimestampFormat::Seconds);
    assert_ne!(reason(time), "", "a timestamp in the query is not signed by itself");
    for name in ["", "a b", "a=b", "a&b", "a%20", "ä", "a[b]"] {
        let named = move || Scheme::hmac_sha256(Place::query(name), Encoding::Hex).signs(BODY);
        let refused = "the name of a query parameter must consist of letters, digits and `-._~`";
        assert_eq!(reason(named), refused, "{name:?}");
    }
    let place = || Place::query("a");
    let refused = [
        (reason(|| at(place().prefix("v1="))), "a part of the URL cannot have a prefix"),
        (
            reason(|| at(place().separated_by(','))),
            "a part of the URL cannot be a list with a separator",
        ),
        (reason(|| at(place().multiple())), "a part of the URL cannot appear several times"),
    ];
    for (reason, refused) in refused {
        assert_eq!(reason, refused);
    }
}

const fn at(place: Place) -> SchemeBuilder {
    Scheme::hmac_sha256(place, Encoding::Hex).signs(BODY)
}

/// `timestamp_left_out.rs` differs from this provider only in what it signs.
#[test]
fn a_sound_provider_compiles() {
    assert_eq!(sound::Acme::SLUG, "acme");
}

/// `cargo check` alone reports the error, before anything is built or run.
#[test]
fn cargo_check_refuses_an_unsound_provider() {
    if rustc_version().as_deref() != Some(PINNED) {
        // Written directly, because the output of a passing test is captured.
        let _ = writeln!(
            stderr(),
            "ignored: the compiler's messages are compared with Rust {PINNED} only"
        );
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/unsound/timestamp_left_out.rs");
    cases.compile_fail("tests/unsound/strength_overstated.rs");
}

/// The toolchain of `rust-toolchain.toml`.
const PINNED: &str = "1.95.0";

fn rustc_version() -> Option<String> {
    let output = std::process::Command::new("rustc").arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split(' ').nth(1).map(str::to_owned)
}

#[test]
fn a_required_value_is_one_header_field_with_a_value() {
    let requires = |values| reason(move || mac(BODY).requires(values));
    assert_eq!(
        requires(const { &[(Place::header("sig-version"), "1"), (Place::header("alg"), "a")] }),
        ""
    );
    assert_eq!(
        requires(const { &[(Place::header("sig-version"), "")] }),
        "a required value must not be empty"
    );
    let several = "a required value must be in a single header field";
    assert_eq!(requires(const { &[(Place::any_of(&["a", "b"]), "1")] }), several);
    assert_eq!(requires(const { &[(Place::header("a").multiple(), "1")] }), several);
    #[cfg(feature = "json")]
    assert_eq!(requires(const { &[(Place::json(&["version"]), "1")] }), several);
}

#[test]
fn only_what_is_signed_is_decoded_and_only_a_mac_has_two_keys() {
    assert_eq!(reason(|| mac(BODY).gzip_bodies()), "");
    assert_eq!(
        reason(|| Scheme::bearer().gzip_bodies()),
        "`gzip_bodies` is for schemes that sign a body"
    );
    assert_eq!(reason(|| mac(BODY).base64_or_text_secret("whsec_")), "");
    let token = || Scheme::token(SIGNATURE).base64_or_text_secret("whsec_");
    assert_eq!(reason(token), "only a MAC can have a secret with two keys");
}

#[test]
fn a_date_ends_an_id_only_if_the_id_has_no_colon_and_comes_first() {
    let split = "signed content can be split in two ways: separate its parts with a literal \
                 that they cannot contain";
    let dated =
        |content, id, format| reason(move || mac(content).id(ID, id).timestamp(TIME, format));
    let (visible, plain) = (Syntax::visible(), Syntax::visible().except(":"));
    let first: &[Part] = &[Part::Id, Part::Timestamp, Part::Body];
    assert_eq!(dated(first, plain, TimestampFormat::Rfc3339), "");
    assert_eq!(dated(first, visible, TimestampFormat::Rfc3339), split);
    assert_eq!(dated(first, plain, TimestampFormat::Seconds), split);
    let last: &[Part] = &[Part::Body, Part::Timestamp, Part::Id];
    assert_eq!(dated(last, plain, TimestampFormat::Rfc3339), split);
    let behind: &[Part] = &[Part::Timestamp, Part::Id, Part::Body];
    assert_eq!(dated(behind, plain, TimestampFormat::Rfc3339), split);
}

/// Splits the signed bytes of many deliveries at all other places.
#[test]
fn an_id_before_a_date_is_split_in_one_way() {
    let id_syntax = Syntax::visible().except(":").length(1, 256);
    let times = [
        "2026-11-26T19:00:00Z",
        "2026-11-26T19:00:00.123456789Z",
        "2026-11-26T19:00:00-11:20",
        "2020-12-20T20:20:20+20:20",
        "2020-12-20T20:20:20.2+20:20",
    ];
    let pieces = ["2", "20", "2026-11-26T", "Z", "+05", "-11", ".5", "a", "2020-12-20T20", "T", ""];
    let mut checked = 0;
    for first in pieces {
        for second in pieces {
            for time in times {
                for body in
                    ["", "{}", "2026", "-11-26T19:00:00Z", ":20", times[0], times[2], times[4]]
                {
                    let id = format!("{first}{second}");
                    let signed = format!("{id}{time}{body}");
                    for start in 1..signed.len() {
                        for end in start + 20..=signed.len().min(start + 35) {
                            let is_split = id_syntax.admits(&signed.as_bytes()[..start])
                                && UnixTime::parse(
                                    &signed.as_bytes()[start..end],
                                    TimestampFormat::Rfc3339,
                                )
                                .is_some();
                            let is_own = start == id.len() && end == id.len() + time.len();
                            assert!(!is_split || is_own, "{signed} at {start} and {end}");
                            checked += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(checked > 100_000);
}
