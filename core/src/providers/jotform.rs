use crate::{Place, Scheme};

crate::provider! {
    /// Jotform: unsigned. A secret in the URL is the only proof.
    ///
    /// A webhook has nothing but a URL. The body is a multipart form.
    ///
    #[doc = include_str!("schemes/jotform.md")]
    pub Jotform: "jotform", OriginOnly,
    Scheme::token(Place::query("secret"))
        .docs("https://github.com/jotform/jotform-api-nodejs/blob/master/lib/form.ts")
        .last_verified("2026-11-27")
        .build()
}
