//! A plain receiver that knows nothing of verihook, and copies of it with one flaw each.
//!
//! They prove that the suite finds flaws: the plain receiver passes every case for its endpoints,
//! and each flawed copy fails at least the cases listed with its flaw. Every flaw was found in a
//! published library or sample.

mod http2;
mod source;
mod verify;

pub use http2::serve_http2;

use crate::{BODY_DEADLINE, BODY_LIMIT, Ledger, Ready};
use core::ops::ControlFlow;
use source::{Guard, greeting, question};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};
use verify::{Head, Shape, Step, Tenancy, answer_of, deliver, field_of, judge_head};
use verihook::RejectionKind;

macro_rules! flaws {
    ($($(#[doc = $text:literal])* $flaw:ident caught by $($case:ident),+;)*) => {
        /// A flaw of a receiver.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Flaw {
            /// No flaw: the plain receiver.
            None,
            $($(#[doc = $text])* $flaw,)*
        }

        /// Every flaw, paired with each case that must catch it.
        pub const FLAWS: &[(Flaw, &str)] = &[$($((Flaw::$flaw, stringify!($case)),)+)*];
    };
}

flaws! {
    /// Accepts a request without a signature.
    AcceptsUnsigned caught by signature_missing;
    /// Runs the handler before it checks the signature.
    ActsBeforeVerifying caught by signature_other_secret;
    /// Accepts an empty secret as well, as if from a missing environment variable.
    AcceptsEmptyKey caught by signature_empty_key;
    /// Compares only as many bytes as the signature has.
    ComparesPrefix caught by signature_cut;
    /// Compares hexadecimal signatures as strings, case-sensitively.
    ComparesText caught by ok_hex_capitals;
    /// Computes the MAC over the body as text, with invalid UTF-8 replaced.
    DecodesText caught by ok_not_utf8;
    /// Removes white space from both ends of the body before it computes the MAC.
    TrimsBody caught by body_line_feed_appended;
    /// Computes the MAC over re-serialised JSON.
    WritesJsonAgain caught by body_serialised_again;
    /// Uses the first of two signature headers.
    TakesFirstHeader caught by header_twice;
    /// Compares header names case-sensitively, as the documentation writes them.
    MindsHeaderCase caught by ok_header_lower;
    /// Panics if a header is not ASCII.
    PanicsOnText caught by header_not_ascii;
    /// Answers a wrong signature with a server error.
    AnswersServerError caught by signature_other_secret;
    /// Tells the sender the reason for a rejection.
    TellsWhy caught by signature_zeros;
    /// Accepts only the newest secret.
    KnowsOneSecret caught by ok_other_secret;
    /// Accepts a timestamp of any age.
    AcceptsStale caught by time_stale;
    /// Accepts a timestamp in the future.
    AcceptsFuture caught by time_ahead;
    /// Lets the age of a timestamp wrap around.
    WrapsAge caught by time_extreme;
    /// Accepts any timestamp that parses as a number.
    ParsesLoosely caught by time_not_digits;
    /// Accepts any timestamp that starts with a number.
    ReadsDigitsAndStops caught by split_elsewhere;
    /// Accepts signatures of every version of the scheme.
    AcceptsOtherVersions caught by signature_other_version;
    /// Checks every listed signature, however many there are.
    CountsNothing caught by signatures_17;
    /// Truncates the body at the limit.
    CutsAtLimit caught by length_over_chunked;
    /// Has a limit that is one byte too low.
    LimitsTooLow caught by ok_limit_declared;
    /// Trusts a declared length, and reserves that much memory.
    ReservesDeclared caught by length_huge;
    /// Treats a body that ends early as complete.
    AcceptsCutBody caught by cut_declared;
    /// Treats a chunked body that ends early as complete.
    AcceptsCutChunks caught by cut_chunked;
    /// Has no deadline for the body.
    WaitsForever caught by slow_stalls;
    /// Restarts the deadline with every chunk of the body.
    WaitsForEachByte caught by slow_drips;
    /// Ignores the content coding.
    IgnoresCoding caught by coded_gzip;
    /// Accepts every method.
    TakesAnyMethod caught by method_get;
    /// Reads only bodies with a declared length.
    KnowsNoChunks caught by ok_chunk_per_byte;
    /// Never sends `100 Continue`.
    NeverContinues caught by ok_expect_continue;
    /// Closes the connection as soon as the answer is written, while the client is still sending.
    ClosesAtOnce caught by refusal_while_sending_chunks;
    /// Has no secret configured, and verifies nothing.
    FailsOpen caught by body_bit_changed;
    /// Closes the connection without reading the rest of a body that is too large.
    ClosesWhenTooLarge caught by too_large_while_sending, too_large_while_sending_chunks;
    /// Searches a list however many entries it has.
    SearchesLongLists caught by signatures_none_but_commas;
    /// Lets bodies in flight use any amount of memory.
    IgnoresBudget caught by budget_spent, budget_spent_chunked;
    /// Rejects every body while the memory budget is spent.
    RefusesAllOverBudget caught by ok_budget_spent;
    /// Decodes a content-coded body before it verifies it.
    DecodesBody caught by coded_after_signing;
    /// Parses the body before it verifies it.
    ParsesBeforeVerifying caught by json_forged;
    /// Answers an invalid payload like a forgery.
    ConfusesPayloads caught by json_array;
    /// Accepts any two characters that parse as a hexadecimal number, even with a sign.
    ParsesHexLoosely caught by signature_sign;
    /// Uses the first of two timestamps.
    TakesFirstTime caught by time_twice;
    /// Accepts a signature without its timestamp.
    NeedsNoTime caught by time_missing;
    /// Rejects a list of signatures if one of them is malformed.
    SpoiltByOne caught by signature_beside_malformed;
    /// Accepts a signature header of any length.
    ReadsLongHeaders caught by header_20k;
    /// Accepts any chunk size that parses as a number.
    ParsesChunksLoosely caught by chunk_size_sign;
    /// Does not check that a chunk ends where its size says.
    TrustsChunkSizes caught by chunk_size_too_small;
    /// Treats underscores in a header name as hyphens.
    MistakesUnderscores caught by header_underscores;
    /// Checks only the user name.
    IgnoresPassword caught by basic_wrong, http2_basic_wrong;
    /// Checks only the password.
    IgnoresUser caught by basic_other_user;
    /// Accepts a password under any scheme name.
    IgnoresSchemeWord caught by basic_as_bearer;
    /// Rejects a missing password without a `WWW-Authenticate` header.
    AsksForNothing caught by basic_missing;
    /// Rejects a method without an `Allow` header.
    NamesNoMethods caught by method_get;
    /// Treats any reset of a stream as the end of the body.
    TakesResetForEnd caught by http2_reset, http2_basic_reset, http2_basic_reset_declared;
    /// Treats a reset with `NO_ERROR` as the end of the body, as hyper's bodies do.
    TakesNoErrorForEnd caught by http2_reset_no_error_at_0, http2_reset_no_error, http2_reset_no_error_frames,
        http2_basic_reset_no_error_at_0, http2_basic_reset_no_error, http2_basic_reset_no_error_frames;
    /// Treats the end of the connection as the end of the body.
    TakesClosedConnectionForEnd caught by http2_goaway, http2_half_close, http2_basic_goaway, http2_basic_half_close;
    /// Rejects a body over HTTP/2 without a declared length.
    NeedsLength caught by http2_no_length, http2_end_on_empty_frame, http2_basic_no_length, http2_basic_trailers;
    /// Answers and resets a stream while its body is still arriving.
    AnswersBeforeBody caught by http2_refusals_seen;
    /// Has no limit for a body over HTTP/2 without a declared length.
    LimitsDeclaredOnly caught by http2_over_stream;
    /// Treats trailers as part of the body.
    AppendsTrailers caught by http2_trailers;
    /// Rejects an unknown tenant as soon as the look-up fails.
    RefusesUnknownTenantsEarly caught by tenant_unknown_continues, tenant_unknown_stalls, tenant_unknown_over;
    /// Looks the tenant up before it checks the head.
    LooksTenantsUpFirst caught by tenant_garbage, tenant_stale, tenant_malformed_time, tenant_unsigned;
    /// Reads the tenant from the whole target, including the query.
    ReadsTenantFromTarget caught by path_query_names_another, path_with_query;
    /// Lets a form that starts with `_method=` override the method.
    TakesMethodFromForm caught by ok_form_method, handshake_query_form_method;
    /// Finds a digest anywhere in the query, and accepts a form that ends like one.
    TakesDigestAnywhere caught by digest_in_form, digest_out_of_form, digest_ends_form;
    /// Does not compare the digest of a body with the body.
    IgnoresDigest caught by digest_taken_away, digest_changed, digest_beside_form, content_digest_taken_away, content_digest_changed;
    /// Joins the query and the body without checking where one ends and the other begins.
    JoinsQueryAndBody caught by query_takes_body, query_gives_to_body;
    /// Accepts requests from any address.
    IgnoresSource caught by source_stranger, proxied_stranger;
    /// Trusts any forwarding header for the source address.
    BelievesForwarding caught by source_stranger_claims, source_allowed_claims;
    /// Checks for a signature before it checks the source address.
    AsksForSignatureFirst caught by source_stranger_unsigned;
    /// Reads the body before it checks the source address.
    ReadsBodyFirst caught by source_before_body;
    /// Uses the leftmost forwarded address, which the client wrote.
    TakesLeftmost caught by proxied_stranger, proxied_left_is_ignored;
    /// Trusts every client as a proxy.
    TrustsAnyProxy caught by proxied_by_a_stranger;
    /// Reads only the first line of a forwarding header that appears twice.
    ReadsFirstLine caught by proxied_two_lines;
    /// Does not check that the client's connection was encrypted.
    IgnoresProtocol caught by proxied_not_encrypted;
    /// Treats every request with a challenge as a handshake.
    GreetsAnyEvent caught by handshake_other_event, handshake_unsigned_event;
    /// Echoes every challenge.
    RepeatsAnything caught by handshake_odd_code, handshake_twice;
    /// Answers handshakes for providers that have none.
    GreetsForEverybody caught by handshake_of_another;
    /// Runs the handler for a handshake.
    DeliversHandshakes caught by handshake_answered;
}

/// Starts a receiver with this flaw, which serves until the process ends.
///
/// # Panics
/// If no port is free.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn serve(flaw: Flaw, ledger: &Ledger, ready: Ready) {
    serve_endpoint(flaw, "", ledger, ready);
}

/// Starts a receiver with this flaw, set up for the endpoint of a case.
///
/// # Panics
/// If no port is free.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn serve_endpoint(flaw: Flaw, endpoint: &str, ledger: &Ledger, ready: Ready) {
    let (guard, greets) = (Guard::of(endpoint), endpoint == "centrepoint");
    let shape = Shape::of(endpoint);
    let asks_in_query = endpoint == "dropbox";
    let (tenancy, budgeted) = (Tenancy::of(endpoint), endpoint.starts_with("budget:"));
    let Ok(listener) = TcpListener::bind("127.0.0.1:0") else { panic!("no port is free") };
    if let Ok(address) = listener.local_addr() {
        ready.at(address);
    }
    for stream in listener.incoming().flatten() {
        let ledger = ledger.clone();
        let Ok(peer) = stream.peer_addr() else { continue };
        let peer = peer.ip();
        let read = Vec::new();
        let connection = Connection {
            flaw,
            guard,
            greets,
            asks_in_query,
            tenancy,
            shape,
            budgeted,
            peer,
            stream,
            ledger,
            read,
        };
        std::thread::spawn(move || connection.answer());
    }
}

struct Connection {
    flaw: Flaw,
    guard: Guard,
    /// The provider has a handshake.
    greets: bool,
    /// The provider has a `GET` handshake.
    asks_in_query: bool,
    tenancy: Tenancy,
    shape: Shape,
    /// The memory budget for bodies in flight is spent.
    budgeted: bool,
    peer: IpAddr,
    stream: TcpStream,
    ledger: Ledger,
    /// Bytes that were read but not used yet.
    read: Vec<u8>,
}

/// The answer with 200.
enum Said {
    /// The number of verified bytes.
    Length(usize),
    /// The challenge of a handshake, echoed in a header.
    Greeting(String),
    /// A text body: the challenge of a `GET` handshake, or a count.
    Text(String),
}

/// `Break` holds the kind of rejection to answer with instead of 200.
type Refused = ControlFlow<RejectionKind, ()>;

impl Connection {
    fn answer(mut self) {
        let (status, text, field) = match self.receive() {
            Ok(Said::Length(length)) => (200, length.to_string(), String::new()),
            Ok(Said::Greeting(code)) => {
                let field = format!(
                    "x-actigraph-hook-secret: {code}\r\nx-content-type-options: nosniff\r\n"
                );
                (200, String::new(), field)
            }
            Ok(Said::Text(code)) => {
                let field = "content-type: text/plain; charset=utf-8\r\nx-content-type-options: nosniff\r\n";
                (200, code, field.to_owned())
            }
            Err(kind) => {
                let (status, text) = answer_of(self.flaw, kind);
                let field = field_of(self.flaw, status);
                let field = field.map(|(name, value)| format!("{name}: {value}\r\n"));
                (status, text, field.unwrap_or_default())
            }
        };
        let length = text.len();
        let response = format!(
            "HTTP/1.1 {status} x\r\n{field}connection: close\r\ncontent-length: {length}\r\n\r\n{text}"
        );
        let _ = self.stream.write_all(response.as_bytes());
        let closes = self.flaw == Flaw::ClosesWhenTooLarge && status == 413;
        if self.flaw == Flaw::ClosesAtOnce || closes {
            return;
        }
        // Read the rest of the request, so that the client can read the answer.
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
        let _ = self.stream.set_read_timeout(Some(Duration::from_millis(300)));
        let _ = self.stream.read_to_end(&mut self.read);
    }

    fn receive(&mut self) -> Step<Said> {
        let mut head = self.head()?;
        if head.asks("GET", "/handled") {
            return Ok(Said::Text(self.ledger.runs().to_string()));
        }
        let mut early = None;
        if self.flaw == Flaw::TakesMethodFromForm {
            let body = self.body(&head)?;
            head.override_method(&body);
            early = Some(body);
        }
        if self.asks_in_query
            && let Some(code) = question(&head)?
        {
            return Ok(Said::Text(code));
        }
        let late = matches!(self.flaw, Flaw::AsksForSignatureFirst | Flaw::ReadsBodyFirst);
        if !late {
            self.guard.judge(self.flaw, self.peer, &head)?;
        }
        let greets = self.greets || self.flaw == Flaw::GreetsForEverybody;
        let code = if greets { greeting(self.flaw, &head)? } else { None };
        if let Some(code) = code {
            if self.flaw == Flaw::DeliversHandshakes {
                let body = self.body(&head)?;
                self.ledger.record(verihook::Bytes::from(body));
            }
            return Ok(Said::Greeting(code));
        }
        if self.flaw == Flaw::LooksTenantsUpFirst {
            head.look_up(self.flaw)?;
        }
        judge_head(self.flaw, &head)?;
        head.look_up(self.flaw)?;
        let body = match early {
            Some(body) => body,
            None => self.body(&head)?,
        };
        if late {
            self.guard.judge(self.flaw, self.peer, &head)?;
        }
        deliver(self.flaw, &head, body, &self.ledger).map(Said::Length)
    }

    fn head(&mut self) -> Step<Head> {
        let _ = self.stream.set_read_timeout(Some(Duration::from_secs(5)));
        let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
        let (end, length) = loop {
            let found = ends.iter().find_map(|end| {
                let at = self.read.windows(end.len()).position(|window| window == *end)?;
                Some((at, end.len()))
            });
            if let Some(found) = found {
                break found;
            }
            if self.more().is_break() {
                return Err(RejectionKind::Malformed);
            }
        };
        let head: Vec<u8> = self.read.drain(..end + length).take(end).collect();
        let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
        let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut fields = Vec::new();
        for line in lines {
            // HTTP parsers reject folded lines, control characters and too many header fields.
            let odd = line.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t');
            if odd || line.first().is_none_or(u8::is_ascii_whitespace) || fields.len() > 100 {
                return Err(RejectionKind::Malformed);
            }
            let colon =
                line.iter().position(|&byte| byte == b':').ok_or(RejectionKind::Malformed)?;
            let (name, value) = line.split_at(colon);
            if name.ends_with(b" ") {
                return Err(RejectionKind::Malformed);
            }
            let name = String::from_utf8_lossy(name).into_owned();
            fields.push((name, value.get(1..).unwrap_or_default().trim_ascii().to_vec()));
        }
        let (tenancy, shape) = (self.tenancy, self.shape);
        Ok(Head { method, path, fields, tenancy, shape })
    }

    fn body(&mut self, head: &Head) -> Step<Vec<u8>> {
        let mut deadline = Instant::now() + BODY_DEADLINE;
        let text = |name| match head.values(Flaw::None, name).as_slice() {
            [] => Ok(None),
            [value] => Ok(Some(String::from_utf8_lossy(value).into_owned())),
            _ => Err(RejectionKind::Malformed),
        };
        let length = match text("Content-Length")? {
            None => 0,
            Some(text) if text.starts_with('+') => return Err(RejectionKind::Malformed),
            Some(text) => text.parse::<u64>().map_err(|_| RejectionKind::Malformed)?,
        };
        let chunked = match text("Transfer-Encoding")?.as_deref() {
            None => false,
            Some("chunked") => self.flaw != Flaw::KnowsNoChunks,
            Some(_) => return Err(RejectionKind::Malformed),
        };
        let usual = if self.budgeted { 64 * 1024 } else { BODY_LIMIT };
        let limit = usual - usize::from(self.flaw == Flaw::LimitsTooLow);
        if self.flaw == Flaw::ReservesDeclared
            && usize::try_from(length).is_ok_and(|length| length > 1 << 40)
        {
            std::thread::sleep(Duration::from_secs(60)); // a real receiver would abort the process
        }
        if length > limit as u64 {
            return Err(RejectionKind::TooLarge);
        }
        if text("Expect")?.is_some() && self.flaw != Flaw::NeverContinues {
            let _ = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
        let mut body = Vec::new();
        loop {
            let whole =
                if chunked { self.dechunk(&mut body)? } else { self.take(length, &mut body) };
            if body.len() > limit && self.flaw != Flaw::CutsAtLimit {
                return Err(RejectionKind::TooLarge);
            }
            let free = if self.flaw == Flaw::RefusesAllOverBudget { 0 } else { 16 * 1024 };
            if self.budgeted && body.len() > free && self.flaw != Flaw::IgnoresBudget {
                return Err(RejectionKind::Unavailable);
            }
            if whole {
                body.truncate(limit);
                return Ok(body);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let wait = if self.flaw == Flaw::WaitsForever { Duration::from_secs(60) } else { left };
            let _ = self.stream.set_read_timeout(Some(wait.max(Duration::from_millis(1))));
            match self.more() {
                ControlFlow::Continue(()) if self.flaw == Flaw::WaitsForEachByte => {
                    deadline = Instant::now() + BODY_DEADLINE;
                }
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(RejectionKind::Malformed)
                    if self.flaw
                        == if chunked { Flaw::AcceptsCutChunks } else { Flaw::AcceptsCutBody } =>
                {
                    return Ok(body);
                }
                ControlFlow::Break(kind) => return Err(kind),
            }
        }
    }

    /// Takes the available bytes of a declared body. Returns `true` if it is complete.
    fn take(&mut self, length: u64, body: &mut Vec<u8>) -> bool {
        let missing = usize::try_from(length).unwrap_or(usize::MAX) - body.len();
        let there = missing.min(self.read.len());
        body.extend(self.read.drain(..there));
        there == missing
    }

    /// Takes complete chunks. Returns `true` after the last one and its trailers.
    fn dechunk(&mut self, body: &mut Vec<u8>) -> Step<bool> {
        loop {
            let Some(end) = self.read.windows(2).position(|window| window == b"\r\n") else {
                return Ok(false);
            };
            let size =
                self.read.get(..end).map(String::from_utf8_lossy).unwrap_or_default().into_owned();
            if size.starts_with('+') && self.flaw != Flaw::ParsesChunksLoosely {
                return Err(RejectionKind::Malformed);
            }
            let size = usize::from_str_radix(&size, 16).map_err(|_| RejectionKind::Malformed)?;
            if size == 0 {
                return Ok(self.read.windows(4).any(|window| window == b"\r\n\r\n"));
            }
            if self.read.len() < end + 2 + size + 2 {
                return Ok(false);
            }
            let chunk: Vec<u8> = self.read.drain(..end + 2 + size + 2).collect();
            if !chunk.ends_with(b"\r\n") {
                if self.flaw != Flaw::TrustsChunkSizes {
                    return Err(RejectionKind::Malformed);
                }
                // Continues as if the size had been correct.
                self.read.clear();
                body.extend_from_slice(b"?");
                return Ok(true);
            }
            body.extend(chunk.into_iter().skip(end + 2).take(size));
        }
    }

    fn more(&mut self) -> Refused {
        let mut buffer = [0; 4096];
        match self.stream.read(&mut buffer) {
            Ok(0) => ControlFlow::Break(RejectionKind::Malformed),
            Ok(length) => {
                self.read.extend_from_slice(buffer.get(..length).unwrap_or_default());
                ControlFlow::Continue(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                ControlFlow::Break(RejectionKind::TimedOut)
            }
            Err(_) => ControlFlow::Break(RejectionKind::Malformed),
        }
    }
}
