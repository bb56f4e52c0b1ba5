//! A server for each adapter, with an endpoint under `/SLUG` for every provider.

use sha2::{Digest as _, Sha256};
use std::net::SocketAddr;
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::SystemTime;
use verihook::{
    Answer, Any, AnyOrigin, Bytes, Endpoint, Head, NextStep, Proof as _, QuestionOutcome,
    Rejection, UnixTime, Verifier, VerifierBuilder, providers,
};
use verihook_conformance::{BODY_LIMIT, secrets_of};

/// The addresses of the servers, with the name of each adapter.
pub type Servers = Vec<(&'static str, SocketAddr)>;

/// The endpoints of a server.
pub type Endpoints = fn() -> Vec<Served>;

/// Starts the servers with the endpoint of every provider. They run until the process ends.
///
/// # Panics
/// If a server does not start.
#[must_use]
pub fn start() -> Servers {
    start_with(endpoints)
}

/// Starts the servers with these endpoints. They run until the process ends.
///
/// # Panics
/// If a server does not start.
#[must_use]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
pub fn start_with(endpoints: Endpoints) -> Servers {
    type Serve = fn(Listening, Endpoints);
    let all: [(&str, Serve); 5] = [
        ("axum", axum::serve),
        ("actix", actix::serve),
        ("rocket", rocket::serve),
        ("tower", tower::serve),
        ("warp", warp::serve),
    ];
    let started = all.map(|(name, serve)| {
        let (listening, address) = mpsc::channel();
        thread::spawn(move || serve(listening, endpoints));
        (name, address.recv().expect("the server starts"))
    });
    started.into()
}

type Listening = mpsc::Sender<SocketAddr>;

/// The endpoint of a provider: its slug and its verifier.
#[allow(clippy::exhaustive_enums, reason = "a provider signs bodies, or it does not")]
#[derive(Clone, Debug)]
pub enum Served {
    /// The provider signs bodies.
    Signed(&'static str, Verifier<Any>),
    /// The provider proves only who sent the request.
    Origin(&'static str, Verifier<AnyOrigin>),
}

/// Returns the endpoint of every provider.
#[must_use]
pub fn endpoints() -> Vec<Served> {
    static ENDPOINTS: LazyLock<Vec<Served>> = LazyLock::new(make_endpoints);
    ENDPOINTS.clone()
}

#[allow(clippy::expect_used, reason = "a test fails by panicking")]
fn make_endpoints() -> Vec<Served> {
    let endpoint = |entry: &verihook::ProviderEntry| {
        if entry.scheme.binds_body() {
            let builder = Verifier::<Any>::of(entry);
            Served::Signed(
                entry.slug,
                built(builder.expect("the provider signs bodies"), entry.slug),
            )
        } else {
            let builder = Verifier::<AnyOrigin>::of(entry);
            Served::Origin(
                entry.slug,
                built(builder.expect("the provider does not sign bodies"), entry.slug),
            )
        }
    };
    providers::ALL.iter().map(endpoint).collect()
}

/// Returns the URL of the endpoint as registered with the provider.
#[must_use]
pub fn public_url(slug: &str) -> String {
    format!("https://hooks.example.com/{slug}")
}

#[allow(clippy::expect_used, reason = "a test fails by panicking")]
fn built<P>(builder: VerifierBuilder<P>, slug: &str) -> Verifier<P> {
    let builder = builder.body_limit(BODY_LIMIT);
    secrets_of(slug)
        .into_iter()
        .fold(builder.public_url(public_url(slug)), VerifierBuilder::secret)
        .build()
        .expect("the secrets are valid")
}

impl Served {
    /// Returns the provider's slug, which is also the path of the endpoint.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Signed(slug, _) | Self::Origin(slug, _) => slug,
        }
    }

    /// Verifies a request with the core alone, without a framework. Returns the bytes that the
    /// handler must see.
    ///
    /// A truncated body is `Err` with the bytes that arrived.
    ///
    /// # Errors
    /// Returns the answer to a rejected request.
    pub fn verdict(&self, head: &dyn Head, body: Result<&[u8], &[u8]>) -> Result<Bytes, Answer> {
        match self {
            Self::Signed(_, verifier) => verdict(verifier, head, body),
            Self::Origin(_, verifier) => verdict(verifier, head, body),
        }
    }
}

fn verdict<P: Endpoint>(
    verifier: &Verifier<P>,
    head: &dyn Head,
    body: Result<&[u8], &[u8]>,
) -> Result<Bytes, Answer> {
    let judged = || -> Result<Result<Bytes, Answer>, Rejection> {
        let now = UnixTime::try_from(SystemTime::now()).map_err(|_| Rejection::ClockUnusable)?;
        let (Ok(bytes) | Err(bytes)) = body;
        let bytes = Bytes::copy_from_slice(bytes);
        match verifier.open(head, now)? {
            NextStep::ReadBody(mut verification) => {
                verification.update(bytes)?;
                body.map_err(|_| Rejection::BodyIncomplete)?;
                verification.finish().map(|proof| Ok(proof.payload().clone()))
            }
            NextStep::ReadQuestion(mut question) => {
                question.update(&bytes)?;
                body.map_err(|_| Rejection::BodyIncomplete)?;
                match question.finish()? {
                    QuestionOutcome::Answer(answer) => Ok(Err(answer)),
                    QuestionOutcome::StoreSecret(_) => unreachable!("no endpoint has an exchange"),
                }
            }
            NextStep::Answer(answer) => Ok(Err(answer)),
            NextStep::LookUp(_) | NextStep::StoreSecret(_) => {
                unreachable!("no endpoint here has a resolver or an exchange")
            }
        }
    };
    judged().unwrap_or_else(|rejection| Err(verifier.answer(rejection)))
}

/// Returns the answer of every handler: a digest of the bytes that it saw.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

mod axum {
    use super::{Endpoints, Listening, Served, digest};
    use axum::Router;
    use verihook_axum::{Any, AnyOrigin, AuthenticatedWebhook, Bytes, VerifiedWebhook, webhook};

    async fn signed(hook: VerifiedWebhook<Any, Bytes>) -> String {
        digest(hook.payload())
    }

    async fn origin(hook: AuthenticatedWebhook<AnyOrigin, Bytes>) -> String {
        digest(hook.payload())
    }

    #[tokio::main]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) async fn serve(listening: Listening, endpoints: Endpoints) {
        let router =
            endpoints().into_iter().fold(Router::new(), |router, endpoint| match endpoint {
                Served::Signed(slug, verifier) => {
                    router.route(&format!("/{slug}"), webhook(verifier, signed))
                }
                Served::Origin(slug, verifier) => {
                    router.route(&format!("/{slug}"), webhook(verifier, origin))
                }
            });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let _ = listening.send(listener.local_addr().expect("it is bound"));
        axum::serve(listener, router).await.expect("it serves");
    }
}

