//! The suite's own providers, one for each shape of scheme that the catalogue lacks.

use verihook::{
    BodyDigest, Encoding, Handshake, Part, Place, ProviderEntry, Scheme, Syntax, TimestampFormat,
    provider, providers,
};

/// The registered URL of the endpoint, for schemes that sign it. Requests share only its path.
pub(crate) const PUBLIC_URL: &str = "https://hooks.example.com/raw";

const SIGNATURE: Place = Place::header("x-signature");
const SEMICOLONS: Place = SIGNATURE.separated_by(';');

provider! {
    /// Signs its registered URL and the body.
    pub UrlAndBody: "shape-url", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Base64).signs(&[Part::Url, Part::Body]).build()
}

provider! {
    /// Signs the query of the request and the sorted fields of a form, with SHA-1.
    pub QueryAndForm: "shape-form", BodySigned,
    Scheme::hmac_sha1(SIGNATURE, Encoding::Base64)
        .signs(&[Part::UrlWithQuery, Part::SortedForm])
        .ambiguous("no separator between the query and the names and values of the fields")
        .build()
}

provider! {
    /// Signs method, URL with query, body, and a timestamp in milliseconds. It also sends `PUT`.
    pub MethodAndQuery: "shape-method", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Base64)
        .timestamp(Place::header("x-time"), TimestampFormat::Milliseconds)
        .signs(&[Part::Method, Part::Literal("\n"), Part::UrlWithQuery, Part::Body, Part::Timestamp])
        .ambiguous("no separator between the query and the body")
        .methods("POST, PUT")
        .build()
}

provider! {
    /// Has its timestamp in the body, in milliseconds.
    pub TimeInBody: "shape-json", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .timestamp(Place::json(&["sent"]), TimestampFormat::Milliseconds)
        .build()
}

provider! {
    /// Signs a date and the body, without a separator.
    pub Dated: "shape-date", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .timestamp(Place::header("x-time"), TimestampFormat::Rfc3339)
        .signs(&[Part::Timestamp, Part::Body])
        .build()
}

provider! {
    /// Lists its timestamp and its signatures, separated by semicolons.
    pub Listed: "shape-list", BodySigned,
    Scheme::hmac_sha256(SEMICOLONS.prefix("h1="), Encoding::Base64Url)
        .timestamp(SEMICOLONS.prefix("ts="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .build()
}

provider! {
    /// Signs with SHA-512.
    pub LongHash: "shape-sha512", BodySigned,
    Scheme::hmac_sha512(SIGNATURE, Encoding::Hex).signs(&[Part::Body]).build()
}

provider! {
    /// Signs an additional header, and an id with a special syntax.
    pub HeaderAndId: "shape-header", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .id(Place::header("x-id"), Syntax::HEX.and("msg_").length(1, 64))
        .signs(&[Part::Header("x-topic", Syntax::visible().except(":").length(1, 64)), Part::Literal(":"), Part::Id, Part::Literal(":"), Part::Body])
        .build()
}

provider! {
    /// Sends a handshake that must be answered with 204.
    pub Nodding: "shape-nod", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::signed(&["type"], "0").and_member(&["application"]).reply_no_content())
        .build()
}

provider! {
    /// Signs the query, which contains a digest of each body that is not a form.
    pub DigestInQuery: "shape-digest", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::UrlWithQuery, Part::SortedForm])
        .body_digest(BodyDigest::query("digest", Encoding::Hex))
        .ambiguous("no separator between the query and the names and values of the fields")
        .build()
}

provider! {
    /// Signs a header that contains a digest of the body.
    pub DigestInHeader: "shape-content-digest", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Header("x-digest", Syntax::HEX.length(64, 64))])
        .body_digest(BodyDigest::header("x-digest", Encoding::Hex))
        .build()
}

provider! {
    /// Signs the query and a JSON body, without a separator.
    pub QueryAndJson: "shape-query", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::UrlWithQuery, Part::Body])
        .json_bodies()
        .build()
}

provider! {
    /// Sends a token and signs nothing.
    pub Token: "shape-token", OriginOnly,
    Scheme::token(SIGNATURE).build()
}

const ALL: &[ProviderEntry] = &[
    ProviderEntry::of::<UrlAndBody>(),
    ProviderEntry::of::<QueryAndForm>(),
    ProviderEntry::of::<MethodAndQuery>(),
    ProviderEntry::of::<TimeInBody>(),
    ProviderEntry::of::<Dated>(),
    ProviderEntry::of::<Listed>(),
    ProviderEntry::of::<LongHash>(),
    ProviderEntry::of::<HeaderAndId>(),
    ProviderEntry::of::<Nodding>(),
    ProviderEntry::of::<DigestInQuery>(),
    ProviderEntry::of::<DigestInHeader>(),
    ProviderEntry::of::<QueryAndJson>(),
    ProviderEntry::of::<Token>(),
];

/// Returns the provider with this slug, from the catalogue or from the suite.
#[must_use]
pub(crate) fn by_slug(slug: &str) -> Option<&'static ProviderEntry> {
    providers::by_slug(slug).or_else(|| ALL.iter().find(|entry| entry.slug == slug))
}
