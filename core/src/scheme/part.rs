//! The bytes that a signature covers, piece by piece.

use crate::scheme::syntax::Syntax;

/// One piece of the bytes that a signature covers, in their order.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Part {
    /// The body, byte for byte.
    Body,
    /// The value of a header field, which must be there and be spelt like this.
    Header(&'static str, Syntax),
    /// The delivery id that [`SchemeBuilder::id`](crate::SchemeBuilder::id) declares.
    Id,
    /// The method, as received.
    Method,
    /// The name and value of each field of a form body, sorted by name and then by value, without
    /// anything between them.
    #[cfg(feature = "form")]
    SortedForm,
    /// The signing secret itself, for schemes of a plain hash.
    Secret,
    /// This text.
    Literal(&'static str),
    /// The timestamp that [`SchemeBuilder::timestamp`](crate::SchemeBuilder::timestamp) declares,
    /// exactly as it was received.
    Timestamp,
    /// The endpoint's configured public URL, whole. Nothing of it comes from the request.
    Url,
    /// The endpoint's configured public URL up to its path, and the query of the request, with its
    /// `?` if there is one. The path of the request must be the configured one.
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

    /// Whether any bytes at all may stand here.
    pub(super) const fn is_free(&self) -> bool {
        self.comes_from_body() || matches!(self, Self::UrlWithQuery)
    }

    /// Whether it is a form's fields, whose names and values run into each other.
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
