//! The verifier of an endpoint.

use super::exchange::SecretOffer;
use super::next_step::NextStep;
use super::question::{Question, Unsigned};
use super::resolution::{Resolution, UnresolvedVerification};
use super::shared::{Shared, Source};
use super::verification::Verification;
use crate::answer::{Answer, Drain};
use crate::proof::payload::Body;
use crate::proof::sealed::{Proven as _, Seal};
use crate::provider::{Endpoint, ProofOf, ProviderEntry};
use crate::rejection::{Rejection, RejectionKind};
use crate::request::head::Head;
use crate::request::indexed_head::IndexedHead;
use crate::request::url::PublicUrl;
use crate::scheme::Scheme;
use crate::scheme::time::UnixTime;
use crate::secret::Secrets;
use crate::verify::framing::{declared_length, waits_for_continue};
use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;

/// Verifies the deliveries to one endpoint of the provider `P`.
///
/// Build it once; clones are cheap. It does no I/O: it takes a head, a body and the time, and
/// returns a proof or the reason for a rejection.
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
/// let rejection = verifier.verify(&head, b"{'bar':'BAZ'}", now).unwrap_err();
/// assert_eq!(rejection, Rejection::SignatureMismatch);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It also rejects, for every scheme:
///
/// - a method that the provider does not send;
/// - a coded (compressed) body;
/// - a body that is over the limit, or not as long as declared;
/// - a header field that appears twice, if the scheme reads one;
/// - a signed timestamp that is too far from `now`, in either direction.
pub struct Verifier<P> {
    /// One reference count for everything that a request keeps alive.
    pub(super) shared: Arc<Shared<P>>,
}

impl<P: Endpoint> Verifier<P> {
    /// Checks the head of a request before its body is read, and returns the next step.
    ///
    /// It also determines the order of the checks: source addresses, method, handshake, shape,
    /// freshness, secrets.
    ///
    /// ```
    /// # use verihook::{Bytes, PlainHead, Signer, UnixTime, Verifier, providers::GitHub};
    /// use verihook::NextStep;
    ///
    /// # let now = UnixTime::from_seconds(1_800_000_000);
    /// # let headers = Signer::<GitHub>::new("s")?.sign(b"{}", now)?;
    /// # let head = PlainHead::new("POST", "/", &headers);
    /// # let chunks = [Bytes::from("{}")];
    /// # let verifier = Verifier::<GitHub>::new("s")?;
    /// match verifier.open(&head, now)? {
    ///     NextStep::Answer(answer) => println!("a handshake: answer {}", answer.status()),
    ///     NextStep::LookUp(_) => println!("await the tenant's secrets"),
    ///     NextStep::ReadBody(mut verification) => {
    ///         for chunk in chunks {
    ///             verification.update(chunk)?;
    ///         }
    ///         println!("{:?}", verification.finish()?.delivery());
    ///     }
    ///     NextStep::ReadQuestion(_) => println!("an unsigned handshake, if its body says so"),
    ///     NextStep::StoreSecret(_) => println!("wait until the application has stored a secret"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The rejections that depend on the head alone. [`Rejection::SecretsUnavailable`] also occurs
    /// while the application is deciding about another first secret. A resolver runs only if no
    /// check without secrets rejects the request.
    pub fn open(&self, head: &dyn Head, now: UnixTime) -> Result<NextStep<P>, Rejection> {
        let engine = &self.shared.engine;
        let mut indexed = engine.indexed(head);
        indexed.read();
        let Source::Resolved(resolver) = &self.shared.source else {
            let secrets = self.secrets().ok_or(Rejection::SecretsUnresolved)?;
            return self.open_indexed(secrets, &indexed, now);
        };
        if let Some(answer) = engine.answer_handshake(&indexed, &[], now)? {
            return Ok(NextStep::Answer(answer));
        }
        let outcome = match engine.check_head(&indexed, now) {
            Ok(outcome) => outcome,
            Err(rejection) => return self.open_unsigned(&indexed, now, rejection, true),
        };
        let shared = Arc::clone(&self.shared);
        Ok(NextStep::LookUp(Resolution {
            resolving: resolver.resolve(head),
            unresolved: UnresolvedVerification { shared, head: outcome },
        }))
    }

    /// Does the same as [`Verifier::open`], with these secrets instead of the verifier's own.
    ///
    /// # Errors
    /// As [`Verifier::open`], and [`Rejection::ForeignSecrets`] if the secrets are another
    /// provider's.
    pub fn open_with(
        &self,
        secrets: &Secrets<P>,
        head: &dyn Head,
        now: UnixTime,
    ) -> Result<NextStep<P>, Rejection> {
        let mut indexed = self.shared.engine.indexed(head);
        indexed.read();
        self.open_indexed(secrets.clone(), &indexed, now)
    }

