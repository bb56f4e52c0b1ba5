use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// HubSpot, version 1: a plain SHA-256 of the app's secret and the body.
    ///
    /// That is no MAC: whoever has one signature can make that of a body with more behind it. Take
    /// version 3 where it is sent. No time is signed. A signature of version 2 fits here too, for a
    /// body that begins with its method and URL: no JSON.
    pub HubSpotV1: "hubspot-v1", BodySigned,
    Scheme::sha256(Place::header("x-hubspot-signature"), Encoding::Hex)
        .signs(&[Part::Secret, Part::Body])
        .extendable("HubSpot signs so; version 3 is better")
        .docs("https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation")
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// HubSpot, version 2: a plain SHA-256 of the app's secret, the method, the URL and the body.
    ///
    /// That is no MAC: whoever has one signature can make that of a body with more behind it. Take
    /// version 3 where it is sent. No time is signed. Only POST is taken, though HubSpot signs GET
    /// too.
    pub HubSpotV2: "hubspot-v2", BodySigned,
    Scheme::sha256(Place::header("x-hubspot-signature"), Encoding::Hex)
        .signs(&[Part::Secret, Part::Method, Part::UrlWithQuery, Part::Body])
        .json_bodies()
        .extendable("HubSpot signs so; version 3 is better")
        .docs("https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation")
        .last_verified("2026-11-25")
        .build()
}
