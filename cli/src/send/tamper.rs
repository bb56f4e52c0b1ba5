//! Faults that are put into a delivery on purpose.

use super::delivery::{Draft, Signing, no_timestamp};
use super::signature::{changed, spots};
use crate::UsageError;
use clap::ValueEnum;
use core::fmt;
use verihook::UnixTime;

/// A fault.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Tamper {
    /// Change one byte of the body.
    Body,
    /// Change one character of the signature.
    Signature,
    /// Change the timestamp, but not the signature.
    Timestamp,
    /// Write the names of the header fields in upper case. The delivery is still authentic.
    HeaderCase,
    /// Add a newline after the body.
    Whitespace,
    /// Sign with another secret: the second one, or the first with one character changed.
    Secret,
    /// Leave the signature out.
    MissingSignature,
    /// Send the field of the signature twice.
    DuplicateSignature,
    /// Leave out the second half of the body.
    Truncate,
}

/// What a correct receiver does with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Accepted,
    Rejected,
}

/// A change to a delivery and what it should lead to.
pub(super) struct Change {
    pub(super) what: String,
    pub(super) expected: Expected,
}

/// Providers that send the field of the signature more than once themselves.
const REPEATS_SIGNATURES: [&str; 1] = ["mollie"];

/// The number of seconds by which a changed timestamp is off: little enough to be fresh.
const SECONDS_LATER: u64 = 1;

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        })
    }
}

impl Expected {
    /// Returns `true` if an answer with this status is the expected one.
    pub(super) const fn is_met_by(self, status: u16) -> bool {
        match self {
            Self::Accepted => matches!(status, 200..=299),
            Self::Rejected => matches!(status, 400..=499),
        }
    }
}

impl Tamper {
    /// Changes the delivery.
    pub(super) fn apply(
        self,
        signing: &Signing<'_>,
        draft: &mut Draft,
    ) -> Result<Change, UsageError> {
        let what = match self {
            Self::Body => change_byte(&mut draft.body)?,
            Self::Whitespace => {
                draft.body.push(b'\n');
                "a newline was added after the body".to_owned()
            }
            Self::Truncate => truncate(&mut draft.body)?,
            Self::Signature => change_signature(signing, draft)?,
            Self::Timestamp => change_timestamp(signing, draft)?,
            Self::Secret => {
                *draft = signed_by_another(signing, draft)?;
                "the delivery was signed with another secret".to_owned()
            }
            Self::MissingSignature => {
                let names = signature_fields(signing, draft)?;
                draft.headers.retain(|(name, _)| !names.contains(name));
                format!("`{}` was left out", names.join("`, `"))
            }
            Self::DuplicateSignature => {
                let names = signature_fields(signing, draft)?;
                let again: Vec<_> = draft
                    .headers
                    .iter()
                    .filter(|(name, _)| names.contains(name))
                    .cloned()
                    .collect();
                draft.headers.extend(again);
                format!("`{}` is sent twice", names.join("`, `"))
            }
            Self::HeaderCase => {
                "the names of the header fields are in upper case, which means the same".to_owned()
            }
        };
        Ok(Change { what, expected: self.expected(signing) })
    }

    fn expected(self, signing: &Signing<'_>) -> Expected {
        let entry = signing.plan.entry;
        let accepted = match self {
            Self::HeaderCase => true,
            Self::Body | Self::Whitespace | Self::Truncate => !entry.scheme.binds_body(),
            Self::DuplicateSignature => REPEATS_SIGNATURES.contains(&entry.slug),
            Self::Signature | Self::Timestamp | Self::Secret | Self::MissingSignature => false,
        };
        if accepted { Expected::Accepted } else { Expected::Rejected }
    }
}

fn empty() -> UsageError {
    UsageError::new("--tamper: the body is empty, so there is nothing to change in it")
}

fn change_byte(body: &mut [u8]) -> Result<String, UsageError> {
    let at = body.len() / 2;
    let byte = body.get_mut(at).ok_or_else(empty)?;
    *byte ^= 1;
    Ok(format!("byte {at} of the body was changed"))
}

fn truncate(body: &mut Vec<u8>) -> Result<String, UsageError> {
    let length = body.len();
    if length == 0 {
        return Err(empty());
    }
    body.truncate(length / 2);
    Ok(format!("the body was cut from {length} to {} bytes", length / 2))
}

fn change_signature(signing: &Signing<'_>, draft: &mut Draft) -> Result<String, UsageError> {
    let mut names = Vec::new();
    for spot in spots(signing, draft)? {
        if let Some((name, value)) = draft.headers.get_mut(spot.field) {
            let signature = value.get(spot.range.clone()).map(changed).unwrap_or_default();
            value.replace_range(spot.range, &signature);
            names.push(*name);
        }
    }
    Ok(format!("one character of the signature in `{}` was changed", names.join("`, `")))
}

/// Replaces the timestamp by a later one, under the signature of the earlier one.
fn change_timestamp(signing: &Signing<'_>, draft: &mut Draft) -> Result<String, UsageError> {
    if !signing.plan.entry.scheme.is_timed() {
        return Err(no_timestamp("--tamper timestamp", signing.plan.entry));
    }
    let later = UnixTime::from_seconds(signing.time.seconds().saturating_add(SECONDS_LATER));
    let headers = signing.sign(&signing.plan.secret, &draft.body, later)?;
    if headers == draft.headers {
        return change_timestamp_in_body(signing, draft, later);
    }
    let signatures = spots(signing, draft)?;
    let earlier = Draft { headers, body: draft.body.clone() };
    let later_signing = signing.at(later);
    let mut headers = earlier.headers.clone();
    for (spot, new) in signatures.iter().zip(spots(&later_signing, &earlier)?) {
        let old = draft.headers.get(spot.field);
        let old = old.and_then(|(_, value)| value.get(spot.range.clone()));
        if let (Some(old), Some((_, value))) = (old, headers.get_mut(new.field)) {
            value.replace_range(new.range, old);
        }
    }
    draft.headers = headers;
    Ok(format!("the timestamp was set {SECONDS_LATER} s later than the signed one"))
}

fn change_timestamp_in_body(
    signing: &Signing<'_>,
    draft: &mut Draft,
    later: UnixTime,
) -> Result<String, UsageError> {
    let body = signing.draft(later)?.body;
    if body == draft.body {
        return Err(UsageError::new(format_args!(
            "--tamper timestamp: {} has its timestamp in the body; use --tamper body",
            signing.plan.entry.slug
        )));
    }
    draft.body = body;
    Ok(format!("the timestamp in the body was set {SECONDS_LATER} s later than the signed one"))
}

fn signed_by_another(signing: &Signing<'_>, draft: &Draft) -> Result<Draft, UsageError> {
    let plan = signing.plan;
    let secret = plan.other_secret.clone();
    let secret = secret.unwrap_or_else(|| changed(&plan.secret).into());
    let headers = signing.sign(&secret, &draft.body, signing.time).unwrap_or_default();
    if headers.is_empty() || headers == draft.headers {
        return Err(UsageError::new(
            "--tamper secret: no other secret can be made from this one; give another one as a \
             second --secret",
        ));
    }
    Ok(Draft { headers, body: draft.body.clone() })
}

fn signature_fields(signing: &Signing<'_>, draft: &Draft) -> Result<Vec<&'static str>, UsageError> {
    let names = spots(signing, draft)?.into_iter();
    Ok(names.filter_map(|spot| draft.headers.get(spot.field)).map(|(name, _)| *name).collect())
}
