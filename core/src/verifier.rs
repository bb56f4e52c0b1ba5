//! The verifier of an endpoint, and the three steps of a verification.

use crate::answer::{Answer, Drain, Statuses};
use crate::budget::{BodyBudget, Share};
use crate::check::Credential;
use crate::config::{ConfigError, ConfigFault};
use crate::engine::{Engine, Judged, declared_length, waits_for_continue};
use crate::further::Further;
use crate::handshake::{CODE_IN_QUERY, Handshake};
use crate::head::Head;
#[cfg(feature = "network")]
use crate::network::{Access, TrustedProxies};
use crate::payload::Body;
use crate::proof::{
    BodySigned, OriginOnly, ProofOf, Strength,
    sealed::{Proven as _, Seal},
};
use crate::provider::{Any, AnyOrigin, Entry, Marker, Provider};
use crate::rejection::{Rejection, RejectionKind};
use crate::resolve::{
    ByToken, Resolver, Resolving, SecretResolver, Tenant, TokenValidator, Unresolved,
};
#[cfg(feature = "std")]
use crate::rules::SecretRules;
use crate::scheme::{LONGEST_TOLERANCE, Scheme};
#[cfg(feature = "std")]
use crate::secret::SwappableSecrets;
use crate::secret::{Active, Secrets, SigningSecret, weak};
use crate::seen::Names;
use crate::strength::Weakness;
use crate::time::UnixTime;
use crate::url::PublicUrl;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use bytes::{Bytes, BytesMut};
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;
use zeroize::Zeroizing;

/// Verifies the deliveries to one endpoint of the provider `P`.
///
/// It is made once, cheap to clone, and does no I/O: it is given a head, a body and the time, and answers with
/// a proof or with the reason why there is none.
///
/// ```
/// use verihook::{PlainHead, Rejection, UnixTime, Verifier, providers::Terra};
///
/// // The published test of Terra's SDK for Java.
/// let headers = [(
///     "terra-signature",
///     "t=12345678,v1=599aa529690b885a43f184327c582375068d70705b7a471af15e10682c6f5313",
/// )];
/// let head = PlainHead::new("POST", "/", &headers);
/// let now = UnixTime::from_seconds(12_345_700);
///
/// let verifier = Verifier::<Terra>::new("foo")?;
/// let hook = verifier.verify(&head, b"{'bar':'baz'}", now)?;
/// assert_eq!(*hook.payload(), b"{'bar':'baz'}");
///
/// let refused = verifier.verify(&head, b"{'bar':'BAZ'}", now).unwrap_err();
/// assert_eq!(refused, Rejection::SignatureMismatch);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Beside what the scheme asks for, it refuses: a method that the provider does not send, a coded
/// (compressed) body, a body over the limit or not as long as declared, a header field that stands
/// twice where the scheme reads one, and a timestamp too far from `now` in either direction.
pub struct Verifier<P> {
    /// One count of references for all that a request takes along.
    shared: Arc<Shared<P>>,
}

struct Shared<P> {
    engine: Engine,
    source: Source<P>,
}

/// Where a verifier finds its secrets.
enum Source<P> {
    Fixed(Secrets<P>),
    #[cfg(feature = "std")]
    Swappable(SwappableSecrets<P>),
    Resolved(Resolver<P>),
}

impl<P> Source<P> {
    /// Lends the secrets that are valid now, if they are the same for all requests.
    fn with<R>(&self, look: impl FnOnce(&Secrets<P>) -> R) -> Option<R> {
        match self {
            Self::Fixed(secrets) => Some(look(secrets)),
            #[cfg(feature = "std")]
            Self::Swappable(secrets) => Some(look(&secrets.current())),
            Self::Resolved(_) => None,
        }
    }
}

impl<P: Provider> Verifier<P> {
    /// A verifier with one signing secret and the provider's defaults.
    ///
    /// # Errors
    /// If the secret is unfit, or if the scheme needs more than a secret (see [`Verifier::builder`]).
    pub fn new(secret: impl Into<SigningSecret>) -> Result<Self, ConfigError> {
        Self::builder().secret(secret).build()
    }

    /// A verifier with settings.
    pub fn builder() -> VerifierBuilder<P> {
        VerifierBuilder::new(Entry::of::<P>(), P::ENDPOINT)
    }
}

impl Verifier<Any> {
    /// A verifier for the provider with this slug, which must be one that signs bodies.
    ///
    /// ```
    /// use verihook::{Any, AnyOrigin, Verifier};
    ///
    /// let verifier = Verifier::<Any>::by_slug("github")?.secret("a secret").build()?;
    /// assert!(Verifier::<Any>::by_slug("centrepoint-basic").is_err());
    /// assert!(Verifier::<AnyOrigin>::by_slug("centrepoint-basic").is_ok());
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// If there is no such provider, or it does not sign bodies.
    pub fn by_slug(slug: &str) -> Result<VerifierBuilder<Any>, ConfigError> {
        builder_by_slug::<Any, BodySigned>(slug)
    }

