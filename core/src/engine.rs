//! The one engine behind every verifier: it judges a head, then a body.

use crate::answer::{Answer, Statuses};
use crate::check::{Candidates, Credential, Feed};
use crate::claims::Claims;
use crate::further::Further;
use crate::head::Head;
#[cfg(feature = "network")]
use crate::network::Access;
use crate::place::only_value;
use crate::proof::Delivery;
use crate::rejection::Rejection;
use crate::resolve::KeptHead;
use crate::scheme::{Check, Part, Scheme};
use crate::secret::Active;
use crate::time::UnixTime;
use crate::url::PublicUrl;
use alloc::sync::Arc;
use alloc::vec::Vec;
use base64ct::{Base64, Encoding as _};
use core::time::Duration;
use zeroize::Zeroizing;

/// A scheme and the settings of one endpoint.
pub(crate) struct Engine {
    pub(crate) provider: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) scheme: &'static Scheme,
    pub(crate) url: Option<PublicUrl>,
    pub(crate) tolerance_seconds: u64,
    pub(crate) body_limit: usize,
    pub(crate) body_deadline: Duration,
    pub(crate) statuses: Statuses,
    pub(crate) further: Vec<Further>,
    /// What an unsigned handshake must show, where its provider shows something.
    pub(crate) handshake_token: Option<Credential>,
    #[cfg(feature = "network")]
    pub(crate) access: Access,
}

/// What is left to do when the head has passed.
pub(crate) struct Judged {
    claims: Claims,
    proof: Presented,
    /// The length of the body, where the head declares it.
    declared: Option<u64>,
    now: UnixTime,
}

enum Presented {
    Signatures(Candidates),
    /// A credential that was found right: the name of the secret.
    Credential(Arc<str>),
}

impl Engine {
    /// Judges everything that can be judged without the body.
    pub(crate) fn judge_head(
        &self,
        secrets: &[Active],
        head: &dyn Head,
        now: UnixTime,
    ) -> Result<Judged, Rejection> {
        let declared = self.judge_shape(head, now)?;
        let proof = read_proof(self.scheme, secrets, head, now)?;
        for further in &self.further {
            read_credential(&further.scheme, &further.secrets, head, now)?;
        }
        let claims = Claims::read(self.scheme, head, self.url.as_ref())?;
        if let Some(timestamp) = claims.timestamp {
            self.refuse_unless_fresh(timestamp, now)?;
        }
        Ok(Judged { claims, proof, declared, now })
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
    fn judge_access(&self, head: &dyn Head) -> Result<(), Rejection> {
        self.access.judge(head)
    }

    #[cfg(not(feature = "network"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "its twin above judges")]
    const fn judge_access(&self, _: &dyn Head) -> Result<(), Rejection> {
        Ok(())
    }

    fn judge_method(&self, head: &dyn Head) -> Result<(), Rejection> {
        if self.scheme.takes_method(head.method()) {
            Ok(())
        } else {
            Err(Rejection::MethodNotAllowed)
        }
    }

    /// Judges what can be judged without secrets, and says how long the body is declared to be.
    pub(crate) fn judge_shape(
        &self,
        head: &dyn Head,
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

    /// A copy of all that is read of this head.
    pub(crate) fn keep(&self, head: &dyn Head) -> KeptHead {
        let further = self.further.iter().flat_map(|further| further.scheme.fields());
        let fields = FRAMING.into_iter().chain(self.scheme.fields()).chain(further);
        #[cfg(feature = "network")]
        let fields = fields.chain(self.access.fields().iter().copied());
        KeptHead::of(head, fields)
    }

    /// Judges the body, which is whole as far as the caller knows.
    pub(crate) fn judge_body(
        &self,
        secrets: &[Active],
        judged: Judged,
        body: &[u8],
    ) -> Result<Delivery, Rejection> {
        let Judged { claims, proof, declared, now } = judged;
        if body.len() > self.body_limit {
            return Err(Rejection::BodyTooLarge);
        }
        if declared.is_some_and(|length| length != body.len() as u64) {
            return Err(Rejection::BodyIncomplete);
        }
        let mut handshake = None;
        let secret = match proof {
            Presented::Credential(name) => name,
            Presented::Signatures(candidates) => {
                let body = SignedBody::of(self.scheme, body)?;
                let feed: Feed<'_> = &|secret, each| {
                    feed(self.scheme, self.url.as_ref(), &claims, &body, secret, each)
                };
                let mut valid = secrets.iter().filter(|secret| secret.is_valid_at(now));
                let fitting = valid.find(|secret| secret.key.signs(&candidates, feed));
                let fitting = fitting.ok_or(Rejection::SignatureMismatch)?;
                let asked = self.scheme.handshake.as_ref();
                // A signature that an answer may have given away proves nothing.
                if asked.is_some_and(|asked| asked.may_have_signed(self.scheme.content, body.bytes))
                {
                    return Err(Rejection::SignatureMismatch);
                }
                handshake = asked.and_then(|asked| asked.answer_signed(fitting, body.bytes));
                Arc::clone(&fitting.name)
            }
        };
        let (provider, endpoint) = (self.provider, self.endpoint);
        let delivery = Delivery {
            provider,
            endpoint,
            secret,
            claims,
            id_in_body: None,
            handshake: handshake.map(Arc::new),
        };
        self.read_body(delivery, body, now)
    }

    /// Reads what the scheme says stands in the body, now that the body can be believed.
    #[cfg(feature = "json")]
    fn read_body(
        &self,
        delivery: Delivery,
        body: &[u8],
        now: UnixTime,
    ) -> Result<Delivery, Rejection> {
        use crate::json::member;

        let mut delivery = delivery;
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
            self.refuse_unless_fresh(time, now)?;
            delivery.claims.timestamp = Some(time);
        }
        if let Some((place, syntax)) = &self.scheme.id
            && let Some(path) = place.json_path()
            && let Ok(Some(id)) = member(body, path)
        {
            let text = id.into_text();
            delivery.id_in_body = syntax.admits(text.as_bytes()).then_some(text);
        }
        Ok(delivery)
    }

