use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Mollie, with its webhooks of the new generation: HMAC-SHA256 of the body.
    ///
    /// Its older webhooks are not signed. The label in front of a signature may be missing, and the
    /// field may stand several times, as it does while a secret is changed; any that fits is
    /// enough. No time is signed.
    pub Mollie: "mollie", BodySigned,
    Scheme::hmac_sha256(Place::header("x-mollie-signature").multiple().optional_prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(15)
        .docs("https://docs.mollie.com/reference/webhooks-best-practices")
        .last_verified("2026-11-25")
        .build()
}
