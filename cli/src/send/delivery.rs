//! Deliveries: bodies with the header fields that the provider sends with them.

use super::signature;
use super::tamper::{Change, Expected, Tamper};
use crate::UsageError;
use crate::request::CapturedRequest;
use crate::samples::Stamp;
use http::Uri;
use std::time::{Duration, SystemTime};
use verihook::{Any, ProviderEntry, Rejection, Signer, UnixTime};
use zeroize::Zeroizing;

/// Makes the deliveries of one command.
pub(super) struct Plan {
    pub(super) entry: &'static ProviderEntry,
    pub(super) secret: Zeroizing<String>,
    /// Signs for `--tamper secret`.
    pub(super) other_secret: Option<Zeroizing<String>>,
    /// The URL to which deliveries are sent.
    pub(super) base: Uri,
    pub(super) public_url: String,
    pub(super) method: String,
    pub(super) body: Body,
    /// Unsigned header fields, to be filled.
    pub(super) fields: Vec<(String, String)>,
    /// Header fields from the command line, which replace others of the same name.
    pub(super) own_fields: Vec<(String, String)>,
    pub(super) id: Option<String>,
    pub(super) now: Option<UnixTime>,
    pub(super) shift: Option<Shift>,
    pub(super) tamper: Option<Tamper>,
    /// Makes the ids of this run different from those of other runs.
    pub(super) first_serial: u64,
}