    /// A verifier for this provider, which may be one of your own ([`Entry::of`]).
    ///
    /// # Errors
    /// As [`Self::by_slug`].
    pub fn of(entry: &Entry) -> Result<VerifierBuilder<Any>, ConfigError> {
        builder_of::<Any, BodySigned>(entry)
    }
}

impl Verifier<AnyOrigin> {
    /// A verifier for the provider with this slug, which must be one that proves only where a request comes
    /// from.
    ///
    /// # Errors
    /// If there is no such provider, or it signs bodies.
    pub fn by_slug(slug: &str) -> Result<VerifierBuilder<AnyOrigin>, ConfigError> {
        builder_by_slug::<AnyOrigin, OriginOnly>(slug)
    }

    /// A verifier for this provider, which may be one of your own ([`Entry::of`]).
    ///
    /// # Errors
    /// As [`Self::by_slug`].
    pub fn of(entry: &Entry) -> Result<VerifierBuilder<AnyOrigin>, ConfigError> {
        builder_of::<AnyOrigin, OriginOnly>(entry)
    }
}

fn builder_by_slug<P, S: Strength>(slug: &str) -> Result<VerifierBuilder<P>, ConfigError> {
    let entry = crate::providers::by_slug(slug)
        .ok_or_else(|| ConfigError::new(slug, ConfigFault::UnknownProvider))?;
    builder_of::<P, S>(entry)
}

fn builder_of<P, S: Strength>(entry: &Entry) -> Result<VerifierBuilder<P>, ConfigError> {
    if entry.scheme.binds_body() != S::BINDS_BODY {
        return Err(ConfigError::new(entry.slug, ConfigFault::WrongStrength));
    }
    Ok(VerifierBuilder::new(*entry, entry.slug))
}

impl<P: Marker> Verifier<P> {
    /// Judges the head of a request, before a byte of its body is read.
    ///
    /// # Errors
    /// Everything that is wrong with the request and can be seen without the body.
    pub fn begin(&self, head: &dyn Head, now: UnixTime) -> Result<Verification<P>, Rejection> {
        self.begin_or_with(self.shared.current_if_not_fixed(), head, now)
    }

    /// The look-up of this request's tenant, where a [resolver](SecretResolver) finds the secrets; `None` where
    /// [`Verifier::begin`] is all there is to do.
    ///
    /// ```
    /// # use verihook::{Head, PlainHead, Resolving, Secrets, Signer, Tenant, UnixTime, Unresolved, Verifier, providers::GitHub};
    /// # fn tenant_of(head: &dyn Head) -> Resolving<GitHub> {
    /// #     let name = head.path().trim_start_matches('/').to_owned();
    /// #     Box::pin(async { Ok(Tenant::new(name, Secrets::new(["s"]).map_err(|_| Unresolved::Unavailable)?)) })
    /// # }
    /// # async fn receive() -> Result<(), Box<dyn std::error::Error>> {
    /// # let now = UnixTime::from_seconds(1_800_000_000);
    /// # let headers = Signer::<GitHub>::new("s")?.sign(b"", now)?;
    /// # let head = PlainHead::new("POST", "/shop", &headers);
    /// let verifier = Verifier::<GitHub>::builder().resolver(tenant_of).build()?;
    /// let (tenant, unresolved) = verifier.resolve(&head, now)?.expect("it has a resolver").into_parts();
    /// let verification = unresolved.with(tenant.await)?;
    /// assert_eq!(verification.finish()?.delivery().tenant(), Some("shop"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Every rejection that needs no secret: the resolver does not run for a request that is rejected in any case.
    pub fn resolve(
        &self,
        head: &dyn Head,
        now: UnixTime,
    ) -> Result<Option<Resolution<P>>, Rejection> {
        let Source::Resolved(resolver) = &self.shared.source else { return Ok(None) };
        let judged = self.judge_head(head, now)?;
        let verification = self.verification(judged, None);
        Ok(Some(Resolution {
            resolving: resolver.resolve(head),
            unresolved: UnresolvedVerification { verification },
        }))
    }

    /// [`Verifier::begin`] with other secrets than the verifier's own: those of the tenant that the path
    /// names, for example.
    ///
    /// # Errors
    /// As [`Verifier::begin`], and if the secrets are another provider's.
    pub fn begin_with(
        &self,
        secrets: &Secrets<P>,
        head: &dyn Head,
        now: UnixTime,
    ) -> Result<Verification<P>, Rejection> {
        self.begin_or_with(Some(secrets.clone()), head, now)
    }

