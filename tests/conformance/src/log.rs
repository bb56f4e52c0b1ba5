//! What the operator reads.

use core::cell::RefCell;
use core::fmt::{Debug, Write as _};
use core::marker::PhantomData;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber, set_global_default};
use tracing::{Event, Metadata};

thread_local! {
    /// What this thread told, if somebody listens.
    static LINES: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Writes down what this thread tells `tracing`, as long as it lives.
///
/// ```
/// let log = verihook_conformance::Log::listen();
/// tracing::warn!(target: "verihook", endpoint = "github", status = 401, "webhook rejected");
/// assert_eq!(log.told(), ["WARN verihook message=webhook rejected endpoint=\"github\" status=401"]);
/// ```
#[derive(Debug)]
pub struct Log {
    /// It belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl Log {
    /// Listens to this thread from now on.
    #[must_use]
    pub fn listen() -> Self {
        // One subscriber for the whole process: where only some threads have one, `tracing` may
        // find out from another thread that nobody is interested. The second call finds the first
        // one's.
        let _ = set_global_default(Listener);
        LINES.set(Some(Vec::new()));
        Self { thread: PhantomData }
    }

    /// What was told so far, a line for each event.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        LINES.with_borrow(Clone::clone).unwrap_or_default()
    }

    /// Asks that a refusal was told once, at level `WARN`, with its fields, and that nothing which
    /// was told holds one of these texts.
    ///
    /// # Panics
    /// If it was told otherwise.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn assert_refusal(&self, endpoint: &str, status: u16, reason: &str, secrets: &[&str]) {
        let told = self.told();
        // Weak secrets, for example, are told too.
        let refused = |line: &&String| line.starts_with("WARN verihook message=webhook rejected ");
        let warnings: Vec<_> = told.iter().filter(refused).collect();
        let [warning] = warnings.as_slice() else { panic!("not told once: {told:?}") };
        for part in [
            "WARN verihook ".to_owned(),
            format!(" endpoint=\"{endpoint}\" "),
            format!(" status={status} "),
            format!(" reason={reason} "),
            " provider=\"".to_owned(),
        ] {
            assert!(
                format!("{warning} ").contains(part.as_str()),
                "{part:?} is not in {warning:?}"
            );
        }
        for secret in secrets {
            assert!(
                told.iter().all(|line| !line.contains(secret)),
                "{secret:?} was told: {told:?}"
            );
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

/// At every level, and so everything that there is to tell.
struct Listener;

impl Subscriber for Listener {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("verihook")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        LINES.with_borrow_mut(|lines| {
            let Some(lines) = lines else { return };
            let mut line =
                Line(format!("{} {}", event.metadata().level(), event.metadata().target()));
            event.record(&mut line);
            lines.push(line.0);
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string does not fail.
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
