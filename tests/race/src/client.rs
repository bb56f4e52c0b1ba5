//! Signed deliveries over TCP, as a provider sends them.

use crate::cluster::Failure;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use verihook_axum::{Any, Signer, UnixTime};

/// The signing secret of every endpoint.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The providers: one that signs the delivery id, and one that does not, whose deliveries have two
/// marks in the store.
pub(crate) const PROVIDERS: [&str; 2] = ["standard-webhooks", "terra"];

/// How long a sender waits for an answer.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(2);

/// The largest head of an answer.
const MAX_HEAD: usize = 4096;

/// The answer of a server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The answer says when to retry.
    pub(crate) asks_to_retry: bool,
    /// The server closes the connection.
    closes: bool,
}

/// A connection that is kept for further deliveries.
#[derive(Debug, Default)]
pub(crate) struct Connection(Option<(SocketAddr, TcpStream)>);

impl Connection {
    /// Sends a request and returns the answer.
    ///
    /// # Errors
    /// If there is no connection, if it breaks, or if no answer comes within [`TIMEOUT`]. The
    /// delivery may have been handled.
    pub(crate) async fn send(&mut self, server: SocketAddr, request: &[u8]) -> io::Result<Answer> {
        // A connection is kept only after a complete answer.
        let kept = self.0.take().filter(|(peer, _)| *peer == server).map(|(_, stream)| stream);
        let deadline = Instant::now() + TIMEOUT;
        let exchange = async {
            let mut stream = match kept {
                Some(stream) => stream,
                None => connect(server).await?,
            };
            stream.write_all(request).await?;
            let answer = read_answer(&mut stream).await?;
            io::Result::Ok((answer, stream))
        };
        let (answer, stream) = tokio::time::timeout_at(deadline.into(), exchange)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        if !answer.closes {
            self.0 = Some((server, stream));
        }
        Ok(answer)
    }
}

/// Connects to a server.
///
/// # Errors
/// If it does not accept.
pub(crate) async fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(server).await?;
    // A connection to a free port of this machine can meet itself.
    if stream.local_addr()? == server {
        return Err(io::ErrorKind::ConnectionRefused.into());
    }
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Returns the id of a delivery. The providers take turns.
pub(crate) fn id(number: u64) -> String {
    let provider = if number.is_multiple_of(2) { PROVIDERS[0] } else { PROVIDERS[1] };
    format!("{provider}_{number}")
}

/// Returns the bytes of a signed request. Each delivery of an id has the same body.
pub(crate) fn request(id: &str) -> Result<Vec<u8>, Failure> {
    let (provider, _) = id.split_once('_').ok_or("the id names no provider")?;
    let body = format!("{{\"type\":\"order.paid\",\"order\":\"{id}\"}}");
    let now = UnixTime::try_from(SystemTime::now())?;
    let signer = Signer::<Any>::by_slug(provider, SECRET)?.id(id.to_owned());
    let signer = signer.header("x-terra-trace-id", id.to_owned());
    let len = body.len();
    let mut request =
        format!("POST /{provider} HTTP/1.1\r\nhost: race\r\ncontent-length: {len}\r\n");
    for (name, value) in signer.sign(body.as_bytes(), now).map_err(|error| error.to_string())? {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(&body);
    Ok(request.into_bytes())
}

async fn read_answer(stream: &mut TcpStream) -> io::Result<Answer> {
    let mut buffer = Vec::with_capacity(512);
    loop {
        if stream.read_buf(&mut buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some((answer, end)) = parse(&buffer)? {
            while buffer.len() < end {
                if stream.read_buf(&mut buffer).await? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            return Ok(answer);
        }
        if buffer.len() > MAX_HEAD {
            return Err(io::Error::other("the head of the answer is too long"));
        }
    }
}

/// Returns the answer and the length of all its bytes, once the head is complete.
fn parse(bytes: &[u8]) -> io::Result<Option<(Answer, usize)>> {
    let mut fields = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(len) = head.parse(bytes).map_err(io::Error::other)? else {
        return Ok(None);
    };
    let field = |name: &str| {
        let mut fields = head.headers.iter();
        let field = fields.find(|field| field.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(field.value).ok()
    };
    let number = |name| field(name).and_then(|value| value.parse::<u64>().ok());
    let answer = Answer {
        status: head.code.unwrap_or_default(),
        asks_to_retry: number("retry-after").is_some_and(|seconds| seconds > 0),
        closes: field("connection") == Some("close"),
    };
    let body = number("content-length").unwrap_or_default();
    Ok(Some((answer, len.saturating_add(usize::try_from(body).unwrap_or_default()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deliveries_of_every_provider_can_be_signed() {
        for number in 0..2 {
            request(&id(number)).unwrap();
        }
    }
}
