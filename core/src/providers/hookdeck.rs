use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Hookdeck, a gateway for other senders: HMAC-SHA256 of the body.
    ///
    /// A project can replace the prefix `x-hookdeck`, and then needs a provider of your own with
    /// its names. The key is the project's signing secret. During a rotation, a second header has
    /// the signature of the older secret. `X-Hookdeck-Verified`, which is not signed, indicates
    /// whether Hookdeck verified the original sender. The id, the method (only POST is accepted
    /// here) and the headers of the original sender are not signed either. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/hookdeck.md")]
    pub Hookdeck: "hookdeck", BodySigned,
    Scheme::hmac_sha256(Place::any_of(&["x-hookdeck-signature", "x-hookdeck-signature-2"]), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-hookdeck-eventid"))
        .docs("https://hookdeck.com/docs/authentication")
        .last_verified("2026-11-25")
        .build()
}
