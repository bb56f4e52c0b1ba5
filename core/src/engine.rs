//! The one engine behind every verifier: it judges a head, then a body.

use crate::answer::{Answer, Statuses};
use crate::budget::BodyBudget;
use crate::check::{Candidates, Content, Credential, is_digest_of};
use crate::claims::{Claims, Ends};
use crate::digest::Digest;
use crate::further::Further;
use crate::head::Head;
#[cfg(feature = "network")]
use crate::network::Access;
use crate::place::Field;
use crate::proof::Delivery;
use crate::rejection::Rejection;
use crate::scheme::{Check, Part, Scheme};
use crate::secret::Active;
use crate::seen::{At, Look, Names, Seen};
use crate::time::UnixTime;
use crate::url::{PublicUrl, is_of_query};
use crate::words::number;
use crate::work::Work;
use alloc::sync::Arc;
use alloc::vec::Vec;
use base64ct::{Base64, Encoding as _};
use core::time::Duration;
use zeroize::Zeroizing;

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
    pub(crate) further: Vec<Further>,
    /// The header fields that are read.
    pub(crate) names: Names,
    /// What an unsigned handshake must show, where its provider shows something.
    pub(crate) handshake_token: Option<Credential>,
    #[cfg(feature = "network")]
    pub(crate) access: Access,
}

/// What is left to do when the head has passed.
pub(crate) struct Judged {
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

impl Judged {
    /// To be filled by [`Engine::judge_head`] and [`Engine::judge_body`], where it stands: it is large, and to move what was just
    /// written takes longer than most of what is judged.
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
    pub(crate) fn judge_head(&self, head: &dyn Head, judged: &mut Judged) -> Result<(), Rejection> {
        let now = judged.now;
        let mut seen = Seen::new(head, &self.names);
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

    /// Checks what the secrets can prove before the body is read: that one is valid now, and the credential.
    #[inline]
    pub(crate) fn judge_secrets(
        &self,
        secrets: &[Active],
        judged: &mut Judged,
    ) -> Result<(), Rejection> {
        let active = secrets.iter().filter(|secret| secret.is_valid_at(judged.now)).count();
        if active == 0 {
            return Err(Rejection::NoActiveSecret);
        }
        judged.work = Work::of(self.scheme.check, &judged.presented, active);
        if judged.declared.is_some_and(|length| length > judged.work.body_limit() as u64) {
            return Err(Rejection::TooMuchWork);
        }
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

    /// Judges whether anybody may send from there: first of all, as whoever may not learns nothing else.
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
        secrets: &[Active],
        judged: &mut Judged,
        body: &[u8],
    ) -> Result<(), Rejection> {
        self.refuse_unless_within(judged, body.len())?;
        if judged.declared.is_some_and(|length| length != body.len() as u64) {
            return Err(Rejection::BodyIncomplete);
        }
        let secret = match judged.credential {
            Some(at) => {
                let secret = secrets.get(at).ok_or(Rejection::CredentialMismatch)?;
                judged.delivery.claims.keep_secret(&secret.name);
                secret
            }
            None => self.signer(secrets, judged, body)?,
        };
        if let Some(asked) = &self.scheme.handshake {
            judged.delivery.handshake = asked.answer_signed(secret, body).map(Arc::new);
        }
        if self.scheme.reads_body { self.read_body(judged, body) } else { Ok(()) }
    }

    /// Checks the length of a body, or of its beginning, against the limit and the work that it causes.
    #[inline]
    pub(crate) fn refuse_unless_within(
        &self,
        judged: &Judged,
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
        secrets: &'s [Active],
        judged: &mut Judged,
        body: &[u8],
    ) -> Result<&'s Active, Rejection> {
        // A signature that an answer may have given away proves nothing.
        let asked = self.scheme.handshake.as_ref();
        if asked.is_some_and(|asked| asked.may_have_signed(self.scheme.content, body)) {
            return Err(Rejection::SignatureMismatch);
        }
        if self.scheme.query_meets_body && !begins_apart(body, judged.has_query) {
            return Err(Rejection::AmbiguousQuery);
        }
        let content = SignedBody::of(&self.scheme, body, judged.digest.is_some())?;
        for secret in secrets {
            if !secret.is_valid_at(judged.now) {
                continue;
            }
            // Before it is known to fit, so that what is moved into the proof was not written a moment ago.
            judged.delivery.claims.keep_secret(&secret.name);
            let (claims, ends) = (&judged.delivery.claims, &judged.ends);
            let content = Signed {
                scheme: &self.scheme,
                url: self.url.as_ref(),
                claims,
                ends,
                body: &content,
            };
            if secret.key.signs(&judged.presented, &content) {
                return match judged.digest {
                    Some(claimed) if !is_digest_of(&claimed, body) => {
                        Err(Rejection::DigestMismatch)
                    }
                    _ => Ok(secret),
                };
            }
        }
        Err(Rejection::SignatureMismatch)
    }

