//! The handlers of one framework, which answer with the length of the body. `/bare` reads the body
//! as the framework does, `/hashed` also computes its HMAC-SHA256, `/verified` accepts what
//! GitHub's verifier accepts, and `/peer` does the same through another crate.
//!
//! Each path has a listener to itself and is the only route there, so that no handler pays for the
//! routes before it. The program prints `path address` for each and serves until it is killed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::LazyLock;
use tokio::join;
use verihook::{Bytes, Verifier, providers::GitHub};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const LIMIT: u32 = 1024 * 1024;
/// One worker, which leaves the other of two processors to the client.
const WORKERS: usize = 1;

fn verifier() -> Verifier<GitHub> {
    let verifier = Verifier::builder().secret(SECRET).body_limit(LIMIT as usize);
    verifier.build().expect("a valid secret")
}

fn announce(path: &str, address: SocketAddr) {
    println!("{path} {address}");
}

fn length(body: &[u8]) -> String {
    body.len().to_string()
}

/// The least that a verification has to do.
fn length_and_hash(body: &[u8]) -> String {
    static KEYED: LazyLock<Hmac<Sha256>> =
        LazyLock::new(|| Hmac::new_from_slice(SECRET.as_bytes()).expect("HMAC accepts any key"));
    let mut mac = KEYED.clone();
    mac.update(body);
    black_box(mac.finalize());
    length(body)
}

fn main() {
    let framework = std::env::args().nth(1).unwrap_or_default();
    let runtime =
        || tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    let runtime = runtime().expect("the runtime starts");
    match framework.as_str() {
        "actix-web" => actix::run(),
        "axum" => runtime.block_on(axum::run()),
        "rocket" => runtime.block_on(rocket::run()),
        "tower" => runtime.block_on(tower::run()),
        "warp" => runtime.block_on(warp::run()),
        other => {
            panic!("unknown framework `{other}`: expected actix-web, axum, rocket, tower or warp")
        }
    }
}

async fn listener(path: &str) -> tokio::net::TcpListener {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    announce(path, listener.local_addr().expect("the listener has an address"));
    listener
}

mod actix {
    use super::{Bytes, GitHub, SECRET, WORKERS, announce, length, length_and_hash, verifier};
    use actix_web::web::{self, ServiceConfig};
    use actix_web::{App, HttpServer, rt::System};
    use tokio::join;
    use verihook_actix::{VerifiedWebhook, webhook};
    use webhook_verify::actix::{VerifiedBody, WebhookConfig};
    use webhook_verify::{Provider, Secret};

    async fn bare(body: web::Bytes) -> String {
        length(&body)
    }

    async fn hashed(body: web::Bytes) -> String {
        length_and_hash(&body)
    }

    async fn verified(hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    async fn peer(body: VerifiedBody) -> String {
        length(&body)
    }

    pub fn run() {
        let verifier = verifier();
        let config = WebhookConfig::new(Provider::GitHub, Secret::new(SECRET));
        let verified = move |app: &mut ServiceConfig| {
            app.service(webhook("/verified", verifier.clone(), verified));
        };
        // Data of the application is found faster than data of the resource.
        let peer = move |app: &mut ServiceConfig| {
            app.app_data(config.clone()).route("/peer", web::post().to(peer));
        };
        System::new().block_on(async {
            join!(
                serve("/bare", |app| _ = app.route("/bare", web::post().to(bare))),
                serve("/hashed", |app| _ = app.route("/hashed", web::post().to(hashed))),
                serve("/verified", verified),
                serve("/peer", peer),
            )
        });
    }

    async fn serve(path: &str, routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) {
        let server = HttpServer::new(move || App::new().configure(routes.clone()));
        let server = server.workers(WORKERS).disable_signals();
        let server = server.bind("127.0.0.1:0").expect("a free port");
        server.addrs().into_iter().for_each(|address| announce(path, address));
        server.run().await.expect("the server runs");
    }
}

mod axum {
    use super::{Bytes, GitHub, SECRET, join, length, length_and_hash, listener, verifier};
    use axum::body::Body;
    use axum::error_handling::HandleErrorLayer;
    use axum::http::{Request, StatusCode};
    use axum::routing::{MethodRouter, post};
    use axum::{BoxError, Router};
    use std::future::ready;
    use tower::ServiceBuilder;
    use verihook_axum::{VerifiedWebhook, webhook};
    use webhook_verify::{Provider, Secret, tower::VerifyLayer};

    async fn bare(body: Bytes) -> String {
        length(&body)
    }

    async fn hashed(body: Bytes) -> String {
        length_and_hash(&body)
    }

    async fn verified(hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    pub async fn run() {
        join!(
            serve("/bare", post(bare)),
            serve("/hashed", post(hashed)),
            serve("/verified", webhook(verifier(), verified)),
            serve("/peer", peer()),
        );
    }

    /// Returns webhook-verify's layer around the plain handler.
    ///
    /// The layer's error is boxed and its inner body is `Bytes`, so an axum route accepts it only
    /// between two more layers.
    fn peer() -> MethodRouter {
        let layers = ServiceBuilder::new()
            .layer(HandleErrorLayer::new(|_: BoxError| ready(StatusCode::BAD_REQUEST)))
            .layer(VerifyLayer::<Bytes>::new(Provider::GitHub, Secret::new(SECRET)))
            .map_request(|request: Request<Bytes>| request.map(Body::from));
        post(bare).layer(layers)
    }

    async fn serve(path: &str, route: MethodRouter) {
        let router = Router::new().route(path, route);
        axum::serve(listener(path).await, router).await.expect("the server runs");
    }
}

mod rocket {
    use super::{
        Bytes, GitHub, LIMIT, SECRET, WORKERS, announce, length, length_and_hash, verifier,
    };
    use rocket::data::{FromData as _, Outcome as Guarded};
    use rocket::fairing::AdHoc;
    use rocket::http::Method;
    use rocket::route::{Handler, Outcome};
    use rocket::{Config, Data, Request, Route};
    use rocket_webhook::webhooks::built_in::GitHubWebhook;
    use rocket_webhook::{RocketWebhook, WebhookPayloadRaw};
    use std::net::SocketAddr;
    use tokio::join;
    use verihook_rocket::{VerifiedWebhook, webhook};

