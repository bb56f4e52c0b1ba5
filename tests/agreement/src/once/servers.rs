//! The servers, each stopped as its framework documents it.

use super::{DRAIN_LIMIT, Serve, Setup, Start};

/// The servers, by the name of their adapter.
pub(super) const ALL: [(&str, Serve); 5] = [
    ("axum", axum::serve),
    ("actix", actix::serve),
    ("rocket", rocket::serve),
    ("tower", tower::serve),
    ("warp", warp::serve),
];

mod axum {
    use super::{DRAIN_LIMIT, Setup, Start};
    use axum::Router;
    use axum::http::StatusCode;
    use verihook_axum::idempotency::Drained;
    use verihook_axum::{Any, Bytes, VerifiedWebhook, webhook};

    #[tokio::main]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) async fn serve(Start { setup, listening, stop }: Start) -> Drained {
        let Setup { idempotency, verifier, work, .. } = setup;
        let handler = move |hook: VerifiedWebhook<Any, Bytes>| {
            let work = work.clone();
            async move { StatusCode::from_u16(work.handle(hook.payload()).await).expect("valid") }
        };
        let router = Router::new().route("/hook", webhook(verifier, handler));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let _ = listening.send(listener.local_addr().expect("it is bound"));
        let stopped = async { drop(stop.await) };
        axum::serve(listener, router).with_graceful_shutdown(stopped).await.expect("it serves");
        idempotency.drain(DRAIN_LIMIT).await
    }
}

mod actix {
    use super::{DRAIN_LIMIT, Setup, Start};
    use actix_web::http::StatusCode;
    use actix_web::{App, HttpResponse, HttpServer, rt};
    use verihook_actix::idempotency::Drained;
    use verihook_actix::{Any, Bytes, VerifiedWebhook, webhook};

    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) fn serve(Start { setup, listening, stop }: Start) -> Drained {
        let Setup { idempotency, verifier, work, .. } = setup;
        let handler = move |hook: VerifiedWebhook<Any, Bytes>| {
            let work = work.clone();
            async move {
                let status = StatusCode::from_u16(work.handle(hook.payload()).await);
                HttpResponse::new(status.expect("valid"))
            }
        };
        let app = move || App::new().service(webhook("/hook", verifier.clone(), handler.clone()));
        rt::System::new().block_on(async {
            let server = HttpServer::new(app).workers(2).disable_signals();
            let server = server.bind("127.0.0.1:0").expect("a free port");
            let _ = listening.send(*server.addrs().first().expect("it is bound"));
            let server = server.run();
            let handle = server.handle();
            // A worker that stops drops its tasks, so they are drained first.
            let stopping = rt::spawn(async move {
                drop(stop.await);
                let drained = idempotency.drain(DRAIN_LIMIT).await;
                handle.stop(true).await;
                drained
            });
            server.await.expect("it serves");
            stopping.await.expect("it stops")
        })
    }
}

mod rocket {
    use super::{DRAIN_LIMIT, Setup, Start};
    use rocket::Config;
    use rocket::fairing::AdHoc;
    use rocket::http::Status;
    use std::net::SocketAddr;
    use verihook_rocket::idempotency::Drained;
    use verihook_rocket::{Any, Bytes, VerifiedWebhook, webhook};

    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) fn serve(Start { setup, listening, stop }: Start) -> Drained {
        let Setup { idempotency, verifier, work, .. } = setup;
        let handler = move |hook: VerifiedWebhook<Any, Bytes>| {
            let work = work.clone();
            async move { (Status::new(work.handle(hook.payload()).await), "") }
        };
        let log_level = rocket::config::LogLevel::Off;
        let shutdown = rocket::config::Shutdown { ctrlc: false, ..Default::default() };
        let config = Config { port: 0, log_level, workers: 2, shutdown, ..Config::default() };
        let liftoff = AdHoc::on_liftoff("listening", move |rocket| {
            let config = rocket.config();
            let _ = listening.send(SocketAddr::new(config.address, config.port));
            Box::pin(async {})
        });
        let rocket = rocket::custom(config).attach(liftoff);
        let rocket = rocket.mount("/", webhook("/hook", verifier, handler));
        rocket::execute(async move {
            let rocket = rocket.ignite().await.expect("it is complete");
            let shutdown = rocket.shutdown();
            tokio::spawn(async move {
                drop(stop.await);
                shutdown.notify();
            });
            let _ = rocket.launch().await.expect("it serves");
            idempotency.drain(DRAIN_LIMIT).await
        })
    }
}

mod tower {
    use super::{DRAIN_LIMIT, Setup, Start};
    use http::{Request, Response};
    use http_body_util::Full;
    use hyper::server::conn::http1;
    use hyper_util::rt::TokioIo;
    use hyper_util::server::graceful::GracefulShutdown;
    use hyper_util::service::TowerToHyperService;
    use tower::{ServiceBuilder, service_fn};
    use verihook_tower::idempotency::Drained;
    use verihook_tower::{Any, Bytes, VerifiedBody, VerifyLayer};

    #[tokio::main]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) async fn serve(Start { setup, listening, mut stop }: Start) -> Drained {
        let Setup { idempotency, verifier, work, .. } = setup;
        let handler = service_fn(move |request: Request<VerifiedBody<Any>>| {
            let work = work.clone();
            async move {
                let status = work.handle(request.body().proof().payload()).await;
                Response::builder().status(status).body(Full::<Bytes>::default())
            }
        });
        let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(handler);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let _ = listening.send(listener.local_addr().expect("it is bound"));
        let graceful = GracefulShutdown::new();
        loop {
            let stream = tokio::select! {
                accepted = listener.accept() => accepted.expect("a connection").0,
                _ = &mut stop => break,
            };
            let service = TowerToHyperService::new(service.clone());
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // Errors are expected: clients disconnect in the middle of a request.
            tokio::spawn(graceful.watch(connection));
        }
        graceful.shutdown().await;
        idempotency.drain(DRAIN_LIMIT).await
    }
}

mod warp {
    use super::{DRAIN_LIMIT, Setup, Start};
    use verihook_warp::idempotency::Drained;
    use verihook_warp::{Any, Bytes, VerifiedWebhook, handle};
    use warp::http::StatusCode;

    #[tokio::main]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub(super) async fn serve(Start { setup, listening, stop }: Start) -> Drained {
        let Setup { idempotency, verifier, work, .. } = setup;
        let handler = move |(): (), hook: VerifiedWebhook<Any, Bytes>| {
            let work = work.clone();
            async move { StatusCode::from_u16(work.handle(hook.payload()).await).expect("valid") }
        };
        let route = handle(warp::path!("hook"), verifier, handler);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let _ = listening.send(listener.local_addr().expect("it is bound"));
        let stopped = async { drop(stop.await) };
        warp::serve(route).incoming(listener).graceful(stopped).run().await;
        idempotency.drain(DRAIN_LIMIT).await
    }
}
