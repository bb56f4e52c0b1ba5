use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Grafana: HMAC-SHA256 of the body.
    ///
    #[doc = include_str!("schemes/grafana.md")]
    pub Grafana: "grafana", BodySigned,
    Scheme::hmac_sha256(Place::header("x-grafana-alerting-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/")
        .last_verified("2026-11-27")
        .build()
}
