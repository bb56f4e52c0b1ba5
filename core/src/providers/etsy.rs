use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Etsy: Standard Webhooks.
    ///
    /// A delivery names a shop and the resource to fetch. Only commercial applications receive
    /// webhooks.
    ///
    #[doc = include_str!("schemes/etsy.md")]
    pub Etsy: "etsy", BodySigned,
    STANDARD
        .docs("https://developers.etsy.com/documentation/essentials/webhooks")
        .last_verified("2026-11-27")
        .build()
}
