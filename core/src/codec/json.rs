//! Reads one member of a JSON document without building the document.

use crate::codec::bytes::without_bom;
use alloc::string::{String, ToString as _};
use core::fmt;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// A member that is a number or a string.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Number(u64),
    Text(String),
}

impl Scalar {
    /// Returns the string, or the digits of the number.
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

/// The document is not JSON, or has the member twice.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// Returns the member at this path, or `None` if it is missing or of another type.
pub(crate) fn member(body: &[u8], path: &[&str]) -> Result<Option<Scalar>, Unreadable> {
    let mut reader = serde_json::Deserializer::from_slice(without_bom(body));
    let found = Find(path).deserialize(&mut reader).map_err(|_| Unreadable)?;
    reader.end().map_err(|_| Unreadable)?;
    Ok(found)
}

/// Finds the rest of a path in the next value.
struct Find<'p>(&'p [&'p str]);

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<Scalar>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<Scalar>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<alloc::borrow::Cow<'_, str>>()? {
            match self.0.split_first() {
                Some((first, _)) if *first == name && found.is_some() => {
                    return Err(A::Error::custom("the member appears twice"));
                }
                Some((first, rest)) if *first == name => {
                    found = Some(map.next_value_seed(Find(rest))?)
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found.flatten())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then_some(Scalar::Number(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then(|| Scalar::Text(text.into())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_found_by_its_path_alone() {
        let body = br#"{"x":[{"id":"no"}],"event":{"id":"evt_1","id2":2,"deep":{"id":3}},"id":4}"#;
        assert_eq!(member(body, &["event", "id"]), Ok(Some(Scalar::Text("evt_1".into()))));
        assert_eq!(member(body, &["event", "deep", "id"]), Ok(Some(Scalar::Number(3))));
        assert_eq!(member(body, &["id"]), Ok(Some(Scalar::Number(4))));
        for path in [&["x"][..], &["event"], &["x", "id"], &["id", "id"], &["none"]] {
            assert_eq!(member(body, path), Ok(None), "{path:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_read_past() {
        let body = "\u{feff}{\"id\":1}".as_bytes();
        assert_eq!(member(body, &["id"]), Ok(Some(Scalar::Number(1))));
    }

    #[test]
    fn what_has_two_readings_has_none() {
        let deep = "[".repeat(100_000);
        for body in [
            r#"{"id":1,"id":2}"#,
            r#"{"id":1}{"id":2}"#,
            r#"{"id":1"#,
            "",
            "\u{feff}\u{feff}{}",
            deep.as_str(),
        ] {
            assert_eq!(member(body.as_bytes(), &["id"]), Err(Unreadable));
        }
        for body in [
            r#"{"id":1.5}"#,
            r#"{"id":-1}"#,
            r#"{"id":null}"#,
            r#"{"id":true}"#,
            r#"{"id":[1]}"#,
            r#"{"id":1e400}"#,
        ] {
            assert!(
                matches!(member(body.as_bytes(), &["id"]), Ok(None) | Err(Unreadable)),
                "{body}"
            );
        }
    }
}
