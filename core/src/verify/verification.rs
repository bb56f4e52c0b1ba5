//! A verification in progress: the body, and the proof.

use super::body::BodyOutcome;
use super::chunks::Chunks;
use super::engine::Engine;
use super::head::{HeadOutcome, SecretsOutcome};
use super::shared::Shared;
use crate::proof::sealed::{Proven as _, Seal};
use crate::provider::{Endpoint, ProofOf};
use crate::rejection::Rejection;
use crate::secret::{ActiveKey, Secrets};
use crate::verify::budget::Share;
use crate::verify::work::Work;
use alloc::boxed::Box;
use alloc::sync::Arc;
use bytes::Bytes;
use core::fmt;

/// A verification in progress: the head passed its checks, and the body is being read.
///
/// Pass each chunk of the body to [`update`](Self::update), then call [`finish`](Self::finish).
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
/// It keeps the chunks that have arrived. A body that arrives in one chunk is never copied, and no
/// memory is reserved for the declared length before a second chunk arrives, and then never more
/// than eight times what has arrived.
#[must_use = "nothing is verified until `finish` returns a proof"]
pub struct Verification<P> {
    pub(super) shared: Arc<Shared<P>>,
    pub(super) secrets: Secrets<P>,
    /// Boxed, as a server moves a verification while it awaits the body.
    pub(super) head: Box<HeadOutcome>,
    pub(super) checked: SecretsOutcome,
    /// The result of the look-up, if there was one.
    pub(super) tenant: Option<TenantOutcome>,
    body: Chunks,
    /// The body's share of the budget.
    share: Share,
    /// The rejection of a chunk, after which the body is not complete.
    rejected: Option<Rejection>,
    /// The result of [`Verification::check`].
    outcome: Option<Box<BodyOutcome>>,
}

/// The result of a look-up, as far as the end of the verification depends on it.
pub(super) struct TenantOutcome {
    /// The rejection of a request whose tenant is unknown.
    ///
    /// The request is rejected even if its signature is correct, after the same work as any other.
    pub(super) rejection: Option<Rejection>,
    /// The cost of the tenant's own secrets.
    ///
    /// Before the whole body has arrived, the limits are those of one secret for all tenants: the
    /// size at which a body is too large must not reveal a tenant.
    pub(super) work: Work,
}

impl<P> Verification<P> {
    pub(super) fn new(
        shared: Arc<Shared<P>>,
        secrets: Secrets<P>,
        head: Box<HeadOutcome>,
        checked: SecretsOutcome,
    ) -> Self {
        let share = Share::new(shared.engine.body_budget.clone());
        let body = Chunks::None;
        Self {
            shared,
            secrets,
            head,
            checked,
            tenant: None,
            body,
            share,
            rejected: None,
            outcome: None,
        }
    }
}

impl<P: Endpoint> Verification<P> {
    /// Takes the next chunk of the body.
    ///
    /// After an error, the body can no longer be verified.
    ///
    /// # Errors
    /// - [`Rejection::BodyTooLarge`] or [`Rejection::TooMuchWork`] if the body is now over a limit.
    /// - [`Rejection::BodyBudgetSpent`] if the memory for bodies in flight is spent.
    /// - [`Rejection::GzipMalformed`] if a gzip-coded body cannot be decoded.
    pub fn update(&mut self, chunk: Bytes) -> Result<(), Rejection> {
        let engine = &self.shared.engine;
        let (work, share) = (self.checked.work, &mut self.share);
        let mut within = |length| {
            engine.check_length(work, length)?;
            share.grow_to(length)
        };
        let taken = match &mut self.head.decoder {
            None => within(self.body.len().saturating_add(chunk.len())),
            Some(decoder) => decoder.update(&chunk, within),
        };
        if let Err(rejection) = taken {
            // The chunks that arrived are no longer needed.
            self.body = Chunks::None;
            self.outcome = None;
            self.share = Share::new(engine.body_budget.clone());
            self.rejected = Some(rejection);
            return Err(rejection);
        }
        if !chunk.is_empty() && self.head.decoder.is_none() {
            self.outcome = None;
            self.body.push(chunk, self.head.declared, engine.body_limit);
        }
        Ok(())
    }

