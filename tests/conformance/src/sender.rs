//! The sender of a case: the provider, or an impostor.

use crate::setup::{Setup, signing_secrets_of};
use crate::shapes::PUBLIC_URL;
use crate::{cases, http2, wire};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::time::SystemTime;
use verihook::{Any, Signer, UnixTime};

/// The headers of a request, in order.
pub(crate) type Headers = Vec<(String, String)>;

/// The provider, or an impostor.
#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) setup: Setup,
}

impl Sender {
    pub(crate) const fn new(setup: Setup) -> Self {
        Self { setup }
    }

    /// Returns the current Unix time in seconds, as most providers write it.
    pub(crate) fn now() -> u64 {
        UnixTime::try_from(SystemTime::now()).map_or(0, UnixTime::seconds)
    }

    /// Returns a body that the provider could send.
    pub(crate) fn body(&self) -> Vec<u8> {
        match self.setup.entry.slug {
            "shape-form" => b"name=a+b&amount=1".to_vec(),
            "shape-json" => self.body_at(0),
            _ => cases::B.to_vec(),
        }
    }

    /// Returns a body whose timestamp is this many seconds from now.
    pub(crate) fn body_at(&self, seconds: i64) -> Vec<u8> {
        let millis = Self::now().saturating_add_signed(seconds) * 1000;
        format!("{{\"a\":1,\"sent\":{millis}}}").into_bytes()
    }

    /// Returns the current secret.
    pub(crate) fn secret(&self) -> &'static str {
        signing_secrets_of(self.setup.entry.slug)[1]
    }

    /// Returns the secret that is being rotated out.
    pub(crate) fn old_secret(&self) -> &'static str {
        signing_secrets_of(self.setup.entry.slug)[0]
    }

    /// Returns the headers of a genuine delivery.
    pub(crate) fn headers(&self, body: &[u8]) -> Headers {
        self.headers_with(self.secret(), body, 0)
    }

    /// Returns the headers of a delivery signed with this secret, this many seconds from now.
    pub(crate) fn headers_with(&self, secret: &str, body: &[u8], seconds: i64) -> Headers {
        self.signed("POST", cases::PATH, secret, body, seconds)
    }

    /// Returns the headers of a delivery to this target.
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

    /// Returns only these headers of a genuine delivery.
    pub(crate) fn only(&self, names: &[&str], body: &[u8]) -> Headers {
        let mut headers = self.headers(body);
        headers.retain(|(name, _)| names.contains(&name.as_str()));
        headers
    }

    /// Computes the MAC of any content under the current secret, also of content that no genuine
    /// signer produces.
    pub(crate) fn mac(content: &[u8]) -> String {
        Self::mac_with(crate::SECRETS[1], content)
    }

    /// Computes the MAC of any content under any secret.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub(crate) fn mac_with(secret: &str, content: &[u8]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
            panic!("HMAC takes keys of any length")
        };
        mac.update(content);
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Computes the SHA-256 digest of a body, in hexadecimal digits.
    pub(crate) fn digest(body: &[u8]) -> String {
        Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns a genuine delivery with a declared length.
    pub(crate) fn request(&self, body: &[u8]) -> Vec<u8> {
        wire::request("POST", cases::PATH, &self.headers(body), body)
    }

    /// Returns a genuine delivery over HTTP/2, in one DATA frame.
    pub(crate) fn http2(&self, body: &[u8]) -> http2::Request {
        let mut headers = self.headers(body);
        for (name, _) in &mut headers {
            name.make_ascii_lowercase();
        }
        headers.push(("content-length".to_owned(), body.len().to_string()));
        http2::Request::post(cases::PATH, headers, body.to_vec().into())
    }
}
