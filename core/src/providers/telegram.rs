use crate::{Place, Scheme};

crate::provider! {
    /// Telegram's bots: a token that the user chooses. The body is not signed.
    ///
    #[doc = include_str!("schemes/telegram.md")]
    pub Telegram: "telegram", OriginOnly,
    Scheme::token(Place::header("x-telegram-bot-api-secret-token"))
        .docs("https://core.telegram.org/bots/api#setwebhook")
        .last_verified("2026-11-25")
        .build()
}