    fn begin_or_with(
        &self,
        others: Option<Secrets<P>>,
        head: &dyn Head,
        now: UnixTime,
    ) -> Result<Verification<P>, Rejection> {
        let secrets = self.shared.secrets_or(others.as_ref())?;
        self.shared.refuse_foreign(secrets)?;
        let mut judged = self.judge_head(head, now)?;
        self.shared.engine.judge_secrets(&secrets.active, &mut judged)?;
        Ok(self.verification(judged, others))
    }

    fn judge_head(&self, head: &dyn Head, now: UnixTime) -> Result<Box<Judged>, Rejection> {
        let mut judged = Box::new(Judged::new(&self.shared.engine, now));
        self.shared.engine.judge_head(head, &mut judged)?;
        Ok(judged)
    }

    fn verification(&self, judged: Box<Judged>, others: Option<Secrets<P>>) -> Verification<P> {
        let shared = Arc::clone(&self.shared);
        let share = Share::new(shared.engine.body_budget.clone());
        let body = Chunks::None;
        Verification { judged, shared, others, body, share, refused: None, verdict: None }
    }

    /// Verifies a request whose body is already there, and moves that body into the proof.
    ///
    /// # Errors
    /// Everything that is wrong with the request.
    pub fn verify<B: Body>(
        &self,
        head: &dyn Head,
        body: B,
        now: UnixTime,
    ) -> Result<ProofOf<P, B>, Rejection> {
        let others = self.shared.current_if_not_fixed();
        let secrets = self.shared.secrets_or(others.as_ref())?;
        self.shared.refuse_foreign(secrets)?;
        let mut judged = Judged::new(&self.shared.engine, now);
        self.shared.engine.judge_head(head, &mut judged)?;
        self.shared.engine.judge_secrets(&secrets.active, &mut judged)?;
        self.shared.engine.judge_body(&secrets.active, &mut judged, body.as_ref())?;
        Ok(ProofOf::<P, B>::proven(body, judged.delivery, Seal(())))
    }
}

impl<P> Shared<P> {
    /// The secrets that are valid now, where they may be others a moment later: fixed ones need not be cloned.
    fn current_if_not_fixed(&self) -> Option<Secrets<P>> {
        match &self.source {
            Source::Fixed(_) => None,
            source => source.with(Secrets::clone),
        }
    }

    /// Other secrets, if there are some, or the verifier's own, if they are fixed.
    fn secrets_or<'s>(
        &'s self,
        others: Option<&'s Secrets<P>>,
    ) -> Result<&'s Secrets<P>, Rejection> {
        match (others, &self.source) {
            (Some(others), _) => Ok(others),
            (None, Source::Fixed(secrets)) => Ok(secrets),
            (None, _) => Err(Rejection::SecretsUnresolved),
        }
    }

    /// The type keeps providers apart, but not those that are chosen at run time.
    fn refuse_foreign(&self, secrets: &Secrets<P>) -> Result<(), Rejection> {
        let own = self.engine.provider;
        // Nearly always it is the very same text.
        if core::ptr::eq(secrets.slug, own) || secrets.slug == own {
            Ok(())
        } else {
            Err(Rejection::ForeignSecrets)
        }
    }
}

impl<P> Verifier<P> {
    /// The secrets that are tried now; `None` if they are found for each request.
    #[must_use]
    pub fn secrets(&self) -> Option<Secrets<P>> {
        self.shared.source.with(Secrets::clone)
    }

    /// What the peer is told after this rejection.
    pub fn answer(&self, rejection: Rejection) -> Answer {
        self.answer_kind(rejection.kind())
    }

    /// What the peer is told after a rejection of this kind.
    pub fn answer_kind(&self, kind: RejectionKind) -> Answer {
        Answer::new(kind, self.shared.engine.described, &self.shared.engine.statuses)
    }

    /// The answer to a [`Handshake`](crate::Handshake) that is not signed, if this request is one: a server sends it, and is
    /// done. `None` where the request is to be verified. Whoever does not ask refuses handshakes as unsigned requests. A signed
    /// one is verified first: see [`Delivery::handshake`](crate::Delivery::handshake).
    ///
    /// ```
    /// use verihook::{PlainHead, Verifier, providers::CentrePoint};
    ///
    /// let verifier = Verifier::<CentrePoint>::new("a passcode")?;
    /// let headers = [("X-ActiGraph-Event", "validation"), ("X-ActiGraph-Hook-Secret", "1d3ad7a1-91c9")];
    /// let answer = verifier.handshake(&PlainHead::new("POST", "/", &headers))?.expect("it is one");
    /// assert_eq!(answer.status(), 200);
    /// assert!(answer.headers().any(|field| field == ("x-actigraph-hook-secret", "1d3ad7a1-91c9")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If nobody may ask from there, or asks in this way.
    pub fn handshake(&self, head: &dyn Head) -> Result<Option<Answer>, Rejection> {
        self.shared.engine.judge_handshake(head)
    }

