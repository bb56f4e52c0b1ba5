//! Providers and endpoints, as types.

use crate::proof::{Assurance, Authenticated, BodySigned, OriginOnly, Verified};
use crate::scheme::Scheme;
#[cfg(feature = "config")]
use crate::scheme::unsound::UnsoundScheme;
use crate::scheme::unsound::{Rule, check, ensure, sound};

/// A type that names an endpoint and how much a request to it proves.
///
/// It is implemented by providers, by the endpoints that [`endpoint!`](crate::endpoint) declares,
/// and by [`Any`] and [`AnyOrigin`], whose provider is chosen at run time. The type has no values.
/// It keeps endpoints apart: the proof of one is not accepted as the proof of another.
pub trait Endpoint: 'static {
    /// The assurance of a request: [`BodySigned`] or [`OriginOnly`].
    type Proves: Assurance;
    /// The slug of the provider and the name of the endpoint, if the type determines them.
    ///
    /// An adapter logs them if the application has no verifier for the endpoint.
    const NAMES: Option<(&'static str, &'static str)> = None;
}

/// The proof that a verifier of `P` returns for a payload `T`.
///
/// This is a [`Verified`](crate::Verified) or an [`Authenticated`](crate::Authenticated).
pub type ProofOf<P, T> = <<P as Endpoint>::Proves as Assurance>::Proof<P, T>;

/// The assurance of a provider that signs bodies, for the types that require it.
///
/// Only [`BodySigned`] implements it. It exists for its compiler error, which names the other type;
/// that of `Endpoint<Proves = BodySigned>` does not.
#[diagnostic::on_unimplemented(
    message = "`{P}` does not sign the body of its webhooks: take an `AuthenticatedWebhook`",
    label = "expected an `AuthenticatedWebhook<{P}, ..>`",
    note = "`{P}` proves only who sent the request, by a password or token, so there is no `VerifiedWebhook` of it"
)]
pub trait ProvesBody<P>: Assurance + sealed::Sealed {
    /// Returns the proof, which is a [`Verified`].
    fn verified<T>(proof: Self::Proof<P, T>) -> Verified<P, T>;
}

impl<P> ProvesBody<P> for BodySigned {
    fn verified<T>(proof: Verified<P, T>) -> Verified<P, T> {
        proof
    }
}

/// The assurance of a provider that proves only who sent a request.
///
/// Only [`OriginOnly`] implements it. It exists for its compiler error, as [`ProvesBody`] does.
#[diagnostic::on_unimplemented(
    message = "`{P}` signs the body of its webhooks: take a `VerifiedWebhook`",
    label = "expected a `VerifiedWebhook<{P}, ..>`",
    note = "an `AuthenticatedWebhook` proves only who sent the request"
)]
pub trait ProvesOrigin<P>: Assurance + sealed::Sealed {
    /// Returns the proof, which is an [`Authenticated`].
    fn authenticated<T>(proof: Self::Proof<P, T>) -> Authenticated<P, T>;
}

impl<P> ProvesOrigin<P> for OriginOnly {
    fn authenticated<T>(proof: Authenticated<P, T>) -> Authenticated<P, T> {
        proof
    }
}

/// A sender of webhooks whose scheme is known at compile time.
///
/// Declare one with [`provider!`](crate::provider), which also makes `cargo check` verify that the
/// scheme is sound.
pub trait Provider: Endpoint {
    /// The provider's common name, in lower case with hyphens: `standard-webhooks`.
    const SLUG: &'static str;
    /// The name of this endpoint in logs.
    ///
    /// This is the slug, unless the endpoint was declared with [`endpoint!`](crate::endpoint).
    const ENDPOINT: &'static str = Self::SLUG;
    /// The scheme with which the provider signs.
    const SCHEME: Scheme;
}

/// A provider that is chosen at run time and signs bodies.
///
/// See [`Verifier::by_slug`](crate::Verifier::by_slug).
#[derive(Debug)]
#[non_exhaustive]
pub enum Any {}

impl Endpoint for Any {
    type Proves = BodySigned;
}

/// A provider that is chosen at run time and proves only the origin of a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum AnyOrigin {}

impl Endpoint for AnyOrigin {
    type Proves = OriginOnly;
}

/// A provider that is chosen at run time: [`Any`] or [`AnyOrigin`], and no other type.
pub trait AnyProvider: Endpoint + sealed::Sealed {}

