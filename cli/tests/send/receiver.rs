//! Servers for the tests of `send`: one that verifies, and one that records bytes.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Barrier;
use verihook::{Handshake, ProviderEntry, VerifierBuilder, providers};
use verihook_axum::{
    Any, AnyOrigin, AnyProvider, AuthenticatedWebhook, Bytes, VerifiedWebhook, Verifier, webhook,
};
use verihook_conformance::{HANDSHAKE_TOKEN, secrets_of};

/// A delivery that reached the handler.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) slug: &'static str,
    pub(crate) id: Option<String>,
    pub(crate) event: Option<String>,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

/// A server that verifies the deliveries of every provider, each at its own path.
pub(crate) struct Receiver {
    base: String,
    shared: Arc<Shared>,
}

struct Shared {
    arrivals: Mutex<Vec<Arrival>>,
    together: Barrier,
    at_a_time: AtomicUsize,
    most_at_a_time: AtomicUsize,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        Self::answering_together(1)
    }

    /// Starts a server that answers only when this many deliveries wait for an answer.
    pub(crate) fn answering_together(count: usize) -> Self {
        let shared = Arc::new(Shared {
            arrivals: Mutex::default(),
            together: Barrier::new(count),
            at_a_time: AtomicUsize::new(0),
            most_at_a_time: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let base = format!("http://{}/hooks/", listener.local_addr().unwrap());
        let router = router(&base, &shared);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await.unwrap();
            });
        });
        Self { base, shared }
    }

    pub(crate) fn url(&self, slug: &str) -> String {
        format!("{}{slug}", self.base)
    }

    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        self.shared.arrivals.lock().unwrap().clone()
    }

    pub(crate) fn most_at_a_time(&self) -> usize {
        self.shared.most_at_a_time.load(Ordering::SeqCst)
    }
}

fn router(base: &str, shared: &Arc<Shared>) -> axum::Router {
    providers::ALL.iter().fold(axum::Router::new(), |router, entry| {
        let (slug, shared) = (entry.slug, Arc::clone(shared));
        let route = if entry.scheme.binds_body() {
            webhook(
                verifier::<Any>(entry, base),
                async move |head: http::HeaderMap, hook: VerifiedWebhook<Any, Bytes>| {
                    shared.receive(slug, &head, hook.delivery(), hook.body()).await
                },
            )
        } else {
            webhook(
                verifier::<AnyOrigin>(entry, base),
                async move |head: http::HeaderMap, hook: AuthenticatedWebhook<AnyOrigin, Bytes>| {
                    shared.receive(slug, &head, hook.delivery(), hook.body()).await
                },
            )
        };
        router.route(&format!("/hooks/{slug}"), route)
    })
}

fn verifier<P: AnyProvider>(entry: &ProviderEntry, base: &str) -> Verifier<P> {
    let url = format!("{base}{}", entry.slug);
    let builder = Verifier::<P>::of(entry).unwrap().secret(secrets_of(entry.slug)[1]);
    let builder: VerifierBuilder<P> = builder.public_url(url);
    let builder = match entry.scheme.handshakes().find_map(Handshake::token_name) {
        Some(_) => builder.handshake_token(HANDSHAKE_TOKEN),
        None => builder,
    };
    builder.build().unwrap()
}

impl Shared {
    async fn receive(
        &self,
        slug: &'static str,
        head: &http::HeaderMap,
        delivery: &verihook::Delivery,
        body: &[u8],
    ) -> String {
        let now = self.at_a_time.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_a_time.fetch_max(now, Ordering::SeqCst);
        let id = delivery.id().or(delivery.unsigned_id()).map(str::to_owned);
        let event = delivery.unsigned_event().map(str::to_owned);
        let content_type = head["content-type"].to_str().unwrap().to_owned();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let length = body.len();
        self.arrivals.lock().unwrap().push(Arrival { slug, id, event, content_type, body });
        self.together.wait().await;
        self.at_a_time.fetch_sub(1, Ordering::SeqCst);
        format!("{length} bytes")
    }
}

/// A server that records each request as bytes, and always gives the same answer.
pub(crate) struct Raw {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Raw {
    pub(crate) fn start(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?a=1", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (answer, recorded) = (answer.to_owned(), Arc::clone(&requests));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, answer) = (stream.unwrap(), answer.clone());
                let recorded = Arc::clone(&recorded);
                std::thread::spawn(move || {
                    while let Some(request) = read_request(&mut stream) {
                        recorded.lock().unwrap().push(request);
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                });
            }
        });
        Self { url, requests }
    }

    /// Returns the requests since the last call.
    pub(crate) fn take(&self) -> Vec<String> {
        core::mem::take(&mut self.requests.lock().unwrap())
    }
}

/// Reads a request with a `Content-Length`, or returns `None` at the end of the connection.
fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return None;
        }
        request.push(byte[0]);
    }
    let head = String::from_utf8(request.clone()).unwrap().to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).unwrap();
    request.extend(body);
    Some(String::from_utf8(request).unwrap())
}
