//! Stopping an application.

use std::time::Duration;

/// How long an application waits for its handlers when it stops.
pub const DRAIN: Duration = Duration::from_secs(10);

/// Waits until the process is asked to stop: Ctrl-C or, on Unix, SIGTERM.
pub async fn stopped() {
    let interrupted = async {
        // Without a signal handler, the signal ends the process by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            core::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => core::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = core::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
