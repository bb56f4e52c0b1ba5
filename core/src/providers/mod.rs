//! The supported providers, one file each.
//!
//! Each provider is a type; [`by_slug`] finds it by name at run time. Values that a signature does
//! not cover have their own names, in the scheme and in the proof: `unsigned_id`,
//! `unsigned_timestamp`, `unsigned_event`. Anyone who replays a delivery can change them, so
//! nothing important may depend on them alone. Nor should a route be chosen by an event name in a
//! header field.
//!
//! Most providers that sign a timestamp do not document whether a retry is signed again. Widen the
//! tolerance if you see `TimestampStale` after an outage.

use crate::provider::ProviderEntry;

mod ably;
mod adyen;
mod alchemy;
mod anthropic;
mod asana;
#[cfg(feature = "sha1")]
mod autotask;
mod bigcommerce;
mod bitbucket;
mod box_com;
mod buildkite;
mod buildkite_token;
mod cashfree;
mod centrepoint;
mod circleci;
mod clerk;
mod cloudevents;
mod cloudinary;
mod coinbase_commerce;
mod cronofy;
#[cfg(feature = "ed25519")]
mod discord;
mod docusign;
mod dodo_payments;
mod dropbox;
mod easypost;
mod elevenlabs;
mod finch;
mod getstream;
mod github;
mod gitlab;
mod gitlab_signed;
mod gocardless;
mod hookdeck;
mod hubspot;
mod hubspot_old;
mod junction;
mod line;
#[cfg(feature = "json")]
mod linear;
mod lithic;
mod liveblocks;
mod mailersend;
mod meta;
mod metriport;
mod modern_treasury;
mod mollie;
mod mux;
mod notion;
mod okta;
mod onfido;
mod openai;
mod paddle;
mod pagerduty;
mod polar;
mod pusher;
mod quickbooks;
mod razorpay;
mod replicate;
mod resend;
mod retell;
mod sanity;
#[cfg(feature = "ecdsa")]
mod sendgrid;
mod sentry;
mod shopify;
mod slack;
mod smartcar;
mod square;
mod standard_webhooks;
#[cfg(feature = "ed25519")]
mod standard_webhooks_v1a;
mod stripe;
mod svix;
#[cfg(feature = "ed25519")]
mod svix_v1a;
mod telegram;
#[cfg(feature = "ed25519")]
mod telnyx;
mod terra;
#[cfg(feature = "json")]
mod texture;
mod tradelens;
#[cfg(all(feature = "form", feature = "sha1"))]
mod twilio;
#[cfg(feature = "form")]
mod twilio_shared_key;
mod twitch;
mod viber;
mod whoop;
#[cfg(feature = "rsa")]
mod wise;
mod woocommerce;
mod workos;
mod zendesk;
mod zoom;

macro_rules! providers {
    ($($(#[$cfg:meta])* $file:ident::$name:ident,)*) => {
        $($(#[$cfg])* pub use $file::$name;)*

        /// Every provider, ordered by slug.
        pub const ALL: &[ProviderEntry] = &[$($(#[$cfg])* ProviderEntry::of::<$name>()),*];
    };
}

providers! {
    ably::Ably,
    adyen::Adyen,
    alchemy::Alchemy,
    anthropic::Anthropic,
    asana::Asana,
    #[cfg(feature = "sha1")]
    autotask::Autotask,
    bigcommerce::BigCommerce,
    bitbucket::Bitbucket,
    box_com::BoxCom,
    buildkite::Buildkite,
    buildkite_token::BuildkiteToken,
    cashfree::Cashfree,
    centrepoint::CentrePoint,
    centrepoint::CentrePointBasic,
    centrepoint::CentrePointBearer,
    circleci::CircleCi,
    clerk::Clerk,
    cloudevents::CloudEvents,
    #[cfg(feature = "sha1")]
    cloudinary::Cloudinary,
    cloudinary::CloudinarySha256,
    coinbase_commerce::CoinbaseCommerce,
    cronofy::Cronofy,
    #[cfg(feature = "ed25519")]
    discord::Discord,
    #[cfg(feature = "ed25519")]
    discord::DiscordEvents,
    docusign::DocuSign,
    dodo_payments::DodoPayments,
    dropbox::Dropbox,
    easypost::EasyPost,
    elevenlabs::ElevenLabs,
    finch::Finch,
    getstream::GetStream,
    github::GitHub,
    gitlab::GitLab,
    gitlab_signed::GitLabSigned,
    gocardless::GoCardless,
    hookdeck::Hookdeck,
    hubspot::HubSpot,
    hubspot_old::HubSpotV1,
    hubspot_old::HubSpotV2,
    junction::Junction,
    line::Line,
    #[cfg(feature = "json")]
    linear::Linear,
    lithic::Lithic,
    liveblocks::Liveblocks,
    mailersend::MailerSend,
    meta::Meta,
    metriport::Metriport,
    modern_treasury::ModernTreasury,
    mollie::Mollie,
    mux::Mux,
    notion::Notion,
    okta::Okta,
    onfido::Onfido,
    openai::OpenAi,
    paddle::Paddle,
    pagerduty::PagerDuty,
    polar::Polar,
    pusher::Pusher,
    quickbooks::QuickBooks,
    razorpay::Razorpay,
    replicate::Replicate,
    resend::Resend,
    retell::Retell,
    sanity::Sanity,
    #[cfg(feature = "ecdsa")]
    sendgrid::SendGrid,
    sentry::Sentry,
    shopify::Shopify,
    slack::Slack,
    smartcar::Smartcar,
    square::Square,
    standard_webhooks::StandardWebhooks,
    #[cfg(feature = "ed25519")]
    standard_webhooks_v1a::StandardWebhooksV1a,
    stripe::Stripe,
    svix::Svix,
    #[cfg(feature = "ed25519")]
    svix_v1a::SvixV1a,
    telegram::Telegram,
    #[cfg(feature = "ed25519")]
    telnyx::Telnyx,
    terra::Terra,
    #[cfg(feature = "json")]
    texture::Texture,
    tradelens::TradeLens,
    #[cfg(feature = "sha1")]
    tradelens::TradeLensSha1,
    #[cfg(all(feature = "form", feature = "sha1"))]
    twilio::Twilio,
    #[cfg(feature = "form")]
    twilio_shared_key::TwilioSharedKey,
    twitch::Twitch,
    viber::Viber,
    whoop::WhoopPartner,
    #[cfg(feature = "rsa")]
    wise::Wise,
    woocommerce::WooCommerce,
    workos::WorkOs,
    zendesk::Zendesk,
    zoom::Zoom,
}

/// Returns the provider with this slug.
///
/// ```
/// let github = verihook::providers::by_slug("github").expect("GitHub is known");
/// assert!(github.scheme.binds_body());
/// assert!(verihook::providers::by_slug("GitHub").is_none());
/// ```
#[must_use]
pub fn by_slug(slug: &str) -> Option<&'static ProviderEntry> {
    ALL.iter().find(|entry| entry.slug == slug)
}
