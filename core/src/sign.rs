//! Signing as a provider does, for tests, examples and senders.

use crate::codec::{date_time, rfc3339};
use crate::error::ConfigError;
#[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
use crate::error::{ConfigFault, SecretFault};
use crate::proof::claims::Claims;
use crate::provider::{Any, Provider, ProviderEntry};
use crate::rejection::Rejection;
use crate::request::head::PlainHead;
use crate::request::indexed_head::IndexedHead;
use crate::request::url::PublicUrl;
use crate::scheme::place::Place;
use crate::scheme::syntax::Syntax;
use crate::scheme::time::{TimestampFormat, UnixTime};
use crate::scheme::{Algorithm, Part, Scheme};
use crate::secret::key::Content;
#[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
use crate::secret::private_key::PrivateKey;
#[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
use crate::secret::signing_secret::decode;
use crate::secret::{ActiveKey, Secrets, SigningSecret};
use crate::verify::content::{Signed, SignedBody};
use crate::verify::digest::claimed_digest;
use crate::verify::plan::Plan;
use alloc::borrow::{Cow, ToOwned as _};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use core::fmt;
use core::marker::PhantomData;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Signs deliveries as the provider `P` does.
///
/// Receivers do not need it, but their tests do, because only a real signature passes a verifier.
///
/// ```
/// use verihook::{PlainHead, Signer, UnixTime, Verifier, providers::Slack};
///
/// let now = UnixTime::from_seconds(1_531_420_618);
/// let headers = Signer::<Slack>::new("8f742231b10e8888abcd99yyyzzz85a5")?.sign(b"{}", now)?;
///
/// let verifier = Verifier::<Slack>::new("8f742231b10e8888abcd99yyyzzz85a5")?;
/// verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", now)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It signs whatever it is given, even if a verifier would reject it: an old timestamp, for
/// example, or an unusual id. If a verifier's secret is a public key, the signer's is the private
/// one, in the same encoding: 32 bytes for Ed25519, PKCS#8 for ECDSA and RSA.
pub struct Signer<P> {
    slug: &'static str,
    scheme: &'static Scheme,
    secret: Maker,
    /// The secret itself, for schemes that send it as a credential.
    credential: Zeroizing<String>,
    url: Option<PublicUrl>,
    method: String,
    target: Option<String>,
    id: Option<String>,
    headers: Vec<(&'static str, String)>,
    provider: PhantomData<fn() -> P>,
}

impl<P: Provider> Signer<P> {
    /// Creates a signer from the secret, in the form in which the provider shows it.
    ///
    /// # Errors
    /// [`ConfigFault::Secret`] if the secret is unusable for the scheme.
    pub fn new(secret: impl Into<SigningSecret>) -> Result<Self, ConfigError> {
        Self::for_scheme(&ProviderEntry::of::<P>(), secret.into())
    }
}

impl Signer<Any> {
    /// Creates a signer for the provider with this slug or alias, whatever its assurance.
    ///
    /// # Errors
    /// [`ConfigFault::UnknownProvider`] if there is no such provider, and [`ConfigFault::Secret`]
    /// if the secret is unusable for it.
    pub fn by_slug(slug: &str, secret: impl Into<SigningSecret>) -> Result<Self, ConfigError> {
        let entry = crate::providers::by_slug(slug);
        let entry = entry.ok_or_else(|| ConfigError::unknown_provider(slug))?;
        Self::of(entry, secret)
    }

    /// Creates a signer for this provider, whatever its assurance.
    ///
    /// It may be your own provider: see [`ProviderEntry::of`].
    ///
    /// # Errors
    /// [`ConfigFault::Secret`] if the secret is unusable for it.
    pub fn of(
        entry: &ProviderEntry,
        secret: impl Into<SigningSecret>,
    ) -> Result<Self, ConfigError> {
        Self::for_scheme(entry, secret.into())
    }
}

impl<P> Signer<P> {
    fn for_scheme(entry: &ProviderEntry, secret: SigningSecret) -> Result<Self, ConfigError> {
        let scheme = entry.scheme;
        let credential = secret.text();
        let secret = Maker::of(entry, secret)?;
        let method = scheme.methods.split(", ").next().unwrap_or("POST").to_owned();
        Ok(Self {
            slug: entry.slug,
            scheme,
            secret,
            credential,
            url: None,
            method,
            target: None,
            id: None,
            headers: Vec::new(),
            provider: PhantomData,
        })
    }

    /// Sets the method of the request. Default: the first that the provider sends.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = method.into();
        self
    }

    /// Sets the path and query of the request. Default: those of the public URL, or `/`.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Sets the public URL of the endpoint, for schemes that sign it.
    ///
    /// # Errors
    /// [`ConfigFault::PublicUrl`] if it is not an absolute URL.
    pub fn public_url(mut self, url: impl Into<String>) -> Result<Self, ConfigError> {
        let url = PublicUrl::parse(url.into(), self.scheme)
            .map_err(|fault| ConfigError::new(self.slug, fault))?;
        self.url = Some(url);
        Ok(self)
    }

