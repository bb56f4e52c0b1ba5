//! Bodies that contain several events.

use crate::codec::bytes::without_bom;
use crate::proof::payload::{Payload, PayloadError};
use alloc::vec::Vec;
use bytes::Bytes;
use core::fmt;
use core::marker::PhantomData;
use serde::de::{DeserializeOwned, Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The events of a JSON body: the items of an array, or the body itself as the only event.
///
/// Each event is parsed as a `T` when you access it, so one malformed event does not affect the
/// others.
///
/// ```
/// use verihook::{Batch, Payload};
///
/// #[derive(serde::Deserialize)]
/// struct Event {
///     id: u32,
/// }
///
/// let batch = Batch::<Event>::from_slice(br#"[{"id": 1}, {"id": "two"}, {"id": 3}]"#)?;
/// let mut ids = Vec::new();
/// for (index, event) in batch.iter().enumerate() {
///     match event {
///         Ok(event) => ids.push(event.id),
///         Err(error) => println!("{error}: {:?}", batch.raw(index)), // keep it for inspection
///     }
/// }
/// assert_eq!((ids, batch.len()), (vec![1, 3], 3));
/// # Ok::<(), verihook::PayloadError>(())
/// ```
///
/// A body that is not JSON is an error. If the body must be an array that contains only `T`, use
/// `Json<Vec<T>>`.
pub struct Batch<T> {
    body: Bytes,
    /// The start and end of each item in the body.
    items: Vec<(u32, u32)>,
    item: PhantomData<fn() -> T>,
}

impl<T> Batch<T> {
    /// Returns the number of events, which is 0 for an empty array.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns `true` if there are no events.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the bytes of the event at this index, exactly as they were signed.
    ///
    /// They are a slice of the body and keep all of it in memory.
    #[must_use]
    pub fn raw(&self, index: usize) -> Option<Bytes> {
        let &(start, end) = self.items.get(index)?;
        self.body.get(start as usize..end as usize).map(|item| self.body.slice_ref(item))
    }

    fn text(&self, (start, end): (u32, u32)) -> &[u8] {
        self.body.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl<T: DeserializeOwned> Batch<T> {
    /// Returns the event at this index, or `None` if the index is out of bounds.
    ///
    /// # Errors
    /// [`PayloadError`] if the event is not a valid `T`.
    pub fn get(&self, index: usize) -> Option<Result<T, PayloadError>> {
        self.items.get(index).map(|item| read(index, self.text(*item)))
    }

    /// Iterates over all events in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<T, PayloadError>> {
        self.items.iter().enumerate().map(|(index, item)| read(index, self.text(*item)))
    }
}

fn read<T: DeserializeOwned>(index: usize, item: &[u8]) -> Result<T, PayloadError> {
    serde_json::from_slice(item).map_err(|error| PayloadError::json(error).in_item(index))
}

impl<T> Payload for Batch<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        Self::from_bytes(Bytes::copy_from_slice(body))
    }

    fn from_bytes(body: Bytes) -> Result<Self, PayloadError> {
        if u32::try_from(body.len()).is_err() {
            return Err(PayloadError::new("JSON", "a batch must be smaller than 4 GiB"));
        }
        let whole: &RawValue =
            serde_json::from_slice(without_bom(&body)).map_err(PayloadError::json)?;
        let places = Places { start: body.as_ptr() as usize };
        let items = if whole.get().starts_with('[') {
            let mut reader = serde_json::Deserializer::from_str(whole.get());
            reader.deserialize_seq(places).map_err(PayloadError::json)?
        } else {
            alloc::vec![places.of(whole)]
        };
        Ok(Self { body, items, item: PhantomData })
    }
}

/// Records the position of each item in a body that begins at this address.
struct Places {
    start: usize,
}

impl Places {
    #[allow(clippy::cast_possible_truncation, reason = "the body is shorter than 4 GiB")]
    fn of(&self, item: &RawValue) -> (u32, u32) {
        let start = item.get().as_ptr() as usize - self.start;
        (start as u32, (start + item.get().len()) as u32)
    }
}

impl<'de> Visitor<'de> for Places {
    type Value = Vec<(u32, u32)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut places = Vec::new();
        while let Some(item) = seq.next_element::<&RawValue>()? {
            places.push(self.of(item));
        }
        Ok(places)
    }
}

impl<T> Clone for Batch<T> {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), items: self.items.clone(), item: PhantomData }
    }
}

/// Prints the number of events but not their content, which may be confidential.
impl<T> fmt::Debug for Batch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("len", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;

    fn texts(body: &str) -> Option<Vec<Bytes>> {
        let batch = Batch::<u8>::from_slice(body.as_bytes()).ok()?;
        (0..batch.len()).map(|index| batch.raw(index)).collect()
    }

    #[test]
    fn items_are_the_bytes_of_the_body() {
        let body = Bytes::from("\t[ {\"a\":1.50} , [], \"\\u0041\" ,null]\n");
        let batch = Batch::<u8>::from_bytes(body.clone()).unwrap();
        let items: Vec<_> = (0..4).filter_map(|index| batch.raw(index)).collect();
        assert_eq!(items, ["{\"a\":1.50}", "[]", "\"\\u0041\"", "null"]);
        let within = body.as_ptr_range();
        assert!(items.iter().all(|item| within.contains(&item.as_ptr())));
        assert!(batch.raw(4).is_none());
        assert_eq!(texts("[]"), Some(Vec::new()));
        assert_eq!(texts(" {\"a\":[1]} "), Some(alloc::vec![Bytes::from("{\"a\":[1]}")]));
        let marked = Some(alloc::vec![Bytes::from("1"), Bytes::from("2")]);
        assert_eq!(texts("\u{feff}[1, 2]"), marked, "a byte order mark is read past");
        assert_eq!(texts("7"), Some(alloc::vec![Bytes::from("7")]));
    }

    #[test]
    fn what_is_no_json_is_no_batch() {
        let deep = "[".repeat(100_000);
        for body in ["", "[", "[1,]", "[1] 2", "[1 2]", "\u{feff}\u{feff}[]", "nope", &deep] {
            assert_eq!(texts(body), None, "{body:.9}");
        }
        assert!(Batch::<u8>::from_slice(b"[\"\xff\"]").is_err());
    }

    #[test]
    fn an_item_that_does_not_fit_says_which() {
        let batch = Batch::<u8>::from_slice(b"[1,\n 300,3]").unwrap();
        let read: Vec<_> =
            batch.iter().map(|item| item.map_err(|error| error.to_string())).collect();
        let error = "the verified body is not the JSON that the handler expects, in item 1 at line 1 column 3: invalid value: integer, expected u8";
        assert_eq!(read, [Ok(1), Err(error.to_string()), Ok(3)]);
        assert!(batch.get(3).is_none());
    }
}