mod actix {
    use super::{Endpoints, Listening, Served, digest};
    use actix_web::{App, HttpServer, web};
    use verihook_actix::{Any, AnyOrigin, AuthenticatedWebhook, Bytes, VerifiedWebhook, webhook};

    async fn signed(hook: VerifiedWebhook<Any, Bytes>) -> String {
        digest(hook.payload())
    }

    async fn origin(hook: AuthenticatedWebhook<AnyOrigin, Bytes>) -> String {
        digest(hook.payload())
    }

    fn configure(app: &mut web::ServiceConfig, endpoints: Vec<Served>) {
        for endpoint in endpoints {
            app.service(match endpoint {
                Served::Signed(slug, verifier) => webhook(&format!("/{slug}"), verifier, signed),
                Served::Origin(slug, verifier) => webhook(&format!("/{slug}"), verifier, origin),
            });
        }
    }

    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) fn serve(listening: Listening, endpoints: Endpoints) {
        let server =
            HttpServer::new(move || App::new().configure(|app| configure(app, endpoints())));
        let server = server.workers(1);
        let server = server.disable_signals().bind("127.0.0.1:0").expect("a free port");
        let _ = listening.send(*server.addrs().first().expect("it is bound"));
        actix_web::rt::System::new().block_on(server.run()).expect("it serves");
    }
}

