//! A verification in progress: the body, and the proof.

use super::chunks::Chunks;
use super::verifier::Shared;
use crate::proof::sealed::{Proven as _, Seal};
use crate::provider::{Endpoint, ProofOf};
use crate::rejection::Rejection;
use crate::secret::Secrets;
use crate::verify::budget::Share;
use crate::verify::engine::HeadOutcome;
use crate::verify::work::Work;
use alloc::boxed::Box;
use alloc::sync::Arc;
use bytes::Bytes;
use core::fmt;
use core::marker::PhantomData;

/// A request whose head has passed. It is given the body as it arrives, and then asked for the
/// proof.
///
/// ```
/// # use verihook::{Bytes, PlainHead, Signer, UnixTime, Verifier, providers::Stripe};
/// # let now = UnixTime::from_seconds(1_800_000_000);
/// # let headers = Signer::<Stripe>::new("whsec_test")?.sign(b"{\"id\":1}", now)?;
/// # let head = PlainHead::new("POST", "/", &headers);
/// # let verifier = Verifier::<Stripe>::new("whsec_test")?;
/// let mut verification = verifier.open(&head, now)?.into_verification().expect("neither a handshake nor a look-up");
/// for chunk in ["{\"id\"", ":1}"] {
///     verification.update(Bytes::from(chunk))?;
/// }
/// let hook = verification.finish()?;
/// assert_eq!(hook.payload(), "{\"id\":1}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It keeps what arrived and reserves nothing for what was only declared. A body that comes in one
/// chunk is never copied.
#[must_use = "nothing is verified until `finish` says so"]
pub struct Verification<P> {
    pub(super) shared: Arc<Shared<P>>,
    /// Where the verifier's own are not fixed, or others were asked for.
    pub(super) others: Option<Secrets<P>>,
    /// Elsewhere, as whoever awaits a body moves this about.
    pub(super) judged: Box<HeadOutcome>,
    pub(super) body: Chunks,
    /// What the body holds of the budget.
    pub(super) share: Share,
    /// A chunk was refused, so the body has a hole.
    pub(super) refused: Option<Rejection>,
    /// The rejection of a request that is rejected whatever its signature: it does the same work as
    /// any other.
    pub(super) verdict: Option<Rejection>,
    /// What the secrets of a tenant cost, where the limits are those of one secret.
    pub(super) tenant_work: Option<Work>,
}

impl<P: Endpoint> Verification<P> {
    /// Takes the next chunk of the body.
    ///
    /// # Errors
    /// If the body is now over the limit. It can no longer be verified then.
    pub fn update(&mut self, chunk: Bytes) -> Result<(), Rejection> {
        let length = self.body.len().saturating_add(chunk.len());
        let within = self.shared.engine.refuse_unless_within(&self.judged, length);
        if let Err(rejection) = within.and_then(|()| self.share.grow_to(length)) {
            // What arrived is of no use any more.
            self.body = Chunks::None;
            self.share = Share::new(self.shared.engine.body_budget.clone());
            self.refused = Some(rejection);
            return Err(rejection);
        }
        if !chunk.is_empty() {
            self.body.push(chunk);
        }
        Ok(())
    }

    /// The body has ended: verifies it and hands it over.
    ///
    /// # Errors
    /// If the body is not as long as declared, was over the limit, or is nothing that was signed.
    pub fn finish(self) -> Result<ProofOf<P, Bytes>, Rejection> {
        self.settle().map(Settled::into_proof)
    }

    /// [`Verification::finish`] in two steps, the first of which does all the work, and may do it
    /// on another thread: a large body takes its time (about half a millisecond for a MiB), and
    /// others wait for the thread of an async runtime.
    ///
    /// # Errors
    /// As [`Verification::finish`].
    pub fn settle(mut self) -> Result<Settled<P>, Rejection> {
        if let Some(rejection) = self.refused {
            return Err(rejection);
        }
        let body = self.body.into_bytes();
        let secrets = self.shared.secrets_or(self.others.as_ref())?;
        let engine = &self.shared.engine;
        if let Some(work) = self.tenant_work {
            // Before the tenant's own limit: how a body that was cut is answered must not tell
            // tenants apart.
            engine.refuse_unless_whole(&self.judged, body.len())?;
            if body.len() > work.body_limit() {
                return Err(self.verdict.unwrap_or(Rejection::TooMuchTenantWork));
            }
        }
        // A placeholder's key is public, so a signature that it verifies proves nothing, and no
        // more is done for one.
        if let Some(verdict) = self.verdict {
            return Err(match engine.judge_signature(&secrets.active, &mut self.judged, &body) {
                Err(rejection) if rejection.kind() != verdict.kind() => rejection,
                _ => verdict,
            });
        }
        engine.judge_body(&secrets.active, &mut self.judged, &body)?;
        Ok(Settled { judged: self.judged, body, provider: PhantomData })
    }

    /// Accepts the end of a body that no framing confirmed if the declared length has arrived. Call
    /// it where a stream ended without its last chunk or END_STREAM; any other body is incomplete
    /// then.
    ///
    /// # Errors
    /// [`Rejection::EndUnconfirmed`] if no length is declared, or fewer bytes have arrived.
    pub fn accept_unconfirmed_end(&self) -> Result<(), Rejection> {
        if self.judged.declared_length() == Some(self.body.len() as u64) {
            Ok(())
        } else {
            Err(Rejection::EndUnconfirmed)
        }
    }

    /// The cost of [`Verification::settle`] for what has arrived, in bytes hashed: the length of
    /// the body for each secret, and for most public keys for each listed signature too. Choose the
    /// thread by it.
    #[must_use]
    pub fn work(&self) -> usize {
        match self.tenant_work {
            Some(work) => work.on(self.body.len()),
            None => self.judged.work_on(self.body.len()),
        }
    }

    /// How many bytes of the body have arrived.
    #[must_use]
    pub fn received(&self) -> usize {
        self.body.len()
    }
}

/// A request that was verified, on its way to whoever asks for the proof. See
/// [`Verification::settle`].
#[must_use = "the proof is made by `into_proof`"]
pub struct Settled<P> {
    pub(super) judged: Box<HeadOutcome>,
    pub(super) body: Bytes,
    pub(super) provider: PhantomData<fn() -> P>,
}

impl<P: Endpoint> Settled<P> {
    /// The proof.
    pub fn into_proof(self) -> ProofOf<P, Bytes> {
        ProofOf::<P, Bytes>::proven(self.body, self.judged.delivery, Seal(()))
    }
}

impl<P> fmt::Debug for Settled<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settled").field("delivery", &self.judged.delivery).finish_non_exhaustive()
    }
}

impl<P> fmt::Debug for Verification<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verification")
            .field("endpoint", &self.shared.engine.endpoint)
            .field("received", &self.body.len())
            .finish_non_exhaustive()
    }
}
