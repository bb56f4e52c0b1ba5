use crate::{Handshake, Place, Scheme};

crate::provider! {
    /// Strava: unsigned. A secret in the callback URL is the only proof.
    ///
    /// An event says what changed, not how: fetch it from the API. The handshake is a GET with a
    /// verify token: set it with [`handshake_token`](crate::VerifierBuilder::handshake_token), or
    /// the handshake is rejected.
    ///
    #[doc = include_str!("schemes/strava.md")]
    pub Strava: "strava", OriginOnly,
    Scheme::token(Place::query("secret"))
        .handshake(
            Handshake::method("GET")
                .query("hub.challenge")
                .token("hub.verify_token")
                .as_json("hub.challenge"),
        )
        .answer_deadline_seconds(2)
        .docs("https://developers.strava.com/docs/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
