//! The one engine behind every verifier: it judges a head, then a body.

use super::content::{Signed, SignedBody};
use super::credential::{find_credential, presented_credential};
use super::framing::{FRAMING, declared_length, refuse_content_coding};
use super::signatures::read_signatures;
use crate::answer::{Answer, Statuses};
use crate::proof::Delivery;
use crate::proof::claims::Ends;
use crate::rejection::Rejection;
use crate::request::head::Head;
use crate::request::index::{FieldIndex, IndexedHead, Look};
#[cfg(feature = "network")]
use crate::request::network::Access;
use crate::request::url::{PublicUrl, is_of_query};
use crate::scheme::Scheme;
use crate::scheme::digest::Digest;
use crate::scheme::time::UnixTime;
use crate::secret::ActiveKey;
use crate::secret::key::{Candidates, Credential, is_digest_of};
use crate::verify::budget::BodyBudget;
use crate::verify::condition::Condition;
use crate::verify::work::Work;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;

/// A scheme and the settings of one endpoint.
pub(crate) struct Engine {
    pub(crate) provider: &'static str,
    pub(crate) endpoint: &'static str,
    /// The provider's scheme.
    pub(crate) described: &'static Scheme,
    /// A copy of it, [bound](Scheme::bound) to the names below.
    pub(crate) scheme: Scheme,
    pub(crate) url: Option<PublicUrl>,
    pub(crate) tolerance_seconds: u64,
    pub(crate) body_limit: usize,
    pub(crate) body_deadline: Duration,
    pub(crate) body_budget: BodyBudget,
    pub(crate) statuses: Statuses,
    pub(crate) further: Vec<Condition>,
    /// The header fields that are read.
    pub(crate) names: FieldIndex,
    /// What an unsigned handshake must show, where its provider shows something.
    pub(crate) handshake_token: Option<Credential>,
    #[cfg(feature = "network")]
    pub(crate) access: Access,
}

/// What is left to do when the head has passed.
pub(crate) struct HeadOutcome {
    /// What is known of the delivery so far.
    pub(crate) delivery: Delivery,
    /// Where what is signed of the head ends in its claims.
    ends: Ends,
    presented: Candidates,
    /// The credential that the request presents, if its scheme is one of credentials.
    presented_credential: Option<Credential>,
    /// The place among the secrets of a credential that was found right.
    credential: Option<usize>,
    /// Whether the target has a query, where the body is signed right behind it.
    has_query: bool,
    /// The digest of the body that a signed part of the head claims.
    digest: Option<Digest>,
    /// The work that the body causes, once the secrets are known.
    work: Work,
    /// The length of the body, where the head declares it.
    declared: Option<u64>,
    now: UnixTime,
}

impl HeadOutcome {
    /// To be filled by [`Engine::judge_head`] and [`Engine::judge_body`], where it stands: it is
    /// large, and to move what was just written takes longer than most of what is judged.
    #[inline]
    pub(crate) const fn new(engine: &Engine, now: UnixTime) -> Self {
        Self {
            delivery: Delivery::new(engine.provider, engine.endpoint),
            ends: Ends::new(),
            presented: Candidates::of_length(engine.scheme.check.signature_length()),
            presented_credential: None,
            credential: None,
            has_query: false,
            digest: None,
            work: Work::NONE,
            declared: None,
            now,
        }
    }

    /// The cost of a body of this length, in bytes hashed.
    pub(crate) fn work_on(&self, length: usize) -> usize {
        self.work.on(length)
    }

    /// The time of the request.
    pub(crate) const fn now(&self) -> UnixTime {
        self.now
    }

    /// The length of the body, where the head declares it.
    pub(crate) const fn declared_length(&self) -> Option<u64> {
        self.declared
    }
}

