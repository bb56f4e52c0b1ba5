//! A scheme as configuration, which is read at run time.

use crate::codec::encoding::Encoding;
use crate::scheme::config_values::{
    BodyDigestConfig, EncodingName, IdConfig, NamedHash, PartConfig, PlaceConfig, RequiredConfig,
    SecretConfig, TimestampConfig, leaked, text,
};
use crate::scheme::place::Place;
use crate::scheme::unsound::UnsoundScheme;
use crate::scheme::{Part, Scheme, SchemeBuilder};
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

/// A scheme that is read from a configuration file, in JSON, TOML or another format of `serde`.
///
/// [`ProviderEntry::from_config`](crate::ProviderEntry::from_config) checks it by the rules that
/// the compiler applies to a scheme in code, and returns the same messages.
///
/// ```
/// use verihook::{Any, PlainHead, ProviderEntry, SchemeConfig, Signer, UnixTime, Verifier};
///
/// let config: SchemeConfig = serde_json::from_str(r#"{
///     "algorithm": "hmac-sha256",
///     "signature": { "header": "acme-signature", "prefix": "v1=" },
///     "encoding": "hex",
///     "timestamp": { "place": { "header": "acme-timestamp" }, "format": "seconds" },
///     "signs": ["timestamp", { "literal": "." }, "body"]
/// }"#)?;
/// let acme = ProviderEntry::from_config("acme", &config)?;
///
/// let now = UnixTime::from_seconds(1_795_000_000);
/// let headers = Signer::of(&acme, "a secret")?.sign(b"{}", now)?;
/// let verifier = Verifier::<Any>::of(&acme)?.secret("a secret").build()?;
/// verifier.verify(&PlainHead::new("POST", "/", &headers), b"{}", now)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Keys
///
/// An unknown key is an error. Only `algorithm` is always required.
///
/// | key | value | in code |
/// |---|---|---|
/// | `algorithm` | `hmac-sha256`, `hmac-sha384`, `hmac-sha512`, `hmac-sha1`, `sha256`, `sha1`, `ed25519`, `ecdsa-p256`, `rsa-sha256`, `basic`, `bearer`, `token`; or `{ "hmac-of": [..] }`, a list of `name` and `hash` (`sha256`, `sha384`, `sha512`, `sha1`) | [`Scheme::hmac_sha256`] and others, [`Scheme::hmac_of`] |
/// | `algorithm-name` | the place of the name for `hmac-of`; absent if it precedes the signature | [`SchemeBuilder::algorithm_name`] |
/// | `signature` | the place of the signature or the token; absent for `basic` and `bearer` | the same functions |
/// | `encoding` | of a signature: `hex`, `hex-upper`, `base64`, `base64-unpadded`, `base64-url`, `base64-url-padded` | [`Encoding`] |
/// | `signs` | a list of parts | [`SchemeBuilder::signs`] |
/// | `timestamp` | `place`, and `format`: `seconds`, `milliseconds`, `rfc3339`, `date-time-utc`, `date-time-utc-spaced`, `iso8601-basic`, `http-date` | [`SchemeBuilder::timestamp`] |
/// | `id` | `place` and `syntax` | [`SchemeBuilder::id`] |
/// | `unsigned-timestamp`, `unsigned-id`, `unsigned-event` | a place | [`SchemeBuilder::unsigned_id`] and others |
/// | `body-digest` | `header` or `query`, and `encoding` | [`SchemeBuilder::body_digest`] |
/// | `secret` | `{ "base64": "whsec_" }` (the prefix, or `""`), `{ "base64-or-text": "" }` or `"hex"`; absent if the text is the key | [`SchemeBuilder::base64_secret`] |
/// | `shortest-secret` | bytes | [`SchemeBuilder::shortest_secret`] |
/// | `methods` | a list; default `["POST"]` | [`SchemeBuilder::methods`] |
/// | `tolerance-seconds`, `body-limit` | numbers | [`SchemeBuilder::tolerance_seconds`], [`SchemeBuilder::body_limit`] |
/// | `varying-body`, `equal-deliveries` | the reason | [`SchemeBuilder::varying_body`], [`SchemeBuilder::equal_deliveries`] |
/// | `ambiguous`, `extendable` | the reason why that is accepted | [`SchemeBuilder::ambiguous`], [`SchemeBuilder::extendable`] |
/// | `json-bodies`, `gzip-bodies`, `either-port`, `answers-without-body` | `true` | [`SchemeBuilder::json_bodies`] and others |
/// | `decodes-in-url` | the characters | [`SchemeBuilder::decodes_in_url`] |
/// | `requires` | a list of `place` and `value` | [`SchemeBuilder::requires`] |
/// | `answer-deadline-seconds`, `retry-horizon-seconds` | numbers | [`SchemeBuilder::answer_deadline_seconds`], [`SchemeBuilder::retry_horizon_seconds`] |
/// | `docs`, `last-verified` | text | [`SchemeBuilder::docs`], [`SchemeBuilder::last_verified`] |
///
/// A **place** has exactly one of `header` (a name), `also-named` (a list of names), `any-of` (a
/// list), `query` (a name), `last-segment` (`true`) and `json` (a list of names, from the outside
/// in). It may have `separated-by` and `grouped-by` (one character), `item-at` or `items-from` (a
/// number), `prefix` or `optional-prefix`, and `multiple` (`true`). See [`Place`].
///
/// A **part** is one of `"body"`, `"id"`, `"method"`, `"path"`, `"path-with-query"`, `"secret"`,
/// `"sorted-form"`, `"timestamp"`, `"url"` and `"url-with-query"`, or an object with one of
/// `literal` (a text), `header` (with `name` and `syntax`) and `body-digest` (with `algorithm`,
/// `sha256` or `sha512`, and `encoding`). See [`Part`].
///
/// A **syntax** has `characters` (`visible`, `digits` or `hex`), and may have `and` and `except`
/// (characters), `min` and `max` (the length). See [`Syntax`](crate::Syntax).
///
/// Handshakes and source addresses can be described only in code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SchemeConfig {
    algorithm: AlgorithmName,
    algorithm_name: Option<PlaceConfig>,
    signature: Option<PlaceConfig>,
    encoding: Option<EncodingName>,
    #[serde(default)]
    signs: Vec<PartConfig>,
    timestamp: Option<TimestampConfig>,
    id: Option<IdConfig>,
    unsigned_timestamp: Option<PlaceConfig>,
    unsigned_id: Option<PlaceConfig>,
    unsigned_event: Option<PlaceConfig>,
    body_digest: Option<BodyDigestConfig>,
    secret: Option<SecretConfig>,
    shortest_secret: Option<usize>,
    methods: Option<Vec<String>>,
    tolerance_seconds: Option<u64>,
    body_limit: Option<usize>,
    ambiguous: Option<String>,
    varying_body: Option<String>,
    equal_deliveries: Option<String>,
    extendable: Option<String>,
    #[serde(default)]
    json_bodies: bool,
    #[serde(default)]
    gzip_bodies: bool,
    #[serde(default)]
    either_port: bool,
    #[serde(default)]
    answers_without_body: bool,
    decodes_in_url: Option<String>,
    #[serde(default)]
    requires: Vec<RequiredConfig>,
    answer_deadline_seconds: Option<u64>,
    retry_horizon_seconds: Option<u64>,
    docs: Option<String>,
    last_verified: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AlgorithmName {
    HmacOf(Vec<NamedHash>),
    HmacSha256,
    HmacSha384,
    HmacSha512,
    #[cfg(feature = "sha1")]
    HmacSha1,
    Sha256,
    #[cfg(feature = "sha1")]
    Sha1,
    #[cfg(feature = "ed25519")]
    Ed25519,
    #[cfg(feature = "ecdsa")]
    EcdsaP256,
    #[cfg(feature = "rsa")]
    RsaSha256,
    Basic,
    Bearer,
    Token,
}

