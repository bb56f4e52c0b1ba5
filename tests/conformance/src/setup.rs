//! The setup of the endpoint under test.

use crate::cases::{JSON_PATH, PATH};
use crate::receiver::ReceiverVerifier;
use crate::shapes::{self, PUBLIC_URL};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;
use verihook::providers::{CentrePointBasic, GitHub};
use verihook::{
    Answer, AnyProvider, BodyBudget, ConfigError, Handshake, Head, ProviderEntry, RejectionKind,
    ResolveError, Secrets, SecretsFuture, Tenant, TrustedProxies, ValidationFuture, Verifier,
    VerifierBuilder,
};

/// The secrets of the endpoint under test: the old one, which is being rotated out, and the current
/// one. For providers whose secrets have a special form, see [`secrets_of`].
pub const SECRETS: [&str; 2] = ["old", "s3cret"];

/// Returns the secrets of the endpoint under test for a verifier, in the form in which this
/// provider displays them.
#[must_use]
pub fn secrets_of(provider: &str) -> [&'static str; 2] {
    match provider {
        "discord" | "discord-events" => [
            "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
            "29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7",
        ],
        "sendgrid" => [
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPmaVOpV40HysS5fv56LxhdI0ZtU9kS405HhFv0p0moNKeas14fB+lM0SOS2fPUlzS5SC17zHW1tws0qBUEb9bg==",
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEedyIYWJ63NA4ditQj7JOhL5YimuuzuBwae43WgQMM36JkEeJKkkcoYWosRiLk1gXbu6FhATUojLHphZSaYaaWg==",
        ],
        "standard-webhooks-v1a" | "svix-v1a" => [
            "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
            "whpk_Kay64UG8yvCyLhqU000LxzYeUm0L/hLIl5S8kyKWbdc=",
        ],
        "telnyx" => [
            "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
            "Kay64UG8yvCyLhqU000LxzYeUm0L/hLIl5S8kyKWbdc=",
        ],
        "chip" | "dyte" | "kick" | "wise" => {
            [include_str!("../keys/rsa-one.pub.pem"), include_str!("../keys/rsa-two.pub.pem")]
        }
        _ => IN_FORM.get(provider).copied().unwrap_or(SECRETS),
    }
}

/// The secrets of each provider whose scheme says that they are not plain text.
static IN_FORM: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let in_form = |entry: &ProviderEntry| Some((entry.slug, in_form(&entry.scheme.to_string())?));
    verihook::providers::ALL.iter().filter_map(in_form).collect()
});

/// Returns the secrets in the form that a scheme in words describes: `secret: Base64`.
fn in_form(scheme: &str) -> Option<[&'static str; 2]> {
    let form = scheme.lines().find_map(|line| line.strip_prefix("secret: "))?;
    if form == "`user:password`" {
        return Some(["study:old", "study:s3cret"]);
    }
    if form == "hexadecimal digits" {
        return Some(["44782DEF547AAA06C910C43932B1EB0C", "00112233445566778899AABBCCDDEEFF"]);
    }
    if !form.starts_with("Base64") || form.ends_with("both are tried") {
        return None;
    }
    let prefix = form.split('`').nth(1).unwrap_or_default();
    let shown = ["b2xk", "bmV3"].map(|part| format!("{prefix}{}", part.repeat(8)));
    // This is done once for each provider.
    Some(shown.map(|secret| &*secret.leak()))
}

