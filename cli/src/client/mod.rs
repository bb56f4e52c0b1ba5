//! The HTTP client of `send`, `replay` and `listen --forward`.

mod connector;
mod upper_case;

use self::connector::Connector;
use crate::request::CapturedRequest;
use bytes::Bytes;
use core::fmt;
use core::time::Duration;
use http::header::{CONTENT_LENGTH, HOST};
use http::uri::{Authority, PathAndQuery};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::rt::TokioExecutor;
use std::time::Instant;

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 1024 * 1024;

/// Sends requests over HTTP and HTTPS, and keeps connections open between them.
#[derive(Clone)]
pub(crate) struct Client {
    inner: HyperClient<Connector, Full<Bytes>>,
    deadline: Duration,
}

/// What a server answered.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The time from the start of the connection to the last byte of the answer.
    pub(crate) elapsed: Duration,
}

/// Adds what to do about the failures that everybody meets.
fn with_hint(message: String) -> String {
    if message.contains("InvalidContentType") {
        return "the server does not speak TLS: try a URL that begins with `http://`".to_owned();
    }
    match message.contains("Connection refused") {
        true => format!("{message}: is the server running?"),
        false => message,
    }
}

/// The reason there is no answer.
#[derive(Debug)]
pub(crate) enum SendError {
    /// The request cannot be written as HTTP.
    Invalid(String),
    /// The connection or the exchange failed.
    Failed(String),
    /// The deadline passed.
    TimedOut(Duration),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(why) => write!(f, "the request is not valid HTTP: {why}"),
            Self::Failed(why) => f.write_str(why),
            Self::TimedOut(deadline) => write!(f, "no answer within {} s", deadline.as_secs_f32()),
        }
    }
}

impl Client {
    /// Creates a client that waits this long for an answer.
    pub(crate) fn new(deadline: Duration) -> Result<Self, std::io::Error> {
        let inner = HyperClient::builder(TokioExecutor::new()).build(Connector::new(false));
        Ok(Self { inner, deadline })
    }

    /// Creates a client that writes header names in upper case.
    ///
    /// It opens a connection for each request.
    pub(crate) fn with_upper_case_names(deadline: Duration) -> Self {
        let inner = HyperClient::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(Connector::new(true));
        Self { inner, deadline }
    }

    /// Sends the request to the server of this URL, and reads the answer.
    ///
    /// The target of the request is sent as it is; of the URL, only the scheme, the host and the
    /// port are used. `host` and `content-length` are set, and the fields of the connection
    /// (`connection`, `transfer-encoding` and the like) are left out.
    pub(crate) async fn send(
        &self,
        base: &Uri,
        request: &CapturedRequest,
    ) -> Result<Answered, SendError> {
        let request = outgoing(base, request).map_err(|why| SendError::Invalid(why.to_string()))?;
        let started = Instant::now();
        let exchange = async {
            let failed =
                |why: &dyn std::error::Error| SendError::Failed(with_hint(with_sources(why)));
            let answer = self.inner.request(request).await.map_err(|why| failed(&why))?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, MAX_ANSWER).collect().await;
            let body = body.map_err(|why| failed(why.as_ref()))?.to_bytes();
            let elapsed = started.elapsed();
            Ok(Answered { status: head.status.as_u16(), headers: head.headers, body, elapsed })
        };
        let answer = tokio::time::timeout(self.deadline, exchange).await;
        answer.unwrap_or(Err(SendError::TimedOut(self.deadline)))
    }
}

/// Header fields of a connection, which are not those of the request that it carries.
const OF_THE_CONNECTION: [&str; 9] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// Returns a request as its bytes, as [`Client::send`] sends them.
pub(crate) fn raw(
    base: &Uri,
    request: &CapturedRequest,
    upper_case_names: bool,
) -> Result<Vec<u8>, SendError> {
    let invalid = |why: http::Error| SendError::Invalid(why.to_string());
    let built = outgoing(base, request).map_err(invalid)?;
    let target = built.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let mut bytes = format!("{} {target} HTTP/1.1\r\n", built.method()).into_bytes();
    for (name, value) in built.headers() {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            bytes.extend_from_slice(part);
        }
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&request.body);
    Ok(if upper_case_names { upper_case::rewritten(&bytes) } else { bytes })
}

fn outgoing(
    base: &Uri,
    captured: &CapturedRequest,
) -> Result<http::Request<Full<Bytes>>, http::Error> {
    let authority = base.authority().map_or("", Authority::as_str);
    let uri = Uri::builder()
        .scheme(base.scheme_str().unwrap_or("http"))
        .authority(authority)
        .path_and_query(PathAndQuery::try_from(captured.target.as_str())?)
        .build()?;
    let body = Full::new(Bytes::copy_from_slice(&captured.body));
    let mut request = http::Request::new(body);
    *request.method_mut() = Method::from_bytes(captured.method.as_bytes())?;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    // A user and a password in the URL are not part of the field.
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    headers.insert(HOST, HeaderValue::from_str(host)?);
    for (name, value) in &captured.headers {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        if !OF_THE_CONNECTION.contains(&name.as_str()) {
            headers.append(name, HeaderValue::from_bytes(value)?);
        }
    }
    if !captured.body.is_empty() || !matches!(captured.method.as_str(), "GET" | "HEAD") {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(captured.body.len()));
    }
    Ok(request)
}

/// Returns the messages of the errors that caused this one, or its own if there are none.
///
/// hyper's own message only says in which phase an exchange failed.
fn with_sources(error: &dyn std::error::Error) -> String {
    let error = error.source().unwrap_or(error);
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
