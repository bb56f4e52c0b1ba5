use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Setu, UPI payments: HMAC-SHA256 of the body in Base64.
    ///
    /// Its other products prove their requests in other ways. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/setu.md")]
    pub Setu: "setu", BodySigned,
    Scheme::hmac_sha256(Place::header("x-setu-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .event_id(&["eventId"])
        .docs("https://docs.setu.co/payments/umap/notifications/verify-signature")
        .last_verified("2026-11-27")
        .build()
}
