//! The place of a value in a request.

use crate::scheme::unsound::{Rule, UnsoundScheme, check, ensure, sound};

/// The place of a signature, a timestamp or an id in a request.
///
/// It is a header field, with the separator of its items and the prefix of the right item where
/// needed, a parameter of the query, or a path into the JSON body.
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
    pub(super) separator: Option<u8>,
    pub(super) prefix: &'static str,
    /// A value without the prefix counts too.
    pub(super) optional: bool,
    /// The field may appear several times.
    repeated: bool,
    /// The positions of the items that count.
    pub(super) position: Position,
    /// The separator of the groups of a list.
    pub(super) groups: Option<u8>,
}

/// The positions of the items of a list that belong to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    Any,
    /// The item at this position, counted from 0.
    At(usize),
    /// The items from this position on.
    From(usize),
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Header(&'static str),
    /// One field under several names, the newest first.
    Headers(&'static [&'static str]),
    /// Several fields, each with its own signatures.
    Each(&'static [&'static str]),
    /// A parameter of the query.
    Query(&'static str),
    /// The last segment of the path.
    LastSegment,
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
        sound(Self::try_header(name))
    }

    pub(crate) const fn try_header(name: &'static str) -> Result<Self, UnsoundScheme> {
        check!(check_field_name(name));
        Ok(Self::at(Source::Header(name)))
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
        sound(Self::try_also_named(names))
    }

    pub(crate) const fn try_also_named(
        names: &'static [&'static str],
    ) -> Result<Self, UnsoundScheme> {
        ensure!(!names.is_empty(), "a place needs at least one header field");
        let mut at = 0;
        while at < names.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            let name = names[at];
            check!(check_field_name(name));
            at += 1;
        }
        Ok(Self::at(Source::Headers(names)))
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
        sound(Self::try_any_of(names))
    }

    pub(crate) const fn try_any_of(names: &'static [&'static str]) -> Result<Self, UnsoundScheme> {
        ensure!(names.len() <= 16, "a place can have at most 16 header fields");
        Ok(Self { source: Source::Each(names), ..check!(Self::try_also_named(names)) })
    }

    /// A parameter of the query of the request, by its exact name.
    ///
    /// The signature can be there, and a timestamp or an id that the signature covers as
    /// [`Part::Timestamp`](crate::Part::Timestamp) or [`Part::Id`](crate::Part::Id). A request with
    /// the parameter twice is rejected. The value is taken as received, and is not decoded, except
    /// that `%2B`, `%2F` and `%3D` in a signature mean `+`, `/` and `=`, because Base64 in a query is
    /// often encoded like that.
    ///
    /// A scheme cannot sign a query that contains its own signature. Sign
    /// [`Part::Path`](crate::Part::Path) or [`Part::Url`](crate::Part::Url) instead.
    ///
    /// ```
    /// use verihook::{Encoding, Part, Place, Scheme, TimestampFormat};
    ///
    /// // POST /hook?ts=1795000000&sig=757107ea0e…
    /// const ACME: Scheme = Scheme::hmac_sha256(Place::query("sig"), Encoding::Hex)
    ///     .timestamp(Place::query("ts"), TimestampFormat::Seconds)
    ///     .signs(&[Part::Timestamp, Part::Path, Part::Literal("\n"), Part::Body])
    ///     .build();
    /// ```
    ///
    /// ```compile_fail,E0080
    /// use verihook::{Encoding, Part, Place, Scheme};
    ///
    /// const ACME: Scheme = Scheme::hmac_sha256(Place::query("sig"), Encoding::Hex)
    ///     .signs(&[Part::UrlWithQuery])
    ///     .build();
    /// ```
    ///
    /// # Panics
    /// At compile time, if the name is empty, or has a character other than letters, digits and
    /// `-._~`, which a query can carry without encoding.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        sound(Self::try_query(name))
    }

    pub(crate) const fn try_query(name: &'static str) -> Result<Self, UnsoundScheme> {
        ensure!(
            is_parameter_name(name),
            "the name of a query parameter must consist of letters, digits and `-._~`"
        );
        Ok(Self::at(Source::Query(name)))
    }

    /// The last segment of the path of the request, for a token that a provider can send only in
    /// its URL: `/hooks/acme/6f1e…`.
    ///
    /// It is taken as received, and is not decoded. Only a [token](crate::Scheme::token) can be
    /// there.
    #[must_use]
    pub const fn last_segment() -> Self {
        Self::at(Source::LastSegment)
    }

    pub(crate) const fn is_last_segment(&self) -> bool {
        matches!(self.source, Source::LastSegment)
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
        sound(Self::try_json(path))
    }

    #[cfg(feature = "json")]
    pub(crate) const fn try_json(path: &'static [&'static str]) -> Result<Self, UnsoundScheme> {
        ensure!(!path.is_empty(), "the path of a JSON member must not be empty");
        Ok(Self::at(Source::Json(path)))
    }

    /// Reads the items of a list with this separator instead of the whole value.
    ///
    /// # Panics
    /// At compile time, if the separator could be part of a signature or is part of the prefix, or
    /// if the place is not in a header field.
    #[must_use]
    pub const fn separated_by(self, separator: char) -> Self {
        sound(self.try_separated_by(separator))
    }

    pub(crate) const fn try_separated_by(self, separator: char) -> Result<Self, UnsoundScheme> {
        ensure!(self.json_path().is_none(), "a JSON member cannot be a list with a separator");
        ensure!(!self.is_in_url(), "a part of the URL cannot be a list with a separator");
        ensure!(
            separator.is_ascii()
                && !separator.is_ascii_alphanumeric()
                && !separator.is_ascii_control(),
            "a separator must be ASCII punctuation or a space"
        );
        ensure!(
            !matches!(separator, '+' | '/' | '=' | '-' | '_'),
            "a signature may contain this separator"
        );
        let place = Self { separator: Some(separator as u8), ..self };
        check!(place.check_prefix());
        Ok(place)
    }

    /// Reads only the item (or the value) that begins with this prefix, and strips the prefix.
    ///
    /// The prefix is case-sensitive.
    ///
    /// # Panics
    /// At compile time, if the prefix contains the separator, because no item could have it, or if
    /// the place is not in a header field.
    #[must_use]
    pub const fn prefix(self, prefix: &'static str) -> Self {
        sound(self.try_prefix(prefix))
    }

    pub(crate) const fn try_prefix(self, prefix: &'static str) -> Result<Self, UnsoundScheme> {
        ensure!(self.json_path().is_none(), "a JSON member cannot have a prefix");
        ensure!(!self.is_in_url(), "a part of the URL cannot have a prefix");
        let place = Self { prefix, ..self };
        check!(place.check_prefix());
        Ok(place)
    }

    /// Strips this prefix, and also reads an item (or a value) without it.
    ///
    /// # Panics
    /// As [`Place::prefix`].
    #[must_use]
    pub const fn optional_prefix(self, prefix: &'static str) -> Self {
        sound(self.try_optional_prefix(prefix))
    }

    pub(crate) const fn try_optional_prefix(
        self,
        prefix: &'static str,
    ) -> Result<Self, UnsoundScheme> {
        Ok(Self { optional: true, ..check!(self.try_prefix(prefix)) })
    }

    /// Allows the header field to appear several times, any of which may contain the signature.
    ///
    /// A provider may send one for each of two secrets, for example. This is only for signatures: a
    /// timestamp or an id appears once.
    ///
    /// # Panics
    /// At compile time, if the place is not in a header field.
    #[must_use]
    pub const fn multiple(self) -> Self {
        sound(self.try_multiple())
    }

    pub(crate) const fn try_multiple(self) -> Result<Self, UnsoundScheme> {
        ensure!(self.json_path().is_none(), "a JSON member cannot appear several times");
        ensure!(!self.is_in_url(), "a part of the URL cannot appear several times");
        Ok(Self { repeated: true, ..self })
    }

    /// Reads only the item of the list at this position, counted from 0.
    ///
    /// ```
    /// use verihook::Place;
    ///
    /// // acme-signature: 1795000000,5257a869e7…,6ffbb59b23…
    /// const LIST: Place = Place::header("acme-signature").separated_by(',');
    /// const TIMESTAMP: Place = LIST.item_at(0);
    /// const SIGNATURES: Place = LIST.items_from(1);
    /// ```
    ///
    /// # Panics
    /// At compile time, if the place is not a list, or is a list in groups.
    #[must_use]
    pub const fn item_at(self, position: usize) -> Self {
        sound(self.try_item_at(position))
    }

    /// Reads only the items of the list from this position on, counted from 0.
    ///
    /// # Panics
    /// As [`Place::item_at`].
    #[must_use]
    pub const fn items_from(self, position: usize) -> Self {
        sound(self.try_items_from(position))
    }

    pub(crate) const fn try_item_at(self, position: usize) -> Result<Self, UnsoundScheme> {
        self.try_position(Position::At(position))
    }

    pub(crate) const fn try_items_from(self, position: usize) -> Result<Self, UnsoundScheme> {
        self.try_position(Position::From(position))
    }

    const fn try_position(self, position: Position) -> Result<Self, UnsoundScheme> {
        ensure!(self.separator.is_some(), "only a list has positions: add `.separated_by(..)`");
        ensure!(self.groups.is_none(), "a list in groups has no positions");
        Ok(Self { position, ..self })
    }

    /// Reads a list of groups with this separator, each of which is a list.
    ///
    /// Some providers repeat the whole list for each of two secrets. Any group may contain the
    /// right signature. A timestamp or an id must be the same in each group.
    ///
    /// ```
    /// use verihook::Place;
    ///
    /// // acme-signature: t=1795000000,v1=5257a869e7… t=1795000000,v1=6ffbb59b23…
    /// const LIST: Place = Place::header("acme-signature").separated_by(',').grouped_by(' ');
    /// const TIMESTAMP: Place = LIST.prefix("t=");
    /// const SIGNATURES: Place = LIST.prefix("v1=");
    /// ```
    ///
    /// # Panics
    /// At compile time, if the place is not a list, or has positions, or as [`Place::separated_by`].
    #[must_use]
    pub const fn grouped_by(self, separator: char) -> Self {
        sound(self.try_grouped_by(separator))
    }

    pub(crate) const fn try_grouped_by(self, separator: char) -> Result<Self, UnsoundScheme> {
        ensure!(self.separator.is_some(), "only lists have groups: add `.separated_by(..)`");
        ensure!(matches!(self.position, Position::Any), "a list in groups has no positions");
        let groups = check!(self.try_separated_by(separator)).separator;
        Ok(Self { groups, ..self })
    }

    pub(super) const fn position(&self) -> Position {
        self.position
    }

    /// Returns the position of the first item that counts.
    #[cfg(feature = "sign")]
    pub(crate) const fn first_position(&self) -> usize {
        match self.position {
            Position::Any => 0,
            Position::At(position) | Position::From(position) => position,
        }
    }

    pub(crate) const fn is_grouped(&self) -> bool {
        self.groups.is_some()
    }

    /// Returns this place in the header field `name`.
    pub(crate) const fn renamed(self, name: &'static str) -> Self {
        Self { source: Source::Header(name), ..self }
    }

    const fn at(source: Source) -> Self {
        Self {
            source,
            separator: None,
            prefix: "",
            optional: false,
            repeated: false,
            position: Position::Any,
            groups: None,
        }
    }

    /// No item of a list can begin with a prefix that contains the separator.
    const fn check_prefix(&self) -> Rule {
        let Some(separator) = self.separator else { return Ok(()) };
        let prefix = self.prefix.as_bytes();
        let mut at = 0;
        while at < prefix.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            let byte = prefix[at];
            ensure!(byte != separator, "a prefix cannot contain the separator of its list");
            at += 1;
        }
        Ok(())
    }

    /// Returns the name for rejections: the header field, the parameter, or the first step of the
    /// JSON path.
    #[inline]
    pub(crate) const fn name(&self) -> &'static str {
        match self.source {
            Source::Header(name) | Source::Query(name) => name,
            Source::Headers(names) | Source::Each(names) => first_of(names),
            Source::LastSegment => "last segment of the path",
            #[cfg(feature = "json")]
            Source::Json(path) => first_of(path),
        }
    }

    /// Returns the path into the JSON body, if the place is there.
    #[must_use]
    pub const fn json_path(&self) -> Option<&'static [&'static str]> {
        match self.source {
            #[cfg(feature = "json")]
            Source::Json(path) => Some(path),
            _ => None,
        }
    }

    /// Returns `true` if the place is one or several header fields.
    pub(crate) const fn is_header(&self) -> bool {
        matches!(self.source, Source::Header(_) | Source::Headers(_) | Source::Each(_))
    }

    /// Returns the name of the query parameter, if the place is one.
    #[must_use]
    pub const fn parameter(&self) -> Option<&'static str> {
        match self.source {
            Source::Query(name) => Some(name),
            _ => None,
        }
    }

    const fn is_in_url(&self) -> bool {
        self.parameter().is_some() || self.is_last_segment()
    }

    /// Returns the separator of the list, if the place is an item of one.
    #[must_use]
    pub const fn separator(&self) -> Option<char> {
        match self.separator {
            Some(separator) => Some(separator as char),
            None => None,
        }
    }

    /// Returns the text before the value, or an empty string: `sha256=`.
    #[must_use]
    pub const fn prefix_text(&self) -> &'static str {
        self.prefix
    }

    /// Returns the names of the header field, in lower case. The slice is empty for a place that is
    /// not in the header.
    #[inline]
    #[must_use]
    pub const fn names(&self) -> &[&'static str] {
        match &self.source {
            Source::Header(name) => core::slice::from_ref(name),
            Source::Headers(names) | Source::Each(names) => names,
            Source::Query(_) | Source::LastSegment => &[],
            #[cfg(feature = "json")]
            Source::Json(_) => &[],
        }
    }
}

const fn first_of(names: &'static [&'static str]) -> &'static str {
    match names.first() {
        Some(name) => name,
        None => "",
    }
}

/// Requires a field name as HTTP/2 sends it: a token in lower case.
pub(crate) const fn check_field_name(name: &str) -> Rule {
    ensure!(!name.is_empty(), "the name of a header field must not be empty");
    ensure!(is_field_name(name), "the name of a header field must be a lower-case token");
    Ok(())
}

/// Panics unless [`check_field_name`] accepts the name.
pub(crate) const fn assert_field_name(name: &str) {
    sound(check_field_name(name));
}

/// Returns `true` if a name consists of the unreserved characters of a URL (RFC 3986, section 2.3).
const fn is_parameter_name(name: &str) -> bool {
    let name = name.as_bytes();
    let mut at = 0;
    while at < name.len() {
        #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
        let byte = name[at];
        if !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'.' | b'_' | b'~') {
            return false;
        }
        at += 1;
    }
    !name.is_empty()
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
