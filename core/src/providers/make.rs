use super::standard_webhooks::STANDARD;
use crate::Place;

crate::provider! {
    /// Make's event subscriptions: Standard Webhooks.
    ///
    /// `Webhook-Topic`, the kind of event, is not signed.
    ///
    #[doc = include_str!("schemes/make.md")]
    pub Make: "make", BodySigned,
    STANDARD
        .unsigned_event(Place::header("webhook-topic"))
        .aliases(&["integromat"])
        .docs("https://developers.make.com/event-subscription/implementation/verify-signatures")
        .last_verified("2026-11-27")
        .build()
}