impl SchemeConfig {
    /// Returns the scheme, with its text and lists leaked, because a scheme is `'static`.
    pub(crate) fn to_scheme(&self) -> Result<Scheme, UnsoundScheme> {
        let mut builder = self.start()?.signs(leaked(self.parts()?));
        if let Some(TimestampConfig { place, format }) = &self.timestamp {
            builder = builder.timestamp(place.to_place()?, format.to_format());
        }
        if let Some(IdConfig { place, syntax }) = &self.id {
            builder = builder.id(place.to_place()?, syntax.to_syntax()?);
        }
        if let Some(place) = &self.unsigned_timestamp {
            builder = builder.unsigned_timestamp(place.to_place()?);
        }
        if let Some(place) = &self.unsigned_id {
            builder = builder.unsigned_id(place.to_place()?);
        }
        if let Some(place) = &self.unsigned_event {
            builder = builder.unsigned_event(place.to_place()?);
        }
        if let Some(digest) = &self.body_digest {
            builder = builder.body_digest(digest.to_digest()?);
        }
        if let Some(why) = &self.varying_body {
            builder = builder.varying_body(text(why));
        }
        if let Some(why) = &self.equal_deliveries {
            builder = builder.equal_deliveries(text(why));
        }
        if let Some(why) = &self.ambiguous {
            builder = builder.ambiguous(text(why));
        }
        if let Some(why) = &self.extendable {
            builder = builder.extendable(text(why));
        }
        if !self.requires.is_empty() {
            let values = self.requires.iter().map(RequiredConfig::to_value);
            builder = builder.requires(leaked(values.collect::<Result<_, _>>()?));
        }
        self.settings(self.switches(builder)).try_build()
    }

