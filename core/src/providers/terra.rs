use crate::{Encoding, Part, Place, Scheme, SourceList, TimestampFormat};

const SIGNATURE: Place =
    Place::also_named(&["x-terra-signature", "terra-signature"]).separated_by(',');

/// As its documentation has it.
const JUST_OVER_A_DAY: u64 = 25 * 3600;

const DESTINATIONS: &str = "https://docs.tryterra.co/reference/health-and-fitness-api/destinations";

/// Two copies of Terra's page differ by one address, and neither is dated: a sample of that day
/// stands in both.
const SOURCES: &[SourceList] = &[
    SourceList::new(
        "2024-08-16 or later, the newer copy",
        "https://docs.tryterra.co/unified-api/integration-setup/setting-up-data-destinations/webhooks",
        &[
            "18.133.218.210",
            "18.169.82.189",
            "18.132.162.19",
            "18.130.218.186",
            "13.43.183.154",
            "3.11.208.36",
            "35.214.201.105",
            "35.214.230.71",
            "35.214.252.53",
            "35.214.229.114",
        ],
    ),
    SourceList::new(
        "2024-08-16 or later, the older copy",
        DESTINATIONS,
        &[
            "18.133.218.210",
            "18.169.82.189",
            "18.132.162.19",
            "18.130.218.186",
            "13.43.183.154",
            "3.11.208.36",
            "35.214.201.105",
            "35.214.230.71",
            "35.214.252.53",
        ],
    ),
];

crate::provider! {
    /// Terra: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The field is `X-Terra-Signature`, and for now also the older `Terra-Signature`; where both
    /// are present they must be equal. Every scheme but `v1` is ignored. The timestamp is digits
    /// only: Terra's SDK for JavaScript takes `1.5` for a time, and with it a genuine delivery
    /// whose bytes were split elsewhere. `X-Terra-Trace-Id` is an unsigned id that stays the same
    /// over retries; `terra-reference` is shared by the chunks of one request and is no id. Its
    /// samples take bodies of 4 to 5 MB, its chunks reach 10 MB. Only a status of 2xx acknowledges.
    pub Terra: "terra", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .unsigned_id(Place::header("x-terra-trace-id"))
        .body_limit(10 * 1024 * 1024)
        .answer_deadline_seconds(8)
        .retry_horizon_seconds(JUST_OVER_A_DAY)
        .sources(SOURCES)
        .docs("https://docs.tryterra.co/unified-api/integration-setup/setting-up-data-destinations/webhooks")
        .last_verified("2026-11-25")
        .build()
}
