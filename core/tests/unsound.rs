//! Schemes that the compiler rejects, each with the reason that it gives.

#![allow(missing_docs)]

use std::any::Any;
use std::io::{Write as _, stderr};
use std::panic::{UnwindSafe, catch_unwind};
use verihook::{
    DigestAlgorithm, Encoding, Handshake, Part, Place, Scheme, SchemeBuilder, Syntax,
    TimestampFormat,
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

    let secret = "only a signed handshake can be answered with a MAC";
    assert_eq!(asks(get.as_json_with_mac("code", "mac")), secret);
    let computed = signed.json(&["code"]).as_json_with_mac("code", "mac");
    let colon = "a challenge could be the signed content of a delivery: sign a literal with a colon, or the body alone";
    // If the body alone is signed, the engine rejects a body that could be a challenge.
    assert_eq!(reason(move || mac(BODY).handshake(computed)), "");
    const PLAIN: &[Part] = &[Part::Literal("v0."), Part::Body];
    assert_eq!(reason(move || mac(PLAIN).handshake(computed)), colon);
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
        asks(Handshake::on_header("event", "ask").reply_json("{}")),
        "an unsigned handshake needs a challenge"
    );
    assert_eq!(
        asks(signed.query("code").as_text()),
        "the challenge of a signed handshake must be in its body"
    );
    assert_eq!(asks(get.json(&["code"]).as_text()), "only a signed handshake can read the body");
    assert_eq!(
        asks(get.and_member(&["token"]).as_text()),
        "only a signed handshake can read the body"
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
        ("place_rules.rs", include_str!("../src/scheme/place_rules.rs")),
        ("handshake_rules.rs", include_str!("../src/scheme/handshake_rules.rs")),
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
    let token = "a credential must be in a header field";
    assert_eq!(reason(|| Scheme::token(Place::query("token"))), token);
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
        (reason(|| at(place().prefix("v1="))), "a query parameter cannot have a prefix"),
        (
            reason(|| at(place().separated_by(','))),
            "a query parameter cannot be a list with a separator",
        ),
        (reason(|| at(place().multiple())), "a query parameter cannot appear several times"),
    ];
    for (reason, refused) in refused {
        assert_eq!(reason, refused);
    }
}

const fn at(place: Place) -> SchemeBuilder {
    Scheme::hmac_sha256(place, Encoding::Hex).signs(BODY)
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
    cases.pass("tests/unsound/sound.rs");
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