/// Returns the secrets for a [`Signer`](verihook::Signer) of this provider: the same secrets, or
/// the private halves of public keys.
#[must_use]
pub fn signing_secrets_of(provider: &str) -> [&'static str; 2] {
    match provider {
        "discord" | "discord-events" => [
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
        ],
        "sendgrid" => [
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAK2ehRANCAAQ+ZpU6lXjQfKxLl+/novGF0jRm1T2RLjTkeEW/SnSag0p5qzXh8H6UzRI5LZ89SXNLlILXvMdbW3CzSoFQRv1u",
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVs6hRANCAAR53IhhYnrc0Dh2K1CPsk6EvliKa67O4HBp7jdaBAwzfomQR4kqSRyhhaixGIuTWBdu7oWEBNSiMsemFlJphppa",
        ],
        "standard-webhooks-v1a" | "svix-v1a" | "telnyx" => [
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        ],
        "chip" | "dyte" | "kick" | "wise" => {
            [include_str!("../keys/rsa-one.pem"), include_str!("../keys/rsa-two.pem")]
        }
        _ => secrets_of(provider),
    }
}

/// The body limit of the endpoint under test, in bytes.
pub const BODY_LIMIT: usize = 1000;

/// The verify token of the endpoint under test, for providers whose handshake contains one.
pub const HANDSHAKE_TOKEN: &str = "v3rify-me";

/// The allowed source addresses: documentation addresses in the role of the provider's.
const SOURCES: [&str; 2] = ["192.0.2.0/24", "2001:db8::/32"];

/// The trusted proxies: this machine, and a private network.
const PROXIES: [&str; 2] = ["127.0.0.1", "10.0.0.0/8"];

/// The body deadline of the endpoint under test.
pub const BODY_DEADLINE: Duration = Duration::from_secs(1);

/// An endpoint: a provider and its special setup, if any.
///
/// A case names it by the provider's slug, with a prefix for a special setup:
///
/// - `tenant:github`: the query names a tenant;
/// - `paths:github`: the path names a tenant;
/// - `statuses:github`: some status codes are overridden;
/// - `validator:centrepoint-bearer`: the application validates tokens;
/// - `budget:github`: bodies in flight may use no more than their first 16 KiB;
/// - `local:github`: requests may come only from this machine;
/// - `proxied:github`, `forwarded:github`: requests may come only from documentation addresses,
///   over TLS, through a proxy on this machine that writes `X-Forwarded-For` or `Forwarded`;
/// - `also:centrepoint`: a password is required as well;
/// - `header:texture`: two headers are required as well.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setup {
    pub(crate) entry: &'static ProviderEntry,
    special: Special,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Special {
    Also,
    Budget,
    Forwarded,
    Header,
    Local,
    Nothing,
    Paths,
    Proxied,
    Statuses,
    Tenants,
    Validator,
}

impl Setup {
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub(crate) fn of(endpoint: &str) -> Self {
        let (special, slug) = match endpoint.split_once(':') {
            Some(("also", slug)) => (Special::Also, slug),
            Some(("budget", slug)) => (Special::Budget, slug),
            Some(("forwarded", slug)) => (Special::Forwarded, slug),
            Some(("header", slug)) => (Special::Header, slug),
            Some(("local", slug)) => (Special::Local, slug),
            Some(("paths", slug)) => (Special::Paths, slug),
            Some(("proxied", slug)) => (Special::Proxied, slug),
            Some(("statuses", slug)) => (Special::Statuses, slug),
            Some(("tenant", slug)) => (Special::Tenants, slug),
            Some(("validator", slug)) => (Special::Validator, slug),
            _ => (Special::Nothing, endpoint),
        };
        let Some(entry) = shapes::by_slug(slug) else { panic!("no provider `{slug}`") };
        Self { entry, special }
    }

    /// Returns `true` if any server can be set up like this, not only one built with this code.
    pub(crate) fn is_plain(&self) -> bool {
        self.special == Special::Nothing && verihook::providers::by_slug(self.entry.slug).is_some()
    }

    /// Returns the setup of an endpoint for this provider, with nothing special.
    pub(crate) const fn plain(entry: &'static ProviderEntry) -> Self {
        Self { entry, special: Special::Nothing }
    }

