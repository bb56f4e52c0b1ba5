use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Checkout.com: HMAC-SHA256 of the body, under the signature key of the webhook.
    ///
    /// The key is optional: without it, deliveries are not signed. The `Authorization` field
    /// that a workflow can add is not signed, and is no proof of the body. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/checkout-com.md")]
    pub CheckoutCom: "checkout-com", BodySigned,
    Scheme::hmac_sha256(Place::header("cko-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .aliases(&["checkout"])
        .docs("https://www.checkout.com/docs/workflows/set-up-your-webhook-receiver")
        .last_verified("2026-11-27")
        .build()
}
