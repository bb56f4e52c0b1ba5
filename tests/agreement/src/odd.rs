//! Requests that HTTP forbids, or leaves to the server: each is an ordinary request with one
//! oddity.

use crate::requests::{Framing, Request};
use crate::servers::endpoints;
use fastrand::Rng;
use verihook_conformance::wire::{Step, chunk};

/// One oddity, and the function that applies it to a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct Oddity {
    /// The name.
    pub name: &'static str,
    /// Returns the parts of the odd request, in the order in which they are sent.
    make: fn(&mut Parts) -> Vec<Vec<u8>>,
}

/// The parts of an ordinary request.
#[derive(Debug)]
pub struct Parts {
    /// The request line, without its line ending.
    line: String,
    /// The header lines, without their line endings: `host` and `connection`, then the signed ones.
    fields: Vec<Vec<u8>>,
    body: Vec<u8>,
}

impl Oddity {
    /// Generates an odd request, and the ordinary one that it was made from: a request to GitHub's
    /// endpoint with a declared length.
    ///
    /// # Panics
    /// If there is no such endpoint.
    #[must_use]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub fn generated(&self, seed: u64) -> (Vec<Step>, Request) {
        let rng = &mut Rng::with_seed(seed);
        let github = endpoints().into_iter().find(|endpoint| endpoint.slug() == "github");
        let mut request = Request::to(github.expect("GitHub has an endpoint"), rng);
        if self.name == FORM {
            request.signed_again(b"_method=delete&a=1", rng);
        }
        request.framing = Framing::Declared(0);
        let mut parts = Parts {
            line: format!("{} {} HTTP/1.1", request.method, request.target),
            fields: vec![b"host: localhost".to_vec(), b"connection: close".to_vec()],
            body: request.body.clone(),
        };
        for (name, value) in &request.headers {
            parts.field(&format!("{name}: {value}"));
        }
        let sent = (self.make)(&mut parts).into_iter().map(Step::Send).collect();
        (sent, request)
    }
}

impl Parts {
    fn field(&mut self, field: &str) {
        self.fields.push(field.as_bytes().to_vec());
    }

    fn head(&self, end: &str) -> Vec<u8> {
        let mut head = [self.line.as_bytes(), end.as_bytes()].concat();
        for field in &self.fields {
            head.extend_from_slice(field);
            head.extend_from_slice(end.as_bytes());
        }
        head.extend_from_slice(end.as_bytes());
        head
    }

    /// Returns the head, followed by these bytes.
    fn with(&self, body: &[u8]) -> Vec<Vec<u8>> {
        vec![[self.head("\r\n"), body.to_vec()].concat()]
    }

    /// Returns the request with these framing headers and the plain body.
    fn plain(&mut self, fields: &[&str]) -> Vec<Vec<u8>> {
        fields.iter().for_each(|field| self.field(field));
        self.with(&self.body.clone())
    }

    /// Returns the request with these framing headers and the body in chunks.
    fn chunked(&mut self, fields: &[&str]) -> Vec<Vec<u8>> {
        fields.iter().for_each(|field| self.field(field));
        self.with(&self.chunks())
    }

    fn chunks(&self) -> Vec<u8> {
        let chunks: Vec<u8> = self.body.chunks(300).flat_map(chunk).collect();
        [chunks, b"0\r\n\r\n".to_vec()].concat()
    }

    /// Returns the request with a declared length and the plain body.
    fn declared(&mut self) -> Vec<Vec<u8>> {
        let length = self.length();
        self.plain(&[&length])
    }

    fn length(&self) -> String {
        format!("content-length: {}", self.body.len())
    }

    fn without(&mut self, name: &str) {
        self.fields.retain(|field| !field.starts_with(name.as_bytes()));
    }
}

/// Returns the body as one chunk with this string as its size, and the last chunk. An empty body is
/// only the last chunk.
fn one_chunk(parts: &Parts, size: &str) -> Vec<u8> {
    if parts.body.is_empty() {
        return [size.as_bytes(), b"\r\n\r\n"].concat();
    }
    [size.as_bytes(), b"\r\n", &parts.body, b"\r\n0\r\n\r\n"].concat()
}

macro_rules! oddities {
    ($($name:expr, $make:expr;)*) => {
        /// Every oddity.
        pub const ODDITIES: &[Oddity] = &[$(Oddity { name: $name, make: $make }),*];
    };
}

