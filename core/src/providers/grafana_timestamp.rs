use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Grafana's alerting, with a timestamp: HMAC-SHA256 of the timestamp, a colon and the body.
    ///
    /// Grafana has no default name for the timestamp's field. Name it
    /// `X-Grafana-Alerting-Timestamp` in the contact point, or give yours to
    /// [`timestamp_header`](crate::VerifierBuilder::timestamp_header). Another field for the
    /// signature goes to [`signature_header`](crate::VerifierBuilder::signature_header).
    ///
    #[doc = include_str!("schemes/grafana-timestamp.md")]
    pub GrafanaTimestamp: "grafana-timestamp", BodySigned,
    Scheme::hmac_sha256(Place::header("x-grafana-alerting-signature"), Encoding::Hex)
        .timestamp(Place::header("x-grafana-alerting-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .methods("POST, PUT")
        .variant_of("grafana")
        .docs("https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/")
        .last_verified("2026-11-27")
        .build()
}
