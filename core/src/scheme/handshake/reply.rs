//! The answers to handshakes.

use super::{CHALLENGE, Handshake, Reply};
use crate::codec::encoding::Encoding;
use crate::scheme::place::assert_field_name;
use crate::scheme::syntax::Syntax;

impl Handshake {
    /// The answer repeats this header field (in lower case) of the request.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn echo_header(self, name: &'static str) -> Self {
        self.header(name).as_header(name)
    }

    /// The answer has the challenge in this header field (in lower case).
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name.
    pub const fn as_header(self, name: &'static str) -> Self {
        assert_field_name(name);
        Self { reply: Reply::Field(name), ..self }
    }

    /// The answer is the challenge, as plain text.
    pub const fn as_text(self) -> Self {
        Self { reply: Reply::Text, ..self }
    }

    /// The answer is a JSON object with the challenge under this name.
    ///
    /// # Panics
    /// At compile time, if the name would need an escape.
    pub const fn as_json(self, name: &'static str) -> Self {
        assert!(CHALLENGE.could_contain(name), "the name of a JSON member must not need escapes");
        Self { reply: Reply::Json(name), ..self }
    }

    /// The answer is a JSON object with the challenge and a MAC of it.
    ///
    /// The challenge is under the first name. Under the second is its MAC under the signing secret,
    /// in hexadecimal (see [`mac_form`](Self::mac_form)).
    ///
    /// The MAC cannot serve as the signature of a delivery. Either the signed content contains a
    /// colon, which a challenge cannot have. Or the scheme signs the body, alone or after literals,
    /// and a delivery whose signed content could be a challenge is rejected.
    ///
    /// In the answer to an unsigned handshake, the MAC is made with the endpoint's first valid
    /// secret. An endpoint with a [resolver](crate::SecretResolver) does not answer it.
    ///
    /// # Panics
    /// At compile time, if a name would need an escape, or if the scheme does not meet these
    /// conditions.
    pub const fn as_json_with_mac(self, name: &'static str, mac: &'static str) -> Self {
        assert!(
            CHALLENGE.could_contain(name) && CHALLENGE.could_contain(mac),
            "the name of a JSON member must not need escapes"
        );
        Self { reply: Reply::JsonOfMac(Some(name), mac), ..self }
    }

    /// The answer is a JSON object with only a MAC of the challenge under this name.
    ///
    /// The conditions are those of [`Self::as_json_with_mac`].
    ///
    /// # Panics
    /// At compile time, if the name would need an escape, or if the scheme does not meet these
    /// conditions.
    pub const fn as_json_mac(self, name: &'static str) -> Self {
        assert!(CHALLENGE.could_contain(name), "the name of a JSON member must not need escapes");
        Self { reply: Reply::JsonOfMac(None, name), ..self }
    }

    /// The MAC in the answer has this encoding, after this prefix.
    ///
    /// # Panics
    /// At compile time, if the prefix would need an escape in JSON.
    pub const fn mac_form(self, prefix: &'static str, encoding: Encoding) -> Self {
        assert!(CHALLENGE.could_contain(prefix), "the prefix of a MAC must not need escapes");
        Self { mac: (prefix, encoding), ..self }
    }

    /// The answer to every such handshake is this JSON text.
    ///
    /// The handshake has no challenge.
    pub const fn reply_json(self, text: &'static str) -> Self {
        Self { reply: Reply::Fixed(text), ..self }
    }

    /// The answer to every such handshake is a 200 without a body.
    ///
    /// The handshake has no challenge.
    pub const fn reply_ok(self) -> Self {
        Self { reply: Reply::Ok, ..self }
    }

    /// The answer to every such handshake is a 204 without a body.
    ///
    /// The handshake has no challenge.
    pub const fn reply_no_content(self) -> Self {
        Self { reply: Reply::Nothing, ..self }
    }

    /// The answer also has this header field (in lower case), always with this value.
    ///
    /// # Panics
    /// At compile time, if the name is not a lower-case field name, or the value is not visible
    /// ASCII.
    pub const fn with_header(self, name: &'static str, value: &'static str) -> Self {
        assert_field_name(name);
        assert!(
            !value.is_empty() && Syntax::visible().could_contain(value),
            "the value of a header field must be visible ASCII"
        );
        Self { also: Some((name, value)), ..self }
    }
}