    /// Sets the delivery id, for schemes that sign one. Default: an id derived from the body.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Adds a header field to the request.
    ///
    /// If the scheme signs this field, the value comes from here. Default: a value derived from the
    /// body, if its syntax accepts one, such as a nonce.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Returns the header fields of a signed request with this body, sent at this time.
    ///
    /// # Errors
    /// A [`Rejection`] if something that the scheme signs is missing (a missing public URL is
    /// [`Rejection::PathMismatch`]) or does not match the syntax of the scheme.
    pub fn sign(
        &self,
        body: &[u8],
        now: UnixTime,
    ) -> Result<Vec<(&'static str, String)>, Rejection> {
        Ok(self.signed(body, now)?.headers)
    }

    /// Returns the path and query of the same request.
    ///
    /// If the scheme has its signature, timestamp or id in the query, they are added to the
    /// [target](Self::target) that was set. Otherwise this is that target.
    ///
    /// ```
    /// use verihook::{Any, Encoding, Part, Place, PlainHead, Scheme, Signer, UnixTime, Verifier};
    ///
    /// verihook::provider! {
    ///     /// Acme signs in the query.
    ///     pub Acme: "acme", BodySigned,
    ///     Scheme::hmac_sha256(Place::query("sig"), Encoding::Base64).signs(&[Part::Body]).build()
    /// }
    ///
    /// let now = UnixTime::from_seconds(1_795_000_000);
    /// let signer = Signer::<Acme>::new("a secret")?.target("/hook?from=acme");
    /// let (headers, target) = (signer.sign(b"{}", now)?, signer.sign_target(b"{}", now)?);
    /// assert!(target.starts_with("/hook?from=acme&sig="));
    ///
    /// let head = PlainHead::new("POST", &target, &headers);
    /// Verifier::<Acme>::new("a secret")?.verify(&head, b"{}", now)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`sign`](Self::sign).
    pub fn sign_target(&self, body: &[u8], now: UnixTime) -> Result<String, Rejection> {
        Ok(self.signed(body, now)?.target)
    }

    fn signed(&self, body: &[u8], now: UnixTime) -> Result<SignedHead, Rejection> {
        if self.scheme.signs_url() && self.url.is_none() {
            return Err(Rejection::PathMismatch);
        }
        let own = || self.url.as_ref().map_or(Cow::Borrowed("/"), PublicUrl::target);
        let target = self.target.as_deref().map_or_else(own, Cow::Borrowed).into_owned();
        let mut head = SignedHead { headers: self.headers.clone(), target };
        for (place, value) in self.scheme.required {
            head.add(place, value);
        }
        if let Some((place, syntax)) = &self.scheme.id {
            let id = self.id.clone().unwrap_or_else(|| id_of(body, *syntax));
            head.add(place, &id);
        }
        if let Some((place, unit)) = &self.scheme.timestamp {
            head.add(place, &text_of(now, *unit));
        }
        for part in self.scheme.content {
            if let Part::Header(name, syntax) = part
                && !head.headers.iter().any(|(known, _)| known == name)
                && let Some(value) = value_of(body, now, *syntax)
            {
                head.headers.push((name, value));
            }
        }
        let mut signature = self.signature(&head, body)?;
        if let Algorithm::NamedMac(&[(name, _), ..]) = self.scheme.check {
            match &self.scheme.algorithm_name {
                Some(place) => head.add(place, name),
                None => signature.insert_str(0, name),
            }
        }
        if self.scheme.signature.is_last_segment() {
            head.add_segment(&signature);
            return Ok(head);
        }
        match self.scheme.signature.parameter() {
            // The signature is the only value that the verifier decodes.
            Some(_) => head.add(
                &self.scheme.signature,
                &signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"),
            ),
            None => head.add(&self.scheme.signature, &signature),
        }
        Ok(head)
    }

    fn signature(&self, head: &SignedHead, body: &[u8]) -> Result<String, Rejection> {
        match self.scheme.check {
            Algorithm::Basic => {
                Ok(format!("Basic {}", BASE64_STANDARD.encode(self.credential.as_bytes())))
            }
            Algorithm::Bearer => Ok(format!("Bearer {}", *self.credential)),
            Algorithm::Token => Ok((*self.credential).clone()),
            _ => {
                let head = PlainHead::new(&self.method, &head.target, &head.headers);
                let head = IndexedHead::unindexed(&head);
                let (plan, url) = (Plan::unindexed(self.scheme), self.url.as_ref());
                let mut claims = Claims::new();
                plan.read_claims(&head, url, &mut claims)?;
                let digest = claimed_digest(self.scheme, &head)?;
                let body = SignedBody::new(&plan, body, digest.is_some())?;
                let url = url.map(PublicUrl::signed);
                let content = Signed { plan: &plan, url, claims: &claims, body: &body };
                let signature = self.secret.sign(&content).ok_or(Rejection::NoActiveSecret)?;
                Ok(self.scheme.encoding.encode(&signature))
            }
        }
    }
}

