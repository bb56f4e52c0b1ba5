//! The types that handlers take, identical in all adapters.

/// Exports core, the secrets of this crate and the typed events from the root of an adapter.
///
/// An adapter has core's features under the same names, and the feature `events`. They are checked
/// where the macro is used. Items behind a feature are exported by name, not by a glob: if the
/// feature is off, the compiler then says which one to enable.
#[macro_export]
macro_rules! exports {
    () => {
        #[cfg(feature = "form")]
        #[doc(no_inline)]
        pub use ::verihook::Form;
        #[cfg(all(feature = "form", feature = "json"))]
        #[doc(no_inline)]
        pub use ::verihook::JsonOrForm;
        #[cfg(feature = "sign")]
        #[doc(no_inline)]
        pub use ::verihook::Signer;
        #[cfg(feature = "network")]
        #[doc(no_inline)]
        pub use ::verihook::TrustedProxies;
        #[doc(no_inline)]
        pub use ::verihook::*;
        #[cfg(feature = "json")]
        #[doc(no_inline)]
        pub use ::verihook::{Batch, Json};
        #[cfg(feature = "generate")]
        #[doc(no_inline)]
        pub use ::verihook::{GeneratedSecret, NotGenerated};
        #[cfg(feature = "events")]
        #[doc(no_inline)]
        pub use ::verihook_events as events;
        #[cfg(feature = "explain")]
        #[doc(no_inline)]
        pub use $crate::RejectionExplainer;
        #[doc(no_inline)]
        pub use $crate::RouteVerifier;
        #[cfg(feature = "test-clock")]
        #[doc(no_inline)]
        pub use $crate::TestClock;
        #[cfg(feature = "cache")]
        #[doc(no_inline)]
        pub use $crate::secrets::CachedSecrets;
        #[doc(no_inline)]
        pub use $crate::secrets::*;
        #[cfg(feature = "idempotency")]
        #[doc(no_inline)]
        pub use $crate::verihook_idempotency as idempotency;
    };
}

