use crate::{Encoding, Part, Place, Scheme, Syntax};

crate::provider! {
    /// Crisp's webhooks: HMAC-SHA256 of a timestamp and the body, in brackets, `[timestamp;body]`.
    ///
    /// Crisp does not document the unit of `X-Crisp-Request-Timestamp`, so its freshness is not
    /// checked, and a captured request can be replayed. Crisp's library re-serialises parsed JSON;
    /// here the signature is checked over the bytes as received. Requests of Hugo's MCP API use
    /// another scheme and are rejected.
    ///
    #[doc = include_str!("schemes/crisp.md")]
    pub Crisp: "crisp", BodySigned,
    Scheme::hmac_sha256(Place::header("x-crisp-signature"), Encoding::Hex)
        .signs(&[
            Part::Literal("["),
            Part::Header("x-crisp-request-timestamp", Syntax::DIGITS),
            Part::Literal(";"),
            Part::Body,
            Part::Literal("]"),
        ])
        .docs("https://docs.crisp.chat/guides/web-hooks/quickstart/")
        .last_verified("2026-11-27")
        .build()
}
