//! The sender of a case: the provider, or an impostor.

use crate::facts::Facts;
use crate::setup::{SECRETS, Setup, signing_secrets_of};
use crate::traits::Scope;
use crate::{cases, http2, wire};
use core::cell::RefCell;
use core::time::Duration;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::time::SystemTime;
use verihook::{Any, AnyOrigin, AnyProvider, PlainHead, Rejection, Signer, UnixTime, Verifier};

/// The headers of a request, in order.
pub(crate) type Headers = Vec<(String, String)>;

/// The provider, or an impostor.
#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) setup: Setup,
    facts: Facts,
    /// The reason why a delivery of the case cannot be made.
    fault: RefCell<Option<String>>,
}

/// The signature of a genuine delivery, and the header field that has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signature {
    pub(crate) name: String,
    /// The start of the header value, which does not depend on the body.
    pub(crate) prefix: String,
    pub(crate) value: String,
}

impl Sender {
    /// Creates the sender for an endpoint of the suite's own.
    pub(crate) fn new(setup: Setup) -> Self {
        Self::with(setup, Facts::of(setup))
    }

    pub(crate) const fn with(setup: Setup, facts: Facts) -> Self {
        Self { setup, facts, fault: RefCell::new(None) }
    }

    /// Returns the reason why a delivery that was requested so far could not be made.
    pub(crate) fn fault(&self) -> Option<String> {
        self.fault.borrow().clone()
    }

