//! Surrounds a handler, so that it runs once for each delivery.

use crate::{Received, Refusal, RouteVerifier};
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use tracing::{Instrument as _, Span};
use verihook::{Endpoint, Verifier};
use verihook_idempotency::{Claims, IdempotentVerifier, RunningLease};

pub use verihook_idempotency::Lease;

impl<P: Endpoint> RouteVerifier for IdempotentVerifier<P> {
    type Endpoint = P;
    const IS_IDEMPOTENT: bool = true;

    fn into_guarded(self) -> (Verifier<P>, Guard) {
        let (verifier, claims) = self.into_parts();
        (verifier, Guard(Rule::Claims(claims)))
    }
}

/// Claims the deliveries of one endpoint, if it was configured to handle each of them once.
#[derive(Clone, Debug, Default)]
pub struct Guard(Rule);

#[derive(Clone, Debug, Default)]
enum Rule {
    /// Every delivery is handled.
    #[default]
    None,
    /// A delivery is claimed before it is handled.
    Claims(Claims),
    /// An outer layer has claimed the delivery.
    Claimed(Lease),
}

/// A handler that may run: the claimed delivery, if its endpoint claims deliveries.
#[must_use = "dropping it releases the delivery"]
pub struct Handling<P> {
    verifier: Option<Verifier<P>>,
    lease: Option<RunningLease>,
}

impl Guard {
    /// Returns `true` if the endpoint handles each delivery once.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        !matches!(self.0, Rule::None)
    }

    /// Returns the guard of a route behind a layer that may have claimed the delivery.
    ///
    /// `claimed` is the lease of the layer. A second claim would wait for the first one, so the
    /// handler shares that lease, and the layer completes or releases it.
    #[must_use]
    pub fn behind(&self, claimed: Option<&Lease>) -> Self {
        match (&self.0, claimed) {
            (Rule::Claims(_), Some(lease)) => Self(Rule::Claimed(lease.clone())),
            _ => self.clone(),
        }
    }

    /// Claims a delivery before its handler runs. A refused request is not claimed.
    ///
    /// # Errors
    /// Returns a [`Refusal`] if the handler must not run, even one that takes a `Result`: the
    /// delivery was handled before, is being handled, or cannot be claimed.
    pub async fn claim<P: Endpoint, T>(
        &self,
        received: Result<Received<P, T>, Refusal>,
    ) -> Result<(Result<Received<P, T>, Refusal>, Handling<P>), Refusal> {
        let (claims, mut received) = match (&self.0, received) {
            (Rule::Claims(claims), Ok(received)) => (claims, received),
            (Rule::Claimed(lease), Ok(mut received)) => {
                received.carry(Some(lease.clone()));
                return Ok((Ok(received), Handling::default()));
            }
            (_, received) => return Ok((received, Handling::default())),
        };
        let claimed = claims.claim(received.delivery(), received.body()).await;
        let verifier = received.verifier().clone();
        let lease = claimed.map_err(|unclaimed| Refusal::unclaimed(&verifier, &unclaimed))?;
        received.carry(lease.as_ref().map(RunningLease::lease));
        Ok((Ok(received), Handling { verifier: Some(verifier), lease }))
    }
}

impl<P> Default for Handling<P> {
    fn default() -> Self {
        Self { verifier: None, lease: None }
    }
}

impl<P: Endpoint> Handling<P> {
    /// Returns the lease, if the delivery was claimed. A layer stores it in the extensions of the
    /// request, where the application and [`Guard::behind`] find it.
    #[must_use]
    pub fn lease(&self) -> Option<Lease> {
        self.lease.as_ref().map(RunningLease::lease)
    }

    /// Runs the handler, detached from the request if the delivery was claimed.
    ///
    /// `status` returns the status of the handler's response: 200 to 299 completes the delivery.
    ///
    /// # Errors
    /// Returns a [`Refusal`] if the handler has no answer yet, lost the delivery or panicked.
    pub async fn run<F>(
        self,
        handler: F,
        status: fn(&F::Output) -> u16,
    ) -> Result<F::Output, Refusal>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let Some((verifier, lease)) = self.verifier.zip(self.lease) else {
            return Ok(handler.await);
        };
        let (task, answer) = lease.detach(handler, status);
        tokio::spawn(task.instrument(Span::current()));
        answer.await.map_err(|unanswered| Refusal::unanswered(&verifier, unanswered))
    }

    /// Runs a handler that is not `Send`. `spawn` starts a task on this thread.
    ///
    /// # Errors
    /// The same as [`run`](Self::run).
    pub async fn run_local<F>(
        self,
        handler: F,
        status: fn(&F::Output) -> u16,
        spawn: fn(Pin<Box<dyn Future<Output = ()>>>),
    ) -> Result<F::Output, Refusal>
    where
        F: Future + 'static,
    {
        let Some((verifier, lease)) = self.verifier.zip(self.lease) else {
            return Ok(handler.await);
        };
        let (task, answer) = lease.detach(handler, status);
        spawn(Box::pin(task.instrument(Span::current())));
        answer.await.map_err(|unanswered| Refusal::unanswered(&verifier, unanswered))
    }

    /// Runs a handler that cannot outlive its request. There is no acknowledgement deadline.
    ///
    /// # Errors
    /// Returns a [`Refusal`] if the handler lost the delivery or panicked.
    pub async fn run_attached<F: Future>(
        self,
        handler: F,
        status: fn(&F::Output) -> u16,
    ) -> Result<F::Output, Refusal> {
        let Some((verifier, lease)) = self.verifier.zip(self.lease) else {
            return Ok(handler.await);
        };
        let answer = lease.attend(handler, status).await;
        answer.map_err(|unanswered| Refusal::unanswered(&verifier, unanswered))
    }
}

impl<P> fmt::Debug for Handling<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handling").field("lease", &self.lease).finish_non_exhaustive()
    }
}
