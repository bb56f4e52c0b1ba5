//! Requests that HTTP leaves to the server, or forbids: each an ordinary one with something odd
//! about it.

use crate::requests::{Framing, Request};
use crate::servers::endpoints;
use fastrand::Rng;
use verihook_conformance::wire::{Step, chunk};

/// What is odd, and how a request becomes so.
#[derive(Debug)]
#[non_exhaustive]
pub struct Oddity {
    /// Its name.
    pub name: &'static str,
    /// The bytes of a request that is odd in this way.
    make: fn(&mut Parts) -> Vec<Vec<u8>>,
}

/// An ordinary request, taken apart.
#[derive(Debug)]
pub struct Parts {
    /// The request line, without its end.
    line: String,
    /// The header fields, without their ends: `host` and `connection`, then those that are signed.
    fields: Vec<Vec<u8>>,
    body: Vec<u8>,
}

impl Oddity {
    /// A request that is odd in this way, and the ordinary one that it was made of: to GitHub's
    /// endpoint, with a declared length.
    ///
    /// # Panics
    /// If there is no such endpoint.
    #[must_use]
    #[allow(clippy::expect_used, reason = "a test fails by panicking")]
    pub fn generated(&self, seed: u64) -> (Vec<Step>, Request) {
        let rng = &mut Rng::with_seed(seed);
        let github = endpoints().into_iter().find(|endpoint| endpoint.slug() == "github");
        let mut request = Request::to(github.expect("GitHub is known"), rng);
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

    /// The head, and these bytes.
    fn with(&self, body: &[u8]) -> Vec<Vec<u8>> {
        vec![[self.head("\r\n"), body.to_vec()].concat()]
    }

    /// With these fields to say where the body ends, and the body as it is.
    fn plain(&mut self, fields: &[&str]) -> Vec<Vec<u8>> {
        fields.iter().for_each(|field| self.field(field));
        self.with(&self.body.clone())
    }

    /// With these fields to say where the body ends, and the body in chunks.
    fn chunked(&mut self, fields: &[&str]) -> Vec<Vec<u8>> {
        fields.iter().for_each(|field| self.field(field));
        self.with(&self.chunks())
    }

    fn chunks(&self) -> Vec<u8> {
        let chunks: Vec<u8> = self.body.chunks(300).flat_map(chunk).collect();
        [chunks, b"0\r\n\r\n".to_vec()].concat()
    }

    /// With the length of its body, as it is.
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

/// The body as one chunk whose size is written so. An empty one is the last chunk already.
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

/// The one whose body is not any.
const FORM: &str = "a form that changes the method";

const CHUNKED: &str = "transfer-encoding: chunked";

oddities! {
    "a length beside chunks", |parts| { let length = parts.length(); parts.chunked(&[&length, CHUNKED]) };
    "a wrong length beside chunks", |parts| parts.chunked(&["content-length: 3", CHUNKED]);
    "chunks beside a length", |parts| { let length = parts.length(); parts.chunked(&[CHUNKED, &length]) };
    "the length twice", |parts| { let length = parts.length(); parts.plain(&[&length, &length]) };
    "the length twice in one field", |parts| {
        let length = parts.body.len();
        parts.plain(&[&format!("content-length: {length}, {length}")])
    };
    "a length with zeros in front", |parts| {
        let length = parts.body.len();
        parts.plain(&[&format!("content-length: 00{length}")])
    };
    "a length with a sign", |parts| {
        let length = parts.body.len();
        parts.plain(&[&format!("content-length: +{length}")])
    };
    "an empty length", |parts| parts.plain(&["content-length:"]);
    "chunked twice", |parts| parts.chunked(&[CHUNKED, CHUNKED]);
    "chunked twice in one field", |parts| parts.chunked(&["transfer-encoding: chunked, chunked"]);
    "chunked in capitals", |parts| parts.chunked(&["Transfer-Encoding: CHUNKED"]);
    "chunked behind white space", |parts| parts.chunked(&["transfer-encoding: \t chunked \t"]);
    "chunked behind a control character", |parts| parts.chunked(&["transfer-encoding: \x0bchunked"]);
    "gzip below chunks", |parts| parts.chunked(&["transfer-encoding: gzip, chunked"]);
    "gzip above chunks", |parts| parts.chunked(&["transfer-encoding: chunked, gzip"]);
    "identity for a transfer coding", |parts| {
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
    "HTTP/2.0 in a line", |parts| {
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
    "a chunk whose size has zeros in front", |parts| {
        parts.field(CHUNKED);
        parts.with(&one_chunk(parts, &format!("0000{:X}", parts.body.len())))
    };
    "a chunk whose size has white space behind it", |parts| {
        parts.field(CHUNKED);
        parts.with(&one_chunk(parts, &format!("{:x} ", parts.body.len())))
    };
    "chunks that end in line feeds", |parts| {
        parts.field(CHUNKED);
        parts.with(&String::from_utf8_lossy(&parts.chunks()).replace("\r\n", "\n").into_bytes())
    };
    "a trailer that claims a length", |parts| {
        parts.field(CHUNKED);
        let mut chunks = parts.chunks();
        chunks.truncate(chunks.len() - 2);
        parts.with(&[chunks, b"content-length: 1\r\n\r\n".to_vec()].concat())
    };
    "line feeds alone", |parts| {
        let length = parts.length();
        parts.field(&length);
        vec![[parts.head("\n"), parts.body.clone()].concat()]
    };
    "an empty line in front", |parts| {
        let request = parts.declared().concat();
        vec![[b"\r\n".to_vec(), request].concat()]
    };
    "no host", |parts| { parts.without("host"); parts.declared() };
    "an empty host", |parts| { parts.without("host"); parts.field("host:"); parts.declared() };
    "two hosts", |parts| { parts.field("host: elsewhere"); parts.declared() };
    "an odd host", |parts| { parts.without("host"); parts.field("host: a b/c"); parts.declared() };
    "an absolute target", |parts| {
        parts.line = parts.line.replace(" /", " http://elsewhere/");
        parts.declared()
    };
    "a target with a slash behind it", |parts| {
        parts.line = parts.line.replace("/github", "/github/");
        parts.declared()
    };
    "a target with two slashes in front", |parts| {
        parts.line = parts.line.replace("/github", "//github");
        parts.declared()
    };
    "a target in percents", |parts| {
        parts.line = parts.line.replace("/github", "/%67ithub");
        parts.declared()
    };
    "a target with dots", |parts| {
        parts.line = parts.line.replace("/github", "/./github");
        parts.declared()
    };
    "a target with a fragment", |parts| {
        parts.line = parts.line.replace("/github", "/github#a");
        parts.declared()
    };
    "a target that is no path", |parts| {
        parts.line = parts.line.replace("/github", "github");
        parts.declared()
    };
    "a target that is not ASCII", |parts| {
        parts.line = parts.line.replace("/github", "/github?é");
        parts.declared()
    };
    "a query with odd characters", |parts| {
        parts.line = parts.line.replace("/github", "/github?a=|\"<>^`{}[]\\");
        parts.declared()
    };
    "a query with a stray percent", |parts| {
        parts.line = parts.line.replace("/github", "/github?a=%zz%");
        parts.declared()
    };
    "an unknown method", |parts| { parts.line = parts.line.replace("POST", "PURGE"); parts.declared() };
    "a method in lower case", |parts| { parts.line = parts.line.replace("POST", "post"); parts.declared() };
    "the method CONNECT", |parts| { parts.line = parts.line.replace("POST", "CONNECT"); parts.declared() };
    "the method TRACE", |parts| { parts.line = parts.line.replace("POST", "TRACE"); parts.declared() };
    "a method that is no word", |parts| { parts.line = parts.line.replace("POST", "PO(ST"); parts.declared() };
    "two spaces behind the method", |parts| { parts.line = parts.line.replace("POST ", "POST  "); parts.declared() };
    "a client that waits to be asked", |parts| {
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
    "the signature again, not as text", |parts| {
        parts.fields.push(b"x-hub-signature-256: \xff".to_vec());
        parts.declared()
    };
    "another field that is not text", |parts| {
        parts.fields.push(b"x-other: \xff\xfe".to_vec());
        parts.declared()
    };
    "a field with a zero byte", |parts| { parts.field("x-other: \0"); parts.declared() };
    "a field with a carriage return", |parts| { parts.field("x-other: a\rb"); parts.declared() };
    "a field without a name", |parts| { parts.field(": a"); parts.declared() };
    "a field without a colon", |parts| { parts.field("x-other"); parts.declared() };
    "a field with a space in its name", |parts| { parts.field("x other: a"); parts.declared() };
    "a field with a space behind its name", |parts| { parts.field("x-other : a"); parts.declared() };
    "a field with other characters in its name", |parts| { parts.field("x@other: a"); parts.declared() };
    "a folded field", |parts| { parts.field("x-other: a\r\n b"); parts.declared() };
    "95 fields", |parts| { (0..92).for_each(|number| parts.field(&format!("x-{number}: 1"))); parts.declared() };
    "98 fields", |parts| { (0..95).for_each(|number| parts.field(&format!("x-{number}: 1"))); parts.declared() };
    "200 fields", |parts| { (0..197).for_each(|number| parts.field(&format!("x-{number}: 1"))); parts.declared() };
    "a field of 100 kB", |parts| { parts.field(&format!("x-other: {}", "x".repeat(100_000))); parts.declared() };
    "an upgrade", |parts| {
        parts.without("connection");
        parts.field("connection: upgrade, close");
        parts.field("upgrade: h2c");
        parts.declared()
    };
}
