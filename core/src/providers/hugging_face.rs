use crate::{Place, Scheme};

crate::provider! {
    /// Hugging Face: the webhook's secret itself, in `X-Webhook-Secret`. The body is not signed.
    ///
    /// The secret has only ASCII characters. Hugging Face can send it in the URL instead; this
    /// provider rejects such a request.
    ///
    #[doc = include_str!("schemes/hugging-face.md")]
    pub HuggingFace: "hugging-face", OriginOnly,
    Scheme::token(Place::header("x-webhook-secret"))
        .aliases(&["huggingface"])
        .docs("https://huggingface.co/docs/hub/webhooks")
        .last_verified("2026-11-27")
        .build()
}
