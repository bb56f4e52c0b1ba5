//! The values of a scheme's configuration: places, parts, syntaxes, names.

use crate::codec::encoding::Encoding;
use crate::scheme::digest::{BodyDigest, DigestAlgorithm};
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::TimestampFormat;
use crate::scheme::unsound::UnsoundScheme;
use crate::scheme::{Hash, Part};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum EncodingName {
    Hex,
    HexUpper,
    Base64,
    Base64Unpadded,
    Base64Url,
    Base64UrlPadded,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FormatName {
    Seconds,
    Milliseconds,
    Rfc3339,
    DateTimeUtc,
    DateTimeUtcSpaced,
    Iso8601Basic,
    HttpDate,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DigestName {
    Sha256,
    Sha512,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum HashName {
    #[cfg(feature = "sha1")]
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// A MAC, by its hash, and its name in requests.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedHash {
    name: String,
    hash: HashName,
}

impl NamedHash {
    pub(super) fn to_pair(&self) -> (&'static str, Hash) {
        let hash = match self.hash {
            #[cfg(feature = "sha1")]
            HashName::Sha1 => Hash::Sha1,
            HashName::Sha256 => Hash::Sha256,
            HashName::Sha384 => Hash::Sha384,
            HashName::Sha512 => Hash::Sha512,
        };
        (text(&self.name), hash)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PlaceConfig {
    header: Option<String>,
    also_named: Option<Vec<String>>,
    any_of: Option<Vec<String>>,
    query: Option<String>,
    #[cfg(feature = "json")]
    json: Option<Vec<String>>,
    #[serde(default)]
    last_segment: bool,
    separated_by: Option<char>,
    grouped_by: Option<char>,
    item_at: Option<usize>,
    items_from: Option<usize>,
    prefix: Option<String>,
    optional_prefix: Option<String>,
    #[serde(default)]
    multiple: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum PartConfig {
    Body,
    BodyDigest {
        algorithm: DigestName,
        encoding: EncodingName,
    },
    Header {
        name: String,
        syntax: SyntaxConfig,
    },
    Id,
    Literal(String),
    Method,
    Path,
    PathWithQuery,
    Secret,
    #[cfg(feature = "form")]
    SortedForm,
    Timestamp,
    Url,
    UrlWithQuery,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimestampConfig {
    pub(super) place: PlaceConfig,
    pub(super) format: FormatName,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdConfig {
    pub(super) place: PlaceConfig,
    pub(super) syntax: SyntaxConfig,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SyntaxConfig {
    characters: Characters,
    and: Option<String>,
    except: Option<String>,
    min: Option<u16>,
    max: Option<u16>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Characters {
    Visible,
    Digits,
    Hex,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyDigestConfig {
    header: Option<String>,
    query: Option<String>,
    encoding: EncodingName,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SecretConfig {
    Base64(String),
    Base64OrText(String),
    Hex,
}

/// A header field with a fixed value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RequiredConfig {
    place: PlaceConfig,
    value: String,
}

impl RequiredConfig {
    pub(super) fn to_value(&self) -> Result<(Place, &'static str), UnsoundScheme> {
        Ok((self.place.to_place()?, text(&self.value)))
    }
}

impl PlaceConfig {
    pub(super) fn to_place(&self) -> Result<Place, UnsoundScheme> {
        let one = UnsoundScheme::new(
            "a place needs exactly one of `header`, `also-named`, `any-of`, `query`, \
             `last-segment` and `json`",
        );
        let mut places = [
            self.header.as_deref().map(|name| Place::try_header(text(name))),
            self.also_named.as_deref().map(|names| Place::try_also_named(texts(names))),
            self.any_of.as_deref().map(|names| Place::try_any_of(texts(names))),
            self.query.as_deref().map(|name| Place::try_query(text(name))),
            self.last_segment.then(|| Ok(Place::last_segment())),
            self.json_place(),
        ]
        .into_iter()
        .flatten();
        let mut place = places.next().ok_or(one)??;
        if places.next().is_some() {
            return Err(one);
        }
        if let Some(separator) = self.separated_by {
            place = place.try_separated_by(separator)?;
        }
        if let Some(separator) = self.grouped_by {
            place = place.try_grouped_by(separator)?;
        }
        place = match (self.item_at, self.items_from) {
            (None, None) => place,
            (Some(position), None) => place.try_item_at(position)?,
            (None, Some(position)) => place.try_items_from(position)?,
            (Some(_), Some(_)) => {
                return Err(UnsoundScheme::new("a place has `item-at` or `items-from`, not both"));
            }
        };
        if self.multiple {
            place = place.try_multiple()?;
        }
        match (&self.prefix, &self.optional_prefix) {
            (None, None) => Ok(place),
            (Some(prefix), None) => place.try_prefix(text(prefix)),
            (None, Some(prefix)) => place.try_optional_prefix(text(prefix)),
            (Some(_), Some(_)) => {
                Err(UnsoundScheme::new("a place has `prefix` or `optional-prefix`, not both"))
            }
        }
    }

    #[cfg(feature = "json")]
    fn json_place(&self) -> Option<Result<Place, UnsoundScheme>> {
        self.json.as_deref().map(|path| Place::try_json(texts(path)))
    }

    #[cfg(not(feature = "json"))]
    #[allow(clippy::unused_self, reason = "it replaces a look-up")]
    const fn json_place(&self) -> Option<Result<Place, UnsoundScheme>> {
        None
    }
}

impl PartConfig {
    pub(super) fn to_part(&self) -> Result<Part, UnsoundScheme> {
        Ok(match self {
            Self::Body => Part::Body,
            Self::BodyDigest { algorithm, encoding } => {
                Part::BodyDigest(algorithm.to_algorithm(), encoding.to_encoding())
            }
            Self::Header { name, syntax } => Part::Header(text(name), syntax.to_syntax()?),
            Self::Id => Part::Id,
            Self::Literal(literal) => Part::Literal(text(literal)),
            Self::Method => Part::Method,
            Self::Path => Part::Path,
            Self::PathWithQuery => Part::PathWithQuery,
            Self::Secret => Part::Secret,
            #[cfg(feature = "form")]
            Self::SortedForm => Part::SortedForm,
            Self::Timestamp => Part::Timestamp,
            Self::Url => Part::Url,
            Self::UrlWithQuery => Part::UrlWithQuery,
        })
    }
}

impl SyntaxConfig {
    pub(super) fn to_syntax(&self) -> Result<Syntax, UnsoundScheme> {
        let mut syntax = match self.characters {
            Characters::Visible => Syntax::visible(),
            Characters::Digits => Syntax::DIGITS,
            Characters::Hex => Syntax::HEX,
        };
        if let Some(characters) = &self.and {
            syntax = syntax.try_and(characters)?;
        }
        if let Some(characters) = &self.except {
            syntax = syntax.try_except(characters)?;
        }
        let (min, max) = syntax.lengths();
        syntax.try_length(self.min.unwrap_or(min), self.max.unwrap_or(max))
    }
}

impl BodyDigestConfig {
    pub(super) fn to_digest(&self) -> Result<BodyDigest, UnsoundScheme> {
        let encoding = self.encoding.to_encoding();
        match (&self.header, &self.query) {
            (Some(name), None) => BodyDigest::try_header(text(name), encoding),
            (None, Some(name)) => Ok(BodyDigest::query(text(name), encoding)),
            _ => Err(UnsoundScheme::new("a body digest needs one of `header` and `query`")),
        }
    }
}

impl EncodingName {
    pub(super) const fn to_encoding(self) -> Encoding {
        match self {
            Self::Hex => Encoding::Hex,
            Self::HexUpper => Encoding::HexUpper,
            Self::Base64 => Encoding::Base64,
            Self::Base64Unpadded => Encoding::Base64Unpadded,
            Self::Base64Url => Encoding::Base64Url,
            Self::Base64UrlPadded => Encoding::Base64UrlPadded,
        }
    }
}

impl FormatName {
    pub(super) const fn to_format(self) -> TimestampFormat {
        match self {
            Self::Seconds => TimestampFormat::Seconds,
            Self::Milliseconds => TimestampFormat::Milliseconds,
            Self::Rfc3339 => TimestampFormat::Rfc3339,
            Self::DateTimeUtc => TimestampFormat::DateTimeUtc,
            Self::DateTimeUtcSpaced => TimestampFormat::DateTimeUtcSpaced,
            Self::Iso8601Basic => TimestampFormat::Iso8601Basic,
            Self::HttpDate => TimestampFormat::HttpDate,
        }
    }
}

impl DigestName {
    pub(super) const fn to_algorithm(self) -> DigestAlgorithm {
        match self {
            Self::Sha256 => DigestAlgorithm::Sha256,
            Self::Sha512 => DigestAlgorithm::Sha512,
        }
    }
}

/// Leaks a copy of a text.
pub(super) fn text(text: &str) -> &'static str {
    Box::leak(Box::from(text))
}

pub(super) fn texts(all: &[String]) -> &'static [&'static str] {
    leaked(all.iter().map(|one| text(one)).collect())
}

pub(super) fn leaked<T>(items: Vec<T>) -> &'static [T] {
    Box::leak(items.into_boxed_slice())
}
