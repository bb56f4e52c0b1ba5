//! Checks the body of a request and its signature.

use super::content::{Signed, SignedBody};
use super::engine::Engine;
use super::head::{HeadOutcome, SecretsOutcome};
use super::work::Work;
use crate::answer::Answer;
use crate::codec::json::member;
use crate::codec::percent::is_of_query;
use crate::proof::Delivery;
use crate::proof::body_id::BodyId;
use crate::proof::claims::Claims;
use crate::proof::payload::Body;
use crate::rejection::Rejection;
use crate::request::url::PublicUrl;
use crate::scheme::time::UnixTime;
use crate::secret::key::is_digest_of;
use crate::secret::{ActiveKey, SigningSecret};
use alloc::sync::Arc;

/// A verified body.
pub(crate) struct BodyOutcome {
    /// The position of the secret that matched.
    secret: usize,
    /// The answer, if the delivery is a signed handshake.
    handshake: Option<Arc<Answer>>,
    timestamp: Option<UnixTime>,
}

impl HeadOutcome {
    /// Takes the delivery, after its body was verified.
    #[inline(always)]
    pub(super) fn take_delivery(&mut self, secrets: &[ActiveKey], body: BodyOutcome) -> Delivery {
        let delivery = &mut self.delivery;
        if let Some(secret) = secrets.get(body.secret) {
            delivery.claims.keep_secret(&secret.name);
        }
        delivery.handshake = body.handshake;
        if body.timestamp.is_some() {
            delivery.claims.timestamp = body.timestamp;
        }
        let nothing = Delivery::new(delivery.provider, delivery.endpoint, Claims::new());
        core::mem::replace(delivery, nothing)
    }
}

impl Engine {
    /// Checks a body that is complete as far as the caller knows.
    #[inline(always)]
    pub(super) fn check_body(
        &self,
        secrets: &[ActiveKey],
        head: &HeadOutcome,
        checked: SecretsOutcome,
        body: &[u8],
    ) -> Result<BodyOutcome, Rejection> {
        let secret = match self.matching_secret(secrets, head, checked, body) {
            Ok(secret) => secret,
            Err(rejection) => return Err(self.test_or(rejection, head, body)),
        };
        if head.digest.is_some_and(|claimed| !is_digest_of(&claimed, body)) {
            return Err(Rejection::DigestMismatch);
        }
        let mut outcome = BodyOutcome { secret, handshake: None, timestamp: None };
        if self.plan.has_signed_handshake
            && let Some(secret) = secrets.get(secret)
        {
            let mut handshakes = self.scheme().handshakes();
            let answer = handshakes.find_map(|asks| asks.answer_signed(&secret.key, body));
            outcome.handshake = answer.map(Arc::new);
        }
        if self.plan.reads_body {
            outcome.timestamp = self.timestamp_in(body, head.now)?;
        }
        Ok(outcome)
    }

    /// Returns [`Rejection::ProviderTest`] instead of a signature mismatch, if the request is a
    /// test that is signed with a published secret.
    #[cold]
    fn test_or(&self, rejection: Rejection, head: &HeadOutcome, body: &[u8]) -> Rejection {
        if rejection != Rejection::SignatureMismatch || head.digest.is_some() {
            return rejection;
        }
        for handshake in self.scheme().handshakes() {
            let Some(published) = handshake.test_secret.filter(|_| handshake.is_signed_in(body))
            else {
                continue;
            };
            let published = SigningSecret::new(published).allow_short();
            let Ok(published) = published.into_active(self.scheme(), 0) else { continue };
            if self.signer(&[published], head, body).is_ok() {
                return Rejection::ProviderTest;
            }
        }
        rejection
    }

    /// Returns the position of the secret that signed this body, without parsing the body.
    pub(super) fn matching_secret(
        &self,
        secrets: &[ActiveKey],
        head: &HeadOutcome,
        checked: SecretsOutcome,
        body: &[u8],
    ) -> Result<usize, Rejection> {
        self.check_whole(head, checked.work, body.len())?;
        match (&head.credential, checked.credential) {
            (None, _) => self.signer(secrets, head, body),
            (Some(_), position) => position.ok_or(Rejection::CredentialMismatch),
        }
    }

    /// Rejects a body that is over a limit, or not as long as declared.
    #[inline]
    pub(super) fn check_whole(
        &self,
        head: &HeadOutcome,
        work: Work,
        length: usize,
    ) -> Result<(), Rejection> {
        self.check_length(work, length)?;
        match head.declared {
            // The length of coded bytes was checked before they were decoded.
            Some(_) if head.decoder.is_some() => Ok(()),
            Some(declared) if declared != length as u64 => Err(Rejection::BodyIncomplete),
            _ => Ok(()),
        }
    }

