//! The proof that a request was verified, as a type.

#[cfg(feature = "json")]
pub(crate) mod batch;
pub(crate) mod claims;
pub(crate) mod payload;

use crate::answer::Answer;
use crate::proof::claims::Claims;
use crate::proof::payload::{Body, Payload, PayloadError};
use crate::scheme::time::UnixTime;
use alloc::string::String;
use alloc::sync::Arc;
use bytes::Bytes;
use core::fmt;
use core::marker::PhantomData;

/// A verified webhook: the payload, and the fact that the holder of `P`'s signing secret signed
/// exactly these bytes.
///
/// There is no way to make one but [`Verifier::verify`](crate::Verifier::verify) and
/// [`Verification::finish`](crate::Verification::finish), no way to put another payload into it,
/// and none to pass it off as another provider's. What it was verified from is `T`;
/// [`Verified::parse`] reads it as something else.
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

/// An authenticated webhook: whoever sent it presented `P`'s credential, and nothing is known about
/// the body.
///
/// Basic, bearer and token schemes prove this much. A function that asks for a [`Verified`] does
/// not take it:
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

/// How much a request proves: [`BodySigned`] or [`OriginOnly`].
pub trait Assurance: sealed::Sealed + 'static {
    /// The type of the proof.
    type Proof<P, T>: Proof<P, T>;
    /// Whether the body is proven too.
    const BINDS_BODY: bool;

    /// Reads the bytes as a payload, and keeps the proof: [`Verified::parse`] or
    /// [`Authenticated::parse`].
    ///
    /// # Errors
    /// If they are no such payload.
    fn parse<P, T: Payload>(
        proof: Self::Proof<P, Bytes>,
    ) -> Result<Self::Proof<P, T>, PayloadError>;
}

/// The sender signed the body. The proof is [`Verified`].
#[derive(Debug)]
#[non_exhaustive]
pub enum BodySigned {}

/// The sender is known and the body is not signed. The proof is [`Authenticated`].
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

/// What [`Verified`] and [`Authenticated`] have in common, for code that is written once for both.
pub trait Proof<P, T>: sealed::Proven<P, T> + Sized {
    /// The payload.
    fn payload(&self) -> &T;
    /// The delivery.
    fn delivery(&self) -> &Delivery;
    /// What was verified, and the delivery.
    fn into_parts(self) -> (T, Delivery);
}

#[allow(unnameable_types, reason = "what cannot be named cannot be implemented elsewhere")]
pub(crate) mod sealed {
    use super::{BodySigned, Delivery, OriginOnly};

    pub trait Sealed {}
    impl Sealed for BodySigned {}
    impl Sealed for OriginOnly {}

    /// What only this crate can make, so that only this crate can call [`Proven::proven`]: a
    /// supertrait's functions can be called through any bound, whether or not the trait can be
    /// named.
    #[derive(Debug)]
    pub struct Seal(pub(crate) ());

    pub trait Proven<P, T> {
        fn proven(payload: T, delivery: Delivery, seal: Seal) -> Self;
    }
}

macro_rules! proof {
    ($name:ident, $what:literal) => {
        impl<P, T> $name<P, T> {
            #[doc = concat!("The payload that was ", $what, ".")]
            pub const fn payload(&self) -> &T {
                &self.payload
            }

            /// The payload alone. The proof ends here.
            pub fn into_payload(self) -> T {
                self.payload
            }

            /// The payload and the delivery. The proof ends here.
            pub fn into_parts(self) -> (T, Delivery) {
                (self.payload, self.delivery)
            }

            /// What is known of the delivery.
            pub const fn delivery(&self) -> &Delivery {
                &self.delivery
            }

            /// Reads the bytes as a payload of another type, and keeps the proof.
            ///
            /// # Errors
            /// If they are no such payload. That is no forgery: the sender meant them so.
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

        /// Prints the delivery and leaves out the payload, which may be confidential.
        impl<P, T> fmt::Debug for $name<P, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("delivery", &self.delivery)
                    .finish_non_exhaustive()
            }
        }
    };
}

proof!(Verified, "verified");
proof!(Authenticated, "sent, by whoever holds the credential");

/// What is known of a delivery beside its payload.
///
/// What the signature covers and what it does not have different names. Whoever can see one
/// delivery can send it again with another unsigned id, so use one to trace and not to tell
/// deliveries apart.
#[derive(Clone)]
pub struct Delivery {
    pub(crate) provider: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) claims: Claims,
    /// The tenant whose secrets matched.
    pub(crate) tenant: Option<Arc<str>>,
    /// An id that stands in the body.
    pub(crate) id_in_body: Option<String>,
    /// The answer, if it is a handshake.
    pub(crate) handshake: Option<Arc<Answer>>,
}

impl Delivery {
    /// A delivery of which only the head is known.
    pub(crate) const fn new(
        provider: &'static str,
        endpoint: &'static str,
        claims: Claims,
    ) -> Self {
        Self { provider, endpoint, claims, tenant: None, id_in_body: None, handshake: None }
    }

    /// The provider's slug.
    #[must_use]
    pub const fn provider(&self) -> &'static str {
        self.provider
    }

    /// The endpoint's name.
    #[must_use]
    pub const fn endpoint(&self) -> &'static str {
        self.endpoint
    }

    /// The tenant whose secrets verified the request, where a [resolver](crate::SecretResolver)
    /// found them; `None` for an endpoint with secrets of its own.
    ///
    /// This is the only reading of the tenant that was verified. Act for this one, and not for one
    /// that you read from the path, the query or the payload.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// The name of the signing secret that fitted: the one it was given, or its place in the list.
    /// During a rotation this shows when the old one is no longer used.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.claims.secret().unwrap_or_default()
    }

    /// The answer, if this is a signed [`Handshake`](crate::Handshake): send it, and let no handler
    /// see the delivery. The adapters do.
    pub fn handshake(&self) -> Option<&Answer> {
        self.handshake.as_deref()
    }

    /// When the provider signed it, if its signature covers a time.
    #[must_use]
    pub const fn timestamp(&self) -> Option<UnixTime> {
        self.claims.timestamp
    }

    /// The delivery id, if the signature covers it.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id_in_body.as_deref().or_else(|| self.claims.id())
    }

    /// A delivery id that the signature does not cover.
    #[must_use]
    pub fn unsigned_id(&self) -> Option<&str> {
        self.claims.unsigned_id()
    }

    /// What kind of event the payload is, where a header field says so that the signature does not
    /// cover: `push`. Whoever can see one delivery can send it again as another kind, so whatever
    /// the payload itself says about its kind comes first.
    #[must_use]
    pub fn unsigned_event(&self) -> Option<&str> {
        self.claims.unsigned_event()
    }

    /// A time that the signature does not cover, as it was written.
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
