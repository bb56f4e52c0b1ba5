//! The parts of the signed content.

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
}

impl Part {
    pub(super) const fn comes_from_body(&self) -> bool {
        match self {
            Self::Body => true,
            #[cfg(feature = "form")]
            Self::SortedForm => true,
            _ => false,
        }
    }

    /// Returns `true` if the part can be any bytes at all.
    pub(super) const fn is_free(&self) -> bool {
        self.comes_from_body() || matches!(self, Self::UrlWithQuery)
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
        matches!(
            self,
            Self::Header(..) | Self::Id | Self::Method | Self::Timestamp | Self::UrlWithQuery
        )
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
