use crate::{Place, Scheme};

crate::provider! {
    /// Gumroad: unsigned. A secret in the URL is the only proof.
    ///
    #[doc = include_str!("schemes/gumroad.md")]
    pub Gumroad: "gumroad", OriginOnly,
    Scheme::token(Place::query("secret"))
        .docs("https://gumroad.com/ping")
        .last_verified("2026-11-27")
        .build()
}
