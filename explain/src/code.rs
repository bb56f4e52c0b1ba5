//! The codes of findings.

use core::fmt;
use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The stable code of a finding. Tools may rely on [`as_str`](Self::as_str).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Returns the code as text: `body.newline-added`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

codes! {
    /// The received body has one newline more than was signed.
    BodyNewlineAdded = "body.newline-added",
    /// The received body has one newline less than was signed.
    BodyNewlineRemoved = "body.newline-removed",
    /// Line ends were converted between LF and CRLF.
    BodyCrlf = "body.crlf",
    /// A byte order mark was added or removed.
    BodyBom = "body.bom",
    /// The body was parsed as JSON and serialised again.
    BodyJsonReserialised = "body.json-reserialised",
    /// The body is the Base64 of what was signed, as an API gateway passes it on.
    BodyBase64 = "body.base64",
    /// The body is a JSON string that contains what was signed.
    BodyStringEscaped = "body.string-escaped",
    /// The text was converted to another character encoding.
    BodyCharset = "body.charset",
    /// The body is compressed, and was signed before that.
    BodyCompressed = "body.compressed",
    /// The body was decompressed, and was signed as it was before.
    BodyDecompressed = "body.decompressed",
    /// The form in the body was decoded, or encoded again.
    BodyFormDecoded = "body.form-decoded",
    /// The body is empty.
    BodyEmpty = "body.empty",
    /// The body is shorter than was declared or signed.
    BodyTruncated = "body.truncated",
    /// The secret has white space at an end.
    SecretWhitespace = "secret.whitespace",
    /// The secret is in quotes.
    SecretQuoted = "secret.quoted",
    /// The secret has a prefix too many or lacks one.
    SecretPrefix = "secret.prefix",
    /// The secret is decoded where it is used as text, or the other way round.
    SecretDecoding = "secret.decoding",
    /// The secret cannot be used for the provider's scheme.
    SecretUnusable = "secret.unusable",
    /// The secret is not the one with which the request was signed.
    SecretWrong = "secret.wrong",
    /// A required header field is missing.
    HeaderMissing = "header.missing",
    /// The field arrived under another name.
    HeaderRenamed = "header.renamed",
    /// The field arrived more than once.
    HeaderRepeated = "header.repeated",
    /// `Content-Length` is not the length of the body.
    HeaderLength = "header.length",
    /// Several values of the field were merged into one.
    HeaderMerged = "header.merged",
    /// The plus signs of the signature became spaces.
    HeaderPlusAsSpace = "header.plus-as-space",
    /// The signature is in another encoding.
    HeaderEncoding = "header.encoding",
    /// The value was cut.
    HeaderTruncated = "header.truncated",
    /// The prefix of the signature is missing, repeated or another.
    HeaderPrefix = "header.prefix",
    /// Only the signature of an old version of the scheme is there.
    HeaderLegacy = "header.legacy",
    /// The timestamp is older than the tolerance allows.
    TimeStale = "time.stale",
    /// The timestamp is further ahead than the tolerance allows.
    TimeAhead = "time.ahead",
    /// The timestamp is in another unit.
    TimeUnit = "time.unit",
    /// The URL was signed with the other of `http` and `https`.
    UrlScheme = "url.scheme",
    /// The URL was signed with another host.
    UrlHost = "url.host",
    /// The URL was signed with another port.
    UrlPort = "url.port",
    /// The URL was signed with another path.
    UrlPath = "url.path",
    /// The URL was signed with or without a slash at its end.
    UrlTrailingSlash = "url.trailing-slash",
    /// The URL was signed with another query.
    UrlQuery = "url.query",
    /// The URL was decoded or encoded again.
    UrlDecoded = "url.decoded",
    /// The request has another method than was signed, or than the provider sends.
    Method = "method",
    /// The request is another provider's.
    ProviderOther = "provider.other",
    /// Another reason, which the evidence names.
    Other = "other",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
