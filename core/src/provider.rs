//! Who sends: providers and endpoints as types.

use crate::proof::{Assurance, BodySigned, OriginOnly};
use crate::scheme::Scheme;

/// A type that names an endpoint, and says how much a request to it proves.
///
/// Providers are markers, endpoints made by [`endpoint!`](crate::endpoint) are, and [`Any`] and
/// [`AnyOrigin`] are the two whose provider is chosen at run time. A marker has no values; it keeps
/// apart what must not be mixed up, so one endpoint's proof cannot be passed off as another's.
pub trait Endpoint: 'static {
    /// What a request proves: [`BodySigned`] or [`OriginOnly`].
    type Proves: Assurance;
}

/// What a verifier of `P` proves about a payload `T`: a [`Verified`](crate::Verified) or an
/// [`Authenticated`](crate::Authenticated).
pub type ProofOf<P, T> = <<P as Endpoint>::Proves as Assurance>::Proof<P, T>;

/// A sender of webhooks whose scheme is known when the program is compiled.
///
/// Declare one with [`provider!`](crate::provider), which also makes `cargo check` judge the
/// scheme.
pub trait Provider: Endpoint {
    /// The provider's common name, in lower case with hyphens: `standard-webhooks`.
    const SLUG: &'static str;
    /// The name of this endpoint, for the log; the slug, unless it was made by
    /// [`endpoint!`](crate::endpoint).
    const ENDPOINT: &'static str = Self::SLUG;
    /// How the provider signs.
    const SCHEME: Scheme;
}

/// A provider chosen at run time that signs bodies. See
/// [`Verifier::by_slug`](crate::Verifier::by_slug).
#[derive(Debug)]
#[non_exhaustive]
pub enum Any {}

impl Endpoint for Any {
    type Proves = BodySigned;
}

/// A provider chosen at run time that proves only where a request comes from.
#[derive(Debug)]
#[non_exhaustive]
pub enum AnyOrigin {}

impl Endpoint for AnyOrigin {
    type Proves = OriginOnly;
}

/// A provider as a value: what can be looked up by slug.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ProviderEntry {
    /// The provider's slug.
    pub slug: &'static str,
    /// Its scheme.
    pub scheme: &'static Scheme,
}

impl ProviderEntry {
    /// The entry of this provider.
    #[must_use]
    pub const fn of<P: Provider>() -> Self {
        Self { slug: P::SLUG, scheme: const { judged::<P>() } }
    }
}

/// The provider's scheme, judged by the compiler against what the provider claims to prove.
pub(crate) const fn judged<P: Provider>() -> &'static Scheme {
    const {
        assert!(
            P::SCHEME.binds_body() == <P::Proves as Assurance>::BINDS_BODY,
            "the scheme and the strength of the proof do not agree: `BodySigned` needs a signed body, \
             `OriginOnly` must not have one"
        );
        assert_slug(P::SLUG);
        &P::SCHEME
    }
}

#[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
const fn assert_slug(slug: &str) {
    let slug = slug.as_bytes();
    assert!(!slug.is_empty(), "a provider needs a slug");
    let mut at = 0;
    while at < slug.len() {
        assert!(
            slug[at].is_ascii_lowercase() || slug[at].is_ascii_digit() || slug[at] == b'-',
            "a slug is lower case with hyphens"
        );
        at += 1;
    }
}

/// Declares a provider: a type, its slug, what it proves, and its scheme.
///
/// `cargo check` refuses a scheme that is not sound, and one that does not prove what is claimed.
///
/// ```
/// use verihook::{Encoding, Part, Place, Scheme, TimestampFormat, Verifier};
///
/// verihook::provider! {
///     /// Acme sends parcels.
///     pub Acme: "acme", BodySigned,
///     Scheme::hmac_sha256(Place::header("acme-signature").prefix("v1="), Encoding::Hex)
///         .timestamp(Place::header("acme-timestamp"), TimestampFormat::Seconds)
///         .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
///         .build()
/// }
///
/// let verifier = Verifier::<Acme>::new("a secret")?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
///
/// A bearer token says nothing about the body, whatever is claimed:
///
/// ```compile_fail,E0080
/// verihook::provider! {
///     /// Boast claims too much.
///     pub Boast: "boast", BodySigned, verihook::Scheme::bearer().build()
/// }
/// ```
#[macro_export]
macro_rules! provider {
    ($(#[$meta:meta])* $vis:vis $name:ident: $slug:literal, $proves:ident, $scheme:expr $(,)?) => {
        $(#[$meta])*
        #[derive(Debug)]
        #[non_exhaustive]
        $vis enum $name {}

        impl $crate::Endpoint for $name {
            type Proves = $crate::$proves;
        }

        impl $crate::Provider for $name {
            const SLUG: &'static str = $slug;
            const SCHEME: $crate::Scheme = $scheme;
        }

        // An associated constant is judged only where it is used; this uses it.
        const _: $crate::ProviderEntry = $crate::ProviderEntry::of::<$name>();
    };
}

/// Declares a second endpoint of a provider: a type of its own, with its own secrets, whose proofs
/// are not those of the first.
///
/// ```
/// use verihook::{Verified, Verifier, providers::GitHub};
///
/// verihook::endpoint! {
///     /// Pushes to the repository of the billing service.
///     pub Billing: GitHub
/// }
///
/// let billing = Verifier::<Billing>::new("its own secret")?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
///
/// ```compile_fail,E0308
/// use verihook::{Bytes, Verified, providers::GitHub};
/// verihook::endpoint! {
///     /// Pushes to the repository of the billing service.
///     pub Billing: GitHub
/// }
/// fn pass_off(hook: Verified<GitHub, Bytes>) -> Verified<Billing, Bytes> {
///     hook
/// }
/// ```
#[macro_export]
macro_rules! endpoint {
    ($(#[$meta:meta])* $vis:vis $name:ident: $provider:ty) => {
        $(#[$meta])*
        #[derive(Debug)]
        #[non_exhaustive]
        $vis enum $name {}

        impl $crate::Endpoint for $name {
            type Proves = <$provider as $crate::Endpoint>::Proves;
        }

        impl $crate::Provider for $name {
            const SLUG: &'static str = <$provider as $crate::Provider>::SLUG;
            const ENDPOINT: &'static str = ::core::stringify!($name);
            const SCHEME: $crate::Scheme = <$provider as $crate::Provider>::SCHEME;
        }
    };
}
