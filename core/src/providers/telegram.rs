use crate::{Place, Scheme};

crate::provider! {
    /// Telegram's bots: a token that the user chooses. The body is not signed.
    ///
    /// The token has 1 to 256 characters of `A-Z`, `a-z`, `0-9`, `_` and `-`. The `update_id` in
    /// the body proves as little as the rest of the body.
    ///
    #[doc = include_str!("schemes/telegram.md")]
    pub Telegram: "telegram", OriginOnly,
    Scheme::token(Place::header("x-telegram-bot-api-secret-token"))
        .retry_horizon_seconds(86_400)
        .docs("https://core.telegram.org/bots/api#setwebhook")
        .last_verified("2026-11-25")
        .build()
}
