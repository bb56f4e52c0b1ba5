//! A scheme in words.

use super::digest::{DigestAlgorithm, Source as DigestSource};
use super::place::{Place, Position};
use super::time::TimestampFormat;
use super::{Algorithm, Hash, Part, Scheme, SecretForm};
use crate::codec::encoding::Encoding;
use core::fmt;

/// Prints what the scheme is, one fact a line: `signature: …`, `signed content: …`, `secret: …`,
/// `timestamp: …`, and others where the scheme has them. Text that a request contains is quoted
/// with backticks.
///
/// ```
/// use verihook::{Provider as _, providers::Stripe};
///
/// let text = Stripe::SCHEME.to_string();
/// assert!(text.contains("signed content: `{timestamp}.{body}`\n"), "{text}");
/// ```
impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_proof(f)?;
        for (place, value) in self.required {
            writeln!(f, "required: `{value}` in {}", Words(place))?;
        }
        writeln!(f, "secret: {}", self.secret)?;
        self.write_timestamp(f)?;
        match (&self.id, &self.unsigned_id) {
            (Some((place, _)), _) => writeln!(f, "delivery id: {}, signed", Words(place))?,
            (None, Some(place)) => writeln!(f, "delivery id: {}, not signed", Words(place))?,
            (None, None) => {}
        }
        if let Some(reason) = self.equal_deliveries {
            writeln!(f, "equal content: can be another delivery, because {reason}")?;
        }
        if let Some(reason) = self.varying_body {
            writeln!(f, "body of a retry: can differ, because {reason}")?;
        }
        if let Some(place) = &self.unsigned_event {
            writeln!(f, "kind of event: {}, not signed", Words(place))?;
        }
        for handshake in self.handshakes() {
            writeln!(f, "handshake: {handshake}")?;
        }
        if self.gzip {
            writeln!(f, "content coding: none, or gzip; signed without it")?;
        }
        if self.methods != "POST" {
            writeln!(f, "methods: {}", self.methods)?;
        }
        match (self.body_limit / 1024, self.body_limit % (1024 * 1024)) {
            (kib, 0) => writeln!(f, "body limit: {} MiB", kib / 1024),
            (kib, _) => writeln!(f, "body limit: {kib} KiB"),
        }
    }
}

impl Scheme {
    fn write_proof(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = Words(&self.signature);
        match self.check {
            Algorithm::Basic => {
                return writeln!(f, "credential: user name and password, in {place}");
            }
            Algorithm::Bearer => return writeln!(f, "credential: bearer token, in {place}"),
            Algorithm::Token => return writeln!(f, "credential: token, in {place}"),
            _ => {}
        }
        writeln!(f, "signature: {}, {}, in {place}", self.check, self.encoding)?;
        if let Some(place) = &self.algorithm_name {
            writeln!(f, "name of the algorithm: {}, not signed", Words(place))?;
        }
        f.write_str("signed content: `")?;
        for part in self.content {
            write!(f, "{part}")?;
        }
        f.write_str("`\n")?;
        if let Some(digest) = &self.body_digest {
            let place = match digest.source() {
                DigestSource::Header(_) => "",
                DigestSource::Query(_) => "the query parameter ",
            };
            let (encoding, name) = (digest.encoding(), digest.name());
            writeln!(f, "body digest: SHA-256, {encoding}, in {place}`{name}`")?;
        }
        Ok(())
    }

    fn write_timestamp(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.timestamp, &self.unsigned_timestamp) {
            (Some((place, format)), _) => writeln!(
                f,
                "timestamp: {}, {}; tolerance {} s in either direction",
                Words(place),
                Words(format),
                self.tolerance_seconds
            ),
            (None, Some(place)) => {
                writeln!(f, "timestamp: {}, not signed, so it is not checked", Words(place))
            }
            (None, None) => writeln!(f, "timestamp: none, so a delivery can be replayed"),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic => f.write_str("Basic authentication"),
            Self::Bearer => f.write_str("bearer token"),
            Self::Token => f.write_str("token"),
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256 => f.write_str("ECDSA on P-256 with SHA-256"),
            #[cfg(feature = "ed25519")]
            Self::Ed25519 => f.write_str("Ed25519"),
            #[cfg(feature = "rsa")]
            Self::RsaSha256 => f.write_str("RSA (PKCS#1 v1.5) with SHA-256"),
            Self::Hash(hash) => write!(f, "{hash} of content with the secret in it"),
            Self::Mac(hash) => write!(f, "HMAC-{hash}"),
            Self::NamedMac(names) => {
                for (number, (name, hash)) in names.iter().enumerate() {
                    let or = if number == 0 { "" } else { " or " };
                    write!(f, "{or}HMAC-{hash} (`{name}`)")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            #[cfg(feature = "sha1")]
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha384 => "SHA384",
            Self::Sha512 => "SHA512",
        })
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hex => "hexadecimal digits",
            Self::Base64 => "Base64",
            Self::Base64Url => "Base64 for URLs without padding",
            Self::HexUpper => "hexadecimal digits in upper case",
            Self::Base64Unpadded => "Base64 without padding",
            Self::Base64UrlPadded => "Base64 for URLs with padding",
        })
    }
}

