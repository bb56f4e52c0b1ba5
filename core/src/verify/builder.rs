//! The settings of an endpoint.

use super::shared::Source;
use crate::proof::OriginOnly;
use crate::provider::{Provider, ProviderEntry};
use crate::rejection::RejectionKind;
use crate::request::network::NetworkSettings;
#[cfg(feature = "network")]
use crate::request::network::TrustedProxies;
#[cfg(feature = "std")]
use crate::secret::SwappableSecrets;
#[cfg(feature = "std")]
use crate::secret::exchange::SecretExchange;
use crate::secret::policy::SecretPolicy;
use crate::secret::resolve::{Resolver, SecretResolver, TokenResolver, TokenValidator};
use crate::secret::{Secrets, SigningSecret};
use crate::verify::budget::BodyBudget;
use crate::verify::condition::Condition;
use crate::verify::places::{ChosenPlaces, TokenPlace};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;
use zeroize::Zeroizing;

/// Sets up a [`Verifier`](crate::Verifier).
///
/// ```
/// use core::time::Duration;
/// use verihook::{SigningSecret, UnixTime, Verifier, providers::Terra};
///
/// let verifier = Verifier::<Terra>::builder()
///     .secret(SigningSecret::new("the new secret").named("2026-11"))
///     .secret(SigningSecret::new("the old secret").named("2026-08").not_after(UnixTime::from_seconds(1_796_000_000)))
///     .tolerance(Duration::from_secs(120))
///     .body_limit(256 * 1024)
///     .build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[must_use = "call `build` to get the verifier"]
pub struct VerifierBuilder<P> {
    pub(super) provider: ProviderEntry,
    pub(super) endpoint: &'static str,
    pub(super) secrets: Vec<SigningSecret>,
    pub(super) shared: Option<Source<P>>,
    pub(super) validates_tokens: bool,
    pub(super) chosen: ChosenPlaces,
    pub(super) url: Option<String>,
    pub(super) arrival_path: Option<String>,
    pub(super) tolerance: Option<Duration>,
    pub(super) body_limit: usize,
    pub(super) body_deadline: Duration,
    pub(super) body_budget: BodyBudget,
    pub(super) statuses: Vec<(RejectionKind, u16)>,
    pub(super) policy: Option<SecretPolicy>,
    pub(super) conditions: Vec<Condition>,
    pub(super) headers: Vec<(&'static str, Vec<SigningSecret>)>,
    pub(super) handshake_token: Option<Zeroizing<String>>,
    #[cfg(feature = "std")]
    pub(super) exchange: Option<Arc<dyn SecretExchange>>,
    pub(super) answers_without_body: bool,
    pub(super) network: NetworkSettings,
}

impl<P> VerifierBuilder<P> {
    pub(super) const fn new(provider: ProviderEntry, endpoint: &'static str) -> Self {
        let scheme = provider.scheme;
        Self {
            provider,
            endpoint,
            secrets: Vec::new(),
            shared: None,
            validates_tokens: false,
            chosen: ChosenPlaces::NONE,
            url: None,
            arrival_path: None,
            tolerance: None,
            body_limit: scheme.body_limit,
            body_deadline: Duration::from_secs(10),
            body_budget: BodyBudget::process(),
            statuses: Vec::new(),
            policy: None,
            conditions: Vec::new(),
            headers: Vec::new(),
            handshake_token: None,
            #[cfg(feature = "std")]
            exchange: None,
            answers_without_body: scheme.answers_without_body,
            network: NetworkSettings::NONE,
        }
    }