    /// Reads what the scheme says stands in the body, now that the body can be believed: a time, and an id.
    #[cfg(feature = "json")]
    #[inline(never)]
    fn read_body(&self, judged: &mut Judged, body: &[u8]) -> Result<(), Rejection> {
        use crate::json::member;

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
    const fn read_body(&self, _: &mut Judged, _: &[u8]) -> Result<(), Rejection> {
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

/// The credential that a request presents.
#[inline(never)]
fn presented_credential<H: Look + ?Sized>(
    scheme: &Scheme,
    head: &H,
) -> Result<Credential, Rejection> {
    match scheme.check {
        Check::Basic => presented_password(scheme, head),
        _ => Ok(Credential::token(presented_token(scheme, head)?)),
    }
}

/// The position of this credential among the secrets.
fn find_credential(
    secrets: &[Active],
    presented: &Credential,
    now: UnixTime,
) -> Result<usize, Rejection> {
    let right = secrets
        .iter()
        .position(|secret| secret.is_valid_at(now) && secret.key.is_credential(presented));
    right.ok_or(Rejection::CredentialMismatch)
}

/// Whether this body could not have begun in the query in front of it: a query begins with its `?` and goes on as long as a
/// query may.
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

fn refuse_without_secret(secrets: &[Active], now: UnixTime) -> Result<(), Rejection> {
    if secrets.iter().any(|secret| secret.is_valid_at(now)) {
        Ok(())
    } else {
        Err(Rejection::NoActiveSecret)
    }
}

fn presented_password<H: Look + ?Sized>(
    scheme: &Scheme,
    head: &H,
) -> Result<Credential, Rejection> {
    let place = &scheme.signature;
    let field = place.field(head)?.ok_or(Rejection::MissingField(place.name()))?;
    let malformed = Rejection::MalformedField(field.name);
    let text = core::str::from_utf8(credential_of(field.value, "basic")?);
    let text = text.map_err(|_| malformed)?;
    let mut space = Zeroizing::new(alloc::vec![0; text.len()]);
    let text = Base64::decode(text, &mut space).map_err(|_| malformed)?;
    Credential::user_password(text).ok_or(malformed)
}

/// A malformed signature is skipped, as another one beside it may be right; none that is well-formed is a
/// refusal, and so are more than there is work for.
#[inline]
fn read_signatures<H: Look + ?Sized>(
    scheme: &Scheme,
    head: &H,
    candidates: &mut Candidates,
) -> Result<(), Rejection> {
    let place = &scheme.signature;
    let mut listed = Listed { count: 0, first: None };
    if place.is_each() {
        place.each_field(head, &mut |field| listed.read(scheme, field, candidates))?;
    } else if let Some(field) = place.field(head)? {
        listed.read(scheme, field, candidates)?;
    }
    let name = listed.first.ok_or(Rejection::MissingField(place.name()))?;
    match (listed.count, candidates.is_empty()) {
        (0, _) => Err(Rejection::UnsupportedSignature(name)),
        (_, true) => Err(Rejection::MalformedField(name)),
        _ => Ok(()),
    }
}

/// The signatures that were found so far.
struct Listed {
    count: usize,
    /// The first header field that was there.
    first: Option<&'static str>,
}

impl Listed {
    #[inline(always)]
    fn read(
        &mut self,
        scheme: &Scheme,
        field: Field<'_>,
        candidates: &mut Candidates,
    ) -> Result<(), Rejection> {
        self.first.get_or_insert(field.name);
        if scheme.signature.is_overlong_list(field.value) {
            return Err(Rejection::TooManySignatures);
        }
        for item in scheme.signature.items(field.value) {
            self.count += 1;
            if self.count > MOST_SIGNATURES {
                return Err(Rejection::TooManySignatures);
            }
            candidates.read(scheme.check, scheme.encoding, item);
        }
        Ok(())
    }
}

/// The header fields that every scheme looks at, which stand before those that it names.
static FRAMING: [&str; 3] = [CONTENT_ENCODING, TRANSFER_ENCODING, CONTENT_LENGTH];

const CONTENT_ENCODING: &str = "content-encoding";
const EXPECT: &str = "expect";
const CONTENT_LENGTH: &str = "content-length";
const TRANSFER_ENCODING: &str = "transfer-encoding";

/// A body, and what schemes sign of it, made once for all secrets.
pub(crate) struct SignedBody<'b> {
    bytes: &'b [u8],
    #[cfg(feature = "form")]
    sorted_form: Vec<u8>,
}

impl<'b> SignedBody<'b> {
    #[cfg(feature = "form")]
    pub(crate) fn of(
        scheme: &Scheme,
        bytes: &'b [u8],
        has_digest: bool,
    ) -> Result<Self, Rejection> {
        // A digest takes the place of the fields.
        let signs_fields = !scheme.is_prefixed
            && !has_digest
            && scheme.content.iter().any(|part| matches!(part, Part::SortedForm));
        let sorted_form = if signs_fields { crate::form::sorted(bytes)? } else { Vec::new() };
        Ok(Self { bytes, sorted_form })
    }

    #[cfg(not(feature = "form"))]
    #[allow(clippy::unnecessary_wraps, reason = "its twin above may fail")]
    pub(crate) fn of(_: &Scheme, bytes: &'b [u8], _: bool) -> Result<Self, Rejection> {
        Ok(Self { bytes })
    }
}

/// What a scheme signs of a request, in its order.
pub(crate) struct Signed<'r> {
    pub(crate) scheme: &'r Scheme,
    pub(crate) url: Option<&'r PublicUrl>,
    pub(crate) claims: &'r Claims,
    pub(crate) ends: &'r Ends,
    pub(crate) body: &'r SignedBody<'r>,
}

impl Content for Signed<'_> {
    #[inline]
    fn feed(&self, secret: &[u8], mut each: impl FnMut(&[u8])) {
        if !self.scheme.is_prefixed {
            return self.feed_parts(secret, &mut each);
        }
        let prefix = self.claims.signed(self.ends, 0);
        if !prefix.is_empty() {
            each(prefix);
        }
        each(self.body.bytes);
    }
}

impl Signed<'_> {
    #[inline(never)]
    fn feed_parts(&self, secret: &[u8], each: &mut dyn FnMut(&[u8])) {
        let url_text = |part: fn(&PublicUrl) -> &str| self.url.map_or("", part).as_bytes();
        let mut from_head = (0..).map(|place| self.claims.signed(self.ends, place));
        for part in self.scheme.content {
            match part {
                Part::Body => each(self.body.bytes),
                #[cfg(feature = "form")]
                Part::SortedForm => each(&self.body.sorted_form),
                Part::Secret => each(secret),
                Part::Text(text) => each(text.as_bytes()),
                Part::Url => each(url_text(PublicUrl::whole)),
                Part::UrlWithQuery => {
                    each(url_text(PublicUrl::without_query));
                    each(from_head.next().unwrap_or_default());
                }
                Part::Header(..) | Part::Id | Part::Method | Part::Timestamp => {
                    each(from_head.next().unwrap_or_default());
                }
            }
        }
    }
}