    /// Notes the first reason why a delivery of the case cannot be made.
    pub(crate) fn note<T: Default>(&self, why: impl core::fmt::Display) -> T {
        self.fault.borrow_mut().get_or_insert_with(|| why.to_string());
        T::default()
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

    /// Returns the limit of the endpoint, in bytes.
    pub(crate) const fn limit(&self) -> usize {
        self.facts.limit
    }

    /// Returns the body deadline of the endpoint.
    pub(crate) const fn deadline(&self) -> Duration {
        self.facts.deadline
    }

    /// Returns an age in seconds that the endpoint does not tolerate.
    pub(crate) fn beyond(&self) -> i64 {
        i64::try_from(self.facts.tolerance).unwrap_or(i64::MAX / 2).saturating_add(30)
    }

    /// Returns a body of exactly the limit.
    pub(crate) fn full(&self) -> Vec<u8> {
        object(self.limit())
    }

    /// Returns a body of one byte more than the limit.
    pub(crate) fn over_limit(&self) -> Vec<u8> {
        object(self.limit().saturating_add(1))
    }

    /// Returns the current secret.
    pub(crate) fn secret(&self) -> &str {
        &self.facts.current
    }

    /// Returns the secret that is being rotated out.
    pub(crate) fn old_secret(&self) -> &str {
        match &self.facts.old {
            Some(old) => old,
            None => self.note::<&str>("there is only one secret"),
        }
    }

    /// Returns a well-formed secret that the endpoint does not know.
    pub(crate) fn foreign_secret(&self) -> String {
        let user = self.secret().split_once(':').map(|(user, _)| user);
        let usual = signing_secrets_of(self.setup.entry.slug);
        let is_known = |secret: &str| secret == self.secret() || Some(secret) == self.facts.old();
        if usual == SECRETS && !is_known("guess") {
            return "guess".to_owned();
        }
        if let (Some(user), "Basic ") = (user, self.signature().prefix.as_str()) {
            return format!("{user}:guess");
        }
        let foreign = usual.into_iter().find(|secret| !is_known(secret));
        foreign.map_or_else(|| changed_in_the_middle(self.secret()), str::to_owned)
    }

    /// Returns the current secret without its last character.
    pub(crate) fn cut_secret(&self) -> &str {
        let secret = self.secret();
        secret.char_indices().next_back().map_or(secret, |(last, _)| secret.split_at(last).0)
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
    pub(crate) fn signed(
        &self,
        method: &str,
        target: &str,
        secret: &str,
        body: &[u8],
        seconds: i64,
    ) -> Headers {
        let now = Self::now().saturating_add_signed(seconds);
        self.signed_at(now, method, target, secret, body).unwrap_or_else(|why| self.note(why))
    }

    fn signed_at(
        &self,
        now: u64,
        method: &str,
        target: &str,
        secret: &str,
        body: &[u8],
    ) -> Result<Headers, String> {
        let target = self.facts.target(target);
        let signer = Signer::<Any>::of(self.setup.entry, secret)
            .and_then(|signer| {
                signer.method(method).target(&*target).public_url(&*self.facts.public_url)
            })
            .map_err(|error| error.to_string())?;
        let signer = match self.setup.entry.slug {
            "shape-header" => signer.header("x-topic", "orders/paid"),
            "shape-content-digest" => signer.header("x-digest", Self::digest(body)),
            _ => signer,
        };
        let now = UnixTime::from_seconds(now);
        let signed = signer.sign(body, now).map_err(|why| why.to_string())?;
        let signed_target = signer.sign_target(body, now).map_err(|why| why.to_string())?;
        if signed_target != target {
            return Err("the scheme has its signature in the query".to_owned());
        }
        let more = self.setup.fields().iter().map(|(name, value)| (*name, (*value).to_owned()));
        Ok(signed.into_iter().chain(more).map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Returns only these headers of a genuine delivery.
    pub(crate) fn only(&self, names: &[&str], body: &[u8]) -> Headers {
        let mut headers = self.headers(body);
        headers.retain(|(name, _)| names.contains(&name.as_str()));
        headers
    }

    /// Returns the headers of a genuine delivery without the one that has the signature.
    pub(crate) fn without_signature(&self, body: &[u8]) -> Headers {
        let name = self.signature().name;
        let mut headers = self.headers(body);
        headers.retain(|(other, _)| *other != name);
        headers
    }

    /// Verifies a request with verihook, or returns `None` if no verifier can be built from the
    /// secret: a public key is not known.
    pub(crate) fn verify(
        &self,
        method: &str,
        headers: &Headers,
        body: &[u8],
    ) -> Option<Result<(), Rejection>> {
        let now = UnixTime::from_seconds(Self::now());
        let target = self.facts.target(cases::PATH);
        let head = PlainHead::new(method, &target, headers);
        let body = body.to_vec();
        if self.setup.entry.scheme.binds_body() {
            let verifier = self.verifier::<Any>()?;
            Some(verifier.verify(&head, body, now).map(drop))
        } else {
            let verifier = self.verifier::<AnyOrigin>()?;
            Some(verifier.verify(&head, body, now).map(drop))
        }
    }

    fn verifier<P: AnyProvider>(&self) -> Option<Verifier<P>> {
        let builder = Verifier::<P>::of(self.setup.entry).ok()?;
        builder.secret(self.secret()).public_url(&*self.facts.public_url).build().ok()
    }

    /// Returns `true` if the scheme signs the URL of the endpoint.
    pub(crate) fn signs_url(&self) -> bool {
        let now = Self::now();
        let sign = |url: &str| {
            let facts = Facts { public_url: url.to_owned(), ..self.facts.clone() };
            let other = Self::with(self.setup, facts);
            other.signed_at(now, "POST", cases::PATH, self.secret(), cases::B).ok()
        };
        sign("https://one.example/raw") != sign("https://two.example/json")
    }

    /// Returns the signature of a genuine delivery of `B`.
    ///
    /// It is what differs between two secrets: the header field, and its value from the last
    /// separator before the difference.
    pub(crate) fn signature(&self) -> Signature {
        let now = Self::now();
        let usual = signing_secrets_of(self.setup.entry.slug);
        let other = usual.into_iter().find(|secret| *secret != self.secret()).unwrap_or("guess");
        let sign = |secret| self.signed_at(now, "POST", cases::PATH, secret, cases::B);
        let (own, other) = match (sign(self.secret()), sign(other)) {
            (Ok(own), Ok(other)) => (own, other),
            (Err(why), _) | (_, Err(why)) => return self.note(why),
        };
        let mut pairs = own.into_iter().zip(other);
        let Some(((name, value), (_, other))) = pairs.find(|(own, other)| own.1 != other.1) else {
            return self.note("the signature is not in a header field");
        };
        let same = value.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let common = value.get(..same).unwrap_or_default();
        let start = common.rfind(['=', ',', ' ', ';']).map_or(0, |at| at + 1);
        let (prefix, value) = value.split_at(start);
        Signature { name, prefix: prefix.to_owned(), value: value.to_owned() }
    }

    /// Computes the MAC of any content under the current secret, also of content that no genuine
    /// signer produces.
    pub(crate) fn mac(&self, content: &[u8]) -> String {
        Self::mac_with(self.secret(), content)
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

    /// Returns `true` if this provider's deliveries have the form that the scope names.
    pub(crate) fn has_form(&self, scope: Scope) -> bool {
        let scheme = self.setup.entry.scheme;
        let signs = |form: &dyn Fn(u64) -> String| {
            let before = Self::now();
            let headers = self.headers(cases::B);
            let times = before..=Self::now();
            matches!(headers.as_slice(), [(_, value)] if times.clone().any(|now| *value == form(now)))
        };
        match scope {
            Scope::Own | Scope::Twin => false,
            Scope::Signed => scheme.binds_body(),
            Scope::Timed => scheme.binds_body() && scheme.is_timed(),
            Scope::Origin => !scheme.binds_body(),
            Scope::Basic => !scheme.binds_body() && self.signature().prefix == "Basic ",
            Scope::Bearer => !scheme.binds_body() && self.signature().prefix == "Bearer ",
            Scope::PlainMac => {
                scheme.binds_body()
                    && signs(&|_| format!("{}{}", self.signature().prefix, self.mac(cases::B)))
            }
            Scope::TimedMac => {
                scheme.binds_body()
                    && signs(&|now| {
                        let content = [now.to_string().as_bytes(), b".", cases::B].concat();
                        format!("t={now},v1={}", self.mac(&content))
                    })
            }
        }
    }

    /// Returns a genuine delivery with a declared length.
    pub(crate) fn request(&self, body: &[u8]) -> Vec<u8> {
        wire::request("POST", cases::PATH, &self.headers(body), body)
    }

    /// Returns these bytes as they are sent to the endpoint: see [`Facts::address`].
    pub(crate) fn address(&self, bytes: &[u8]) -> Vec<u8> {
        self.facts.address(bytes)
    }

    /// Returns this request as it is sent to the endpoint.
    pub(crate) fn address_http2(&self, mut request: http2::Request) -> http2::Request {
        request.target = self.facts.target(&request.target);
        if let Some(place) = &self.facts.place
            && !request.headers.iter().any(|(name, _)| name == "content-type")
        {
            request.headers.push(("content-type".to_owned(), place.content_type.to_owned()));
        }
        request
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

/// Returns a secret of the same form, with another digit.
fn changed_in_the_middle(secret: &str) -> String {
    let middle = secret.chars().count() / 2;
    let change = |(at, character): (usize, char)| match character {
        '0' if at == middle => '1',
        _ if at == middle => '0',
        character => character,
    };
    secret.chars().enumerate().map(change).collect()
}

/// Returns a JSON object of this length.
fn object(length: usize) -> Vec<u8> {
    let filling = "x".repeat(length.saturating_sub(8));
    format!("{{\"a\":\"{filling}\"}}").into_bytes()
}
