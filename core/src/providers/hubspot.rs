use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// HubSpot, version 3: HMAC-SHA256, in Base64, of method, URL, body and timestamp.
    ///
    /// Only the query of the request's URL is used; the rest is configuration. HubSpot decodes
    /// twelve characters of the URL before it signs it (`%3A` and others). Nothing separates query
    /// and body, so a body must begin like JSON, as HubSpot's do, or be empty, as with GET. Its
    /// library rejects only old timestamps; this crate also rejects those too far in the future.
    ///
    #[doc = include_str!("schemes/hubspot.md")]
    pub HubSpot: "hubspot", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hubspot-signature-v3"), Encoding::Base64)
        .timestamp(Place::header("x-hubspot-request-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Method, Part::UrlWithQuery, Part::Body, Part::Timestamp])
        .decodes_in_url(":/?@!$'()*,;")
        .json_bodies()
        .methods("POST, GET")
        .docs("https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation")
        .last_verified("2026-11-25")
        .build()
}
