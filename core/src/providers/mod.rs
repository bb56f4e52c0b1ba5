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

macro_rules! providers {
    ($($file:ident: $($(#[$cfg:meta])* $name:ident),+;)*) => {
        $(mod $file;)*
        $($($(#[$cfg])* pub use $file::$name;)+)*

        /// Every provider, ordered by slug.
        pub const ALL: &[ProviderEntry] =
            &[$($($(#[$cfg])* ProviderEntry::of::<$name>(),)+)*];
    };
}

providers! {
    ably: Ably;
    acuity: Acuity;
    adyen: Adyen;
    airtable: Airtable;
    alchemy: Alchemy;
    anthropic: Anthropic;
    asana: Asana;
    atlassian_jira: AtlassianJira;
    auth0: Auth0;
    authorize_net: AuthorizeNet;
    autotask: #[cfg(feature = "sha1")] Autotask;
    azure_devops: AzureDevOps;
    bigcommerce: BigCommerce;
    bitbucket: Bitbucket;
    box_com: BoxCom;
    brevo: Brevo, BrevoBasic;
    brex: Brex;
    buildkite: Buildkite;
    buildkite_token: BuildkiteToken;
    cal_com: CalCom;
    cashfree: Cashfree;
    centrepoint: CentrePoint, CentrePointBasic, CentrePointBearer;
    chargebee: Chargebee;
    circleci: CircleCi;
    clerk: Clerk;
    close: Close;
    cloudevents: CloudEvents;
    cloudinary: #[cfg(feature = "sha1")] Cloudinary, CloudinarySha256;
    coinbase_commerce: CoinbaseCommerce;
    cronofy: Cronofy;
    cursor: Cursor;
    discord: #[cfg(feature = "ed25519")] Discord, #[cfg(feature = "ed25519")] DiscordEvents;
    docusign: DocuSign;
    dodo_payments: DodoPayments;
    dropbox: Dropbox;
    dub: Dub;
    easypost: EasyPost;
    elevenlabs: ElevenLabs;
    etsy: Etsy;
    finch: Finch;
    flutterwave_v3: FlutterwaveV3;
    gemini: Gemini;
    getstream: GetStream;
    gitea: Gitea;
    github: GitHub;
    gitlab: GitLab;
    gitlab_signed: GitLabSigned;
    gocardless: GoCardless;
    gogs: Gogs;
    google_drive: GoogleDrive;
    grafana: Grafana;
    guesty: Guesty;
    gumroad: Gumroad;
    help_scout: #[cfg(feature = "sha1")] HelpScout;
    hookdeck: Hookdeck;
    hubspot: HubSpot;
    hubspot_old: HubSpotV1, HubSpotV2;
    incident_io: IncidentIo;
    increase: Increase;
    junction: Junction;
    kick: #[cfg(feature = "rsa")] Kick;
    klaviyo: Klaviyo;
    line: Line;
    linear: #[cfg(feature = "json")] Linear;
    linkedin: LinkedIn;
    linq: Linq;
    lithic: Lithic;
    liveblocks: Liveblocks;
    loops: Loops;
    mailersend: MailerSend;
    mailjet: Mailjet;
    mandrill: #[cfg(all(feature = "form", feature = "sha1"))] Mandrill;
    mautic: Mautic;
    meta: Meta;
    metriport: Metriport;
    microsoft_teams: MicrosoftTeams;
    mixpanel: Mixpanel;
    modern_treasury: ModernTreasury;
    mollie: Mollie;
    mux: Mux;
    nash: Nash;
    notion: Notion;
    okta: Okta;
    onfido: Onfido;
    openai: OpenAi;
    oura: Oura;
    paddle: Paddle;
    pagerduty: PagerDuty;
    paymongo: PayMongo, PayMongoTest;
    pipedrive: Pipedrive;
    pleo: Pleo;
    polar: Polar;
    portone: PortOne;
    postmark: Postmark;
    pusher: Pusher;
    quickbooks: QuickBooks;
    razorpay: Razorpay;
    render: Render;
    replicate: Replicate;
    resend: Resend;
    retell: Retell;
    revenuecat: RevenueCat;
    revolut: Revolut;
    rootly: Rootly;
    rutter: Rutter;
    safebase: SafeBase;
    samsara: Samsara;
    sanity: Sanity;
    sardine: Sardine;
    sendbird: Sendbird;
    sendgrid: #[cfg(feature = "ecdsa")] SendGrid;
    sentry: Sentry;
    shopify: Shopify;
    sinch: Sinch;
    sinch_numbers: #[cfg(feature = "sha1")] SinchNumbers;
    slack: Slack;
    smartcar: Smartcar;
    sparkpost: SparkPost, SparkPostToken;
    square: Square;
    standard_webhooks: StandardWebhooks;
    standard_webhooks_v1a: #[cfg(feature = "ed25519")] StandardWebhooksV1a;
    stripe: Stripe;
    stytch: Stytch;
    supabase: Supabase;
    svix: Svix;
    svix_v1a: #[cfg(feature = "ed25519")] SvixV1a;
    telegram: Telegram;
    telnyx: #[cfg(feature = "ed25519")] Telnyx;
    terra: Terra;
    texture: #[cfg(feature = "json")] Texture;
    tradelens: TradeLens, #[cfg(feature = "sha1")] TradeLensSha1;
    twilio: #[cfg(all(feature = "form", feature = "sha1"))] Twilio;
    twilio_shared_key: #[cfg(feature = "form")] TwilioSharedKey;
    twitch: Twitch;
    vanta: Vanta;
    viber: Viber;
    whoop: Whoop, WhoopPartner;
    wise: #[cfg(feature = "rsa")] Wise;
    woocommerce: WooCommerce;
    workos: WorkOs;
    x: X;
    xendit: Xendit;
    xero: Xero;
    zendesk: Zendesk;
    zoom: Zoom;
}

/// Returns the provider with this slug, or with this [alias](crate::Scheme::aliases).
///
/// ```
/// use verihook::providers::by_slug;
///
/// let github = by_slug("github").expect("GitHub is known");
/// assert!(github.scheme.binds_body());
/// assert_eq!(by_slug("whatsapp").map(|entry| entry.slug), Some("meta"));
/// assert!(by_slug("GitHub").is_none());
/// ```
#[must_use]
pub fn by_slug(name: &str) -> Option<&'static ProviderEntry> {
    let of_alias = || ALL.iter().find(|entry| entry.scheme.aliases().contains(&name));
    ALL.iter().find(|entry| entry.slug == name).or_else(of_alias)
}

/// Iterates over the slugs and aliases that begin most like this name, at most three.
///
/// Use it in the message for a name that [`by_slug`] does not find.
///
/// ```
/// use verihook::providers::similar_to;
///
/// assert_eq!(similar_to("stripee").next(), Some("stripe"));
/// assert_eq!(similar_to("??").next(), None);
/// ```
pub fn similar_to(name: &str) -> impl Iterator<Item = &'static str> {
    let names = || ALL.iter().flat_map(names_of);
    let longest = names().map(|known| common_prefix(known, name)).max().unwrap_or_default();
    // One letter in common is chance.
    let least = longest.max(2);
    names().filter(move |known| common_prefix(known, name) >= least).take(3)
}

fn names_of(entry: &'static ProviderEntry) -> impl Iterator<Item = &'static str> {
    core::iter::once(entry.slug).chain(entry.scheme.aliases().iter().copied())
}

/// Returns the number of bytes that two names have in common at their beginning.
fn common_prefix(one: &str, other: &str) -> usize {
    one.bytes()
        .zip(other.bytes())
        .take_while(|(one, other)| one.eq_ignore_ascii_case(other))
        .count()
}