/// The key that makes signatures.
#[allow(clippy::large_enum_variant, reason = "a few of them per process, and never moved")]
enum Maker {
    Shared(ActiveKey),
    #[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
    Private(PrivateKey),
}

impl Maker {
    fn of(entry: &ProviderEntry, secret: SigningSecret) -> Result<Self, ConfigError> {
        #[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
        if entry.scheme.check.takes_public_key() {
            let decoded = || decode(&secret.text(), entry.scheme.secret);
            let bytes = secret.key_bytes().or_else(decoded);
            let key = bytes.and_then(|bytes| PrivateKey::new(entry.scheme.check, &bytes));
            let name = "secret 1".to_owned();
            let expected = "the private key: 32 bytes for Ed25519, PKCS#8 for ECDSA and RSA".into();
            let fault = SecretFault::Undecodable { expected };
            let fault = ConfigFault::Secret { name, fault };
            return key.map(Self::Private).ok_or_else(|| ConfigError::new(entry.slug, fault));
        }
        Secrets::<Any>::single(entry, secret).map(Self::Shared)
    }

    fn sign(&self, content: &impl Content) -> Option<Vec<u8>> {
        match self {
            Self::Shared(secret) => secret.key.mac(content, <[u8]>::to_vec),
            #[cfg(any(feature = "ecdsa", feature = "ed25519", feature = "rsa"))]
            Self::Private(key) => key.sign(content),
        }
    }
}

/// The parts of a signed head that depend on the signature.
struct SignedHead {
    headers: Vec<(&'static str, String)>,
    target: String,
}

impl SignedHead {
    /// Adds a segment to the path.
    fn add_segment(&mut self, text: &str) {
        let end = self.target.find('?').unwrap_or(self.target.len());
        let slash =
            if self.target.get(..end).is_some_and(|path| path.ends_with('/')) { "" } else { "/" };
        self.target.insert_str(end, &format!("{slash}{text}"));
    }

    /// Adds an item to the query, or to the header field of its place, which may already contain
    /// others. An item in the body is already there.
    fn add(&mut self, place: &Place, text: &str) {
        if place.json_path().is_some() {
            return;
        }
        if let Some(name) = place.parameter() {
            self.target.push(if self.target.contains('?') { '&' } else { '?' });
            self.target.extend([name, "=", text]);
            return;
        }
        let item = format!("{}{text}", place.prefix_text());
        let list = self.headers.iter_mut().find(|(name, _)| *name == place.name());
        match (list, place.separator()) {
            (Some((_, value)), Some(separator)) => {
                value.push(separator);
                value.push_str(&item);
            }
            (None, Some(separator)) => {
                // Items that are not read may precede this one.
                let before = separator.to_string().repeat(place.first_position());
                self.headers.push((place.name(), before + &item));
            }
            _ => self.headers.push((place.name(), item)),
        }
    }
}

fn text_of(time: UnixTime, unit: TimestampFormat) -> String {
    match unit {
        TimestampFormat::Seconds => time.seconds().to_string(),
        TimestampFormat::Milliseconds => time.seconds().saturating_mul(1000).to_string(),
        TimestampFormat::Rfc3339 => rfc3339::print(time.seconds()),
        TimestampFormat::DateTimeUtc => date_time::print_without_zone(time.seconds(), 'T'),
        TimestampFormat::DateTimeUtcSpaced => date_time::print_without_zone(time.seconds(), ' '),
        TimestampFormat::Iso8601Basic => date_time::print_basic(time.seconds()),
        TimestampFormat::HttpDate => date_time::print_http(time.seconds()),
    }
}

/// Derives an id from the body, so that equal bodies get equal ids.
///
/// The id is a short one, or a UUID or hexadecimal digits if the syntax accepts no other.
fn id_of(body: &[u8], syntax: Syntax) -> String {
    let digest: [u8; 32] = Sha256::digest(body).into();
    let digits = crate::codec::encoding::Encoding::Hex.encode(&digest);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let short = format!("msg_{}", part(0, 24));
    let uuid = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
    let digits = part(0, 32).to_owned();
    let ids = [short, uuid.clone(), digits];
    ids.into_iter().find(|id| syntax.admits(id.as_bytes())).unwrap_or(uuid)
}

/// Returns a value of a signed header field: an id, or the time in seconds.
fn value_of(body: &[u8], now: UnixTime, syntax: Syntax) -> Option<String> {
    let values = [id_of(body, syntax), now.seconds().to_string()];
    values.into_iter().find(|value| syntax.admits(value.as_bytes()))
}

/// Leaves out the secret and anything made from it.
impl<P> fmt::Debug for Signer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("method", &self.method)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}
