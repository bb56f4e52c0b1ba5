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

use crate::provider::{Provider, ProviderEntry};

macro_rules! providers {
    ($($file:ident: $($(#[$cfg:meta])* $name:ident),+;)*) => {
        $(mod $file;)*
        $($($(#[$cfg])* pub use $file::$name;)+)*

        /// Every provider, ordered by slug.
        pub const ALL: &[ProviderEntry] =
            &[$($($(#[$cfg])* ProviderEntry::of::<$name>(),)+)*];

        /// The slug of every provider, for programs that need no other scheme than their own.
        pub(crate) const SLUGS: &[&str] = &[$($($(#[$cfg])* <$name as Provider>::SLUG,)+)*];
    };
}

providers! {
    ably: Ably;
    abyssale: Abyssale;
    acuity: Acuity;
    adyen: Adyen;
    affirm: Affirm;
    aftership: AfterShip;
    agentmail: AgentMail;
    airship: Airship;
    airtable: Airtable;
    airwallex: Airwallex;
    alchemy: Alchemy;
    anthropic: Anthropic;
    appwrite: #[cfg(feature = "sha1")] Appwrite;
    asana: Asana;
    ashby: Ashby;
    atlassian_jira: AtlassianJira;
    attio: Attio;
    auth0: Auth0;
    authorize_net: AuthorizeNet;
    autodesk_aps: #[cfg(feature = "sha1")] AutodeskAps;
    autotask: #[cfg(feature = "sha1")] Autotask;
    azure_devops: AzureDevOps;
    bigcommerce: BigCommerce;
    bitbucket: Bitbucket;
    bland: Bland;
    blaxel: Blaxel;
    boldsign: BoldSign;
    bolt: Bolt;
    box_com: BoxCom;
    brevo: Brevo, BrevoBasic;
    brex: Brex;
    btcpay: BtcPay;
    buildkite: Buildkite;
    buildkite_token: BuildkiteToken;
    buymeacoffee: BuyMeACoffee;
    cal_com: CalCom;
    calendly: Calendly;
    cashfree: Cashfree;
    centrepoint: CentrePoint, CentrePointBasic, CentrePointBearer;
    chargebee: Chargebee;
    chargify: Chargify;
    checkout_com: CheckoutCom;
    checkr: Checkr;
    chip: #[cfg(feature = "rsa")] Chip;
    circleci: CircleCi;
    clerk: Clerk;
    clickup: ClickUp;
    close: Close;
    cloudevents: CloudEvents;
    cloudflare_notifications: CloudflareNotifications;
    cloudflare_stream: CloudflareStream;
    cloudinary: #[cfg(feature = "sha1")] Cloudinary, CloudinarySha256;
    coinbase_cdp: CoinbaseCdp;
    coinbase_commerce: CoinbaseCommerce;
    coinflow: Coinflow;
    coinify: Coinify;
    commerce_layer: CommerceLayer;
    composio: Composio;
    configcat: ConfigCat;
    convoy: Convoy;
    convoy_advanced: ConvoyAdvanced;
    courier: Courier;
    creem: Creem;
    crisp: Crisp;
    cronofy: Cronofy;
    cursor: Cursor;
    customer_io: CustomerIo;
    cvat: Cvat;
    datadog: Datadog;
    datasaur: Datasaur;
    dbt_cloud: DbtCloud;
    deel: Deel;
    discord: #[cfg(feature = "ed25519")] Discord, #[cfg(feature = "ed25519")] DiscordEvents;
    discourse: Discourse;
    docker_hub: DockerHub;
    documenso: Documenso;
    docusign: DocuSign;
    dodo_payments: DodoPayments;
    doppler: Doppler;
    dropbox: Dropbox;
    dub: Dub;
    duffel: Duffel;
    dwolla: Dwolla;
    dyte: #[cfg(feature = "rsa")] Dyte;
    easypost: EasyPost;
    elevenlabs: ElevenLabs;
    enode: #[cfg(feature = "sha1")] Enode;
    etsy: Etsy;
    exa: Exa;
    expo: #[cfg(feature = "sha1")] Expo;
    extend: Extend;
    fastspring: FastSpring;
    finch: Finch;
    fingerprint: Fingerprint;
    fintoc: Fintoc;
    firecrawl: Firecrawl;
    fizzy: Fizzy;
    flagsmith: Flagsmith;
    flowglad: Flowglad;
    flutterwave_v3: FlutterwaveV3;
    formbricks: Formbricks;
    fourthwall: Fourthwall;
    frame_io: FrameIo;
    framer: Framer;
    front: Front;
    gemini: Gemini;
    getstream: GetStream;
    ghost: Ghost;
    gitea: Gitea;
    github: GitHub;
    gitlab: GitLab;
    gitlab_signed: GitLabSigned;
    gitness: Gitness;
    gocardless: GoCardless;
    gogs: Gogs;
    google_drive: GoogleDrive;
    grafana: Grafana;
    grafana_timestamp: GrafanaTimestamp;
    greenhouse: Greenhouse;
    growthbook: GrowthBook;
    growthbook_sdk: GrowthBookSdk;
    gumroad: Gumroad;
    help_scout: #[cfg(feature = "sha1")] HelpScout;
    heroku: Heroku;
    hipay: HiPay;
    hookdeck: Hookdeck;
    hubspot: HubSpot;
    hubspot_old: HubSpotV1, HubSpotV2;
    hugging_face: HuggingFace;
    imagekit: ImageKit;
    imagekit_legacy: ImageKitLegacy;
    incident_io: IncidentIo;
    increase: Increase;
    infisical: #[cfg(feature = "json")] Infisical;
    intercom: #[cfg(feature = "sha1")] Intercom;
    jotform: Jotform;
    junction: Junction;
    katana: Katana;
    kick: #[cfg(feature = "rsa")] Kick;
    klaviyo: Klaviyo;
    knock: Knock;
    komoju: Komoju;
    kontent_ai: KontentAi;
    lago: Lago;
    laravel_webhook_server: LaravelWebhookServer;
    launchdarkly: LaunchDarkly;
    launchpad: #[cfg(feature = "sha1")] Launchpad;
    lemon_squeezy: LemonSqueezy;
    lettermint: Lettermint;
    lightspark: Lightspark;
    line: Line;
    linear: #[cfg(feature = "json")] Linear;
    linkedin: LinkedIn;
    linq: Linq;
    lithic: Lithic;
    liveblocks: Liveblocks;
    livepeer: Livepeer;
    llama_cloud: LlamaCloud;
    logto: Logto;
    loops: Loops;
    mailchimp: Mailchimp;
    mailersend: MailerSend;
    mailjet: Mailjet;
    mailtrap: Mailtrap;
    make: Make;
    mandrill: #[cfg(all(feature = "form", feature = "sha1"))] Mandrill;
    mastodon: Mastodon;
    mautic: Mautic;
    memberstack: Memberstack;
    mercury: Mercury;
    merge_dev: MergeDev;
    meta: Meta;
    metriport: Metriport;
    metronome: Metronome;
    microsoft_teams: MicrosoftTeams;
    misskey: Misskey;
    mixpanel: Mixpanel;
    moderation_api: ModerationApi;
    modern_treasury: ModernTreasury;
    mollie: Mollie;
    mongodb_atlas: #[cfg(feature = "sha1")] MongoDbAtlas;
    moonpay: MoonPay;
    motive: #[cfg(feature = "sha1")] Motive;
    mux: Mux;
    nango: Nango;
    nash: Nash;
    netbox: NetBox;
    new_relic: NewRelic;
    nexus: #[cfg(feature = "sha1")] Nexus;
    notion: Notion;
    npm: Npm;
    nylas: Nylas;
    okta: Okta;
    onfido: Onfido;
    onfleet: Onfleet;
    openai: OpenAi;
    openproject: #[cfg(feature = "sha1")] OpenProject;
    ordergroove: Ordergroove;
    oura: Oura;
    outline: Outline;
    paddle: Paddle;
    pagerduty: PagerDuty;
    pandadoc: PandaDoc;
    parallel: Parallel;
    paymongo: PayMongo, PayMongoTest;
    paystack: Paystack;
    pensopay: Pensopay;
    persona: Persona;
    phabricator: Phabricator;
    pipedrive: Pipedrive;
    plain: Plain;
    plane: Plane;
    planetscale: PlanetScale;
    pleo: Pleo;
    polar: Polar;
    portone: PortOne;
    postmark: Postmark;
    privy: Privy;
    pulumi: Pulumi;
    pusher: Pusher;
    quickbooks: QuickBooks;
    razorpay: Razorpay;
    readme: ReadMe;
    readthedocs: ReadTheDocs;
    recall_ai: RecallAi;
    recurly: Recurly;
    render: Render;
    replicate: Replicate;
    resend: Resend;
    retell: Retell;
    revenuecat: RevenueCat;
    revolut: Revolut;
    roblox: Roblox;
    rootly: Rootly;
    rutter: Rutter;
    samsara: Samsara;
    sanity: Sanity;
    sardine: Sardine;
    scalekit: Scalekit;
    scalekit_interceptor: ScalekitInterceptor;
    scalev: Scalev;
    schematic: Schematic;
    seam: Seam;
    segment: #[cfg(feature = "sha1")] Segment;
    semaphore: Semaphore;
    sendbird: Sendbird;
    sendgrid: #[cfg(feature = "ecdsa")] SendGrid;
    sentry: Sentry;
    setu: Setu;
    shippo: Shippo;
    shopify: Shopify;
    shopware: Shopware;
    shortcut: Shortcut;
    signable: Signable;
    signatureapi: SignatureApi;
    sinch: Sinch;
    sinch_numbers: #[cfg(feature = "sha1")] SinchNumbers;
    slack: Slack;
    smartcar: Smartcar;
    snyk: Snyk;
    sonarqube: SonarQube;
    spacelift: Spacelift;
    sparkpost: SparkPost, SparkPostToken;
    square: Square;
    squarespace: Squarespace;
    standard_webhooks: StandardWebhooks;
    standard_webhooks_v1a: #[cfg(feature = "ed25519")] StandardWebhooksV1a;
    statsig: Statsig;
    storyblok: #[cfg(feature = "sha1")] Storyblok;
    strava: Strava;
    strike: Strike;
    stripe: Stripe;
    stytch: Stytch;
    sumsub: #[cfg(feature = "sha1")] Sumsub;
    supabase: Supabase;
    surveymonkey: #[cfg(feature = "sha1")] SurveyMonkey;
    survicate: Survicate;
    svix: Svix;
    svix_v1a: #[cfg(feature = "ed25519")] SvixV1a;
    taiga: #[cfg(feature = "sha1")] Taiga;
    tailscale: Tailscale;
    tawk: #[cfg(feature = "sha1")] Tawk;
    telegram: Telegram;
    telnyx: #[cfg(feature = "ed25519")] Telnyx;
    terra: Terra;
    terraform_cloud: TerraformCloud;
    texture: #[cfg(feature = "json")] Texture;
    thirdweb: Thirdweb;
    tiktok: TikTok;
    todoist: Todoist;
    toggl: Toggl;
    top_gg: TopGg;
    tradelens: TradeLens, #[cfg(feature = "sha1")] TradeLensSha1;
    transfi: TransFi;
    trello: #[cfg(feature = "sha1")] Trello;
    tremendous: Tremendous;
    trigger_dev: TriggerDev;
    twenty: Twenty;
    twilio: #[cfg(all(feature = "form", feature = "sha1"))] Twilio;
    twilio_shared_key: #[cfg(feature = "form")] TwilioSharedKey;
    twitch: Twitch;
    typeform: Typeform;
    uber: Uber;
    upayments: UPayments;
    uploadcare: Uploadcare;
    usesend: UseSend;
    vanta: Vanta;
    vercel: #[cfg(feature = "sha1")] Vercel;
    veriff: Veriff;
    viber: Viber;
    vikunja: Vikunja;
    webex: #[cfg(feature = "sha1")] Webex;
    webflow: Webflow;
    websub: #[cfg(feature = "sha1")] WebSub;
    whoop: Whoop, WhoopPartner;
    whop: Whop;
    wise: #[cfg(feature = "rsa")] Wise;
    withings: Withings;
    woocommerce: WooCommerce;
    workos: WorkOs;
    worldline: Worldline;
    x: X;
    xendit: Xendit;
    xero: Xero;
    zammad: #[cfg(feature = "sha1")] Zammad;
    zapier: Zapier;
    zapier_connections: ZapierConnections;
    zendesk: Zendesk;
    zitadel: Zitadel;
    zoho_payments: ZohoPayments;
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
    // A longer name is not a typing error, and may be a client's.
    let searched = if name.len() <= 64 { ALL } else { &[] };
    let names = move || searched.iter().flat_map(names_of);
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
