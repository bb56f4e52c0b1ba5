//! The signed content of a request.

use super::plan::Plan;
use crate::codec::encoding::Encoding;
use crate::codec::form;
use crate::proof::claims::Claims;
use crate::rejection::Rejection;
use crate::request::url::SignedUrl;
use crate::scheme::Part;
use crate::scheme::digest::DigestAlgorithm;
use crate::secret::key::Content;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use sha2::{Digest as _, Sha256, Sha512};

/// A body, and the form that schemes sign of it, computed once for all secrets.
pub(crate) struct SignedBody<'b> {
    bytes: &'b [u8],
    /// What few schemes sign. It is boxed, because it would cost all others 36 instructions
    /// (`scripts/instructions`).
    derived: Option<Box<Derived>>,
}

#[derive(Default)]
struct Derived {
    sorted_form: Vec<u8>,
    /// The text of [`Part::BodyDigest`].
    digest: String,
}

impl<'b> SignedBody<'b> {
    /// Sorts the form fields of a body or computes its digest, if the scheme signs either.
    ///
    /// A digest that the request carries replaces the fields.
    #[inline(always)]
    pub(crate) fn new(plan: &Plan, bytes: &'b [u8], has_digest: bool) -> Result<Self, Rejection> {
        let derived = if plan.signs_prefix { None } else { Derived::of(plan, bytes, has_digest)? };
        Ok(Self { bytes, derived })
    }

    fn sorted_form(&self) -> &[u8] {
        self.derived.as_ref().map_or(&[], |derived| &derived.sorted_form)
    }

    fn digest(&self) -> &[u8] {
        self.derived.as_ref().map_or(&[], |derived| derived.digest.as_bytes())
    }
}

impl Derived {
    #[inline(never)]
    fn of(plan: &Plan, body: &[u8], has_digest: bool) -> Result<Option<Box<Self>>, Rejection> {
        let mut derived: Option<Box<Self>> = None;
        for part in plan.scheme.content {
            match part {
                part if part.is_sorted_form() && !has_digest => {
                    derived.get_or_insert_default().sorted_form = form::sorted(body)?;
                }
                Part::BodyDigest(algorithm, encoding) => {
                    derived.get_or_insert_default().digest =
                        digest_text(*algorithm, *encoding, body);
                }
                _ => {}
            }
        }
        Ok(derived)
    }
}

/// Returns the digest of a body as it is signed.
fn digest_text(algorithm: DigestAlgorithm, encoding: Encoding, body: &[u8]) -> String {
    match algorithm {
        DigestAlgorithm::Sha256 => encoding.encode(&Sha256::digest(body)),
        DigestAlgorithm::Sha512 => encoding.encode(&Sha512::digest(body)),
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
                part if part.is_sorted_form() => each(self.body.sorted_form()),
                #[cfg(feature = "form")]
                Part::SortedForm => {}
                Part::Body => each(self.body.bytes),
                Part::Secret => each(secret),
                Part::Literal(text) => each(text.as_bytes()),
                Part::BodyDigest(..) => each(self.body.digest()),
                Part::Url => each(url_text(SignedUrl::whole)),
                Part::Path => each(url_text(SignedUrl::path)),
                Part::PathWithQuery => {
                    each(url_text(SignedUrl::path));
                    each(from_head.next().unwrap_or_default());
                }
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
