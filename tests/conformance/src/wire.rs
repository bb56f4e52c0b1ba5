//! A client that sends exact bytes and reads the answers at the same time.

use std::io;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// One action of a client.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// Sends these bytes, or as many as the server accepts.
    Send(Vec<u8>),
    /// Sends these bytes. If that fails, gives up without reading an answer, like clients that
    /// write before they read.
    SendOrAbort(Vec<u8>),
    /// Waits.
    Wait(Duration),
    /// Waits for an answer.
    AwaitAnswer,
    /// Closes the sending half of the connection, and keeps reading.
    Finish,
    /// Resets the connection.
    Reset,
}

/// A response, including interim ones (1xx).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head, in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Returns `true` if the head has this header with this value, in upper or lower case.
    #[must_use]
    pub fn has_header(&self, name: &str, value: &str) -> bool {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(':'));
        fields.any(|(field, own)| field == name && own.trim() == value.to_ascii_lowercase())
    }
}

/// The time to wait for an answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// What a client received over a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exchange {
    pub(crate) answers: Vec<Answer>,
    pub(crate) ending: Ending,
}

/// The most bytes that are read from a connection.
const MAX_RECEIVED: usize = 4 * 1024 * 1024;

/// The longest time to read from a connection beyond the patience, which is for each read.
const MAX_TIME: Duration = Duration::from_secs(60);

/// The end of a connection, as the client sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    /// There was no connection.
    #[default]
    Refused,
    /// The server closed or reset it.
    Closed,
    /// The client gave up waiting.
    Open,
}

/// Opens a connection, runs these steps, and reads until the server closes the connection.
///
/// Stops sending if the server closes early: it may answer before it has read everything.
pub fn exchange(address: SocketAddr, steps: &[Step]) -> Vec<Answer> {
    exchange_from(None, address, steps, PATIENCE).answers
}

/// Does the same as [`exchange`], from this local address, and waits this long for each read.
pub(crate) fn exchange_from(
    source: Option<Ipv4Addr>,
    address: SocketAddr,
    steps: &[Step],
    patience: Duration,
) -> Exchange {
    let Ok(stream) = connect(source, address) else { return Exchange::default() };
    let _ = stream.set_nodelay(true);
    let mut ending = Ending::Closed;
    let reader = read_to_end(&stream, patience);
    let mut received = Vec::new();
    for step in steps {
        match step {
            Step::Send(bytes) => {
                if (&stream).write_all(bytes).is_err() {
                    break;
                }
            }
            Step::SendOrAbort(bytes) => {
                if (&stream).write_all(bytes).is_err() {
                    return Exchange { answers: Vec::new(), ending };
                }
            }
            Step::AwaitAnswer => match reader.recv_timeout(PATIENCE) {
                Ok(Read::Bytes(read)) => received.extend(read),
                Ok(Read::End(end)) => ending = end,
                Err(_) => break,
            },
            Step::Wait(time) => thread::sleep(*time),
            Step::Finish => {
                let _ = stream.shutdown(Shutdown::Write);
            }
            Step::Reset => {
                // A socket that is closed with a linger time of zero sends RST instead of FIN. It
                // closes once the reader has dropped its clone.
                let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
                let _ = stream.shutdown(Shutdown::Read);
                return Exchange { answers: Vec::new(), ending };
            }
        }
    }
    for read in reader {
        match read {
            Read::Bytes(read) => received.extend(read),
            Read::End(end) => ending = end,
        }
    }
    Exchange { answers: answers(&received), ending }
}

fn connect(source: Option<Ipv4Addr>, address: SocketAddr) -> io::Result<TcpStream> {
    let Some(source) = source else { return TcpStream::connect(address) };
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((source, 0)).into())?;
    socket.connect(&address.into())?;
    Ok(socket.into())
}

/// What the reading thread of a client received.
enum Read {
    Bytes(Vec<u8>),
    End(Ending),
}

