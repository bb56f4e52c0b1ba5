//! Where in a request something stands.

use crate::rejection::Rejection;
use crate::seen::Look;
use crate::words::position_of;

/// Where in a request a signature, a timestamp or an id stands.
///
/// Four words say it for nearly every provider: the header field, the separator of its items, the prefix
/// of the item that is meant; or a path into the JSON body.
///
/// ```
/// use verihook::Place;
///
/// // X-Hub-Signature-256: sha256=757107ea0e…
/// const GITHUB: Place = Place::header("x-hub-signature-256").prefix("sha256=");
/// // Stripe-Signature: t=1492774577,v1=5257a869e7…,v0=6ffbb59b23…
/// const STRIPE: Place = Place::header("stripe-signature").list(',').prefix("v1=");
/// // webhook-signature: v1,g0hM9SsE+OTPJ… v1,K5oZfzN95…
/// const STANDARD: Place = Place::header("webhook-signature").list(' ').prefix("v1,");
/// ```
///
/// White space around an item is no part of it. Items without the prefix are ignored, as are empty ones.
/// A header field that stands twice is refused wherever a place reads it, even if both values are equal, but where it
/// is [`repeated`](Self::repeated).
///
/// A name that is not in lower case does not compile:
///
/// ```compile_fail,E0080
/// use verihook::Place;
/// const WRONG: Place = Place::header("X-Hub-Signature");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Place {
    source: Source,
    separator: Option<u8>,
    prefix: &'static str,
    /// Whether a value without the prefix counts too.
    optional: bool,
    /// Whether the field may stand several times.
    repeated: bool,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Header(&'static str),
    /// The same field under several names, the newest first.
    Headers(&'static [&'static str]),
    /// Several fields, each with signatures of its own.
    Each(&'static [&'static str]),
    #[cfg(feature = "json")]
    Json(&'static [&'static str]),
}

