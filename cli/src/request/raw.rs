//! Requests as raw HTTP/1.1 messages.

use super::CapturedRequest;
use crate::UsageError;
use crate::judge::target_of;
use httparse::{EMPTY_HEADER, Header, Request, Status};

/// The maximum number of header fields.
pub(crate) const MAX_FIELDS: usize = 256;

/// What the declared length of a body is worth.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Length {
    /// The body must have it.
    Required,
    /// The body is what follows the head.
    Ignored,
}

/// Reads a request. The lines of its head end with CRLF or with LF alone.
pub(crate) fn read(message: &[u8], length: Length) -> Result<CapturedRequest, UsageError> {
    let mut head = Head::read(message)?;
    let rest = message.get(head.length..).unwrap_or_default();
    let (body, after) = match head.framing {
        Framing::Undeclared => (rest.to_vec(), &[][..]),
        Framing::Length(_) if length == Length::Ignored => (rest.to_vec(), &[][..]),
        Framing::Length(declared) => (exactly(rest, declared)?, &[][..]),
        Framing::Chunked => dechunk(rest)?,
    };
    if !after.is_empty() {
        return Err(UsageError::new(format_args!(
            "{} bytes follow the chunked body: expected none",
            after.len()
        )));
    }
    head.request.body = body;
    Ok(head.request)
}

/// Reads the request at the beginning of a connection, and returns its length.
pub(crate) fn first(received: &[u8]) -> Result<(CapturedRequest, usize), UsageError> {
    let mut head = Head::read(received)?;
    let rest = received.get(head.length..).unwrap_or_default();
    let (body, after) = match head.framing {
        Framing::Undeclared => (Vec::new(), rest),
        Framing::Length(declared) => {
            let (body, after) =
                rest.split_at_checked(declared).ok_or_else(|| cut(rest, declared))?;
            (body.to_vec(), after)
        }
        Framing::Chunked => dechunk(rest)?,
    };
    head.request.body = body;
    Ok((head.request, received.len() - after.len()))
}

/// The head of a request, which may be followed by more.
struct Head {
    /// Without a body.
    request: CapturedRequest,
    framing: Framing,
    length: usize,
}

impl Head {
    fn read(message: &[u8]) -> Result<Self, UsageError> {
        let mut fields = [EMPTY_HEADER; MAX_FIELDS];
        let mut request = Request::new(&mut fields);
        let parsed = request.parse(message).map_err(|why| not_raw(why, message))?;
        let Status::Complete(length) = parsed else {
            return Err(UsageError::new(
                "the head of the request does not end: expected an empty line after the header \
                 fields",
            ));
        };
        let field = |header: &Header<'_>| (header.name.to_owned(), header.value.to_vec());
        let framing = framing(request.headers)?;
        let request = CapturedRequest {
            method: request.method.unwrap_or_default().to_owned(),
            target: origin_form(request.path.unwrap_or_default()),
            headers: request.headers.iter().map(field).collect(),
            body: Vec::new(),
        };
        Ok(Self { request, framing, length })
    }
}

fn not_raw(why: httparse::Error, message: &[u8]) -> UsageError {
    use httparse::Error;
    match why {
        Error::TooManyHeaders => {
            UsageError::new(format_args!("the request has more than {MAX_FIELDS} header fields"))
        }
        Error::HeaderName | Error::HeaderValue => {
            let line = line_of_bad_field(message);
            UsageError::new(format_args!(
                "line {line}: not a header field: expected `name: value`, and an empty line before \
                 the body"
            ))
        }
        _ => UsageError::new(
            "not a raw HTTP/1.1 request: expected a first line like `POST /path HTTP/1.1`",
        ),
    }
}

/// Returns the number of the first line that is not a header field.
fn line_of_bad_field(message: &[u8]) -> usize {
    let mut lines = message.split_inclusive(|byte| *byte == b'\n').enumerate().skip(1);
    let is_bad = |line: &[u8]| {
        let mut space = [EMPTY_HEADER; 1];
        httparse::parse_headers(&[line, b"\r\n"].concat(), &mut space).is_err()
    };
    lines.find(|(_, line)| is_bad(line)).map_or(1, |(index, _)| index + 1)
}

/// Returns the path and query of a target, which may be in the absolute form.
fn origin_form(target: &str) -> String {
    if target.starts_with('/') || !target.contains("://") {
        return target.to_owned();
    }
    target_of(target)
}

/// The way in which a message declares the length of its body.
enum Framing {
    Chunked,
    Length(usize),
    /// The body is all that follows the head. No server would read it, but files often lack the
    /// length.
    Undeclared,
}

