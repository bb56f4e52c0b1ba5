use crate::{Place, Scheme};

crate::provider! {
    /// Flutterwave, version 3 of the API: the secret hash itself. The body is not signed.
    ///
    /// Compare the payment with the API before you act on it. Version 4 signs its deliveries in
    /// another header field, and is not this provider.
    ///
    #[doc = include_str!("schemes/flutterwave-v3.md")]
    pub FlutterwaveV3: "flutterwave-v3", OriginOnly,
    Scheme::token(Place::header("verif-hash"))
        .docs("https://developer.flutterwave.com/v3.0.0/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