    /// A handler that answers with this function of the body.
    #[derive(Clone)]
    struct Plain(fn(&[u8]) -> String);

    #[rocket::async_trait]
    impl Handler for Plain {
        async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
            match Vec::<u8>::from_data(request, data).await {
                Guarded::Success(body) => Outcome::from(request, self.0(&body)),
                Guarded::Error((status, _)) => Outcome::Error(status),
                Guarded::Forward((data, status)) => Outcome::Forward((data, status)),
            }
        }
    }

    async fn verified(hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    #[rocket::post("/peer", data = "<hook>")]
    fn peer(hook: WebhookPayloadRaw<'_, GitHubWebhook>) -> String {
        length(&hook.data)
    }

    pub async fn run() {
        let route = |path, handler| vec![Route::new(Method::Post, path, handler)];
        join!(
            serve("/bare", route("/bare", Plain(length))),
            serve("/hashed", route("/hashed", Plain(length_and_hash))),
            serve("/verified", webhook("/verified", verifier(), verified)),
            serve("/peer", rocket::routes![peer]),
        );
    }

    async fn serve(path: &'static str, routes: Vec<Route>) {
        let config = Config {
            address: [127, 0, 0, 1].into(),
            port: 0,
            workers: WORKERS,
            ip_header: None,
            log_level: rocket::config::LogLevel::Off,
            ..Config::default()
        };
        let started = AdHoc::on_liftoff("announce", move |rocket| {
            announce(path, SocketAddr::new(rocket.config().address, rocket.config().port));
            Box::pin(async {})
        });
        // The peer finds its settings in rocket's state.
        let github = GitHubWebhook::with_secret(SECRET);
        let rocket = rocket::custom(config)
            .manage(RocketWebhook::builder().webhook(github).max_body_size(LIMIT).build());
        rocket.attach(started).mount("/", routes).launch().await.expect("the server runs");
    }
}

mod tower {
    use super::{Bytes, GitHub, SECRET, join, length, length_and_hash, listener, verifier};
    use http::{Request, Response};
    use http_body_util::{BodyExt, Full};
    use hyper::body::{Body, Incoming};
    use hyper_util::rt::TokioIo;
    use hyper_util::service::TowerToHyperService;
    use std::convert::Infallible;
    use tower::{BoxError, Layer as _, Service, service_fn};
    use verihook_tower::{VerifiedBody, VerifyLayer};
    use webhook_verify::tower::VerifyLayer as PeerLayer;
    use webhook_verify::{Provider, Secret};

    async fn answer<B: BodyExt>(
        body: B,
        work: fn(&[u8]) -> String,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        Ok(Response::new(Full::from(work(&body))))
    }

    async fn answer_bytes(request: Request<Bytes>) -> Result<Response<Full<Bytes>>, Infallible> {
        Ok(Response::new(Full::from(length(request.body()))))
    }

    pub async fn run() {
        let bare = service_fn(|request: Request<Incoming>| answer(request.into_body(), length));
        let hashed =
            service_fn(|request: Request<Incoming>| answer(request.into_body(), length_and_hash));
        let verified = VerifyLayer::new(verifier()).layer(service_fn(
            |request: Request<VerifiedBody<GitHub>>| answer(request.into_body(), length),
        ));
        let peer = PeerLayer::new(Provider::GitHub, Secret::new(SECRET));
        join!(
            serve("/bare", bare),
            serve("/hashed", hashed),
            serve("/verified", verified),
            serve("/peer", peer.layer(service_fn(answer_bytes))),
        );
    }

    /// Serves on plain hyper.
    async fn serve<S, B>(path: &str, service: S)
    where
        S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
        S::Future: Send,
        S::Error: Into<BoxError>,
        B: Body<Data: Send, Error: Into<BoxError>> + Send + 'static,
    {
        let listener = listener(path).await;
        loop {
            let (stream, _) = listener.accept().await.expect("a client connects");
            let service = TowerToHyperService::new(service.clone());
            let server = hyper::server::conn::http1::Builder::new();
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
        }
    }
}

/// There is no `/peer`: no other crate has an adapter for warp.
mod warp {
    use super::{Bytes, GitHub, join, length, length_and_hash, listener, verifier};
    use verihook_warp::{VerifiedWebhook, handle};
    use warp::Filter as _;

    async fn verified((): (), hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    pub async fn run() {
        let bare = warp::path!("bare")
            .and(warp::post())
            .and(warp::body::bytes())
            .map(|body: Bytes| length(&body));
        let hashed = warp::path!("hashed")
            .and(warp::post())
            .and(warp::body::bytes())
            .map(|body: Bytes| length_and_hash(&body));
        let verified = handle(warp::path!("verified"), verifier(), verified);
        join!(
            warp::serve(bare).incoming(listener("/bare").await).run(),
            warp::serve(hashed).incoming(listener("/hashed").await).run(),
            warp::serve(verified).incoming(listener("/verified").await).run(),
        );
    }
}