    /// How much of the body to discard after [`Verifier::begin`] rejected this head, or after a handshake (`None`), so that
    /// the sender sees the answer. Nothing, if the client still waits for `100 Continue`, or declares a body that is not
    /// worth it.
    #[must_use]
    pub fn drain(&self, head: &dyn Head, rejection: Option<Rejection>) -> Option<Drain> {
        if waits_for_continue(head) {
            return None;
        }
        let drain = self.drain_rest(rejection)?;
        let declared = declared_length(head).ok().flatten().unwrap_or_default();
        let is_too_large =
            rejection.is_some_and(|rejection| rejection.kind() == RejectionKind::TooLarge);
        (!is_too_large || declared <= drain.bytes).then_some(drain)
    }

    /// How much of the rest of a body to discard after [`Verification::update`] rejected it. Nothing, if the body itself
    /// broke off or took too long.
    #[must_use]
    pub fn drain_rest(&self, rejection: Option<Rejection>) -> Option<Drain> {
        let engine = &self.shared.engine;
        Drain::after(rejection, engine.body_limit, engine.body_deadline)
    }

    /// Whether both are clones of one verifier, so that what one has verified the other need not verify again.
    ///
    /// ```
    /// use verihook::{Verifier, providers::GitHub};
    ///
    /// let verifier = Verifier::<GitHub>::new("a secret")?;
    /// assert!(verifier.is(&verifier.clone()));
    /// assert!(!verifier.is(&Verifier::new("a secret")?));
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// The provider's slug.
    #[must_use]
    pub fn provider(&self) -> &'static str {
        self.shared.engine.provider
    }

    /// The endpoint's name, for the log.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        self.shared.engine.endpoint
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.shared.engine.described
    }

    /// The largest body, in bytes.
    #[must_use]
    pub fn body_limit(&self) -> usize {
        self.shared.engine.body_limit
    }

    /// How long the whole body may take to arrive.
    #[must_use]
    pub fn body_deadline(&self) -> Duration {
        self.shared.engine.body_deadline
    }
}

impl<P> Clone for Verifier<P> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<P> fmt::Debug for Verifier<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Verifier");
        debug
            .field("endpoint", &self.shared.engine.endpoint)
            .field("provider", &self.shared.engine.provider)
            .field("secrets", &self.secrets())
            .field("tolerance_seconds", &self.shared.engine.tolerance_seconds)
            .field("body_limit", &self.shared.engine.body_limit)
            .field("body_deadline", &self.shared.engine.body_deadline)
            .field("further_credentials", &self.shared.engine.further.len());
        #[cfg(feature = "network")]
        debug.field("access", &self.shared.engine.access);
        debug.finish_non_exhaustive()
    }
}

/// A request whose head has passed. It is given the body as it arrives, and then asked for the proof.
///
/// ```
/// # use verihook::{Bytes, PlainHead, Signer, UnixTime, Verifier, providers::Stripe};
/// # let now = UnixTime::from_seconds(1_800_000_000);
/// # let headers = Signer::<Stripe>::new("whsec_test")?.sign(b"{\"id\":1}", now)?;
/// # let head = PlainHead::new("POST", "/", &headers);
/// # let verifier = Verifier::<Stripe>::new("whsec_test")?;
/// let mut verification = verifier.begin(&head, now)?;
/// for chunk in ["{\"id\"", ":1}"] {
///     verification.update(Bytes::from(chunk))?;
/// }
/// let hook = verification.finish()?;
/// assert_eq!(hook.payload(), "{\"id\":1}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It keeps what arrived and reserves nothing for what was only declared. A body that comes in one chunk is
/// never copied.
#[must_use = "nothing is verified until `finish` says so"]
pub struct Verification<P> {
    shared: Arc<Shared<P>>,
    /// Where the verifier's own are not fixed, or others were asked for.
    others: Option<Secrets<P>>,
    /// Elsewhere, as whoever awaits a body moves this about.
    judged: Box<Judged>,
    body: Chunks,
    /// What the body holds of the budget.
    share: Share,
    /// A chunk was refused, so the body has a hole.
    refused: Option<Rejection>,
    /// The rejection of a request that is rejected whatever its signature: it does the same work as any other.
    verdict: Option<Rejection>,
}

/// A look-up of the tenant that a request names. See [`Verifier::resolve`].
#[must_use = "nothing is verified until the tenant is known"]
pub struct Resolution<P> {
    resolving: Resolving<P>,
    unresolved: UnresolvedVerification<P>,
}

impl<P> Resolution<P> {
    /// The resolver's future, and the verification that goes on [with](UnresolvedVerification::with) what it finds.
    pub fn into_parts(self) -> (Resolving<P>, UnresolvedVerification<P>) {
        (self.resolving, self.unresolved)
    }
}

