use crate::{Handshake, Place, Scheme};

crate::provider! {
    /// Withings: unsigned. A secret in the callback URL is the only proof.
    ///
    /// A notification says whose data changed, not what the data is: fetch it from the API.
    /// Withings checks the URL with a HEAD request, which is acknowledged. The URL has at most 255
    /// characters.
    ///
    #[doc = include_str!("schemes/withings.md")]
    pub Withings: "withings", OriginOnly,
    Scheme::token(Place::query("secret"))
        .handshake(Handshake::method("HEAD").reply_ok())
        .retry_horizon_seconds(5 * 3600)
        .docs("https://developer.withings.com/developer-guide/v3/integration-guide/public-health-data-api/data-api/notifications/notification-overview/")
        .last_verified("2026-11-27")
        .build()
}
