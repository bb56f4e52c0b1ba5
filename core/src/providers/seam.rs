use super::svix::BY_SVIX;

crate::provider! {
    /// Seam, which sends through Svix: Standard Webhooks in `svix-` header fields.
    ///
    #[doc = include_str!("schemes/seam.md")]
    pub Seam: "seam", BodySigned,
    BY_SVIX
        .docs("https://docs.seam.co/latest/developer-tools/webhooks")
        .last_verified("2026-11-27")
        .build()
}
