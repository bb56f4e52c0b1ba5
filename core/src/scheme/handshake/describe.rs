//! Describes a handshake in words.

use super::{Challenge, FormField, Handshake, Reply, Trigger};
use crate::scheme::describe::Dotted;
use core::fmt;

/// Describes the trigger, the place of the challenge, and the answer.
impl fmt::Display for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.trigger {
            Trigger::Method(method) => write!(f, "{method} request")?,
            Trigger::Field(name, value) => write!(f, "request with `{name}: {value}`")?,
            Trigger::Query(name) => {
                write!(f, "unsigned request with the query parameter `{name}`")?
            }
            Trigger::Form(fields) => {
                f.write_str("unsigned form of ")?;
                for (number, field) in fields.iter().enumerate() {
                    let comma = if number == 0 { "" } else { ", " };
                    write!(f, "{comma}`{}`", FormField::name(field))?;
                }
            }
            Trigger::UnsignedMember(path, value) => {
                write!(f, "unsigned body whose `{}` is `{value}`", Dotted(path))?;
            }
            Trigger::SecretField(name) => {
                write!(f, "unsigned request that delivers the secret in `{name}`")?;
            }
            Trigger::SecretMember(path) => {
                write!(f, "unsigned body that delivers the secret in `{}`", Dotted(path))?;
            }
            Trigger::Member(path, value) => {
                write!(f, "signed body whose `{}` is `{value}`", Dotted(path))?;
            }
        }
        if self.test_secret.is_some() {
            f.write_str(", signed with a published secret")?;
        }
        self.write_challenge(f)?;
        self.write_reply(f)
    }
}

impl Handshake {
    fn write_challenge(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.challenge {
            _ if self.delivers_a_secret() => Ok(()),
            Challenge::Unset => Ok(()),
            Challenge::Field(name) => write!(f, ", challenge in `{name}`"),
            Challenge::Query(name) => write!(f, ", challenge in the query parameter `{name}`"),
            Challenge::DecodedQuery(name) => {
                write!(f, ", challenge in the query parameter `{name}`, decoded")
            }
            Challenge::Member(path) => write!(f, ", challenge in `{}`", Dotted(path)),
        }
    }

    fn write_reply(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reply {
            Reply::Unset => Ok(()),
            Reply::Field(name) => write!(f, "; answered with it in `{name}`"),
            Reply::Text => f.write_str("; answered with it as text"),
            Reply::Json(name) => write!(f, "; answered with it as `{name}` in JSON"),
            Reply::JsonOfMac(_, name) => write!(f, "; answered with its MAC as `{name}` in JSON"),
            Reply::Fixed(text) => write!(f, "; answered with `{text}`"),
            Reply::Nothing => f.write_str("; answered with 204"),
            Reply::Ok => f.write_str("; answered with 200"),
        }
    }
}