impl fmt::Display for SecretForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("the text itself"),
            Self::Base64("") => f.write_str("Base64"),
            Self::Base64(prefix) => write!(f, "Base64 after `{prefix}`, which may be left out"),
            Self::Base64OrText(prefix) => {
                write!(f, "Base64 after `{prefix}`, or the text itself; both are tried")
            }
            Self::Hex => f.write_str("hexadecimal digits"),
            #[cfg(any(feature = "ecdsa", feature = "rsa"))]
            Self::PublicKey => f.write_str("a public key (SPKI) in Base64 or PEM"),
            Self::UserPassword => f.write_str("`user:password`"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("{body}"),
            Self::Header(name, _) => write!(f, "{{{name}}}"),
            Self::Id => f.write_str("{delivery id}"),
            Self::Method => f.write_str("{method}"),
            #[cfg(feature = "form")]
            Self::SortedForm => f.write_str("{sorted form fields}"),
            Self::Secret => f.write_str("{secret}"),
            Self::Literal(text) => f.write_str(text),
            Self::Timestamp => f.write_str("{timestamp}"),
            Self::Url => f.write_str("{public URL}"),
            Self::UrlWithQuery => f.write_str("{public URL with the query}"),
            Self::Path => f.write_str("{path}"),
            Self::PathWithQuery => f.write_str("{path with the query}"),
            Self::BodyDigest(algorithm, encoding) => {
                write!(f, "{{{algorithm} of the body, {encoding}}}")
            }
        }
    }
}

/// Prints a value in words that would not be its `Display` elsewhere.
struct Words<'a, T>(&'a T);

impl fmt::Display for Words<'_, Place> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = self.0.json_path() {
            return write!(f, "the member `{}` of the JSON body", Dotted(path));
        }
        if let Some(name) = self.0.parameter() {
            return write!(f, "the query parameter `{name}`");
        }
        if self.0.is_last_segment() {
            return f.write_str("the last segment of the path");
        }
        for (number, name) in self.0.names().iter().enumerate() {
            let or = if number == 0 { "" } else { " or " };
            write!(f, "{or}`{name}`")?;
        }
        if let Some(separator) = self.0.separator() {
            let name = if separator == ' ' { "spaces" } else { "" };
            match name {
                "" => write!(f, ", a list separated by `{separator}`")?,
                name => write!(f, ", a list separated by {name}")?,
            }
        }
        if self.0.is_grouped() {
            f.write_str(", in several groups")?;
        }
        match self.0.position() {
            Position::Any => {}
            Position::At(position) => write!(f, ", item {}", position + 1)?,
            Position::From(position) => write!(f, ", from item {} on", position + 1)?,
        }
        match self.0.prefix_text() {
            "" => Ok(()),
            prefix => write!(f, ", after `{prefix}`"),
        }
    }
}

impl fmt::Display for Words<'_, TimestampFormat> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            TimestampFormat::Seconds => "in seconds since 1970",
            TimestampFormat::Milliseconds => "in milliseconds since 1970",
            TimestampFormat::Rfc3339 => "in RFC 3339 form",
            TimestampFormat::DateTimeUtc => "as `2026-11-25T12:00:00` in UTC",
            TimestampFormat::DateTimeUtcSpaced => "as `2026-11-25 12:00:00` in UTC",
            TimestampFormat::Iso8601Basic => "as `20261125T120000Z`",
            TimestampFormat::HttpDate => "as an HTTP date",
        })
    }
}

/// The names that lead to a member of a JSON document.
pub(super) struct Dotted<'a>(pub(super) &'a [&'a str]);

impl fmt::Display for Dotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, name) in self.0.iter().enumerate() {
            let dot = if number == 0 { "" } else { "." };
            write!(f, "{dot}{name}")?;
        }
        Ok(())
    }
}
