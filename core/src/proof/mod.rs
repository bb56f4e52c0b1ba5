//! Types that prove that a request was verified.

#[cfg(feature = "json")]
pub(crate) mod batch;
pub(crate) mod body_id;
pub(crate) mod claims;
pub(crate) mod payload;

use crate::answer::Answer;
use crate::proof::body_id::BodyId;
use crate::proof::claims::Claims;
use crate::proof::payload::{Body, Payload, PayloadError};
use crate::scheme::time::UnixTime;
use alloc::sync::Arc;
use bytes::Bytes;
use core::fmt;
use core::marker::PhantomData;

/// A verified webhook: a payload, and proof that the holder of `P`'s signing secret signed it.
///
/// Only [`Verifier::verify`](crate::Verifier::verify) and
/// [`Verification::finish`](crate::Verification::finish) create one. You cannot put another payload
/// into it, or use it as the proof of another provider. `T` is the type of the bytes that were
/// verified; [`Verified::parse`] reads them as another type.
///
/// ```compile_fail,E0451
/// use verihook::{Verified, providers::GitHub};
/// let forged = Verified::<GitHub, &str> { payload: "{}", ..panic!() };
/// ```
///
/// ```compile_fail,E0061
/// use verihook::{Delivery, Proof};
/// fn forge<P, T, Q: Proof<P, T>>(payload: T, delivery: Delivery) -> Q {
///     Q::proven(payload, delivery)
/// }
/// ```
///
/// ```compile_fail,E0308
/// use verihook::{Bytes, Verified, providers::{GitHub, Stripe}};
/// fn pass_off(hook: Verified<GitHub, Bytes>) -> Verified<Stripe, Bytes> {
///     hook
/// }
/// ```
pub struct Verified<P, T> {
    payload: T,
    delivery: Delivery,
    provider: PhantomData<fn() -> P>,
}

/// An authenticated webhook: the sender presented `P`'s credential; the body is not proven.
///
/// Basic, bearer and token schemes prove this much. A function that requires a [`Verified`] does
/// not accept it:
///
/// ```compile_fail,E0308
/// use verihook::{Authenticated, Bytes, Verified, providers::CentrePointBasic};
/// fn promote(hook: Authenticated<CentrePointBasic, Bytes>) -> Verified<CentrePointBasic, Bytes> {
///     hook
/// }
/// ```
pub struct Authenticated<P, T> {
    payload: T,
    delivery: Delivery,
    provider: PhantomData<fn() -> P>,
}

/// The assurance of a request: [`BodySigned`] or [`OriginOnly`].
pub trait Assurance: sealed::Sealed + 'static {
    /// The type of the proof.
    type Proof<P, T>: Proof<P, T>;
    /// `true` if the proof covers the body.
    const BINDS_BODY: bool;

    /// Reads the bytes as a payload and keeps the proof.
    ///
    /// This is [`Verified::parse`] or [`Authenticated::parse`].
    ///
    /// # Errors
    /// [`PayloadError`] if the bytes are not a valid `T`.
    fn parse<P, T: Payload>(
        proof: Self::Proof<P, Bytes>,
    ) -> Result<Self::Proof<P, T>, PayloadError>;
}

/// The assurance that the sender signed the body. The proof is [`Verified`].
#[derive(Debug)]
#[non_exhaustive]
pub enum BodySigned {}

/// The assurance that the sender is known; the body is not signed. The proof is [`Authenticated`].
#[derive(Debug)]
#[non_exhaustive]
pub enum OriginOnly {}

impl Assurance for BodySigned {
    type Proof<P, T> = Verified<P, T>;
    const BINDS_BODY: bool = true;

    fn parse<P, T: Payload>(proof: Verified<P, Bytes>) -> Result<Verified<P, T>, PayloadError> {
        proof.parse()
    }
}

impl Assurance for OriginOnly {
    type Proof<P, T> = Authenticated<P, T>;
    const BINDS_BODY: bool = false;

