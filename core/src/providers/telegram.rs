use crate::{Place, Scheme};

crate::provider! {
    /// Telegram's bots: a token of the user's choice, sent back with each update. The body is not
    /// signed.
    pub Telegram: "telegram", OriginOnly,
    Scheme::token(Place::header("x-telegram-bot-api-secret-token"))
        .docs("https://core.telegram.org/bots/api#setwebhook")
        .last_verified("2026-11-25")
        .build()
}
