//! The parts of the signed content.

use crate::codec::encoding::Encoding;
use crate::scheme::digest::DigestAlgorithm;
use crate::scheme::syntax::Syntax;

/// A part of the signed content, which is the concatenation of all parts in order.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Part {
    /// The body, byte for byte.
    Body,
    /// The value of a header field, which must be present and match this syntax.
    Header(&'static str, Syntax),
    /// The declared delivery id. See [`SchemeBuilder::id`](crate::SchemeBuilder::id).
    Id,
    /// The method, as received.
    Method,
    /// The name and value of each field of a form body, without separators.
    ///
    /// The fields are sorted by name and then by value.
    #[cfg(feature = "form")]
    SortedForm,
    /// The signing secret itself, for schemes that use a plain hash.
    Secret,
    /// This literal text.
    Literal(&'static str),
    /// The declared timestamp, exactly as received.
    ///
    /// See [`SchemeBuilder::timestamp`](crate::SchemeBuilder::timestamp).
    Timestamp,
    /// The endpoint's configured public URL, in full. No part of it comes from the request.
    Url,
    /// The endpoint's configured public URL up to its path, then the query of the request.
    ///
    /// The query includes its `?` if there is one. The path of the request must be the configured
    /// path.
    UrlWithQuery,
    /// The path of the endpoint's configured public URL.
    ///
    /// The path of the request must be the configured path, byte for byte, so a sender cannot
    /// choose it. The path of a URL without one is `/`.
    Path,
    /// The path of the endpoint's configured public URL, then the query of the request.
    ///
    /// The query includes its `?` if there is one. The path of the request must be the configured
    /// path.
    PathWithQuery,
    /// A digest of the body, in this encoding. Hexadecimal digits are in lower case, unless the
    /// encoding is [`Encoding::HexUpper`].
    ///
    /// Its length is fixed, so it needs no separator. It binds the body as [`Part::Body`] does.
    ///
    /// ```
    /// use verihook::{DigestAlgorithm, Encoding, Part, Place, Scheme, TimestampFormat};
    ///
    /// // POST\n/hook\n1795000000\ne3b0c44298fc…
    /// const ACME: Scheme = Scheme::hmac_sha256(Place::header("acme-signature"), Encoding::Hex)
    ///     .timestamp(Place::header("acme-timestamp"), TimestampFormat::Seconds)
    ///     .signs(&[
    ///         Part::Method,
    ///         Part::Literal("\n"),
    ///         Part::Path,
    ///         Part::Literal("\n"),
    ///         Part::Timestamp,
    ///         Part::Literal("\n"),
    ///         Part::BodyDigest(DigestAlgorithm::Sha256, Encoding::Hex),
    ///     ])
    ///     .build();
    ///
    /// assert!(ACME.binds_body());
    /// ```
    ///
    /// Compare [`BodyDigest`](crate::BodyDigest), a digest that the request itself carries.
    BodyDigest(DigestAlgorithm, Encoding),
}

impl Part {
    pub(super) const fn comes_from_body(&self) -> bool {
        match self {
            Self::Body | Self::BodyDigest(..) => true,
            #[cfg(feature = "form")]
            Self::SortedForm => true,
            _ => false,
        }
    }

    /// Returns `true` if the part can be any bytes at all.
    pub(super) const fn is_free(&self) -> bool {
        let is_digest = matches!(self, Self::BodyDigest(..));
        (self.comes_from_body() && !is_digest) || self.has_query()
    }

    /// Returns `true` if the part ends with the query of the request.
    pub(crate) const fn has_query(&self) -> bool {
        matches!(self, Self::PathWithQuery | Self::UrlWithQuery)
    }

    /// Returns `true` if an endpoint needs a public URL for this part.
    pub(crate) const fn needs_url(&self) -> bool {
        matches!(self, Self::Path | Self::PathWithQuery | Self::Url | Self::UrlWithQuery)
    }

    /// Returns `true` for the fields of a form, whose names and values have no separators.
    pub(super) const fn is_fields(&self) -> bool {
        match self {
            #[cfg(feature = "form")]
            Self::SortedForm => true,
            _ => false,
        }
    }

    pub(super) const fn comes_from_head(&self) -> bool {
        self.has_query()
            || matches!(self, Self::Header(..) | Self::Id | Self::Method | Self::Timestamp)
    }
}

impl Part {
    /// Returns `true` for the sorted fields of a form.
    pub(crate) const fn is_sorted_form(&self) -> bool {
        #[cfg(feature = "form")]
        return matches!(self, Self::SortedForm);
        #[cfg(not(feature = "form"))]
        false
    }
}
