//! A plain receiver that knows nothing of verihook, and copies of it with one flaw each.
//!
//! They show that the suite has teeth: the plain receiver passes every case, and each flawed one
//! fails at least the case that is named beside its flaw. Every flaw was found in some published
//! library or sample.

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
        /// What is wrong with a receiver.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Flaw {
            /// Nothing: the plain receiver.
            None,
            $($(#[doc = $text])* $flaw,)*
        }

        /// Every flaw, and the case that must catch it.
        pub const FLAWS: &[(Flaw, &str)] = &[$($((Flaw::$flaw, stringify!($case)),)+)*];
    };
}

flaws! {
    /// A request without a signature passes.
    AcceptsUnsigned caught by signature_missing;
    /// The handler runs before the signature is checked.
    ActsBeforeVerifying caught by signature_other_secret;
    /// An empty secret is configured, too, as by a missing environment variable.
    AcceptsEmptyKey caught by signature_empty_key;
    /// Only as many bytes are compared as the signature has.
    ComparesPrefix caught by signature_cut;
    /// Hexadecimal text is compared as text.
    ComparesText caught by ok_hex_capitals;
    /// The MAC is made of the text of the body, with what is not UTF-8 replaced.
    DecodesText caught by ok_not_utf8;
    /// White space at the ends of the body is taken off before the MAC is made.
    TrimsBody caught by body_line_feed_appended;
    /// The MAC is made of JSON that was parsed and written again.
    WritesJsonAgain caught by body_serialised_again;
    /// Of two signature headers the first counts.
    TakesFirstHeader caught by header_twice;
    /// Header names are compared as they are written in the documentation.
    MindsHeaderCase caught by ok_header_lower;
    /// A header that is not ASCII makes it panic.
    PanicsOnText caught by header_not_ascii;
    /// A wrong signature is a server error.
    AnswersServerError caught by signature_other_secret;
    /// The peer is told why.
    TellsWhy caught by signature_zeros;
    /// Only the newest secret counts.
    KnowsOneSecret caught by ok_other_secret;
    /// A timestamp may be as old as it likes.
    AcceptsStale caught by time_stale;
    /// A timestamp may lie ahead.
    AcceptsFuture caught by time_ahead;
    /// The age of a timestamp wraps around.
    WrapsAge caught by time_extreme;
    /// A timestamp is whatever parses as a number.
    ParsesLoosely caught by time_not_digits;
    /// A timestamp is whatever begins with a number.
    ReadsDigitsAndStops caught by split_elsewhere;
    /// Every version of the scheme counts.
    AcceptsOtherVersions caught by signature_other_version;
    /// As many signatures are looked at as are listed.
    CountsNothing caught by signatures_17;
    /// The body is cut at the limit.
    CutsAtLimit caught by length_over_chunked;
    /// The limit is one byte too low.
    LimitsTooLow caught by ok_limit_declared;
    /// A declared length is believed, and memory reserved for it.
    ReservesDeclared caught by length_huge;
    /// A body that ends early is taken for whole.
    AcceptsCutBody caught by cut_declared;
    /// A chunked body that ends early is taken for whole.
    AcceptsCutChunks caught by cut_chunked;
    /// A body may take as long as it likes.
    WaitsForever caught by slow_stalls;
    /// Each chunk of a body may take as long as the whole.
    WaitsForEachByte caught by slow_drips;
    /// The content coding is not looked at.
    IgnoresCoding caught by coded_gzip;
    /// Every method is taken.
    TakesAnyMethod caught by method_get;
    /// Only bodies with a declared length are read.
    KnowsNoChunks caught by ok_chunk_per_byte;
    /// Nobody is asked to go on.
    NeverContinues caught by ok_expect_continue;
    /// The connection is closed as soon as the answer is written, whatever is still on its way.
    ClosesAtOnce caught by refusal_while_sending_chunks;
    /// No secret is configured, and so nothing is verified.
    FailsOpen caught by body_bit_changed;
    /// What is over the limit is not read on.
    ClosesWhenTooLarge caught by too_large_while_sending, too_large_while_sending_chunks;
    /// As many items of a list are looked at as there are.
    SearchesLongLists caught by signatures_none_but_commas;
    /// Bodies in flight may hold as much memory as they like.
    IgnoresBudget caught by budget_spent, budget_spent_chunked;
    /// All bodies are refused once the memory for them is spent.
    RefusesAllOverBudget caught by ok_budget_spent;
    /// A coded body is decoded before it is verified.
    DecodesBody caught by coded_after_signing;
    /// The body is parsed before it is verified.
    ParsesBeforeVerifying caught by json_forged;
    /// What the handler cannot use is a forgery.
    ConfusesPayloads caught by json_array;
    /// A hexadecimal digit is whatever parses as a number.
    ParsesHexLoosely caught by signature_sign;
    /// Of two times the first counts.
    TakesFirstTime caught by time_twice;
    /// A time need not be there.
    NeedsNoTime caught by time_missing;
    /// One malformed signature spoils the others.
    SpoiltByOne caught by signature_beside_malformed;
    /// A header field may be as long as it likes.
    ReadsLongHeaders caught by header_20k;
    /// The size of a chunk is whatever parses as a number.
    ParsesChunksLoosely caught by chunk_size_sign;
    /// The end of a chunk is not looked at.
    TrustsChunkSizes caught by chunk_size_too_small;
    /// A field whose name merely looks like the right one counts.
    MistakesUnderscores caught by header_underscores;
    /// The user name alone counts.
    IgnoresPassword caught by basic_wrong, http2_basic_wrong;
    /// The password alone counts.
    IgnoresUser caught by basic_other_user;
    /// Whatever the scheme word, a password counts.
    IgnoresSchemeWord caught by basic_as_bearer;
    /// Nobody is told to bring a password.
    AsksForNothing caught by basic_missing;
    /// The methods that would do are not named.
    NamesNoMethods caught by method_get;
    /// A stream that is reset is taken for one that ended.
    TakesResetForEnd caught by http2_reset, http2_basic_reset, http2_basic_reset_declared;
    /// A stream that is reset with `NO_ERROR` is taken for one that ended, as hyper's bodies do.
    TakesNoErrorForEnd caught by http2_reset_no_error_at_0, http2_reset_no_error, http2_reset_no_error_frames,
        http2_basic_reset_no_error_at_0, http2_basic_reset_no_error, http2_basic_reset_no_error_frames;
    /// A connection that ends is taken for the end of a body.
    TakesClosedConnectionForEnd caught by http2_goaway, http2_half_close, http2_basic_goaway, http2_basic_half_close;
    /// A body over HTTP/2 without a declared length is refused.
    NeedsLength caught by http2_no_length, http2_end_on_empty_frame, http2_basic_no_length, http2_basic_trailers;
    /// A stream is answered, and reset, while its body is still on its way.
    AnswersBeforeBody caught by http2_refusals_seen;
    /// A body over HTTP/2 that does not declare its length has no limit.
    LimitsDeclaredOnly caught by http2_over_stream;
    /// Trailers are taken for more of the body.
    AppendsTrailers caught by http2_trailers;
    /// An unknown tenant is refused as soon as the look-up says so.
    RefusesUnknownTenantsEarly caught by tenant_unknown_continues, tenant_unknown_stalls, tenant_unknown_over;
    /// The tenant is looked up before the head is checked.
    LooksTenantsUpFirst caught by tenant_garbage, tenant_stale, tenant_malformed_time, tenant_unsigned;
    /// The tenant is read from the whole target.
    ReadsTenantFromTarget caught by path_query_names_another, path_with_query;
    /// A form that begins with `_method=` changes the method.
    TakesMethodFromForm caught by ok_form_method, handshake_query_form_method;
    /// A digest may stand anywhere in the query, and a form may end like one.
    TakesDigestAnywhere caught by digest_in_form, digest_out_of_form, digest_ends_form;
    /// The digest of a body is not compared with the body.
    IgnoresDigest caught by digest_taken_away, digest_changed, digest_beside_form, content_digest_taken_away, content_digest_changed;
    /// The query and the body are signed as they come, wherever the one ends.
    JoinsQueryAndBody caught by query_takes_body, query_gives_to_body;
    /// A request may come from anywhere.
    IgnoresSource caught by source_stranger, proxied_stranger;
    /// Where a request comes from is whatever a header field says.
    BelievesForwarding caught by source_stranger_claims, source_allowed_claims;
    /// A signature is asked for before it is looked at who sends.
    AsksForSignatureFirst caught by source_stranger_unsigned;
    /// The body is read before it is looked at who sends.
    ReadsBodyFirst caught by source_before_body;
    /// The leftmost address counts, which the client wrote.
    TakesLeftmost caught by proxied_stranger, proxied_left_is_ignored;
    /// Whoever connects may speak for others.
    TrustsAnyProxy caught by proxied_by_a_stranger;
    /// Of a field that stands twice only the first line is read.
    ReadsFirstLine caught by proxied_two_lines;
    /// Whether the client's connection was encrypted is not looked at.
    IgnoresProtocol caught by proxied_not_encrypted;
    /// Every request with a code is a handshake.
    GreetsAnyEvent caught by handshake_other_event, handshake_unsigned_event;
    /// Every code is repeated.
    RepeatsAnything caught by handshake_odd_code, handshake_twice;
    /// A handshake is answered for providers that have none.
    GreetsForEverybody caught by handshake_of_another;
    /// The handler runs for a handshake.
    DeliversHandshakes caught by handshake_answered;
}