impl Place {
    /// The whole value of one header field, named in lower case.
    ///
    /// # Panics
    /// When compiled, if the name is not a lower-case field name.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        assert_field_name(name);
        Self::at(Source::Header(name))
    }

    /// One header field that a provider sends under several names, for example while it renames it. If
    /// more than one is present, their values must be equal.
    ///
    /// # Panics
    /// When compiled, if there is no name or one is not a lower-case field name.
    #[must_use]
    pub const fn headers(names: &'static [&'static str]) -> Self {
        assert!(!names.is_empty(), "a place needs a header field");
        let mut at = 0;
        while at < names.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            assert_field_name(names[at]);
            at += 1;
        }
        Self::at(Source::Headers(names))
    }

    /// Several header fields, any of which may hold the signature: one for each of two secrets, for example. Only
    /// for signatures; a time or an id stands in one.
    ///
    /// # Panics
    /// When compiled, if there is no name, there are more than 16, or one is not a lower-case field name.
    #[must_use]
    pub const fn each(names: &'static [&'static str]) -> Self {
        assert!(names.len() <= 16, "that is more signatures than are looked at");
        Self { source: Source::Each(names), ..Self::headers(names) }
    }

    pub(crate) const fn is_each(&self) -> bool {
        self.repeated || matches!(self.source, Source::Each(_))
    }

    /// A member of the JSON body, by the names that lead to it. It is read only after the body has been
    /// verified, so it can hold a timestamp or an id, and never a signature.
    ///
    /// # Panics
    /// When compiled, if the path is empty.
    #[cfg(feature = "json")]
    #[must_use]
    pub const fn json(path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "a place in JSON needs a path");
        Self::at(Source::Json(path))
    }

    /// The items of a list with this separator, instead of the whole value.
    ///
    /// # Panics
    /// When compiled, if the separator could be part of a signature or is part of the prefix, or if the place is
    /// in the body.
    #[must_use]
    pub const fn list(self, separator: char) -> Self {
        assert!(self.json_path().is_none(), "a member of the body is no list");
        assert!(
            separator.is_ascii()
                && !separator.is_ascii_alphanumeric()
                && !separator.is_ascii_control(),
            "a separator is ASCII punctuation or a space"
        );
        assert!(!matches!(separator, '+' | '/' | '=' | '-' | '_'), "a signature may contain this");
        let place = Self { separator: Some(separator as u8), ..self };
        place.assert_prefix();
        place
    }

    /// Only the item (or the value) that begins with this text, which is then taken off. The case of
    /// letters matters.
    ///
    /// # Panics
    /// When compiled, if the prefix contains the separator, because no item could have it, or if the place is in
    /// the body.
    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        assert!(self.json_path().is_none(), "a member of the body has no prefix");
        let place = Self { prefix, ..self };
        place.assert_prefix();
        place
    }

    /// As [`Place::prefix`], and a value without it counts too.
    ///
    /// # Panics
    /// As [`Place::prefix`].
    #[must_use]
    pub const fn optional_prefix(self, prefix: &'static str) -> Self {
        Self { optional: true, ..self.prefix(prefix) }
    }

    /// The header field may stand several times, and any of them may hold the signature: one for each of two secrets, for
    /// example. Only for signatures; a time or an id stands in one.
    ///
    /// # Panics
    /// When compiled, if the place is in the body.
    #[must_use]
    pub const fn repeated(self) -> Self {
        assert!(self.json_path().is_none(), "a member of the body stands once");
        Self { repeated: true, ..self }
    }

    const fn at(source: Source) -> Self {
        Self { source, separator: None, prefix: "", optional: false, repeated: false }
    }

    /// An item with the separator in its prefix could never be found.
    const fn assert_prefix(&self) {
        let Some(separator) = self.separator else { return };
        let prefix = self.prefix.as_bytes();
        let mut at = 0;
        while at < prefix.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            let byte = prefix[at];
            assert!(byte != separator, "a prefix cannot contain the separator of its list");
            at += 1;
        }
    }

    /// The name that reports use: the header field, or the first step of the JSON path.
    #[inline]
    pub(crate) const fn name(&self) -> &'static str {
        match self.source {
            Source::Header(name) => name,
            Source::Headers(names) | Source::Each(names) => first_of(names),
            #[cfg(feature = "json")]
            Source::Json(path) => first_of(path),
        }
    }

    /// The path into the JSON body, for a place that is there.
    pub(crate) const fn json_path(&self) -> Option<&'static [&'static str]> {
        match self.source {
            #[cfg(feature = "json")]
            Source::Json(path) => Some(path),
            Source::Header(_) | Source::Headers(_) | Source::Each(_) => None,
        }
    }

    #[cfg(feature = "sign")]
    pub(crate) const fn separator(&self) -> Option<char> {
        match self.separator {
            Some(separator) => Some(separator as char),
            None => None,
        }
    }

    #[cfg(feature = "sign")]
    pub(crate) const fn text_of_prefix(&self) -> &'static str {
        self.prefix
    }

    /// The names of the header field.
    #[inline]
    pub(crate) fn names(&self) -> &[&'static str] {
        match &self.source {
            Source::Header(name) => core::slice::from_ref(name),
            Source::Headers(names) | Source::Each(names) => names,
            #[cfg(feature = "json")]
            Source::Json(_) => &[],
        }
    }

    /// The header field, if it is there and there once.
    #[inline(always)]
    pub(crate) fn field<'h, H: Look + ?Sized>(
        &self,
        head: &'h H,
    ) -> Result<Option<Field<'h>>, Rejection> {
        if let Source::Header(name) = self.source {
            let value = self.value(head, name)?;
            return Ok(value.map(|value| Field { name, value }));
        }
        let mut found: Option<Field<'h>> = None;
        for name in self.names() {
            match (&found, self.value(head, name)?) {
                (_, None) => {}
                (None, Some(value)) => found = Some(Field { name, value }),
                (Some(first), Some(value)) if first.value != value && !self.is_each() => {
                    return Err(Rejection::ConflictingHeaders(name));
                }
                (Some(_), Some(_)) => {}
            }
        }
        Ok(found)
    }

    /// Hands over the header field; where there are several, each of them that is there.
    #[inline]
    pub(crate) fn fields<'h, H: Look + ?Sized>(
        &self,
        head: &'h H,
        each: &mut dyn FnMut(Field<'h>) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        if !self.is_each() {
            return self.field(head)?.map_or(Ok(()), each);
        }
        for name in self.names() {
            if self.repeated {
                for value in head.all(name)? {
                    each(Field { name, value })?;
                }
            } else if let Some(value) = head.only(name)? {
                each(Field { name, value })?;
            }
        }
        Ok(())
    }

    /// The value of one field; the first, where there may be several.
    #[inline(always)]
    fn value<'h, H: Look + ?Sized>(
        &self,
        head: &'h H,
        name: &'static str,
    ) -> Result<Option<&'h [u8]>, Rejection> {
        if self.repeated { Ok(head.all(name)?.first().copied()) } else { head.only(name) }
    }

    /// The items of a value that have the prefix, without it.
    #[inline]
    pub(crate) const fn items<'v>(&self, value: &'v [u8]) -> Items<'v> {
        Items {
            rest: Some(value),
            separator: self.separator,
            prefix: self.prefix.as_bytes(),
            optional: self.optional,
        }
    }

    /// The one item with the prefix, or `None` where the header field or the item is missing.
    #[inline(always)]
    pub(crate) fn item<'h, H: Look + ?Sized>(
        &self,
        head: &'h H,
    ) -> Result<Option<Field<'h>>, Rejection> {
        let Some(Field { name, value }) = self.field(head)? else { return Ok(None) };
        let mut items = self.items(value);
        let first = items.next();
        if items.next().is_some() {
            return Err(Rejection::RepeatedField(name));
        }
        Ok(first.map(|value| Field { name, value }))
    }
}