impl<P> fmt::Debug for Resolution<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resolution").field(&self.unresolved.verification).finish()
    }
}

/// A request whose head passed every check that needs no secret, and whose tenant is not known yet.
#[must_use = "nothing is verified until the tenant is known"]
pub struct UnresolvedVerification<P> {
    verification: Verification<P>,
}

impl<P: Marker> UnresolvedVerification<P> {
    /// Goes on with the tenant that the resolver found.
    ///
    /// For an unknown tenant the verification goes on too, with a placeholder secret, and ends in a rejection. Only the
    /// schemes of credentials reject here, as they do for a wrong credential of a known tenant.
    ///
    /// # Errors
    /// [`Rejection::SecretsUnavailable`] if the look-up failed, [`Rejection::ForeignSecrets`] if it found another
    /// provider's secrets, and for schemes of credentials the rejection of a wrong credential or an unknown tenant.
    pub fn with(
        mut self,
        found: Result<Tenant<P>, Unresolved>,
    ) -> Result<Verification<P>, Rejection> {
        let verification = &mut self.verification;
        let Source::Resolved(resolver) = &verification.shared.source else {
            return Err(Rejection::SecretsUnresolved);
        };
        let resolved = resolver.settle(found, verification.judged.now())?;
        verification.shared.refuse_foreign(&resolved.secrets)?;
        let engine = &verification.shared.engine;
        let checked = engine.judge_secrets(&resolved.secrets.active, &mut verification.judged);
        if engine.scheme.check.is_credential()
            && let Some(verdict) = resolved.verdict
        {
            return Err(verdict);
        }
        checked?;
        verification.judged.delivery.tenant = resolved.tenant;
        verification.others = Some(resolved.secrets);
        verification.verdict = resolved.verdict;
        Ok(self.verification)
    }
}

impl<P> fmt::Debug for UnresolvedVerification<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnresolvedVerification").field(&self.verification).finish()
    }
}

enum Chunks {
    None,
    One(Bytes),
    Many(BytesMut),
}

impl<P: Marker> Verification<P> {
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

    /// [`Verification::finish`] in two steps, the first of which does all the work, and may do it on another thread: a large body
    /// takes its time (about half a millisecond for a MiB), and others wait for the thread of an async runtime.
    ///
    /// # Errors
    /// As [`Verification::finish`].
    pub fn settle(mut self) -> Result<Settled<P>, Rejection> {
        if let Some(rejection) = self.refused {
            return Err(rejection);
        }
        let body = self.body.into_bytes();
        let secrets = self.shared.secrets_or(self.others.as_ref())?;
        let judged = self.shared.engine.judge_body(&secrets.active, &mut self.judged, &body);
        // A placeholder's key is public, so a signature that it verifies proves nothing.
        if let Some(verdict) = self.verdict {
            return Err(match judged {
                Err(rejection) if rejection.kind() != verdict.kind() => rejection,
                _ => verdict,
            });
        }
        judged?;
        Ok(Settled { judged: self.judged, body, provider: PhantomData })
    }

    /// Accepts the end of a body that no framing confirmed if the declared length has arrived. Call it where a stream ended
    /// without its last chunk or END_STREAM; any other body is incomplete then.
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

    /// The cost of [`Verification::settle`] for what has arrived, in bytes hashed: the length of the body for each secret,
    /// and for most public keys for each listed signature too. Choose the thread by it.
    #[must_use]
    pub fn work(&self) -> usize {
        self.judged.work_on(self.body.len())
    }

    /// How many bytes of the body have arrived.
    #[must_use]
    pub fn received(&self) -> usize {
        self.body.len()
    }
}

/// A request that was verified, on its way to whoever asks for the proof. See [`Verification::settle`].
#[must_use = "the proof is made by `into_proof`"]
pub struct Settled<P> {
    judged: Box<Judged>,
    body: Bytes,
    provider: PhantomData<fn() -> P>,
}

impl<P: Marker> Settled<P> {
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

impl Chunks {
    fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::One(chunk) => chunk.len(),
            Self::Many(chunks) => chunks.len(),
        }
    }

    /// Chunks are joined as they come: a list of them would keep each one's read buffer alive, so that a
    /// body of single bytes would cost many times its size.
    fn push(&mut self, chunk: Bytes) {
        *self = match core::mem::replace(self, Self::None) {
            Self::None => Self::One(chunk),
            Self::One(first) => {
                let mut joined = BytesMut::from(first);
                joined.extend_from_slice(&chunk);
                Self::Many(joined)
            }
            Self::Many(mut joined) => {
                joined.extend_from_slice(&chunk);
                Self::Many(joined)
            }
        };
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::None => Bytes::new(),
            Self::One(chunk) => chunk,
            Self::Many(joined) => joined.freeze(),
        }
    }
}

