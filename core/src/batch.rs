//! A body that holds several events.

use crate::payload::{Payload, PayloadError};
use alloc::vec::Vec;
use bytes::Bytes;
use core::fmt;
use core::marker::PhantomData;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The events of a JSON body: the items of an array, or the one that the body is. Each is read as a `T` when it is asked
/// for, so that one which is not does not take the others with it.
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
///         Err(error) => println!("{error}: {:?}", batch.raw(index)), // put aside, for somebody to look at
///     }
/// }
/// assert_eq!((ids, batch.len()), (vec![1, 3], 3));
/// # Ok::<(), verihook::PayloadError>(())
/// ```
///
/// It refuses what is no JSON at all. For a body that must be an array of `T`, and nothing but that, take
/// `Json<Vec<T>>`.
pub struct Batch<T> {
    /// Each item's own bytes, which are those of the body.
    items: Vec<Bytes>,
    item: PhantomData<fn() -> T>,
}

impl<T> Batch<T> {
    /// How many events there are. An empty array holds none.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The text of the event at this place, from 0, exactly as it was signed.
    #[must_use]
    pub fn raw(&self, index: usize) -> Option<&Bytes> {
        self.items.get(index)
    }
}

impl<T: DeserializeOwned> Batch<T> {
    /// The event at this place, from 0; `None` behind the last.
    ///
    /// # Errors
    /// If it is no `T`.
    pub fn get(&self, index: usize) -> Option<Result<T, PayloadError>> {
        self.items.get(index).map(|item| read(index, item))
    }

    /// All events, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Result<T, PayloadError>> {
        self.items.iter().enumerate().map(|(index, item)| read(index, item))
    }
}

fn read<T: DeserializeOwned>(index: usize, item: &[u8]) -> Result<T, PayloadError> {
    serde_json::from_slice(item).map_err(|error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        PayloadError::new("JSON", error).at(line, column).in_item(index)
    })
}

impl<T> Payload for Batch<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        Self::from_bytes(Bytes::copy_from_slice(body))
    }

    fn from_bytes(body: Bytes) -> Result<Self, PayloadError> {
        let malformed = |error: serde_json::Error| {
            let (line, column) = (error.line(), error.column());
            PayloadError::new("JSON", error).at(line, column)
        };
        let whole: &RawValue = serde_json::from_slice(&body).map_err(malformed)?;
        let items: Vec<&RawValue> = if whole.get().starts_with('[') {
            serde_json::from_str(whole.get()).map_err(malformed)?
        } else {
            alloc::vec![whole]
        };
        let items = items.iter().map(|item| body.slice_ref(item.get().as_bytes())).collect();
        Ok(Self { items, item: PhantomData })
    }
}

impl<T> Clone for Batch<T> {
    fn clone(&self) -> Self {
        Self { items: self.items.clone(), item: PhantomData }
    }
}

/// Prints how many events there are, and none of them, as they may be confidential.
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
        Batch::<u8>::from_slice(body.as_bytes()).ok().map(|batch| batch.items)
    }

    #[test]
    fn items_are_the_bytes_of_the_body() {
        let body = Bytes::from("\t[ {\"a\":1.50} , [], \"\\u0041\" ,null]\n");
        let batch = Batch::<u8>::from_bytes(body.clone()).unwrap();
        assert_eq!(batch.items, ["{\"a\":1.50}", "[]", "\"\\u0041\"", "null"]);
        let within = body.as_ptr_range();
        assert!(batch.items.iter().all(|item| within.contains(&item.as_ptr())));
        assert_eq!(texts("[]"), Some(Vec::new()));
        assert_eq!(texts(" {\"a\":[1]} "), Some(alloc::vec![Bytes::from("{\"a\":[1]}")]));
        assert_eq!(texts("7"), Some(alloc::vec![Bytes::from("7")]));
    }

    #[test]
    fn what_is_no_json_is_no_batch() {
        let deep = "[".repeat(100_000);
        for body in ["", "[", "[1,]", "[1] 2", "[1 2]", "\u{feff}[]", "nope", &deep] {
            assert_eq!(texts(body), None, "{body:.9}");
        }
        assert!(Batch::<u8>::from_slice(b"[\"\xff\"]").is_err());
    }

    #[test]
    fn an_item_that_does_not_fit_says_which() {
        let batch = Batch::<u8>::from_slice(b"[1,\n 300,3]").unwrap();
        let read: Vec<_> =
            batch.iter().map(|item| item.map_err(|error| error.to_string())).collect();
        let error = "the verified body is not the JSON that the handler takes, in item 1 at line 1 column 3";
        assert_eq!(read, [Ok(1), Err(error.to_string()), Ok(3)]);
        assert!(batch.get(3).is_none());
    }
}
