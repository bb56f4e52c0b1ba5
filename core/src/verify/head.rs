//! Checks the head of a request.

use super::digest::claimed_digest;
use super::engine::Engine;
use super::framing::{declared_length, reject_content_coding};
use super::signatures::read_signatures;
use super::work::Work;
use crate::answer::Answer;
use crate::proof::Delivery;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::scheme::digest::Digest;
use crate::scheme::time::UnixTime;
use crate::secret::ActiveKey;
use crate::secret::credential::{find_credential, presented_credential};
use crate::secret::key::{Candidates, Credential};

/// A head that passed every check that needs no signing secret.
pub(crate) struct HeadOutcome {
    /// What is known of the delivery so far.
    pub(super) delivery: Delivery,
    pub(super) presented: Presented,
    /// The target has a query, and the scheme signs the body right after it.
    pub(super) has_query: bool,
    /// The digest of the body that a signed part of the head claims.
    pub(super) digest: Option<Digest>,
    /// The declared length of the body.
    pub(super) declared: Option<u64>,
    pub(super) now: UnixTime,
}

/// What a request presents as proof.
pub(super) enum Presented {
    Signatures(Candidates),
    Credential(Credential),
}

/// What the secrets determine before the body is read.
#[derive(Clone, Copy)]
pub(crate) struct SecretsOutcome {
    /// The cost of verifying the body.
    pub(super) work: Work,
    /// The position of the secret that matches the presented credential.
    pub(super) credential: Option<usize>,
}

/// A clock that shows an earlier time is wrong, and schemes whose timestamp runs into its neighbour
/// rely on it: from 2001 on a timestamp has ten digits.
const START_OF_CENTURY: UnixTime = UnixTime::from_seconds(1_000_000_000);

impl Engine {
    /// Returns the answer to an unsigned handshake, if the request is one.
    pub(super) fn answer_handshake(
        &self,
        head: &IndexedHead<'_>,
    ) -> Result<Option<Answer>, Rejection> {
        let Some(handshake) = &self.scheme().handshake else { return Ok(None) };
        let answer = handshake.answer(head, self.handshake_token.as_ref());
        if answer != Ok(None) {
            self.access.check(head)?;
            if !handshake.has_method(head) {
                self.check_method(head)?;
            }
        }
        answer
    }

    /// Checks everything in the head that needs no signing secret.
    #[inline(always)]
    pub(super) fn check_head(
        &self,
        head: &IndexedHead<'_>,
        now: UnixTime,
    ) -> Result<HeadOutcome, Rejection> {
        let declared = self.check_shape(head, now)?;
        let presented = self.presented(head)?;
        for condition in &self.conditions {
            condition.check(head, now)?;
        }
        let claims = self.plan.claims(head, self.url.as_ref())?;
        if let Some(timestamp) = claims.timestamp {
            self.check_freshness(timestamp, now)?;
        }
        Ok(HeadOutcome {
            presented,
            has_query: self.scheme().query_meets_body && head.target().contains('?'),
            digest: claimed_digest(self.scheme(), head)?,
            declared,
            now,
            delivery: Delivery::new(self.provider, self.endpoint, claims),
        })
    }

    #[inline(always)]
    fn presented(&self, head: &IndexedHead<'_>) -> Result<Presented, Rejection> {
        if self.scheme().check.is_credential() {
            let place = &self.plan.signature;
            let credential = presented_credential(self.scheme().check, place, head)?;
            Ok(Presented::Credential(credential))
        } else {
            read_signatures(&self.plan, head).map(Presented::Signatures)
        }
    }

    /// Checks source, method, coding and length, and returns the declared length.
    #[inline]
    fn check_shape(&self, head: &IndexedHead<'_>, now: UnixTime) -> Result<Option<u64>, Rejection> {
        // First, so that a disallowed sender learns nothing more.
        self.access.check(head)?;
        self.check_method(head)?;
        reject_content_coding(head)?;
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
        Ok(declared)
    }

    #[inline]
    fn check_method(&self, head: &IndexedHead<'_>) -> Result<(), Rejection> {
        if self.scheme().takes_method(head.method()) {
            Ok(())
        } else {
            Err(Rejection::MethodNotAllowed)
        }
    }

    /// Checks what the secrets can prove before the body is read: that one is valid now, and the
    /// credential.
    #[inline]
    pub(super) fn check_secrets(
        &self,
        secrets: &[ActiveKey],
        head: &HeadOutcome,
    ) -> Result<SecretsOutcome, Rejection> {
        let active = secrets.iter().filter(|secret| secret.is_valid_at(head.now)).count();
        if active == 0 {
            return Err(Rejection::NoActiveSecret);
        }
        let credential = match &head.presented {
            Presented::Signatures(_) => None,
            Presented::Credential(presented) => {
                Some(find_credential(secrets, presented, head.now)?)
            }
        };
        Ok(SecretsOutcome { work: self.work_of(head, active), credential })
    }

    /// The cost of verifying a body with this number of secrets.
    pub(super) fn work_of(&self, head: &HeadOutcome, secrets: usize) -> Work {
        match &head.presented {
            Presented::Signatures(candidates) => {
                Work::of(self.scheme().check, candidates.count(), secrets)
            }
            Presented::Credential(_) => Work::NONE,
        }
    }
}
