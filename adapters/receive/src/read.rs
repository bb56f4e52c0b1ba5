//! The receive loop: open, read, finish; or reject and drain.

use crate::clock::now;
use crate::explain::{explain, recorded};
use crate::idempotency::Lease;
use crate::question::{Asked, answered, stored};
use crate::refusal::Refusal;
use bytes::{Buf, Bytes};
use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use futures_core::Stream;
use verihook::{
    Assurance, Delivery, Drain, Endpoint, Head, NextStep, Payload, Proof as _, ProofOf, Rejection,
    Resolution, ResolveError, SecretOffer, UnixTime, Verification, Verifier,
};

/// A verified request: the proof with its payload, and the bytes from which it was parsed.
pub struct Received<P: Endpoint, T> {
    verifier: Verifier<P>,
    proof: ProofOf<P, T>,
    body: Bytes,
    lease: Option<Lease>,
}

impl<P: Endpoint, T: Payload> Received<P, T> {
    /// Parses verified bytes into a payload.
    pub(crate) fn parse(verifier: Verifier<P>, proof: ProofOf<P, Bytes>) -> Result<Self, Refusal> {
        let body = proof.payload().clone();
        match P::Proves::parse(proof) {
            Ok(proof) => Ok(Self { verifier, proof, body, lease: None }),
            Err(error) => Err(Refusal::payload(&verifier, error)),
        }
    }
}

impl<P: Endpoint, T> Received<P, T> {
    /// Returns the verifier that verified the request.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier<P> {
        &self.verifier
    }

    /// Returns the metadata of the delivery.
    #[must_use]
    pub fn delivery(&self) -> &Delivery {
        self.proof.delivery()
    }

    /// Returns the verified bytes.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the lease, if the delivery was claimed.
    #[must_use]
    pub const fn lease(&self) -> Option<&Lease> {
        self.lease.as_ref()
    }

    /// Carries the lease to the handler.
    #[cfg(feature = "idempotency")]
    pub(crate) fn carry(&mut self, lease: Option<Lease>) {
        self.lease = lease;
    }

    /// Returns the proof and the verified bytes.
    #[must_use]
    pub fn into_parts(self) -> (ProofOf<P, T>, Bytes) {
        (self.proof, self.body)
    }

    /// Returns the verifier, the proof and the verified bytes.
    #[must_use]
    pub fn into_all(self) -> (Verifier<P>, ProofOf<P, T>, Bytes) {
        (self.verifier, self.proof, self.body)
    }
}

impl<P: Endpoint, T> fmt::Debug for Received<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("delivery", self.proof.delivery()).finish_non_exhaustive()
    }
}

/// Receives one request.
///
/// The head is checked during the call, before the future is polled, so the future does not borrow
/// it. `broken` maps an error of the body stream to a rejection: [`Rejection::BodyIncomplete`],
/// unless the framework knows more. Pass a clone of the verifier; cloning it only increments a
/// reference count.
///
/// # Errors
/// Returns a [`Refusal`] with the answer for the sender if the request is rejected, or if it is a
/// handshake. It has already been logged.
pub fn receive<P, T, S, D, E>(
    verifier: Verifier<P>,
    head: &dyn Head,
    body: S,
    broken: fn(&E) -> Rejection,
) -> Pin<Box<impl Future<Output = Result<Received<P, T>, Refusal>> + use<P, T, S, D, E>>>
where
    P: Endpoint,
    T: Payload,
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    receive_as(verifier, head, body, broken, |received| received)
}

