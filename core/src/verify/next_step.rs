//! The next step after a head passed its checks.

use super::exchange::SecretOffer;
use super::question::Question;
use super::resolution::Resolution;
use super::verification::Verification;
use crate::answer::Answer;
use core::fmt;

/// The next step for a request, as [`Verifier::open`](crate::Verifier::open) returns it.
#[must_use = "nothing is verified yet"]
#[allow(clippy::exhaustive_enums, reason = "a server that omits a step must not compile")]
pub enum NextStep<P> {
    /// Send this answer without calling a handler.
    ///
    /// The request is an unsigned [`Handshake`](crate::Handshake). A signed one is verified first:
    /// see [`Delivery::handshake`](crate::Delivery::handshake).
    ///
    /// ```
    /// use verihook::{NextStep, PlainHead, UnixTime, Verifier, providers::CentrePoint};
    ///
    /// let verifier = Verifier::<CentrePoint>::new("a passcode")?;
    /// let headers = [("X-ActiGraph-Event", "validation"), ("X-ActiGraph-Hook-Secret", "1d3ad7a1-91c9")];
    /// let next = verifier.open(&PlainHead::new("POST", "/", &headers), UnixTime::from_seconds(0))?;
    /// let answer = next.into_answer().expect("it is a handshake");
    /// assert_eq!(answer.status(), 200);
    /// assert!(answer.headers().any(|field| field == ("x-actigraph-hook-secret", "1d3ad7a1-91c9")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Answer(Answer),
    /// Look up the secrets of the tenant that the request names.
    ///
    /// Then continue with [`UnresolvedVerification::with`](crate::UnresolvedVerification::with).
    /// Only verifiers with a [resolver](crate::SecretResolver) return this step.
    ///
    /// ```
    /// # use verihook::{Head, PlainHead, SecretsFuture, Secrets, Signer, Tenant, UnixTime, ResolveError, Verifier, providers::GitHub};
    /// # fn tenant_of(head: &dyn Head) -> SecretsFuture<GitHub> {
    /// #     let name = head.path().trim_start_matches('/').to_owned();
    /// #     Box::pin(async { Ok(Tenant::new(name, Secrets::new(["s"]).map_err(|_| ResolveError::Unavailable)?)) })
    /// # }
    /// # async fn receive() -> Result<(), Box<dyn std::error::Error>> {
    /// # let now = UnixTime::from_seconds(1_800_000_000);
    /// # let headers = Signer::<GitHub>::new("s")?.sign(b"", now)?;
    /// # let head = PlainHead::new("POST", "/shop", &headers);
    /// let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build()?;
    /// let look_up = verifier.open(&head, now)?.into_look_up().expect("it has a resolver");
    /// let (tenant, unresolved) = look_up.into_parts();
    /// let verification = unresolved.with(tenant.await)?;
    /// assert_eq!(verification.finish()?.delivery().tenant(), Some("shop"));
    /// # Ok(())
    /// # }
    /// ```
    LookUp(Resolution<P>),
    /// Pass the body to this verification as it arrives, then call its `finish`.
    ReadBody(Verification<P>),
    /// Pass the body to this question as it arrives, then call its `finish`.
    ///
    /// The request has no signature, and its body decides whether it is a handshake. Only providers
    /// with such a handshake return this step.
    ///
    /// ```
    /// use verihook::{Bytes, PlainHead, QuestionOutcome, UnixTime, Verifier, providers::WooCommerce};
    ///
    /// let verifier = Verifier::<WooCommerce>::new("a secret")?;
    /// let headers = [("content-type", "application/x-www-form-urlencoded")];
    /// let head = PlainHead::new("POST", "/", &headers);
    /// let mut question = verifier.open(&head, UnixTime::from_seconds(0))?.into_question().expect("no signature");
    /// question.update(&Bytes::from("webhook_id=5"))?;
    /// let QuestionOutcome::Answer(answer) = question.finish()? else { unreachable!() };
    /// assert_eq!((answer.status(), answer.body()), (200, ""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ReadQuestion(Question<P>),
    /// Let the application store the secret that the request delivers.
    ///
    /// Only verifiers with a [`secret_exchange`](crate::VerifierBuilder::secret_exchange) return
    /// this step.
    ///
    /// ```
    /// # use verihook::{ExchangeFuture, OfferedSecret, PlainHead, UnixTime, Verifier, providers::Asana};
    /// # fn store(offered: OfferedSecret) -> ExchangeFuture { Box::pin(async { Ok(()) }) }
    /// # async fn receive() -> Result<(), Box<dyn std::error::Error>> {
    /// let verifier = Verifier::<Asana>::builder().secret_exchange(store).build()?;
    /// let headers = [("X-Hook-Secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5")];
    /// let head = PlainHead::new("POST", "/", &headers);
    /// let offer = verifier.open(&head, UnixTime::from_seconds(0))?.into_offer().expect("a first secret");
    /// let (storing, pending) = offer.into_parts();
    /// let answer = pending.with(storing.await)?;
    /// assert_eq!(answer.header(), Some(("x-hook-secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5")));
    /// # Ok(())
    /// # }
    /// ```
    StoreSecret(SecretOffer<P>),
}

impl<P> NextStep<P> {
    /// Returns the answer, if the request is a handshake.
    #[must_use]
    pub fn into_answer(self) -> Option<Answer> {
        match self {
            Self::Answer(answer) => Some(answer),
            _ => None,
        }
    }

    /// Returns the look-up, if secrets are looked up for each request.
    pub fn into_look_up(self) -> Option<Resolution<P>> {
        match self {
            Self::LookUp(resolution) => Some(resolution),
            _ => None,
        }
    }

    /// Returns the question, if the body of an unsigned request is to be read next.
    pub fn into_question(self) -> Option<Question<P>> {
        match self {
            Self::ReadQuestion(question) => Some(question),
            _ => None,
        }
    }

    /// Returns the secret that the request delivers, if the application is to store one.
    pub fn into_offer(self) -> Option<SecretOffer<P>> {
        match self {
            Self::StoreSecret(offer) => Some(offer),
            _ => None,
        }
    }

    /// Returns the verification, if the body is to be read next.
    pub fn into_verification(self) -> Option<Verification<P>> {
        match self {
            Self::ReadBody(verification) => Some(verification),
            _ => None,
        }
    }
}

impl<P> fmt::Debug for NextStep<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(answer) => f.debug_tuple("Answer").field(answer).finish(),
            Self::LookUp(resolution) => f.debug_tuple("LookUp").field(resolution).finish(),
            Self::ReadBody(verification) => f.debug_tuple("ReadBody").field(verification).finish(),
            Self::ReadQuestion(question) => f.debug_tuple("ReadQuestion").field(question).finish(),
            Self::StoreSecret(offer) => f.debug_tuple("StoreSecret").field(offer).finish(),
        }
    }
}