    fn parse<P, T: Payload>(
        proof: Authenticated<P, Bytes>,
    ) -> Result<Authenticated<P, T>, PayloadError> {
        proof.parse()
    }
}

/// The interface that [`Verified`] and [`Authenticated`] share, for code that accepts either.
pub trait Proof<P, T>: sealed::Proven<P, T> + Sized {
    /// Returns the payload.
    fn payload(&self) -> &T;
    /// Returns the metadata of the delivery.
    fn delivery(&self) -> &Delivery;
    /// Returns the payload and the metadata of the delivery.
    fn into_parts(self) -> (T, Delivery);
    /// Returns a copy of the proof.
    #[must_use]
    fn cloned(&self) -> Self
    where
        T: Clone;
}

#[allow(unnameable_types, reason = "other crates cannot implement what they cannot name")]
pub(crate) mod sealed {
    use super::{BodySigned, Delivery, OriginOnly};

    pub trait Sealed {}
    impl Sealed for BodySigned {}
    impl Sealed for OriginOnly {}

    /// A token that only this crate can create, so only this crate can call [`Proven::proven`].
    ///
    /// The token is necessary because any bound makes the functions of a supertrait callable, even
    /// if the supertrait cannot be named.
    #[derive(Debug)]
    pub struct Seal(pub(crate) ());

    pub trait Proven<P, T> {
        fn proven(payload: T, delivery: Delivery, seal: Seal) -> Self;
    }
}

macro_rules! proof {
    ($name:ident, $what:literal) => {
        impl<P, T> $name<P, T> {
            #[doc = concat!("Returns the payload that ", $what, ".")]
            pub const fn payload(&self) -> &T {
                &self.payload
            }

            /// Returns the payload without the proof.
            pub fn into_payload(self) -> T {
                self.payload
            }

            /// Returns the payload and the metadata of the delivery, without the proof.
            pub fn into_parts(self) -> (T, Delivery) {
                (self.payload, self.delivery)
            }

            /// Returns the metadata of the delivery.
            pub const fn delivery(&self) -> &Delivery {
                &self.delivery
            }

            /// Reads the bytes as a payload of another type, and keeps the proof.
            ///
            /// # Errors
            /// [`PayloadError`] if the bytes are not a valid `U`. The request is authentic all the
            /// same.
            pub fn parse<U: Payload>(self) -> Result<$name<P, U>, PayloadError>
            where
                T: Body,
            {
                let payload = self.payload.parse()?;
                Ok($name { payload, delivery: self.delivery, provider: PhantomData })
            }
        }

        impl<P, T> sealed::Proven<P, T> for $name<P, T> {
            fn proven(payload: T, delivery: Delivery, _: sealed::Seal) -> Self {
                Self { payload, delivery, provider: PhantomData }
            }
        }

        impl<P, T> Proof<P, T> for $name<P, T> {
            fn payload(&self) -> &T {
                &self.payload
            }

            fn delivery(&self) -> &Delivery {
                &self.delivery
            }

            fn into_parts(self) -> (T, Delivery) {
                self.into_parts()
            }

            fn cloned(&self) -> Self
            where
                T: Clone,
            {
                self.clone()
            }
        }

        impl<P, T: Clone> Clone for $name<P, T> {
            fn clone(&self) -> Self {
                Self {
                    payload: self.payload.clone(),
                    delivery: self.delivery.clone(),
                    provider: PhantomData,
                }
            }
        }

        /// Leaves out the payload, which may be confidential.
        impl<P, T> fmt::Debug for $name<P, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("delivery", &self.delivery)
                    .finish_non_exhaustive()
            }
        }
    };
}

proof!(Verified, "was verified");
proof!(Authenticated, "the holder of the credential sent");

