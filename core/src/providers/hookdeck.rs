use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Hookdeck, which hands on what others sent: HMAC-SHA256 of the body, under the project's
    /// signing secret.
    ///
    /// While the secret is changed, a second field has the signature of the older one. Whether
    /// Hookdeck verified the first sender is told in `X-Hookdeck-Verified`, which is not signed;
    /// nor are the id, the method, of which POST alone is taken here, and the fields of the first
    /// sender. No time is signed.
    pub Hookdeck: "hookdeck", BodySigned,
    Scheme::hmac_sha256(Place::any_of(&["x-hookdeck-signature", "x-hookdeck-signature-2"]), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-hookdeck-eventid"))
        .docs("https://hookdeck.com/docs/authentication")
        .last_verified("2026-11-25")
        .build()
}