    /// Adds a signing secret.
    ///
    /// Secrets are tried in the order in which they were added.
    pub fn secret(mut self, secret: impl Into<SigningSecret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Uses an existing set of secrets instead of single ones.
    pub fn secrets(mut self, secrets: &Secrets<P>) -> Self {
        self.shared = Some(Source::Fixed(secrets.clone()));
        self
    }

    /// Looks up the tenant and the secrets of each request, instead of using fixed secrets.
    ///
    /// See [`SecretResolver`].
    pub fn secret_resolver(mut self, resolver: impl SecretResolver<P>) -> Self {
        self.shared = Some(Source::Resolved(Resolver::new(&self.provider, resolver)));
        self
    }

    /// Validates tokens with a function, instead of comparing them with fixed tokens.
    ///
    /// This is only for schemes with a bearer or static token. See [`TokenValidator`].
    pub fn token_validator(mut self, validator: impl TokenValidator) -> Self
    where
        P: 'static,
    {
        let by_token = TokenResolver { provider: self.provider, validator };
        self.shared = Some(Source::Resolved(Resolver::new(&self.provider, by_token)));
        self.validates_tokens = true;
        self
    }

    /// Reads the token from this header field, instead of the scheme's own.
    ///
    /// Some providers let you choose the field. This is only for schemes with a static token in a
    /// header field. The name is in lower case.
    ///
    /// ```
    /// use verihook::{Verifier, providers::Okta};
    ///
    /// let verifier =
    ///     Verifier::<Okta>::builder().secret("a long token").token_header("x-okta-key").build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub const fn token_header(mut self, name: &'static str) -> Self {
        self.chosen.token = Some(TokenPlace::Header(name));
        self
    }

    /// Reads the token from this parameter of the query, instead of the scheme's own.
    ///
    /// This is only for schemes whose static token is in the URL.
    ///
    /// ```
    /// use verihook::{Verifier, providers::Gumroad};
    ///
    /// // https://example.com/hooks/gumroad?key=6f1ed002ab5595859014ebf0951522d9
    /// let verifier = Verifier::<Gumroad>::builder()
    ///     .secret("6f1ed002ab5595859014ebf0951522d9")
    ///     .token_parameter("key")
    ///     .build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub const fn token_parameter(mut self, name: &'static str) -> Self {
        self.chosen.token = Some(TokenPlace::Parameter(name));
        self
    }

    /// Reads the token from the last segment of the path, instead of the scheme's own place.
    ///
    /// This is only for schemes whose static token is in the URL. The route must accept any last
    /// segment: `/hooks/gumroad/{token}` in axum. A slash after the token is not accepted.
    pub const fn token_in_path(mut self) -> Self {
        self.chosen.token = Some(TokenPlace::LastSegment);
        self
    }

