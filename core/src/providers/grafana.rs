use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Grafana's alerting: HMAC-SHA256 of the body.
    ///
    /// If the contact point names another field, set it with
    /// [`signature_header`](crate::VerifierBuilder::signature_header). If it names a field for a
    /// timestamp, the signature covers that too, and the scheme is `grafana-timestamp`.
    ///
    #[doc = include_str!("schemes/grafana.md")]
    pub Grafana: "grafana", BodySigned,
    Scheme::hmac_sha256(Place::header("x-grafana-alerting-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .methods("POST, PUT")
        .docs("https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/")
        .last_verified("2026-11-27")
        .build()
}