    fn open_indexed(
        &self,
        secrets: Secrets<P>,
        head: &IndexedHead<'_>,
        now: UnixTime,
    ) -> Result<NextStep<P>, Rejection> {
        let engine = &self.shared.engine;
        // First, because the answer to a handshake may contain a MAC under these secrets.
        self.shared.check_provider(&secrets)?;
        if let Some(answer) = engine.answer_handshake(head, &secrets.active, now)? {
            return Ok(NextStep::Answer(answer));
        }
        let outcome = match engine.check_head(head, now) {
            Ok(outcome) => outcome,
            Err(rejection) => {
                let has_none = secrets.active.is_empty();
                return self.open_unsigned(head, now, rejection, has_none);
            }
        };
        let checked = engine.check_secrets(&secrets.active, &outcome)?;
        engine.check_declared(&outcome, checked.work)?;
        let shared = Arc::clone(&self.shared);
        Ok(NextStep::ReadBody(Verification::new(shared, secrets, outcome, checked)))
    }

    /// Returns the next step for a request that was rejected, if it is an unsigned handshake.
    ///
    /// A request that is verified with a secret cannot deliver another one.
    #[cold]
    fn open_unsigned(
        &self,
        head: &IndexedHead<'_>,
        now: UnixTime,
        rejection: Rejection,
        has_no_secret: bool,
    ) -> Result<NextStep<P>, Rejection> {
        let engine = &self.shared.engine;
        // A probe gives nothing away, but a secret must meet the endpoint's further conditions.
        let accepts_secret = has_no_secret
            && self.shared.accepts_secret()
            && engine.conditions.iter().all(|condition| condition.check(head, now).is_ok());
        let Some(unsigned) = engine.unsigned_handshake(head, rejection, accepts_secret)? else {
            return Err(rejection);
        };
        let shared = Arc::clone(&self.shared);
        Ok(match unsigned {
            Unsigned::Answer(answer) => NextStep::Answer(answer),
            Unsigned::ReadBody => {
                let question = Question::new(shared, head, accepts_secret, rejection)?;
                NextStep::ReadQuestion(question)
            }
            Unsigned::Secret(secret, answer) => {
                NextStep::StoreSecret(SecretOffer::new(shared, secret, answer, head.path().into())?)
            }
        })
    }

    /// Verifies a request whose body is already in memory, and moves the body into the proof.
    ///
    /// A compressed body is rejected, because this method returns the body that it was given. To
    /// receive gzip-coded bodies (Airship, GetStream), use [`Verifier::open`].
    ///
    /// # Errors
    /// The rejections of [`Verifier::open`] and [`Verification::finish`], and
    /// [`Rejection::SecretsUnresolved`] if the verifier looks up secrets for each request.
    pub fn verify<B: Body>(
        &self,
        head: &dyn Head,
        body: B,
        now: UnixTime,
    ) -> Result<ProofOf<P, B>, Rejection> {
        match &self.shared.source {
            Source::Fixed(secrets) => self.verify_with(secrets, head, body, now),
            #[cfg(feature = "std")]
            Source::Swappable(secrets) => self.verify_with(&secrets.current(), head, body, now),
            Source::Resolved(_) => Err(Rejection::SecretsUnresolved),
        }
    }

    #[inline]
    fn verify_with<B: Body>(
        &self,
        secrets: &Secrets<P>,
        head: &dyn Head,
        body: B,
        now: UnixTime,
    ) -> Result<ProofOf<P, B>, Rejection> {
        let (engine, active) = (&self.shared.engine, &secrets.active);
        self.shared.check_provider(secrets)?;
        engine.with_checked_head(head, now, |head| {
            if head.decoder.is_some() {
                return Err(Rejection::ContentCoded);
            }
            let checked = engine.check_secrets(active, head)?;
            engine.check_declared(head, checked.work)?;
            let outcome = engine.check_body(active, head, checked, body.as_ref())?;
            engine.keep_id(head, &body);
            Ok(ProofOf::<P, B>::proven(body, head.take_delivery(active, outcome), Seal(())))
        })
    }
}

impl<P> Verifier<P> {
    /// Returns the current secrets, or `None` if they are looked up for each request.
    #[must_use]
    pub fn secrets(&self) -> Option<Secrets<P>> {
        self.shared.source.with(Secrets::clone)
    }

    /// Returns the answer to send after this rejection.
    pub fn answer(&self, rejection: Rejection) -> Answer {
        self.answer_kind(rejection.kind())
    }

