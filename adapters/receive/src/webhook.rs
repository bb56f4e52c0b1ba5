//! The types that handlers take, the same in every adapter.

/// Declares `VerifiedWebhook`, `AuthenticatedWebhook` and `WebhookRejection` in the crate of an
/// adapter, and `TakesWebhook`, by which a route constructor asks that its handler takes one.
///
/// They cannot be shared types, because an adapter may implement its framework's traits only for
/// types of its own. Both are made from what [`receive`](crate::receive()) returns, and from
/// nothing else.
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
            /// A verified webhook: the payload, and the fact that the holder of `P`'s signing
            /// secret signed exactly the bytes it was read from.
            ///
            /// It dereferences to core's [`Verified`](verihook::Verified), and keeps those bytes.
            VerifiedWebhook, Verified, BodySigned
        }
        $crate::webhooks! {
            /// An authenticated webhook: whoever sent it presented `P`'s credential, and nothing is
            /// known about the body.
            ///
            /// It dereferences to core's [`Authenticated`](verihook::Authenticated), and keeps the
            /// bytes of the body.
            AuthenticatedWebhook, Authenticated, OriginOnly
        }

        /// A request that is no webhook for the handler: the error of both. It was refused, or it
        /// was a handshake, by which the provider asks whether the endpoint is there.
        ///
        /// As a response it is what the peer is told, a handshake's answer too; so it is worth to
        /// be returned. It prints why, for the operator.
        #[derive(Debug)]
        pub struct WebhookRejection($crate::Refusal);

        impl WebhookRejection {
            /// What the peer is told.
            pub const fn answer(&self) -> &$crate::verihook::Answer {
                self.0.answer()
            }

            /// Why the request was not verified; `None` if it was, and only its payload did not
            /// fit, and for a handshake.
            #[must_use]
            pub const fn rejection(&self) -> ::core::option::Option<$crate::verihook::Rejection> {
                self.0.rejection()
            }

            /// The kind of the refusal, which decides the answer; `None` for a handshake.
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

        /// A handler's argument that is a webhook of `P`: a [`VerifiedWebhook`], an
        /// [`AuthenticatedWebhook`], or a `Result` of one, for handlers that look at the refusal.
        #[diagnostic::on_unimplemented(
            message = "the handler's last argument is not a webhook of `{P}`",
            label = "takes no webhook of `{P}`",
            note = "write `VerifiedWebhook<{P}, ..>`, or `AuthenticatedWebhook<{P}, ..>` for a provider that signs no body"
        )]
        pub trait Webhook<P: $crate::verihook::Endpoint>: Sized {
            /// What the body is read as.
            type Payload: $crate::verihook::Payload;

            /// The argument, or the refusal if the handler does not look at it.
            ///
            /// # Errors
            /// If the request was refused, and the handler is not to run.
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

            fn take(
                received: ::core::result::Result<$crate::Received<P, Self::Payload>, $crate::Refusal>,
            ) -> ::core::result::Result<Self, $crate::Refusal> {
                Ok(W::take(received).map_err(E::from))
            }
        }

        /// The arguments of a handler, the last of which is a [`Webhook`] of `P`: a handler without
        /// one would run for everybody.
        #[diagnostic::on_unimplemented(
            message = "the handler does not take a webhook of `{P}` as its last argument",
            label = "verifies nothing of `{P}`",
            note = "a handler has up to six arguments, the last of them a `VerifiedWebhook<{P}, ..>`"
        )]
        pub trait TakesWebhook<P: $crate::verihook::Endpoint> {}

        $crate::webhooks!(@takes);
        $crate::webhooks!(@takes A);
        $crate::webhooks!(@takes A B);
        $crate::webhooks!(@takes A B C);
        $crate::webhooks!(@takes A B C D);
        $crate::webhooks!(@takes A B C D E);
        $crate::webhooks!(@takes A B C D E F);
    };
    (@takes $($before:ident)*) => {
        impl<P: $crate::verihook::Endpoint, $($before,)* W: Webhook<P>> TakesWebhook<P> for ($($before,)* W,) {}
    };
    ($(#[$meta:meta])* $name:ident, $proof:ident, $strength:ident) => {
        $(#[$meta])*
        pub struct $name<P, T>
        where
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
            T: $crate::verihook::Payload,
        {
            proof: $crate::verihook::$proof<P, T>,
            body: $crate::verihook::Bytes,
        }

        impl<P, T> $name<P, T>
        where
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
            T: $crate::verihook::Payload,
        {
            /// The bytes of the body, exactly as they came.
            #[must_use]
            pub const fn body(&self) -> &$crate::verihook::Bytes {
                &self.body
            }

            /// The payload alone. The proof ends here.
            #[must_use]
            pub fn into_payload(self) -> T {
                self.proof.into_payload()
            }

            /// The payload and the delivery. The proof ends here.
            #[must_use]
            pub fn into_parts(self) -> (T, $crate::verihook::Delivery) {
                self.proof.into_parts()
            }

            /// Core's proof, which knows no framework.
            #[must_use]
            pub fn into_proof(self) -> $crate::verihook::$proof<P, T> {
                self.proof
            }
        }

        impl<P, T> ::core::convert::From<$crate::Received<P, T>> for $name<P, T>
        where
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
            T: $crate::verihook::Payload,
        {
            fn from(received: $crate::Received<P, T>) -> Self {
                let (proof, body) = received.into_parts();
                Self { proof, body }
            }
        }

        impl<P, T> Webhook<P> for $name<P, T>
        where
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
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
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
            T: $crate::verihook::Payload,
        {
            type Target = $crate::verihook::$proof<P, T>;

            fn deref(&self) -> &Self::Target {
                &self.proof
            }
        }

        impl<P, T> ::core::clone::Clone for $name<P, T>
        where
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
            T: $crate::verihook::Payload + ::core::clone::Clone,
        {
            fn clone(&self) -> Self {
                Self { proof: self.proof.clone(), body: self.body.clone() }
            }
        }

        /// Prints the delivery and leaves out the payload, which may be confidential.
        impl<P, T> ::core::fmt::Debug for $name<P, T>
        where
            P: $crate::verihook::Endpoint<Proves = $crate::verihook::$strength>,
            T: $crate::verihook::Payload,
        {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.proof).finish()
            }
        }
    };
}
