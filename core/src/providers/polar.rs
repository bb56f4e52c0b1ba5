use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Polar (polar.sh): Standard Webhooks, under the secret as it is shown (`polar_whs_…`).
    ///
    /// Whoever uses a library of Standard Webhooks turns the secret into Base64 first, which it
    /// undoes. One page of Polar's says that it waits 10 seconds, another 20.
    pub Polar: "polar", BodySigned,
    OF_TEXT
        .answer_deadline_seconds(10)
        .docs("https://polar.sh/docs/integrate/webhooks/delivery")
        .last_verified("2026-11-25")
        .build()
}