    /// Returns the answer to send after a rejection of this kind.
    pub fn answer_kind(&self, kind: RejectionKind) -> Answer {
        Answer::new(kind, self.shared.engine.scheme(), &self.shared.engine.statuses)
    }

    /// Returns the answer to send after this rejection, if the sender can retry after this time.
    ///
    /// The time is rounded up to whole seconds, at least one.
    pub fn answer_retry_after(&self, rejection: Rejection, time: Duration) -> Answer {
        self.answer(rejection).retry_after(time)
    }

    /// Returns the answer to a delivery that was handled before, with the status of the first
    /// answer.
    ///
    /// A status that is not 2xx reads as 200.
    pub fn answer_handled_before(&self, status: u16) -> Answer {
        Answer::handled_before(status)
    }

    /// Returns how much of the body to discard before the answer, so that the client sees it.
    ///
    /// This is for a head that [`Verifier::open`] rejected, or for a handshake (`None`). It returns
    /// `None` if the client still waits for `100 Continue`, or if the body is too large and its
    /// declared length is more than would be discarded.
    #[must_use]
    pub fn drain(&self, head: &dyn Head, rejection: Option<Rejection>) -> Option<Drain> {
        let head = IndexedHead::unindexed(head);
        if waits_for_continue(&head) {
            return None;
        }
        let drain = self.drain_rest(rejection)?;
        let declared = declared_length(&head).ok().flatten().unwrap_or_default();
        let is_too_large =
            rejection.is_some_and(|rejection| rejection.kind() == RejectionKind::TooLarge);
        (!is_too_large || declared <= drain.bytes).then_some(drain)
    }

    /// Returns how much of the rest of a body to discard before the answer.
    ///
    /// This is for a body that [`Verification::update`] rejected. It returns `None` if the body
    /// broke off or took too long.
    #[must_use]
    pub fn drain_rest(&self, rejection: Option<Rejection>) -> Option<Drain> {
        let engine = &self.shared.engine;
        Drain::after(rejection, engine.body_limit, engine.body_deadline)
    }

    /// Returns `true` if both are clones of one verifier.
    ///
    /// If they are, neither needs to verify a request again that the other has verified.
    ///
    /// ```
    /// use verihook::{Verifier, providers::GitHub};
    ///
    /// let verifier = Verifier::<GitHub>::new("a secret")?;
    /// assert!(verifier.ptr_eq(&verifier.clone()));
    /// assert!(!verifier.ptr_eq(&Verifier::new("a secret")?));
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Returns the provider's slug.
    #[must_use]
    pub fn provider(&self) -> &'static str {
        self.shared.engine.provider
    }

    /// Returns the name of the endpoint in logs.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        self.shared.engine.endpoint
    }

    /// Returns the provider's scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.shared.engine.scheme()
    }

    /// Returns the provider's slug and scheme, as a look-up by slug does.
    ///
    /// ```
    /// use verihook::{Verifier, providers::GitHub};
    ///
    /// let verifier = Verifier::<GitHub>::new("a secret")?;
    /// assert_eq!(verifier.provider_entry().slug, "github");
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn provider_entry(&self) -> ProviderEntry {
        ProviderEntry { slug: self.provider(), scheme: self.scheme() }
    }

    /// Returns how far a signed timestamp can be from now, in either direction.
    ///
    /// `None` if the scheme signs no timestamp.
    ///
    /// ```
    /// use core::time::Duration;
    /// use verihook::{Verifier, providers::{GitHub, Slack}};
    ///
    /// let tolerance = Verifier::<Slack>::new("a secret")?.tolerance();
    /// assert_eq!(tolerance, Some(Duration::from_secs(300)));
    /// assert_eq!(Verifier::<GitHub>::new("a secret")?.tolerance(), None);
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn tolerance(&self) -> Option<Duration> {
        let tolerance = Duration::from_secs(self.shared.engine.tolerance_seconds);
        self.scheme().is_timed().then_some(tolerance)
    }

    /// Returns the public URL, if one was set.
    #[must_use]
    pub fn public_url(&self) -> Option<&str> {
        self.shared.engine.url.as_ref().map(PublicUrl::as_str)
    }

    /// Returns the path at which requests arrive, if a gateway changes that of the public URL.
    #[must_use]
    pub fn arrival_path(&self) -> Option<&str> {
        self.shared.engine.url.as_ref().and_then(PublicUrl::arrival_path)
    }

    /// Returns the maximum size of a body, in bytes.
    #[must_use]
    pub fn body_limit(&self) -> usize {
        self.shared.engine.body_limit
    }

    /// Returns the time in which the whole body must arrive.
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
            .field("further_credentials", &self.shared.engine.conditions.len());
        debug.field("access", &self.shared.engine.access);
        debug.finish_non_exhaustive()
    }
}
