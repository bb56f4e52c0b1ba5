use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Mollie's next-generation webhooks: HMAC-SHA256 of the body.
    ///
    /// Its older webhooks are not signed. The prefix of a signature may be missing. The header may
    /// appear several times, as it does during a rotation; one match is enough. No timestamp is
    /// signed.
    ///
    #[doc = include_str!("schemes/mollie.md")]
    pub Mollie: "mollie", BodySigned,
    Scheme::hmac_sha256(Place::header("x-mollie-signature").multiple().optional_prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(15)
        .event_id(&["id"])
        .docs("https://docs.mollie.com/reference/webhooks-best-practices")
        .last_verified("2026-11-25")
        .build()
}