/// Sets up a [`Verifier`].
///
/// ```
/// use core::time::Duration;
/// use verihook::{SigningSecret, UnixTime, Verifier, providers::Terra};
///
/// let verifier = Verifier::<Terra>::builder()
///     .secret(SigningSecret::new("the new secret").named("2026-11"))
///     .secret(SigningSecret::new("the old secret").named("2026-08").not_after(UnixTime::from_seconds(1_796_000_000)))
///     .tolerance(Duration::from_secs(120))
///     .body_limit(256 * 1024)
///     .build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
#[must_use = "a verifier is made by `build`"]
pub struct VerifierBuilder<P> {
    provider: Entry,
    endpoint: &'static str,
    secrets: Vec<SigningSecret>,
    shared: Option<Source<P>>,
    validates_tokens: bool,
    url: Option<String>,
    tolerance: Option<Duration>,
    body_limit: usize,
    body_deadline: Duration,
    body_budget: BodyBudget,
    statuses: Vec<(RejectionKind, u16)>,
    #[cfg(feature = "std")]
    rules: Option<SecretRules>,
    further: Vec<Further>,
    headers: Vec<(&'static str, Vec<SigningSecret>)>,
    handshake_token: Option<Zeroizing<String>>,
    #[cfg(feature = "network")]
    network: Network,
}

/// From where requests may come.
#[cfg(feature = "network")]
struct Network {
    sources: Option<Vec<String>>,
    documented: bool,
    proxies: Option<TrustedProxies>,
    encrypted: bool,
}

impl<P> VerifierBuilder<P> {
    const fn new(provider: Entry, endpoint: &'static str) -> Self {
        let scheme = provider.scheme;
        Self {
            provider,
            endpoint,
            secrets: Vec::new(),
            shared: None,
            validates_tokens: false,
            url: None,
            tolerance: None,
            body_limit: scheme.body_limit,
            body_deadline: Duration::from_secs(10),
            body_budget: BodyBudget::process(),
            statuses: Vec::new(),
            #[cfg(feature = "std")]
            rules: None,
            further: Vec::new(),
            headers: Vec::new(),
            handshake_token: None,
            #[cfg(feature = "network")]
            network: Network { sources: None, documented: false, proxies: None, encrypted: false },
        }
    }

    /// One more signing secret. They are tried in the order in which they were added.
    pub fn secret(mut self, secret: impl Into<SigningSecret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// A set of secrets that was made before, instead of single ones.
    pub fn secrets(mut self, secrets: &Secrets<P>) -> Self {
        self.shared = Some(Source::Fixed(secrets.clone()));
        self
    }

    /// A function that finds the tenant of each request, with its secrets, instead of fixed ones. See [`SecretResolver`].
    pub fn resolver(mut self, resolver: impl SecretResolver<P>) -> Self {
        self.shared = Some(Source::Resolved(Resolver::new(&self.provider, resolver)));
        self
    }

    /// A function that says whether a token is valid, instead of fixed tokens. See [`TokenValidator`]. Only for
    /// schemes of a bearer or static token.
    pub fn token_validator(mut self, validator: impl TokenValidator) -> Self
    where
        P: 'static,
    {
        let by_token = ByToken { provider: self.provider, validator };
        self.shared = Some(Source::Resolved(Resolver::new(&self.provider, by_token)));
        self.validates_tokens = true;
        self
    }

    /// Secrets that may be replaced while the server runs, instead of fixed ones.
    #[cfg(feature = "std")]
    pub fn swappable(mut self, secrets: &SwappableSecrets<P>) -> Self {
        self.shared = Some(Source::Swappable(secrets.clone()));
        self
    }

    /// What the secrets must be like. Without rules, weak ones are told to `tracing`, and used.
    #[cfg(feature = "std")]
    pub fn secret_rules(mut self, rules: &SecretRules) -> Self {
        self.rules = Some(rules.clone());
        self
    }

    /// The URL under which the provider knows the endpoint, exactly as it was registered there. Needed by
    /// schemes that sign it; nothing of it is taken from requests.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// How far a signed timestamp may be from now, in either direction; the provider's own, or 300 seconds.
    /// In whole seconds; zero means the very same second. A scheme that signs no timestamp has no tolerance:
    /// [`ConfigFault::NoTimestamp`].
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The largest body, in bytes; the provider's own, or 1 MiB.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How long the whole body may take to arrive; 10 seconds.
    pub const fn body_deadline(mut self, time: Duration) -> Self {
        self.body_deadline = time;
        self
    }

    /// The memory that this endpoint's bodies in flight draw on, instead of [the process's](BodyBudget::process).
    pub fn body_budget(mut self, budget: &BodyBudget) -> Self {
        self.body_budget = budget.clone();
        self
    }

    /// The status of refusals of this kind, instead of the usual one: between 400 and 599.
    pub fn status(mut self, kind: RejectionKind, status: u16) -> Self {
        self.statuses.push((kind, status));
        self
    }

    /// A password or token that requests must present beside the provider's own proof, and that some provider's scheme
    /// describes: one of these secrets must be right, as well as the signature. What is proven stays the same.
    ///
    /// ```
    /// use verihook::{Secrets, Verifier, providers::{CentrePoint, CentrePointBasic}};
    ///
    /// let password = Secrets::<CentrePointBasic>::new(["study:password"])?;
    /// let verifier = Verifier::<CentrePoint>::builder().secret("a passcode").also(&password).build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn also<Q: Provider<Proves = OriginOnly>>(mut self, secrets: &Secrets<Q>) -> Self {
        let scheme = *Entry::of::<Q>().scheme;
        let secrets = Arc::clone(&secrets.active);
        self.further.push(Further { scheme, secrets, is_credential: true });
        self
    }

