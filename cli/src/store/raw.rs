//! Raw HTTP requests, as they are on the wire.

use crate::UsageError;
use crate::request::CapturedRequest;

/// The maximum number of header fields of a stored request.
const MAX_FIELDS: usize = 1024;

/// Parses a file that contains one raw HTTP request.
///
/// Without `content-length` and `transfer-encoding`, the body is the rest of the file.
pub(crate) fn parse_raw(raw: &[u8]) -> Result<CapturedRequest, UsageError> {
    let (mut head, rest) = parse_head(raw)?;
    if let Framing::None = framing(&head)? {
        head.body = rest.to_vec();
        return Ok(head);
    }
    let (request, length) = parse_prefix(raw)?;
    match raw.len().saturating_sub(length) {
        0 => Ok(request),
        more => Err(UsageError::new(format_args!(
            "the file has {more} bytes after the end of the request: check `content-length`, or \
             remove them"
        ))),
    }
}

/// Parses the request at the beginning of these bytes, and returns its length.
pub(crate) fn parse_prefix(raw: &[u8]) -> Result<(CapturedRequest, usize), UsageError> {
    let (mut request, rest) = parse_head(raw)?;
    let after = match framing(&request)? {
        Framing::None => rest,
        Framing::Length(length) => {
            let (body, after) = rest.split_at_checked(length).ok_or_else(|| {
                UsageError::new(format_args!(
                    "the body has {} bytes, but `content-length` says {length}",
                    rest.len()
                ))
            })?;
            request.body = body.to_vec();
            after
        }
        Framing::Chunked => {
            let (body, after) = dechunk(rest).ok_or_else(|| {
                UsageError::new("the chunked body is malformed or ends before its last chunk")
            })?;
            request.body = body;
            after
        }
    };
    let length = raw.len().saturating_sub(after.len());
    Ok((request, length))
}

/// Parses the head, and returns what follows it.
fn parse_head(raw: &[u8]) -> Result<(CapturedRequest, &[u8]), UsageError> {
    let mut fields = vec![httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut head = httparse::Request::new(&mut fields);
    let parsed = head.parse(raw).map_err(|why| {
        UsageError::new(format_args!(
            "not a raw HTTP request: {why}; expected `POST /path HTTP/1.1`"
        ))
    })?;
    let httparse::Status::Complete(length) = parsed else {
        return Err(UsageError::new(
            "the head is incomplete: expected an empty line after the header fields",
        ));
    };
    let headers = head.headers.iter().map(|field| (field.name.to_owned(), field.value.to_vec()));
    let request = CapturedRequest {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body: Vec::new(),
    };
    Ok((request, raw.get(length..).unwrap_or_default()))
}

/// How the end of a body is marked.
enum Framing {
    None,
    Length(usize),
    Chunked,
}

fn framing(request: &CapturedRequest) -> Result<Framing, UsageError> {
    let last = |name: &str| {
        let values = request.headers.iter().rev();
        values
            .into_iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    // RFC 9112: `transfer-encoding` overrides `content-length`.
    if let Some(coding) = last("transfer-encoding") {
        let coding = coding.trim_ascii_end();
        let start = coding.len().saturating_sub(b"chunked".len());
        let is_chunked =
            coding.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(b"chunked"));
        return if is_chunked {
            Ok(Framing::Chunked)
        } else {
            Err(UsageError::new("`transfer-encoding` is unsupported: expected `chunked`"))
        };
    }
    let Some(length) = last("content-length") else { return Ok(Framing::None) };
    let length = core::str::from_utf8(length).ok().and_then(|text| text.trim().parse().ok());
    let length = length
        .ok_or_else(|| UsageError::new("`content-length` is malformed: expected a number"))?;
    Ok(Framing::Length(length))
}

/// Decodes a chunked body, and returns what follows it. `None` if it is malformed or incomplete.
fn dechunk(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut body = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(rest) else {
            return None;
        };
        rest = rest.get(start..)?;
        if size == 0 {
            return Some((body, after_trailers(rest)?));
        }
        let (chunk, after) = rest.split_at_checked(usize::try_from(size).ok()?)?;
        body.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n")?;
    }
}

/// Returns what follows the trailer fields and the empty line that ends them.
fn after_trailers(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, after) = rest.split_at_checked(end.saturating_add(1))?;
        rest = after;
        if line.trim_ascii().is_empty() {
            return Some(rest);
        }
    }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::{parse_prefix, parse_raw};

    fn why(raw: &[u8]) -> String {
        match parse_raw(raw) {
            Ok(request) => panic!("parsed: {request:?}"),
            Err(crate::UsageError(why)) => why,
        }
    }

    #[test]
    fn chunks_extensions_and_trailers_are_decoded() {
        let raw =
            b"POST /a?b HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\ncontent-length: 9\r\n\
            \r\n3;x=y\r\nabc\r\n02\r\n\r\n\r\n0\r\nx-trailer: 1\r\n\r\nGET / HTTP/1.1\r\n";
        let Ok((request, length)) = parse_prefix(raw) else { panic!("expected a request") };
        assert_eq!((request.target.as_str(), request.body.as_slice()), ("/a?b", &b"abc\r\n"[..]));
        assert_eq!(raw.get(length..), Some(&b"GET / HTTP/1.1\r\n"[..]));
        assert!(why(raw).starts_with("the file has 16 bytes after"));
    }

    #[test]
    fn header_fields_keep_case_order_and_repeats() {
        let raw = b"PUT / HTTP/1.1\r\nB: 1\r\na: \xff\r\nb: 2\r\n\r\nthe rest";
        let Ok(request) = parse_raw(raw) else { panic!("expected a request") };
        let names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["B", "a", "b"]);
        assert_eq!(request.headers.get(1).map(|(_, value)| value.as_slice()), Some(&b"\xff"[..]));
        assert_eq!(request.body, b"the rest");
    }

    #[test]
    fn malformed_requests_are_named() {
        for (raw, expected) in [
            (&b"{\"a\": 1}\n"[..], "not a raw HTTP request"),
            (b"hello", "the head is incomplete"),
            (b"POST / HTTP/1.1\r\na: b\r\n", "the head is incomplete"),
            (b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab", "the body has 2 bytes"),
            (b"POST / HTTP/1.1\r\ncontent-length: x\r\n\r\nab", "`content-length` is malformed"),
            (b"POST / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\nab", "`transfer-encoding`"),
            (b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\na", "the chunked body"),
            (b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "the chunked body"),
        ] {
            assert!(why(raw).starts_with(expected), "{}", why(raw));
        }
    }
}
