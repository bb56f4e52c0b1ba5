//! Payloads: the bytes, or a type read from them.

#[cfg(feature = "json")]
use crate::codec::bytes::without_bom;
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
#[cfg(any(feature = "form", feature = "json"))]
use alloc::{
    borrow::ToOwned as _,
    format,
    string::{String, ToString},
};
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
    note = "use verihook's own `Bytes`, `Json<T>`, `Batch<T>`, `Form<T>` or `JsonOrForm<T>`, which every adapter exports; a framework's `Json` or `Form` \
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
        serde_json::from_slice(without_bom(body)).map(Self).map_err(|error| {
            let error = PayloadError::json(error);
            if is_form(body) { error.because(IS_FORM) } else { error }
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
        read.map_err(|error| PayloadError::new("form", error.clone()).because(public(&error, true)))
    }
}

/// JSON, or a form whose field `payload` is JSON, read with serde after verification.
///
/// GitHub sends either, depending on the webhook's content type, and Slack sends interactions as
/// such a form. The two cannot be confused: JSON has a `=` only inside a string, after a quotation
/// mark, and a form has a `=` before any quotation mark.
///
/// A form must have exactly one field `payload`. Other fields are ignored.
///
/// ```
/// use verihook::{JsonOrForm, Payload};
///
/// #[derive(serde::Deserialize)]
/// struct Push {
///     after: String,
/// }
///
/// for body in [r#"{"after":"6dcb09b"}"#, "payload=%7B%22after%22%3A%226dcb09b%22%7D"] {
///     let JsonOrForm(push) = JsonOrForm::<Push>::from_slice(body.as_bytes())?;
///     assert_eq!(push.after, "6dcb09b");
/// }
/// # Ok::<(), verihook::PayloadError>(())
/// ```
#[cfg(all(feature = "form", feature = "json"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "callers destructure it")]
pub struct JsonOrForm<T>(pub T);

#[cfg(all(feature = "form", feature = "json"))]
impl<T: serde::de::DeserializeOwned> Payload for JsonOrForm<T> {
    fn from_slice(body: &[u8]) -> Result<Self, PayloadError> {
        let json = if is_form(body) { payload_field(body)?.into() } else { Cow::Borrowed(body) };
        Json::from_slice(&json).map(|Json(value)| Self(value))
    }
}

#[cfg(feature = "json")]
const IS_FORM: &str = "the body is a form: choose the content type `application/json` at the \
                       provider, or take `JsonOrForm<T>` or `Form<T>`";

/// Returns `true` for a form, and never for JSON, where `=` is only inside a string.
#[cfg(feature = "json")]
fn is_form(body: &[u8]) -> bool {
    body.iter().find(|byte| matches!(byte, b'=' | b'"')) == Some(&b'=')
}

/// Returns the value of the only field `payload` of a form.
#[cfg(all(feature = "form", feature = "json"))]
fn payload_field(body: &[u8]) -> Result<Vec<u8>, PayloadError> {
    let mut values = crate::codec::form::fields(body).filter(|(name, _)| name == b"payload");
    let missing_or_repeated = |fault: &'static str| PayloadError::new("form", fault).because(fault);
    match (values.next(), values.next()) {
        (Some((_, value)), None) => Ok(value),
        (None, _) => Err(missing_or_repeated("the field `payload` is missing")),
        (Some(_), Some(_)) => Err(missing_or_repeated("the field `payload` is repeated")),
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
/// `Display` prints what was expected, where the body differs, and what is wrong there, such as a
/// missing field. It quotes nothing from the body, so it is safe to log. The source has the
/// parser's own message, which may quote from the body.
#[derive(Debug)]
pub struct PayloadError {
    expected: &'static str,
    /// What is wrong, without anything from the body.
    fault: Cow<'static, str>,
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
        Self { expected, fault: "".into(), item: None, position: None, source: source.into() }
    }

    #[cfg(feature = "json")]
    pub(crate) fn json(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let fault = public(&error, error.is_data());
        let error = Self::new("JSON", error).because(fault);
        // The error of an application's own `Deserialize` may have no position.
        if line == 0 { error } else { error.at(line, column) }
    }

    /// Adds what is wrong with the body. It must not quote from it.
    #[cfg(any(feature = "form", feature = "json"))]
    fn because(mut self, fault: impl Into<Cow<'static, str>>) -> Self {
        self.fault = fault.into();
        self
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

/// Returns what a parser says about a body, without what it quotes from the body.
///
/// The messages are those of serde and serde_json. Of a message that quotes a value, only its
/// beginning and what was expected are kept; one that is not known is left out, because an
/// application's own `Deserialize` may have put anything into it. `is_data` is `false` for an error
/// of syntax, which only the parser itself reports.
#[cfg(any(feature = "form", feature = "json"))]
fn public(error: &impl ToString, is_data: bool) -> String {
    const QUOTING: [&str; 4] =
        ["invalid type", "invalid value", "unknown variant", "unknown field"];
    const KINDS: [&str; 9] = [
        "boolean",
        "integer",
        "floating point",
        "character",
        "string",
        "null",
        "sequence",
        "map",
        "Option value",
    ];
    const SYNTAX: [&str; 8] = [
        "EOF while parsing",
        "expected ",
        "trailing ",
        "invalid escape",
        "invalid number",
        "control character",
        "key must be ",
        "recursion limit",
    ];
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    let name = ["missing field `", "duplicate field `"].iter().any(|start| text.starts_with(start));
    if name || !is_data && SYNTAX.iter().any(|start| text.starts_with(start)) {
        return text.to_owned();
    }
    let Some(start) = QUOTING.iter().find(|start| text.starts_with(**start)) else {
        return String::new();
    };
    let kind = text.get(start.len()..).and_then(|rest| rest.strip_prefix(": "));
    let kind = kind.and_then(|kind| KINDS.iter().find(|known| kind.starts_with(**known)));
    let kind = kind.map_or(String::new(), |kind| format!(": {kind}"));
    // The quoted value may contain these words too, so the last ones count.
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("{start}{kind}, expected {expected}"),
        None => format!("{start}{kind}"),
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
        }?;
        if self.fault.is_empty() { Ok(()) } else { write!(f, ": {}", self.fault) }
    }
}

impl core::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&*self.source)
    }
}