/// Declares the webhook types of an adapter.
///
/// These are `VerifiedWebhook`, `AuthenticatedWebhook` and `WebhookRejection`, and the traits
/// `Webhook` and `TakesWebhook`, with which a route constructor requires that its handler takes a
/// webhook.
///
/// Adapters cannot share these types: because of the orphan rule, a crate can implement its
/// framework's traits only for local types. A webhook is only ever made from the result of
/// [`receive`](crate::receive()).
///
/// ```
/// verihook_receive::webhooks!();
///
/// fn length(hook: &VerifiedWebhook<verihook::providers::GitHub, verihook::Bytes>) -> usize {
///     hook.payload().len()
/// }
/// ```
#[macro_export]
macro_rules! webhooks {
    () => {
        $crate::webhooks! {
            /// A verified webhook: a payload whose bytes were signed with `P`'s signing secret.
            ///
            /// It dereferences to core's [`Verified`](verihook::Verified) and keeps the signed
            /// bytes.
            VerifiedWebhook, Verified, ProvesBody, verified
        }
        $crate::webhooks! {
            /// An authenticated webhook: the sender presented `P`'s credential.
            ///
            /// Nothing is proven about the body. It dereferences to core's
            /// [`Authenticated`](verihook::Authenticated) and keeps the bytes of the body.
            AuthenticatedWebhook, Authenticated, ProvesOrigin, authenticated
        }

        /// The error of a [`VerifiedWebhook`] or an [`AuthenticatedWebhook`].
        ///
        /// Either the request was rejected, or it was a handshake: the request a provider sends to
        /// check that you own the endpoint. A handler that takes a `Result` should return this
        /// error as its response, so that handshakes are answered.
        ///
        /// `Display` prints the reason, for the operator. The response does not contain it.
        #[derive(Debug)]
        pub struct WebhookRejection($crate::Refusal);

        impl WebhookRejection {
            /// Returns the answer for the sender.
            pub const fn answer(&self) -> &$crate::verihook::Answer {
                self.0.answer()
            }

            /// Returns the reason why the request was not verified.
            ///
            /// `None` for a handshake, and for a verified request with a malformed payload.
            #[must_use]
            pub const fn rejection(&self) -> ::core::option::Option<$crate::verihook::Rejection> {
                self.0.rejection()
            }

            /// Returns the kind of rejection, which determines the answer; `None` for a handshake.
            #[must_use]
            pub const fn kind(&self) -> ::core::option::Option<$crate::verihook::RejectionKind> {
                self.0.kind()
            }
        }

        impl ::core::convert::From<$crate::Refusal> for WebhookRejection {
            fn from(refusal: $crate::Refusal) -> Self {
                Self(refusal)
            }
        }

        impl ::core::convert::From<WebhookRejection> for $crate::Refusal {
            fn from(rejection: WebhookRejection) -> Self {
                rejection.0
            }
        }

        impl ::core::fmt::Display for WebhookRejection {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::error::Error for WebhookRejection {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                self.0.source()
            }
        }

        /// A handler argument that is a webhook of `P`.
        ///
        /// It is a [`VerifiedWebhook`], an [`AuthenticatedWebhook`], or a `Result` of one, for
        /// handlers that inspect the rejection.
        #[diagnostic::on_unimplemented(
            message = "the handler's last argument is not a webhook of `{P}`",
            label = "expected a webhook of `{P}`",
            note = "use `VerifiedWebhook<{P}, ..>`, or `AuthenticatedWebhook<{P}, ..>` if the provider does not sign the body"
        )]
        pub trait Webhook<P: $crate::verihook::Endpoint>: Sized {
            /// The type into which the body is parsed.
            type Payload: $crate::verihook::Payload;

            /// `true` if the handler needs the lease of its delivery.
            const NEEDS_LEASE: bool = false;

            /// Converts a received request into the argument.
            ///
            /// # Errors
            /// Returns the refusal if the handler must not run. A `Result` argument takes the
            /// refusal itself and never fails.
            fn take(
                received: ::core::result::Result<$crate::Received<P, Self::Payload>, $crate::Refusal>,
            ) -> ::core::result::Result<Self, $crate::Refusal>;
        }

        impl<P, W, E> Webhook<P> for ::core::result::Result<W, E>
        where
            P: $crate::verihook::Endpoint,
            W: Webhook<P>,
            E: ::core::convert::From<$crate::Refusal>,
        {
            type Payload = W::Payload;
            const NEEDS_LEASE: bool = W::NEEDS_LEASE;

            fn take(
                received: ::core::result::Result<$crate::Received<P, Self::Payload>, $crate::Refusal>,
            ) -> ::core::result::Result<Self, $crate::Refusal> {
                Ok(W::take(received).map_err(E::from))
            }
        }

        $crate::once!();

        /// The arguments of a handler, the last of which is a [`Webhook`] of `P`.
        ///
        /// A handler without a webhook would run for any request.
        #[diagnostic::on_unimplemented(
            message = "the handler does not take a webhook of `{P}` as its last argument",
            label = "does not verify webhooks of `{P}`",
            note = "a handler takes up to six arguments, the last of which is a `VerifiedWebhook<{P}, ..>`"
        )]
        pub trait TakesWebhook<P: $crate::verihook::Endpoint> {
            /// `true` if the handler needs the lease of its delivery.
            const NEEDS_LEASE: bool;
        }

        $crate::webhooks!(@takes);
        $crate::webhooks!(@takes A);
        $crate::webhooks!(@takes A B);
        $crate::webhooks!(@takes A B C);
        $crate::webhooks!(@takes A B C D);
        $crate::webhooks!(@takes A B C D E);
        $crate::webhooks!(@takes A B C D E F);
    };
    (@takes $($before:ident)*) => {
        impl<P: $crate::verihook::Endpoint, $($before,)* W: Webhook<P>> TakesWebhook<P> for ($($before,)* W,) {
            const NEEDS_LEASE: bool = W::NEEDS_LEASE;
        }
    };
    ($(#[$meta:meta])* $name:ident, $proof:ident, $proves:ident, $proven:ident) => {
        $(#[$meta])*
        pub struct $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload,
        {
            proof: $crate::verihook::$proof<P, T>,
            body: $crate::verihook::Bytes,
            /// Answers a payload that does not parse.
            verifier: $crate::verihook::Verifier<P>,
        }

        impl<P, T> $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload,
        {
            /// Returns the bytes of the body, exactly as they were received.
            #[must_use]
            pub const fn body(&self) -> &$crate::verihook::Bytes {
                &self.body
            }

            /// Returns the payload and discards the proof.
            #[must_use]
            pub fn into_payload(self) -> T {
                self.proof.into_payload()
            }

            /// Returns the payload and the delivery, and discards the proof.
            #[must_use]
            pub fn into_parts(self) -> (T, $crate::verihook::Delivery) {
                self.proof.into_parts()
            }

            /// Returns core's proof, which is independent of the framework.
            #[must_use]
            pub fn into_proof(self) -> $crate::verihook::$proof<P, T> {
                self.proof
            }
        }

        impl<P> $name<P, $crate::verihook::Bytes>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
        {
            /// Parses the body, in a handler that chooses the payload type by the kind of event.
            ///
            /// # Errors
            /// The body is not a valid `T`. The rejection has been logged, and its answer is that
            /// to a handler that takes `T` itself: 422, or the endpoint's own status. Return it as
            /// the response.
            pub fn parse<T: $crate::verihook::Payload>(
                self,
            ) -> ::core::result::Result<$name<P, T>, WebhookRejection> {
                let Self { proof, body, verifier } = self;
                match proof.parse() {
                    ::core::result::Result::Ok(proof) => {
                        ::core::result::Result::Ok($name { proof, body, verifier })
                    }
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(
                        $crate::Refusal::payload(&verifier, error).into(),
                    ),
                }
            }
        }

        impl<P, T> ::core::convert::From<$crate::Received<P, T>> for $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload,
        {
            fn from(received: $crate::Received<P, T>) -> Self {
                let (verifier, proof, body) = received.into_all();
                let proof = <P::Proves as $crate::verihook::$proves<P>>::$proven(proof);
                Self { proof, body, verifier }
            }
        }

        impl<P, T> Webhook<P> for $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload,
        {
            type Payload = T;

            fn take(
                received: ::core::result::Result<$crate::Received<P, T>, $crate::Refusal>,
            ) -> ::core::result::Result<Self, $crate::Refusal> {
                received.map(Self::from)
            }
        }

        impl<P, T> ::core::ops::Deref for $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload,
        {
            type Target = $crate::verihook::$proof<P, T>;

            fn deref(&self) -> &Self::Target {
                &self.proof
            }
        }

        impl<P, T> ::core::clone::Clone for $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload + ::core::clone::Clone,
        {
            fn clone(&self) -> Self {
                Self {
                    proof: self.proof.clone(),
                    body: self.body.clone(),
                    verifier: self.verifier.clone(),
                }
            }
        }

        /// Prints the delivery but not the payload, which may be confidential.
        impl<P, T> ::core::fmt::Debug for $name<P, T>
        where
            P: $crate::verihook::Endpoint,
            P::Proves: $crate::verihook::$proves<P>,
            T: $crate::verihook::Payload,
        {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.proof).finish()
            }
        }
    };
}

