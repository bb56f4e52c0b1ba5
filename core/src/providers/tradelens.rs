use crate::{Encoding, Part, Place, Scheme};

const SIGNATURE: Place = Place::header("x-gtd-signature");

crate::provider! {
    /// TradeLens: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// This is what its documentation says. Its two published samples use SHA-1: see
    /// `TradeLensSha1`. No timestamp is checked, so an old delivery can be replayed; the body has
    /// `eventSubmissionTime`. A body is an array of events.
    ///
    #[doc = include_str!("schemes/tradelens.md")]
    pub TradeLens: "tradelens", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(7 * 86_400)
        .docs("https://github.com/ibmgtd/sip-sample-webhook-node")
        .last_verified("2026-11-25")
        .build()
}

#[cfg(feature = "sha1")]
crate::provider! {
    /// TradeLens as in its two published samples: HMAC-SHA1 of the body.
    ///
    /// Use it only for a sender that is known to sign this way.
    ///
    #[doc = include_str!("schemes/tradelens-sha1.md")]
    pub TradeLensSha1: "tradelens-sha1", BodySigned,
    Scheme::hmac_sha1(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(7 * 86_400)
        .variant_of("tradelens")
        .docs("https://github.com/ibmgtd/sip-sample-webhook-node")
        .last_verified("2026-11-25")
        .build()
}
