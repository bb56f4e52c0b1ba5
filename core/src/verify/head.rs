//! Checks the head of a request.

use super::decoder::Decoder;
use super::digest::claimed_digest;
use super::engine::Engine;
use super::framing::{declared_length, is_gzip_coded};
use super::signatures::read_signatures;
use super::work::Work;
use crate::answer::Answer;
use crate::proof::Delivery;
use crate::proof::claims::Claims;
use crate::rejection::Rejection;
use crate::request::head::Head;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::IndexedPlace;
use crate::scheme::digest::Digest;
use crate::scheme::place::Place;
use crate::scheme::time::UnixTime;
use crate::secret::ActiveKey;
use crate::secret::credential::{find_credential, presented_credential};
use crate::secret::key::{Candidates, Credential};
use alloc::boxed::Box;

/// A head that passed every check that needs no signing secret.
pub(crate) struct HeadOutcome {
    /// The delivery, as far as it is known.
    pub(super) delivery: Delivery,
    /// The signatures that the request lists.
    pub(super) signatures: Candidates,
    /// The credential that the request presents, if the scheme uses credentials.
    pub(super) credential: Option<Credential>,
    /// The target has a query, and the scheme signs the body directly after it.
    pub(super) has_query: bool,
    /// The digest of the body that a signed part of the head claims.
    pub(super) digest: Option<Digest>,
    /// The declared length of the body.
    pub(super) declared: Option<u64>,
    /// The decoder of a gzip-coded body, which is verified decoded. The declared length is that of
    /// the coded bytes.
    pub(super) decoder: Option<Box<Decoder>>,
    pub(super) now: UnixTime,
}

/// Rejects a request whose field with a fixed value is missing or has another value.
#[inline]
fn check_required(
    required: &'static [(Place, &'static str)],
    head: &IndexedHead<'_>,
) -> Result<(), Rejection> {
    required.iter().try_for_each(|(place, value)| check_value(*place, value, head))
}

#[inline(never)]
fn check_value(place: Place, value: &str, head: &IndexedHead<'_>) -> Result<(), Rejection> {
    match IndexedPlace::unindexed(place).item(head)? {
        Some(field) if field.value == value.as_bytes() => Ok(()),
        Some(field) => Err(Rejection::UnsupportedSignature(field.name)),
        None => Err(Rejection::MissingField(place.name())),
    }
}

impl HeadOutcome {
    /// Returns an outcome to fill. It must not leave this module before it is filled.
    #[inline]
    const fn unchecked(engine: &Engine, now: UnixTime) -> Self {
        Self {
            delivery: Delivery::new(engine.provider, engine.endpoint, Claims::new()),
            signatures: Candidates::of_length(engine.plan.scheme.check.signature_length()),
            credential: None,
            has_query: false,
            digest: None,
            declared: None,
            decoder: None,
            now,
        }
    }
}

/// The results of checking the secrets before the body is read.
#[derive(Clone, Copy)]
pub(crate) struct SecretsOutcome {
    /// The cost of verifying the body.
    pub(super) work: Work,
    /// The position of the secret that matches the presented credential.
    pub(super) credential: Option<usize>,
}

/// The earliest time that a clock can show for schemes whose timestamp runs into its neighbour.
///
/// From this second on, in 2001, a timestamp has ten digits. An earlier clock is wrong.
const START_OF_CENTURY: UnixTime = UnixTime::from_seconds(1_000_000_000);

impl Engine {
    /// Returns the answer to an unsigned handshake, if the head shows that the request is one.
    pub(super) fn answer_handshake(
        &self,
        head: &IndexedHead<'_>,
        secrets: &[ActiveKey],
        now: UnixTime,
    ) -> Result<Option<Answer>, Rejection> {
        for handshake in self.scheme().handshakes() {
            let key = || secrets.iter().find(|secret| secret.is_valid_at(now));
            let key = key().map(|secret| &secret.key);
            let answer = handshake.answer(head, self.handshake_token.as_ref(), key);
            if answer != Ok(None) {
                self.access.check(head)?;
                if !handshake.has_method(head) {
                    self.check_method(head)?;
                }
                return answer;
            }
        }
        Ok(None)
    }

    /// Checks everything in the head that needs no signing secret.
    pub(super) fn check_head(
        &self,
        head: &IndexedHead<'_>,
        now: UnixTime,
    ) -> Result<Box<HeadOutcome>, Rejection> {
        let mut outcome = Box::new(HeadOutcome::unchecked(self, now));
        self.fill(&mut outcome, head)?;
        Ok(outcome)
    }

