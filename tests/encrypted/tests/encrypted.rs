//! An endpoint that requires TLS, on every adapter, with and without TLS.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, LazyLock, mpsc};
use std::thread;
use std::time::SystemTime;
use verihook_actix::{Signer, UnixTime, Verifier, providers::GitHub};

const SECRET: &str = "yGh1pMqkzW3nTzD7vC0sQe8rJbXuLf5a";

/// A certificate generated for this run, and its key.
static CERTIFIED: LazyLock<(Vec<u8>, Vec<u8>, String, String)> = LazyLock::new(|| {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = &made.signing_key;
    (made.cert.der().to_vec(), key.serialize_der(), made.cert.pem(), key.serialize_pem())
});

fn verifier() -> Verifier<GitHub> {
    Verifier::builder().secret(SECRET).require_tls().build().unwrap()
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn server_config() -> rustls::ServerConfig {
    let (certificate, key, ..) = &*CERTIFIED;
    let key = PrivateKeyDer::try_from(key.clone()).unwrap();
    rustls::ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(certificate.clone())], key)
        .unwrap()
}

/// Sends a genuine delivery with these additional headers, and returns the status.
fn deliver(address: SocketAddr, encrypted: bool, more: &str) -> u16 {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let body = br#"{"thirty":"bytes, as Rocket likes"}"#;
    let [(name, value)] =
        Signer::<GitHub>::new(SECRET).unwrap().sign(body, now).unwrap().try_into().unwrap();
    let head = format!(
        "POST /hook HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{name}: {value}\r\ncontent-length: {}\r\n{more}\r\n",
        body.len()
    );
    let request = [head.as_bytes(), body].concat();
    let mut stream = TcpStream::connect(address).unwrap();
    let mut answer = Vec::new();
    if encrypted {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from(CERTIFIED.0.clone())).unwrap();
        let config = rustls::ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = rustls::StreamOwned::new(client, stream);
        stream.write_all(&request).unwrap();
        // Some servers close without a TLS `close_notify` alert.
        let _ = stream.read_to_end(&mut answer);
    } else {
        stream.write_all(&request).unwrap();
        let _ = stream.read_to_end(&mut answer);
    }
    let text = String::from_utf8_lossy(&answer);
    text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{text:?}"))
}

/// Starts the server on a separate thread, and returns its address.
fn start(serve: impl FnOnce(mpsc::Sender<SocketAddr>) + Send + 'static) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || serve(sender));
    receiver.recv().unwrap()
}

/// Checks that a delivery is accepted over TLS and rejected without it, whatever forwarding headers
/// the client sends.
fn check(serve: fn(bool, mpsc::Sender<SocketAddr>)) {
    let encrypted = start(move |ready| serve(true, ready));
    let plain = start(move |ready| serve(false, ready));
    let claims = "x-forwarded-proto: https\r\nforwarded: proto=https\r\nx-forwarded-ssl: on\r\n";
    for more in ["", claims] {
        assert_eq!(deliver(encrypted, true, more), 200);
        assert_eq!(deliver(plain, false, more), 403);
    }
}

mod axum_server {
    use super::*;
    use axum::Router;
    use axum::extract::{ConnectInfo, Request};
    use axum::middleware::map_request;
    use axum::serve::Listener;
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::server::TlsStream;
    use verihook_axum::{Bytes, Peer, VerifiedWebhook, webhook};

    /// A TLS listener, written with axum's `Listener` trait.
    struct Encrypted(TcpListener, TlsAcceptor);

    impl Listener for Encrypted {
        type Io = TlsStream<tokio::net::TcpStream>;
        type Addr = SocketAddr;

        async fn accept(&mut self) -> (Self::Io, SocketAddr) {
            loop {
                let Ok((stream, address)) = self.0.accept().await else { continue };
                if let Ok(stream) = self.1.accept(stream).await {
                    return (stream, address);
                }
            }
        }

        fn local_addr(&self) -> std::io::Result<SocketAddr> {
            self.0.local_addr()
        }
    }

    /// Marks every request as received over TLS, because this server accepts nothing else.
    async fn over_tls(ConnectInfo(address): ConnectInfo<SocketAddr>, mut request: Request) -> Request {
        request.extensions_mut().insert(Peer::new(address.ip()).over_tls());
        request
    }

    #[derive(Clone, Copy)]
    struct Address(SocketAddr);

    impl axum::extract::connect_info::Connected<axum::serve::IncomingStream<'_, Encrypted>> for Address {
        fn connect_info(stream: axum::serve::IncomingStream<'_, Encrypted>) -> Self {
            Self(*stream.remote_addr())
        }
    }

    async fn address(ConnectInfo(Address(address)): ConnectInfo<Address>, mut request: Request) -> Request {
        request.extensions_mut().insert(ConnectInfo(address));
        request
    }

    #[tokio::main]
    async fn serve(encrypted: bool, ready: mpsc::Sender<SocketAddr>) {
        let router = Router::new()
            .route("/hook", webhook(verifier(), async |_: VerifiedWebhook<GitHub, Bytes>| "taken"));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.send(listener.local_addr().unwrap()).unwrap();
        if encrypted {
            let listener = Encrypted(listener, TlsAcceptor::from(Arc::new(server_config())));
            let router = router.layer(map_request(over_tls)).layer(map_request(address));
            let service = router.into_make_service_with_connect_info::<Address>();
            axum::serve(listener, service).await.unwrap();
        } else {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        }
    }

    #[test]
    fn axum() {
        check(serve);
    }
}

