use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Coinbase Commerce: HMAC-SHA256 of the body, under the shared secret.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/coinbase-commerce.md")]
    pub CoinbaseCommerce: "coinbase-commerce", BodySigned,
    Scheme::hmac_sha256(Place::header("x-cc-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .retry_horizon_seconds(259_200)
        .event_id(&["event", "id"])
        .varying_body(
            "`attempt_number` counts the attempts (coinbase-commerce-node, \
             test/testWebhook.spec.js)",
        )
        .docs("https://docs.cloud.coinbase.com/commerce-onchain/docs/webhooks")
        .last_verified("2026-11-25")
        .build()
}
