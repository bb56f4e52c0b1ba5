//! The place of a value in a request.

use memchr::memchr;

/// The place of a signature, a timestamp or an id in a request.
///
/// It is a header field, with the separator of its items and the prefix of the right item where
/// needed, or a path into the JSON body.
///
/// ```
/// use verihook::Place;
///
/// // X-Hub-Signature-256: sha256=757107ea0e…
/// const GITHUB: Place = Place::header("x-hub-signature-256").prefix("sha256=");
/// // Stripe-Signature: t=1492774577,v1=5257a869e7…,v0=6ffbb59b23…
/// const STRIPE: Place = Place::header("stripe-signature").separated_by(',').prefix("v1=");
/// // webhook-signature: v1,g0hM9SsE+OTPJ… v1,K5oZfzN95…
/// const STANDARD: Place = Place::header("webhook-signature").separated_by(' ').prefix("v1,");
/// ```
///
/// White space around an item is ignored, and so are empty items and items without the prefix. If a
/// header field appears twice, the request is rejected, even if both values are equal, unless the
/// place is [`multiple`](Self::multiple).
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
    /// A value without the prefix counts too.
    optional: bool,
    /// The field may appear several times.
    repeated: bool,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Header(&'static str),
    /// One field under several names, the newest first.
    Headers(&'static [&'static str]),
    /// Several fields, each with its own signatures.
    Each(&'static [&'static str]),
    #[cfg(feature = "json")]
    Json(&'static [&'static str]),
}

impl Place {
    /// The whole value of one header field, named in lower case.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        assert_field_name(name);
        Self::at(Source::Header(name))
    }

    /// One header field that the provider sends under several names.
    ///
    /// Use it for a field that the provider is renaming, for example. If more than one name is
    /// present, the values must be equal.
    ///
    /// # Panics
    /// At compile time, if there is no name or one is not a lower-case field name.
    #[must_use]
    pub const fn also_named(names: &'static [&'static str]) -> Self {
        assert!(!names.is_empty(), "a place needs at least one header field");
        let mut at = 0;
        while at < names.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            assert_field_name(names[at]);
            at += 1;
        }
        Self::at(Source::Headers(names))
    }

    /// Several header fields, any of which may contain the signature.
    ///
    /// A provider may send one for each of two secrets, for example. This is only for signatures: a
    /// timestamp or an id is in one field.
    ///
    /// # Panics
    /// At compile time, if there is no name, there are more than 16, or one is not a lower-case
    /// field name.
    #[must_use]
    pub const fn any_of(names: &'static [&'static str]) -> Self {
        assert!(names.len() <= 16, "a place can have at most 16 header fields");
        Self { source: Source::Each(names), ..Self::also_named(names) }
    }

    pub(crate) const fn is_repeated(&self) -> bool {
        self.repeated
    }

    pub(crate) const fn is_each(&self) -> bool {
        self.repeated || matches!(self.source, Source::Each(_))
    }

    /// A member of the JSON body, by the names that lead to it.
    ///
    /// The body is read only after it was verified, so this can be the place of a timestamp or an
    /// id but never of a signature.
    ///
    /// # Panics
    /// At compile time, if the path is empty.
    #[cfg(feature = "json")]
    #[must_use]
    pub const fn json(path: &'static [&'static str]) -> Self {
        assert!(!path.is_empty(), "the path of a JSON member must not be empty");
        Self::at(Source::Json(path))
    }

    /// Reads the items of a list with this separator instead of the whole value.
    ///
    /// # Panics
    /// At compile time, if the separator could be part of a signature or is part of the prefix, or
    /// if the place is in the body.
    #[must_use]
    pub const fn separated_by(self, separator: char) -> Self {
        assert!(self.json_path().is_none(), "a JSON member cannot be a list with a separator");
        assert!(
            separator.is_ascii()
                && !separator.is_ascii_alphanumeric()
                && !separator.is_ascii_control(),
            "a separator must be ASCII punctuation or a space"
        );
        assert!(
            !matches!(separator, '+' | '/' | '=' | '-' | '_'),
            "a signature may contain this separator"
        );
        let place = Self { separator: Some(separator as u8), ..self };
        place.assert_prefix();
        place
    }

    /// Reads only the item (or the value) that begins with this prefix, and strips the prefix.
    ///
    /// The prefix is case-sensitive.
    ///
    /// # Panics
    /// At compile time, if the prefix contains the separator, because no item could have it, or if
    /// the place is in the body.
    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        assert!(self.json_path().is_none(), "a JSON member cannot have a prefix");
        let place = Self { prefix, ..self };
        place.assert_prefix();
        place
    }

    /// Strips this prefix, and also reads an item (or a value) without it.
    ///
    /// # Panics
    /// As [`Place::prefix`].
    #[must_use]
    pub const fn optional_prefix(self, prefix: &'static str) -> Self {
        Self { optional: true, ..self.prefix(prefix) }
    }

    /// Allows the header field to appear several times, any of which may contain the signature.
    ///
    /// A provider may send one for each of two secrets, for example. This is only for signatures: a
    /// timestamp or an id appears once.
    ///
    /// # Panics
    /// At compile time, if the place is in the body.
    #[must_use]
    pub const fn multiple(self) -> Self {
        assert!(self.json_path().is_none(), "a JSON member cannot appear several times");
        Self { repeated: true, ..self }
    }

    const fn at(source: Source) -> Self {
        Self { source, separator: None, prefix: "", optional: false, repeated: false }
    }

    /// No item of a list can begin with a prefix that contains the separator.
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

    /// Returns the name for rejections: the header field, or the first step of the JSON path.
    #[inline]
    pub(crate) const fn name(&self) -> &'static str {
        match self.source {
            Source::Header(name) => name,
            Source::Headers(names) | Source::Each(names) => first_of(names),
            #[cfg(feature = "json")]
            Source::Json(path) => first_of(path),
        }
    }

    /// Returns the path into the JSON body, if the place is there.
    pub(crate) const fn json_path(&self) -> Option<&'static [&'static str]> {
        match self.source {
            #[cfg(feature = "json")]
            Source::Json(path) => Some(path),
            Source::Header(_) | Source::Headers(_) | Source::Each(_) => None,
        }
    }

    pub(crate) const fn separator(&self) -> Option<char> {
        match self.separator {
            Some(separator) => Some(separator as char),
            None => None,
        }
    }

    pub(crate) const fn text_of_prefix(&self) -> &'static str {
        self.prefix
    }

    /// Returns the names of the header field.
    #[inline]
    pub(crate) const fn names(&self) -> &[&'static str] {
        match &self.source {
            Source::Header(name) => core::slice::from_ref(name),
            Source::Headers(names) | Source::Each(names) => names,
            #[cfg(feature = "json")]
            Source::Json(_) => &[],
        }
    }

    /// Returns `true` if a value has more items than are searched.
    ///
    /// Empty items count, because each item costs time.
    #[inline]
    pub(crate) fn is_overlong_list(&self, value: &[u8]) -> bool {
        let Some(separator) = self.separator else { return false };
        value.iter().filter(|byte| **byte == separator).count() >= MAX_ITEMS
    }

    /// Returns the items of a value that have the prefix, without it.
    #[inline]
    pub(crate) const fn items<'v>(&self, value: &'v [u8]) -> Items<'_, 'v> {
        Items { place: self, rest: Some(value) }
    }

    /// Returns `true` if the place is the whole value of a field.
    #[inline(always)]
    pub(crate) const fn is_whole(&self) -> bool {
        self.separator.is_none() && self.prefix.is_empty()
    }

    /// Returns the next item with the prefix, and advances the list past it.
    #[inline(always)]
    fn next_item<'v>(&self, list: &mut Option<&'v [u8]>) -> Option<&'v [u8]> {
        while let Some(rest) = *list {
            let end = self.separator.and_then(|separator| memchr(separator, rest));
            let (item, rest) = match end.and_then(|end| rest.split_at_checked(end)) {
                Some((item, rest)) => (item, rest.get(1..)),
                None => (rest, None),
            };
            *list = rest;
            if let Some(item) = self.without_prefix(item) {
                return Some(item);
            }
        }
        None
    }

    /// Returns the item without its prefix, if it has the prefix.
    #[inline(always)]
    fn without_prefix<'v>(&self, item: &'v [u8]) -> Option<&'v [u8]> {
        let item = trimmed(item);
        if item.is_empty() && self.separator.is_some() {
            return None;
        }
        if self.prefix.is_empty() {
            return Some(item);
        }
        match item.strip_prefix(self.prefix.as_bytes()) {
            None => self.optional.then_some(item),
            rest => rest,
        }
    }
}

