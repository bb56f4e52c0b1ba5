//! A verifier whose deliveries are handled once.

use crate::engine::{Engine, after};
use crate::key::Identity;
use crate::lease::{Held, RunningLease};
use crate::metrics;
use crate::store::{Claim, Claimed, StoreError};
use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;
use verihook::{Answer, Delivery, Rejection, Scheme, Verifier};

/// The retention where the provider documents no retries.
const RETENTION: Duration = Duration::from_secs(7 * 86_400);

/// Added to the provider's retry horizon, because the last retry may be late.
const RETENTION_MARGIN: Duration = Duration::from_secs(3600);

/// The acknowledgement deadline where the provider documents none.
const ACKNOWLEDGE_WITHIN: Duration = Duration::from_secs(10);

/// The longest time after which a sender is asked to retry.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(10);

/// A verifier whose deliveries are handled once, made by
/// [`Idempotency::wrap`](crate::Idempotency::wrap).
///
/// Adapters take it wherever they take a verifier and surround the handler: in axum's, actix-web's
/// and Rocket's `webhook`, in warp's `handle`, in the tower layer and in the actix-web middleware.
/// Extractors alone do not take it, because they do not see how a handler ends.
pub struct IdempotentVerifier<P> {
    verifier: Verifier<P>,
    claims: Claims,
}

/// The claim settings of one endpoint, separate from its verifier.
#[derive(Clone)]
pub struct Claims {
    engine: Arc<Engine>,
    provider: &'static str,
    endpoint: &'static str,
    scheme: &'static Scheme,
    /// For how long a signed timestamp can be fresh.
    freshness: Duration,
    retention: Duration,
    acknowledge_within: Duration,
}

impl<P> IdempotentVerifier<P> {
    pub(crate) fn new(engine: Arc<Engine>, verifier: Verifier<P>) -> Self {
        let scheme = verifier.scheme();
        let horizon = scheme.retry_horizon().map(|horizon| horizon + RETENTION_MARGIN);
        // The answer still has to travel.
        let deadline = scheme.answer_deadline().map(|deadline| deadline * 4 / 5);
        let tolerance = verifier.tolerance().unwrap_or_default();
        let claims = Claims {
            engine,
            provider: verifier.provider(),
            endpoint: verifier.endpoint(),
            scheme,
            // From the farthest future that is accepted to the farthest past.
            freshness: tolerance * 2 + RETENTION_MARGIN,
            retention: horizon.unwrap_or(RETENTION),
            acknowledge_within: deadline.unwrap_or(ACKNOWLEDGE_WITHIN),
        };
        Self { verifier, claims }
    }

    /// Sets for how long a delivery is remembered.
    ///
    /// By default, for as long as the provider retries a delivery
    /// ([`Scheme::retry_horizon`](verihook::Scheme::retry_horizon)) and an hour more, or for seven
    /// days if it documents no time.
    #[must_use]
    pub const fn retention(mut self, retention: Duration) -> Self {
        self.claims.retention = retention;
        self
    }

    /// Sets how long a sender waits for the handler.
    ///
    /// By default, four fifths of the time for which the provider waits
    /// ([`Scheme::answer_deadline`](verihook::Scheme::answer_deadline)), or ten seconds if it
    /// documents none. When it is over, the answer is 503 with `Retry-After`, the handler goes on,
    /// and the retry is answered with its status.
    #[must_use]
    pub const fn acknowledge_within(mut self, deadline: Duration) -> Self {
        self.claims.acknowledge_within = deadline;
        self
    }

    /// Returns the verifier.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier<P> {
        &self.verifier
    }

    /// Returns the verifier and the claims, for an adapter.
    #[must_use]
    pub fn into_parts(self) -> (Verifier<P>, Claims) {
        (self.verifier, self.claims)
    }
}

impl<P> Clone for IdempotentVerifier<P> {
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone(), claims: self.claims.clone() }
    }
}

impl Claims {
    /// Claims a verified delivery.
    ///
    /// Returns `None` if it is to be handled without a claim
    /// ([`dangerously_handle_unclaimed`](crate::IdempotencyBuilder::dangerously_handle_unclaimed)).
    ///
    /// Run the handler with the lease: see [`RunningLease`]. If the future is dropped, the claim is
    /// released.
    ///
    /// # Errors
    /// [`Unclaimed`] if the handler must not run.
    pub async fn claim(
        &self,
        delivery: &Delivery,
        body: &[u8],
    ) -> Result<Option<RunningLease>, Unclaimed> {
        let begun = Instant::now();
        let claimed = self.try_claim(delivery, body, begun).await;
        metrics::store_latency(self.engine.store.name(), "claim", begun.elapsed());
        let verdict = match &claimed {
            Ok(_) => "new",
            Err(unclaimed) => unclaimed.verdict(),
        };
        metrics::delivery(self.provider, self.endpoint, verdict);
        match claimed {
            Err(Unclaimed::Unavailable(error)) if self.engine.handles_unclaimed => {
                tracing::error!(
                    target: "verihook",
                    provider = self.provider,
                    endpoint = self.endpoint,
                    %error,
                    "delivery handled without a claim: duplicates are handled again"
                );
                Ok(None)
            }
            claimed => claimed.map(Some),
        }
    }

