use super::standard_webhooks::STANDARD;
use crate::SourceList;

const SOURCES: &[SourceList] = &[SourceList::new(
    "2026-08-21 or earlier",
    "https://liveblocks.io/docs/platform/webhooks",
    &[
        "44.228.126.217",
        "50.112.21.217",
        "52.24.126.164",
        "54.148.139.208",
        "2600:1f24:64:8000::/52",
    ],
)];

crate::provider! {
    /// Liveblocks, which sends Standard Webhooks through Svix.
    ///
    #[doc = include_str!("schemes/liveblocks.md")]
    pub Liveblocks: "liveblocks", BodySigned,
    STANDARD
        .retry_horizon_seconds(99_300)
        .sources(SOURCES)
        .docs("https://liveblocks.io/docs/platform/webhooks")
        .last_verified("2026-11-25")
        .build()
}