    /// A header field, named in lower case, that requests must have with this very value, beside the provider's own proof:
    /// one that the provider was told to send. It must stand once. Given several times for one field, one of the values
    /// must be right; given for several fields, each of them must be. Whether a value can be guessed is judged in `authorization`
    /// alone, as others may be there for routing.
    ///
    /// ```
    /// use verihook::{Verifier, providers::Texture};
    ///
    /// let verifier = Verifier::<Texture>::builder()
    ///     .secret("a secret")
    ///     .required_header("authorization", "Bearer a token")
    ///     .build()?;
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn required_header(mut self, name: &'static str, value: impl Into<SigningSecret>) -> Self {
        let value = value.into();
        match self.headers.iter_mut().find(|(other, _)| *other == name) {
            Some((_, values)) => values.push(value),
            None => self.headers.push((name, alloc::vec![value])),
        }
        self
    }

    /// The token that the provider was told to show when it asks whether the endpoint is there, for a provider that does
    /// ([`Handshake::token`](crate::Handshake::token)): without it that question is refused.
    ///
    /// ```
    /// use verihook::{PlainHead, Verifier, providers::Meta};
    ///
    /// let verifier = Verifier::<Meta>::builder().secret("the app's secret").handshake_token("chosen-by-me").build()?;
    /// let target = "/?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=chosen-by-me";
    /// let head = PlainHead::new("GET", target, &[("host", "example.com")]);
    /// let answer = verifier.handshake(&head)?.expect("it is one");
    /// assert_eq!(answer.body(), "1158201444");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// It is of visible ASCII that a query holds as it is: letters, digits, and `-._~!*:@/?=` among others, but not `%` or `+`.
    pub fn handshake_token(mut self, token: impl Into<String>) -> Self {
        self.handshake_token = Some(Zeroizing::new(token.into()));
        self
    }

    /// Requests may only come from these IP addresses and networks (`192.0.2.0/24`), added to those from before; others are
    /// answered with 403, before anything else is looked at. The address is that of the connection, unless there are
    /// [trusted proxies](Self::trusted_proxies).
    #[cfg(feature = "network")]
    pub fn sources(mut self, networks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let networks = networks.into_iter().map(Into::into);
        self.network.sources.get_or_insert_default().extend(networks);
        self
    }

    /// Requests may only come from the addresses of the provider's newest [list](Scheme::sources), and from others that are
    /// given. Such a list can be out of date by the time it matters: then genuine deliveries are refused.
    #[cfg(feature = "network")]
    pub fn documented_sources(mut self) -> Self {
        self.network.documented = true;
        self
    }

    /// The reverse proxies in front of the endpoint, whose word for where a request comes from is taken.
    #[cfg(feature = "network")]
    pub fn trusted_proxies(mut self, proxies: TrustedProxies) -> Self {
        self.network.proxies = Some(proxies);
        self
    }

    /// Requests must come over TLS: to this server itself, or to a [trusted proxy](Self::trusted_proxies) that says so.
    /// Others are answered with 403.
    #[cfg(feature = "network")]
    pub fn require_tls(mut self) -> Self {
        self.network.encrypted = true;
        self
    }

    /// The verifier.
    ///
    /// # Errors
    /// If there is no secret or an unfit one, if the scheme signs the public URL and there is none, or if a
    /// setting is out of its bounds. A server should not start then.
    pub fn build(self) -> Result<Verifier<P>, ConfigError> {
        let endpoint = self.endpoint;
        #[cfg(feature = "std")]
        let rules = self.rules.clone();
        let built = self.build_or_fault().map_err(|fault| ConfigError::new(endpoint, fault))?;
        let fixed = built.shared.source.with(|secrets| Arc::clone(&secrets.active));
        let credentials =
            built.shared.engine.further.iter().filter(|further| further.is_credential);
        let sets = fixed.iter().chain(credentials.map(|further| &further.secrets));
        let all: Vec<&Active> = sets.flat_map(|set| set.iter()).collect();
        #[cfg(feature = "std")]
        if let Some(rules) = rules {
            let weak = rules.judge_active(endpoint, &all)?;
            tell_weak(&built, weak.iter().map(|(name, weakness)| (name.as_str(), weakness)));
            return Ok(built);
        }
        tell_weak(&built, weak(all.iter().copied()));
        Ok(built)
    }

