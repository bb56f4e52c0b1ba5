use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Polar (polar.sh): Standard Webhooks, under what the secret decodes to or under its text.
    ///
    /// Secrets that were generated since 2026-09-08 (`whsec_…`) are Base64, as in Standard
    /// Webhooks; older ones (`whsec_…` and `polar_whs_…`) are used as shown. A secret does not say
    /// which it is, so both keys are tried, as Polar's own SDK does. One page of Polar's
    /// documentation gives a timeout of 10 seconds, another 20.
    ///
    #[doc = include_str!("schemes/polar.md")]
    pub Polar: "polar", BodySigned,
    OF_TEXT
        .base64_or_text_secret("whsec_")
        .answer_deadline_seconds(10)
        .docs("https://polar.sh/docs/integrate/webhooks/delivery")
        .last_verified("2026-11-26")
        .build()
}