fn framing(fields: &[Header<'_>]) -> Result<Framing, UsageError> {
    let named = |name: &'static str| {
        fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    };
    let mut lengths = named("content-length").map(|field| field.value);
    let mut codings = named("transfer-encoding").map(|field| field.value);
    match (lengths.next(), codings.next()) {
        (None, None) => Ok(Framing::Undeclared),
        (Some(_), Some(_)) => Err(UsageError::new(
            "the request has both `Content-Length` and `Transfer-Encoding`: expected one of them",
        )),
        (None, Some(coding)) => {
            // Only the last coding frames the body (RFC 9112, section 6.1).
            let last = codings.next_back().unwrap_or(coding).rsplit(|byte| *byte == b',').next();
            if last.is_some_and(|last| last.trim_ascii().eq_ignore_ascii_case(b"chunked")) {
                return Ok(Framing::Chunked);
            }
            Err(UsageError::new("`Transfer-Encoding` is not supported: expected `chunked`"))
        }
        (Some(length), None) => {
            let text = core::str::from_utf8(length).unwrap_or_default().trim();
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text.parse().ok().filter(|_| is_number);
            let number = number.filter(|_| lengths.all(|other| other == length));
            number.map(Framing::Length).ok_or_else(|| {
                UsageError::new("`Content-Length` is malformed: expected one number of bytes")
            })
        }
    }
}

fn exactly(rest: &[u8], declared: usize) -> Result<Vec<u8>, UsageError> {
    if rest.len() < declared {
        return Err(cut(rest, declared));
    }
    if rest.len() == declared {
        return Ok(rest.to_vec());
    }
    let more = rest.get(declared..).unwrap_or_default();
    let hint = match more {
        b"\n" | b"\r\n" => "; remove the newline at the end of the file",
        _ => "",
    };
    Err(UsageError::new(format_args!(
        "the body is too long: `Content-Length` declares {declared} bytes, and {} follow the \
         head{hint}",
        rest.len()
    )))
}

fn cut(rest: &[u8], declared: usize) -> UsageError {
    UsageError::new(format_args!(
        "the body is cut: `Content-Length` declares {declared} bytes, and {} follow the head",
        rest.len()
    ))
}

/// Decodes a chunked body, and returns what follows it. Trailers are left out.
fn dechunk(mut rest: &[u8]) -> Result<(Vec<u8>, &[u8]), UsageError> {
    let mut body = Vec::new();
    loop {
        let (start, size) = match httparse::parse_chunk_size(rest) {
            Ok(Status::Complete(found)) => found,
            Ok(Status::Partial) => return Err(cut_chunk(body.len())),
            Err(_) => {
                return Err(UsageError::new(format_args!(
                    "the chunk after {} bytes of the body is malformed: expected its size in \
                     hexadecimal digits and CRLF",
                    body.len()
                )));
            }
        };
        rest = rest.get(start..).unwrap_or_default();
        if size == 0 {
            return after_last_chunk(rest).map(|after| (body, after));
        }
        let size = usize::try_from(size).map_err(|_| cut_chunk(body.len()))?;
        let chunk = rest.get(..size).ok_or_else(|| cut_chunk(body.len()))?;
        body.extend_from_slice(chunk);
        let after = rest.get(size..).unwrap_or_default();
        rest = after.strip_prefix(b"\r\n").ok_or_else(|| {
            UsageError::new(format_args!(
                "the chunk that ends after {} bytes of the body has another size than declared: \
                 expected CRLF after it",
                body.len()
            ))
        })?;
    }
}

fn cut_chunk(read: usize) -> UsageError {
    UsageError::new(format_args!(
        "the chunked body is cut after {read} bytes: expected a last chunk of size 0"
    ))
}

/// Returns what follows the trailers of a chunked body.
fn after_last_chunk(rest: &[u8]) -> Result<&[u8], UsageError> {
    let mut trailers = [EMPTY_HEADER; MAX_FIELDS];
    match httparse::parse_headers(rest, &mut trailers) {
        Ok(Status::Complete((end, _))) => Ok(rest.get(end..).unwrap_or_default()),
        _ => Err(UsageError::new(
            "the chunked body does not end: expected an empty line after the last chunk",
        )),
    }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn chunks_extensions_and_trailers_are_decoded() {
        let raw = b"POST /a?b HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\
            \r\n3;x=y\r\nabc\r\n02\r\n\r\n\r\n0\r\nx-trailer: 1\r\n\r\nGET / HTTP/1.1\r\n";
        let Ok((request, length)) = first(raw) else { panic!("expected a request") };
        assert_eq!((request.target.as_str(), request.body.as_slice()), ("/a?b", &b"abc\r\n"[..]));
        assert_eq!(raw.get(length..), Some(&b"GET / HTTP/1.1\r\n"[..]));
        assert!(read(raw, Length::Required).is_err());
    }

    #[test]
    fn header_fields_keep_case_order_and_repeats() {
        let raw = b"PUT / HTTP/1.1\r\nB: 1\r\na: \xff\r\nb: 2\r\n\r\nthe rest";
        let Ok(request) = read(raw, Length::Required) else { panic!("expected a request") };
        let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["B", "a", "b"]);
        assert_eq!(request.headers.get(1).map(|(_, value)| value.as_slice()), Some(&b"\xff"[..]));
        assert_eq!(request.body, b"the rest");
        let Ok((request, length)) = first(raw) else { panic!("expected a request") };
        assert_eq!((request.body.len(), length), (0, raw.len() - "the rest".len()));
    }
}