/// September 2001, when times got their tenth digit. A clock before it cannot tell a time whose digits were split
/// elsewhere from a genuine one.
const START_OF_CENTURY: UnixTime = UnixTime::from_seconds(1_000_000_000);

/// The most signatures that a header may list for the scheme; others are not counted.
const MOST_SIGNATURES: usize = 16;

/// The token that a request presents.
pub(crate) fn presented_token<'h, H: Look + ?Sized>(
    scheme: &Scheme,
    head: &'h H,
) -> Result<&'h [u8], Rejection> {
    let place = &scheme.signature;
    let field = place.field(head)?.ok_or(Rejection::MissingField(place.name()))?;
    if scheme.check == Check::Bearer {
        return credential_of(field.value, "bearer");
    }
    let token = place.item(head)?.ok_or(Rejection::UnsupportedSignature(field.name))?;
    Ok(token.value)
}

/// The credential behind the scheme word of `Authorization`, whose case does not matter.
fn credential_of<'v>(value: &'v [u8], scheme_word: &str) -> Result<&'v [u8], Rejection> {
    let end = value.iter().position(|&byte| byte == b' ').unwrap_or(value.len());
    let (word, rest) = value.split_at(end);
    if !word.eq_ignore_ascii_case(scheme_word.as_bytes()) {
        return Err(Rejection::UnsupportedSignature("authorization"));
    }
    match rest.trim_ascii() {
        b"" => Err(Rejection::MalformedField("authorization")),
        credential => Ok(credential),
    }
}

