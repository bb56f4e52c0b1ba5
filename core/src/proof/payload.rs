//! What a handler takes: the bytes, or something read from them.

use alloc::boxed::Box;
use alloc::vec::Vec;
use bytes::Bytes;
use core::fmt;

/// Something that a body can be read as, after it was verified.
///
/// `Bytes` takes it as it is. [`Json`], [`Batch`](crate::Batch) and [`Form`] read it with serde;
/// media types are not looked at, because senders get them wrong and the scheme already says who
/// they are.
///
/// ```
/// use verihook::{Payload, PayloadError};
///
/// struct Lines(Vec<String>);
///
/// impl Payload for Lines {
///     fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
///         let text = core::str::from_utf8(body).map_err(|error| PayloadError::new("text", error))?;
///         Ok(Self(text.lines().map(str::to_owned).collect()))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a verified body",
    label = "not a payload",
    note = "use verihook's own `Bytes`, `Json<T>`, `Batch<T>` or `Form<T>`, which every adapter exports; a framework's `Json` or `Form` \
            reads requests, not verified bytes"
)]
pub trait Payload: Sized {
    /// Reads these bytes.
    ///
    /// # Errors
    /// If they are no such payload.
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError>;

    /// Reads these bytes, and may keep them.
    ///
    /// # Errors
    /// If they are no such payload.
    fn from_bytes(body: Bytes) -> Result<Self, PayloadError> {
        Self::from_slice(&body)
    }
}

impl Payload for Bytes {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        Ok(Self::copy_from_slice(body))
    }

    fn from_bytes(body: Bytes) -> Result<Self, PayloadError> {
        Ok(body)
    }
}

impl Payload for Vec<u8> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        Ok(body.to_vec())
    }
}

/// JSON, read with serde once it was verified.
///
/// It is read as serde_json reads: an object's repeated member is an error for a struct and the
/// last one wins in a map; a byte order mark is an error.
///
/// ```
/// # use verihook::{Json, PlainHead, Signer, UnixTime, Verifier, providers::GitHub};
/// #[derive(serde::Deserialize)]
/// struct Push {
///     after: String,
/// }
///
/// # let body = br#"{"after":"6dcb09b"}"#.as_slice();
/// # let now = UnixTime::from_seconds(0);
/// # let headers = Signer::<GitHub>::new("a secret")?.sign(body, now)?;
/// # let head = PlainHead::new("POST", "/", &headers);
/// let verifier = Verifier::<GitHub>::new("a secret")?;
/// let hook = verifier.verify(&head, body, now)?.parse::<Json<Push>>()?;
/// assert_eq!(hook.payload().0.after, "6dcb09b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "json")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be taken apart by a pattern")]
pub struct Json<T>(pub T);

#[cfg(feature = "json")]
impl<T: serde::de::DeserializeOwned> Payload for Json<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        serde_json::from_slice(body).map(Self).map_err(|error: serde_json::Error| {
            let (line, column) = (error.line(), error.column());
            PayloadError::new("JSON", error).at(line, column)
        })
    }
}

/// Form fields (`application/x-www-form-urlencoded`), read with serde once they were verified.
#[cfg(feature = "form")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be taken apart by a pattern")]
pub struct Form<T>(pub T);

#[cfg(feature = "form")]
impl<T: serde::de::DeserializeOwned> Payload for Form<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        let read = serde_urlencoded::from_bytes(body).map(Self);
        read.map_err(|error| PayloadError::new("form", error))
    }
}

/// A body in one piece: what [`Verifier::verify`](crate::Verifier::verify) takes and moves into the
/// proof, without a copy: `&[u8]`, `Bytes` or `Vec<u8>`.
///
/// No other type can be one, because it could show the verifier some bytes and the handler others:
///
/// ```compile_fail,E0277
/// struct Swap;
///
/// impl AsRef<[u8]> for Swap {
///     fn as_ref(&self) -> &[u8] {
///         b"genuine"
///     }
/// }
///
/// impl verihook::Body for Swap {
///     fn parse<T: verihook::Payload>(self) -> Result<T, verihook::PayloadError> {
///         T::from_slice(b"forged")
///     }
/// }
/// ```
pub trait Body: AsRef<[u8]> + sealed::Sealed {
    /// Reads it as a payload.
    ///
    /// # Errors
    /// If it is no such payload.
    fn parse<T: Payload>(self) -> Result<T, PayloadError>;
}

impl Body for Bytes {
    fn parse<T: Payload>(self) -> Result<T, PayloadError> {
        T::from_bytes(self)
    }
}

impl Body for Vec<u8> {
    fn parse<T: Payload>(self) -> Result<T, PayloadError> {
        T::from_bytes(self.into())
    }
}

impl Body for &[u8] {
    fn parse<T: Payload>(self) -> Result<T, PayloadError> {
        T::from_slice(self)
    }
}

impl<const N: usize> Body for &[u8; N] {
    fn parse<T: Payload>(self) -> Result<T, PayloadError> {
        T::from_slice(self)
    }
}

#[allow(unnameable_types, reason = "what cannot be named cannot be implemented elsewhere")]
mod sealed {
    pub trait Sealed {}
    impl Sealed for bytes::Bytes {}
    impl Sealed for alloc::vec::Vec<u8> {}
    impl Sealed for &[u8] {}
    impl<const N: usize> Sealed for &[u8; N] {}
}

/// A verified body that is not what the handler takes.
///
/// It prints what was expected and where the body differs. Its source says how, and may quote from
/// the body.
#[derive(Debug)]
pub struct PayloadError {
    expected: &'static str,
    /// Which item of a batch, from 0.
    item: Option<usize>,
    /// Line and column, from 1.
    position: Option<(usize, usize)>,
    source: Box<dyn core::error::Error + Send + Sync>,
}

impl PayloadError {
    /// The body is not `expected`, because of `source`.
    #[must_use]
    pub fn new(
        expected: &'static str,
        source: impl Into<Box<dyn core::error::Error + Send + Sync>>,
    ) -> Self {
        Self { expected, item: None, position: None, source: source.into() }
    }

    /// The same, with the line and column (from 1) up to which the body was understood.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }

    /// The same, of the item at this place (from 0) of a body that holds several; lines and columns
    /// count from where the item begins.
    #[must_use]
    pub const fn in_item(mut self, index: usize) -> Self {
        self.item = Some(index);
        self
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the verified body is not the {} that the handler takes", self.expected)?;
        match (self.item, self.position) {
            (None, Some((line, column))) => write!(f, ", at line {line} column {column}"),
            (Some(item), Some((line, column))) => {
                write!(f, ", in item {item} at line {line} column {column}")
            }
            (Some(item), None) => write!(f, ", in item {item}"),
            (None, None) => Ok(()),
        }
    }
}

impl core::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&*self.source)
    }
}
