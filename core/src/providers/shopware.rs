use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Shopware's webhooks for apps: HMAC-SHA256 of the body, under the shop's secret.
    ///
    /// An app has one secret for each shop: find it with a [resolver](crate::SecretResolver). A
    /// request without a body is not signed. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/shopware.md")]
    pub Shopware: "shopware", BodySigned,
    Scheme::hmac_sha256(Place::header("shopware-shop-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/shopware/shopware/blob/trunk/src/Core/Framework/App/Hmac/RequestSigner.php")
        .last_verified("2026-11-27")
        .build()
}
