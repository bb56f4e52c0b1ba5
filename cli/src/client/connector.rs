//! Connections over TCP and TLS.

use super::upper_case::UpperCase;
use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use tokio::net::TcpStream;
use tower_service::Service;

type Stream = UpperCase<MaybeHttpsStream<TokioIo<TcpStream>>>;
type BoxError = Box<dyn Error + Send + Sync>;

/// Connects to the server of a URL.
///
/// The certificates of the machine are read for the first `https` URL, so that a machine without
/// any can still send to itself.
#[derive(Clone)]
pub(super) struct Connector {
    http: HttpConnector,
    https: Arc<OnceLock<Result<HttpsConnector<HttpConnector>, String>>>,
    upper_case: bool,
}

impl Connector {
    pub(super) fn new(upper_case: bool) -> Self {
        let mut http = HttpConnector::new();
        http.set_nodelay(true);
        Self { http, https: Arc::default(), upper_case }
    }
}

/// Creates the connector for TLS, which trusts the certificates of this machine.
fn https() -> Result<HttpsConnector<HttpConnector>, String> {
    let builder = HttpsConnectorBuilder::new().with_native_roots();
    let builder = builder.map_err(|why| format!("no root certificates on this machine: {why}"))?;
    Ok(builder.https_only().enable_http1().build())
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.http.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let upper_case = self.upper_case;
        if uri.scheme_str() != Some("https") {
            let connecting = self.http.call(uri);
            return Box::pin(async move {
                Ok(UpperCase::new(MaybeHttpsStream::Http(connecting.await?), upper_case))
            });
        }
        let connecting = match self.https.get_or_init(https) {
            Ok(https) => Ok(https.clone().call(uri)),
            Err(why) => Err(why.clone()),
        };
        Box::pin(async move { Ok(UpperCase::new(connecting?.await?, upper_case)) })
    }
}
