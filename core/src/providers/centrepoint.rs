use crate::{Encoding, Part, Place, Scheme};

const DOCS: &str =
    "https://github.com/actigraph/CentrePointWebhookDocumentation/blob/master/securing_webhooks.md";

const DELIVERY: Place = Place::header("x-actigraph-delivery");

crate::provider! {
    /// ActiGraph CentrePoint, with a signature: HMAC-SHA256 of the body, in Base64.
    ///
    /// The passcode is chosen by whoever sets the webhook up and is used as it is. No time is signed, so an
    /// old delivery can be replayed. `X-ActiGraph-Delivery` is an unsigned id.
    pub CentrePoint: "centrepoint", BodySigned,
    Scheme::hmac_sha256(Place::header("x-actigraph-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_id(DELIVERY)
        .docs(DOCS)
        .build()
}

crate::provider! {
    /// ActiGraph CentrePoint, with a user name and password. The body is not signed.
    pub CentrePointBasic: "centrepoint-basic", OriginOnly,
    Scheme::basic().unsigned_id(DELIVERY).docs(DOCS).build()
}

crate::provider! {
    /// ActiGraph CentrePoint, with a bearer token, compared as a fixed text. The body is not signed.
    pub CentrePointBearer: "centrepoint-bearer", OriginOnly,
    Scheme::bearer().unsigned_id(DELIVERY).docs(DOCS).build()
}