    /// Does the same as [`Engine::check_head`], and lends the outcome instead of allocating it.
    #[inline]
    pub(super) fn with_checked_head<T>(
        &self,
        head: &dyn Head,
        now: UnixTime,
        then: impl FnOnce(&mut HeadOutcome) -> Result<T, Rejection>,
    ) -> Result<T, Rejection> {
        let mut head = self.indexed(head);
        head.read();
        let mut outcome = HeadOutcome::unchecked(self, now);
        self.fill(&mut outcome, &head)?;
        then(&mut outcome)
    }

    /// Checks the head, and fills the outcome in place.
    ///
    /// Moving values that were just written costs up to 80 ns of the 300 ns of a verification of
    /// 256 bytes (`scripts/speed`).
    fn fill(&self, outcome: &mut HeadOutcome, head: &IndexedHead<'_>) -> Result<(), Rejection> {
        let (declared, is_gzip) = self.check_shape(head, outcome.now)?;
        outcome.declared = declared;
        if is_gzip {
            outcome.decoder = Some(Box::new(Decoder::new(self.body_limit)));
        }
        check_required(self.scheme().required, head)?;
        if self.scheme().check.is_credential() {
            let place = &self.plan.signature;
            outcome.credential = Some(presented_credential(self.scheme().check, place, head)?);
        } else {
            read_signatures(&self.plan, head, &mut outcome.signatures)?;
        }
        for condition in &self.conditions {
            condition.check(head, outcome.now)?;
        }
        let claims = &mut outcome.delivery.claims;
        self.plan.read_claims(head, self.url.as_ref(), claims)?;
        if let Some(timestamp) = claims.timestamp {
            self.check_freshness(timestamp, outcome.now)?;
        }
        outcome.has_query = self.scheme().query_meets_body && head.target().contains('?');
        if self.scheme().body_digest.is_some() {
            outcome.digest = claimed_digest(self.scheme(), head)?;
        }
        Ok(())
    }

    /// Checks source, method, coding and length, and returns the declared length and whether the
    /// body is gzip-coded.
    #[inline]
    fn check_shape(
        &self,
        head: &IndexedHead<'_>,
        now: UnixTime,
    ) -> Result<(Option<u64>, bool), Rejection> {
        // First, so that a disallowed sender learns nothing more.
        self.access.check(head)?;
        self.check_method(head)?;
        let is_gzip = is_gzip_coded(head, self.scheme())?;
        let declared = declared_length(head)?;
        if declared.is_some_and(|length| length > self.body_limit as u64) {
            return Err(Rejection::BodyTooLarge);
        }
        if declared.is_none() && head.hides_cut_bodies() && !self.scheme().binds_body() {
            return Err(Rejection::LengthRequired);
        }
        if self.plan.splits_by_freshness && now < START_OF_CENTURY {
            return Err(Rejection::ClockUnusable);
        }
        Ok((declared, is_gzip))
    }

    #[inline]
    fn check_method(&self, head: &IndexedHead<'_>) -> Result<(), Rejection> {
        if self.scheme().takes_method(head.method()) {
            Ok(())
        } else {
            Err(Rejection::MethodNotAllowed)
        }
    }

    /// Checks that a secret is valid now, and compares the credential, before the body is read.
    #[inline]
    pub(super) fn check_secrets(
        &self,
        secrets: &[ActiveKey],
        head: &HeadOutcome,
    ) -> Result<SecretsOutcome, Rejection> {
        let active = secrets.iter().filter(|secret| secret.is_valid_at(head.now));
        let keys = active.map(ActiveKey::keys).sum();
        if keys == 0 {
            return Err(Rejection::NoActiveSecret);
        }
        let credential = match &head.credential {
            None => None,
            Some(presented) => Some(find_credential(secrets, presented, head.now)?),
        };
        Ok(SecretsOutcome { work: self.work_of(head, keys), credential })
    }

    /// The cost of verifying a body with this number of keys.
    pub(super) fn work_of(&self, head: &HeadOutcome, keys: usize) -> Work {
        match &head.credential {
            None => {
                let urls = if self.scheme().either_port { 2 } else { 1 };
                Work::of(self.scheme().check, head.signatures.count(), keys * urls)
            }
            Some(_) => Work::NONE,
        }
    }
}