/// The items of the value of a header field.
pub(crate) struct Items<'v> {
    /// What was not looked at yet.
    rest: Option<&'v [u8]>,
    separator: Option<u8>,
    prefix: &'static [u8],
    optional: bool,
}

impl<'v> Items<'v> {
    /// The item, if it is meant.
    #[inline(always)]
    fn judge(&self, item: &'v [u8]) -> Option<&'v [u8]> {
        let item = item.trim_ascii();
        if item.is_empty() && self.separator.is_some() {
            return None;
        }
        // To compare nothing takes long where an empty text has an address that a processor does not like.
        if self.prefix.is_empty() {
            return Some(item);
        }
        item.strip_prefix(self.prefix).or(self.optional.then_some(item))
    }
}

impl<'v> Iterator for Items<'v> {
    type Item = &'v [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'v [u8]> {
        while let Some(rest) = self.rest {
            let end = self.separator.and_then(|separator| position_of(separator, rest));
            let (item, rest) = match end.and_then(|end| rest.split_at_checked(end)) {
                Some((item, rest)) => (item, rest.get(1..)),
                None => (rest, None),
            };
            self.rest = rest;
            if let Some(item) = self.judge(item) {
                return Some(item);
            }
        }
        None
    }
}

/// A header field, or an item of one, under the name under which it was found.
pub(crate) struct Field<'h> {
    pub(crate) name: &'static str,
    pub(crate) value: &'h [u8],
}

const fn first_of(names: &'static [&'static str]) -> &'static str {
    match names.first() {
        Some(name) => name,
        None => "",
    }
}

/// The longest value of a header field that is looked at, in bytes.
pub(crate) const LONGEST_VALUE: usize = 16 * 1024;

/// A field name as HTTP/2 sends it: a token in lower case.
pub(crate) const fn assert_field_name(name: &str) {
    assert!(!name.is_empty(), "a header field needs a name");
    assert!(is_field_name(name), "name header fields in lower case");
}

pub(crate) const fn is_field_name(name: &str) -> bool {
    let name = name.as_bytes();
    let mut at = 0;
    while at < name.len() {
        #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
        let byte = name[at];
        let sign = matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        );
        let fits = byte.is_ascii_lowercase() || byte.is_ascii_digit() || sign;
        if !fits {
            return false;
        }
        at += 1;
    }
    !name.is_empty()
}
