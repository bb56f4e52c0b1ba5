//! A request that does not reach the handler: the answer for the sender, the reason for the log.

use core::error::Error as _;
use core::fmt;
use verihook::{
    Answer, Endpoint, Head, PayloadError, Rejection, RejectionKind, UnixTime, Verifier,
};

/// A request that does not reach the handler: the answer for the sender, and the reason.
///
/// Either the request was rejected, or it was a [handshake](verihook::Handshake).
///
/// `Display` prints the reason, for the operator. Neither the reason nor the answer contains a
/// secret or a signature.
///
/// Creating a refusal logs one event through `tracing`, with target `verihook`:
///
/// - `WARN` for a rejection, with the fields `provider`, `endpoint`, `status`, `code` (the name of
///   the [`Rejection`], or `Payload`), `reason` and, often, `detail`: what was expected, or by how
///   much the request differs ([`Verifier::details`]);
/// - `INFO` for a handshake, with the fields `provider` and `endpoint`.
///
/// For a malformed payload, a second event at `DEBUG` carries the parse error in the field
/// `source`. The parse error may quote from the payload.
#[derive(Debug)]
pub struct Refusal {
    answer: Answer,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Handshake,
    #[cfg_attr(not(feature = "idempotency"), allow(dead_code, reason = "nothing is remembered"))]
    HandledBefore,
    Rejected(Rejection),
    Payload(Box<PayloadError>),
}

impl Refusal {
    /// Rejects a request that was not verified.
    #[must_use]
    pub fn rejected<P>(verifier: &Verifier<P>, rejection: Rejection) -> Self {
        Self::rejected_head(verifier, rejection, None)
    }

    /// Rejects a request, with details from its head and from the time of the check.
    pub(crate) fn rejected_head<P>(
        verifier: &Verifier<P>,
        rejection: Rejection,
        request: Option<(&dyn Head, UnixTime)>,
    ) -> Self {
        let detail = Self::detail(verifier, rejection, request);
        Self::rejected_with(verifier, rejection, detail.as_deref())
    }

    /// Rejects a request, with details that are already known.
    pub(crate) fn rejected_with<P>(
        verifier: &Verifier<P>,
        rejection: Rejection,
        detail: Option<&str>,
    ) -> Self {
        let answer = verifier.answer(rejection);
        let refusal = Self { answer, why: Why::Rejected(rejection) };
        refusal.logged(verifier.provider(), verifier.endpoint(), detail)
    }

    /// Returns the details of a rejection, if rejections are logged.
    pub(crate) fn detail<P>(
        verifier: &Verifier<P>,
        rejection: Rejection,
        request: Option<(&dyn Head, UnixTime)>,
    ) -> Option<String> {
        let is_logged = tracing::enabled!(target: "verihook", tracing::Level::WARN);
        is_logged.then(|| verifier.details(rejection, request)).flatten()
    }

    /// Answers a handshake.
    #[must_use]
    pub fn handshake<P>(verifier: &Verifier<P>, answer: Answer) -> Self {
        let (provider, endpoint) = (verifier.provider(), verifier.endpoint());
        tracing::info!(target: "verihook", provider, endpoint, "webhook handshake answered");
        Self { answer, why: Why::Handshake }
    }

    /// Rejects a request because the application has no verifier for `P`.
    ///
    /// `remedy` says, for the log, how to register one.
    #[must_use]
    pub fn not_configured<P: Endpoint>(remedy: &str) -> Self {
        let refusal =
            Self { answer: Answer::not_configured(), why: Why::Rejected(Rejection::NotConfigured) };
        let (provider, endpoint) = P::NAMES.unwrap_or_default();
        refusal.logged(provider, endpoint, Some(&no_verifier::<P>(remedy)))
    }

    /// Rejects a request that was verified, but whose body is not the payload the handler takes.
    #[must_use]
    pub fn payload<P>(verifier: &Verifier<P>, error: PayloadError) -> Self {
        let answer = verifier.answer_kind(RejectionKind::Payload);
        Self { answer, why: Why::Payload(Box::new(error)) }.logged(
            verifier.provider(),
            verifier.endpoint(),
            None,
        )
    }