/// The metadata of a delivery.
///
/// Signed and unsigned values have different names. Anyone who can read one delivery can replay it
/// with another unsigned id, so use an unsigned id for tracing, not to tell deliveries apart.
#[derive(Clone)]
pub struct Delivery {
    pub(crate) provider: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) claims: Claims,
    /// The tenant whose secrets matched.
    pub(crate) tenant: Option<Arc<str>>,
    /// A delivery id in the body.
    pub(crate) id_in_body: Option<BodyId>,
    /// The answer, if the delivery is a handshake.
    pub(crate) handshake: Option<Arc<Answer>>,
}

impl Delivery {
    /// Creates metadata that is empty except for these names and claims.
    pub(crate) const fn new(
        provider: &'static str,
        endpoint: &'static str,
        claims: Claims,
    ) -> Self {
        Self { provider, endpoint, claims, tenant: None, id_in_body: None, handshake: None }
    }

    /// Returns the slug of the provider.
    #[must_use]
    pub const fn provider(&self) -> &'static str {
        self.provider
    }

    /// Returns the name of the endpoint.
    #[must_use]
    pub const fn endpoint(&self) -> &'static str {
        self.endpoint
    }

    /// Returns the tenant whose secrets verified the request.
    ///
    /// This is `None` unless a [resolver](crate::SecretResolver) found the secrets.
    ///
    /// Act for this tenant only. A tenant that you read from the path, the query or the payload was
    /// not verified.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// Returns the name of the signing secret that matched.
    ///
    /// A secret without a name is called by its number in the list: `secret 1` is the first.
    ///
    /// During a rotation, this shows when the old secret is no longer used.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.claims.secret().unwrap_or_default()
    }

    /// Returns the answer, if this delivery is a signed [`Handshake`](crate::Handshake).
    ///
    /// Send the answer, and do not pass the delivery to a handler. The adapters do this for you.
    pub fn handshake(&self) -> Option<&Answer> {
        self.handshake.as_deref()
    }

    /// Returns the time at which the provider signed the delivery, if the signature covers it.
    #[must_use]
    pub const fn timestamp(&self) -> Option<UnixTime> {
        self.claims.timestamp
    }

    /// Returns the delivery id, if the signature covers it.
    ///
    /// An id in the body is read when you first ask for it. A delivery without the member, or with
    /// one that is not an id, has none; if the member appears twice, the first counts.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match &self.id_in_body {
            Some(id) => id.get(),
            None => self.claims.id(),
        }
    }

    /// Iterates over the parts of the head that the signature covers, each exactly as received.
    ///
    /// There are always eight; those that the scheme does not use are empty. The path is not among
    /// them, because it is configuration. Together with the body, they identify the signed content,
    /// in whichever way the signature itself was encoded.
    pub fn signed_parts(&self) -> impl Iterator<Item = &[u8]> {
        self.claims.all_signed()
    }

    /// Iterates over the same parts without the timestamp, which a retry changes: what is before
    /// and after it in each of them.
    pub fn signed_parts_but_timestamp(&self) -> impl Iterator<Item = [&[u8]; 2]> {
        self.claims.all_signed_but_timestamp()
    }

    /// Returns a delivery id that the signature does not cover.
    #[must_use]
    pub fn unsigned_id(&self) -> Option<&str> {
        self.claims.unsigned_id()
    }

    /// Returns the kind of event, from a header field that the signature does not cover: `push`.
    ///
    /// Anyone who can read one delivery can replay it as another kind, so prefer the kind that the
    /// payload itself states.
    #[must_use]
    pub fn unsigned_event(&self) -> Option<&str> {
        self.claims.unsigned_event()
    }

    /// Returns a timestamp that the signature does not cover, as received.
    #[must_use]
    pub fn unsigned_timestamp(&self) -> Option<&str> {
        self.claims.unsigned_timestamp()
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("provider", &self.provider)
            .field("endpoint", &self.endpoint)
            .field("tenant", &self.tenant())
            .field("secret", &self.secret())
            .field("timestamp", &self.timestamp())
            .field("id", &self.id())
            .field("unsigned_event", &self.unsigned_event())
            .field("unsigned_id", &self.unsigned_id())
            .field("unsigned_timestamp", &self.unsigned_timestamp())
            .finish()
    }
}