mod rocket {
    use super::{Endpoints, Listening, Served, digest};
    use rocket::Config;
    use rocket::fairing::AdHoc;
    use std::net::SocketAddr;
    use verihook_rocket::{
        Any, AnyOrigin, AuthenticatedWebhook, Bytes, VerifiedWebhook, catchers, webhook,
    };

    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) fn serve(listening: Listening, endpoints: Endpoints) {
        let signed = async |hook: VerifiedWebhook<Any, Bytes>| digest(hook.payload());
        let origin = async |hook: AuthenticatedWebhook<AnyOrigin, Bytes>| digest(hook.payload());
        let log_level = rocket::config::LogLevel::Off;
        let shutdown = rocket::config::Shutdown { ctrlc: false, ..Default::default() };
        let config = Config { port: 0, log_level, workers: 1, shutdown, ..Config::default() };
        let rocket = endpoints().into_iter().fold(rocket::custom(config), |rocket, endpoint| {
            rocket.mount(
                "/",
                match endpoint {
                    Served::Signed(slug, verifier) => {
                        webhook(&format!("/{slug}"), verifier, signed)
                    }
                    Served::Origin(slug, verifier) => {
                        webhook(&format!("/{slug}"), verifier, origin)
                    }
                },
            )
        });
        let liftoff = AdHoc::on_liftoff("listening", move |rocket| {
            let config = rocket.config();
            let _ = listening.send(SocketAddr::new(config.address, config.port));
            Box::pin(async {})
        });
        let rocket = rocket.register("/", catchers()).attach(liftoff);
        let _ = rocket::execute(rocket.launch()).expect("it serves");
    }
}

mod tower {
    use super::{Endpoints, Listening, Served, digest};
    use http::{Request, Response, StatusCode};
    use http_body_util::{BodyExt as _, Either, Full};
    use hyper::body::Incoming;
    use hyper::service::service_fn;
    use hyper_util::rt::TokioIo;
    use std::convert::Infallible;
    use tower::ServiceExt as _;
    use verihook_tower::{
        Bytes, Endpoint, ProofOf, ResponseBody, VerifiedBody, Verifier, VerifyLayer,
    };

    type Answered = Response<Either<ResponseBody<Full<Bytes>>, Full<Bytes>>>;

    async fn verified<P>(verifier: Verifier<P>, request: Request<Incoming>) -> Answered
    where
        P: Endpoint,
        ProofOf<P, Bytes>: Send + Sync + 'static,
    {
        let handler = tower::service_fn(async |request: Request<VerifiedBody<P>>| {
            let Ok(body) = request.into_body().collect().await;
            Ok::<_, Infallible>(Response::new(Full::from(digest(&body.to_bytes()))))
        });
        let service = tower::ServiceBuilder::new().layer(VerifyLayer::new(verifier));
        let Ok(response) = service.service(handler).oneshot(request).await;
        response.map(Either::Left)
    }

    async fn route(
        request: Request<Incoming>,
        endpoints: Endpoints,
    ) -> Result<Answered, Infallible> {
        let path = request.uri().path().strip_prefix('/').unwrap_or_default().to_owned();
        for endpoint in endpoints() {
            match endpoint {
                Served::Signed(slug, verifier) if slug == path => {
                    return Ok(verified(verifier, request).await);
                }
                Served::Origin(slug, verifier) if slug == path => {
                    return Ok(verified(verifier, request).await);
                }
                _ => {}
            }
        }
        let mut response = Response::new(Either::Right(Full::default()));
        *response.status_mut() = StatusCode::NOT_FOUND;
        Ok(response)
    }

    #[tokio::main]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) async fn serve(listening: Listening, endpoints: Endpoints) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let _ = listening.send(listener.local_addr().expect("it is bound"));
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            tokio::spawn(async move {
                let builder = hyper::server::conn::http1::Builder::new();
                // Errors are expected: clients disconnect in the middle of a request.
                let service = service_fn(|request| route(request, endpoints));
                let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }
}

mod warp {
    use super::{Endpoints, Listening, Served, digest};
    use verihook_warp::{Any, AnyOrigin, AuthenticatedWebhook, Bytes, VerifiedWebhook, handle};
    use warp::Filter as _;
    use warp::filters::BoxedFilter;
    use warp::reply::Response;

    fn filter(endpoint: Served) -> BoxedFilter<(Response,)> {
        let signed = async |(): (), hook: VerifiedWebhook<Any, Bytes>| digest(hook.payload());
        let origin =
            async |(): (), hook: AuthenticatedWebhook<AnyOrigin, Bytes>| digest(hook.payload());
        match endpoint {
            Served::Signed(slug, verifier) => {
                handle(warp::path(slug).and(warp::path::end()), verifier, signed).boxed()
            }
            Served::Origin(slug, verifier) => {
                handle(warp::path(slug).and(warp::path::end()), verifier, origin).boxed()
            }
        }
    }

    #[tokio::main]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) async fn serve(listening: Listening, endpoints: Endpoints) {
        let filters = endpoints().into_iter().map(filter);
        let routes = filters.reduce(|all, one| all.or(one).unify().boxed()).expect("endpoints");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let _ = listening.send(listener.local_addr().expect("it is bound"));
        warp::serve(routes).incoming(listener).run().await;
    }
}