/// Receives one request as [`receive`] does, and converts the result into the handler's type.
///
/// An adapter whose framework expects a boxed future needs no second box around this one.
pub fn receive_as<P, T, S, D, E, W>(
    verifier: Verifier<P>,
    head: &dyn Head,
    body: S,
    broken: fn(&E) -> Rejection,
    convert: fn(Result<Received<P, T>, Refusal>) -> W,
) -> Pin<Box<impl Future<Output = W> + use<P, T, S, D, E, W>>>
where
    P: Endpoint,
    T: Payload,
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    let now = now();
    let body = recorded(&verifier, head, now.ok(), body);
    let begun = open(&verifier, head, now);
    // Boxed, because `.await` moves a future before it polls it, so an outer future would reserve
    // space for this one twice.
    Box::pin(async move {
        let mut body = pin!(body);
        // The rare branches are boxed separately, to keep this future small.
        let resolved = match begun {
            Ok(Begun::Judged(verification)) => Ok(verification),
            Ok(Begun::Resolving(look_up)) => Box::pin(resolved(&verifier, look_up)).await,
            Ok(Begun::Asking(question)) => {
                Err(Box::pin(answered(&verifier, *question, body.as_mut(), broken)).await)
            }
            Ok(Begun::Offering(offer, drain)) => {
                let refusal = Box::pin(stored(&verifier, *offer)).await;
                Err(Box::new((refusal, drain)))
            }
            Err(refused) => Err(refused),
        };
        let mut verification = match resolved {
            Ok(verification) => verification,
            Err(refused) => {
                let (refusal, amount) = *refused;
                if let Some(amount) = amount {
                    Box::pin(drain(body.as_mut(), amount)).await;
                }
                explain(body, &verifier, &refusal);
                return convert(Err(refusal));
            }
        };
        let whole = {
            let reading = pin!(read(&mut verification, body.as_mut(), broken));
            before(verifier.body_deadline(), reading).await
        };
        if let Err(rejection) = whole {
            // Log before draining: a client that hangs up during the drain was rejected too.
            let refusal = Refusal::rejected(&verifier, rejection);
            drop(verification);
            if let Some(amount) = verifier.drain_rest(Some(rejection)) {
                Box::pin(drain(body.as_mut(), amount)).await;
            }
            explain(body, &verifier, &refusal);
            return convert(Err(refusal));
        }
        let proof = match finish(verification).await {
            Ok(proof) => proof,
            Err(Rejection::ProviderTest) => {
                let answer = verifier.answer(Rejection::ProviderTest);
                return convert(Err(Refusal::handshake(&verifier, answer)));
            }
            Err(rejection) => {
                let refusal = Refusal::rejected(&verifier, rejection);
                explain(body, &verifier, &refusal);
                return convert(Err(refusal));
            }
        };
        log_verified(proof.delivery());
        if let Some(answer) = proof.delivery().handshake() {
            return convert(Err(Refusal::handshake(&verifier, answer.clone())));
        }
        convert(Received::parse(verifier, proof))
    })
}

/// A request whose head has passed its checks.
enum Begun<P> {
    Judged(Verification<P>),
    /// The tenant must be looked up first.
    Resolving(Box<LookUp<P>>),
    /// The body decides whether the request is a handshake.
    Asking(Box<Asked<P>>),
    /// The application must store a secret, and this much of the body is to be drained.
    Offering(Box<SecretOffer<P>>, Option<Drain>),
}

/// The look-up of a request's tenant, and how much of the body to drain if it fails.
struct LookUp<P> {
    resolution: Resolution<P>,
    drain: Option<Drain>,
}

/// A refusal, and how much of the body to drain before it is sent.
pub(crate) type Answered = Box<(Refusal, Option<Drain>)>;

fn open<P: Endpoint>(
    verifier: &Verifier<P>,
    head: &dyn Head,
    now: Result<UnixTime, Rejection>,
) -> Result<Begun<P>, Answered> {
    let now = match now {
        Ok(now) => now,
        Err(rejection) => return Err(rejected(verifier, head, None, rejection)),
    };
    match verifier.open(head, now) {
        Ok(NextStep::ReadBody(verification)) => Ok(Begun::Judged(verification)),
        Ok(NextStep::LookUp(resolution)) => {
            let drain = verifier.drain(head, None);
            Ok(Begun::Resolving(Box::new(LookUp { resolution, drain })))
        }
        Ok(NextStep::ReadQuestion(question)) => {
            let request = Some((head, now));
            let detail = Refusal::detail(verifier, question.rejection(), request);
            Ok(Begun::Asking(Box::new(Asked { question, detail })))
        }
        Ok(NextStep::StoreSecret(offer)) => {
            Ok(Begun::Offering(Box::new(offer), verifier.drain(head, None)))
        }
        Ok(NextStep::Answer(answer)) => {
            let refusal = Refusal::handshake(verifier, answer);
            Err(Box::new((refusal, verifier.drain(head, None))))
        }
        Err(rejection) => Err(rejected(verifier, head, Some(now), rejection)),
    }
}

