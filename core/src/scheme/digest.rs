//! A digest of the body in a signed part of the head.

use crate::codec::encoding::Encoding;
use crate::scheme::place::check_field_name;
use crate::scheme::unsound::{UnsoundScheme, check, sound};

/// A SHA-256 digest of the body in a signed part of the head.
///
/// It is in the query that [`Part::UrlWithQuery`] signs, or in a header field that [`Part::Header`]
/// signs. So the signature covers the body through its digest, which the verifier compares in
/// constant time.
///
/// If a scheme signs neither the body nor its fields, a request without the digest is rejected.
/// Next to [`Part::SortedForm`], the digest replaces the fields, for a provider that signs forms by
/// their fields and all other bodies by their digest. A request with the digest is verified by it,
/// even if its body is a form.
///
/// ```
/// use verihook::{BodyDigest, Encoding, Part, Place, Scheme, Syntax};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .signs(&[Part::Header("acme-digest", Syntax::visible().length(64, 64))])
///     .body_digest(BodyDigest::header("acme-digest", Encoding::Hex))
///     .build();
///
/// assert!(ACME.binds_body());
/// ```
///
/// A digest that no part signs does not compile:
///
/// ```compile_fail,E0080
/// use verihook::{BodyDigest, Encoding, Part, Place, Scheme};
///
/// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
///     .signs(&[Part::Method])
///     .body_digest(BodyDigest::header("acme-digest", Encoding::Hex))
///     .build();
/// ```
///
/// [`Part::Header`]: crate::Part::Header
/// [`Part::SortedForm`]: crate::Part
/// [`Part::UrlWithQuery`]: crate::Part::UrlWithQuery
#[derive(Clone, Copy, Debug)]
pub struct BodyDigest {
    place: Source,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    Header(&'static str),
    Query(&'static str),
}

/// The hash function of a [`Part::BodyDigest`](crate::Part::BodyDigest).
///
/// These are the active algorithms of [RFC 9530](https://www.rfc-editor.org/rfc/rfc9530#section-5).
/// SHA-1 and MD5 are not among them: an attacker can make two bodies with the same digest, and a
/// signature of one is then valid for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// A SHA-256 digest.
pub(crate) type Digest = [u8; 32];

impl BodyDigest {
    /// A digest that is the whole value of this header field (in lower case).
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    #[must_use]
    pub const fn header(name: &'static str, encoding: Encoding) -> Self {
        sound(Self::try_header(name, encoding))
    }

    pub(crate) const fn try_header(
        name: &'static str,
        encoding: Encoding,
    ) -> Result<Self, UnsoundScheme> {
        check!(check_field_name(name));
        Ok(Self { place: Source::Header(name), encoding })
    }

    /// A digest in this query parameter of the signed query, which is not decoded.
    ///
    /// The parameter must appear once, as the last one. A request without it is rejected if its
    /// signed content (of a form) ends like that of a request with it, because each could be passed
    /// off as the other.
    #[must_use]
    pub const fn query(name: &'static str, encoding: Encoding) -> Self {
        Self { place: Source::Query(name), encoding }
    }

    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(crate) const fn source(&self) -> Source {
        self.place
    }

    /// Returns the name for rejections.
    pub(crate) const fn name(&self) -> &'static str {
        match self.place {
            Source::Header(name) | Source::Query(name) => name,
        }
    }

    /// Returns the maximum number of bytes that [`BodyDigest::ends`] needs.
    pub(crate) const fn tail_len(&self) -> usize {
        // A separator, the name, `=`, and the digest in hexadecimal digits, the longest form.
        self.name().len() + 2 + 64
    }

    /// Returns `true` if content ends like that of a request with a digest in its query.
    pub(crate) fn ends(&self, content: &[u8]) -> bool {
        let Source::Query(name) = self.place else { return false };
        let start = content.iter().rposition(|byte| matches!(byte, b'?' | b'&'));
        let parameter = start.and_then(|start| content.get(start + 1..)).unwrap_or_default();
        let value =
            parameter.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b"="));
        value.is_some_and(|value| self.encoding.decode_exactly(value, &mut [0; 32]))
    }
}
