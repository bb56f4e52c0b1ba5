//! A server in any language, tested from the outside.

mod judge;
mod plan;
mod words;

pub use judge::{Breach, BreachKind, Verdict};

use crate::evidence::Evidence;
use crate::facts::{Facts, Place};
use crate::sender::Sender;
use crate::setup::{BODY_DEADLINE, BODY_LIMIT, Setup};
use crate::target::Target;
use crate::{Case, wire};
use core::fmt;
use std::net::SocketAddr;
use std::time::Duration;
use verihook::{Any, AnyOrigin, providers};

/// The longest deadline that cases wait for, unless the server is [patient](Server::patient).
const MAX_DEADLINE: Duration = Duration::from_secs(10);

/// A server in any language, and what is known about it.
///
/// The suite sends it the cases of its provider, and those for every provider with the same kind of
/// scheme. What cannot be judged from what is known is not judged, with the reason.
///
/// A server need not know of verihook: any 2xx accepts a delivery and any 4xx rejects it, unless
/// the run is [strict](Self::strict).
///
/// ```no_run
/// use verihook_conformance::{Server, Verdict};
///
/// let server = Server::new("127.0.0.1:9000".parse()?, "stripe", &["whsec_example".to_owned()])?
///     .path("/hook")
///     .body_limit(100_000);
/// for (case, reason) in server.plan() {
///     let verdict = match reason {
///         None => server.check(case),
///         Some(reason) => Verdict::NotJudged(reason),
///     };
///     println!("{} {verdict:?}", case.id);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Server {
    address: SocketAddr,
    setup: Setup,
    facts: Facts,
    place: Place,
    evidence: Evidence,
    known: Known,
    is_strict: bool,
    judges_odd: bool,
    is_patient: bool,
    speaks_http2: bool,
}

/// Which facts are known, and not the suite's defaults.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    limit: bool,
    deadline: bool,
    json_path: bool,
    any_body: bool,
    handshake_token: bool,
}

/// The reason a server cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupError(String);

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for SetupError {}

impl Server {
    /// Describes the server at this address, whose endpoint is set up for this provider.
    ///
    /// The secrets are those that sign: for providers with public keys, the private halves. If
    /// there are several, the last is the current one, and the first is being rotated out.
    ///
    /// # Errors
    /// If there is no such provider, or no secret.
    pub fn new(
        address: SocketAddr,
        provider: &str,
        secrets: &[String],
    ) -> Result<Self, SetupError> {
        let entry = providers::by_slug(provider)
            .ok_or_else(|| SetupError(format!("no provider has the slug `{provider}`")))?;
        let (Some(current), Some(first)) = (secrets.last(), secrets.first()) else {
            return Err(SetupError("a signing secret is needed".to_owned()));
        };
        let place = Place {
            host: address.to_string(),
            path: "/".to_owned(),
            json_path: "/".to_owned(),
            handshake_token: String::new(),
            content_type: "application/json",
        };
        let facts = Facts {
            current: current.clone(),
            old: (secrets.len() > 1).then(|| first.clone()),
            public_url: format!("http://{address}/"),
            limit: BODY_LIMIT,
            deadline: BODY_DEADLINE,
            tolerance: entry.scheme.default_tolerance_seconds(),
            place: None,
        };
        Ok(Self {
            address,
            setup: Setup::plain(entry),
            facts,
            place,
            evidence: Evidence::Status,
            known: Known::default(),
            is_strict: false,
            judges_odd: false,
            is_patient: false,
            speaks_http2: false,
        })
    }

