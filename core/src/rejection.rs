//! Why a request is refused.

use core::fmt;

/// Why a request is refused: for the operator's log, never for the peer.
///
/// The peer is told an [`Answer`](crate::Answer), which is the same for every reason of one kind. A
/// rejection names header fields by the scheme's own constants and holds nothing that the peer
/// sent, no secret and no signature, so it can be logged as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rejection {
    /// The scheme signs the query and the body without anything between them, and this query, or
    /// the beginning of this body, could be part of the other.
    AmbiguousQuery,
    /// All bodies in flight together take as much memory as the [budget](crate::BodyBudget) allows.
    BodyBudgetSpent,
    /// Something took the body before it could be verified: a mistake in how the server is put
    /// together.
    BodyConsumed,
    /// The body did not arrive in time.
    BodyDeadlineExceeded,
    /// The body ended early, or is not as long as was declared.
    BodyIncomplete,
    /// The body is larger than the endpoint takes.
    BodyTooLarge,
    /// The server's clock stands before 1970, or before 2001 where the scheme needs a right one, so
    /// no freshness can be judged.
    ClockUnusable,
    /// A header field stands under two of its names, with different values.
    ConflictingHeaders(&'static str),
    /// The body is content-coded (compressed), so its bytes are not those that were signed.
    ContentCoded,
    /// The user name, password or token is not the right one.
    CredentialMismatch,
    /// The secrets that were given for this request are another provider's.
    ForeignSecrets,
    /// The signature is right, and the body does not have the digest that is signed.
    DigestMismatch,
    /// The body ended, and its framing did not confirm the end: over HTTP/2 the client reset the
    /// stream before it sent END_STREAM, or a layer that wraps the body does not pass
    /// `is_end_stream` on.
    EndUnconfirmed,
    /// A header field is longer than 16 KiB.
    HeaderTooLong(&'static str),
    /// Nothing says how long the body is, and nothing would tell if it had been cut.
    LengthRequired,
    /// A header field, or the JSON member of this name, is not spelt as the scheme says.
    MalformedField(&'static str),
    /// The head declares the length of the body in a way that means nothing.
    MalformedLength,
    /// The provider does not send this method.
    MethodNotAllowed,
    /// A header field, or the item or JSON member of it that the scheme needs, is not there.
    MissingField(&'static str),
    /// No signing secret is valid at this time.
    NoActiveSecret,
    /// The tenant that the request names has no signing secret that is valid at this time.
    NoTenantSecret,
    /// No verifier of the endpoint was found: the application does not hold one.
    NotConfigured,
    /// The connection is not encrypted, and no trusted proxy says that the client's to it is.
    NotEncrypted,
    /// The path is not that of the endpoint's public URL.
    PathMismatch,
    /// The endpoint asks from where requests come, and the server does not know who is at the other
    /// end of the connection: a mistake in how it is put together.
    PeerUnknown,
    /// A header field, or the item of it that must be unique, stands twice.
    RepeatedField(&'static str),
    /// The secrets of this request could not be looked up now.
    SecretsUnavailable,
    /// The secrets must be found for each request, and nobody looked.
    SecretsUnresolved,
    /// No listed signature fits the content under any secret.
    SignatureMismatch,
    /// The request comes from an address that is not allowed.
    SourceNotAllowed,
    /// A trusted proxy does not say from which address the request comes.
    SourceUnknown,
    /// The timestamp lies ahead by more than the tolerance.
    TimestampAhead,
    /// The timestamp is older than the tolerance.
    TimestampStale,
    /// More than 1024 fields of a form would have to be sorted.
    TooManyFields,
    /// More than 16 signatures are listed.
    TooManySignatures,
    /// The body is within the limit, but too large to be verified with so many secrets and listed
    /// signatures.
    TooMuchWork,
    /// The body is too much work for the secrets of its tenant. The sender sees what a wrong
    /// signature does, so that tenants cannot be told apart.
    TooMuchTenantWork,
    /// Nobody has the secrets of this request: it names no tenant that is known.
    UnknownTenant,
    /// The header field is there, and holds no signature or credential of the kind that the scheme
    /// takes.
    UnsupportedSignature(&'static str),
    /// Two different verifiers of the endpoint were found, and nothing tells which one is meant: a
    /// mistake in how the server is put together.
    VerifierAmbiguous,
    /// A layer in front has verified the request for another endpoint: a mistake in how the server
    /// is put together.
    VerifiedElsewhere,
}

/// What a [`Rejection`] has in common with others, as far as the peer is concerned: each kind has
/// one [`Answer`](crate::Answer), and an endpoint may give a kind another status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// The body is content-coded: 415.
    ContentCoded,
    /// The request comes from where none may come from, or not encrypted: 403.
    Forbidden,
    /// The length of the body is not declared: 411.
    LengthRequired,
    /// The request is broken: 400.
    Malformed,
    /// The server is broken: 500.
    Misconfigured,
    /// The method is not one that the provider sends: 405.
    MethodNotAllowed,
    /// The proof is missing, malformed, wrong or out of date: 401.
    NotAuthentic,
    /// The body is verified and not what the handler takes: 422.
    Payload,
    /// The body took too long: 408.
    TimedOut,
    /// The body is too large: 413.
    TooLarge,
    /// Something that is needed is not there now: 503.
    Unavailable,
}

impl Rejection {
    /// What the peer may know of it.
    #[must_use]
    pub const fn kind(&self) -> RejectionKind {
        match self {
            Self::BodyConsumed
            | Self::ClockUnusable
            | Self::ForeignSecrets
            | Self::NoActiveSecret
            | Self::NotConfigured
            | Self::PeerUnknown
            | Self::SecretsUnresolved
            | Self::VerifierAmbiguous
            | Self::VerifiedElsewhere => RejectionKind::Misconfigured,
            Self::NotEncrypted | Self::SourceNotAllowed | Self::SourceUnknown => {
                RejectionKind::Forbidden
            }
            Self::BodyBudgetSpent | Self::SecretsUnavailable => RejectionKind::Unavailable,
            Self::BodyDeadlineExceeded => RejectionKind::TimedOut,
            Self::BodyIncomplete | Self::EndUnconfirmed | Self::MalformedLength => {
                RejectionKind::Malformed
            }
            Self::BodyTooLarge | Self::TooMuchWork => RejectionKind::TooLarge,
            Self::ContentCoded => RejectionKind::ContentCoded,
            Self::LengthRequired => RejectionKind::LengthRequired,
            Self::MethodNotAllowed => RejectionKind::MethodNotAllowed,
            Self::AmbiguousQuery
            | Self::ConflictingHeaders(_)
            | Self::CredentialMismatch
            | Self::DigestMismatch
            | Self::HeaderTooLong(_)
            | Self::MalformedField(_)
            | Self::MissingField(_)
            | Self::NoTenantSecret
            | Self::PathMismatch
            | Self::RepeatedField(_)
            | Self::SignatureMismatch
            | Self::TimestampAhead
            | Self::TimestampStale
            | Self::TooManyFields
            | Self::TooManySignatures
            | Self::TooMuchTenantWork
            | Self::UnknownTenant
            | Self::UnsupportedSignature(_) => RejectionKind::NotAuthentic,
        }
    }
}

impl Rejection {
    /// Whether the body itself broke off, so that nothing more of it will come.
    pub(crate) const fn is_of_broken_body(&self) -> bool {
        matches!(self, Self::BodyConsumed | Self::BodyIncomplete | Self::EndUnconfirmed)
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AmbiguousQuery => f.write_str(
                "the query and the body could run into each other: expected a body that begins like JSON, or a form that does not end \
                 like the digest of another body",
            ),
            Self::BodyBudgetSpent => f.write_str("the memory for bodies in flight is spent"),
            Self::BodyConsumed => f.write_str("the body was taken before it could be verified"),
            Self::BodyDeadlineExceeded => f.write_str("the body did not arrive in time"),
            Self::BodyIncomplete => f.write_str("the body is not whole"),
            Self::BodyTooLarge => f.write_str("the body is over the limit"),
            Self::ClockUnusable => f.write_str("the server's clock is decades behind"),
            Self::ConflictingHeaders(name) => write!(f, "`{name}` contradicts its other name"),
            Self::ContentCoded => f.write_str("the body is content-coded"),
            Self::CredentialMismatch => f.write_str("the credential is not the right one"),
            Self::ForeignSecrets => f.write_str("the secrets are another provider's"),
            Self::DigestMismatch => f.write_str("the body does not have the signed digest"),
            Self::EndUnconfirmed => f.write_str(
                "the end of the body was not confirmed: expected END_STREAM or the declared length",
            ),
            Self::HeaderTooLong(name) => write!(f, "`{name}` is too long"),
            Self::LengthRequired => f.write_str("the length of the body is not declared"),
            Self::MalformedField(name) => write!(f, "`{name}` is malformed"),
            Self::MalformedLength => f.write_str("the declared length is malformed"),
            Self::MethodNotAllowed => f.write_str("the provider does not send this method"),
            Self::MissingField(name) => write!(f, "`{name}` is missing or incomplete"),
            Self::NoActiveSecret => f.write_str("no signing secret is valid now"),
            Self::NoTenantSecret => {
                f.write_str("the tenant has no signing secret that is valid now")
            }
            Self::NotConfigured => {
                f.write_str("the application holds no verifier of this endpoint")
            }
            Self::NotEncrypted => f.write_str("the connection is not encrypted"),
            Self::PathMismatch => f.write_str("the path is not that of the public URL"),
            Self::PeerUnknown => {
                f.write_str("the server does not say who is at the other end of the connection")
            }
            Self::RepeatedField(name) => write!(f, "`{name}` stands more than once"),
            Self::SecretsUnavailable => f.write_str("the secrets could not be looked up"),
            Self::SecretsUnresolved => f.write_str("nobody looked up the secrets"),
            Self::SignatureMismatch => f.write_str("no signature fits"),
            Self::SourceNotAllowed => f.write_str("no request may come from this address"),
            Self::SourceUnknown => f.write_str("no trusted proxy says from where it comes"),
            Self::TimestampAhead => f.write_str("the timestamp lies in the future"),
            Self::TimestampStale => f.write_str("the timestamp is too old"),
            Self::TooManyFields => f.write_str("the form has too many fields"),
            Self::TooManySignatures => f.write_str("too many signatures are listed"),
            Self::TooMuchTenantWork => {
                f.write_str("the body is too large for so many secrets and signatures of a tenant")
            }
            Self::TooMuchWork => {
                f.write_str("the body is too large for so many secrets and signatures")
            }
            Self::UnknownTenant => f.write_str("no tenant of this name has secrets"),
            Self::UnsupportedSignature(name) => {
                write!(f, "`{name}` holds no signature of a supported kind")
            }
            Self::VerifierAmbiguous => {
                f.write_str("the application holds two verifiers of this endpoint: expected one")
            }
            Self::VerifiedElsewhere => {
                f.write_str("a layer in front verified the request for another endpoint")
            }
        }
    }
}

impl core::error::Error for Rejection {}
