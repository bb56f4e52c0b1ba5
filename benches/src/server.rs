//! A server of one framework with three routes that answer with the length of the body. `/bare`
//! reads the body as the framework does, `/hashed` also computes its HMAC-SHA256, and `/verified`
//! accepts what GitHub's verifier accepts. It prints its address and serves until it is killed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::LazyLock;
use verihook::{Bytes, Verifier, providers::GitHub};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// One worker, which leaves the other of two processors to the client.
const WORKERS: usize = 1;

fn verifier() -> Verifier<GitHub> {
    Verifier::builder().secret(SECRET).body_limit(1024 * 1024).build().expect("a valid secret")
}

fn announce(address: SocketAddr) {
    println!("{address}");
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
        "actix-web" => actix(),
        "axum" => runtime.block_on(axum()),
        "rocket" => runtime.block_on(rocket()),
        "tower" => runtime.block_on(tower()),
        "warp" => runtime.block_on(warp()),
        other => {
            panic!("unknown framework `{other}`: expected actix-web, axum, rocket, tower or warp")
        }
    }
}

async fn listener() -> tokio::net::TcpListener {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    announce(listener.local_addr().expect("the listener has an address"));
    listener
}

fn actix() {
    use actix_web::{App, HttpServer, rt::System, web};
    use verihook_actix::{VerifiedWebhook, webhook};

    async fn bare(body: web::Bytes) -> String {
        length(&body)
    }

    async fn hashed(body: web::Bytes) -> String {
        length_and_hash(&body)
    }

    async fn verified(hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    let verifier = verifier();
    let app = move || {
        App::new()
            .route("/bare", web::post().to(bare))
            .route("/hashed", web::post().to(hashed))
            .service(webhook("/verified", verifier.clone(), verified))
    };
    System::new().block_on(async {
        let server =
            HttpServer::new(app).workers(WORKERS).bind("127.0.0.1:0").expect("a free port");
        server.addrs().into_iter().for_each(announce);
        server.run().await.expect("the server runs");
    });
}

async fn axum() {
    use axum::{Router, routing::post};
    use verihook_axum::{VerifiedWebhook, webhook};

    async fn bare(body: axum::body::Bytes) -> String {
        length(&body)
    }

    async fn hashed(body: axum::body::Bytes) -> String {
        length_and_hash(&body)
    }

    async fn verified(hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    let router = Router::new()
        .route("/bare", post(bare))
        .route("/hashed", post(hashed))
        .route("/verified", webhook(verifier(), verified));
    axum::serve(listener().await, router).await.expect("the server runs");
}

async fn rocket() {
    use rocket::fairing::AdHoc;
    use rocket::http::Method;
    use rocket::route::{Handler, Outcome};
    use rocket::{Config, Data, Request, Route};
    use verihook_rocket::{VerifiedWebhook, webhook};

    /// A handler that answers with this function of the body.
    #[derive(Clone)]
    struct Plain(fn(&[u8]) -> String);

    #[rocket::async_trait]
    impl Handler for Plain {
        async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
            use rocket::data::{FromData as _, Outcome as Guarded};
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

    let config = Config {
        address: [127, 0, 0, 1].into(),
        port: 0,
        workers: WORKERS,
        ip_header: None,
        log_level: rocket::config::LogLevel::Off,
        ..Config::default()
    };
    let started = AdHoc::on_liftoff("announce", |rocket| {
        announce(SocketAddr::new(rocket.config().address, rocket.config().port));
        Box::pin(async {})
    });
    let mut routes = webhook("/verified", verifier(), verified);
    routes.push(Route::new(Method::Post, "/bare", Plain(length)));
    routes.push(Route::new(Method::Post, "/hashed", Plain(length_and_hash)));
    rocket::custom(config)
        .attach(started)
        .mount("/", routes)
        .launch()
        .await
        .expect("the server runs");
}

async fn tower() {
    use http::{Request, Response};
    use http_body_util::{Either, Full};
    use hyper::body::Incoming;
    use hyper_util::rt::TokioIo;
    use hyper_util::service::TowerToHyperService;
    use std::convert::Infallible;
    use tower::{Layer as _, ServiceExt as _, service_fn};
    use verihook_tower::{VerifiedBody, VerifyLayer};

    async fn answer<B: http_body_util::BodyExt>(
        body: B,
        work: fn(&[u8]) -> String,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        Ok(Response::new(Full::from(work(&body))))
    }

    let bare = service_fn(|request: Request<Incoming>| answer(request.into_body(), length));
    let hashed =
        service_fn(|request: Request<Incoming>| answer(request.into_body(), length_and_hash));
    let inner =
        service_fn(|request: Request<VerifiedBody<GitHub>>| answer(request.into_body(), length));
    let verified = VerifyLayer::new(verifier()).layer(inner);
    let service = service_fn(move |request: Request<Incoming>| {
        let (bare, hashed, verified) = (bare, hashed, verified.clone());
        async move {
            match request.uri().path() {
                "/bare" => bare.oneshot(request).await.map(|answer| answer.map(Either::Left)),
                "/hashed" => hashed.oneshot(request).await.map(|answer| answer.map(Either::Left)),
                _ => verified.oneshot(request).await.map(|answer| answer.map(Either::Right)),
            }
        }
    });
    let listener = listener().await;
    loop {
        let (stream, _) = listener.accept().await.expect("a client connects");
        let service = TowerToHyperService::new(service.clone());
        tokio::spawn(async move {
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn warp() {
    use verihook_warp::{VerifiedWebhook, handle};
    use warp::Filter as _;

    async fn verified((): (), hook: VerifiedWebhook<GitHub, Bytes>) -> String {
        length(hook.payload())
    }

    let bare = warp::path!("bare")
        .and(warp::post())
        .and(warp::body::bytes())
        .map(|body: Bytes| length(&body));
    let hashed = warp::path!("hashed")
        .and(warp::post())
        .and(warp::body::bytes())
        .map(|body: Bytes| length_and_hash(&body));
    let routes = bare.or(handle(warp::path!("verified"), verifier(), verified)).or(hashed);
    warp::serve(routes).incoming(listener().await).run().await;
}
