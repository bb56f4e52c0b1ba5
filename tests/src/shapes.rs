//! Providers of the suite's own, one for each shape of scheme that no provider of the catalogue has.

use verihook::{
    BodyDigest, Encoding, Entry, Handshake, Part, Place, Scheme, Syntax, Unit, provider, providers,
};

/// The URL under which endpoints whose schemes sign it are registered. Only its path is anybody's address.
pub(crate) const PUBLIC_URL: &str = "https://hooks.example.com/raw";

const SIGNATURE: Place = Place::header("x-signature");
const SEMICOLONS: Place = SIGNATURE.list(';');

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
        .ambiguous("nothing stands between the query and the names and values of the fields")
        .build()
}

provider! {
    /// Signs method, URL with query, body, and a time in milliseconds. It sends PUT, too.
    pub MethodAndQuery: "shape-method", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Base64)
        .timestamp(Place::header("x-time"), Unit::Milliseconds)
        .signs(&[Part::Method, Part::Text("\n"), Part::UrlWithQuery, Part::Body, Part::Timestamp])
        .ambiguous("nothing stands between the query and the body")
        .methods("POST, PUT")
        .build()
}

provider! {
    /// Has its time in the body, in milliseconds.
    pub TimeInBody: "shape-json", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .timestamp(Place::json(&["sent"]), Unit::Milliseconds)
        .build()
}

provider! {
    /// Signs a date and the body, with nothing between them.
    pub Dated: "shape-date", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .timestamp(Place::header("x-time"), Unit::Rfc3339)
        .signs(&[Part::Timestamp, Part::Body])
        .build()
}

provider! {
    /// Lists its time and its signatures between semicolons.
    pub Listed: "shape-list", BodySigned,
    Scheme::hmac_sha256(SEMICOLONS.prefix("h1="), Encoding::Base64Url)
        .timestamp(SEMICOLONS.prefix("ts="), Unit::Seconds)
        .signs(&[Part::Timestamp, Part::Text(":"), Part::Body])
        .build()
}

provider! {
    /// Signs with SHA-512.
    pub LongHash: "shape-sha512", BodySigned,
    Scheme::hmac_sha512(SIGNATURE, Encoding::Hex).signs(&[Part::Body]).build()
}

provider! {
    /// Signs another header field, and an id that must have a form of its own.
    pub HeaderAndId: "shape-header", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .id(Place::header("x-id"), Syntax::HEX.and("msg_").length(1, 64))
        .signs(&[Part::Header("x-topic", Syntax::visible().except(":").length(1, 64)), Part::Text(":"), Part::Id, Part::Text(":"), Part::Body])
        .build()
}

provider! {
    /// Asks whether the endpoint is there, and wants no answer but 204.
    pub Nodding: "shape-nod", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::signed(&["type"], "0").beside(&["application"]).says_nothing())
        .build()
}

provider! {
    /// Signs the query, and in it a digest of each body that is not a form.
    pub DigestInQuery: "shape-digest", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::UrlWithQuery, Part::SortedForm])
        .body_digest(BodyDigest::query("digest", Encoding::Hex))
        .ambiguous("nothing stands between the query and the names and values of the fields")
        .build()
}

provider! {
    /// Signs a header field with a digest of the body.
    pub DigestInHeader: "shape-content-digest", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Header("x-digest", Syntax::HEX.length(64, 64))])
        .body_digest(BodyDigest::header("x-digest", Encoding::Hex))
        .build()
}

provider! {
    /// Signs the query and, right behind it, a body of JSON.
    pub QueryAndJson: "shape-query", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::UrlWithQuery, Part::Body])
        .json_bodies()
        .build()
}

provider! {
    /// Sends a token, and signs nothing.
    pub Token: "shape-token", OriginOnly,
    Scheme::token(SIGNATURE).build()
}

const ALL: &[Entry] = &[
    Entry::of::<UrlAndBody>(),
    Entry::of::<QueryAndForm>(),
    Entry::of::<MethodAndQuery>(),
    Entry::of::<TimeInBody>(),
    Entry::of::<Dated>(),
    Entry::of::<Listed>(),
    Entry::of::<LongHash>(),
    Entry::of::<HeaderAndId>(),
    Entry::of::<Nodding>(),
    Entry::of::<DigestInQuery>(),
    Entry::of::<DigestInHeader>(),
    Entry::of::<QueryAndJson>(),
    Entry::of::<Token>(),
];

/// The provider with this slug: one of the catalogue, or one of the suite's own.
#[must_use]
pub(crate) fn by_slug(slug: &str) -> Option<&'static Entry> {
    providers::by_slug(slug).or_else(|| ALL.iter().find(|entry| entry.slug == slug))
}