    /// Does not run the handler for a delivery that was verified.
    #[cfg(feature = "idempotency")]
    pub(crate) fn unclaimed<P>(
        verifier: &Verifier<P>,
        unclaimed: &verihook_idempotency::Unclaimed,
    ) -> Self {
        let (provider, endpoint) = (verifier.provider(), verifier.endpoint());
        let (rejection, answer) = unclaimed.answer(verifier);
        let Some(rejection) = rejection else {
            tracing::info!(target: "verihook", provider, endpoint, "webhook handled before");
            return Self { answer, why: Why::HandledBefore };
        };
        let detail = match unclaimed {
            verihook_idempotency::Unclaimed::Unavailable(error) => Some(error.to_string()),
            _ => None,
        };
        let refusal = Self { answer, why: Why::Rejected(rejection) };
        refusal.logged(provider, endpoint, detail.as_deref())
    }

    /// Answers instead of a handler that has no answer.
    #[cfg(feature = "idempotency")]
    pub(crate) fn unanswered<P>(
        verifier: &Verifier<P>,
        unanswered: verihook_idempotency::Unanswered,
    ) -> Self {
        let (rejection, answer) = unanswered.answer(verifier);
        let refusal = Self { answer, why: Why::Rejected(rejection) };
        refusal.logged(verifier.provider(), verifier.endpoint(), None)
    }

    /// Rejects a delivery that has no lease, for a handler that needs one.
    #[cfg(feature = "idempotency")]
    #[must_use]
    pub fn no_lease<P>(verifier: &Verifier<P>) -> Self {
        Self::rejected_with(
            verifier,
            Rejection::StoreUnavailable,
            Some("the handler takes `Once`, and the delivery was not claimed"),
        )
    }

    /// Returns the answer for the sender.
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Returns the reason why the request was not verified.
    ///
    /// `None` for a handshake, and for a verified request with a malformed payload.
    #[must_use]
    pub const fn rejection(&self) -> Option<Rejection> {
        match self.why {
            Why::Rejected(rejection) => Some(rejection),
            Why::Handshake | Why::HandledBefore | Why::Payload(_) => None,
        }
    }

    /// Returns the kind of rejection, which determines the answer; `None` for a handshake.
    #[must_use]
    pub const fn kind(&self) -> Option<RejectionKind> {
        match self.why {
            Why::Handshake | Why::HandledBefore => None,
            Why::Rejected(rejection) => Some(rejection.kind()),
            Why::Payload(_) => Some(RejectionKind::Payload),
        }
    }

    /// Returns the name of the rejection. Unlike the texts, it is stable enough for alerts.
    fn code(&self) -> String {
        let Some(rejection) = self.rejection() else { return "Payload".to_owned() };
        let name = format!("{rejection:?}");
        name.split('(').next().unwrap_or_default().to_owned()
    }

    fn logged(self, provider: &str, endpoint: &str, detail: Option<&str>) -> Self {
        tracing::warn!(
            target: "verihook",
            provider,
            endpoint,
            status = self.answer.status(),
            code = %self.code(),
            reason = %self,
            detail = detail.map(tracing::field::display),
            "webhook rejected"
        );
        if let Why::Payload(error) = &self.why {
            // The source may quote from the payload, so it is not part of the warning.
            let source = error.source();
            tracing::debug!(target: "verihook", provider, endpoint, source, "webhook payload malformed");
        }
        self
    }
}

/// Says which verifier the application lacks, and how to register it.
///
/// ```
/// use verihook::providers::GitHub;
///
/// let text = verihook_receive::no_verifier::<GitHub>("`app_data(verifier)`");
/// assert_eq!(text, "no `Verifier<GitHub>` is registered: add it with `app_data(verifier)`");
/// ```
#[must_use]
pub fn no_verifier<P: Endpoint>(remedy: &str) -> String {
    let path = core::any::type_name::<P>();
    let name = path.rsplit("::").next().unwrap_or(path);
    format!("no `Verifier<{name}>` is registered: add it with {remedy}")
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::Handshake => f.write_str("handshake answered"),
            Why::HandledBefore => f.write_str("handled before"),
            Why::Rejected(rejection) => rejection.fmt(f),
            Why::Payload(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.why {
            Why::Handshake | Why::HandledBefore | Why::Rejected(_) => None,
            Why::Payload(error) => error.source(),
        }
    }
}
