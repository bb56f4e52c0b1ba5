//! The signed content of a request.

use super::plan::Plan;
use crate::codec::form;
use crate::proof::claims::Claims;
use crate::rejection::Rejection;
use crate::request::url::SignedUrl;
use crate::scheme::Part;
use crate::secret::key::Content;
use alloc::vec::Vec;

/// A body, and the form that schemes sign of it, computed once for all secrets.
pub(crate) struct SignedBody<'b> {
    bytes: &'b [u8],
    sorted_form: Vec<u8>,
}

impl<'b> SignedBody<'b> {
    /// Sorts the form fields of a body, if the scheme signs them. A digest replaces them.
    #[inline(always)]
    pub(crate) fn new(plan: &Plan, bytes: &'b [u8], has_digest: bool) -> Result<Self, Rejection> {
        let signs_form = !plan.signs_prefix
            && !has_digest
            && plan.scheme.content.iter().any(Part::is_sorted_form);
        let sorted_form = if signs_form { form::sorted(bytes)? } else { Vec::new() };
        Ok(Self { bytes, sorted_form })
    }
}

/// The signed content of a request, in the order of the scheme.
pub(crate) struct Signed<'r> {
    pub(crate) plan: &'r Plan,
    pub(crate) url: Option<&'r SignedUrl>,
    pub(crate) claims: &'r Claims,
    pub(crate) body: &'r SignedBody<'r>,
}

impl Content for Signed<'_> {
    #[inline]
    fn feed(&self, secret: &[u8], mut each: impl FnMut(&[u8])) {
        if !self.plan.signs_prefix {
            return self.feed_parts(secret, &mut each);
        }
        let prefix = self.claims.signed(0);
        if !prefix.is_empty() {
            each(prefix);
        }
        each(self.body.bytes);
    }
}

impl Signed<'_> {
    /// Returns the end of the content, at most `length` bytes.
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
        let url_text = |part: fn(&SignedUrl) -> &str| self.url.map_or("", part).as_bytes();
        let mut from_head = (0..).map(|number| self.claims.signed(number));
        for part in self.plan.scheme.content {
            match part {
                part if part.is_sorted_form() => each(&self.body.sorted_form),
                #[cfg(feature = "form")]
                Part::SortedForm => {}
                Part::Body => each(self.body.bytes),
                Part::Secret => each(secret),
                Part::Literal(text) => each(text.as_bytes()),
                Part::Url => each(url_text(SignedUrl::whole)),
                Part::UrlWithQuery => {
                    each(url_text(SignedUrl::without_query));
                    each(from_head.next().unwrap_or_default());
                }
                Part::Header(..) | Part::Id | Part::Method | Part::Timestamp => {
                    each(from_head.next().unwrap_or_default());
                }
            }
        }
    }
}
