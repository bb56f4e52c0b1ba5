use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Polar (polar.sh): Standard Webhooks, under the secret as shown (`polar_whs_…`).
    ///
    /// Users of a Standard Webhooks library encode the secret as Base64 first, which the library
    /// decodes. One page of Polar's documentation gives a timeout of 10 seconds, another 20.
    ///
    #[doc = include_str!("schemes/polar.md")]
    pub Polar: "polar", BodySigned,
    OF_TEXT
        .answer_deadline_seconds(10)
        .docs("https://polar.sh/docs/integrate/webhooks/delivery")
        .last_verified("2026-11-25")
        .build()
}
