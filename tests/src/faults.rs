//! A plain receiver that knows nothing of verihook, and copies of it with one flaw each.
//!
//! They show that the suite has teeth: the plain receiver passes every case, and each flawed one fails at least the
//! case that is named beside its flaw. Every flaw was found in some published library or sample.

use crate::cases::B;
use crate::{BODY_DEADLINE, BODY_LIMIT, Ledger, Ready, SECRETS};
use core::ops::ControlFlow;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use verihook::{Bytes, RejectionKind};

macro_rules! flaws {
    ($($(#[doc = $text:literal])* $flaw:ident caught by $case:ident;)*) => {
        /// What is wrong with a receiver.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Flaw {
            /// Nothing: the plain receiver.
            None,
            $($(#[doc = $text])* $flaw,)*
        }

        /// Every flaw, and the case that must catch it.
        pub const FLAWS: &[(Flaw, &str)] = &[$((Flaw::$flaw, stringify!($case))),*];
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
}

/// Serves with this flaw, until the process ends.
///
/// # Panics
/// If no port is free.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn serve(flaw: Flaw, ledger: &Ledger, ready: Ready) {
    let Ok(listener) = TcpListener::bind("127.0.0.1:0") else { panic!("no port is free") };
    if let Ok(address) = listener.local_addr() {
        ready.at(address);
    }
    for stream in listener.incoming().flatten() {
        let ledger = ledger.clone();
        let connection = Connection { flaw, stream, ledger, read: Vec::new() };
        std::thread::spawn(move || connection.answer());
    }
}

struct Connection {
    flaw: Flaw,
    stream: TcpStream,
    ledger: Ledger,
    /// What was read and not used yet.
    read: Vec<u8>,
}

struct Head {
    method: String,
    path: String,
    fields: Vec<(String, Vec<u8>)>,
}

/// What is said instead of 200.
type Refused = ControlFlow<RejectionKind, ()>;
type Step<T> = Result<T, RejectionKind>;

const REFUSED: RejectionKind = RejectionKind::NotAuthentic;

const SIGNATURES: [&str; 3] = ["X-Hub-Signature-256", "X-Terra-Signature", "Terra-Signature"];

impl Connection {
    fn answer(mut self) {
        let (status, text) = match self.receive() {
            Ok(length) => (200, length.to_string()),
            Err(_) if self.flaw == Flaw::AnswersServerError => (500, String::new()),
            Err(kind) if self.flaw == Flaw::TellsWhy => (401, format!("{kind:?}")),
            Err(kind) => answer_of(kind),
        };
        let allow = if status == 405 { "allow: POST\r\n" } else { "" };
        let length = text.len();
        let response = format!(
            "HTTP/1.1 {status} x\r\n{allow}connection: close\r\ncontent-length: {length}\r\n\r\n{text}"
        );
        let _ = self.stream.write_all(response.as_bytes());
        if self.flaw == Flaw::ClosesAtOnce {
            return;
        }
        // Read what the client still sends, so that it gets to see the answer.
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
        let _ = self.stream.set_read_timeout(Some(Duration::from_millis(300)));
        let _ = self.stream.read_to_end(&mut self.read);
    }

    /// The number of verified bytes.
    fn receive(&mut self) -> Step<usize> {
        let head = self.head()?;
        if head.method != "POST" && self.flaw != Flaw::TakesAnyMethod {
            return Err(RejectionKind::MethodNotAllowed);
        }
        let codings = head.values(self.flaw, "Content-Encoding");
        let coded = codings.iter().any(|coding| *coding != b"identity");
        if coded && !matches!(self.flaw, Flaw::IgnoresCoding | Flaw::DecodesBody) {
            return Err(RejectionKind::ContentCoded);
        }
        // What can be seen without the body is not worth reading it for.
        let signed = SIGNATURES.iter().any(|name| !head.values(self.flaw, name).is_empty());
        if !signed && !matches!(self.flaw, Flaw::AcceptsUnsigned | Flaw::ActsBeforeVerifying) {
            return Err(REFUSED);
        }
        let mut body = self.body(&head)?;
        if coded && self.flaw == Flaw::DecodesBody {
            body = B.to_vec(); // what gunzip makes of the only coded body that is sent
        }
        if self.flaw == Flaw::ActsBeforeVerifying {
            self.ledger.record(Bytes::from(body.clone()));
        }
        if self.flaw == Flaw::ParsesBeforeVerifying {
            parse(self.flaw, &head, &body)?;
        }
        verify(self.flaw, &head, &body)?;
        parse(self.flaw, &head, &body)?;
        let length = body.len();
        if self.flaw != Flaw::ActsBeforeVerifying {
            self.ledger.record(Bytes::from(body));
        }
        Ok(length)
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
        Ok(Head { method, path, fields })
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
        let limit = BODY_LIMIT - usize::from(self.flaw == Flaw::LimitsTooLow);
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

impl Head {
    /// The values of the field that documentation writes so.
    fn values(&self, flaw: Flaw, name: &str) -> Vec<&[u8]> {
        let same = |field: &str| match flaw {
            Flaw::MindsHeaderCase => field == name,
            Flaw::MistakesUnderscores => field.replace('_', "-").eq_ignore_ascii_case(name),
            _ => field.eq_ignore_ascii_case(name),
        };
        self.fields
            .iter()
            .filter(|(field, _)| same(field))
            .map(|(_, value)| value.as_slice())
            .collect()
    }

    fn only_value(&self, flaw: Flaw, name: &str) -> Step<Option<&[u8]>> {
        match self.values(flaw, name).as_slice() {
            [] => Ok(None),
            [value] if value.len() > 16 * 1024 && flaw != Flaw::ReadsLongHeaders => Err(REFUSED),
            [value] => Ok(Some(value)),
            [first, ..] if flaw == Flaw::TakesFirstHeader => Ok(Some(first)),
            _ => Err(REFUSED),
        }
    }
}

/// Where objects are taken, nothing else is.
fn parse(flaw: Flaw, head: &Head, body: &[u8]) -> Step<()> {
    if head.path != "/json" {
        return Ok(());
    }
    let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body);
    let unfit = if flaw == Flaw::ConfusesPayloads { REFUSED } else { RejectionKind::Payload };
    object.map(|_| ()).map_err(|_| unfit)
}

fn verify(flaw: Flaw, head: &Head, body: &[u8]) -> Step<()> {
    if flaw == Flaw::FailsOpen {
        return Ok(());
    }
    let github = head.only_value(flaw, "X-Hub-Signature-256")?;
    let terra = match head.only_value(flaw, "X-Terra-Signature")? {
        None => head.only_value(flaw, "Terra-Signature")?,
        found => found,
    };
    match (github, terra) {
        (Some(value), _) => verify_github(flaw, value, body),
        (None, Some(value)) => verify_terra(flaw, value, body),
        (None, None) if flaw == Flaw::AcceptsUnsigned => Ok(()),
        (None, None) => Err(REFUSED),
    }
}

fn verify_github(flaw: Flaw, value: &[u8], body: &[u8]) -> Step<()> {
    let value = text(flaw, value)?;
    let signature = value.strip_prefix("sha256=").ok_or(REFUSED)?;
    let content = match flaw {
        Flaw::DecodesText => String::from_utf8_lossy(body).into_owned().into_bytes(),
        Flaw::TrimsBody => body.trim_ascii().to_vec(),
        Flaw::WritesJsonAgain => String::from_utf8_lossy(body).replace(": ", ":").into_bytes(),
        _ => body.to_vec(),
    };
    one_fits(flaw, &[signature], &content)
}

fn verify_terra(flaw: Flaw, value: &[u8], body: &[u8]) -> Step<()> {
    let value = text(flaw, value)?;
    let items: Vec<&str> = value.split(',').map(str::trim).collect();
    let mut times = items.iter().filter_map(|item| item.strip_prefix("t="));
    let now = now().to_string();
    let time = match times.next() {
        None if flaw == Flaw::NeedsNoTime => &now,
        time => time.ok_or(REFUSED)?,
    };
    if times.next().is_some() && flaw != Flaw::TakesFirstTime {
        return Err(REFUSED);
    }
    let signatures: Vec<&str> = items
        .iter()
        .filter_map(|item| match flaw {
            Flaw::AcceptsOtherVersions => item.strip_prefix('v')?.get(2..),
            _ => item.strip_prefix("v1="),
        })
        .collect();
    if signatures.len() > 16 && flaw != Flaw::CountsNothing {
        return Err(REFUSED);
    }
    if flaw == Flaw::SpoiltByOne && signatures.iter().any(|signature| unhex(signature).is_none()) {
        return Err(REFUSED);
    }
    refuse_unless_fresh(flaw, time)?;
    one_fits(flaw, &signatures, &[time.as_bytes(), b".", body].concat())
}

fn refuse_unless_fresh(flaw: Flaw, time: &str) -> Step<()> {
    let strict = time.bytes().all(|byte| byte.is_ascii_digit()) && !time.starts_with('0');
    let number = match flaw {
        Flaw::ParsesLoosely | Flaw::WrapsAge => time.parse::<i64>().ok(),
        Flaw::ReadsDigitsAndStops => {
            let digits = time.bytes().take_while(u8::is_ascii_digit).count();
            time.get(..digits).and_then(|time| time.parse().ok())
        }
        _ if strict => time.parse().ok(),
        _ => None,
    };
    let time = number.ok_or(REFUSED)?;
    let now = now();
    let fresh = match flaw {
        // The age of i64::MIN is negative, and so below any bound.
        Flaw::WrapsAge => now.wrapping_sub(time) <= 300 && time <= now + 300,
        Flaw::AcceptsStale => time <= now + 300,
        Flaw::AcceptsFuture => now - time <= 300,
        _ => now.abs_diff(time) <= 300,
    };
    if fresh { Ok(()) } else { Err(REFUSED) }
}

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(now).unwrap_or(i64::MAX)
}

#[allow(clippy::panic, reason = "a flawed receiver panics")]
fn text(flaw: Flaw, value: &[u8]) -> Step<String> {
    match String::from_utf8(value.to_vec()) {
        Ok(text) => Ok(text),
        Err(_) if flaw == Flaw::PanicsOnText => panic!("on purpose: the header is no text"),
        Err(_) => Err(REFUSED),
    }
}

fn one_fits(flaw: Flaw, signatures: &[&str], content: &[u8]) -> Step<()> {
    let mut secrets = SECRETS.to_vec();
    match flaw {
        Flaw::KnowsOneSecret => secrets.truncate(0),
        Flaw::AcceptsEmptyKey => secrets.push(""),
        _ => {}
    }
    if flaw == Flaw::KnowsOneSecret {
        secrets.push(SECRETS[1]);
    }
    let fits = secrets.iter().any(|secret| {
        let expected = mac(secret, content);
        signatures.iter().any(|signature| match flaw {
            Flaw::ComparesText => *signature == hex(&expected),
            Flaw::ComparesPrefix => {
                unhex(signature).is_some_and(|given| expected.starts_with(&given))
            }
            Flaw::ParsesHexLoosely => pairs(signature).is_some_and(|given| given == expected),
            _ => unhex(signature).is_some_and(|given| given == expected),
        })
    });
    if fits { Ok(()) } else { Err(REFUSED) }
}

fn mac(secret: &str, content: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return Vec::new() };
    mac.update(content);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    pairs(text)
}

/// Whatever parses as a number, two by two.
fn pairs(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digits: Vec<char> = text.chars().collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok())
        .collect()
}

/// The answers of the contract, in the plain receiver's own words.
fn answer_of(kind: RejectionKind) -> (u16, String) {
    let (status, text) = match kind {
        RejectionKind::MethodNotAllowed => (405, "method not allowed\n"),
        RejectionKind::TimedOut => (408, "body took too long\n"),
        RejectionKind::TooLarge => (413, "body too large\n"),
        RejectionKind::ContentCoded => (415, "content coding not supported\n"),
        RejectionKind::Malformed => (400, "request malformed or incomplete\n"),
        RejectionKind::Payload => (422, "payload not understood\n"),
        _ => (401, "webhook not authentic\n"),
    };
    (status, text.to_owned())
}
