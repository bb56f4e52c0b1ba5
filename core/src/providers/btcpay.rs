use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// BTCPay Server: HMAC-SHA256 of the body, after `sha256=`.
    ///
    /// A redelivery has an id of its own, and gives that of the first delivery in
    /// `originalDeliveryId`. No timestamp is signed. The scheme was read in `WebhookSender.cs` of
    /// btcpayserver/btcpayserver.
    ///
    #[doc = include_str!("schemes/btcpay.md")]
    pub BtcPay: "btcpay", BodySigned,
    Scheme::hmac_sha256(Place::header("btcpay-sig").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .retry_horizon_seconds(3_670)
        .event_id(&["originalDeliveryId"])
        .varying_body(
            "a repetition has a `deliveryId` of its own and `isRedelivery` \
             (btcpayserver/btcpayserver, WebhookSender.cs)",
        )
        .docs("https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Webhooks")
        .last_verified("2026-11-27")
        .build()
}
