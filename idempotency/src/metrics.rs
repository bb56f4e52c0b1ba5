//! Counters and histograms, through the facade of the crate `metrics`.

use core::time::Duration;

/// Counts a delivery by what became of its claim.
pub(crate) fn delivery(provider: &'static str, endpoint: &'static str, verdict: &'static str) {
    metrics::counter!(
        "verihook_deliveries_total",
        "provider" => provider,
        "endpoint" => endpoint,
        "verdict" => verdict
    )
    .increment(1);
}

/// Records how long a call of the store took.
pub(crate) fn store_latency(store: &'static str, call: &'static str, time: Duration) {
    metrics::histogram!("verihook_store_seconds", "store" => store, "call" => call).record(time);
}

/// Records how long a handler ran.
pub(crate) fn handler_time(provider: &'static str, endpoint: &'static str, time: Duration) {
    metrics::histogram!(
        "verihook_handler_seconds",
        "provider" => provider,
        "endpoint" => endpoint
    )
    .record(time);
}

/// Counts the handlers that are running.
pub(crate) fn in_flight(number: usize) {
    // No process runs so many handlers that the conversion rounds.
    #[allow(clippy::cast_precision_loss, reason = "the number is small")]
    metrics::gauge!("verihook_handlers_in_flight").set(number as f64);
}