/// The items of the value of a header field.
pub(crate) struct Items<'p, 'v> {
    place: &'p Place,
    /// The part of the value that is not yet read.
    rest: Option<&'v [u8]>,
}

impl<'v> Iterator for Items<'_, 'v> {
    type Item = &'v [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'v [u8]> {
        self.place.next_item(&mut self.rest)
    }
}

/// Trims white space from both ends.
///
/// There is nearly always none, because servers trim the values of header fields.
#[inline(always)]
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
    match text {
        [first, .., last] if *first > b' ' && *last > b' ' => text,
        _ => trim(text),
    }
}

#[cold]
#[inline(never)]
const fn trim(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

const fn first_of(names: &'static [&'static str]) -> &'static str {
    match names.first() {
        Some(name) => name,
        None => "",
    }
}

/// The maximum number of items in a list: 16 signatures, and as many other items.
const MAX_ITEMS: usize = 32;

/// Requires a field name as HTTP/2 sends it: a token in lower case.
pub(crate) const fn assert_field_name(name: &str) {
    assert!(!name.is_empty(), "the name of a header field must not be empty");
    assert!(is_field_name(name), "the name of a header field must be a lower-case token");
}

pub(crate) const fn is_field_name(name: &str) -> bool {
    let name = name.as_bytes();
    let mut at = 0;
    while at < name.len() {
        #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
        let byte = name[at];
        let is_symbol = matches!(
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
        let is_allowed = byte.is_ascii_lowercase() || byte.is_ascii_digit() || is_symbol;
        if !is_allowed {
            return false;
        }
        at += 1;
    }
    !name.is_empty()
}
