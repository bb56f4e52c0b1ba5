use crate::{Encoding, Handshake, Part, Place, Scheme, SourceList};

const DOCS: &str =
    "https://github.com/actigraph/CentrePointWebhookDocumentation/blob/master/securing_webhooks.md";

/// The body does not contain the kind of event; this header does, and is not signed.
const EVENT: Place = Place::header("x-actigraph-event");

const DELIVERY: Place = Place::header("x-actigraph-delivery");

/// Sent whenever the URL or the credentials of a webhook change. It is not documented as signed.
const VALIDATION: Handshake =
    Handshake::on_header("x-actigraph-event", "validation").echo_header("x-actigraph-hook-secret");

/// The second retry comes a day after the first, and the third another day later.
const RETRIES: u64 = 2 * 86_400;

const SOURCES: &[SourceList] = &[SourceList::new(
    "2019-12-12, unchanged in 2022",
    "https://github.com/actigraph/CentrePointWebhookDocumentation#open-firewall-access",
    &[
        "13.82.60.74",
        "40.114.106.25",
        "40.114.109.196",
        "40.87.40.14",
        "40.87.44.79",
        "40.87.47.202",
        "40.87.41.144",
        "40.87.47.137",
        "13.68.136.18",
    ],
)];

crate::provider! {
    /// ActiGraph CentrePoint, with a signature: HMAC-SHA256 of the body, in Base64.
    ///
    /// The user who creates the webhook chooses the passcode, which is the key as it is. No
    /// timestamp is signed, so an old delivery can be replayed. `X-ActiGraph-Delivery` is an
    /// unsigned id. Before its first delivery, CentrePoint sends a challenge
    /// (`X-ActiGraph-Hook-Secret`), which is a [`Handshake`], not a secret. A password or a token
    /// can accompany the signature: see
    /// [`VerifierBuilder::require_credential`](crate::VerifierBuilder::require_credential).
    ///
    #[doc = include_str!("schemes/centrepoint.md")]
    pub CentrePoint: "centrepoint", BodySigned,
    Scheme::hmac_sha256(Place::header("x-actigraph-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_event(EVENT)
        .unsigned_id(DELIVERY)
        .handshake(VALIDATION)
        .sources(SOURCES)
        .retry_horizon_seconds(RETRIES)
        .docs(DOCS)
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// ActiGraph CentrePoint, with a user name and password. The body is not signed.
    ///
    #[doc = include_str!("schemes/centrepoint-basic.md")]
    pub CentrePointBasic: "centrepoint-basic", OriginOnly,
    Scheme::basic()
        .unsigned_event(EVENT)
        .unsigned_id(DELIVERY)
        .handshake(VALIDATION)
        .sources(SOURCES)
        .retry_horizon_seconds(RETRIES)
        .variant_of("centrepoint")
        .docs(DOCS)
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// ActiGraph CentrePoint, with a bearer token. The body is not signed.
    ///
    /// The user enters an OAuth 2 client, and CentrePoint sends a token that the server of that
    /// client issued. Such tokens expire and change, so a fixed token suits only a server that
    /// always issues the same one. Otherwise validate each token:
    /// [`VerifierBuilder::token_validator`](crate::VerifierBuilder::token_validator).
    ///
    #[doc = include_str!("schemes/centrepoint-bearer.md")]
    pub CentrePointBearer: "centrepoint-bearer", OriginOnly,
    Scheme::bearer()
        .unsigned_event(EVENT)
        .unsigned_id(DELIVERY)
        .handshake(VALIDATION)
        .sources(SOURCES)
        .retry_horizon_seconds(RETRIES)
        .variant_of("centrepoint")
        .docs(DOCS)
        .last_verified("2026-11-25")
        .build()
}
