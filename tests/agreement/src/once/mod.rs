//! Servers of all adapters whose endpoint handles each delivery once, for `tests/once.rs`.

mod servers;
mod store;

pub use store::{Probe, State};

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, SystemTime};
use tokio::sync::oneshot;
use verihook::{Any, Signer, UnixTime, Verifier};
use verihook_axum::idempotency::{Drained, Idempotency, IdempotencyBuilder, IdempotentVerifier};
use verihook_conformance::wire::{Answer, Step, exchange, request};
use verihook_conformance::{secrets_of, signing_secrets_of};

/// The longest time for a drain. No test may need it.
const DRAIN_LIMIT: Duration = Duration::from_secs(20);

/// The endpoint of one server: its settings, its store, and the work that its handler does.
#[derive(Clone, Debug)]
pub struct Setup {
    slug: &'static str,
    idempotency: Idempotency,
    verifier: IdempotentVerifier<Any>,
    /// The store.
    pub store: Probe,
    /// The work of the handler.
    pub work: Work,
}

impl Setup {
    /// Creates an endpoint of this provider.
    #[must_use]
    pub fn new(slug: &'static str) -> Self {
        Self::with(slug, |builder| builder)
    }

    /// Creates an endpoint of this provider, with these settings.
    ///
    /// # Panics
    /// If there is no such provider.
    #[must_use]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub fn with(
        slug: &'static str,
        settings: impl FnOnce(IdempotencyBuilder) -> IdempotencyBuilder,
    ) -> Self {
        let builder = Verifier::<Any>::by_slug(slug).expect("a provider that signs bodies");
        let [_, secret] = secrets_of(slug);
        let verifier = builder.secret(secret).build().expect("the secret is valid");
        let store = Probe::default();
        let idempotency = settings(Idempotency::builder(store.clone())).build();
        let verifier = idempotency.wrap(verifier);
        Self { slug, idempotency, verifier, store, work: Work::default() }
    }

    /// Sets the acknowledgement deadline.
    #[must_use]
    pub fn acknowledge_within(mut self, deadline: Duration) -> Self {
        self.verifier = self.verifier.acknowledge_within(deadline);
        self
    }

    /// Returns the number of handlers that are running.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.idempotency.in_flight()
    }

    /// Returns a signed request for this endpoint. The body says what the handler does: see
    /// [`Work`].
    #[must_use]
    pub fn delivery(&self, id: &str, body: &str) -> Vec<u8> {
        let [_, secret] = signing_secrets_of(self.slug);
        self.signed_with(secret, id, body)
    }

    /// Returns the same request, signed with another secret.
    #[must_use]
    pub fn forgery(&self, id: &str, body: &str) -> Vec<u8> {
        let [other, _] = signing_secrets_of(self.slug);
        self.signed_with(other, id, body)
    }

    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    fn signed_with(&self, secret: &str, id: &str, body: &str) -> Vec<u8> {
        let signer = Signer::<Any>::by_slug(self.slug, secret).expect("the secret is valid");
        let signer = match self.slug {
            "github" => signer.header("x-github-delivery", id),
            _ => signer.id(id),
        };
        let now = UnixTime::try_from(SystemTime::now()).expect("the clock is set");
        let signed = signer.sign(body.as_bytes(), now).expect("it signs every body");
        let headers: Vec<_> =
            signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        request("POST", "/hook", &headers, body.as_bytes())
    }

    /// Starts the server of each adapter, with an endpoint of its own, and runs a test on all at
    /// the same time.
    ///
    /// # Panics
    /// If a test fails.
    pub fn each(make: impl Fn() -> Self, test: impl Fn(&mut Running) + Sync) {
        thread::scope(|scope| {
            for (adapter, serve) in servers::ALL {
                let mut running = Running::start(adapter, serve, make());
                let test = &test;
                scope.spawn(move || test(&mut running));
            }
        });
    }
}