    /// Rejects a declared length that is too expensive with these secrets.
    pub(super) fn check_declared(&self, head: &HeadOutcome, work: Work) -> Result<(), Rejection> {
        match head.declared {
            Some(length) if length > work.body_limit() as u64 => Err(Rejection::TooMuchWork),
            _ => Ok(()),
        }
    }

    /// Checks the length of a body, or of its beginning, against the limits for size and cost.
    #[inline]
    pub(super) fn check_length(&self, work: Work, length: usize) -> Result<(), Rejection> {
        if length > self.body_limit {
            Err(Rejection::BodyTooLarge)
        } else if length > work.body_limit() {
            Err(Rejection::TooMuchWork)
        } else {
            Ok(())
        }
    }

    #[inline]
    fn signer(
        &self,
        secrets: &[ActiveKey],
        head: &HeadOutcome,
        body: &[u8],
    ) -> Result<usize, Rejection> {
        self.check_unambiguous(head, body)?;
        let body = SignedBody::new(&self.plan, body, head.digest.is_some())?;
        let (url, claims) = (self.url.as_ref(), &head.delivery.claims);
        let content_with = |url| Signed { plan: &self.plan, url, claims, body: &body };
        let content = content_with(url.map(PublicUrl::signed));
        self.check_digest_form(head, &content)?;
        let signer_of = |content: &Signed<'_>| {
            secrets.iter().position(|secret| {
                secret.is_valid_at(head.now) && secret.signs(&head.signatures, content)
            })
        };
        let with_other_port = || {
            let other_port = url.and_then(PublicUrl::other_port)?;
            signer_of(&content_with(Some(other_port)))
        };
        signer_of(&content).or_else(with_other_port).ok_or(Rejection::SignatureMismatch)
    }

    /// Rejects a body whose signature could be that of something else.
    #[inline]
    fn check_unambiguous(&self, head: &HeadOutcome, body: &[u8]) -> Result<(), Rejection> {
        let scheme = self.scheme();
        // The signature of such a body proves nothing: an answer to a handshake may contain it.
        if self.plan.answers_with_mac
            && scheme.handshakes().any(|asks| asks.may_have_signed(scheme.content, body))
        {
            return Err(Rejection::SignatureMismatch);
        }
        if scheme.query_meets_body && !begins_apart(body, head.has_query) {
            return Err(Rejection::AmbiguousQuery);
        }
        Ok(())
    }

    /// Rejects content without a digest that ends like content with one.
    #[inline]
    fn check_digest_form(&self, head: &HeadOutcome, content: &Signed<'_>) -> Result<(), Rejection> {
        match (&self.scheme().body_digest, head.digest) {
            (Some(digest), None) if digest.ends(&content.tail(digest.tail_len())) => {
                Err(Rejection::AmbiguousQuery)
            }
            _ => Ok(()),
        }
    }

    /// Reads the timestamp of a verified body, if the scheme has one there.
    #[inline(never)]
    fn timestamp_in(&self, body: &[u8], now: UnixTime) -> Result<Option<UnixTime>, Rejection> {
        let Some((place, format)) = &self.scheme().timestamp else { return Ok(None) };
        let Some(path) = place.json_path() else { return Ok(None) };
        let text = match member(body, path) {
            Ok(Some(scalar)) => scalar.into_text(),
            Ok(None) => return Err(Rejection::MissingField(place.name())),
            Err(_) => return Err(Rejection::MalformedField(place.name())),
        };
        let time = UnixTime::parse(text.as_bytes(), *format)
            .ok_or(Rejection::MalformedField(place.name()))?;
        self.check_freshness(time, now)?;
        Ok(Some(time))
    }

    /// Keeps the delivery id of a verified body, if the scheme has one there.
    #[inline]
    pub(super) fn keep_id(&self, head: &mut HeadOutcome, body: &impl Body) {
        let Some(place) = self.plan.id_in_body else { return };
        let delivery = &mut head.delivery;
        if let Some(body) = body.shared() {
            delivery.id_in_body = Some(BodyId::new(body, place));
        } else if let Some(id) = place.find(body.as_ref()) {
            delivery.claims.id = delivery.claims.keep(id.as_bytes());
        }
    }
}

/// Returns `true` if the first byte of this body cannot belong to the query before it.
///
/// A query begins with `?` and continues with all characters that are allowed in one.
fn begins_apart(body: &[u8], has_query: bool) -> bool {
    match body {
        [] => true,
        [first, ..] if has_query => !is_of_query(*first),
        [first, ..] => *first != b'?',
    }
}