impl Engine {
    /// Checks everything in the head that needs no secret of the provider.
    pub(crate) fn judge_head(
        &self,
        head: &dyn Head,
        judged: &mut HeadOutcome,
    ) -> Result<(), Rejection> {
        let now = judged.now;
        let mut seen = IndexedHead::new(head, &self.names);
        seen.look();
        let head = &seen;
        judged.declared = self.judge_shape(head, now)?;
        if self.scheme.check.is_credential() {
            judged.presented_credential = Some(presented_credential(&self.scheme, head)?);
        } else {
            read_signatures(&self.scheme, head, &mut judged.presented)?;
        }
        for further in &self.further {
            refuse_without_secret(&further.secrets, now)?;
            let presented = presented_credential(&further.scheme, head)?;
            find_credential(&further.secrets, &presented, now)?;
        }
        let (claims, ends) = (&mut judged.delivery.claims, &mut judged.ends);
        claims.read(&self.scheme, head, self.url.as_ref(), ends)?;
        if let Some(timestamp) = judged.delivery.claims.timestamp {
            self.refuse_unless_fresh(timestamp, now)?;
        }
        judged.has_query = self.scheme.query_meets_body && head.target().contains('?');
        if self.scheme.body_digest.is_some() {
            judged.digest = claimed_digest(&self.scheme, head)?;
        }
        Ok(())
    }

    /// Checks what the secrets can prove before the body is read: that one is valid now, and the
    /// credential.
    #[inline]
    pub(crate) fn judge_secrets(
        &self,
        secrets: &[ActiveKey],
        judged: &mut HeadOutcome,
    ) -> Result<(), Rejection> {
        let active = secrets.iter().filter(|secret| secret.is_valid_at(judged.now)).count();
        if active == 0 {
            return Err(Rejection::NoActiveSecret);
        }
        judged.work = Work::of(self.scheme.check, &judged.presented, active);
        if let Some(presented) = &judged.presented_credential {
            judged.credential = Some(find_credential(secrets, presented, judged.now)?);
        }
        Ok(())
    }

    /// The answer to a handshake.
    pub(crate) fn judge_handshake(&self, head: &dyn Head) -> Result<Option<Answer>, Rejection> {
        let Some(handshake) = &self.scheme.handshake else { return Ok(None) };
        let asked = handshake.answer(head, self.handshake_token.as_ref());
        if asked != Ok(None) {
            self.judge_access(head)?;
            if !handshake.has_method(head) {
                self.judge_method(head)?;
            }
        }
        asked
    }

    /// Judges whether anybody may send from there: first of all, as whoever may not learns nothing
    /// else.
    #[cfg(feature = "network")]
    #[inline]
    fn judge_access<H: Look + ?Sized>(&self, head: &H) -> Result<(), Rejection> {
        self.access.judge(head)
    }

    #[cfg(not(feature = "network"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "its twin above judges")]
    const fn judge_access<H: Look + ?Sized>(&self, _: &H) -> Result<(), Rejection> {
        Ok(())
    }

    #[inline]
    fn judge_method<H: Look + ?Sized>(&self, head: &H) -> Result<(), Rejection> {
        if self.scheme.takes_method(head.method()) {
            Ok(())
        } else {
            Err(Rejection::MethodNotAllowed)
        }
    }

    /// Judges what can be judged without secrets, and says how long the body is declared to be.
    #[inline]
    pub(crate) fn judge_shape<H: Look + ?Sized>(
        &self,
        head: &H,
        now: UnixTime,
    ) -> Result<Option<u64>, Rejection> {
        self.judge_access(head)?;
        self.judge_method(head)?;
        refuse_content_coding(head)?;
        let declared = declared_length(head)?;
        if declared.is_some_and(|length| length > self.body_limit as u64) {
            return Err(Rejection::BodyTooLarge);
        }
        if declared.is_none() && head.hides_cut_bodies() && !self.scheme.binds_body() {
            return Err(Rejection::LengthRequired);
        }
        if self.scheme.splits_by_freshness && now < START_OF_CENTURY {
            return Err(Rejection::ClockUnusable);
        }
        Ok(declared)
    }

