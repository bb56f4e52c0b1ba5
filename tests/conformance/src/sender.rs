//! Who sends: the provider, and others who would like to be.

use crate::setup::{Setup, signing_secrets_of};
use crate::shapes::PUBLIC_URL;
use crate::{cases, http2, wire};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::time::SystemTime;
use verihook::{Any, Signer, UnixTime};

/// The header fields of a request, in their order.
pub(crate) type Headers = Vec<(String, String)>;

/// The provider, and others who would like to be.
#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) setup: Setup,
}

impl Sender {
    pub(crate) const fn new(setup: Setup) -> Self {
        Self { setup }
    }

    /// The time, in the way of most providers.
    pub(crate) fn now() -> u64 {
        UnixTime::try_from(SystemTime::now()).map_or(0, UnixTime::seconds)
    }

    /// A body that the provider could send.
    pub(crate) fn body(&self) -> Vec<u8> {
        match self.setup.entry.slug {
            "shape-form" => b"name=a+b&amount=1".to_vec(),
            "shape-json" => self.body_at(0),
            _ => cases::B.to_vec(),
        }
    }

    /// A body that holds a time, so many seconds from now.
    pub(crate) fn body_at(&self, seconds: i64) -> Vec<u8> {
        let millis = Self::now().saturating_add_signed(seconds) * 1000;
        format!("{{\"a\":1,\"sent\":{millis}}}").into_bytes()
    }

    /// The current secret.
    pub(crate) fn secret(&self) -> &'static str {
        signing_secrets_of(self.setup.entry.slug)[1]
    }

    /// The secret that is being rotated out.
    pub(crate) fn old_secret(&self) -> &'static str {
        signing_secrets_of(self.setup.entry.slug)[0]
    }

    /// The header fields of a genuine delivery.
    pub(crate) fn headers(&self, body: &[u8]) -> Headers {
        self.headers_with(self.secret(), body, 0)
    }

    /// The header fields of a delivery under another secret, signed so many seconds from now.
    pub(crate) fn headers_with(&self, secret: &str, body: &[u8], seconds: i64) -> Headers {
        self.signed("POST", cases::PATH, secret, body, seconds)
    }

    /// The header fields of a delivery to this target.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub(crate) fn signed(
        &self,
        method: &str,
        target: &str,
        secret: &str,
        body: &[u8],
        seconds: i64,
    ) -> Headers {
        let now = UnixTime::from_seconds(Self::now().saturating_add_signed(seconds));
        let signer = Signer::<Any>::of(self.setup.entry, secret)
            .and_then(|signer| signer.method(method).target(target).public_url(PUBLIC_URL));
        let mut signer = signer.unwrap_or_else(|error| panic!("{error}"));
        if self.setup.entry.slug == "shape-header" {
            signer = signer.header("x-topic", "orders/paid");
        }
        if self.setup.entry.slug == "shape-content-digest" {
            signer = signer.header("x-digest", Self::digest(body));
        }
        let signed = signer.sign(body, now).unwrap_or_else(|error| panic!("{error}"));
        let more = self.setup.fields().iter().map(|(name, value)| (*name, (*value).to_owned()));
        signed.into_iter().chain(more).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Of the header fields of a genuine delivery only these.
    pub(crate) fn only(&self, names: &[&str], body: &[u8]) -> Headers {
        let mut headers = self.headers(body);
        headers.retain(|(name, _)| names.contains(&name.as_str()));
        headers
    }

    /// The MAC of any text under the current secret, for content that no honest signer makes.
    pub(crate) fn mac(content: &[u8]) -> String {
        Self::mac_with(crate::SECRETS[1], content)
    }

    /// The MAC of any text under any secret.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub(crate) fn mac_with(secret: &str, content: &[u8]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
            panic!("HMAC takes keys of any length")
        };
        mac.update(content);
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The SHA-256 digest of a body, in hexadecimal digits.
    pub(crate) fn digest(body: &[u8]) -> String {
        Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A genuine delivery with a declared length.
    pub(crate) fn request(&self, body: &[u8]) -> Vec<u8> {
        wire::request("POST", cases::PATH, &self.headers(body), body)
    }

    /// A genuine delivery over HTTP/2, in one frame.
    pub(crate) fn http2(&self, body: &[u8]) -> http2::Request {
        let mut headers = self.headers(body);
        for (name, _) in &mut headers {
            name.make_ascii_lowercase();
        }
        headers.push(("content-length".to_owned(), body.len().to_string()));
        http2::Request::post(cases::PATH, headers, body.to_vec().into())
    }
}