/// What the handlers of a server did.
///
/// The first words of a body are a name, the status of the response or `panic`, and the number of
/// milliseconds that the handler takes.
#[derive(Clone, Debug, Default)]
pub struct Work(Arc<Mutex<Done>>);

#[derive(Debug, Default)]
struct Done {
    begun: Vec<String>,
    finished: Vec<String>,
}

impl Work {
    fn done(&self) -> MutexGuard<'_, Done> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of handler runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.done().begun.len()
    }

    /// Returns the number of handler runs that finished, for the bodies with this name.
    #[must_use]
    pub fn finished(&self, name: &str) -> usize {
        let is_named = |body: &&String| body.split(' ').next() == Some(name);
        self.done().finished.iter().filter(is_named).count()
    }

    /// Does the work of a handler, and returns the status of its response.
    #[allow(clippy::panic, reason = "as the test requires")]
    pub(crate) async fn handle(&self, body: &[u8]) -> u16 {
        let body = String::from_utf8_lossy(body).into_owned();
        self.done().begun.push(body.clone());
        let mut words = body.split(' ').skip(1);
        let status = words.next().unwrap_or("200");
        let millis = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(millis)).await;
        if status == "panic" {
            panic!("as the test requires");
        }
        self.done().finished.push(body.clone());
        status.parse().unwrap_or(200)
    }
}

/// A server that is running.
#[derive(Debug)]
pub struct Running {
    /// The adapter.
    pub adapter: &'static str,
    /// The address.
    pub address: SocketAddr,
    /// The endpoint.
    pub setup: Setup,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<Drained>>,
}

/// What a server receives when it starts: the endpoint, and two signals.
pub(crate) struct Start {
    pub(crate) setup: Setup,
    pub(crate) listening: mpsc::Sender<SocketAddr>,
    pub(crate) stop: oneshot::Receiver<()>,
}

/// A function that serves until it is told to stop, and then drains the handlers.
pub(crate) type Serve = fn(Start) -> Drained;

impl Running {
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    fn start(adapter: &'static str, serve: Serve, setup: Setup) -> Self {
        let (listening, address) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let start = Start { setup: setup.clone(), listening, stop: stopped };
        let thread = Some(thread::spawn(move || serve(start)));
        let address = address.recv().expect("the server starts");
        Self { adapter, address, setup, stop: Some(stop), thread }
    }

    /// Sends a request, and returns the status and the value of `Retry-After`.
    ///
    /// # Panics
    /// If there is not exactly one answer.
    #[must_use]
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn send(&self, request: Vec<u8>) -> (u16, Option<u64>) {
        let answers = exchange(self.address, &[Step::Send(request)]);
        let [answer] = &*answers else { panic!("{}: {answers:?}", self.adapter) };
        (answer.status, retry_after(answer))
    }

    /// Sends a signed delivery.
    #[must_use]
    pub fn deliver(&self, id: &str, body: &str) -> (u16, Option<u64>) {
        self.send(self.setup.delivery(id, body))
    }

    /// Waits until this is true.
    ///
    /// # Panics
    /// If it does not become true.
    pub fn until(&self, what: &str, is_true: impl Fn(&Setup) -> bool) {
        let begun = std::time::Instant::now();
        while !is_true(&self.setup) {
            let waited = begun.elapsed();
            assert!(waited < Duration::from_secs(10), "{}: {what}: {:?}", self.adapter, self.setup);
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Stops the server as its framework documents it, and drains the handlers.
    ///
    /// # Panics
    /// If the server panicked, or was stopped before.
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub fn stop(&mut self) -> Drained {
        drop(self.stop.take());
        let thread = self.thread.take().expect("it is stopped once");
        thread.join().expect("it serves")
    }
}

fn retry_after(answer: &Answer) -> Option<u64> {
    let mut fields = answer.head.lines().filter_map(|line| line.split_once(':'));
    let value = fields.find_map(|(name, value)| (name == "retry-after").then_some(value))?;
    value.trim().parse().ok()
}
