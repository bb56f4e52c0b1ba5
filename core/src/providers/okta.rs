use crate::{Handshake, Place, Scheme};

crate::provider! {
    /// Okta's event hooks: a user-chosen value in `Authorization`. The body is not signed.
    ///
    /// The customer also chooses the name of the field. If it is another one, set it with
    /// [`token_header`](crate::VerifierBuilder::token_header). The handshake (a GET) is answered;
    /// the route must accept GET.
    ///
    #[doc = include_str!("schemes/okta.md")]
    pub Okta: "okta", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .handshake(
            Handshake::method("GET").header("x-okta-verification-challenge").as_json("verification"),
        )
        .answer_deadline_seconds(3)
        .docs("https://developer.okta.com/docs/concepts/event-hooks/")
        .last_verified("2026-11-25")
        .build()
}