    #[cfg(not(feature = "json"))]
    fn read_body(&self, delivery: Delivery, _: &[u8], _: UnixTime) -> Result<Delivery, Rejection> {
        Ok(delivery)
    }

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

/// What a request presents: signatures to compare once the body is there, or a credential that is right.
fn read_proof(
    scheme: &Scheme,
    secrets: &[Active],
    head: &dyn Head,
    now: UnixTime,
) -> Result<Presented, Rejection> {
    if scheme.check.is_credential() {
        return read_credential(scheme, secrets, head, now).map(Presented::Credential);
    }
    refuse_without_secret(secrets, now)?;
    let place = &scheme.signature;
    let field = place.field(head)?.ok_or(Rejection::MissingField(place.name()))?;
    read_signatures(scheme, field.name, head).map(Presented::Signatures)
}

/// The name of the secret that is the credential which a request presents.
fn read_credential(
    scheme: &Scheme,
    secrets: &[Active],
    head: &dyn Head,
    now: UnixTime,
) -> Result<Arc<str>, Rejection> {
    refuse_without_secret(secrets, now)?;
    let presented = match scheme.check {
        Check::Basic => presented_password(scheme, head)?,
        _ => Credential::token(presented_token(scheme, head)?),
    };
    let mut valid = secrets.iter().filter(|secret| secret.is_valid_at(now));
    let right = valid.find(|secret| secret.key.is_credential(&presented));
    Ok(Arc::clone(&right.ok_or(Rejection::CredentialMismatch)?.name))
}

fn refuse_without_secret(secrets: &[Active], now: UnixTime) -> Result<(), Rejection> {
    if secrets.iter().any(|secret| secret.is_valid_at(now)) {
        Ok(())
    } else {
        Err(Rejection::NoActiveSecret)
    }
}

fn presented_password(scheme: &Scheme, head: &dyn Head) -> Result<Credential, Rejection> {
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
fn read_signatures(
    scheme: &Scheme,
    name: &'static str,
    head: &dyn Head,
) -> Result<Candidates, Rejection> {
    let place = &scheme.signature;
    let mut candidates = Candidates::of_length(scheme.check.signature_length());
    let mut listed = 0_usize;
    place.fields(head, &mut |field| {
        for item in place.items(field.value) {
            listed += 1;
            if listed > MOST_SIGNATURES {
                return Err(Rejection::TooManySignatures);
            }
            candidates.read(scheme.check, scheme.encoding, item);
        }
        Ok(())
    })?;
    match (listed, candidates.is_empty()) {
        (0, _) => Err(Rejection::UnsupportedSignature(name)),
        (_, true) => Err(Rejection::MalformedField(name)),
        _ => Ok(candidates),
    }
}

/// The header fields that every scheme looks at.
const FRAMING: [&str; 4] = ["content-encoding", "content-length", "expect", "transfer-encoding"];

/// A body, and what schemes sign of it, made once for all secrets.
pub(crate) struct SignedBody<'b> {
    bytes: &'b [u8],
    #[cfg(feature = "form")]
    sorted_form: Vec<u8>,
}

impl<'b> SignedBody<'b> {
    #[cfg(feature = "form")]
    pub(crate) fn of(scheme: &Scheme, bytes: &'b [u8]) -> Result<Self, Rejection> {
        let signs_fields = scheme.content.iter().any(|part| matches!(part, Part::SortedForm));
        let sorted_form = if signs_fields { crate::form::sorted(bytes)? } else { Vec::new() };
        Ok(Self { bytes, sorted_form })
    }