    /// Returns what the special setup needs of a server, if it is special.
    pub(crate) const fn special_need(&self) -> Option<&'static str> {
        match self.special {
            Special::Nothing => None,
            Special::Also | Special::Header => Some("needs a further credential at the endpoint"),
            Special::Budget => Some("needs a spent memory budget"),
            Special::Forwarded | Special::Local | Special::Proxied => {
                Some("needs the server's rules for source addresses")
            }
            Special::Paths | Special::Tenants => Some("needs a secret for each tenant"),
            Special::Statuses => Some("needs overridden status codes"),
            Special::Validator => Some("needs an application that validates tokens"),
        }
    }

    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub(crate) fn verifier<P: AnyProvider>(&self) -> Verifier<P> {
        self.try_verifier().unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn try_verifier<P: AnyProvider>(&self) -> Result<Verifier<P>, ConfigError> {
        Verifier::<P>::of(self.entry).and_then(|builder| {
            let builder =
                builder.body_limit(BODY_LIMIT).body_deadline(BODY_DEADLINE).public_url(PUBLIC_URL);
            let shows = self.entry.scheme.handshakes().find_map(Handshake::token_name);
            let builder = match shows {
                Some(_) => builder.handshake_token(HANDSHAKE_TOKEN),
                None => builder,
            };
            let secrets = secrets_of(self.entry.slug).into_iter();
            match self.special {
                Special::Also => secrets
                    .fold(builder, VerifierBuilder::secret)
                    .require_credential(&Secrets::<CentrePointBasic>::new(secrets_of(
                        "centrepoint-basic",
                    ))?)
                    .build(),
                Special::Budget => secrets
                    .fold(builder, VerifierBuilder::secret)
                    .body_limit(64 * 1024)
                    .body_budget(&BodyBudget::new(0))
                    .build(),
                Special::Forwarded => secrets
                    .fold(builder, VerifierBuilder::secret)
                    .sources(SOURCES)
                    .trusted_proxies(TrustedProxies::forwarded(PROXIES))
                    .require_tls()
                    .build(),
                Special::Header => secrets
                    .fold(builder, VerifierBuilder::secret)
                    .require_header("authorization", "Bearer s3cret")
                    .require_header("x-site", "old")
                    .require_header("x-site", "s3cret")
                    .build(),
                Special::Local => {
                    secrets.fold(builder, VerifierBuilder::secret).sources(["127.0.0.1"]).build()
                }
                Special::Nothing => secrets.fold(builder, VerifierBuilder::secret).build(),
                Special::Proxied => secrets
                    .fold(builder, VerifierBuilder::secret)
                    .sources(SOURCES)
                    .trusted_proxies(TrustedProxies::x_forwarded_for(PROXIES))
                    .require_tls()
                    .build(),
                Special::Statuses => secrets
                    .fold(builder, VerifierBuilder::secret)
                    .status(RejectionKind::NotAuthentic, 404)
                    .status(RejectionKind::TooLarge, 507)
                    .build(),
                Special::Paths => {
                    builder.secret_resolver(tenant_of_path::<P>(self.entry.slug)).build()
                }
                Special::Tenants => {
                    builder.secret_resolver(tenant_of_query::<P>(self.entry.slug)).build()
                }
                Special::Validator => builder.token_validator(introspect).build(),
            }
        })
    }

    /// Returns the headers of a genuine delivery that its signer does not write.
    pub(crate) const fn fields(&self) -> &'static [(&'static str, &'static str)] {
        match self.special {
            Special::Also => &[("authorization", "Basic c3R1ZHk6czNjcmV0")],
            Special::Forwarded => &[("forwarded", "for=192.0.2.7;proto=https")],
            Special::Header => &[("authorization", "Bearer s3cret"), ("x-site", "s3cret")],
            Special::Proxied => &[("x-forwarded-for", "192.0.2.7"), ("x-forwarded-proto", "https")],
            _ => &[],
        }
    }

    /// Returns the answer that the sender sees for a rejection of this kind.
    pub(crate) fn answer(&self, kind: RejectionKind) -> Answer {
        self.endpoint().answer(kind)
    }

    fn endpoint(&self) -> ReceiverVerifier {
        if self.entry.scheme.binds_body() {
            ReceiverVerifier::Signed(self.verifier())
        } else {
            ReceiverVerifier::Origin(self.verifier())
        }
    }
}

