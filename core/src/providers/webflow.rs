use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Webflow: HMAC-SHA256 of the timestamp, in milliseconds, a colon and the body.
    ///
    /// The key is the client secret of the OAuth application. A webhook that a site's dashboard or
    /// a site token creates is not signed with it. Its samples serialise parsed JSON again; here
    /// the received bytes are verified. Its library does not check freshness. No id is sent.
    ///
    #[doc = include_str!("schemes/webflow.md")]
    pub Webflow: "webflow", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webflow-signature"), Encoding::Hex)
        .timestamp(Place::header("x-webflow-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .docs("https://developers.webflow.com/data/docs/working-with-webhooks")
        .last_verified("2026-11-27")
        .build()
}