pub(super) enum Body {
    /// The template of a JSON sample.
    Json(&'static str),
    /// The template of a form.
    Form(&'static str),
    /// A body from the command line, which is sent as it is.
    Own(Vec<u8>),
}

/// The distance between now and the signed timestamp.
#[derive(Clone, Copy)]
pub(super) enum Shift {
    Past(Duration),
    Future(Duration),
}

/// A request that is ready to be sent.
pub(super) struct Delivery {
    pub(super) request: CapturedRequest,
    /// What is wrong or unusual about it.
    pub(super) change: Option<Change>,
}

/// Signed header fields.
type Fields = Vec<(&'static str, String)>;

/// The signed part of a delivery.
pub(super) struct Draft {
    /// The header fields, and [`TARGET`] if the proof is in the URL.
    pub(super) headers: Fields,
    pub(super) body: Vec<u8>,
}

/// The name under which a [`Draft`] contains the path and query that the proof is part of.
pub(super) const TARGET: &str = "query of the URL";

/// The end of the year 9999, after which dates have more digits than formats have room for.
const LAST_SECOND: u64 = 253_402_300_799;

impl Plan {
    /// Makes the delivery with this number, signed now.
    pub(super) fn make(&self, number: u64) -> Result<Delivery, UsageError> {
        let time = self.signed_time()?;
        let serial = self.first_serial.wrapping_add(number);
        let signing = Signing { plan: self, time, serial };
        let mut draft = signing.draft(time)?;
        let mut change = self.shift.map(|shift| self.shifted(shift, time)).transpose()?;
        if self.shift.is_some() {
            signing.require_timestamp_outside_body(&draft)?;
        }
        if let Some(tamper) = self.tamper {
            change = Some(tamper.apply(&signing, &mut draft)?);
        }
        let headers = self.headers(&draft, &signing.stamp(time))?;
        let (method, target) = (self.method.clone(), self.target_of(&draft));
        let request = CapturedRequest { method, target, headers, body: draft.body };
        Ok(Delivery { request, change })
    }

    /// Returns the path and query of the request.
    pub(super) fn target(&self) -> &str {
        self.base.path_and_query().map_or("/", http::uri::PathAndQuery::as_str)
    }

    /// Returns the path and query of a delivery.
    ///
    /// If the proof is in the URL twice, its parameter is, too.
    fn target_of(&self, draft: &Draft) -> String {
        let targets = draft.headers.iter().filter(|(name, _)| *name == TARGET);
        let mut targets = targets.map(|(_, target)| target);
        let mut target = targets.next().map_or(self.target(), String::as_str).to_owned();
        for again in targets {
            target.push('&');
            target.push_str(again.get(self.target().len() + 1..).unwrap_or_default());
        }
        target
    }

    fn signed_time(&self) -> Result<UnixTime, UsageError> {
        let now = self.now.map_or_else(clock, Ok)?.seconds();
        let seconds = match self.shift {
            None => now,
            Some(Shift::Past(distance)) => now.saturating_sub(distance.as_secs()),
            Some(Shift::Future(distance)) => now.saturating_add(distance.as_secs()),
        };
        if seconds > LAST_SECOND {
            return Err(UsageError::new(
                "--now and --ahead: expected a time before the year 10000, in seconds since 1970",
            ));
        }
        Ok(UnixTime::from_seconds(seconds))
    }

    fn shifted(&self, shift: Shift, time: UnixTime) -> Result<Change, UsageError> {
        let scheme = self.entry.scheme;
        let (distance, direction, flag) = match shift {
            Shift::Past(distance) => (distance, "in the past", "--stale"),
            Shift::Future(distance) => (distance, "in the future", "--ahead"),
        };
        if !scheme.is_timed() {
            return Err(no_timestamp(flag, self.entry));
        }
        let tolerance = scheme.default_tolerance_seconds();
        let off = time.seconds().abs_diff(clock()?.seconds());
        let expected = if off > tolerance { Expected::Rejected } else { Expected::Accepted };
        let seconds = distance.as_secs();
        let what = format!(
            "the timestamp is {seconds} s {direction}; the provider's tolerance is {tolerance} s"
        );
        Ok(Change { what, expected })
    }

    /// Returns all header fields in the order in which they are sent.
    fn headers(&self, draft: &Draft, stamp: &Stamp) -> Result<Vec<(String, Vec<u8>)>, UsageError> {
        let signed = draft.headers.iter().filter(|(name, _)| *name != TARGET);
        let signed = signed.map(|(name, value)| ((*name).to_owned(), value.clone()));
        let fields = self.fields.iter();
        let fields = fields.map(|(name, value)| (name.clone(), stamp.fill_value(value)));
        let mut headers: Vec<(String, String)> = fields.chain(signed).collect();
        headers.retain(|(name, _)| !self.own_fields.iter().any(|(own, _)| own == name));
        headers.extend(self.own_fields.iter().cloned());
        let carries = |id: &str| {
            headers.iter().any(|(_, value)| value == id) || signature::contains(&draft.body, id)
        };
        if self.id.as_deref().is_some_and(|id| !carries(id)) {
            return Err(UsageError::new(
                "--id: no header field of this delivery contains an id; write the id in the body",
            ));
        }
        Ok(headers.into_iter().map(|(name, value)| (name, value.into_bytes())).collect())
    }
}

/// Signs one delivery, and variants of it with the same id.
pub(super) struct Signing<'p> {
    pub(super) plan: &'p Plan,
    pub(super) time: UnixTime,
    serial: u64,
}

impl Signing<'_> {
    /// Returns the delivery as the provider would send it at this time.
    pub(super) fn draft(&self, time: UnixTime) -> Result<Draft, UsageError> {
        let body = match &self.plan.body {
            Body::Json(template) => self.stamp(time).fill_json(template).into_bytes(),
            Body::Form(template) => self.stamp(time).fill_form(template).into_bytes(),
            Body::Own(body) => body.clone(),
        };
        let headers = self.sign(&self.plan.secret, &body, time)?;
        Ok(Draft { headers, body })
    }

    /// Returns the fields of a [`Draft`].
    pub(super) fn sign(
        &self,
        secret: &str,
        body: &[u8],
        time: UnixTime,
    ) -> Result<Fields, UsageError> {
        let plan = self.plan;
        let id = plan.id.clone().unwrap_or_else(|| format!("msg_{:016x}", self.serial));
        let signed = match self.sign_as(secret, Some(id), body, time)? {
            // The ids of some providers have another form, in which the signer makes one.
            Err(Rejection::MalformedField(_)) if plan.id.is_none() => {
                self.sign_as(secret, None, body, time)?
            }
            signed => signed,
        };
        signed.map_err(|why| {
            UsageError::new(format_args!("{} cannot sign this request: {why}", plan.entry.slug))
        })
    }

    fn sign_as(
        &self,
        secret: &str,
        id: Option<String>,
        body: &[u8],
        time: UnixTime,
    ) -> Result<Result<Fields, Rejection>, UsageError> {
        let plan = self.plan;
        let signer = Signer::<Any>::of(plan.entry, secret).map_err(UsageError::new)?;
        let signer = signer.public_url(plan.public_url.as_str()).map_err(UsageError::new)?;
        let mut signer = signer.method(&*plan.method).target(plan.target());
        if let Some(id) = id {
            signer = signer.id(id);
        }
        Ok(signer.sign(body, time).and_then(|mut headers| {
            let target = signer.sign_target(body, time)?;
            if target != plan.target() {
                headers.push((TARGET, target));
            }
            Ok(headers)
        }))
    }

    /// Signs the same delivery at another time.
    pub(super) const fn at(&self, time: UnixTime) -> Self {
        Self { plan: self.plan, time, serial: self.serial }
    }

    fn stamp(&self, time: UnixTime) -> Stamp {
        Stamp::new(time, self.serial, self.plan.id.clone())
    }

    /// Rejects a body of the user's own that contains the timestamp: only the user can change it.
    fn require_timestamp_outside_body(&self, draft: &Draft) -> Result<(), UsageError> {
        let Body::Own(body) = &self.plan.body else { return Ok(()) };
        let later = UnixTime::from_seconds(self.time.seconds().wrapping_add(60));
        if self.sign(&self.plan.secret, body, later)? == draft.headers {
            return Err(UsageError::new(format_args!(
                "{} has its timestamp in the body: change it in yours, or send a sample",
                self.plan.entry.slug
            )));
        }
        Ok(())
    }
}

/// Returns the error for a flag that needs a signed timestamp.
pub(super) fn no_timestamp(flag: &str, entry: &ProviderEntry) -> UsageError {
    UsageError::new(format_args!("{flag}: {} does not sign a timestamp", entry.slug))
}

fn clock() -> Result<UnixTime, UsageError> {
    UnixTime::try_from(SystemTime::now()).map_err(UsageError::new)
}
