//! Explains rejected requests in the log, for development and staging.

mod recording;
mod registry;
mod watch;

pub(crate) use recording::{explain, recorded};

use core::fmt;
use core::time::Duration;
use verihook::{Endpoint, Verifier};
use verihook_explain::Explainer;
use watch::Watch;

/// The default of [`RejectionExplainer::interval`].
const INTERVAL: Duration = Duration::from_secs(10);

/// Logs why requests to one endpoint do not verify. For development and staging.
///
/// When a request is rejected, one more event is logged through `tracing`, with target `verihook`
/// and level `WARN`: `webhook rejection explained`. It says what changed the request on its way, or
/// what is wrong with the configuration:
///
/// | field | value |
/// |---|---|
/// | `provider`, `endpoint` | those of the verifier |
/// | `code` | the stable code of the finding, such as `body.newline-added` or `secret.quoted` |
/// | `certainty` | `certain`, `likely` or `possible` |
/// | `evidence` | what in the request or in the configuration shows it |
/// | `remedy` | what to do |
/// | `more` | the number of further, less likely findings |
///
/// No field contains a secret, a signature or the body. The sender sees the same answer as without
/// an explainer, and does not wait for the explanation, which runs in a blocking task.
///
/// Start an explainer when the server starts. It applies to this verifier and its clones, and to no
/// other verifier, even of the same endpoint:
///
/// ```
/// use verihook::{Verifier, providers::GitHub};
/// use verihook_receive::RejectionExplainer;
///
/// let secret = "a secret that is long enough";
/// let verifier = Verifier::<GitHub>::new(secret)?;
/// if cfg!(debug_assertions) {
///     RejectionExplainer::new(&verifier).secret(secret).start();
/// }
/// # Ok::<(), verihook::ConfigError>(())
/// ```
///
/// # Cost
///
/// An explanation may hash a body hundreds of times, so this is not for production: anyone can send
/// requests that are rejected. There is at most one explanation in an [interval](Self::interval),
/// and never more than one at a time. While one is due, requests are copied as they arrive: the
/// head, and up to 1 MiB of the body, for 16 requests at a time. Otherwise the cost of a request is
/// a look-up.
///
/// # What it does not know
///
/// An explanation knows the public URL, the arrival path and the tolerance of the verifier. It does
/// not know a [`token_header`](verihook::VerifierBuilder::token_header), a condition such as
/// [`require_header`](verihook::VerifierBuilder::require_header), or secrets that are looked up for
/// each request. Nothing is logged for a request that verifies as far as the explanation knows, for
/// a handshake, for a payload that does not parse (422), or if the server is at fault (500, 503).
#[must_use = "call `start` to explain rejections"]
pub struct RejectionExplainer<P> {
    verifier: Verifier<P>,
    explainer: Explainer,
    interval: Duration,
}

impl<P: Endpoint> RejectionExplainer<P> {
    /// Creates an explainer for the requests that this verifier rejects.
    pub fn new(verifier: &Verifier<P>) -> Self {
        let mut explainer = Explainer::new(&verifier.provider_entry());
        if let Some(url) = verifier.public_url() {
            explainer = explainer.public_url(url);
        }
        if let Some(path) = verifier.arrival_path() {
            explainer = explainer.arrival_path(path);
        }
        if let Some(tolerance) = verifier.tolerance() {
            explainer = explainer.tolerance(tolerance);
        }
        Self { verifier: verifier.clone(), explainer, interval: INTERVAL }
    }

    /// Adds a signing secret of the endpoint, in the form in which it is configured.
    ///
    /// A verifier does not keep the text of its secrets, so the explainer needs a copy, which is
    /// wiped when it is dropped. Add each of the endpoint's secrets, at most 16. Without one, only
    /// what the request itself shows is reported: the header fields, the timestamp, the URL, the
    /// method, the marks of a changed body, and requests of another provider.
    pub fn secret(mut self, text: impl Into<String>) -> Self {
        self.explainer = self.explainer.secret(text);
        self
    }

    /// Sets the time in which at most one rejection is explained.
    ///
    /// The default is 10 seconds.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Starts explaining, until the process ends.
    ///
    /// The process keeps a clone of the verifier, so the verifier is never dropped. If an explainer
    /// of this verifier has been started before, this one replaces it.
    pub fn start(self) {
        let Self { verifier, explainer, interval } = self;
        let watch = Watch::new(&verifier, explainer, interval);
        registry::register(verifier, watch);
    }
}

/// Leaves out the secrets.
impl<P> fmt::Debug for RejectionExplainer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectionExplainer")
            .field("endpoint", &self.verifier.endpoint())
            .field("explainer", &self.explainer)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