    /// Sets the `Host` that requests name. Default: the address.
    #[must_use]
    pub fn host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.place.host);
        self
    }

    /// Sets the path of the endpoint. Default: `/`.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.place.path);
        self
    }

    /// Sets the path of an endpoint whose handler accepts only JSON objects.
    #[must_use]
    pub fn json_path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.place.json_path);
        self.known.json_path = true;
        self
    }

    /// Sets the path whose `GET` answers with the number of handler runs so far, in digits.
    ///
    /// Cases then run one at a time, and also notice a handler that runs before it should.
    #[must_use]
    pub fn handled_path(mut self, path: &str) -> Self {
        let request = wire::request("GET", path, &[], b"");
        let request = String::from_utf8_lossy(&request);
        let host = format!("host: {}", self.place.host);
        let request = request.replacen("host: localhost", &host, 1).into_bytes();
        self.evidence = Evidence::counted(self.address, request);
        self
    }

    /// Returns `true` if the server answers with the number of handler runs.
    #[must_use]
    pub fn counts_runs(&self) -> bool {
        self.evidence.counts()
    }

    /// Sets the URL of the endpoint as it is registered, for schemes that sign it.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        url.clone_into(&mut self.facts.public_url);
        self
    }

    /// Sets the body limit, in bytes.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.facts.limit = bytes;
        self.known.limit = true;
        self
    }

    /// Sets the deadline for the whole body.
    #[must_use]
    pub const fn body_deadline(mut self, deadline: Duration) -> Self {
        self.facts.deadline = deadline;
        self.known.deadline = true;
        self
    }

    /// Sets the timestamp tolerance, in seconds. Default: the provider's.
    #[must_use]
    pub const fn tolerance(mut self, seconds: u64) -> Self {
        self.facts.tolerance = seconds;
        self
    }

    /// Sets the token that handshakes show, for providers whose handshake shows one.
    #[must_use]
    pub fn handshake_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.place.handshake_token);
        self.known.handshake_token = true;
        self
    }

    /// Declares that the handler accepts any signed bytes, not only JSON.
    #[must_use]
    pub const fn accepts_any_body(mut self) -> Self {
        self.known.any_body = true;
        self
    }

    /// Requires verihook's own statuses, headers and texts, and judges odd requests too.
    ///
    /// # Errors
    /// If there are no such answers for this provider.
    pub fn strict(mut self) -> Result<Self, SetupError> {
        let answers = match self.setup.entry.scheme.binds_body() {
            true => self.setup.try_verifier::<Any>().map(drop),
            false => self.setup.try_verifier::<AnyOrigin>().map(drop),
        };
        answers.map_err(|error| SetupError(format!("no strict contract: {error}")))?;
        self.is_strict = true;
        self.judges_odd = true;
        Ok(self)
    }

    /// Judges cases that a sound server may fail too: see [`Case::is_odd`].
    #[must_use]
    pub const fn with_odd_cases(mut self) -> Self {
        self.judges_odd = true;
        self
    }

    /// Waits for deadlines however long they are.
    #[must_use]
    pub const fn patient(mut self) -> Self {
        self.is_patient = true;
        self
    }

    /// Sends the cases for HTTP/2 without TLS too.
    #[must_use]
    pub const fn with_http2(mut self) -> Self {
        self.speaks_http2 = true;
        self
    }

    /// Checks that the suite can make deliveries that the provider's verifier accepts.
    ///
    /// # Errors
    /// Returns the reason why it cannot.
    pub fn check_setup(&self) -> Result<(), SetupError> {
        let (entry, sender) = (self.setup.entry, self.sender());
        let body = sender.body();
        let headers = sender.headers(&body);
        if let Some(fault) = sender.fault() {
            return Err(SetupError(format!("{}: {fault}", entry.slug)));
        }
        match sender.verify("POST", &headers, &body) {
            Some(Err(why)) => Err(SetupError(format!(
                "{}: the suite cannot make a delivery that the provider could send ({why})",
                entry.slug
            ))),
            _ => Ok(()),
        }
    }

    /// The ids of the cases that send a genuine delivery and nothing else.
    pub const GENUINE: [&str; 2] = ["ok_declared_length", "basic_right"];

    /// Sends a genuine delivery. If it is rejected, no other result means anything.
    #[must_use]
    pub fn check_genuine(&self) -> Verdict {
        let [signed, origin] = Self::GENUINE;
        let id = if self.setup.entry.scheme.binds_body() { signed } else { origin };
        let case = crate::cases().find(|case| case.id == id);
        let lenient = Self { is_strict: false, ..self.clone() };
        case.map_or(Verdict::Passed, |case| lenient.check(case))
    }

    fn sender(&self) -> Sender {
        let facts = Facts { place: Some(self.place.clone()), ..self.facts.clone() };
        Sender::with(self.setup, facts)
    }

    /// The time to wait for an answer.
    fn patience(&self) -> Duration {
        let deadline = if self.known.deadline { self.facts.deadline } else { Duration::ZERO };
        wire::PATIENCE.max(deadline.saturating_add(Duration::from_secs(3)))
    }

    fn target(&self) -> Target {
        Target::with_evidence(self.address, self.evidence.clone())
    }

    /// Returns the cases for this server, each with the reason if it cannot be judged.
    #[must_use]
    pub fn plan(&self) -> Vec<(&'static Case, Option<String>)> {
        plan::of(self)
    }

    /// Runs one case.
    #[must_use]
    pub fn check(&self, case: &Case) -> Verdict {
        judge::check(self, case)
    }
}
