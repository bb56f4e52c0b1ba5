#![cfg(feature = "sha1")]

use crate::{Encoding, Handshake, Hash, Part, Place, Scheme};

const ALGORITHMS: &[(&str, Hash)] = &[
    ("sha256=", Hash::Sha256),
    ("sha384=", Hash::Sha384),
    ("sha512=", Hash::Sha512),
    ("sha1=", Hash::Sha1),
];

crate::provider! {
    /// WebSub and PubSubHubbub (YouTube's feeds): an HMAC of the body, with a hash that the hub names.
    ///
    /// Most hubs, YouTube's too, still name SHA-1. No timestamp and no id are signed, and neither
    /// are header fields (`Link`). The GET by which a hub verifies a subscription is answered
    /// whatever its topic: a hub that has another secret cannot deliver.
    ///
    #[doc = include_str!("schemes/websub.md")]
    pub WebSub: "websub", BodySigned,
    Scheme::hmac_of(ALGORITHMS, Place::header("x-hub-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::method("GET").query("hub.challenge").as_text())
        .aliases(&["pubsubhubbub", "youtube"])
        .docs("https://www.w3.org/TR/websub/")
        .last_verified("2026-11-27")
        .build()
}
