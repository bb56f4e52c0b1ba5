//! The value of a key.
//!
//! | bytes | while a handler runs | when it is done |
//! |---|---|---|
//! | 0 | `P` | `D` |
//! | 1 to 16 | the owner | the status in five digits, and zeros |
//! | 17 to 48 | the digest of the body | the same |
//! | 49 to 59 | the end of the lease, in hexadecimal digits | of no use |
//!
//! The end of the lease is stored as what remains of the retention at that moment, in milliseconds.
//! The server counts the rest of the retention anyway, as the key's time to live. So a claim needs
//! neither the client's clock nor a script that reads the server's.
//!
//! The length is fixed, so that scripts overwrite a part in place. At 60 bytes, the server's
//! allocator wastes nothing; one more would cost 16 a key.

use crate::key::{BodyDigest, Owner};
use crate::store::Claim;
use core::ops::Range;
use core::time::Duration;

pub(super) const VALUE_LEN: usize = 60;

/// The length of the first part, which tells the state and who owns it.
pub(super) const MARK_LEN: usize = 17;

const OWNER: Range<usize> = 1..MARK_LEN;
const STATUS: Range<usize> = 1..6;
const DIGEST: Range<usize> = MARK_LEN..49;

/// Returns the first part of a claim by this owner.
pub(super) fn pending_mark(owner: Owner) -> [u8; MARK_LEN] {
    let mut mark = [b'P'; MARK_LEN];
    if let Some(bytes) = mark.get_mut(OWNER) {
        bytes.copy_from_slice(owner.as_bytes());
    }
    mark
}

/// Returns the first part of a delivery that is done.
pub(super) fn done_mark(status: u16) -> [u8; MARK_LEN] {
    let mut mark = [0; MARK_LEN];
    for (byte, digit) in mark.iter_mut().zip(format!("D{status:05}").bytes()) {
        *byte = digit;
    }
    mark
}

/// Returns the value of a claim.
pub(super) fn pending(claim: &Claim, retention: Duration) -> Vec<u8> {
    let rest = retention.saturating_sub(claim.lease).as_millis();
    let mut value = Vec::with_capacity(VALUE_LEN);
    value.extend(pending_mark(claim.owner));
    value.extend(claim.body.as_bytes());
    value.extend(format!("{rest:011x}").bytes());
    value
}

/// Returns the digest of the body, if this is a value of this store.
pub(super) fn digest(value: &[u8]) -> Option<BodyDigest> {
    let is_known = value.len() == VALUE_LEN && matches!(value.first(), Some(b'P' | b'D'));
    let digest = value.get(DIGEST).filter(|_| is_known)?;
    digest.try_into().ok().map(BodyDigest::from_bytes)
}

/// Returns the status of a delivery that is done.
pub(super) fn status(value: &[u8]) -> Option<u16> {
    let digits = value.get(STATUS).filter(|_| value.first() == Some(&b'D'))?;
    str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Key;

    #[test]
    fn a_claim_has_the_fixed_length() {
        let key = Key::from_bytes([0; 32]);
        for retention in [Duration::ZERO, Duration::from_secs(1), super::super::MAX_RETENTION] {
            let claim = Claim::new(key, BodyDigest::of(b"a"), Duration::ZERO, retention);
            let value = pending(&claim, retention);
            assert_eq!(value.len(), VALUE_LEN, "{retention:?}");
            assert_eq!(digest(&value), Some(claim.body));
            assert_eq!(status(&value), None);
        }
    }

    #[test]
    fn every_status_is_read_as_written() {
        for written in [0, 200, 299, u16::MAX] {
            assert_eq!(status(&done_mark(written)), Some(written));
        }
    }

    #[test]
    fn a_foreign_value_has_no_digest() {
        for value in [&b""[..], b"x", &[b'P'; 59], &[b'P'; 61], &[b'x'; 60]] {
            assert_eq!(digest(value), None);
        }
    }
}
