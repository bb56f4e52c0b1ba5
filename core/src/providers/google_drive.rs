use crate::{Place, Scheme};

crate::provider! {
    /// Google's push notifications (Drive, Calendar, Directory): a token that the receiver chose.
    ///
    /// Set the token in the request that starts to watch a resource. The body may be empty, and
    /// `X-Goog-Resource-State` says what happened; nothing is signed. A channel begins with the
    /// state `sync`. `X-Goog-Message-Number` counts the messages of one channel.
    ///
    #[doc = include_str!("schemes/google-drive.md")]
    pub GoogleDrive: "google-drive", OriginOnly,
    Scheme::token(Place::header("x-goog-channel-token"))
        .unsigned_event(Place::header("x-goog-resource-state"))
        .aliases(&["google-calendar"])
        .docs("https://developers.google.com/workspace/drive/api/guides/push")
        .last_verified("2026-11-27")
        .build()
}
