use super::standard_webhooks::STANDARD;

crate::provider! {
    /// PortOne (version 2): Standard Webhooks.
    ///
    /// Its libraries also accept a secret without `whsec_`, and so does this crate. For some time
    /// after a rotation, PortOne signs with both secrets.
    ///
    #[doc = include_str!("schemes/portone.md")]
    pub PortOne: "portone", BodySigned,
    STANDARD
        .shortest_secret(16)
        .aliases(&["iamport"])
        .docs("https://developers.portone.io/opi/ko/integration/webhook/readme-v2?v=v2")
        .last_verified("2026-11-27")
        .build()
}
