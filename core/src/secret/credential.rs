//! Passwords and tokens that a request presents.

use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::IndexedPlace;
use crate::scheme::Algorithm;
use crate::scheme::time::UnixTime;
use crate::secret::ActiveKey;
use crate::secret::key::Credential;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

/// Returns the credential that a request presents.
#[inline(never)]
pub(crate) fn presented_credential(
    algorithm: Algorithm,
    place: &IndexedPlace,
    head: &IndexedHead<'_>,
) -> Result<Credential, Rejection> {
    match algorithm {
        Algorithm::Basic => presented_password(place, head),
        _ => Ok(Credential::token(presented_token(algorithm, place, head)?)),
    }
}

/// Returns the position of this credential among the secrets.
pub(crate) fn find_credential(
    secrets: &[ActiveKey],
    presented: &Credential,
    now: UnixTime,
) -> Result<usize, Rejection> {
    let right = secrets
        .iter()
        .position(|secret| secret.is_valid_at(now) && secret.key.is_credential(presented));
    right.ok_or(Rejection::CredentialMismatch)
}

/// Returns the token that a request presents.
pub(crate) fn presented_token<'h>(
    algorithm: Algorithm,
    place: &IndexedPlace,
    head: &IndexedHead<'h>,
) -> Result<&'h [u8], Rejection> {
    let field = place.field(head)?.ok_or(Rejection::MissingField(place.place().name()))?;
    if algorithm == Algorithm::Bearer {
        return credential_of(field.value, "bearer");
    }
    let token = place.item(head)?.ok_or(Rejection::UnsupportedSignature(field.name))?;
    Ok(token.value)
}

fn presented_password(
    place: &IndexedPlace,
    head: &IndexedHead<'_>,
) -> Result<Credential, Rejection> {
    let field = place.field(head)?.ok_or(Rejection::MissingField(place.place().name()))?;
    let malformed = Rejection::MalformedField(field.name);
    let text = core::str::from_utf8(credential_of(field.value, "basic")?);
    let text = text.map_err(|_| malformed)?;
    let mut space = Zeroizing::new(alloc::vec![0; text.len()]);
    let length = BASE64_STANDARD.decode_slice(text, &mut space).map_err(|_| malformed)?;
    let text = space.get(..length).unwrap_or_default();
    Credential::user_password(text).ok_or(malformed)
}

/// Returns the credential after the scheme of `Authorization`, which is case-insensitive.
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
