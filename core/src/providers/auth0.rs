use crate::{Place, Scheme};

crate::provider! {
    /// Auth0's log streams: a user-chosen value in `Authorization`. The body is not signed.
    ///
    /// The value is compared as a whole. If you enter `Bearer …` in Auth0, the secret begins with
    /// `Bearer ` too.
    ///
    #[doc = include_str!("schemes/auth0.md")]
    pub Auth0: "auth0", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .aliases(&["auth0-log-streams"])
        .docs("https://auth0.com/docs/customize/log-streams/custom-log-streams")
        .last_verified("2026-11-27")
        .build()
}