/// Serves with this flaw, until the process ends.
///
/// # Panics
/// If no port is free.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn serve(flaw: Flaw, ledger: &Ledger, ready: Ready) {
    serve_endpoint(flaw, "", ledger, ready);
}

/// The same, set up for this endpoint of a case.
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
    /// Whether the provider has a handshake.
    greets: bool,
    /// Whether the provider has a handshake that is a GET.
    asks_in_query: bool,
    tenancy: Tenancy,
    shape: Shape,
    /// Whether bodies in flight may hold no more than their beginning.
    budgeted: bool,
    peer: IpAddr,
    stream: TcpStream,
    ledger: Ledger,
    /// What was read and not used yet.
    read: Vec<u8>,
}

/// What is said with 200.
enum Said {
    /// The number of verified bytes.
    Length(usize),
    /// What a handshake asks to be told again.
    Greeting(String),
    /// What a question in the query asks to be told, as a text.
    Text(String),
}

/// What is said instead of 200.
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
        // Read what the client still sends, so that it gets to see the answer.
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
            // What an HTTP parser refuses: folded lines, control characters, and too many of them.
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
            std::thread::sleep(Duration::from_secs(60)); // where a real one would abort the process
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

    /// Takes what there is of a declared body; whether that was all of it.
    fn take(&mut self, length: u64, body: &mut Vec<u8>) -> bool {
        let missing = usize::try_from(length).unwrap_or(usize::MAX) - body.len();
        let there = missing.min(self.read.len());
        body.extend(self.read.drain(..there));
        there == missing
    }

    /// Takes whole chunks; whether the last one, and its trailers, were among them.
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
                // Goes on as if the chunk had been as long as it was.
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