#[cfg(all(test, feature = "json", feature = "form"))]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "read only by serde")]
    struct Event {
        after: u8,
        #[serde(default)]
        kind: Kind,
    }

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        #[default]
        Push,
        Ping,
    }

    const BEGINS: &str =
        "the verified body is not the JSON that the handler expects, at line 1 column";

    #[test]
    fn an_error_names_the_field_and_never_quotes_a_value() {
        for (body, fault) in [
            ("{}", "2: missing field `after`"),
            (r#"{"after":1,"after":1}"#, "18: duplicate field `after`"),
            (r#"{"after":"SECRET"}"#, "17: invalid type: string, expected u8"),
            (r#"{"after":"SECRET, expected SECRET"}"#, "34: invalid type: string, expected u8"),
            (r#"{"after":"SECRET at line 1 column 1"}"#, "36: invalid type: string, expected u8"),
            (r#"{"after":7001}"#, "13: invalid value: integer, expected u8"),
            (r#"{"after":7.001}"#, "14: invalid type: floating point, expected u8"),
            (r#"{"after":null}"#, "13: invalid type: null, expected u8"),
            (r#"{"after":[7001]}"#, "9: invalid type: sequence, expected u8"),
            (r#"{"SECRET":1}"#, "9: unknown field, expected `after` or `kind`"),
            (r#"{"after":1,"kind":"SECRET"}"#, "26: unknown variant, expected `push` or `ping`"),
            ("", "0: EOF while parsing a value"),
            (r#"{"after":1} SECRET"#, "13: trailing characters"),
            (r#"{"after":nope}"#, "11: expected ident"),
        ] {
            let error = Json::<Event>::from_slice(body.as_bytes()).unwrap_err();
            let text = error.to_string();
            assert_eq!(text, format!("{BEGINS} {fault}"), "{body}");
            assert!(!text.contains("SECRET") && !text.contains("700"), "{text}");
        }
    }

    #[test]
    fn the_message_of_an_application_is_left_out() {
        #[derive(Debug)]
        struct Own;

        impl<'de> serde::Deserialize<'de> for Own {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                Err(serde::de::Error::custom(format!("expected a date, got {text}")))
            }
        }
        for (body, at) in [(r#"["SECRET"]"#, ", at line 1 column 10"), (r#""SECRET""#, "")] {
            let error = match body.starts_with('[') {
                true => Json::<Vec<Own>>::from_slice(body.as_bytes()).unwrap_err(),
                false => Json::<Own>::from_slice(body.as_bytes()).unwrap_err(),
            };
            let text = format!("the verified body is not the JSON that the handler expects{at}");
            assert_eq!(error.to_string(), text);
            let source = core::error::Error::source(&error).map(ToString::to_string);
            assert!(source.is_some_and(|text| text.starts_with("expected a date, got SECRET")));
        }
    }

    #[test]
    fn a_form_that_is_read_as_json_is_named() {
        let error = Json::<Event>::from_slice(b"payload=%7B%7D").unwrap_err();
        assert_eq!(error.to_string(), format!("{BEGINS} 1: {IS_FORM}"));
        let error = Form::<Event>::from_slice(b"kind=push").unwrap_err();
        let text =
            "the verified body is not the form that the handler expects: missing field `after`";
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn json_is_read_from_the_body_or_from_the_field_of_a_form() {
        let read = |body: &str| {
            JsonOrForm::<Event>::from_slice(body.as_bytes()).map(|event| event.0.after)
        };
        for body in [
            r#"{"after":7}"#,
            " \n{\"after\":7}",
            "payload=%7B%22after%22%3A7%7D",
            "payload=%7B%22after%22%3A+7%7D&api=2",
            r#"a=%22&p%61yload={"after":7}"#,
        ] {
            assert_eq!(read(body).ok(), Some(7), "{body}");
        }
        for (body, fault) in [
            ("a=1", "form that the handler expects: the field `payload` is missing"),
            (
                "payload=1&payload=1",
                "form that the handler expects: the field `payload` is repeated",
            ),
            (
                "payload=%7B%7D",
                "JSON that the handler expects, at line 1 column 2: missing field `after`",
            ),
            ("payload=%FF", "JSON that the handler expects, at line 1 column 1: expected value"),
            (
                "payload=",
                "JSON that the handler expects, at line 1 column 0: EOF while parsing a value",
            ),
            ("payload", "JSON that the handler expects, at line 1 column 1: expected value"),
            (
                r#"{"after":"a=b"}"#,
                "JSON that the handler expects, at line 1 column 14: invalid type: string, expected u8",
            ),
        ] {
            let text = read(body).unwrap_err().to_string();
            assert_eq!(text, format!("the verified body is not the {fault}"), "{body}");
        }
    }
}
