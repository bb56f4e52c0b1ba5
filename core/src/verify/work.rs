//! The work that one request can cause, bounded before it is done.

use crate::scheme::Algorithm;

/// The number of times that a body of any size within its limit may be hashed.
///
/// It allows two secrets and two signatures, as during a rotation.
const FREE: usize = 4;

/// The maximum number of bytes to hash for one request that causes more hashes than [`FREE`].
const MAX_HASHED: usize = 128 * 1024 * 1024;

/// The same for public keys, with which the sender chooses the number of hashes.
const MAX_HASHED_FOR_PAIRS: usize = 4 * 1024 * 1024;

/// The cost of verifying one public-key signature without the hash, in bytes hashed in that time.
const PER_PAIR: usize = 64 * 1024;

/// The number of hashes and of public-key verifications that a request causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    /// The number of times that the body is hashed.
    hashes: usize,
    /// The number of pairs of a public key and a signature.
    pairs: usize,
}

impl Work {
    pub(crate) const NONE: Self = Self { hashes: 0, pairs: 0 };

    /// Returns the work of trying this number of signatures with this number of secrets.
    pub(crate) const fn of(check: Algorithm, signatures: usize, secrets: usize) -> Self {
        let pairs = if check.takes_public_key() { secrets * signatures } else { 0 };
        let hashes = if check.hashes_per_candidate() { pairs } else { secrets };
        Self { hashes, pairs }
    }

    /// Returns the size of the largest body that may be verified at this cost.
    pub(crate) fn body_limit(self) -> usize {
        if self.hashes.max(self.pairs) <= FREE {
            return usize::MAX;
        }
        let bytes = if self.pairs > 0 { MAX_HASHED_FOR_PAIRS } else { MAX_HASHED };
        bytes / self.hashes.max(1)
    }

    /// Returns the cost of a body of this length, in bytes hashed.
    pub(crate) fn on(self, length: usize) -> usize {
        length.saturating_mul(self.hashes).saturating_add(self.pairs * PER_PAIR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotation_is_free_and_more_is_bounded() {
        let limit = |hashes, pairs| Work { hashes, pairs }.body_limit();
        assert_eq!(limit(0, 0), usize::MAX);
        assert_eq!(limit(4, 0), usize::MAX);
        assert_eq!(limit(4, 4), usize::MAX);
        assert_eq!(limit(16, 0), 8 * 1024 * 1024);
        assert_eq!(limit(1, 16), 4 * 1024 * 1024);
        assert_eq!(limit(16, 16), 256 * 1024);
        assert_eq!(limit(256, 256), 16 * 1024);
    }

    #[test]
    fn the_cost_counts_hashes_and_signatures() {
        assert_eq!(Work { hashes: 2, pairs: 0 }.on(1000), 2000);
        assert_eq!(Work { hashes: 16, pairs: 16 }.on(10), 160 + 16 * PER_PAIR);
        assert_eq!(Work { hashes: 2, pairs: 0 }.on(usize::MAX), usize::MAX);
    }
}
