//! Reasons for rejecting a request.

use core::fmt;

/// The reason for rejecting a request: for the operator's log, never for the sender.
///
/// Most reasons mean that the request was not verified. The last ones to be checked concern a
/// verified delivery that must not be handled now, because it is a duplicate.
///
/// The sender gets an [`Answer`](crate::Answer), which is the same for every reason of one
/// [kind](RejectionKind). A rejection names header fields by the scheme's own constants. It
/// contains nothing that the sender sent, no secret and no signature, so it is safe to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rejection {
    /// The boundary between the signed query and the body is ambiguous.
    ///
    /// The scheme signs them without a separator, and part of this query could belong to the body,
    /// or the other way round.
    AmbiguousQuery,
    /// The memory [budget](crate::BodyBudget) for all bodies in flight is spent.
    BodyBudgetSpent,
    /// The body was consumed before it could be verified: a mistake in the setup of the server.
    BodyConsumed,
    /// The body did not arrive within the deadline.
    BodyDeadlineExceeded,
    /// The body ended early, or its length differs from the declared one.
    BodyIncomplete,
    /// The body exceeds the endpoint's limit.
    BodyTooLarge,
    /// The server's clock is wrong, so freshness cannot be checked.
    ///
    /// It reads a time before 1970, or before 2001 where the scheme depends on a correct clock.
    ClockUnusable,
    /// A header field is present under two of its names, with different values.
    ConflictingHeaders(&'static str),
    /// The body is content-coded (compressed), so its bytes are not the signed ones.
    ContentCoded,
    /// The delivery has the signed id of an earlier one, and another body.
    DeliveryConflict,
    /// The same delivery is being handled.
    DeliveryInProgress,
    /// The server is shutting down and handles no more deliveries.
    Draining,
    /// The user name, password or token is wrong.
    CredentialMismatch,
    /// The secrets for this request belong to another provider.
    ForeignSecrets,
    /// The signature is correct, but the body does not have the signed digest.
    DigestMismatch,
    /// The body ended, but its framing did not confirm the end.
    ///
    /// Over HTTP/2, either the client reset the stream before it sent END_STREAM, or a layer that
    /// wraps the body does not forward `is_end_stream`.
    EndUnconfirmed,
    /// The body is gzip-coded, which the scheme allows, but the crate feature `gzip` is off.
    GzipDisabled,
    /// The body is gzip-coded, which the scheme allows, but cannot be decoded.
    GzipMalformed,
    /// The handler has not finished within the acknowledgement deadline. It goes on.
    HandlerOverdue,
    /// The handler panicked.
    HandlerPanicked,
    /// A header field is longer than 16 KiB.
    HeaderTooLong(&'static str),
    /// The handler lost its lease, or did not commit the transaction that completes the delivery.
    LeaseLost,
    /// The length of the body is not declared, and the framework would hide that the body was cut.
    LengthRequired,
    /// A header field, or the JSON member of this name, does not have the required form.
    MalformedField(&'static str),
    /// `Content-Length` is not a number, or is repeated with different values.
    MalformedLength,
    /// The provider does not send this method.
    MethodNotAllowed,
    /// A header field is missing, or an item or JSON member of it that the scheme needs.
    MissingField(&'static str),
    /// No signing secret is valid at this time.
    NoActiveSecret,
    /// The tenant has no signing secret that is valid at this time.
    NoTenantSecret,
    /// The application has no verifier for this endpoint.
    NotConfigured,
    /// The connection is not encrypted, and no trusted proxy reports that the client's is.
    NotEncrypted,
    /// The path is not that of the endpoint's public URL.
    PathMismatch,
    /// The server provides no [`Peer`](crate::Peer): a mistake in the setup of the server.
    ///
    /// The endpoint checks the source address or encryption, and needs it.
    PeerUnknown,
    /// The request is the provider's own test, signed with a secret that the provider publishes.
    ///
    /// It is acknowledged, but proves nothing. See
    /// [`Handshake::signed_with`](crate::Handshake::signed_with).
    ProviderTest,
    /// A header field, or an item of it that must be unique, appears more than once.
    RepeatedField(&'static str),
    /// The application declined the secret that the request delivers, or the secret is not usable.
    SecretDeclined,
    /// The secrets for this request are unavailable: the look-up failed.
    SecretsUnavailable,
    /// The endpoint looks up secrets for each request, and the look-up was skipped.
    SecretsUnresolved,
    /// No listed signature matches the content under any secret.
    SignatureMismatch,
    /// The source address is not allowed.
    SourceNotAllowed,
    /// No trusted proxy reports the source address.
    SourceUnknown,
    /// The store that remembers deliveries is unavailable, full or too slow.
    StoreUnavailable,
    /// The timestamp is further in the future than the tolerance allows.
    TimestampAhead,
    /// The timestamp is older than the tolerance allows.
    TimestampStale,
    /// A form that must be sorted has more than 1024 fields.
    TooManyFields,
    /// More than 16 signatures are listed.
    TooManySignatures,
    /// The body is within the limit, but too large to verify with this many secrets and signatures.
    TooMuchWork,
    /// The body is too large to verify with this many secrets of its tenant.
    ///
    /// The sender sees the same answer as for a wrong signature, which does not reveal that the
    /// tenant exists.
    TooMuchTenantWork,
    /// The request names no known tenant.
    UnknownTenant,
    /// The header field is present, but contains no signature or credential of a supported kind.
    UnsupportedSignature(&'static str),
    /// The application has two verifiers for this endpoint: a mistake in the setup of the server.
    VerifierAmbiguous,
    /// An outer layer verified the request for another endpoint: a mistake in the setup.
    VerifiedElsewhere,
}

/// The kind of a [`Rejection`], which decides the answer.
///
/// Each kind has one [`Answer`](crate::Answer), and an endpoint can set another status for a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// A signed delivery id was used before with another body: 422.
    Conflict,
    /// The body is content-coded (compressed): 415.
    ContentCoded,
    /// The source address is not allowed, or the connection is not encrypted: 403.
    Forbidden,
    /// The handler failed without an answer: 500.
    HandlerFailed,
    /// The same delivery is being handled: 503, with the time after which to retry.
    InProgress,
    /// The length of the body is not declared: 411.
    LengthRequired,
    /// The request is malformed or incomplete: 400.
    Malformed,
    /// The server is misconfigured: 500.
    Misconfigured,
    /// The provider does not send this method: 405.
    MethodNotAllowed,
    /// The proof is missing, malformed, wrong or stale: 401.
    NotAuthentic,
    /// The body is verified, but not what the handler expects: 422.
    Payload,
    /// The request is a test that proves nothing, and is acknowledged: 200 without a body.
    ProviderTest,
    /// The body did not arrive within the deadline: 408.
    TimedOut,
    /// The body is too large: 413.
    TooLarge,
    /// A required resource is unavailable: 503.
    Unavailable,
}

impl Rejection {
    /// Returns the kind, which is all that the sender learns.
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
            Self::DeliveryConflict => RejectionKind::Conflict,
            Self::DeliveryInProgress | Self::HandlerOverdue | Self::LeaseLost => {
                RejectionKind::InProgress
            }
            Self::HandlerPanicked => RejectionKind::HandlerFailed,
            Self::NotEncrypted | Self::SourceNotAllowed | Self::SourceUnknown => {
                RejectionKind::Forbidden
            }
            Self::BodyBudgetSpent
            | Self::Draining
            | Self::SecretsUnavailable
            | Self::StoreUnavailable => RejectionKind::Unavailable,
            Self::BodyDeadlineExceeded => RejectionKind::TimedOut,
            Self::BodyIncomplete
            | Self::EndUnconfirmed
            | Self::GzipMalformed
            | Self::MalformedLength => RejectionKind::Malformed,
            Self::ProviderTest => RejectionKind::ProviderTest,
            Self::BodyTooLarge | Self::TooMuchWork => RejectionKind::TooLarge,
            Self::ContentCoded | Self::GzipDisabled => RejectionKind::ContentCoded,
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
            | Self::SecretDeclined
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
    /// Returns `true` if the body broke off, so that no more of it will arrive.
    pub(crate) const fn is_of_broken_body(&self) -> bool {
        matches!(self, Self::BodyConsumed | Self::BodyIncomplete | Self::EndUnconfirmed)
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AmbiguousQuery => f.write_str(
                "the query and the body have no clear boundary: expected a body that begins like \
                 JSON, or a form that does not end like the digest of another body",
            ),
            Self::BodyBudgetSpent => f.write_str("the memory budget for bodies in flight is spent"),
            Self::BodyConsumed => f.write_str(
                "the body was consumed before it could be verified: verify it before anything \
                 else reads it",
            ),
            Self::BodyDeadlineExceeded => {
                f.write_str("the body did not arrive within the deadline")
            }
            Self::BodyIncomplete => f.write_str(
                "the body is incomplete: it ended early or does not have the declared length",
            ),
            Self::BodyTooLarge => f.write_str("the body exceeds the limit"),
            Self::ClockUnusable => f.write_str("the server's clock is decades behind: set it"),
            Self::ConflictingHeaders(name) => {
                write!(f, "`{name}` appears under two names with different values")
            }
            Self::ContentCoded => f.write_str(
                "the body is content-coded (compressed): expected the bytes that were signed",
            ),
            Self::DeliveryConflict => {
                f.write_str("the signed delivery id was used before, with another body")
            }
            Self::DeliveryInProgress => f.write_str("the same delivery is being handled"),
            Self::Draining => f.write_str("the server is shutting down"),
            Self::CredentialMismatch => f.write_str("the user name, password or token is wrong"),
            Self::ForeignSecrets => {
                f.write_str("the secrets for this request belong to another provider")
            }
            Self::DigestMismatch => f.write_str("the body does not match the signed digest"),
            Self::EndUnconfirmed => f.write_str(
                "the end of the body was not confirmed: expected END_STREAM or the declared length",
            ),
            Self::GzipDisabled => f.write_str(
                "the body is gzip-coded, as this provider may send it: enable the crate feature \
                 `gzip`",
            ),
            Self::GzipMalformed => f.write_str(
                "the body cannot be decoded: expected one gzip member and nothing after it",
            ),
            Self::HandlerOverdue => {
                f.write_str("the handler is still running at the acknowledgement deadline")
            }
            Self::HandlerPanicked => f.write_str("the handler panicked"),
            Self::HeaderTooLong(name) => write!(f, "`{name}` is longer than 16 KiB"),
            Self::LeaseLost => {
                f.write_str("the handler lost its lease, or did not commit the completion")
            }
            Self::LengthRequired => {
                f.write_str("the length of the body is not declared: expected `Content-Length`")
            }
            Self::MalformedField(name) => write!(f, "`{name}` is malformed"),
            Self::MalformedLength => f.write_str("`Content-Length` is malformed"),
            Self::MethodNotAllowed => f.write_str("the provider does not send this method"),
            Self::MissingField(name) => write!(f, "`{name}` is missing or incomplete"),
            Self::NoActiveSecret => f.write_str("no signing secret is valid at this time"),
            Self::NoTenantSecret => {
                f.write_str("the tenant has no signing secret that is valid at this time")
            }
            Self::NotConfigured => {
                f.write_str("the application has no verifier for this endpoint: register one")
            }
            Self::NotEncrypted => f.write_str(
                "the connection is not encrypted: expected TLS, or a trusted proxy that reports it",
            ),
            Self::PathMismatch => f.write_str("the path does not match the public URL"),
            Self::PeerUnknown => f.write_str(
                "the address of the connection is unknown: the server must provide a `Peer`",
            ),
            Self::ProviderTest => f.write_str("a test of the provider, which proves nothing"),
            Self::RepeatedField(name) => write!(f, "`{name}` appears more than once"),
            Self::SecretDeclined => {
                f.write_str("the delivered secret is unusable, or the application declined it")
            }
            Self::SecretsUnavailable => f.write_str("the secrets could not be looked up"),
            Self::SecretsUnresolved => {
                f.write_str("the secrets were not looked up before the body was read")
            }
            Self::SignatureMismatch => f.write_str("signature mismatch"),
            Self::SourceNotAllowed => f.write_str("the source address is not allowed"),
            Self::SourceUnknown => f.write_str("no trusted proxy reports the source address"),
            Self::StoreUnavailable => {
                f.write_str("the store that remembers deliveries is unavailable")
            }
            Self::TimestampAhead => f.write_str("the timestamp is too far in the future"),
            Self::TimestampStale => f.write_str("the timestamp is too old"),
            Self::TooManyFields => f.write_str("the form has more than 1024 fields"),
            Self::TooManySignatures => f.write_str("more than 16 signatures are listed"),
            Self::TooMuchTenantWork => f.write_str(
                "the body is too large for this many secrets and signatures of the tenant",
            ),
            Self::TooMuchWork => {
                f.write_str("the body is too large for this many secrets and signatures")
            }
            Self::UnknownTenant => f.write_str("the request names no known tenant"),
            Self::UnsupportedSignature(name) => {
                write!(f, "`{name}` contains no signature or credential of a supported kind")
            }
            Self::VerifierAmbiguous => {
                f.write_str("the application has two verifiers for this endpoint: expected one")
            }
            Self::VerifiedElsewhere => {
                f.write_str("an outer layer verified the request for another endpoint")
            }
        }
    }
}

impl core::error::Error for Rejection {}