/// The bytes of a coded body are not those that were signed, or decoding them would be work for a stranger.
#[inline]
fn refuse_content_coding<H: Look + ?Sized>(head: &H) -> Result<(), Rejection> {
    if head.only(CONTENT_ENCODING, At::nth(0)) == Ok(None) { Ok(()) } else { refuse_coded(head) }
}

#[cold]
fn refuse_coded<H: Look + ?Sized>(head: &H) -> Result<(), Rejection> {
    let mut coded = false;
    head.values(CONTENT_ENCODING, &mut |value| {
        let mut codings = value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
        coded |=
            codings.any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"));
    });
    if coded { Err(Rejection::ContentCoded) } else { Ok(()) }
}

/// The declared length, unless the body says itself where it ends (chunked).
#[inline]
pub(crate) fn declared_length<H: Look + ?Sized>(head: &H) -> Result<Option<u64>, Rejection> {
    if head.only(TRANSFER_ENCODING, At::nth(1)) != Ok(None) {
        return Ok(None);
    }
    match head.only(CONTENT_LENGTH, At::nth(2)) {
        Ok(None) => Ok(None),
        Ok(Some(value)) => digits(value).map(Some).ok_or(Rejection::MalformedLength),
        Err(_) => same_length(head),
    }
}

/// Several are fine if they say the same.
#[cold]
fn same_length<H: Look + ?Sized>(head: &H) -> Result<Option<u64>, Rejection> {
    let mut length = Ok(None);
    head.values(CONTENT_LENGTH, &mut |value| {
        length = match (digits(value), length) {
            (Some(one), Ok(None)) => Ok(Some(one)),
            (Some(one), Ok(Some(other))) if one == other => Ok(Some(one)),
            _ => Err(Rejection::MalformedLength),
        };
    });
    length
}

/// The number that these digits are, and nothing but digits.
#[inline]
fn digits(text: &[u8]) -> Option<u64> {
    if text.len() < 20 {
        return number(text);
    }
    long_digits(text)
}

#[cold]
fn long_digits(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0_u64, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        let number = number.checked_mul(10)?.checked_add(digit.into())?;
        (digit < 10).then_some(number)
    })
}

/// Whether the client has not sent its body yet and waits to be asked for it.
pub(crate) fn waits_for_continue(head: &dyn Head) -> bool {
    matches!(head.only(EXPECT, At::UNKNOWN), Ok(Some(value)) if value.eq_ignore_ascii_case(b"100-continue"))
}
