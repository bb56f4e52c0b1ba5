//! Payloads: the bytes, or a type read from them.

#[cfg(feature = "json")]
use crate::codec::bytes::without_bom;
use alloc::boxed::Box;
use alloc::vec::Vec;
use bytes::Bytes;
use core::fmt;

/// A type that can be read from a body after verification.
///
/// `Bytes` is the body itself. [`Json`], [`Batch`](crate::Batch) and [`Form`] read it with serde.
/// They ignore the media type, because senders get it wrong and the scheme already identifies the
/// sender.
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
    /// Reads a payload from these bytes.
    ///
    /// # Errors
    /// [`PayloadError`] if the bytes are not a valid payload of this type.
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError>;

    /// Reads a payload from these bytes, and may keep a reference to them.
    ///
    /// # Errors
    /// [`PayloadError`] if the bytes are not a valid payload of this type.
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

/// JSON, read with serde after verification.
///
/// The rules are those of serde_json. A duplicate member of an object is an error for a struct, and
/// the last one wins in a map. A UTF-8 byte order mark before the JSON is ignored.
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
#[allow(clippy::exhaustive_structs, reason = "callers destructure it")]
pub struct Json<T>(pub T);

#[cfg(feature = "json")]
impl<T: serde::de::DeserializeOwned> Payload for Json<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        serde_json::from_slice(without_bom(body)).map(Self).map_err(|error: serde_json::Error| {
            let (line, column) = (error.line(), error.column());
            PayloadError::new("JSON", error).at(line, column)
        })
    }
}

/// Form fields (`application/x-www-form-urlencoded`), read with serde after verification.
#[cfg(feature = "form")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "callers destructure it")]
pub struct Form<T>(pub T);

#[cfg(feature = "form")]
impl<T: serde::de::DeserializeOwned> Payload for Form<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        let read = serde_urlencoded::from_bytes(body).map(Self);
        read.map_err(|error| PayloadError::new("form", error))
    }
}

/// A body in one piece: `&[u8]`, `Bytes` or `Vec<u8>`.
///
/// [`Verifier::verify`](crate::Verifier::verify) takes it and moves it into the proof without a
/// copy.
///
/// Other types cannot implement this trait, because they could present different bytes to the
/// verifier and to the handler:
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
    /// Reads the body as a payload.
    ///
    /// # Errors
    /// [`PayloadError`] if the body is not a valid `T`.
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

#[allow(unnameable_types, reason = "other crates cannot implement what they cannot name")]
mod sealed {
    pub trait Sealed {
        /// Returns the body itself, if it can be shared without a copy.
        fn shared(&self) -> Option<bytes::Bytes> {
            None
        }
    }

    impl Sealed for bytes::Bytes {
        fn shared(&self) -> Option<bytes::Bytes> {
            Some(self.clone())
        }
    }

    impl Sealed for alloc::vec::Vec<u8> {}
    impl Sealed for &[u8] {}
    impl<const N: usize> Sealed for &[u8; N] {}
}

/// The error for a verified body that is not what the handler expects.
///
/// `Display` prints what was expected and where the body differs. The source describes the
/// difference, and may quote from the body.
#[derive(Debug)]
pub struct PayloadError {
    expected: &'static str,
    /// The item of a batch, from 0.
    item: Option<usize>,
    /// Line and column, from 1.
    position: Option<(usize, usize)>,
    source: Box<dyn core::error::Error + Send + Sync>,
}

impl PayloadError {
    /// Creates the error for a body that is not `expected`, because of `source`.
    #[must_use]
    pub fn new(
        expected: &'static str,
        source: impl Into<Box<dyn core::error::Error + Send + Sync>>,
    ) -> Self {
        Self { expected, item: None, position: None, source: source.into() }
    }

    /// Adds the line and column (from 1) up to which the body was valid.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }

    /// Adds the index (from 0) of the item in a body that contains several.
    ///
    /// Lines and columns then count from the beginning of the item.
    #[must_use]
    pub const fn in_item(mut self, index: usize) -> Self {
        self.item = Some(index);
        self
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the verified body is not the {} that the handler expects", self.expected)?;
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
