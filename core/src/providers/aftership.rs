use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// AfterShip: HMAC-SHA256 of the body, in Base64, under the webhook secret of the account.
    ///
    /// Tracking sends it in `aftership-hmac-sha256`, and Returns and Warranty in
    /// `as-signature-hmac-sha256`. Neither a timestamp nor an id is signed. The older
    /// `am-webhook-signature` is not read.
    ///
    #[doc = include_str!("schemes/aftership.md")]
    pub AfterShip: "aftership", BodySigned,
    Scheme::hmac_sha256(
        Place::also_named(&["aftership-hmac-sha256", "as-signature-hmac-sha256"]),
        Encoding::Base64,
    )
    .signs(&[Part::Body])
    .docs("https://www.aftership.com/docs/tracking/webhook/webhook-signature")
    .last_verified("2026-11-27")
    .build()
}
