use crate::{Encoding, Part, Place, Scheme, Unit};

const SIGNATURE: Place = Place::headers(&["x-terra-signature", "terra-signature"]).list(',');

crate::provider! {
    /// Terra: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The field is `X-Terra-Signature`, and for now also the older `Terra-Signature`; where both are present
    /// they must be equal. Every scheme but `v1` is ignored. The timestamp is digits only: Terra's SDK for
    /// JavaScript takes `1.5` for a time, and with it a genuine delivery whose bytes were split elsewhere.
    /// `X-Terra-Trace-Id` is an unsigned id that stays the same over retries; `terra-reference` is shared by
    /// the chunks of one request and is no id. Its samples take bodies of 4 to 5 MB.
    pub Terra: "terra", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), Unit::Seconds)
        .signs(&[Part::Timestamp, Part::Text("."), Part::Body])
        .unsigned_id(Place::header("x-terra-trace-id"))
        .body_limit(5 * 1024 * 1024)
        .docs("https://docs.tryterra.co/unified-api/integration-setup/setting-up-data-destinations/webhooks")
        .build()
}