    async fn try_claim(
        &self,
        delivery: &Delivery,
        body: &[u8],
        begun: Instant,
    ) -> Result<RunningLease, Unclaimed> {
        // First of all, so that a drain that begins later waits for this claim.
        let token = self.engine.tasks.token();
        if self.engine.is_draining() {
            return Err(Unclaimed::Draining);
        }
        self.engine.keep_swept();
        let identity = Identity::of(&self.engine.namespace, delivery, body, self.scheme);
        let lease = self.engine.lease;
        let held = Held::new(Arc::clone(&self.engine));
        // The narrower mark first: a replay of the content must not wait for, or disturb, another.
        let held = match identity.replay {
            Some(replay) => {
                let claim = Claim::new(replay, identity.body, lease, self.freshness);
                self.add(held, claim, begun).await?
            }
            None => held,
        };
        let claim = Claim::new(identity.key, identity.body, lease, self.retention);
        let held = self.add(held, claim, begun).await?;
        let deadline = (after(begun, self.acknowledge_within), self.acknowledge_within);
        Ok(RunningLease::new(held, token, (self.provider, self.endpoint), deadline))
    }

    /// Claims one mark. If this fails, dropping `held` releases the marks before it.
    ///
    /// The claim is added before the call, so that it is released if its answer never arrives.
    async fn add(&self, mut held: Held, claim: Claim, begun: Instant) -> Result<Held, Unclaimed> {
        let store = Arc::clone(&self.engine.store);
        // The lease lives in the task of the call: it is released there if no one waits any more.
        // The token goes with it, so that a drain waits until the release has begun.
        held.push(claim.key, claim.owner);
        let token = self.engine.tasks.token();
        let call = async move {
            let result = store.claim(claim).await;
            if let Ok(Claimed::InFlight { .. } | Claimed::Done { .. } | Claimed::Conflict) = result
            {
                held.pop();
            }
            // The content of a retry is as done as the delivery: a replay of it under another id
            // must not be new.
            if let Ok(Claimed::Done { status }) = result {
                held.complete_marks(status).await?;
            }
            result.map(|claimed| (claimed, held, token))
        };
        let deadline = after(begun, self.engine.store_timeout);
        let claimed = self.engine.until(deadline, call).await;
        let (claimed, held, _token) = claimed.map_err(Unclaimed::Unavailable)?;
        match claimed {
            Claimed::New => Ok(held),
            Claimed::InFlight { retry_after } => {
                Err(Unclaimed::InFlight { retry_after: retry_after.min(MAX_RETRY_AFTER) })
            }
            Claimed::Done { status } => Err(Unclaimed::Done { status }),
            Claimed::Conflict => Err(Unclaimed::Conflict),
        }
    }
}

/// Why a handler does not run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unclaimed {
    /// The delivery was handled before, and answered with this status.
    Done {
        /// The status of the first answer.
        status: u16,
    },
    /// It is being handled.
    InFlight {
        /// The time after which to retry.
        retry_after: Duration,
    },
    /// Its signed id was used with another body.
    Conflict,
    /// The store failed.
    Unavailable(StoreError),
    /// The server is shutting down.
    Draining,
}

impl Unclaimed {
    /// Returns the reason, and the answer for the sender. A delivery that was handled before has no
    /// reason to be rejected.
    pub fn answer<P>(&self, verifier: &Verifier<P>) -> (Option<Rejection>, Answer) {
        match self {
            Self::Done { status } => (None, verifier.answer_handled_before(*status)),
            Self::InFlight { retry_after } => {
                let rejection = Rejection::DeliveryInProgress;
                (Some(rejection), verifier.answer_retry_after(rejection, *retry_after))
            }
            Self::Conflict => plain(verifier, Rejection::DeliveryConflict),
            Self::Unavailable(_) => plain(verifier, Rejection::StoreUnavailable),
            Self::Draining => plain(verifier, Rejection::Draining),
        }
    }

    const fn verdict(&self) -> &'static str {
        match self {
            Self::Done { .. } => "duplicate",
            Self::InFlight { .. } => "in_flight",
            Self::Conflict => "conflict",
            Self::Unavailable(_) => "unavailable",
            Self::Draining => "draining",
        }
    }
}

fn plain<P>(verifier: &Verifier<P>, rejection: Rejection) -> (Option<Rejection>, Answer) {
    (Some(rejection), verifier.answer(rejection))
}

impl<P> fmt::Debug for IdempotentVerifier<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdempotentVerifier")
            .field("verifier", &self.verifier)
            .field("claims", &self.claims)
            .finish()
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims")
            .field("engine", &self.engine)
            .field("retention", &self.retention)
            .field("acknowledge_within", &self.acknowledge_within)
            .finish_non_exhaustive()
    }
}
