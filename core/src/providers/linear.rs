use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Linear: HMAC-SHA256 of the body, which holds the time.
    ///
    /// With the feature `json`, `webhookTimestamp` in the body counts, in milliseconds, and may be a minute away, as Linear advises; without it no time does. The
    /// field `Linear-Timestamp` is not signed. `Linear-Delivery` is an unsigned id.
    pub Linear: "linear", BodySigned,
    {
        let scheme = Scheme::hmac_sha256(Place::header("linear-signature"), Encoding::Hex)
            .signs(&[Part::Body])
            .unsigned_event(Place::header("linear-event"))
            .unsigned_id(Place::header("linear-delivery"))
            .tolerance_seconds(60)
            .docs("https://linear.app/developers/webhooks")
            .checked("2026-11-25");
        #[cfg(feature = "json")]
        let scheme = scheme.timestamp(Place::json(&["webhookTimestamp"]), crate::Unit::Milliseconds);
        scheme.build()
    }
}
