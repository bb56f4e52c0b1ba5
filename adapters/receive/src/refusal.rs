//! A request that does not reach the handler, for the peer and for the operator.

use core::error::Error as _;
use core::fmt;
use verihook::{Answer, PayloadError, Rejection, RejectionKind, Verifier};

/// A request that does not reach the handler: what the peer is told, and why. It was refused, or it
/// was a [handshake](verihook::Handshake), which nobody but the provider cares about.
///
/// It prints the reason, for the operator. Neither that nor the answer holds a secret or a
/// signature. When it is made it is told to `tracing` too: one event at level `WARN` with target
/// `verihook`, and the fields `provider`, `endpoint`, `status` and `reason`. What serde said of a
/// payload, which may quote from it, is told at level `DEBUG`; a handshake at level `INFO`.
#[derive(Debug)]
pub struct Refusal {
    answer: Answer,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Handshake,
    Rejected(Rejection),
    Payload(Box<PayloadError>),
}

impl Refusal {
    /// The request was not verified.
    #[must_use]
    pub fn rejected<P>(verifier: &Verifier<P>, rejection: Rejection) -> Self {
        let answer = verifier.answer(rejection);
        Self { answer, why: Why::Rejected(rejection) }
            .logged(verifier.provider(), verifier.endpoint())
    }

    /// The request was a handshake, and this is the answer.
    #[must_use]
    pub fn handshake<P>(verifier: &Verifier<P>, answer: Answer) -> Self {
        let (provider, endpoint) = (verifier.provider(), verifier.endpoint());
        tracing::info!(target: "verihook", provider, endpoint, "webhook handshake answered");
        Self { answer, why: Why::Handshake }
    }

    /// No verifier was found, so nothing can be verified.
    #[must_use]
    pub fn not_configured() -> Self {
        let refusal =
            Self { answer: Answer::not_configured(), why: Why::Rejected(Rejection::NotConfigured) };
        refusal.logged("", "")
    }

    /// The request was verified and its body is not what the handler takes.
    #[must_use]
    pub fn payload<P>(verifier: &Verifier<P>, error: PayloadError) -> Self {
        let answer = verifier.answer_kind(RejectionKind::Payload);
        Self { answer, why: Why::Payload(Box::new(error)) }
            .logged(verifier.provider(), verifier.endpoint())
    }

    /// What the peer is told.
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Why it was not verified; `None` if it was, and only its payload did not fit, and for a
    /// handshake.
    #[must_use]
    pub const fn rejection(&self) -> Option<Rejection> {
        match self.why {
            Why::Rejected(rejection) => Some(rejection),
            Why::Handshake | Why::Payload(_) => None,
        }
    }

    /// The kind of the refusal, which decides the answer; `None` for a handshake.
    #[must_use]
    pub const fn kind(&self) -> Option<RejectionKind> {
        match self.why {
            Why::Handshake => None,
            Why::Rejected(rejection) => Some(rejection.kind()),
            Why::Payload(_) => Some(RejectionKind::Payload),
        }
    }

    fn logged(self, provider: &str, endpoint: &str) -> Self {
        tracing::warn!(
            target: "verihook",
            provider,
            endpoint,
            status = self.answer.status(),
            reason = %self,
            "webhook refused"
        );
        if let Why::Payload(error) = &self.why {
            // May quote from the payload, so only for those who ask for it.
            let source = error.source();
            tracing::debug!(target: "verihook", provider, endpoint, source, "payload not understood");
        }
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::Handshake => f.write_str("a handshake, which was answered"),
            Why::Rejected(rejection) => rejection.fmt(f),
            Why::Payload(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.why {
            Why::Handshake | Why::Rejected(_) => None,
            Why::Payload(error) => error.source(),
        }
    }
}