/// The secret of the tenant `shop`.
pub(crate) const TENANTS_SECRET: &str = "the secret of the shop";

/// Returns a resolver for the tenant in the query, or for the usual secrets without one.
fn tenant_of_query<P: AnyProvider>(slug: &'static str) -> impl Fn(&dyn Head) -> SecretsFuture<P> {
    move |head| {
        let query = head.target().split_once("?tenant=").map(|(_, name)| name.to_owned());
        Box::pin(async move {
            let name = query.as_deref().unwrap_or("usual");
            let secrets = match name {
                "usual" => SECRETS.as_slice(),
                "shop" => &[TENANTS_SECRET],
                "down" => return Err(ResolveError::Unavailable),
                "slow" => core::future::pending().await,
                _ => return Err(ResolveError::Unknown),
            };
            let secrets = Secrets::by_slug(slug, secrets.iter().copied())
                .map_err(|_| ResolveError::Unavailable)?;
            Ok(Tenant::new(name, secrets))
        })
    }
}

/// Returns a resolver for the tenant in the path: `/raw` is the usual one, `/json` the shop.
fn tenant_of_path<P: AnyProvider>(slug: &'static str) -> impl Fn(&dyn Head) -> SecretsFuture<P> {
    move |head| {
        let path = head.path().to_owned();
        Box::pin(async move {
            let secrets = match path.as_str() {
                PATH => SECRETS.as_slice(),
                JSON_PATH => &[TENANTS_SECRET],
                _ => return Err(ResolveError::Unknown),
            };
            let secrets = Secrets::by_slug(slug, secrets.iter().copied())
                .map_err(|_| ResolveError::Unavailable)?;
            Ok(Tenant::new(path, secrets))
        })
    }
}

/// Paths whose last segment names a tenant, and the status for a delivery signed with the secret of
/// the tenant `one`. 404 is the answer of frameworks that route `/hooks/{tenant}`; without routing,
/// the answer is 401.
pub const TENANT_PATHS: [(&str, u16); 9] = [
    ("/hooks/one", 200),
    ("/hooks/one?v=1", 200),
    ("/hooks/one?/two", 200),
    ("/hooks/two", 401),
    ("/hooks/two?/one", 401),
    ("/hooks/two?/hooks/one", 401),
    ("/hooks/two;/hooks/one", 404),
    ("/hooks/two%2F..%2Fone", 401),
    ("/hooks/three", 401),
];

/// A resolver for two GitHub tenants, `one` and `two`, whose name is in the path under `/hooks/`.
/// It is for an adapter's own tests of path parameters.
///
/// ```
/// use verihook::{Verifier, providers::GitHub};
///
/// let verifier = Verifier::<GitHub>::builder().secret_resolver(verihook_conformance::tenant_of).build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[must_use]
pub fn tenant_of(head: &dyn Head) -> SecretsFuture<GitHub> {
    let name = head.path().strip_prefix("/hooks/").unwrap_or_default().to_owned();
    Box::pin(async move {
        let secret = match name.as_str() {
            "one" => "the first tenant's",
            "two" => "the second tenant's",
            _ => return Err(ResolveError::Unknown),
        };
        let secrets = Secrets::new([secret]).map_err(|_| ResolveError::Unavailable)?;
        Ok(Tenant::new(name, secrets))
    })
}

/// A token validator that accepts the current secret.
fn introspect(token: &str) -> ValidationFuture {
    let token = token.to_owned();
    Box::pin(async move {
        match token.as_str() {
            "down" => Err(ResolveError::Unavailable),
            // An empty token must never get here, so it hangs.
            "slow" | "" => core::future::pending().await,
            token => Ok(token == SECRETS[1]),
        }
    })
}