    fn switches(&self, mut builder: SchemeBuilder) -> SchemeBuilder {
        if self.json_bodies {
            builder = builder.json_bodies();
        }
        if self.gzip_bodies {
            builder = builder.gzip_bodies();
        }
        if self.either_port {
            builder = builder.either_port();
        }
        if self.answers_without_body {
            builder = builder.answers_without_body();
        }
        if let Some(characters) = &self.decodes_in_url {
            builder = builder.decodes_in_url(text(characters));
        }
        builder
    }

    /// Starts the scheme as the function of [`Scheme`] for its algorithm does.
    fn start(&self) -> Result<SchemeBuilder, UnsoundScheme> {
        let place = self.signature.as_ref().map(PlaceConfig::to_place).transpose()?;
        let encoding = self.encoding.map(EncodingName::to_encoding);
        let is_preset = matches!(self.algorithm, AlgorithmName::Basic | AlgorithmName::Bearer);
        let signs = !is_preset && !matches!(self.algorithm, AlgorithmName::Token);
        let place = match place {
            None if is_preset => Place::try_header("authorization")?,
            Some(_) if is_preset => {
                return Err(UnsoundScheme::new(
                    "`basic` and `bearer` have their own header field: remove `signature`",
                ));
            }
            None => return Err(UnsoundScheme::new("this algorithm needs a `signature`")),
            Some(place) => place,
        };
        let encoding = match encoding {
            None if signs => return Err(UnsoundScheme::new("a signature needs an `encoding`")),
            Some(_) if !signs => {
                return Err(UnsoundScheme::new("a token or password has no `encoding`: remove it"));
            }
            encoding => encoding.unwrap_or(Encoding::Base64),
        };
        Ok(match &self.algorithm {
            AlgorithmName::HmacOf(names) => {
                let names = names.iter().map(NamedHash::to_pair).collect();
                let builder = Scheme::hmac_of(leaked(names), place, encoding);
                match &self.algorithm_name {
                    None => builder,
                    Some(place) => builder.algorithm_name(place.to_place()?),
                }
            }
            _ if self.algorithm_name.is_some() => {
                return Err(UnsoundScheme::new("only `hmac-of` has an `algorithm-name`"));
            }
            AlgorithmName::HmacSha384 => Scheme::hmac_sha384(place, encoding),
            AlgorithmName::HmacSha256 => Scheme::hmac_sha256(place, encoding),
            AlgorithmName::HmacSha512 => Scheme::hmac_sha512(place, encoding),
            #[cfg(feature = "sha1")]
            AlgorithmName::HmacSha1 => Scheme::hmac_sha1(place, encoding),
            AlgorithmName::Sha256 => Scheme::sha256(place, encoding),
            #[cfg(feature = "sha1")]
            AlgorithmName::Sha1 => Scheme::sha1(place, encoding),
            #[cfg(feature = "ed25519")]
            AlgorithmName::Ed25519 => Scheme::ed25519(place, encoding),
            #[cfg(feature = "ecdsa")]
            AlgorithmName::EcdsaP256 => Scheme::ecdsa_p256(place, encoding),
            #[cfg(feature = "rsa")]
            AlgorithmName::RsaSha256 => Scheme::rsa_sha256(place, encoding),
            AlgorithmName::Basic => Scheme::basic(),
            AlgorithmName::Bearer => Scheme::bearer(),
            AlgorithmName::Token => Scheme::token(place),
        })
    }

    fn parts(&self) -> Result<Vec<Part>, UnsoundScheme> {
        if self.signs.len() > MAX_PARTS {
            return Err(UnsoundScheme::new("at most 64 parts can be signed"));
        }
        self.signs.iter().map(PartConfig::to_part).collect()
    }

    /// Sets what cannot be unsound, or is checked by the rules alone.
    fn settings(&self, mut builder: SchemeBuilder) -> SchemeBuilder {
        builder = match &self.secret {
            None => builder,
            Some(SecretConfig::Base64(prefix)) => builder.base64_secret(text(prefix)),
            Some(SecretConfig::Base64OrText(prefix)) => builder.base64_or_text_secret(text(prefix)),
            Some(SecretConfig::Hex) => builder.hex_secret(),
        };
        if let Some(bytes) = self.shortest_secret {
            builder = builder.shortest_secret(bytes);
        }
        if let Some(methods) = &self.methods {
            builder = builder.methods(text(&methods.join(", ")));
        }
        if let Some(seconds) = self.tolerance_seconds {
            builder = builder.tolerance_seconds(seconds);
        }
        if let Some(bytes) = self.body_limit {
            builder = builder.body_limit(bytes);
        }
        if let Some(seconds) = self.answer_deadline_seconds {
            builder = builder.answer_deadline_seconds(seconds);
        }
        if let Some(seconds) = self.retry_horizon_seconds {
            builder = builder.retry_horizon_seconds(seconds);
        }
        if let Some(link) = &self.docs {
            builder = builder.docs(text(link));
        }
        if let Some(day) = &self.last_verified {
            builder = builder.last_verified(text(day));
        }
        builder
    }
}

/// The maximum number of parts, so that the rules, which compare parts, take no time.
const MAX_PARTS: usize = 64;
