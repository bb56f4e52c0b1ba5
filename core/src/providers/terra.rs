use crate::{Encoding, Part, Place, Scheme, SourceList, TimestampFormat};

const SIGNATURE: Place =
    Place::also_named(&["x-terra-signature", "terra-signature"]).separated_by(',');

/// The period for retries, in the words of the documentation.
const JUST_OVER_A_DAY: u64 = 25 * 3600;

const DESTINATIONS: &str = "https://docs.tryterra.co/reference/health-and-fitness-api/destinations";

/// The addresses, from two copies of Terra's page, which differ by one address.
///
/// Neither copy is dated, but both contain a sample of 2024-08-16.
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
    /// The header is `X-Terra-Signature`, and for now also the older `Terra-Signature`; if both are
    /// present they must be equal. All schemes except `v1` are ignored. The timestamp must be
    /// digits: Terra's SDK for JavaScript accepts `1.5` as a timestamp, and with it an authentic
    /// delivery whose bytes are split at another position. `X-Terra-Trace-Id` is an unsigned id
    /// that stays the same for retries; `terra-reference` is shared by the chunks of one request
    /// and is not an id. Its samples accept bodies of 4 to 5 MB, its chunks reach 10 MB. Only a 2xx
    /// status acknowledges a delivery.
    ///
    #[doc = include_str!("schemes/terra.md")]
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