/// Declares `Once`, if the feature `idempotency` of this crate is on.
#[cfg(not(feature = "idempotency"))]
#[doc(hidden)]
#[macro_export]
macro_rules! once {
    () => {};
}

/// Declares `Once`, if the feature `idempotency` of this crate is on.
#[cfg(feature = "idempotency")]
#[doc(hidden)]
#[macro_export]
macro_rules! once {
    () => {
        /// A webhook with the lease of its delivery, for handlers that complete the delivery in
        /// their own transaction.
        ///
        /// The endpoint must be an `IdempotentVerifier`; with a plain verifier, the route does not
        /// compile. If the endpoint handles deliveries without a claim while its store is
        /// unavailable, the answer is still 503, because there is no lease. It dereferences to the
        /// webhook.
        #[derive(Clone, Debug)]
        #[allow(unnameable_types, reason = "an adapter exports it with its own feature")]
        pub struct Once<W> {
            webhook: W,
            lease: $crate::verihook_idempotency::Lease,
        }

        impl<W> Once<W> {
            /// Returns the lease, with which the handler completes the delivery.
            #[must_use]
            pub const fn lease(&self) -> &$crate::verihook_idempotency::Lease {
                &self.lease
            }

            /// Returns the webhook and the lease.
            #[must_use]
            pub fn into_parts(self) -> (W, $crate::verihook_idempotency::Lease) {
                (self.webhook, self.lease)
            }
        }

        impl<W> ::core::ops::Deref for Once<W> {
            type Target = W;

            fn deref(&self) -> &W {
                &self.webhook
            }
        }

        impl<P: $crate::verihook::Endpoint, W: Webhook<P>> Webhook<P> for Once<W> {
            type Payload = W::Payload;
            const NEEDS_LEASE: bool = true;

            fn take(
                received: ::core::result::Result<
                    $crate::Received<P, Self::Payload>,
                    $crate::Refusal,
                >,
            ) -> ::core::result::Result<Self, $crate::Refusal> {
                let received = received?;
                let lease = match received.lease() {
                    ::core::option::Option::Some(lease) => lease.clone(),
                    ::core::option::Option::None => {
                        return ::core::result::Result::Err($crate::Refusal::no_lease(
                            received.verifier(),
                        ));
                    }
                };
                W::take(::core::result::Result::Ok(received)).map(|webhook| Self { webhook, lease })
            }
        }
    };
}
