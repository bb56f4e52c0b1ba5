//! The providers that are known, one file each.
//!
//! Each is a type; [`by_slug`] finds it by name at run time. What a signature does not cover (a delivery id, a
//! time) is said in the provider's documentation and has its own name in the proof.

use crate::provider::Entry;

mod centrepoint;
mod github;
mod shopify;
mod slack;
mod standard_webhooks;
mod stripe;
mod svix;
mod terra;
mod texture;
mod tradelens;

macro_rules! providers {
    ($($(#[$cfg:meta])* $file:ident::$name:ident,)*) => {
        $($(#[$cfg])* pub use $file::$name;)*

        /// Every provider, by the order of their slugs.
        pub const ALL: &[Entry] = &[$($(#[$cfg])* Entry::of::<$name>()),*];
    };
}

providers! {
    centrepoint::CentrePoint,
    centrepoint::CentrePointBasic,
    centrepoint::CentrePointBearer,
    github::GitHub,
    shopify::Shopify,
    slack::Slack,
    standard_webhooks::StandardWebhooks,
    stripe::Stripe,
    svix::Svix,
    terra::Terra,
    texture::Texture,
    tradelens::TradeLens,
    #[cfg(feature = "sha1")]
    tradelens::TradeLensSha1,
}

/// The provider with this slug.
///
/// ```
/// let github = verihook::providers::by_slug("github").expect("GitHub is known");
/// assert!(github.scheme.binds_body());
/// assert!(verihook::providers::by_slug("GitHub").is_none());
/// ```
#[must_use]
pub fn by_slug(slug: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.slug == slug)
}
