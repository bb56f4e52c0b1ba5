use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Mollie, with its webhooks of the new generation: HMAC-SHA256 of the body.
    ///
    /// Its older webhooks are not signed. Its library takes a signature without its label, and several fields of
    /// this name; here a label is needed, and the field stands once. No time is signed.
    pub Mollie: "mollie", BodySigned,
    Scheme::hmac_sha256(Place::header("x-mollie-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(15)
        .docs("https://docs.mollie.com/reference/webhooks-best-practices")
        .build()
}