/// Reads on a separate thread, so that client and server do not block on each other's writes.
fn read_to_end(stream: &TcpStream, patience: Duration) -> mpsc::Receiver<Read> {
    let (sender, receiver) = mpsc::channel();
    let Ok(mut stream) = stream.try_clone() else { return receiver };
    let _ = stream.set_read_timeout(Some(patience));
    // The clone shares its socket with the writer, which must not wait for ever either.
    let _ = stream.set_write_timeout(Some(patience));
    thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        let (mut total, started) = (0_usize, Instant::now());
        let ending = loop {
            // An answer that never ends, fast or slowly.
            if total > MAX_RECEIVED || started.elapsed() > patience.saturating_add(MAX_TIME) {
                break Ending::Open;
            }
            match stream.read(&mut buffer) {
                Ok(0) => break Ending::Closed,
                Ok(length) => {
                    total = total.saturating_add(length);
                    let read = buffer.get(..length).unwrap_or_default().to_vec();
                    if sender.send(Read::Bytes(read)).is_err() {
                        return;
                    }
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => break Ending::Open,
                    _ => break Ending::Closed,
                },
            }
        };
        // The client may have given up.
        let _ = sender.send(Read::End(ending));
    });
    receiver
}

/// Returns a request with a declared length and `connection: close`.
#[must_use]
pub fn request(method: &str, path: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut request = head(method, path, headers, &[("content-length", &body.len().to_string())]);
    request.extend_from_slice(body);
    request
}

/// Returns the head of a request with `connection: close`.
#[must_use]
pub fn head(
    method: &str,
    path: &str,
    headers: &[(String, String)],
    more: &[(&str, &str)],
) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    let more = more.iter().map(|(name, value)| (*name, *value));
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(more);
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Returns these bytes as one chunk of a chunked body.
#[must_use]
pub fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk
}

/// Splits responses. One without a length extends to the end.
fn answers(mut received: &[u8]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while let Some((answer, rest)) = first_answer(received) {
        answers.push(answer);
        received = rest;
    }
    answers
}

fn first_answer(received: &[u8]) -> Option<(Answer, &[u8])> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(received.get(..end)?).to_ascii_lowercase();
    let rest = received.get(end + 4..)?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let field = |name: &str| {
        let mut fields = head.lines().filter_map(|line| line.split_once(':'));
        fields.find_map(|(field, value)| (field == name).then(|| value.trim().to_owned()))
    };
    let (body, rest) = if status < 200 {
        (Vec::new(), rest)
    } else if field("transfer-encoding").is_some_and(|coding| coding == "chunked") {
        dechunked(rest)
    } else {
        let declared = field("content-length").and_then(|length| length.parse().ok());
        let (body, rest) = rest.split_at(declared.unwrap_or(rest.len()).min(rest.len()));
        (body.to_vec(), rest)
    };
    Some((Answer { status, head, body }, rest))
}

/// Decodes a chunked body, and returns the rest after it. A truncated body extends to the end.
fn dechunked(mut rest: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let (size, after) = rest.split_at(end);
        let size =
            core::str::from_utf8(size).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size else { break };
        let after = after.get(2..).unwrap_or_default();
        let (chunk, behind) = after.split_at(size.min(after.len()));
        body.extend_from_slice(chunk);
        rest = behind.get(2..).unwrap_or_default();
        if size == 0 {
            break;
        }
    }
    (body, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn an_answer_that_never_ends_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            // Until the client closes the connection.
            while stream.write_all(&[b'a'; 64 * 1024]).is_ok() {}
        });
        let exchange = exchange_from(None, address, &[Step::Send(b"x".to_vec())], PATIENCE);
        server.join().unwrap();
        assert_eq!(exchange.ending, Ending::Open);
        let body = exchange.answers.first().map(|answer| answer.body.len());
        assert!(body.is_some_and(|length| length < 2 * MAX_RECEIVED), "{body:?}");
    }

    #[test]
    fn answers_are_taken_apart() {
        let received = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
            2\r\n12\r\n1\r\n3\r\n0\r\n\r\nHTTP/1.1 401 x\r\ncontent-length:2\r\nAllow:  POST\r\n\r\nno\
            HTTP/1.1 200 OK\r\n\r\nto the end";
        let answers = answers(received);
        let told: Vec<_> = answers.iter().map(|one| (one.status, one.body.as_slice())).collect();
        let right: [(u16, &[u8]); 4] =
            [(100, b""), (200, b"123"), (401, b"no"), (200, b"to the end")];
        assert_eq!(told, right);
        assert!(answers[2].has_header("allow", "POST"));
    }
}