    fn build_or_fault(self) -> Result<Verifier<P>, ConfigFault> {
        let Entry { slug, scheme, .. } = self.provider;
        let source = match (self.shared, self.secrets.is_empty()) {
            (Some(shared), true) => shared,
            (None, _) => Source::Fixed(Secrets::for_entry(&self.provider, self.secrets)?),
            (Some(_), false) => return Err(ConfigFault::TwoSecretSources),
        };
        if source.with(|secrets| secrets.slug != slug) == Some(true) {
            return Err(ConfigFault::ForeignSecrets);
        }
        if self.validates_tokens && !scheme.has_token() {
            return Err(ConfigFault::NoToken);
        }
        let tolerance = match self.tolerance {
            None => Duration::from_secs(scheme.tolerance_seconds),
            Some(_) if !scheme.is_timed() => return Err(ConfigFault::NoTimestamp),
            Some(tolerance) => tolerance,
        };
        if tolerance.as_secs() > LONGEST_TOLERANCE || tolerance.subsec_nanos() != 0 {
            return Err(ConfigFault::Tolerance);
        }
        let mut statuses = Statuses::default();
        for (kind, status) in self.statuses {
            if !(400..=599).contains(&status) {
                return Err(ConfigFault::Status(status));
            }
            statuses.set(kind, status);
        }
        let url = self.url.map(PublicUrl::parse).transpose()?;
        if scheme.signs_url() && url.is_none() {
            return Err(ConfigFault::NoPublicUrl);
        }
        let mut further = self.further;
        for (name, values) in self.headers {
            further.push(Further::header(name, values)?);
        }
        crate::further::judge(scheme, &further)?;
        let handshake_token = match self.handshake_token {
            Some(token) => Some(handshake_token(scheme, &token)?),
            None => None,
        };
        let mut engine = Engine {
            provider: slug,
            endpoint: self.endpoint,
            described: scheme,
            scheme: *scheme,
            url,
            tolerance_seconds: tolerance.as_secs(),
            body_limit: self.body_limit,
            body_deadline: self.body_deadline,
            body_budget: self.body_budget,
            statuses,
            further,
            names: Names::new(core::iter::empty()),
            handshake_token,
            #[cfg(feature = "network")]
            access: self.network.access(scheme)?,
        };
        engine.names = Names::new(engine.fields());
        engine.scheme = scheme.bound(&engine.names);
        Ok(Verifier { shared: Arc::new(Shared { engine, source }) })
    }
}

/// What a handshake must show, if it shows a token, and if that can stand in a query.
fn handshake_token(scheme: &Scheme, token: &str) -> Result<Credential, ConfigFault> {
    let asked = scheme.handshake.as_ref().and_then(Handshake::token_name);
    if asked.is_none() || !CODE_IN_QUERY.admits(token.as_bytes()) {
        return Err(ConfigFault::HandshakeToken);
    }
    Ok(Credential::token(token.as_bytes()))
}

/// Tells of secrets that can be guessed, once, when the verifier is built.
#[cfg(feature = "tracing")]
fn tell_weak<'w, P>(built: &Verifier<P>, weak: impl Iterator<Item = (&'w str, &'w Weakness)>) {
    let (provider, endpoint) = (built.shared.engine.provider, built.shared.engine.endpoint);
    for (secret, weakness) in weak {
        tracing::warn!(target: "verihook", provider, endpoint, secret, %weakness, "weak signing secret");
    }
}

#[cfg(not(feature = "tracing"))]
fn tell_weak<'w, P>(_: &Verifier<P>, _: impl Iterator<Item = (&'w str, &'w Weakness)>) {}

#[cfg(feature = "network")]
impl Network {
    fn access(mut self, scheme: &Scheme) -> Result<Access, ConfigFault> {
        if self.documented {
            let newest = scheme.sources.first().ok_or(ConfigFault::NoDocumentedSources)?;
            let addresses = newest.addresses.iter().copied().map(Into::into);
            self.sources.get_or_insert_default().extend(addresses);
        }
        Access::new(self.sources.as_deref(), self.proxies.as_ref(), self.encrypted)
    }
}

impl<P> fmt::Debug for VerifierBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierBuilder")
            .field("endpoint", &self.endpoint)
            .field("provider", &self.provider.slug)
            .field("secrets", &self.secrets)
            .finish_non_exhaustive()
    }
}
