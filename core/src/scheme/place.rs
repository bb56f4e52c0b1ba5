//! Where in a request something stands.

use memchr::memchr;

/// Where in a request a signature, a timestamp or an id stands.
///
/// Four words say it for nearly every provider: the header field, the separator of its items, the
/// prefix of the item that is meant; or a path into the JSON body.
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
/// White space around an item is no part of it. Items without the prefix are ignored, as are empty
/// ones. A header field that stands twice is refused wherever a place reads it, even if both values
/// are equal, but where it is [`multiple`](Self::multiple).
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

    /// One header field that a provider sends under several names, for example while it renames it.
    /// If more than one is present, their values must be equal.
    ///
    /// # Panics
    /// When compiled, if there is no name or one is not a lower-case field name.
    #[must_use]
    pub const fn also_named(names: &'static [&'static str]) -> Self {
        assert!(!names.is_empty(), "a place needs a header field");
        let mut at = 0;
        while at < names.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            assert_field_name(names[at]);
            at += 1;
        }
        Self::at(Source::Headers(names))
    }

    /// Several header fields, any of which may hold the signature: one for each of two secrets, for
    /// example. Only for signatures; a time or an id stands in one.
    ///
    /// # Panics
    /// When compiled, if there is no name, there are more than 16, or one is not a lower-case field
    /// name.
    #[must_use]
    pub const fn any_of(names: &'static [&'static str]) -> Self {
        assert!(names.len() <= 16, "that is more signatures than are looked at");
        Self { source: Source::Each(names), ..Self::also_named(names) }
    }

    pub(crate) const fn is_repeated(&self) -> bool {
        self.repeated
    }

    pub(crate) const fn is_each(&self) -> bool {
        self.repeated || matches!(self.source, Source::Each(_))
    }

    /// A member of the JSON body, by the names that lead to it. It is read only after the body has
    /// been verified, so it can hold a timestamp or an id, and never a signature.
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
    /// When compiled, if the separator could be part of a signature or is part of the prefix, or if
    /// the place is in the body.
    #[must_use]
    pub const fn separated_by(self, separator: char) -> Self {
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

    /// Only the item (or the value) that begins with this text, which is then taken off. The case
    /// of letters matters.
    ///
    /// # Panics
    /// When compiled, if the prefix contains the separator, because no item could have it, or if
    /// the place is in the body.
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

    /// The header field may stand several times, and any of them may hold the signature: one for
    /// each of two secrets, for example. Only for signatures; a time or an id stands in one.
    ///
    /// # Panics
    /// When compiled, if the place is in the body.
    #[must_use]
    pub const fn multiple(self) -> Self {
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

    pub(crate) const fn separator(&self) -> Option<char> {
        match self.separator {
            Some(separator) => Some(separator as char),
            None => None,
        }
    }

    pub(crate) const fn text_of_prefix(&self) -> &'static str {
        self.prefix
    }

    /// The names of the header field.
    #[inline]
    pub(crate) const fn names(&self) -> &[&'static str] {
        match &self.source {
            Source::Header(name) => core::slice::from_ref(name),
            Source::Headers(names) | Source::Each(names) => names,
            #[cfg(feature = "json")]
            Source::Json(_) => &[],
        }
    }

    /// Whether a value has more items than a list is searched for, whatever they are: each costs
    /// time, an empty one too.
    #[inline]
    pub(crate) fn is_overlong_list(&self, value: &[u8]) -> bool {
        let Some(separator) = self.separator else { return false };
        value.iter().filter(|byte| **byte == separator).count() >= MAX_ITEMS
    }

    /// The items of a value that have the prefix, without it.
    #[inline]
    pub(crate) const fn items<'v>(&self, value: &'v [u8]) -> Items<'_, 'v> {
        Items { place: self, rest: Some(value) }
    }

    /// Whether the value itself is what is meant.
    #[inline(always)]
    pub(crate) const fn is_whole(&self) -> bool {
        self.separator.is_none() && self.prefix.is_empty()
    }

    /// The next item that is meant, of what was not looked at yet.
    #[inline(always)]
    fn next_item<'v>(&self, list: &mut Option<&'v [u8]>) -> Option<&'v [u8]> {
        while let Some(rest) = *list {
            let end = self.separator.and_then(|separator| memchr(separator, rest));
            let (item, rest) = match end.and_then(|end| rest.split_at_checked(end)) {
                Some((item, rest)) => (item, rest.get(1..)),
                None => (rest, None),
            };
            *list = rest;
            if let Some(item) = self.meant(item) {
                return Some(item);
            }
        }
        None
    }

    /// The item without its prefix, if it has it.
    #[inline(always)]
    fn meant<'v>(&self, item: &'v [u8]) -> Option<&'v [u8]> {
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
    /// What was not looked at yet.
    rest: Option<&'v [u8]>,
}

impl<'v> Iterator for Items<'_, 'v> {
    type Item = &'v [u8];

    #[inline(always)]
    fn next(&mut self) -> Option<&'v [u8]> {
        self.place.next_item(&mut self.rest)
    }
}

/// Without white space at its ends, of which a server leaves none at those of a value.
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

/// The most items of a list, of whatever kind: 16 signatures, and as many items beside them.
const MAX_ITEMS: usize = 32;

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