    /// The header fields that are read.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static str> {
        let further = self.further.iter().flat_map(|further| further.scheme.fields());
        let fields = FRAMING.into_iter().chain(self.scheme.fields()).chain(further);
        #[cfg(feature = "network")]
        let fields = fields.chain(self.access.fields().iter().copied());
        fields
    }

    /// Judges the body, which is whole as far as the caller knows.
    pub(crate) fn judge_body(
        &self,
        secrets: &[ActiveKey],
        judged: &mut HeadOutcome,
        body: &[u8],
    ) -> Result<(), Rejection> {
        let secret = self.judge_signature(secrets, judged, body)?;
        if judged.digest.is_some_and(|claimed| !is_digest_of(&claimed, body)) {
            return Err(Rejection::DigestMismatch);
        }
        if let Some(asked) = &self.scheme.handshake {
            judged.delivery.handshake = asked.answer_signed(secret, body).map(Arc::new);
        }
        if self.scheme.reads_body { self.read_body(judged, body) } else { Ok(()) }
    }

    /// The secret that signed this body; nothing of the body is read.
    pub(crate) fn judge_signature<'s>(
        &self,
        secrets: &'s [ActiveKey],
        judged: &mut HeadOutcome,
        body: &[u8],
    ) -> Result<&'s ActiveKey, Rejection> {
        self.refuse_unless_whole(judged, body.len())?;
        let Some(at) = judged.credential else { return self.signer(secrets, judged, body) };
        let secret = secrets.get(at).ok_or(Rejection::CredentialMismatch)?;
        judged.delivery.claims.keep_secret(&secret.name);
        Ok(secret)
    }

    /// A body that is over a limit, or not as long as declared.
    pub(crate) fn refuse_unless_whole(
        &self,
        judged: &HeadOutcome,
        length: usize,
    ) -> Result<(), Rejection> {
        self.refuse_unless_within(judged, length)?;
        match judged.declared {
            Some(declared) if declared != length as u64 => Err(Rejection::BodyIncomplete),
            _ => Ok(()),
        }
    }

    /// A declared length that is too much work for these secrets.
    pub(crate) fn refuse_unless_worth(&self, judged: &HeadOutcome) -> Result<(), Rejection> {
        match judged.declared {
            Some(length) if length > judged.work.body_limit() as u64 => Err(Rejection::TooMuchWork),
            _ => Ok(()),
        }
    }

    /// Makes the limits those of one secret, whatever a tenant has, and returns the tenant's own
    /// work: a tenant must not be known by when a body is too large.
    pub(crate) fn limit_as_one(&self, judged: &mut HeadOutcome) -> Work {
        let one = Work::of(self.scheme.check, &judged.presented, 1);
        core::mem::replace(&mut judged.work, one)
    }

    /// Checks the length of a body, or of its beginning, against the limit and the work that it
    /// causes.
    #[inline]
    pub(crate) fn refuse_unless_within(
        &self,
        judged: &HeadOutcome,
        length: usize,
    ) -> Result<(), Rejection> {
        if length > self.body_limit {
            Err(Rejection::BodyTooLarge)
        } else if length > judged.work.body_limit() {
            Err(Rejection::TooMuchWork)
        } else {
            Ok(())
        }
    }

    /// The secret that signed this body, whose name is kept.
    #[inline]
    fn signer<'s>(
        &self,
        secrets: &'s [ActiveKey],
        judged: &mut HeadOutcome,
        body: &[u8],
    ) -> Result<&'s ActiveKey, Rejection> {
        // A signature that an answer may have given away proves nothing.
        let asked = self.scheme.handshake.as_ref();
        if asked.is_some_and(|asked| asked.may_have_signed(self.scheme.content, body)) {
            return Err(Rejection::SignatureMismatch);
        }
        if self.scheme.query_meets_body && !begins_apart(body, judged.has_query) {
            return Err(Rejection::AmbiguousQuery);
        }
        let content = SignedBody::of(&self.scheme, body, judged.digest.is_some())?;
        if let (Some(digest), None) = (&self.scheme.body_digest, judged.digest) {
            let (claims, ends) = (&judged.delivery.claims, &judged.ends);
            let (scheme, url) = (&self.scheme, self.url.as_ref());
            let signed = Signed { scheme, url, claims, ends, body: &content };
            if digest.ends(&signed.tail(digest.tail_len())) {
                return Err(Rejection::AmbiguousQuery);
            }
        }
        for secret in secrets {
            if !secret.is_valid_at(judged.now) {
                continue;
            }
            // Before it is known to fit, so that what is moved into the proof was not written a
            // moment ago.
            judged.delivery.claims.keep_secret(&secret.name);
            let (claims, ends) = (&judged.delivery.claims, &judged.ends);
            let (scheme, url) = (&self.scheme, self.url.as_ref());
            let content = Signed { scheme, url, claims, ends, body: &content };
            if secret.key.signs(&judged.presented, &content) {
                return Ok(secret);
            }
        }
        Err(Rejection::SignatureMismatch)
    }

    /// Reads what the scheme says stands in the body, now that the body can be believed: a time,
    /// and an id.
    #[cfg(feature = "json")]
    #[inline(never)]
    fn read_body(&self, judged: &mut HeadOutcome, body: &[u8]) -> Result<(), Rejection> {
        use crate::codec::json::member;

        if let Some((place, unit)) = &self.scheme.timestamp
            && let Some(path) = place.json_path()
        {
            let text = match member(body, path) {
                Ok(Some(scalar)) => scalar.into_text(),
                Ok(None) => return Err(Rejection::MissingField(place.name())),
                Err(_) => return Err(Rejection::MalformedField(place.name())),
            };
            let time = UnixTime::parse(text.as_bytes(), *unit)
                .ok_or(Rejection::MalformedField(place.name()))?;
            self.refuse_unless_fresh(time, judged.now)?;
            judged.delivery.claims.timestamp = Some(time);
        }
        if let Some((place, syntax)) = &self.scheme.id
            && let Some(path) = place.json_path()
            && let Ok(Some(id)) = member(body, path)
        {
            let text = id.into_text();
            judged.delivery.id_in_body = syntax.admits(text.as_bytes()).then_some(text);
        }
        Ok(())
    }

    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "its twin above reads")]
    const fn read_body(&self, _: &mut HeadOutcome, _: &[u8]) -> Result<(), Rejection> {
        Ok(())
    }

    #[inline]
    fn refuse_unless_fresh(&self, timestamp: UnixTime, now: UnixTime) -> Result<(), Rejection> {
        let (timestamp, now) = (timestamp.seconds(), now.seconds());
        if timestamp.abs_diff(now) <= self.tolerance_seconds {
            Ok(())
        } else if timestamp < now {
            Err(Rejection::TimestampStale)
        } else {
            Err(Rejection::TimestampAhead)
        }
    }
}