    /// Ends the decoding of a gzip-coded body, all of which has arrived.
    #[cold]
    fn end_decoding(&mut self) -> Result<(), Rejection> {
        let received = self.received() as u64;
        let Some(decoder) = &mut self.head.decoder else { return Ok(()) };
        let decoded = decoder.finish();
        if self.head.declared.is_some_and(|declared| declared != received) {
            return Err(Rejection::BodyIncomplete);
        }
        if let Some(decoded) = decoded? {
            self.body = Chunks::One(decoded.into());
        }
        Ok(())
    }

    /// Verifies the complete body and returns it with the proof.
    ///
    /// # Errors
    /// - [`Rejection::BodyIncomplete`] if the body is not as long as declared.
    /// - The rejection of [`Verification::update`], if there was one.
    /// - [`Rejection::SignatureMismatch`] if no secret matches the signature.
    /// - For schemes that read the body, the rejections of the values in it.
    pub fn finish(mut self) -> Result<ProofOf<P, Bytes>, Rejection> {
        let outcome = match self.outcome.take() {
            Some(outcome) => *outcome,
            None => self.checked_body()?,
        };
        let body = self.body.into_bytes();
        self.shared.engine.keep_id(&mut self.head, &body);
        let delivery = self.head.take_delivery(&self.secrets.active, outcome);
        Ok(ProofOf::<P, Bytes>::proven(body, delivery, Seal(())))
    }

    /// Does the work of [`Verification::finish`], which then only returns the proof.
    ///
    /// A large body takes time (about half a millisecond for a MiB), so an async server may call
    /// this on another thread. See [`Verification::work`].
    ///
    /// # Errors
    /// As [`Verification::finish`].
    pub fn check(&mut self) -> Result<(), Rejection> {
        self.outcome = Some(Box::new(self.checked_body()?));
        Ok(())
    }

    fn checked_body(&mut self) -> Result<BodyOutcome, Rejection> {
        if let Some(rejection) = self.rejected {
            return Err(rejection);
        }
        if self.head.decoder.is_some()
            && let Err(rejection) = self.end_decoding()
        {
            self.rejected = Some(rejection);
            return Err(rejection);
        }
        let (engine, secrets) = (&self.shared.engine, &self.secrets.active);
        let body = self.body.as_slice();
        if let Some(tenant) = &self.tenant {
            tenant.check(engine, secrets, &self.head, self.checked, body)?;
        }
        engine.check_body(secrets, &self.head, self.checked, body)
    }

    /// Accepts an end of the body that no framing confirmed, if the declared length has arrived.
    ///
    /// Call it if a stream ended without its last chunk or END_STREAM.
    ///
    /// # Errors
    /// [`Rejection::EndUnconfirmed`] if no length is declared, or fewer bytes have arrived.
    pub fn accept_unconfirmed_end(&self) -> Result<(), Rejection> {
        if self.head.declared == Some(self.received() as u64) {
            Ok(())
        } else {
            Err(Rejection::EndUnconfirmed)
        }
    }

    /// Returns the cost of [`Verification::check`] for the bytes that have arrived, in bytes
    /// hashed.
    ///
    /// This is the length of the body for each secret, and for most public keys also for each
    /// listed signature. Use it to choose the thread.
    #[must_use]
    pub fn work(&self) -> usize {
        let work = self.tenant.as_ref().map_or(self.checked.work, |tenant| tenant.work);
        let decoded = self.head.decoder.as_ref().and_then(|decoder| decoder.decoded());
        work.on(decoded.unwrap_or(self.body.len()))
    }

    /// Returns the number of bytes of the body that have arrived, before any decoding.
    #[must_use]
    pub fn received(&self) -> usize {
        self.head.decoder.as_ref().map_or(self.body.len(), |decoder| decoder.received())
    }
}

impl TenantOutcome {
    /// Rejects a body that is too large for the tenant, and every body if the tenant is unknown.
    fn check(
        &self,
        engine: &Engine,
        secrets: &[ActiveKey],
        head: &HeadOutcome,
        checked: SecretsOutcome,
        body: &[u8],
    ) -> Result<(), Rejection> {
        // Before the tenant's own limit: the answer to a truncated body must not reveal the tenant.
        engine.check_whole(head, checked.work, body.len())?;
        if body.len() > self.work.body_limit() {
            return Err(self.rejection.unwrap_or(Rejection::TooMuchTenantWork));
        }
        let Some(rejection) = self.rejection else { return Ok(()) };
        // The placeholder key is public, so a signature that it verifies proves nothing.
        match engine.matching_secret(secrets, head, checked, body) {
            Err(other) if other.kind() != rejection.kind() => Err(other),
            _ => Err(rejection),
        }
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