    #[cfg(not(feature = "form"))]
    #[allow(clippy::unnecessary_wraps, reason = "its twin above may fail")]
    pub(crate) fn of(_: &Scheme, bytes: &'b [u8]) -> Result<Self, Rejection> {
        Ok(Self { bytes })
    }
}

/// Feeds the signed content, in its order.
pub(crate) fn feed(
    scheme: &Scheme,
    url: Option<&PublicUrl>,
    claims: &Claims,
    body: &SignedBody<'_>,
    secret: &[u8],
    each: &mut dyn FnMut(&[u8]),
) {
    let url_text = |part: fn(&PublicUrl) -> &str| url.map_or("", part).as_bytes();
    let mut from_head = claims.signed();
    for part in scheme.content {
        match part {
            Part::Body => each(body.bytes),
            #[cfg(feature = "form")]
            Part::SortedForm => each(&body.sorted_form),
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

/// September 2001, when times got their tenth digit. A clock before it cannot tell a time whose digits were split
/// elsewhere from a genuine one.
const START_OF_CENTURY: UnixTime = UnixTime::from_seconds(1_000_000_000);

/// The most signatures that a header may list for the scheme; others are not counted.
const MOST_SIGNATURES: usize = 16;

/// The token that a request presents.
pub(crate) fn presented_token<'h>(
    scheme: &Scheme,
    head: &'h dyn Head,
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
fn refuse_content_coding(head: &dyn Head) -> Result<(), Rejection> {
    let mut coded = false;
    head.values("content-encoding", &mut |value| {
        let mut codings = value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
        coded |=
            codings.any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"));
    });
    if coded { Err(Rejection::ContentCoded) } else { Ok(()) }
}

/// The declared length, unless the body says itself where it ends (chunked).
fn declared_length(head: &dyn Head) -> Result<Option<u64>, Rejection> {
    let mut chunked = false;
    head.values("transfer-encoding", &mut |_| chunked = true);
    if chunked {
        return Ok(None);
    }
    let mut length = Ok(None);
    head.values("content-length", &mut |value| {
        let text = core::str::from_utf8(value).ok();
        let digits = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        length = match (digits.and_then(|text| text.parse::<u64>().ok()), length) {
            (Some(one), Ok(None)) => Ok(Some(one)),
            (Some(one), Ok(Some(other))) if one == other => Ok(Some(one)),
            _ => Err(Rejection::MalformedLength),
        };
    });
    length
}

/// Whether the client has not sent its body yet and waits to be asked for it.
pub(crate) fn waits_for_continue(head: &dyn Head) -> bool {
    matches!(only_value(head, "expect"), Ok(Some(value)) if value.eq_ignore_ascii_case(b"100-continue"))
}
