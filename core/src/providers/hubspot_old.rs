use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// HubSpot, version 1: a plain SHA-256 of the app's secret and the body.
    ///
    /// That is not a MAC: from one signature, anyone can compute the signature of the same body
    /// with data appended. Use version 3 where HubSpot sends it. No timestamp is signed. A version
    /// 2 signature also verifies here, for a body that begins with its method and URL; such a body
    /// is not JSON. A GET has no body, so its signature is always the same, whatever the query.
    ///
    #[doc = include_str!("schemes/hubspot-v1.md")]
    pub HubSpotV1: "hubspot-v1", BodySigned,
    Scheme::sha256(Place::header("x-hubspot-signature"), Encoding::Hex)
        .signs(&[Part::Secret, Part::Body])
        .methods("POST, GET")
        .extendable("HubSpot defines it this way; version 3 replaces it")
        .variant_of("hubspot")
        .docs("https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation")
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// HubSpot, version 2: a plain SHA-256 of the app's secret, the method, the URL and the body.
    ///
    /// That is not a MAC: from one signature, anyone can compute the signature of the same body
    /// with data appended. Use version 3 where HubSpot sends it. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/hubspot-v2.md")]
    pub HubSpotV2: "hubspot-v2", BodySigned,
    Scheme::sha256(Place::header("x-hubspot-signature"), Encoding::Hex)
        .signs(&[Part::Secret, Part::Method, Part::UrlWithQuery, Part::Body])
        .json_bodies()
        .methods("POST, GET")
        .extendable("HubSpot defines it this way; version 3 replaces it")
        .variant_of("hubspot")
        .docs("https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation")
        .last_verified("2026-11-25")
        .build()
}
