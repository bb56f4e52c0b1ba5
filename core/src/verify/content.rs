//! The signed content of a request.

use crate::proof::claims::{Claims, Ends};
use crate::rejection::Rejection;
use crate::request::url::PublicUrl;
use crate::scheme::{Part, Scheme};
use crate::secret::key::Content;
use alloc::vec::Vec;

/// A body, and what schemes sign of it, made once for all secrets.
pub(crate) struct SignedBody<'b> {
    bytes: &'b [u8],
    #[cfg(feature = "form")]
    sorted_form: Vec<u8>,
}

impl<'b> SignedBody<'b> {
    #[cfg(feature = "form")]
    pub(crate) fn of(
        scheme: &Scheme,
        bytes: &'b [u8],
        has_digest: bool,
    ) -> Result<Self, Rejection> {
        // A digest takes the place of the fields.
        let signs_fields = !scheme.is_prefixed
            && !has_digest
            && scheme.content.iter().any(|part| matches!(part, Part::SortedForm));
        let sorted_form =
            if signs_fields { crate::codec::form::sorted(bytes)? } else { Vec::new() };
        Ok(Self { bytes, sorted_form })
    }

    #[cfg(not(feature = "form"))]
    #[allow(clippy::unnecessary_wraps, reason = "its twin above may fail")]
    pub(crate) fn of(_: &Scheme, bytes: &'b [u8], _: bool) -> Result<Self, Rejection> {
        Ok(Self { bytes })
    }
}

/// What a scheme signs of a request, in its order.
pub(crate) struct Signed<'r> {
    pub(crate) scheme: &'r Scheme,
    pub(crate) url: Option<&'r PublicUrl>,
    pub(crate) claims: &'r Claims,
    pub(crate) ends: &'r Ends,
    pub(crate) body: &'r SignedBody<'r>,
}

impl Content for Signed<'_> {
    #[inline]
    fn feed(&self, secret: &[u8], mut each: impl FnMut(&[u8])) {
        if !self.scheme.is_prefixed {
            return self.feed_parts(secret, &mut each);
        }
        let prefix = self.claims.signed(self.ends, 0);
        if !prefix.is_empty() {
            each(prefix);
        }
        each(self.body.bytes);
    }
}

impl Signed<'_> {
    /// The last bytes of the content, at most so many.
    pub(crate) fn tail(&self, length: usize) -> Vec<u8> {
        let mut tail = Vec::new();
        self.feed(b"", |piece| {
            let piece = piece.get(piece.len().saturating_sub(length)..).unwrap_or_default();
            tail.extend_from_slice(piece);
            tail.drain(..tail.len().saturating_sub(length));
        });
        tail
    }

    #[inline(never)]
    fn feed_parts(&self, secret: &[u8], each: &mut dyn FnMut(&[u8])) {
        let url_text = |part: fn(&PublicUrl) -> &str| self.url.map_or("", part).as_bytes();
        let mut from_head = (0..).map(|place| self.claims.signed(self.ends, place));
        for part in self.scheme.content {
            match part {
                Part::Body => each(self.body.bytes),
                #[cfg(feature = "form")]
                Part::SortedForm => each(&self.body.sorted_form),
                Part::Secret => each(secret),
                Part::Literal(text) => each(text.as_bytes()),
                Part::Url => each(url_text(PublicUrl::whole)),
                Part::UrlWithQuery => {
                    each(url_text(PublicUrl::without_query));
                    each(from_head.next().unwrap_or_default());
                }
                Part::Header(..) | Part::Id | Part::Method | Part::Timestamp => {
                    each(from_head.next().unwrap_or_default());
                }
            }
        }
    }
}
