//! What identifies a delivery.

use core::fmt;
use sha2::{Digest as _, Sha256};
use verihook::{Delivery, Scheme};

/// Identifies a delivery in a store: a SHA-256 digest of the namespace, the provider, the endpoint,
/// the tenant and the delivery id, or the body where no id is signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

/// The digest of a body, or of nothing where the body of a duplicate may differ.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BodyDigest([u8; 32]);

/// Identifies who holds a lease: 16 random bytes, which no one can guess.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Owner([u8; 16]);

macro_rules! bytes {
    ($name:ident, $len:literal) => {
        impl $name {
            /// Creates a value from its bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// Returns the bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }
    };
}

bytes!(Key, 32);
bytes!(BodyDigest, 32);
bytes!(Owner, 16);

impl Owner {
    /// Creates a new owner at random.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }
}

impl BodyDigest {
    /// Returns the digest of this body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(Sha256::digest(body).into())
    }

    /// Matches any body, so that no duplicate is a conflict.
    pub const ANY: Self = Self([0; 32]);
}

/// In hexadecimal digits. A key contains no secret, and the id cannot be read from it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

impl fmt::Debug for BodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyDigest").finish_non_exhaustive()
    }
}

/// Leaves out the bytes: anyone who knows them can complete the delivery.
impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner").finish_non_exhaustive()
    }
}

/// The keys by which a duplicate of a delivery is recognised.
///
/// The rule of this crate: what an attacker can change in a captured request must not suppress
/// another delivery, nor make a duplicate look new when the signed content shows otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The key that is remembered for the retention.
    pub key: Key,
    /// The body digest that a duplicate must match; [`BodyDigest::ANY`] if bodies vary.
    pub body: BodyDigest,
    /// The key of the signed content itself, which is remembered while its timestamp is fresh.
    ///
    /// It is present if the timestamp is signed and the delivery id is not, because a captured
    /// request could otherwise be replayed under another id.
    pub replay: Option<Key>,
}

impl Identity {
    /// Returns the identity of a verified delivery.
    ///
    /// `scheme` says whether a duplicate can have another body, and whether another delivery can
    /// have the same one.
    ///
    /// | the delivery has | its key is |
    /// |---|---|
    /// | a signed id | the id; another body under it is a conflict, unless bodies vary |
    /// | an unsigned id | the id and what is signed but the timestamp: the body, and parts of the head |
    /// | no id | what is signed but the timestamp |
    /// | no id, of a provider whose deliveries can be equal | random: nothing is a duplicate |
    #[must_use]
    pub fn of(namespace: &str, delivery: &Delivery, body: &[u8], scheme: &Scheme) -> Self {
        let hasher = |kind| Hasher::new(namespace, delivery, kind);
        if let Some(id) = delivery.id() {
            let varies = scheme.varying_body().is_some();
            let body = if varies { BodyDigest::ANY } else { BodyDigest::of(body) };
            return Self { key: hasher("id").field(id.as_bytes()).key(), body, replay: None };
        }
        let digest = BodyDigest::of(body);
        let Some(id) = delivery.unsigned_id() else {
            let key = match scheme.equal_deliveries() {
                Some(_) => Key(rand::random()),
                None => hasher("content").content(delivery, digest).key(),
            };
            return Self { key, body: digest, replay: None };
        };
        let key = hasher("unsigned-id").field(id.as_bytes()).content(delivery, digest).key();
        let replay = delivery.timestamp().is_some().then(|| {
            let content = hasher("timed-content").field(&digest.0);
            delivery.signed_parts().fold(content, Hasher::field).key()
        });
        Self { key, body: digest, replay }
    }
}

/// Hashes fields with their lengths, so that no two lists of fields look alike.
struct Hasher(Sha256);

impl Hasher {
    /// Begins with a version: another derivation must not be taken for this one after an upgrade.
    fn new(namespace: &str, delivery: &Delivery, kind: &str) -> Self {
        let tenant = delivery.tenant();
        Self(Sha256::new_with_prefix(b"verihook-idempotency 1"))
            .field(namespace.as_bytes())
            .field(delivery.provider().as_bytes())
            .field(delivery.endpoint().as_bytes())
            .field(if tenant.is_some() { b"tenant" } else { b"" })
            .field(tenant.unwrap_or_default().as_bytes())
            .field(kind.as_bytes())
    }

    fn field(mut self, field: &[u8]) -> Self {
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field);
        self
    }

    /// Adds what a retry has in common with the first attempt: the body, and the signed parts of
    /// the head but the timestamp, such as a query.
    fn content(self, delivery: &Delivery, body: BodyDigest) -> Self {
        let parts = delivery.signed_parts_but_timestamp();
        parts.flatten().fold(self.field(&body.0), Self::field)
    }

    fn key(self) -> Key {
        Key(self.0.finalize().into())
    }
}
