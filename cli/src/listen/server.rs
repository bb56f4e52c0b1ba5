//! Accepts connections until the process is stopped.

use super::page::{PREFIX, Page};
use super::receive::{Body, Receiver, plain};
use super::record::{Budget, Recorder, Recording};
use crate::request::raw::MAX_FIELDS;
use core::convert::Infallible;
use core::future::Future;
use core::pin::pin;
use core::time::Duration;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};

/// The maximum number of connections. Others wait.
const MAX_CONNECTIONS: usize = 512;

/// The most bytes that all connections record at a time, before they are copied to be verified.
const MAX_RECORDED: usize = 1024 * 1024 * 1024;

/// The longest head of a request.
const MAX_HEAD: usize = 64 * 1024;

/// The time to wait for a head.
const HEAD_DEADLINE: Duration = Duration::from_secs(30);

/// The time that deliveries in progress have to end when the process is stopped.
const GRACE: Duration = Duration::from_secs(5);

pub(super) struct Server {
    receiver: Arc<Receiver>,
    page: Arc<Page>,
    budget: Arc<Budget>,
}

impl Server {
    pub(super) fn new(receiver: Receiver, page: Page) -> Self {
        let budget = Arc::new(Budget::new(MAX_RECORDED));
        Self { receiver: Arc::new(receiver), page: Arc::new(page), budget }
    }

    /// Serves connections until a signal.
    pub(super) async fn run(self, listener: TcpListener, signals: Signals) {
        let (stop, stopped) = watch::channel(false);
        let (working, mut idle) = mpsc::channel::<()>(1);
        let free = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut signal = pin!(signals.wait());
        loop {
            let accepting = async {
                let permit = Arc::clone(&free).acquire_owned().await;
                (listener.accept().await, permit)
            };
            let (accepted, permit) = tokio::select! {
                accepted = accepting => accepted,
                () = &mut signal => break,
            };
            let Ok((stream, _)) = accepted else {
                // There may be no file descriptor left.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let serving = self.connection(stream, stopped.clone());
            let working = working.clone();
            tokio::spawn(async move {
                serving.await;
                drop((permit, working));
            });
        }
        drop((listener, working));
        // An error says that no connection is left.
        let _ = stop.send(true);
        let _ = tokio::time::timeout(GRACE, idle.recv()).await;
    }

    /// Serves one request of a connection.
    fn connection(
        &self,
        stream: TcpStream,
        mut stopped: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let _ = stream.set_nodelay(true);
        let recording = Recording::new(self.receiver.recording_limit(), &self.budget);
        let io = TokioIo::new(Recorder::new(stream, recording.clone()));
        let (receiver, page) = (Arc::clone(&self.receiver), Arc::clone(&self.page));
        let printer = receiver.printer;
        let stopping = stopped.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let (receiver, page) = (Arc::clone(&receiver), Arc::clone(&page));
            let (recording, stopping) = (recording.clone(), stopping.clone());
            async move {
                let response = answer(receiver, &page, request, &recording, stopping).await;
                Ok::<_, Infallible>(response)
            }
        });
        async move {
            let connection = http1::Builder::new()
                // The recording of a connection is that of one request.
                .keep_alive(false)
                .half_close(true)
                .max_buf_size(MAX_HEAD)
                .max_headers(MAX_FIELDS)
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_DEADLINE)
                .serve_connection(io, service);
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(why) = ended
                && (why.is_parse() || why.is_parse_too_large())
            {
                printer.warn(format_args!("a request was not HTTP/1.1: {why}"));
            }
        }
    }
}

async fn answer(
    receiver: Arc<Receiver>,
    page: &Page,
    request: Request<Incoming>,
    recording: &Recording,
    stopped: watch::Receiver<bool>,
) -> Response<Body> {
    let is_page = request
        .uri()
        .path()
        .strip_prefix(PREFIX)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if is_page {
        return page.answer(&request, stopped).await;
    }
    if page.hosts.is_rebound(request.headers()) {
        return plain(
            StatusCode::FORBIDDEN,
            "a browser sent this request to another host: open the address that `listen` prints\n",
        );
    }
    match page.redirect(&request) {
        Some(redirect) => redirect,
        None => receiver.receive(request, recording).await,
    }
}

/// Ctrl-C, and the signal with which service managers stop a process.
///
/// They are handled from the creation of this value on, so that an early one is not lost.
pub(super) struct Signals {
    #[cfg(unix)]
    all: [tokio::signal::unix::Signal; 2],
}

impl Signals {
    #[cfg(unix)]
    pub(super) fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { all: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    #[cfg(not(unix))]
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(unix)]
    async fn wait(self) {
        let [mut interrupted, mut terminated] = self.all;
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
