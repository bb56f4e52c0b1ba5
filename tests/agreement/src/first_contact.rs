//! Endpoints of providers that ask before they deliver, each in another way.

use crate::servers::{Served, public_url};
use std::sync::LazyLock;
use verihook::{
    Any, AnyOrigin, Encoding, ExchangeError, ExchangeFuture, FormField, Handshake, OfferedSecret,
    Part, Place, ProviderEntry, Scheme, SchemeBuilder, Syntax, Verifier, VerifierBuilder,
    providers,
};

/// The signing secret of every endpoint here, except those whose secret is delivered.
pub const SECRET: &str = "a secret that is long enough";

/// The scheme of the endpoints: HMAC-SHA256 of the body, in hexadecimal digits, in `x-signature`.
pub const PLAIN: SchemeBuilder =
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex).signs(&[Part::Body]);

verihook::provider! {
    /// Three probes: HEAD, a form, and a header field.
    pub Probes: "probes", BodySigned,
    PLAIN
        .handshake(Handshake::method("HEAD").reply_ok())
        .handshake(Handshake::unsigned_form(&[
            FormField::exactly("type", "ping"),
            FormField::new("id", Syntax::DIGITS),
        ]).reply_ok())
        .handshake(Handshake::on_header("x-event", "ping").reply_no_content())
        .build()
}

verihook::provider! {
    /// A token in the query of a POST, as Microsoft Graph sends it.
    pub Query: "query", OriginOnly,
    Scheme::token(Place::header("x-token"))
        .handshake(Handshake::on_query("validationToken").as_text())
        .build()
}

verihook::provider! {
    /// A MAC of a token in the query, as X requires it.
    pub Crc: "crc", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature").prefix("sha256="), Encoding::Base64)
        .signs(&[Part::Body])
        .handshake(
            Handshake::method("GET")
                .decoded_query("crc_token")
                .as_json_mac("response_token")
                .mac_form("sha256=", Encoding::Base64),
        )
        .build()
}

verihook::provider! {
    /// A MAC of a token in the query, and the token, as LinkedIn requires them.
    pub Challenge: "challenge", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Literal("hmacsha256="), Part::Body])
        .handshake(
            Handshake::method("GET")
                .decoded_query("challengeCode")
                .as_json_with_mac("challengeCode", "challengeResponse"),
        )
        .build()
}

verihook::provider! {
    /// A question and a ping in unsigned JSON.
    pub Json: "json", BodySigned,
    PLAIN
        .handshake(
            Handshake::unsigned_json(&["type"], "url_verification").json(&["challenge"]).as_text(),
        )
        .handshake(Handshake::unsigned_json(&["event", "name"], "ping").reply_json("{}"))
        .build()
}

verihook::provider! {
    /// Answers without a body.
    pub Silent: "silent", BodySigned,
    PLAIN.answers_without_body().build()
}

verihook::provider! {
    /// A secret in the JSON body of the first request, as Notion sends it.
    pub Delivered: "delivered", BodySigned,
    PLAIN.handshake(Handshake::delivers_secret_in_json(&["verification_token"])).build()
}

/// The names of the servers. Each one has endpoints of its own for delivered secrets, because an
/// endpoint accepts one only once.
pub const ADAPTERS: [&str; 5] = ["axum", "actix", "rocket", "tower", "warp"];

const ASANA: [&str; 5] = ["asana-axum", "asana-actix", "asana-rocket", "asana-tower", "asana-warp"];
const DELIVERED: [&str; 5] =
    ["delivered-axum", "delivered-actix", "delivered-rocket", "delivered-tower", "delivered-warp"];

/// Returns the endpoints.
#[must_use]
pub fn endpoints() -> Vec<Served> {
    static ENDPOINTS: LazyLock<Vec<Served>> = LazyLock::new(make_endpoints);
    ENDPOINTS.clone()
}

#[allow(clippy::expect_used, reason = "a test fails by panicking")]
fn make_endpoints() -> Vec<Served> {
    let signed = |slug, entry: &ProviderEntry| {
        let builder = Verifier::<Any>::of(entry).expect("it signs bodies").secret(SECRET);
        let builder = builder.public_url(public_url(slug));
        Served::Signed(slug, builder.build().expect("the secret is valid"))
    };
    let query = Verifier::<AnyOrigin>::of(&ProviderEntry::of::<Query>()).expect("a token");
    let bare = Verifier::<Any>::of(&ProviderEntry::of::<Probes>()).expect("it signs bodies");
    let arrival = Verifier::<Any>::by_slug("twilio").expect("it signs bodies").secret(SECRET);
    let arrival = arrival.public_url("https://hooks.example.com/api/twilio");
    let exchange = |entry: &ProviderEntry| -> VerifierBuilder<Any> {
        Verifier::<Any>::of(entry).expect("it signs bodies").secret_exchange(store)
    };
    let mut all = vec![
        signed("probes", &ProviderEntry::of::<Probes>()),
        signed("crc", &ProviderEntry::of::<Crc>()),
        signed("challenge", &ProviderEntry::of::<Challenge>()),
        signed("json", &ProviderEntry::of::<Json>()),
        signed("silent", &ProviderEntry::of::<Silent>()),
        signed("asana-closed", &ProviderEntry::of::<providers::Asana>()),
        signed("woocommerce", &ProviderEntry::of::<providers::WooCommerce>()),
        signed("bitbucket", &ProviderEntry::of::<providers::Bitbucket>()),
        signed("mailersend", &ProviderEntry::of::<providers::MailerSend>()),
        signed("hubspot", &ProviderEntry::of::<providers::HubSpot>()),
        Served::Origin("query", query.secret(SECRET).build().expect("the token is valid")),
        Served::Signed(
            "bare",
            bare.secret(SECRET).answers_without_body().build().expect("the secret is valid"),
        ),
        Served::Signed(
            "twilio",
            arrival.arrival_path("/twilio").build().expect("the secret is valid"),
        ),
    ];
    let delivered = ASANA.map(|slug| (slug, ProviderEntry::of::<providers::Asana>()));
    let in_json = DELIVERED.map(|slug| (slug, ProviderEntry::of::<Delivered>()));
    all.extend(delivered.iter().chain(&in_json).map(|(slug, entry)| {
        Served::Signed(slug, exchange(entry).build().expect("it needs no secret yet"))
    }));
    all
}

/// Accepts every secret but one.
fn store(offered: OfferedSecret) -> ExchangeFuture {
    let declined = offered.secret() == "declined-by-the-application";
    Box::pin(async move { if declined { Err(ExchangeError::Declined) } else { Ok(()) } })
}