mod actix_server {
    use super::*;
    use actix_web::{App, HttpServer};
    use verihook_actix::{Bytes, VerifiedWebhook, webhook};

    async fn on_push(_: VerifiedWebhook<GitHub, Bytes>) -> &'static str {
        "taken"
    }

    fn serve(encrypted: bool, ready: mpsc::Sender<SocketAddr>) {
        let server = HttpServer::new(|| App::new().service(webhook("/hook", verifier(), on_push)));
        let server = server.workers(1).disable_signals();
        let server = if encrypted {
            server.bind_rustls_0_23("127.0.0.1:0", server_config()).unwrap()
        } else {
            server.bind("127.0.0.1:0").unwrap()
        };
        ready.send(*server.addrs().first().unwrap()).unwrap();
        actix_web::rt::System::new().block_on(server.run()).unwrap();
    }

    #[test]
    fn actix() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        check(serve);
    }
}

mod rocket_server {
    use super::*;
    use rocket::Config;
    use rocket::config::TlsConfig;
    use rocket::fairing::AdHoc;
    use verihook_rocket::{Bytes, VerifiedWebhook, webhook};

    fn serve(encrypted: bool, ready: mpsc::Sender<SocketAddr>) {
        let (.., certificate, key) = &*CERTIFIED;
        let tls = TlsConfig::from_bytes(certificate.as_bytes(), key.as_bytes());
        let shutdown = rocket::config::Shutdown { ctrlc: false, ..Default::default() };
        let log_level = rocket::config::LogLevel::Off;
        let tls = encrypted.then_some(tls);
        let config = Config { port: 0, log_level, workers: 1, shutdown, tls, ..Config::default() };
        let liftoff = AdHoc::on_liftoff("ready", move |rocket| {
            let config = rocket.config();
            ready.send(SocketAddr::new(config.address, config.port)).unwrap();
            Box::pin(async {})
        });
        let route = webhook("/hook", verifier(), async |_: VerifiedWebhook<GitHub, Bytes>| "taken");
        let rocket = rocket::custom(config).mount("/", route).attach(liftoff);
        let _ = rocket::execute(rocket.launch()).unwrap();
    }

    #[test]
    fn rocket() {
        check(serve);
    }
}

/// Servers that the application builds on hyper itself, setting the `Peer` of each connection.
mod hyper_server {
    use super::*;
    use http::{Request, Response};
    use http_body_util::Full;
    use hyper::body::Incoming;
    use hyper::server::conn::http1;
    use hyper_util::rt::TokioIo;
    use hyper_util::service::TowerToHyperService;
    use std::convert::Infallible;
    use tokio::io::{AsyncRead, AsyncWrite};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tower::{ServiceBuilder, ServiceExt as _, service_fn};
    use verihook_tower::{Bytes, Peer, VerifiedBody, VerifyLayer};

    trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
    impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

    /// Accepts the next connection, and returns it with its peer.
    async fn accept(listener: &TcpListener, tls: Option<&TlsAcceptor>) -> (Box<dyn Stream>, Peer) {
        let (stream, address) = listener.accept().await.unwrap();
        let peer = Peer::new(address.ip());
        match tls {
            Some(tls) => (Box::new(tls.accept(stream).await.unwrap()), peer.over_tls()),
            None => (Box::new(stream), peer),
        }
    }

    async fn bind(encrypted: bool, ready: mpsc::Sender<SocketAddr>) -> (TcpListener, Option<TlsAcceptor>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.send(listener.local_addr().unwrap()).unwrap();
        (listener, encrypted.then(|| TlsAcceptor::from(Arc::new(server_config()))))
    }

    #[tokio::main]
    async fn serve_tower(encrypted: bool, ready: mpsc::Sender<SocketAddr>) {
        let (listener, tls) = bind(encrypted, ready).await;
        let handler = service_fn(async |_: Request<VerifiedBody<GitHub>>| {
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("taken")))
        });
        let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier())).service(handler);
        loop {
            let (stream, peer) = accept(&listener, tls.as_ref()).await;
            let service = service.clone().map_request(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(peer);
                request
            });
            let service = TowerToHyperService::new(service);
            tokio::spawn(async move {
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    #[tokio::main]
    async fn serve_warp(encrypted: bool, ready: mpsc::Sender<SocketAddr>) {
        let (listener, tls) = bind(encrypted, ready).await;
        let on_push = async |(): (), _: verihook_warp::VerifiedWebhook<GitHub, Bytes>| "taken";
        let route = verihook_warp::handle(warp::path!("hook"), verifier(), on_push);
        loop {
            let (stream, peer) = accept(&listener, tls.as_ref()).await;
            let service = warp::service(route.clone());
            let service = service.map_request(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(peer);
                request
            });
            let service = TowerToHyperService::new(service);
            tokio::spawn(async move {
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    #[test]
    fn tower() {
        check(serve_tower);
    }

    #[test]
    fn warp() {
        check(serve_warp);
    }
}