/// The only oddity that needs a special body.
const FORM: &str = "a form that overrides the method";

const CHUNKED: &str = "transfer-encoding: chunked";

oddities! {
    "Content-Length and chunks", |parts| { let length = parts.length(); parts.chunked(&[&length, CHUNKED]) };
    "a wrong Content-Length and chunks", |parts| parts.chunked(&["content-length: 3", CHUNKED]);
    "chunks and Content-Length", |parts| { let length = parts.length(); parts.chunked(&[CHUNKED, &length]) };
    "Content-Length twice", |parts| { let length = parts.length(); parts.plain(&[&length, &length]) };
    "Content-Length twice in one header", |parts| {
        let length = parts.body.len();
        parts.plain(&[&format!("content-length: {length}, {length}")])
    };
    "Content-Length with leading zeros", |parts| {
        let length = parts.body.len();
        parts.plain(&[&format!("content-length: 00{length}")])
    };
    "Content-Length with a sign", |parts| {
        let length = parts.body.len();
        parts.plain(&[&format!("content-length: +{length}")])
    };
    "an empty Content-Length", |parts| parts.plain(&["content-length:"]);
    "chunked twice", |parts| parts.chunked(&[CHUNKED, CHUNKED]);
    "chunked twice in one header", |parts| parts.chunked(&["transfer-encoding: chunked, chunked"]);
    "chunked in upper case", |parts| parts.chunked(&["Transfer-Encoding: CHUNKED"]);
    "chunked after white space", |parts| parts.chunked(&["transfer-encoding: \t chunked \t"]);
    "chunked after a control character", |parts| parts.chunked(&["transfer-encoding: \x0bchunked"]);
    "gzip before chunked", |parts| parts.chunked(&["transfer-encoding: gzip, chunked"]);
    "gzip after chunked", |parts| parts.chunked(&["transfer-encoding: chunked, gzip"]);
    "identity as a transfer coding", |parts| {
        let length = parts.length();
        parts.plain(&["transfer-encoding: identity", &length])
    };
    "chunks in HTTP/1.0", |parts| {
        parts.line = parts.line.replace("1.1", "1.0");
        parts.chunked(&[CHUNKED])
    };
    "HTTP/1.0", |parts| {
        parts.line = parts.line.replace("1.1", "1.0");
        parts.declared()
    };
    "HTTP/1.2", |parts| {
        parts.line = parts.line.replace("1.1", "1.2");
        parts.declared()
    };
    "HTTP/2.0 in the request line", |parts| {
        parts.line = parts.line.replace("1.1", "2.0");
        parts.declared()
    };
    "no version", |parts| {
        parts.line = parts.line.replace(" HTTP/1.1", "");
        parts.declared()
    };
    "a chunk with an extension", |parts| {
        parts.field(CHUNKED);
        parts.with(&one_chunk(parts, &format!("{:x};a=\"b\"", parts.body.len())))
    };
    "a chunk size with leading zeros", |parts| {
        parts.field(CHUNKED);
        parts.with(&one_chunk(parts, &format!("0000{:X}", parts.body.len())))
    };
    "a chunk size with trailing white space", |parts| {
        parts.field(CHUNKED);
        parts.with(&one_chunk(parts, &format!("{:x} ", parts.body.len())))
    };
    "chunks with bare line feeds", |parts| {
        parts.field(CHUNKED);
        parts.with(&String::from_utf8_lossy(&parts.chunks()).replace("\r\n", "\n").into_bytes())
    };
    "a trailer with Content-Length", |parts| {
        parts.field(CHUNKED);
        let mut chunks = parts.chunks();
        chunks.truncate(chunks.len() - 2);
        parts.with(&[chunks, b"content-length: 1\r\n\r\n".to_vec()].concat())
    };
    "a head with bare line feeds", |parts| {
        let length = parts.length();
        parts.field(&length);
        vec![[parts.head("\n"), parts.body.clone()].concat()]
    };
    "a leading empty line", |parts| {
        let request = parts.declared().concat();
        vec![[b"\r\n".to_vec(), request].concat()]
    };
    "no host", |parts| { parts.without("host"); parts.declared() };
    "an empty host", |parts| { parts.without("host"); parts.field("host:"); parts.declared() };
    "two hosts", |parts| { parts.field("host: elsewhere"); parts.declared() };
    "an invalid host", |parts| { parts.without("host"); parts.field("host: a b/c"); parts.declared() };
    "a target in absolute form", |parts| {
        parts.line = parts.line.replace(" /", " http://elsewhere/");
        parts.declared()
    };
    "a target with a trailing slash", |parts| {
        parts.line = parts.line.replace("/github", "/github/");
        parts.declared()
    };
    "a target with two leading slashes", |parts| {
        parts.line = parts.line.replace("/github", "//github");
        parts.declared()
    };
    "a percent-encoded target", |parts| {
        parts.line = parts.line.replace("/github", "/%67ithub");
        parts.declared()
    };
    "a target with a dot segment", |parts| {
        parts.line = parts.line.replace("/github", "/./github");
        parts.declared()
    };
    "a target with a fragment", |parts| {
        parts.line = parts.line.replace("/github", "/github#a");
        parts.declared()
    };
    "a target that is not a path", |parts| {
        parts.line = parts.line.replace("/github", "github");
        parts.declared()
    };
    "a target that is not ASCII", |parts| {
        parts.line = parts.line.replace("/github", "/github?é");
        parts.declared()
    };
    "a query with invalid characters", |parts| {
        parts.line = parts.line.replace("/github", "/github?a=|\"<>^`{}[]\\");
        parts.declared()
    };
    "a query with invalid percent-encoding", |parts| {
        parts.line = parts.line.replace("/github", "/github?a=%zz%");
        parts.declared()
    };
    "an unknown method", |parts| { parts.line = parts.line.replace("POST", "PURGE"); parts.declared() };
    "a method in lower case", |parts| { parts.line = parts.line.replace("POST", "post"); parts.declared() };
    "the method CONNECT", |parts| { parts.line = parts.line.replace("POST", "CONNECT"); parts.declared() };
    "the method TRACE", |parts| { parts.line = parts.line.replace("POST", "TRACE"); parts.declared() };
    "a method that is not a token", |parts| { parts.line = parts.line.replace("POST", "PO(ST"); parts.declared() };
    "two spaces after the method", |parts| { parts.line = parts.line.replace("POST ", "POST  "); parts.declared() };
    "a client that waits for 100 Continue", |parts| {
        parts.field("expect: 100-continue");
        let length = parts.length();
        parts.field(&length);
        vec![parts.head("\r\n"), parts.body.clone()]
    };
    "an unknown expectation", |parts| { parts.field("expect: tea"); parts.declared() };
    FORM, |parts| {
        parts.field("content-type: application/x-www-form-urlencoded");
        parts.declared()
    };
    "a second signature that is not ASCII", |parts| {
        parts.fields.push(b"x-hub-signature-256: \xff".to_vec());
        parts.declared()
    };
    "another header that is not ASCII", |parts| {
        parts.fields.push(b"x-other: \xff\xfe".to_vec());
        parts.declared()
    };
    "a header with a zero byte", |parts| { parts.field("x-other: \0"); parts.declared() };
    "a header with a carriage return", |parts| { parts.field("x-other: a\rb"); parts.declared() };
    "a header without a name", |parts| { parts.field(": a"); parts.declared() };
    "a header without a colon", |parts| { parts.field("x-other"); parts.declared() };
    "a header name with a space", |parts| { parts.field("x other: a"); parts.declared() };
    "a header name with a trailing space", |parts| { parts.field("x-other : a"); parts.declared() };
    "a header name with an invalid character", |parts| { parts.field("x@other: a"); parts.declared() };
    "a folded header", |parts| { parts.field("x-other: a\r\n b"); parts.declared() };
    "95 headers", |parts| { (0..92).for_each(|number| parts.field(&format!("x-{number}: 1"))); parts.declared() };
    "98 headers", |parts| { (0..95).for_each(|number| parts.field(&format!("x-{number}: 1"))); parts.declared() };
    "200 headers", |parts| { (0..197).for_each(|number| parts.field(&format!("x-{number}: 1"))); parts.declared() };
    "a header of 100 kB", |parts| { parts.field(&format!("x-other: {}", "x".repeat(100_000))); parts.declared() };
    "an upgrade to h2c", |parts| {
        parts.without("connection");
        parts.field("connection: upgrade, close");
        parts.field("upgrade: h2c");
        parts.declared()
    };
}