/// Whether this body could not have begun in the query in front of it: a query begins with its `?`
/// and goes on as long as a query may.
fn begins_apart(body: &[u8], has_query: bool) -> bool {
    match body {
        [] => true,
        [first, ..] if has_query => !is_of_query(*first),
        [first, ..] => *first != b'?',
    }
}

/// The digest that a request claims; a scheme that signs nothing else of the body needs it.
#[inline(never)]
pub(crate) fn claimed_digest<H: Look + ?Sized>(
    scheme: &Scheme,
    head: &H,
) -> Result<Option<Digest>, Rejection> {
    let Some(digest) = &scheme.body_digest else { return Ok(None) };
    match digest.claimed(head)? {
        None if !scheme.signs_body() => Err(Rejection::MissingField(digest.name())),
        claimed => Ok(claimed),
    }
}

fn refuse_without_secret(secrets: &[ActiveKey], now: UnixTime) -> Result<(), Rejection> {
    if secrets.iter().any(|secret| secret.is_valid_at(now)) {
        Ok(())
    } else {
        Err(Rejection::NoActiveSecret)
    }
}

/// September 2001, when times got their tenth digit. A clock before it cannot tell a time whose
/// digits were split elsewhere from a genuine one.
const START_OF_CENTURY: UnixTime = UnixTime::from_seconds(1_000_000_000);
