//! Typed events of providers that document them.
//!
//! An event is a JSON object. The documented members that handlers commonly need have accessors. An
//! accessor returns its member if the member is present and has the documented type, so an event
//! stays readable whatever the provider adds, leaves out or changes. The complete object is
//! available as [`raw`](TerraEvent::raw). Event types that this crate does not know are `Other`.
//!
//! Use them as payloads with [`Json`](verihook::Json) or [`Batch`](verihook::Batch):
//!
//! ```
//! use verihook_events::{TerraEvent, TerraEventType};
//! use verihook::{Json, Payload};
//!
//! let body = br#"{"type": "daily", "user": {"user_id": "40f7", "provider": "GARMIN"}, "data": [{"metadata": {}}], "new": 1}"#;
//! let Json(event) = Json::<TerraEvent>::from_slice(body)?;
//! assert_eq!(event.kind(), Some(TerraEventType::Daily));
//! assert_eq!(event.user().and_then(|user| user.provider()), Some("GARMIN"));
//! assert_eq!(event.data().map(|data| data.iter().count()), Some(1));
//! assert_eq!(event.raw()["new"], 1);
//! # Ok::<(), verihook::PayloadError>(())
//! ```
//!
//! A `CentrePoint` body does not contain its event type. An unsigned header field does:
//!
//! ```
//! use verihook_events::{CentrePointEventType, CentrePointUpload};
//! use verihook::{Bytes, Json, Payload, Verified, providers::CentrePoint};
//!
//! fn uploaded(hook: &Verified<CentrePoint, Bytes>) -> Option<CentrePointUpload> {
//!     match hook.delivery().unsigned_event().map(CentrePointEventType::from)? {
//!         CentrePointEventType::Upload => Json::from_slice(hook.payload()).ok().map(|Json(event)| event),
//!         _ => None,
//!     }
//! }
//! ```

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

use alloc::string::String;
use serde_json::{Map, Value};

mod centrepoint;
mod terra;
mod texture;
mod tradelens;

pub use centrepoint::*;
pub use terra::*;
pub use texture::*;
pub use tradelens::*;

/// A member that has the documented type.
pub(crate) trait Member<'a>: Sized {
    fn read(value: &'a Value) -> Option<Self>;
}

impl<'a> Member<'a> for &'a str {
    fn read(value: &'a Value) -> Option<Self> {
        value.as_str()
    }
}

impl Member<'_> for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Member<'_> for f64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl Member<'_> for i64 {
    /// Accepts a whole number that is written as `43.0`.
    #[allow(clippy::cast_possible_truncation, reason = "whole, and far from the ends of its range")]
    fn read(value: &Value) -> Option<Self> {
        let whole = |number: &f64| number % 1.0 == 0.0 && number.abs() < 9.0e15;
        value.as_i64().or_else(|| value.as_f64().filter(whole).map(|number| number as Self))
    }
}

impl<'a> Member<'a> for &'a Value {
    fn read(value: &'a Value) -> Option<Self> {
        Some(value)
    }
}

/// An id that is a number or a string; the same provider may send either.
#[derive(Clone, Copy, Debug)]
pub struct Id<'a>(&'a Value);

impl<'a> Id<'a> {
    /// Returns the id if it is a string.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        self.0.as_str()
    }

    /// Returns the id if it is a number or a string of digits.
    #[must_use]
    pub fn number(self) -> Option<u64> {
        let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
        self.0.as_u64().or_else(|| self.text().filter(digits)?.parse().ok())
    }
}

impl<'a> Member<'a> for Id<'a> {
    fn read(value: &'a Value) -> Option<Self> {
        (value.is_string() || value.is_u64()).then_some(Self(value))
    }
}

/// The items of an array that have the documented type.
#[derive(Clone, Copy, Debug)]
pub struct List<'a, T> {
    items: &'a [Value],
    read: fn(&'a Value) -> Option<T>,
}

impl<'a, T> List<'a, T> {
    /// Iterates over these items in order, and skips all others.
    pub fn iter(self) -> impl Iterator<Item = T> {
        self.items.iter().filter_map(self.read)
    }

    /// Returns all items, as received.
    #[must_use]
    pub const fn raw(self) -> &'a [Value] {
        self.items
    }
}

impl<'a, T: Member<'a>> Member<'a> for List<'a, T> {
    fn read(value: &'a Value) -> Option<Self> {
        value.as_array().map(|items| Self { items, read: T::read })
    }
}

fn member<'a, T: Member<'a>>(object: &'a Map<String, Value>, name: &str) -> Option<T> {
    object.get(name).and_then(T::read)
}

/// Declares the event types of a provider.
macro_rules! kinds {
    ($(#[$meta:meta])* $name:ident { $($(#[$kind_meta:meta])* $kind:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name<'a> {
            $(
                $(#[$kind_meta])*
                #[doc = concat!("`", $text, "`")]
                $kind,
            )*
            /// An unknown type, as received.
            Other(&'a str),
        }

        impl<'a> $name<'a> {
            /// Returns the type as it appears in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'a str {
                match self {
                    $(Self::$kind => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl<'a> From<&'a str> for $name<'a> {
            fn from(text: &'a str) -> Self {
                match text {
                    $($text => Self::$kind,)*
                    other => Self::Other(other),
                }
            }
        }

        impl<'a> $crate::Member<'a> for $name<'a> {
            fn read(value: &'a serde_json::Value) -> Option<Self> {
                value.as_str().map(Self::from)
            }
        }
    };
}

/// Declares an event.
macro_rules! event {
    ($(#[$meta:meta])* $name:ident { $($member:ident: $json:literal as $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(serde_json::Map<alloc::string::String, serde_json::Value>);

        impl $name {
            $(
                #[doc = concat!("`", $json, "`")]
                #[must_use]
                #[allow(clippy::needless_lifetimes, reason = "the types of members name it")]
                pub fn $member<'a>(&'a self) -> Option<$type> {
                    $crate::member(&self.0, $json)
                }
            )*

            /// Returns the complete JSON object, as received.
            #[must_use]
            pub const fn raw(&self) -> &serde_json::Map<alloc::string::String, serde_json::Value> {
                &self.0
            }
        }
    };
}

/// Declares an object inside an event.
macro_rules! object {
    ($(#[$meta:meta])* $name:ident { $($member:ident: $json:literal as $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<'a>(&'a serde_json::Map<alloc::string::String, serde_json::Value>);

        impl<'a> $name<'a> {
            $(
                #[doc = concat!("`", $json, "`")]
                #[must_use]
                pub fn $member(self) -> Option<$type> {
                    $crate::member(self.0, $json)
                }
            )*

            /// Returns the complete JSON object, as received.
            #[must_use]
            pub const fn raw(self) -> &'a serde_json::Map<alloc::string::String, serde_json::Value> {
                self.0
            }
        }

        impl<'a> $crate::Member<'a> for $name<'a> {
            fn read(value: &'a serde_json::Value) -> Option<Self> {
                value.as_object().map(Self)
            }
        }
    };
}

pub(crate) use {event, kinds, object};