/// Logs the rejection before the drain: a client that hangs up during the drain was rejected too.
fn rejected<P>(
    verifier: &Verifier<P>,
    head: &dyn Head,
    now: Option<UnixTime>,
    rejection: Rejection,
) -> Answered {
    let refusal = Refusal::rejected_head(verifier, rejection, now.map(|now| (head, now)));
    Box::new((refusal, verifier.drain(head, Some(rejection))))
}

/// Waits until the tenant of this request is resolved.
async fn resolved<P: Endpoint>(
    verifier: &Verifier<P>,
    look_up: Box<LookUp<P>>,
) -> Result<Verification<P>, Answered> {
    let LookUp { resolution, drain } = *look_up;
    let (tenant, unresolved) = resolution.into_parts();
    let found = tokio::time::timeout(verifier.body_deadline(), tenant).await;
    let found = found.unwrap_or(Err(ResolveError::Unavailable));
    unresolved
        .with(found)
        .map_err(|rejection| Box::new((Refusal::rejected(verifier, rejection), drain)))
}

/// Waits for a body until the deadline. Most bodies are ready on the first poll and need no timer.
pub(crate) async fn before<T>(
    deadline: Duration,
    mut reading: Pin<&mut impl Future<Output = Result<T, Rejection>>>,
) -> Result<T, Rejection> {
    if let Poll::Ready(read) = poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await
    {
        return read;
    }
    match Box::pin(tokio::time::timeout(deadline, reading)).await {
        Ok(read) => read,
        Err(_) => Err(Rejection::BodyDeadlineExceeded),
    }
}

async fn read<P, S, D, E>(
    verification: &mut Verification<P>,
    mut body: Pin<&mut S>,
    broken: fn(&E) -> Rejection,
) -> Result<(), Rejection>
where
    P: Endpoint,
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    while let Some(chunk) = next(body.as_mut()).await {
        let mut chunk = match chunk.map_err(|error| broken(&error)) {
            Ok(chunk) => chunk,
            Err(Rejection::EndUnconfirmed) => return verification.accept_unconfirmed_end(),
            Err(rejection) => return Err(rejection),
        };
        // For `Bytes`, this does not copy.
        verification.update(chunk.copy_to_bytes(chunk.remaining()))?;
    }
    Ok(())
}

/// The most work to do on the thread that received the body, in bytes hashed. It blocks other tasks
/// for about 0.1 ms.
const AT_ONCE: usize = 256 * 1024;

/// Verifies a body that has arrived. The body deadline no longer applies.
async fn finish<P: Endpoint>(
    mut verification: Verification<P>,
) -> Result<ProofOf<P, Bytes>, Rejection> {
    if verification.work() > AT_ONCE {
        let checking = move || verification.check().map(|()| verification);
        // The task fails only if the runtime is shut down, when no one waits for an answer either.
        let checked = tokio::task::spawn_blocking(checking).await;
        verification = checked.unwrap_or(Err(Rejection::BodyIncomplete))?;
    }
    verification.finish()
}

/// Discards the rest of a body, so that a client that is still sending can read the answer.
async fn drain<S, D, E>(mut body: Pin<&mut S>, amount: Drain)
where
    S: Stream<Item = Result<D, E>>,
    D: Buf,
{
    let draining = async {
        let mut left = amount.bytes;
        while let Ok(Some(Ok(chunk))) = tokio::time::timeout(amount.idle, next(body.as_mut())).await
        {
            match left.checked_sub(chunk.remaining() as u64) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    // Answer now, whether the body ended or the time is up.
    let _ = tokio::time::timeout(amount.time, draining).await;
}

pub(crate) async fn next<S: Stream>(mut stream: Pin<&mut S>) -> Option<S::Item> {
    poll_fn(|context| stream.as_mut().poll_next(context)).await
}

fn log_verified(delivery: &Delivery) {
    tracing::debug!(
        target: "verihook",
        provider = delivery.provider(),
        endpoint = delivery.endpoint(),
        tenant = delivery.tenant(),
        secret = delivery.secret(),
        "webhook verified"
    );
}