impl AnyProvider for Any {}
impl AnyProvider for AnyOrigin {}

mod sealed {
    #[allow(
        unnameable_types,
        reason = "a type that cannot be named cannot be implemented elsewhere"
    )]
    pub trait Sealed {}
    impl Sealed for super::Any {}
    impl Sealed for super::AnyOrigin {}
    impl Sealed for super::BodySigned {}
    impl Sealed for super::OriginOnly {}
}

/// A provider as a value, as a look-up by slug returns it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ProviderEntry {
    /// The slug of the provider.
    pub slug: &'static str,
    /// The scheme of the provider.
    pub scheme: &'static Scheme,
}

impl ProviderEntry {
    /// Returns the entry of this provider.
    #[must_use]
    pub const fn of<P: Provider>() -> Self {
        Self { slug: P::SLUG, scheme: const { sound_scheme::<P>() } }
    }

    /// Returns the entry of a provider that is described by configuration.
    ///
    /// The slug and the scheme are leaked, whether or not the scheme is sound. So read the
    /// configuration when the server starts, not for each request. See
    /// [`SchemeConfig`](crate::SchemeConfig) for an example.
    ///
    /// # Errors
    /// [`UnsoundScheme`](crate::UnsoundScheme), with the reason that the compiler gives for the
    /// same scheme in code.
    #[cfg(feature = "config")]
    pub fn from_config(slug: &str, config: &crate::SchemeConfig) -> Result<Self, UnsoundScheme> {
        use alloc::boxed::Box;
        check_slug(slug)?;
        let scheme = config.to_scheme()?;
        Ok(Self { slug: Box::leak(Box::from(slug)), scheme: Box::leak(Box::new(scheme)) })
    }
}

/// Returns the scheme, after checking at compile time that it matches the declared assurance.
pub(crate) const fn sound_scheme<P: Provider>() -> &'static Scheme {
    const {
        assert!(
            P::SCHEME.binds_body() == <P::Proves as Assurance>::BINDS_BODY,
            "the scheme does not match the declared assurance: `BodySigned` needs a signed body, \
             `OriginOnly` must not have one"
        );
        sound(check_slug(P::SLUG));
        sound(check_aliases(P::SCHEME.aliases));
        &P::SCHEME
    }
}

#[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
const fn check_aliases(aliases: &[&str]) -> Rule {
    let mut at = 0;
    while at < aliases.len() {
        check!(check_slug(aliases[at]));
        at += 1;
    }
    Ok(())
}

#[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
const fn check_slug(slug: &str) -> Rule {
    let slug = slug.as_bytes();
    ensure!(!slug.is_empty(), "a provider needs a slug");
    let mut at = 0;
    while at < slug.len() {
        ensure!(
            slug[at].is_ascii_lowercase() || slug[at].is_ascii_digit() || slug[at] == b'-',
            "a slug consists of lower-case letters, digits and hyphens"
        );
        at += 1;
    }
    Ok(())
}

/// Declares a provider: a type, its slug, its assurance and its scheme.
///
/// `cargo check` rejects a scheme that is not sound, and one that does not have the declared
/// assurance.
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
/// A bearer token proves nothing about the body, so this does not compile:
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
            const NAMES: ::core::option::Option<(&'static str, &'static str)> =
                ::core::option::Option::Some((
                    <Self as $crate::Provider>::SLUG,
                    <Self as $crate::Provider>::ENDPOINT,
                ));
        }

        impl $crate::Provider for $name {
            const SLUG: &'static str = $slug;
            const SCHEME: $crate::Scheme = $scheme;
        }

        // An associated constant is evaluated only where it is used; this uses it.
        const _: $crate::ProviderEntry = $crate::ProviderEntry::of::<$name>();
    };
}

/// Declares another endpoint of a provider, with its own type, secrets and proofs.
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
            const NAMES: ::core::option::Option<(&'static str, &'static str)> =
                ::core::option::Option::Some((
                    <Self as $crate::Provider>::SLUG,
                    <Self as $crate::Provider>::ENDPOINT,
                ));
        }

        impl $crate::Provider for $name {
            const SLUG: &'static str = <$provider as $crate::Provider>::SLUG;
            const ENDPOINT: &'static str = ::core::stringify!($name);
            const SCHEME: $crate::Scheme = <$provider as $crate::Provider>::SCHEME;
        }
    };
}