    /// Reads the signature from this header field, instead of the scheme's own.
    ///
    /// Some providers let you choose the field. This is only for schemes whose signature is a
    /// header field of its own. The name is in lower case.
    ///
    /// ```
    /// use verihook::{Verifier, providers::Grafana};
    ///
    /// let verifier = Verifier::<Grafana>::builder()
    ///     .secret("a long secret")
    ///     .signature_header("x-our-signature")
    ///     .build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub const fn signature_header(mut self, name: &'static str) -> Self {
        self.chosen.signature = Some(name);
        self
    }

    /// Reads the signed timestamp from this header field, instead of the scheme's own.
    ///
    /// Some providers let you choose the field. This is only for schemes whose timestamp is a
    /// header field of its own. The name is in lower case.
    pub const fn timestamp_header(mut self, name: &'static str) -> Self {
        self.chosen.timestamp = Some(name);
        self
    }

    /// Uses secrets that can be replaced while the server runs, instead of fixed ones.
    #[cfg(feature = "std")]
    pub fn swappable_secrets(mut self, secrets: &SwappableSecrets<P>) -> Self {
        self.shared = Some(Source::Swappable(secrets.clone()));
        self
    }

    /// Sets the policy for secrets.
    ///
    /// Without one, weak secrets are logged through `tracing`, and used.
    #[cfg(feature = "std")]
    pub fn secret_policy(mut self, policy: &SecretPolicy) -> Self {
        self.policy = Some(policy.clone());
        self
    }

    /// Sets the URL of the endpoint, exactly as registered with the provider.
    ///
    /// Schemes that sign the URL need it. The signed URL never comes from the request, except for
    /// the query where the scheme signs it.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Sets the path at which requests arrive, if a gateway changes the path of the public URL.
    ///
    /// For example, if a gateway receives `/api/hook` and forwards the request to `/hook`, set
    /// `arrival_path("/hook")` and a public URL with the path `/api/hook`. The signed URL remains
    /// the public one; the whole path of the request is compared with this one. Only schemes that
    /// sign the request's path or query compare it.
    ///
    /// ```
    /// use verihook::{Verifier, providers::Twilio};
    ///
    /// let verifier = Verifier::<Twilio>::builder()
    ///     .secret("the account's auth token")
    ///     .public_url("https://example.com/api/hook")
    ///     .arrival_path("/hook")
    ///     .build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn arrival_path(mut self, path: impl Into<String>) -> Self {
        self.arrival_path = Some(path.into());
        self
    }

    /// Sets how far a signed timestamp can be from now, in either direction.
    ///
    /// The default is the provider's own tolerance, or 300 seconds. Only whole seconds are allowed;
    /// zero means the current second. A scheme that signs no timestamp has no tolerance:
    /// [`ConfigFault::NoTimestamp`](crate::ConfigFault::NoTimestamp).
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Sets the maximum size of a body, in bytes.
    ///
    /// The default is the provider's own limit, or 1 MiB.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets the time in which the whole body must arrive.
    ///
    /// The default is 10 seconds.
    pub const fn body_deadline(mut self, time: Duration) -> Self {
        self.body_deadline = time;
        self
    }

    /// Sets the memory budget for this endpoint's bodies in flight.
    ///
    /// The default is [the budget of the process](BodyBudget::process).
    pub fn body_budget(mut self, budget: &BodyBudget) -> Self {
        self.body_budget = budget.clone();
        self
    }

    /// Overrides the status code for rejections of this kind.
    ///
    /// The status must be between 400 and 599.
    pub fn status(mut self, kind: RejectionKind, status: u16) -> Self {
        self.statuses.push((kind, status));
        self
    }

    /// Leaves out the body of answers to rejected requests.
    ///
    /// A few providers require that. For these the scheme already declares it.
    pub const fn answers_without_body(mut self) -> Self {
        self.answers_without_body = true;
        self
    }

    /// Accepts a signing secret that the provider delivers in its first request.
    ///
    /// Some providers do not show their secret; see
    /// [`Handshake::delivers_secret`](crate::Handshake::delivers_secret). The function decides
    /// whether to accept the secret, and stores it. Without this setting, such a request is
    /// rejected.
    ///
    /// The endpoint needs no other secret. While it has none, a secret that a request delivers is
    /// passed to the function. If the function accepts it, the endpoint answers the request, uses
    /// the secret from then on, and rejects any later one. After a restart, pass the stored secret
    /// to [`secret`](Self::secret). An endpoint with a [resolver](Self::secret_resolver) passes
    /// every delivered secret to the function, which must decide by the path.
    ///
    /// Anyone who knows the URL can send the first secret. Enable this only while you register the
    /// webhook, or decide by something that only the provider can know, such as an unguessable
    /// path. The request must meet the endpoint's [further conditions](Self::require_header), and
    /// the secret its [policy](Self::secret_policy), if any.
    ///
    /// ```
    /// use verihook::{ExchangeFuture, OfferedSecret, PlainHead, UnixTime, Verifier, providers::Asana};
    ///
    /// fn store(offered: OfferedSecret) -> ExchangeFuture {
    ///     Box::pin(async move {
    ///         println!("store the secret for {}", offered.path()); // `offered.secret()`
    ///         Ok(())
    ///     })
    /// }
    ///
    /// let verifier = Verifier::<Asana>::builder().secret_exchange(store).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn secret_exchange(mut self, exchange: impl SecretExchange) -> Self {
        self.exchange = Some(Arc::new(exchange));
        self
    }

    /// Requires a password or token, in addition to the provider's own proof.
    ///
    /// An origin-only provider describes it. One of these secrets must match. This does not change
    /// what a request proves.
    ///
    /// ```
    /// use verihook::{Secrets, Verifier, providers::{CentrePoint, CentrePointBasic}};
    ///
    /// let password = Secrets::<CentrePointBasic>::new(["study:password"])?;
    /// let verifier = Verifier::<CentrePoint>::builder().secret("a passcode").require_credential(&password).build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn require_credential<Q: Provider<Proves = OriginOnly>>(
        mut self,
        secrets: &Secrets<Q>,
    ) -> Self {
        let scheme = ProviderEntry::of::<Q>().scheme;
        self.conditions.push(Condition::credential(scheme, Arc::clone(&secrets.active)));
        self
    }

    /// Requires a header field with exactly this value, in addition to the provider's own proof.
    ///
    /// The name is in lower case. Configure the provider to send the field; it must appear once. If
    /// you call this several times for one field, one of the values must match. If you call it for
    /// several fields, each of them must match. Only values of `authorization` are checked for
    /// weakness, because other fields may serve for routing.
    ///
    /// ```
    /// use verihook::{Verifier, providers::Texture};
    ///
    /// let verifier = Verifier::<Texture>::builder()
    ///     .secret("a secret")
    ///     .require_header("authorization", "Bearer a token")
    ///     .build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn require_header(mut self, name: &'static str, value: impl Into<SigningSecret>) -> Self {
        let value = value.into();
        match self.headers.iter_mut().find(|(other, _)| *other == name) {
            Some((_, values)) => values.push(value),
            None => self.headers.push((name, alloc::vec![value])),
        }
        self
    }

    /// Sets the token that the provider's handshake must present.
    ///
    /// Some providers let you choose one ([`Handshake::token`](crate::Handshake::token)). Without
    /// it, their handshake is rejected.
    ///
    /// ```
    /// use verihook::{PlainHead, UnixTime, Verifier, providers::Meta};
    ///
    /// let verifier = Verifier::<Meta>::builder().secret("the app's secret").handshake_token("chosen-by-me").build()?;
    /// let target = "/?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=chosen-by-me";
    /// let head = PlainHead::new("GET", target, &[("host", "example.com")]);
    /// let answer = verifier.open(&head, UnixTime::from_seconds(0))?.into_answer().expect("it is a handshake");
    /// assert_eq!(answer.body(), "1158201444");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The token consists of visible ASCII characters and spaces. The provider percent-encodes it
    /// in the query where needed.
    pub fn handshake_token(mut self, token: impl Into<String>) -> Self {
        self.handshake_token = Some(Zeroizing::new(token.into()));
        self
    }

    /// Allows requests only from these IP addresses and networks (`192.0.2.0/24`).
    ///
    /// Several calls add up. Requests from other addresses are answered with 403, before any other
    /// check. The address is that of the connection, unless there are
    /// [trusted proxies](Self::trusted_proxies).
    #[cfg(feature = "network")]
    pub fn sources(mut self, networks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let networks = networks.into_iter().map(Into::into);
        self.network.sources.get_or_insert_default().extend(networks);
        self
    }

    /// Allows requests only from the addresses of the provider's newest
    /// [list](crate::Scheme::sources).
    ///
    /// Addresses that are set with [`sources`](Self::sources) are allowed too. The list may be out
    /// of date, and then authentic deliveries are rejected.
    #[cfg(feature = "network")]
    pub fn documented_sources(mut self) -> Self {
        self.network.documented = true;
        self
    }

    /// Sets the reverse proxies whose header fields determine the source address of a request.
    #[cfg(feature = "network")]
    pub fn trusted_proxies(mut self, proxies: TrustedProxies) -> Self {
        self.network.proxies = Some(proxies);
        self
    }

    /// Requires an encrypted connection (TLS).
    ///
    /// It must end at this server, or at a [trusted proxy](Self::trusted_proxies) that reports it.
    /// Other requests are answered with 403.
    #[cfg(feature = "network")]
    pub fn require_tls(mut self) -> Self {
        self.network.encrypted = true;
        self
    }
}

impl<P> fmt::Debug for VerifierBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierBuilder")
            .field("endpoint", &self.endpoint)
            .field("provider", &self.provider.slug)
            .field("secrets", &self.secrets)
            .finish_non_exhaustive()
    }
}
