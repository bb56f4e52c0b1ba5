//! Captures the log that the operator reads.

use core::cell::RefCell;
use core::fmt::{Debug, Write as _};
use core::marker::PhantomData;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber, set_global_default};
use tracing::{Event, Metadata};

thread_local! {
    /// The lines that this thread has logged, while a [`Log`] exists.
    static LINES: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// A capture of the events that the current thread logs through `tracing`, until it is dropped.
///
/// ```
/// let log = verihook_conformance::Log::listen();
/// tracing::warn!(target: "verihook", endpoint = "github", status = 401, "webhook rejected");
/// assert_eq!(log.told(), ["WARN verihook message=webhook rejected endpoint=\"github\" status=401"]);
/// ```
#[derive(Debug)]
pub struct Log {
    /// Makes this `!Send`, because the lines belong to the thread.
    thread: PhantomData<*const ()>,
}

impl Log {
    /// Starts capturing the events of the current thread.
    #[must_use]
    pub fn listen() -> Self {
        // One subscriber for the whole process: if only some threads had one, `tracing` could cache
        // from another thread that there is no interest in a call site. A second call fails, and
        // uses the subscriber of the first.
        let _ = set_global_default(Listener);
        LINES.set(Some(Vec::new()));
        Self { thread: PhantomData }
    }

    /// Returns the events logged so far, one line each.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        LINES.with_borrow(Clone::clone).unwrap_or_default()
    }

    /// Asserts that exactly one rejection was logged, at level `WARN` and with its fields, and that
    /// no line contains one of these secrets.
    ///
    /// # Panics
    /// If the log differs.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn assert_refusal(&self, endpoint: &str, status: u16, reason: &str, secrets: &[&str]) {
        let told = self.told();
        // Other events are logged too, for example about weak secrets.
        let refused = |line: &&String| line.starts_with("WARN verihook message=webhook rejected ");
        let warnings: Vec<_> = told.iter().filter(refused).collect();
        let [warning] = warnings.as_slice() else {
            panic!("expected one logged rejection, got: {told:?}")
        };
        for part in [
            "WARN verihook ".to_owned(),
            format!(" endpoint=\"{endpoint}\" "),
            format!(" status={status} "),
            format!(" reason={reason} "),
            " provider=\"".to_owned(),
        ] {
            assert!(
                format!("{warning} ").contains(part.as_str()),
                "{part:?} is missing from the log line {warning:?}"
            );
        }
        for secret in secrets {
            assert!(
                told.iter().all(|line| !line.contains(secret)),
                "the log contains the secret {secret:?}: {told:?}"
            );
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

/// A subscriber to verihook's events of every level.
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
        // Writing to a string cannot fail.
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
